//! The demo story of `examples/story`, read with the real reader, compared, traced, and held
//! against the graph that was written by hand from the texts (`expected.toml`).
//!
//! What does not hold yet is listed in `open.rs` with the reason. An open expectation that
//! begins to hold fails the test until it is taken off the list. To see everything that is
//! checked and how it stands:
//!
//!     cargo test -p musnad --test story -- --nocapture
//!
//! `MUSNAD_STORY=text` prints the traces too.

mod checks;
mod expected;
mod open;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use told::Told;

#[test]
fn the_story_is_traced_as_expected() {
    let told = Told::read();
    if std::env::var_os("MUSNAD_STORY").is_some() {
        print!("{}", told.text());
    }
    let results = checks::all(&told, &expected::load());
    let open: BTreeMap<&str, &str> = open::OPEN.iter().copied().collect();
    assert_eq!(open.len(), open::OPEN.len(), "an open expectation is listed twice");
    let mut faults = Vec::new();
    for (check, result) in &results {
        match (result, open.get(check.as_str())) {
            (Ok(()), None) => println!("holds   {check}"),
            (Err(got), Some(why)) => println!("open    {check}: {got} ({why})"),
            (Ok(()), Some(_)) => faults.push(format!("{check} holds now: take it off the list in open.rs")),
            (Err(got), None) => faults.push(format!("{check}: {got}")),
        }
    }
    let known: BTreeSet<&str> = results.iter().map(|(check, _)| check.as_str()).collect();
    faults
        .extend(open.keys().filter(|check| !known.contains(*check)).map(|check| format!("{check} is checked nowhere")));
    println!("{} of {} expectations hold", results.iter().filter(|one| one.1.is_ok()).count(), results.len());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_phrase_of_the_expected_graph_stands_in_its_article() {
    let told = Told::read();
    let expected = expected::load();
    for (article, phrase) in expected.phrases() {
        assert!(told.find(article, phrase).is_some(), "{article} does not say {phrase:?}");
    }
}
