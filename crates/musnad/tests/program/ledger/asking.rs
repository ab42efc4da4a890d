//! Lists and searches: claims, articles, people.

use serde_json::Value;

use super::{Desk, text};
use crate::{code, musnad_fed, refused, words};

fn contents(found: &[Value]) -> Vec<String> {
    found.iter().map(|claim| text(claim, "content")).collect()
}

/// A ledger with one name in many spellings.
fn spellings() -> Desk {
    let desk = Desk::new();
    let said = ["أحمد", "احمد", "وأحمد", "لأحمد", "محمود"];
    for (n, name) in said.iter().enumerate() {
        let text = format!("قالت الوزارة إن اللجنة سلّمت الملف رقم {n} {name} صباح اليوم.\n");
        let arguments = ["add", "-", "--published", "2022-06-05", "--publisher", "الفنار"];
        let output = musnad_fed(desk.path(), &arguments, text.as_bytes());
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    }
    desk
}

#[test]
fn a_word_finds_all_its_spellings_and_exactly_only_its_own() {
    let desk = spellings();
    assert_eq!(desk.json(&["claims"]).len(), 5);
    for word in ["احمد", "أحمد"] {
        let found = contents(&desk.json(&["claims", word]));
        assert_eq!(found.len(), 4, "{word}: {found:?}");
        assert!(found.iter().all(|content| !content.contains("محمود")));
    }
    for word in ["احمد", "أحمد", "لأحمد"] {
        let found = contents(&desk.json(&["claims", "--exact", word]));
        assert_eq!(found.len(), 1, "{word}: {found:?}");
        assert!(found[0].split(' ').any(|one| one == word), "{found:?}");
    }
    let articles = desk.json(&["articles", "احمد"]);
    assert_eq!(articles.len(), 4);
    // All words are wanted, and what matches is marked.
    let both = desk.json(&["claims", "احمد", "الملف", "اللجنة", "3"]);
    assert_eq!(contents(&both).len(), 1);
    let found = &both[0]["match"];
    let marked: Vec<String> = found["marks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| {
            let at = |n: usize| mark[n].as_u64().unwrap() as usize;
            found["text"].as_str().unwrap().chars().skip(at(0)).take(at(1) - at(0)).collect()
        })
        .collect();
    assert!(marked.iter().any(|word| word.ends_with("أحمد")) && marked.contains(&"الملف".to_owned()), "{marked:?}");
    let shown = desk.well(&["claims", "احمد"]);
    assert!(shown.contains("found: لأحمد") || shown.contains("found: وأحمد"), "{shown}");
    assert_eq!(desk.well(&["claims", "زرافة"]), "");
}

#[test]
fn claims_are_narrowed_down() {
    let desk = Desk::with_story();
    let all = desk.json(&["claims", "--limit", "1000"]);
    assert!(all.len() > 100);
    let days: Vec<String> = all.iter().map(|claim| text(claim, "published")).collect();
    assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "those published last come first");
    let with = |arguments: &[&str]| {
        let found = desk.json(&[&["claims", "--limit", "1000"], arguments].concat());
        assert!(!found.is_empty() && found.len() < all.len(), "{arguments:?}: {}", found.len());
        found
    };
    let speaker = with(&["--speaker", "ماجد الدوحان"]);
    assert!(speaker.iter().all(|claim| claim["speaker"] == "ماجد الدوحان"));
    let key = text(&speaker[0], "entity");
    assert_eq!(with(&["--speaker", &key]), speaker);
    assert!(with(&["--stance", "denies"]).iter().all(|claim| claim["stance"] == "denies"));
    let two = with(&["--stance", "denies,warns,urges"]);
    assert!(two.len() > with(&["--stance", "denies"]).len());
    assert!(with(&["--outlet", "الفنار"]).iter().all(|claim| claim["outlet"] == "الفنار"));
    assert!(with(&["--from", "2022-06-08"]).iter().all(|claim| text(claim, "published").as_str() >= "2022-06-08"));
    assert!(with(&["--to", "2022-06-05"]).iter().all(|claim| text(claim, "published").as_str() <= "2022-06-05"));
    assert!(with(&["--about", "هاني الصدفي"]).iter().any(|claim| text(claim, "content").contains("الصدفي")));
    assert!(with(&["--place", "لشبونة"]).iter().all(|claim| text(claim, "content").contains("لشبونة")));
    assert_eq!(with(&["--place", "pt"]), with(&["--place", "لشبونة"]));
    with(&["--happened-from", "2022-06-05", "--happened-to", "2022-06-05"]);
    let page = desk.json(&["claims", "--skip", "10", "--limit", "5"]);
    assert_eq!(page, all[10..15]);
    // Filters hold for a search as well.
    let found = desk.json(&["claims", "العبارة", "--outlet", "الفنار", "--stance", "says"]);
    assert!(!found.is_empty() && found.iter().all(|claim| claim["outlet"] == "الفنار" && claim["stance"] == "says"));
    for wrong in [["--stance", "shouts"], ["--from", "5/6/2022"]] {
        assert_eq!(code(&desk.run(&["claims", wrong[0], wrong[1]])), 2);
    }
    refused(&desk.run(&["claims", "--speaker", "زرافة"]), 2, "nobody is called \"زرافة\"");
}

