//! What can go wrong with a ledger and with what comes in: clear words, and nothing lost.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    process::{Command, Stdio},
};

use super::{Desk, invent, lines, name, story};
use crate::{code, refused, words};

#[test]
fn a_ledger_that_is_not_there_is_said_with_the_way_to_one() {
    let desk = Desk::new();
    let about = ["abcdef/a1", "A", "--author", "سلمى"];
    for arguments in [
        &["claims"][..],
        &["articles"],
        &["conflicts"],
        &["copies"],
        &["who", "زيد"],
        &["whereabouts", "زيد"],
        &["verify"],
        &["trace", "abcdef/a1"],
        &["backup", "x.db"],
        &["case", "export", "x.case"],
        &["correct", "history", "abcdef/a1"],
        &["rate", about[0], about[1], about[2], about[3]],
        &["forget", "abcdef", "--why", "x", about[2], about[3]],
        &["correct", "confirm", about[0], about[2], about[3]],
    ] {
        refused(&desk.run(arguments), 2, "there is no ledger musnad.db");
        assert!(!desk.file().exists(), "{arguments:?} made one");
    }
    let output = desk.run(&["add", "--ledger", "no/such/folder/x.db", &story().display().to_string()]);
    refused(&output, 3, "the ledger cannot be opened");
    fs::write(desk.file(), "هذا نص وليس قاعدة بيانات. ".repeat(100)).unwrap();
    refused(&desk.run(&["claims"]), 3, "this is not a ledger");
    refused(&desk.run(&["add", &story().display().to_string()]), 3, "this is not a ledger");
    let server = desk.run(&["claims", "--ledger", "postgresql://%2Fno%2Fsuch/x?user=a"]);
    refused(&server, 3, "");
}

#[test]
fn ids_that_say_too_little_are_refused_with_what_they_could_be() {
    let desk = Desk::with_story();
    let claim = desk.claim("01", "نقلنا 17 مصابا");
    let article = claim.article.to_string();
    refused(&desk.run(&["trace", &article[..5]]), 2, "there is no claim");
    refused(&desk.run(&["trace", &format!("{}/a1", &article[..5])]), 2, "there is no article");
    refused(&desk.run(&["trace", &format!("{article}/a1.x")]), 2, "there is no claim");
    refused(&desk.run(&["trace", &format!("{article}/a1.77")]), 2, "the claim has no such statement");
    let output = desk.run(&["trace", &format!("{}/a77", &article[..12])]);
    refused(&output, 2, "the article has no claim \"a77\"");
    assert!(words(&output.stderr).contains("hint: there are a1 a2 "), "{}", words(&output.stderr));
    // Two articles with the same first six digits: among some thousands there are some.
    let crowded = Desk::new();
    let text = |n: usize| format!("قال المتحدث إن الوفد رقم {n} وصل.");
    fs::write(crowded.path().join("0.txt"), text(0)).unwrap();
    let extracted = crowded.well(&["extract", "0.txt"]);
    let mut reading: musnad_model::Reading = serde_json::from_str(&extracted).unwrap();
    let mut seen = std::collections::HashMap::new();
    let (twins, digits) = (0..)
        .find_map(|n| {
            reading.text = text(n);
            let digits = musnad_ledger::Id::of_article(&reading).to_string()[..6].to_owned();
            seen.insert(digits.clone(), n).map(|before| ([before, n], digits))
        })
        .unwrap();
    for n in twins {
        fs::write(crowded.path().join("0.txt"), text(n)).unwrap();
        crowded.well(&["add", "0.txt"]);
    }
    assert_eq!(crowded.json(&["articles"]).len(), 2);
    let output = crowded.run(&["trace", &format!("{digits}/a1")]);
    refused(&output, 2, &format!("{digits:?} is the beginning of several ids"));
    let hint = words(&output.stderr).lines().find(|line| line.starts_with("hint: ")).unwrap();
    assert_eq!(hint.matches(&digits).count(), 2, "{hint}");
}

