//! Articles in: once, twice, in another order, one by one.

use std::{collections::BTreeMap, fs};

use musnad_compare::{ClaimId, Digest, Index};
use musnad_ledger::{ArticleFilter, Id, Page};
use musnad_model::Reading;
use serde_json::{Value, json};

use super::{Desk, invent, lines, root, story, text};
use crate::{code, musnad_fed, words};

/// The file that people add is made from texts and facts; this holds it in step, as `scripts/story.py` writes it.
#[test]
fn the_bundled_story_is_in_step_with_its_texts() {
    let folder = root().join("examples/story");
    let facts: toml::Table = toml::from_str(&fs::read_to_string(folder.join("story.toml")).unwrap()).unwrap();
    let articles = facts["article"].as_array().unwrap();
    let bundled = lines();
    assert!(bundled.len() >= 12 && bundled.len() == articles.len(), "run python3 scripts/story.py");
    for (article, line) in articles.iter().zip(&bundled) {
        let of = |fact: &str| article.get(fact).map(|value| value.as_str().unwrap().to_owned());
        let mut wanted = json!({ "id": of("id"), "language": facts["language"].as_str() });
        for fact in ["url", "publisher", "title", "published"] {
            if let Some(value) = of(fact) {
                wanted[fact] = value.into();
            }
        }
        if let Some(hour) = of("hour") {
            wanted["published"] = format!("{}T{hour}:00+03:00", of("published").unwrap()).into();
        }
        wanted["text"] = fs::read_to_string(folder.join(of("file").unwrap())).unwrap().into();
        assert_eq!(line, &wanted, "run python3 scripts/story.py > examples/story/story.jsonl");
    }
}

#[test]
fn adding_twice_changes_nothing() {
    let desk = Desk::with_story();
    let (head, compared) = (desk.open().head().unwrap(), desk.compared());
    assert!(compared.together() >= 8 && compared.copies.len() >= 4, "{compared:?}");
    let again = desk.run(&["add", &story().display().to_string()]);
    assert_eq!((code(&again), words(&again.stdout)), (0, ""));
    assert_eq!(words(&again.stderr), "0 added, 22 known already, 0 compared\n");
    assert_eq!(desk.open().head().unwrap(), head);
    assert_eq!(desk.compared(), compared);
}

#[test]
fn what_is_added_is_told_line_by_line() {
    let desk = Desk::new();
    let (first, second) = (lines()[0].to_string(), lines()[1].to_string());
    fs::write(desk.path().join("a.jsonl"), format!("{first}\nnonsense\n{second}\n")).unwrap();
    let output = desk.run(&["add", "a.jsonl", "--json"]);
    assert_eq!(code(&output), 1, "{}", words(&output.stderr));
    let told: Vec<Value> = words(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|line| line["new_article"] == true && line["article"].as_str().unwrap().len() == 64));
    assert!(words(&output.stderr).contains("a.jsonl:2: not an article"));
    assert!(words(&output.stderr).ends_with("2 added, 0 known already, 2 compared\n"));
    // For people: the short id, and where it came from.
    let shown = Desk::new();
    let output = musnad_fed(shown.path(), &["add", "-"], first.as_bytes());
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let id = &text(&told[0], "article")[..12];
    assert!(words(&output.stdout).starts_with(id), "{}", words(&output.stdout));
}

#[test]
fn the_order_of_the_articles_does_not_matter() {
    let all = Desk::with_story().compared();
    let mut backwards = lines();
    backwards.reverse();
    let desk = Desk::new();
    let text: String = backwards.iter().map(|line| format!("{line}\n")).collect();
    let output = musnad_fed(desk.path(), &["add", "-"], text.as_bytes());
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    assert_eq!(desk.compared(), all);
}

#[test]
fn articles_that_come_one_by_one_are_compared_as_if_they_came_at_once() {
    let all = Desk::with_story().compared();
    let lines = lines();
    // An order in which early and late articles, originals and copies, claims and denials meet in turn.
    let order: Vec<usize> = (0..lines.len()).map(|n| n * 7 % lines.len()).collect();
    let desk = Desk::new();
    for n in order {
        let output = musnad_fed(desk.path(), &["add", "-"], lines[n].to_string().as_bytes());
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
        assert!(words(&output.stderr).ends_with("1 added, 0 known already, 1 compared\n"), "{}", words(&output.stderr));
    }
    assert_eq!(desk.compared(), all);
}

