//! What people say about what the machine read: done, undone, and never destructive.

use serde_json::{Value, json};

use super::{Desk, name, short, text};
use crate::{code, refused, words};

/// Does something as somebody, and gives the operation's id.
#[track_caller]
fn done(desk: &Desk, arguments: &[&str]) -> String {
    let id = desk.well(&[arguments, &["--author", "سلمى"]].concat());
    assert_eq!(id.trim().len(), 64, "{id}");
    id.trim().to_owned()
}

fn traced(desk: &Desk, claim: &str) -> Vec<String> {
    let trace = desk.json(&["trace", claim]).remove(0);
    let claims = trace["claims"].as_array().unwrap().iter();
    let local = |one: &Value| one["claim"]["attribution"].as_str().unwrap_or("n").to_owned();
    claims.map(|one| format!("{}/{}", text(&one["claim"], "article"), local(one))).collect()
}

#[test]
fn a_claim_that_is_none_is_gone_until_that_is_undone() {
    let desk = Desk::with_story();
    let before = desk.compared();
    let claim = desk.claim("04", "نقلنا 17 مصابا");
    let others = name(&desk.claim("01", "نقلنا 17 مصابا"));
    assert!(traced(&desk, &others).contains(&name(&claim)));
    let reject = done(&desk, &["correct", "reject", &short(&claim), "--why", "المقصود غيره"]);
    assert!(!traced(&desk, &others).contains(&name(&claim)));
    assert!(desk.json(&["claims", "--limit", "1000"]).iter().all(|one| one["id"] != claim.id.to_string()));
    refused(&desk.run(&["trace", &short(&claim)]), 2, "people said that this is no claim");
    // It was compared again, and so were those that it was together with.
    let between = desk.compared();
    assert_eq!(between.groups[&claim.id], claim.id);
    assert_ne!(between, before);
    let undo = done(&desk, &["correct", "undo", &reject]);
    assert_eq!(desk.compared(), before);
    assert!(traced(&desk, &others).contains(&name(&claim)));
    // Undoing the undo puts it on again.
    done(&desk, &["correct", "undo", &undo]);
    assert_eq!(desk.compared(), between);
    let history = desk.json(&["correct", "history", &short(&claim)]);
    let acts: Vec<&Value> = history.iter().map(|one| &one["act"]["act"]).collect();
    assert_eq!(acts, ["not_a_claim", "undo", "undo"]);
    let active: Vec<&Value> = history.iter().map(|one| &one["active"]).collect();
    assert_eq!(active, [true, false, true]);
    assert_eq!(history[0]["author"], "سلمى");
    let shown = desk.well(&["correct", "history", &short(&claim)]);
    assert!(
        shown.contains("not_a_claim\n") && shown.contains("why: المقصود غيره") && shown.contains("  undone\n"),
        "{shown}"
    );
    assert_eq!(code(&desk.run(&["verify"])), 0);
}

#[test]
fn a_claim_is_traced_in_the_group_that_people_moved_it_to() {
    let desk = Desk::with_story();
    let (moved, there) = (desk.claim("16", "رأى هاني الصدفي بعينيه"), desk.claim("01", "الأضواء انقطعت فور الاصطدام"));
    let (moved, there) = (name(&moved), name(&there));
    let before = (traced(&desk, &moved), traced(&desk, &there));
    assert!(!before.1.contains(&moved) && before.1.len() >= 3);
    let operation = done(&desk, &["correct", "move", &moved, "--to", &there]);
    for claim in [&moved, &there] {
        let trace = desk.json(&["trace", claim]).remove(0);
        let told: Vec<String> = trace["moved"].as_array().unwrap().iter().map(|one| text(one, "article")).collect();
        assert!(!told.is_empty() && told.iter().all(|article| moved.starts_with(article)), "{}", trace["moved"]);
        let found = traced(&desk, claim);
        assert!(found.contains(&moved) && before.1.iter().all(|one| found.contains(one)), "{found:?}");
    }
    assert!(desk.well(&["trace", &there]).contains(&format!("put here by people: {}", &moved[..12])));
    // Those that it was together with do without it.
    for other in before.0.iter().filter(|other| **other != moved) {
        assert!(!traced(&desk, other).contains(&moved), "{other}");
    }
    done(&desk, &["correct", "undo", &operation]);
    assert_eq!((traced(&desk, &moved), traced(&desk, &there)), before);
    // To no group at all.
    let relayed = name(&desk.claim("03", "نقلنا 17 مصابا"));
    let others = traced(&desk, &relayed);
    done(&desk, &["correct", "move", &relayed]);
    assert_eq!(traced(&desk, &relayed), std::slice::from_ref(&relayed));
    let other = others.iter().find(|one| **one != relayed).unwrap();
    assert!(!traced(&desk, other).contains(&relayed));
}

