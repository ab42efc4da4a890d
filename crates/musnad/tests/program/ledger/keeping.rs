//! A ledger is checked, copied, and carried to another machine.

use std::fs;

use super::{Desk, name, short};
use crate::{code, refused, words};

#[test]
fn a_tampered_byte_is_found() {
    let desk = Desk::with_story();
    let clean = desk.well(&["verify"]);
    assert!(clean.starts_with("22 articles, 22 documents, 22 readings, "), "{clean}");
    assert!(clean.ends_with("nothing is wrong\n"), "{clean}");
    let head = clean.lines().find_map(|line| line.strip_prefix("head ")).unwrap().to_owned();
    desk.well(&["verify", "--head", &head]);
    // One letter of one claim, without breaking the database itself.
    let mut bytes = fs::read(desk.file()).unwrap();
    let words_there = "نقلنا 17 مصابا إلى المستشفيات".as_bytes();
    let at = bytes.windows(words_there.len()).position(|one| one == words_there).unwrap();
    // 17 becomes 19.
    let digit = at + "نقلنا 1".len();
    assert_eq!(bytes[digit], b'7');
    bytes[digit] = b'9';
    fs::write(desk.file(), bytes).unwrap();
    let output = desk.run(&["verify"]);
    assert_eq!(code(&output), 1, "{}", words(&output.stderr));
    let said = words(&output.stdout);
    assert!(said.contains("fault: ") && said.ends_with("the ledger is not as it was written\n"), "{said}");
    let output = desk.run(&["verify", "--json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!found["faults"].as_array().unwrap().is_empty());
    refused(&desk.run(&["verify", "--head", "x"]), 2, "a head is NUMBER:HASH");
    // The head of another ledger is not in this one.
    let other = Desk::with_story();
    other.well(&[
        "add",
        "--publisher",
        "الفنار",
        &crate::arrows::root().join("examples/bridge.txt").display().to_string(),
    ]);
    let longer = other.well(&["verify"]);
    let longer = longer.lines().find_map(|line| line.strip_prefix("head ")).unwrap();
    assert_eq!(code(&Desk::with_story().run(&["verify", "--head", longer])), 1);
}

#[test]
fn a_backup_is_the_ledger() {
    let desk = Desk::with_story();
    let claim = desk.claim("01", "نقلنا 17 مصابا");
    desk.well(&["rate", &short(&claim), "2", "--author", "سلمى"]);
    let said = desk.well(&["backup", "copy.db"]);
    let head = desk.open().head().unwrap();
    assert_eq!(said, format!("copy.db\nhead {}:{}\n", head.seq, head.hash));
    refused(&desk.run(&["backup", "copy.db"]), 3, "the file is there already");
    refused(&desk.run(&["backup", "no/such/folder/copy.db"]), 3, "");
    desk.well(&["verify", "--ledger", "copy.db", "--head", &format!("{}:{}", head.seq, head.hash)]);
    let trace = ["trace", &name(&claim), "--json"];
    assert_eq!(desk.well(&[&trace[..], &["--ledger", "copy.db"]].concat()), desk.well(&trace));
}

#[test]
fn a_case_is_opened_elsewhere() {
    let desk = Desk::with_story();
    let (first, copy) = (desk.claim("01", "نقلنا 17 مصابا"), desk.claim("02", "نقلنا 17 مصابا"));
    desk.well(&["rate", &short(&first), "2", "--author", "سلمى"]);
    let file = desk.path().join("case.musnad").display().to_string();
    // Two articles, one of them named twice.
    let said = desk.well(&["case", "export", &file, &short(&first), &first.article.to_string()[..8], &short(&copy)]);
    assert!(said.starts_with("2 articles, "), "{said}");
    let other = Desk::new();
    let said = other.well(&["case", "open", &file]);
    assert!(said.starts_with("2 articles, "), "{said}");
    other.well(&["verify"]);
    assert_eq!(other.json(&["articles"]).len(), 2);
    // With what people said, and compared at once.
    let there = other.open();
    let filter = musnad_ledger::ClaimFilter { ids: vec![first.id], ..Default::default() };
    let claim = there.claims(&filter, musnad_ledger::Page::default()).unwrap().remove(0);
    assert_eq!(claim.review.credibility.map(u8::from), Some(2));
    let trace = other.json(&["trace", &name(&first)]).remove(0);
    assert_eq!(trace["claims"].as_array().unwrap().len(), 2);
    // Opened into a ledger that has some of it, it adds the rest.
    let third = Desk::with_story();
    let opened = &third.json(&["case", "open", &file])[0];
    assert!(opened["new"].as_u64().unwrap() < opened["header"]["entries"].as_u64().unwrap(), "{opened}");
    third.well(&["verify"]);
    assert_eq!(third.open().counts().unwrap().articles, 22);
    // All of it is a dump.
    let said = desk.json(&["case", "export", &format!("{file}.all")]);
    assert_eq!((&said[0]["musnad"], &said[0]["articles"]), (&"dump".into(), &22.into()));
    let whole = Desk::new();
    whole.well(&["case", "open", &format!("{file}.all")]);
    assert_eq!(whole.compared(), desk.compared());
    assert_eq!(whole.open().head().unwrap(), desk.open().head().unwrap());
}

#[test]
fn a_damaged_case_adds_nothing() {
    let desk = Desk::with_story();
    let file = desk.path().join("case.musnad");
    desk.well(&["case", "export", &file.display().to_string()]);
    let bytes = fs::read(&file).unwrap();
    for (what, damaged) in [
        ("cut off", bytes[..bytes.len() / 2].to_vec()),
        ("changed", {
            let mut all = bytes.clone();
            all[bytes.len() / 2] ^= 0x55;
            all
        }),
        ("something else", "هذه ليست قضية".as_bytes().to_vec()),
    ] {
        fs::write(&file, damaged).unwrap();
        let other = Desk::new();
        refused(&other.run(&["case", "open", &file.display().to_string()]), 3, "the case file cannot be used");
        assert_eq!(other.open().counts().unwrap().articles, 0, "{what}");
    }
}