#[test]
fn what_is_kept_up_to_date_is_what_regrouping_everything_gives() {
    let desk = Desk::new();
    let text = invent::articles(154);
    // Some at once, then some more, from the middle outwards and each a second time.
    let lines: Vec<&str> = text.lines().collect();
    let mid = lines.len() / 2;
    for part in [mid - 20..mid + 20, 0..mid, mid..lines.len()] {
        let output = musnad_fed(desk.path(), &["add", "-"], lines[part].join("\n").as_bytes());
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    }
    let compared = desk.compared();
    assert!(compared.together() > 60, "{}", compared.together());
    assert_eq!(compared.groups, regrouped(&desk));
}

/// The group of each claim if all articles are compared at once in memory: that of its first statement that is in one,
/// named by the smallest of its claims.
fn regrouped(desk: &Desk) -> BTreeMap<Id, Id> {
    let ledger = desk.open();
    let mut index = Index::new();
    let mut claims: BTreeMap<(String, String), Id> = BTreeMap::new();
    for story in ledger.articles(&ArticleFilter::default(), Page { skip: 0, limit: Page::MOST }).unwrap() {
        let article = ledger.article(story.id).unwrap().unwrap();
        let mut reading: Reading = serde_json::from_str(&article.readings.last().unwrap().json).unwrap();
        reading.id = story.id.to_string();
        reading.publisher.clone_from(&story.outlet);
        index.add(Digest::of(&reading)).unwrap();
        let ids = ledger.claim_ids(story.id).unwrap();
        claims.extend(ids.into_iter().map(|(local, id)| ((story.id.to_string(), local), id)));
    }
    let mut groups: BTreeMap<Id, (u32, Id)> = claims.values().map(|&id| (id, (u32::MAX, id))).collect();
    for group in index.stories().iter().flat_map(|story| &story.groups) {
        let id = |claim: &ClaimId| claims.get(&(claim.article.clone(), claim.attribution.clone()?)).copied();
        let members: Vec<(Id, u32)> =
            group.members.iter().filter_map(|member| Some((id(&member.claim)?, member.claim.part))).collect();
        let Some(&(name, _)) = members.iter().min() else { continue };
        for (claim, part) in members {
            if groups.get(&claim).is_none_or(|&(known, _)| part < known) {
                groups.insert(claim, (part, name));
            }
        }
    }
    groups.into_iter().map(|(claim, (_, group))| (claim, group)).collect()
}

#[test]
fn comparing_can_wait() {
    let desk = Desk::new();
    let output = desk.run(&["add", "--no-compare", &story().display().to_string()]);
    assert!(words(&output.stderr).ends_with("22 added, 0 known already, 0 compared\n"), "{}", words(&output.stderr));
    // A trace needs what comparing records, and says nothing wrong without it: the claim stands alone.
    let claim = desk.claim("01", "نقلنا 17 مصابا");
    assert_eq!(desk.json(&["trace", &super::name(&claim)])[0]["claims"].as_array().unwrap().len(), 1);
    let output = desk.run(&["add", &story().display().to_string()]);
    assert!(words(&output.stderr).ends_with("0 added, 22 known already, 22 compared\n"), "{}", words(&output.stderr));
    assert_eq!(desk.compared(), Desk::with_story().compared());
}

#[test]
fn what_the_caller_knows_goes_before_what_the_document_says() {
    let desk = Desk::new();
    let text = "وقال المتحدث باسم الحكومة إن الوفد يصل غدا.\n";
    let arguments = ["add", "-", "--published", "2022-06-05", "--publisher", "صدى الجزر", "--title", "وصول الوفد"];
    assert_eq!(code(&musnad_fed(desk.path(), &arguments, text.as_bytes())), 0);
    let article = &desk.json(&["articles"])[0];
    assert_eq!((&article["outlet"], &article["title"]), (&"صدى الجزر".into(), &"وصول الوفد".into()));
    assert_eq!(article["published"], "2022-06-05");
}