#[test]
fn a_source_is_set_and_two_entities_become_one() {
    let desk = Desk::with_story();
    let claim = desk.claim("10", "الشركة كانت تعرف بعطل الدفة");
    let arguments =
        ["correct", "source", &short(&claim), "--speaker", "بحّار", "--entity", "person:بحار", "--via", "الفنار"];
    done(&desk, &arguments);
    let stored = desk.claim("10", "الشركة كانت تعرف بعطل الدفة");
    assert_eq!((stored.speaker.as_deref(), stored.via.as_deref()), (Some("بحّار"), Some("الفنار")));
    assert!(stored.review.source_set);
    let trace = desk.json(&["trace", &short(&claim)]).remove(0);
    let names: Vec<&str> = trace["nodes"].as_array().unwrap().iter().filter_map(|node| node["name"].as_str()).collect();
    assert!(names.contains(&"بحّار"), "{names:?}");
    assert!(desk.well(&["claims", "--speaker", "person:بحار"]).contains("source set by a person"));

    let key = |words: &str| text(&desk.json(&["who", words])[0]["who"], "key");
    let (one, other) = (key("نادية الرواس"), key("وزارة الصحة"));
    let says = |key: &str| desk.json(&["claims", "--speaker", key]).len();
    let sum = says(&one) + says(&other);
    let merge = done(&desk, &["correct", "merge", &one, &other]);
    assert_eq!((says(&one), says(&other)), (sum, sum));
    assert_eq!(text(&desk.json(&["who", &one])[0]["who"], "key"), other);
    done(&desk, &["correct", "undo", &merge]);
    assert_eq!(says(&one) + says(&other), sum);
    desk.compared();
    assert_eq!(code(&desk.run(&["verify"])), 0);
}

#[test]
fn sources_and_claims_are_rated() {
    let desk = Desk::with_story();
    let claim = desk.claim("01", "نقلنا 17 مصابا");
    done(&desk, &["rate", &short(&claim), "2"]);
    assert_eq!(desk.claim("01", "نقلنا 17 مصابا").review.credibility.map(u8::from), Some(2));
    assert!(desk.well(&["claims", "17", "مصابا", "--outlet", "وكالة الأرخبيل للأنباء"]).contains("credibility: 2"));
    done(&desk, &["rate", "صدى الجزر", "b", "--why", "مراسلون في الجزيرة"]);
    done(&desk, &["rate", "صدى الجزر", "C"]);
    let history = desk.json(&["correct", "history", "صدى الجزر"]);
    let ratings: Vec<&Value> = history.iter().map(|one| &one["act"]["reliability"]).collect();
    assert_eq!(ratings, ["B", "C"]);
    let key = text(&desk.json(&["who", "ماجد الدوحان"])[0]["who"], "key");
    done(&desk, &["rate", &key, "A"]);
    assert!(desk.well(&["who", &key]).contains("reliability: A · سلمى"));
    let wrong = |arguments: &[&str], said: &str| {
        refused(&desk.run(&[arguments, &["--author", "سلمى"]].concat()), 2, said);
    };
    wrong(&["rate", &short(&claim), "B"], "\"B\" is no rating of that");
    wrong(&["rate", &short(&claim), "7"], "\"7\" is no rating of that");
    wrong(&["rate", "صدى الجزر", "G"], "\"G\" is no rating of that");
    wrong(&["rate", "صدى الزرافة", "A"], "there is no outlet");
    wrong(&["rate", &claim.article.to_string(), "A"], "\"A\" is no rating of that");
}

