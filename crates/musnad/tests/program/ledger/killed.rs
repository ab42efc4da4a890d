//! The program is killed in the middle of an `add`. The long version is `scripts/kill.sh`.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::Duration,
};

use super::{Desk, invent};
use crate::{code, words};

#[test]
fn a_run_that_is_killed_loses_nothing_and_goes_on() {
    const ALL: usize = 200;
    let desk = Desk::new();
    fs::write(desk.path().join("all.jsonl"), invent::articles(ALL)).unwrap();
    let mut reported: BTreeSet<String> = BTreeSet::new();
    // Kill it after so many articles were reported, and a while later: in the middle of one.
    for (kill, wait) in [(1, 3), (40, 1), (90, 7)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
            .args(["add", "all.jsonl", "--json"])
            .current_dir(desk.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut report = |line: std::io::Result<String>| {
            // A line that was cut off was not reported.
            let Ok(value) = serde_json::from_str::<serde_json::Value>(&line.unwrap_or_default()) else { return 0 };
            reported.insert(value["article"].as_str().unwrap().to_owned());
            usize::from(value["new_article"] == true)
        };
        let mut new = 0;
        while new < kill {
            new += report(lines.next().expect("the program ended before it was killed"));
        }
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().code(), None, "it ended before it was killed");
        lines.for_each(|line| {
            report(line);
        });
        let output = desk.run(&["verify"]);
        assert_eq!(code(&output), 0, "{}", words(&output.stdout));
        for id in &reported {
            let id = id.parse().unwrap();
            assert!(desk.open().article(id).unwrap().is_some(), "{id} was reported and is lost");
        }
    }
    assert!(reported.len() >= 131);
    let output = desk.run(&["add", "all.jsonl"]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let said = words(&output.stderr);
    let known: usize = said.split(", ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    // One more than was reported may be there, for each kill.
    assert!((reported.len()..=reported.len() + 3).contains(&known), "{said}, {} reported", reported.len());
    assert!(said.ends_with(&format!("{ALL} compared\n")), "{said}");
    assert_eq!(code(&desk.run(&["verify"])), 0);
    assert_eq!(desk.open().counts().unwrap().articles, ALL as i64);
    desk.compared();
}
