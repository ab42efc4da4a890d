//! The program dies at any moment: nothing that was reported as added is lost, and the run goes on.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use musnad_ledger::{ArticleFilter, Id, Page};

use crate::Place;
use crate::invent::Dice;

pub fn example() -> PathBuf {
    // target/debug/deps/ledger-… → target/debug/examples/add
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let path = path.join("examples").join("add");
    assert!(path.is_file(), "{} is missing: build it with `cargo build -p musnad-ledger --examples`", path.display());
    path
}

/// Reads what was reported until the program ends.
fn reported(out: impl std::io::Read) -> Vec<(u64, Id)> {
    let mut found = Vec::new();
    for line in BufReader::new(out).lines() {
        // A line that was cut off by the death of the program was not reported.
        let Ok(line) = line else { break };
        let Some((n, id)) = line.split_once(' ') else { break };
        let Ok(id) = id.parse() else { break };
        found.push((n.parse().unwrap(), id));
    }
    found
}

/// Adds 2,000 articles with a program that is killed twenty times.
fn killed(place: &Place) {
    const ALL: u64 = 2_000;
    let mut dice = Dice(20_241_128);
    let mut done = 0;
    let mut all = Vec::new();
    let mut kills = 0;
    while done < ALL {
        let mut child = Command::new(example())
            .args([&place.url, &done.to_string(), &ALL.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || reported(out));
        if kills < 20 {
            // From the first moments, when tables are made, to some tens of articles later.
            std::thread::sleep(Duration::from_millis(dice.below(if kills < 5 { 40 } else { 220 }) as u64));
            kills += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        assert!(status.success() || status.code().is_none(), "{status}");
        all.extend(reader.join().unwrap());
        let ledger = place.open();
        if kills == 4 || kills == 20 {
            assert_eq!(ledger.verify(None).unwrap().faults, vec![]);
        }
        // Whoever goes on begins with what was not reported; one article more may be there already.
        done = all.last().map_or(0, |&(n, _)| n + 1);
        let counts = ledger.counts().unwrap();
        assert!((counts.articles as u64) == done || (counts.articles as u64) == done + 1, "{counts:?} after {done}");
    }
    assert_eq!(kills, 20, "the articles were added before the program was killed often enough");
    let ledger = place.open();
    for (n, id) in all {
        assert!(ledger.article(id).unwrap().is_some(), "article {n} was reported and is lost");
    }
    assert_eq!(ledger.verify(None).unwrap().faults, vec![]);
    assert_eq!(ledger.counts().unwrap().articles, 2_000);
    let last = ledger.articles(&ArticleFilter::default(), Page { skip: 1_999, limit: 9 }).unwrap();
    assert_eq!(last.len(), 1);
}

#[test]
fn nothing_reported_is_lost_when_the_program_is_killed() {
    killed(&Place::file());
}

#[test]
fn nothing_reported_is_lost_when_the_program_is_killed_beside_a_server() {
    if let Some(place) = Place::server() {
        killed(&place);
    }
}