#[test]
fn a_ledger_that_cannot_be_written_is_read() {
    let desk = Desk::with_story();
    fs::set_permissions(desk.file(), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write anywhere, so nobody tries: with a copy of the program where nobody may run it.
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = place.path().join("musnad");
    fs::copy(env!("CARGO_BIN_EXE_musnad"), &program).unwrap();
    fs::copy(story(), place.path().join("story.jsonl")).unwrap();
    let root = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        if root {
            command.uid(65_534).gid(65_534);
        }
        command.args(arguments).args(["--ledger", &desk.file().display().to_string()]).current_dir(place.path());
        command.output().unwrap()
    };
    let read = run(&["claims", "--json", "--limit", "1000"]);
    assert_eq!(code(&read), 0, "{}", words(&read.stderr));
    assert!(words(&read.stdout).lines().count() > 100);
    refused(&run(&["add", "--publisher", "x", "story.jsonl"]), 3, "the ledger can only be read");
    let claim = name(&desk.claim("01", "نقلنا 17 مصابا"));
    refused(&run(&["rate", &claim, "2", "--author", "سلمى"]), 3, "the ledger can only be read");
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_full_disk_is_told_and_the_run_goes_on_with_more_room() {
    let desk = Desk::new();
    fs::write(desk.path().join("all.jsonl"), invent::articles(120)).unwrap();
    // A limit on the size of files is a full disk to the program. The signal that comes with it is ignored, as the
    // shell's trap does it.
    let script = "trap '' XFSZ; ulimit -f 3000; exec \"$0\" add all.jsonl";
    let output = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_musnad")])
        .current_dir(desk.path())
        .output()
        .unwrap();
    let said = words(&output.stderr);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains("musnad: ") && said.contains("\nhint: ") && said.contains(" added, "), "{said}");
    let reported = words(&output.stdout).lines().count();
    assert!(reported > 5, "{said}");
    let there = desk.open().counts().unwrap().articles as usize;
    assert!(there == reported || there == reported + 1, "{there} of {reported}");
    assert_eq!(code(&desk.run(&["verify"])), 0);
    desk.well(&["add", "all.jsonl"]);
    assert_eq!(desk.open().counts().unwrap().articles, 120);
    desk.well(&["verify"]);
}

#[test]
fn two_programs_add_at_once() {
    let desk = Desk::new();
    // Each adds most of the story; what one finds the other has to find too.
    let lines = lines();
    let half = |skip: usize| -> String {
        let some = lines.iter().enumerate().filter(|(n, _)| n % 3 != skip).map(|(_, line)| format!("{line}\n"));
        some.collect()
    };
    let children: Vec<_> = [0, 1]
        .into_iter()
        .map(|n| {
            let file = format!("{n}.jsonl");
            fs::write(desk.path().join(&file), half(n)).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_musnad"));
            command.args(["add", &file]).current_dir(desk.path()).stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    }
    desk.well(&["verify"]);
    assert_eq!(desk.compared(), Desk::with_story().compared());
}

#[test]
fn a_damaged_page_is_told() {
    let desk = Desk::with_story();
    let size = fs::metadata(desk.file()).unwrap().len();
    let mut told = 0;
    for page in (3..size / 4096).step_by(37) {
        let other = Desk::with_story();
        let mut file = fs::OpenOptions::new().write(true).open(other.file()).unwrap();
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0x55; 4096]).unwrap();
        drop(file);
        let output = other.run(&["verify"]);
        let said = words(&output.stderr);
        assert!(!said.contains("panicked"), "{said}");
        match code(&output) {
            1 => assert!(words(&output.stdout).contains("fault: ")),
            3 => assert!(said.contains("the ledger is damaged") && said.contains("hint: "), "{said}"),
            other => panic!("page {page}: {other} {said}"),
        }
        told += 1;
        // Whatever else is asked ends with an answer or with words.
        for arguments in [&["claims"][..], &["conflicts"], &["copies"]] {
            let output = other.run(arguments);
            assert!(!words(&output.stderr).contains("panicked") && [0, 3].contains(&code(&output)), "{arguments:?}");
        }
    }
    assert!(told >= 5);
}

#[test]
fn archives_that_are_cut_off_or_swell_are_told_and_the_rest_is_added() {
    let desk = Desk::new();
    let page = format!(
        "<html><body><article>{}</article></body></html>",
        "<p>قال المتحدث باسم الوزارة إن الجسر مغلق حتى الأحد المقبل.</p>".repeat(6)
    );
    let mut records = Vec::new();
    for n in 0..40 {
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}",
            page.replace("الجسر", &format!("الجسر {n}"))
        );
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://grown.example/{n}\r\nWARC-Date: 2022-06-05T00:00:00Z\r\n\
             WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        records.extend(gzip(format!("{head}{http}\r\n\r\n").as_bytes()));
    }
    fs::write(desk.path().join("cut.warc.gz"), &records[..records.len() - records.len() / 9]).unwrap();
    let output = desk.run(&["add", "cut.warc.gz"]);
    let said = words(&output.stderr);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains("cut.warc.gz") && said.contains("added, "), "{said}");
    let added = desk.open().counts().unwrap().articles;
    assert!((30..40).contains(&added), "{added}: {said}");
    // A bomb: zeros and one article.
    let bomb = [gzip(&vec![b' '; 300_000_000]), gzip(lines()[0].to_string().as_bytes())].concat();
    assert!(bomb.len() < 1_000_000);
    fs::write(desk.path().join("bomb.jsonl.gz"), bomb).unwrap();
    fs::write(desk.path().join("good.jsonl"), format!("{}\n", lines()[1])).unwrap();
    let output = desk.run(&["add", "bomb.jsonl.gz", "good.jsonl"]);
    let said = words(&output.stderr);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains("bomb.jsonl.gz") && said.contains("1 added, "), "{said}");
    desk.well(&["verify"]);
}

/// Packed by the tool that packs archives everywhere.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut child = Command::new("gzip").arg("-9").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(bytes).unwrap());
        child.wait_with_output().unwrap().stdout
    })
}