#[test]
fn an_article_is_forgotten_by_demand() {
    let desk = Desk::with_story();
    let (gone, there) = (desk.claim("01", "نقلنا 17 مصابا"), desk.claim("02", "نقلنا 17 مصابا"));
    assert!(traced(&desk, &name(&there)).contains(&name(&gone)));
    let article = gone.article.to_string();
    refused(&desk.run(&["forget", &article[..12], "--author", "سلمى"]), 2, "forgetting needs a reason");
    let said = desk.well(&["forget", &article[..12], "--author", "سلمى", "--why", "حكم محكمة"]);
    assert_eq!(said, format!("{article} is forgotten\n"));
    assert!(desk.open().article(gone.article).unwrap().is_none());
    refused(&desk.run(&["trace", &name(&gone)]), 2, "there is no article");
    assert!(!traced(&desk, &name(&there)).contains(&name(&gone)));
    // What it explained is looked at again: no copy is said to come from it.
    let copies = desk.json(&["copies", "--siblings"]);
    assert!(!copies.is_empty() && copies.iter().all(|one| one["copy"] != article && one["original"] != article));
    let whole = desk.compared();
    // Nothing that it alone said is in any page of the file, and the ledger verifies.
    let alone = "مرسى ياقوت - 5 يونيو 2022 - وكالة الأرخبيل للأنباء".as_bytes();
    let holds = |desk: &Desk| std::fs::read(desk.file()).unwrap().windows(alone.len()).any(|bytes| bytes == alone);
    assert!(!holds(&desk));
    assert_eq!(code(&desk.run(&["verify"])), 0);
    // It does not come back: the others are known, this one is refused.
    let again = desk.run(&["add", &super::story().display().to_string()]);
    assert_eq!(code(&again), 1);
    let said = words(&again.stderr);
    assert!(
        said.contains("was forgotten by demand") && said.ends_with("0 added, 21 known already, 0 compared\n"),
        "{said}"
    );
    assert_eq!(desk.compared(), whole);
}

#[test]
fn corrections_that_make_no_sense_are_refused() {
    let desk = Desk::with_story();
    let claim = short(&desk.claim("01", "نقلنا 17 مصابا"));
    let wrong = |arguments: &[&str], said: &str| {
        refused(&desk.run(&[arguments, &["--author", "سلمى"]].concat()), 2, said);
    };
    wrong(&["correct", "reject", "abcdef/a1"], "there is no article \"abcdef\"");
    wrong(&["correct", "reject", &format!("{}/a99", &claim[..12])], "the article has no claim \"a99\"");
    wrong(&["correct", "reject", "abcdef012345"], "there is no claim");
    wrong(&["correct", "reject", "x"], "there is no claim \"x\"");
    wrong(&["correct", "move", &claim, "--to", &claim], "a claim cannot be moved to itself");
    wrong(&["correct", "merge", "person:زرافة", "person:هاني"], "there is no entity");
    wrong(&["correct", "undo", "abc"], "an operation's id is 64 hexadecimal digits");
    wrong(&["correct", "undo", &"ab".repeat(32)], "there is no operation");
    wrong(&["correct", "split", "person:زرافة", "person:زرافة", &claim], "a split needs another key");
    let nobody = desk.run(&["correct", "confirm", &claim, "--author", " "]);
    refused(&nobody, 2, "who says so?");
    assert_eq!(desk.json(&["correct", "history", &claim]), Vec::<Value>::new());
    // And one that makes sense, as JSON.
    let done = &desk.json(&["correct", "confirm", &claim, "--author", "سلمى"])[0];
    assert_eq!(text(done, "operation").len(), 64);
    assert!(desk.claim("01", "نقلنا 17 مصابا").review.confirmed);
    let note = desk.json(&["correct", "note", &claim, "اتصلنا بالمتحدث", "--author", "سلمى"]);
    assert_ne!(note[0], json!({}));
    assert!(desk.well(&["correct", "history", &claim]).contains("text: اتصلنا بالمتحدث"));
    assert!(words(&desk.run(&["correct", "history", "زرافة"]).stdout).is_empty());
}