#[test]
fn claims_for_people_keep_latin_and_arabic_apart() {
    let desk = Desk::with_story();
    let shown = desk.well(&["claims", "--speaker", "ماجد الدوحان", "--bidi", "isolate"]);
    let mixed = shown.lines().filter(|line| line.contains('ا') && line.is_char_boundary(0));
    for line in mixed {
        // Every value that is not ASCII stands in isolating marks of its own.
        let inside = line.split('\u{2068}').nth(1).unwrap_or_else(|| panic!("{line:?}"));
        assert!(inside.ends_with('\u{2069}') && line.matches('\u{2068}').count() == 1, "{line:?}");
    }
    let arabic = desk.well(&["claims", "--ui", "ar", "--limit", "3"]);
    assert!(arabic.contains("القائل: ") && arabic.contains("الناشر: "), "{arabic}");
}

#[test]
fn articles_are_listed_and_searched() {
    let desk = Desk::with_story();
    let all = desk.json(&["articles"]);
    assert_eq!(all.len(), 22);
    let found = desk.json(&["articles", "تصويب"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["outlet"], "الاقتصادي الميلاري");
    assert_eq!(desk.json(&["articles", "--outlet", "صدى الجزر"]).len(), 3);
    assert_eq!(desk.json(&["articles", "--from", "2022-06-09"]).len(), 1);
    let shown = desk.well(&["articles", "--outlet", "الفنار"]);
    assert!(shown.contains("title: ") && shown.contains("address: https://alfanar.example/"), "{shown}");
}

#[test]
fn somebody_is_shown_with_what_they_say_and_what_is_said_of_them() {
    let desk = Desk::with_story();
    let who = &desk.json(&["who", "هاني الصدفي"])[0];
    let key = text(&who["who"], "key");
    assert!(key.starts_with("person:"), "{key}");
    let speakers = who["says"].as_array().unwrap();
    assert!(speakers.len() >= 3 && speakers.iter().all(|claim| claim["entity"] == *key));
    assert!(who["said_of"].as_array().unwrap().len() >= 4);
    assert_eq!(who["history"], Value::Array(vec![]));
    let shown = desk.well(&["who", "هاني", "الصدفي"]);
    assert!(shown.starts_with(&key) && shown.contains("\nsays\n") && shown.contains("\nis said of them\n"), "{shown}");
    // Part of a name is enough; who else it could be is said beside the answer.
    let output = desk.run(&["who", "الصدفي"]);
    assert!(words(&output.stdout).starts_with("person:"));
    refused(&desk.run(&["who", "زرافة"]), 2, "nobody is called");
    refused(&desk.run(&["who", "person:زرافة"]), 2, "nobody is called");
}

/// Propositions are not read yet: then there is nothing to tell, and that is no failure.
#[test]
fn whereabouts_may_be_empty() {
    let desk = Desk::with_story();
    let facts = desk.json(&["whereabouts", "هاني الصدفي"]);
    for fact in &facts {
        assert!(fact["roles"].as_object().is_some_and(|roles| !roles.is_empty()), "{fact}");
    }
    let output = desk.run(&["whereabouts", "هاني", "الصدفي"]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    assert!(words(&output.stdout).starts_with("person:"));
    if facts.is_empty() {
        assert!(words(&output.stderr).contains("no place is told"), "{}", words(&output.stderr));
    }
    refused(&desk.run(&["whereabouts", "زرافة"]), 2, "nobody is called");
}
