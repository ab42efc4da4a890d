//! Whatever the text: no panic, spans inside the text, the same reading twice, linear time.

use std::time::{Duration, Instant};

use musnad_lang::Files;
use musnad_model::{Reading, Span};
use proptest::prelude::*;

use super::read;

/// Every span of a reading lies inside its text and is not empty.
fn sound(reading: &Reading) {
    let chars = u32::try_from(reading.text.chars().count()).unwrap();
    let check =
        |what: &str, span: Span| assert!(span.start < span.end && span.end <= chars, "{what} {span:?} of {chars}");
    for a in &reading.attributions {
        assert!(!a.content.is_empty(), "{} has no content", a.id);
        for (what, spans) in [("source", &a.source), ("cue", &a.cue), ("content", &a.content)] {
            spans.iter().for_each(|&s| check(what, s));
        }
        if let Some(parent) = &a.parent {
            assert!(parent != &a.id && reading.attributions.iter().any(|b| &b.id == parent));
        }
    }
    reading.blocks.iter().for_each(|b| check("block", b.span));
    reading.entities.iter().flat_map(|e| &e.mentions).for_each(|&m| check("mention", m));
    reading.times.iter().for_each(|t| check("time", t.span));
    reading.places.iter().for_each(|p| check("place", p.span));
    reading.quantities.iter().for_each(|q| check("quantity", q.span));
    let twice = read(&reading.text);
    assert_eq!(serde_json::to_string(reading).unwrap(), serde_json::to_string(&twice).unwrap());
}

/// The pack's own words, and what stands between words.
static VOCABULARY: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    let mut words: Vec<String> = Vec::new();
    for (path, text) in Files::embedded("ar").unwrap().iter() {
        let take = if path.starts_with("cues/") { 400 } else { 60 };
        let arabic = text.split(|c: char| !c.is_alphabetic() || c.is_ascii()).filter(|w| w.chars().count() > 1);
        words.extend(arabic.step_by(7).take(take).map(str::to_owned));
    }
    let marks = [
        "«",
        "»",
        "\"",
        "“",
        "”",
        ":",
        "،",
        ".",
        "\n",
        "\n\n",
        "(",
        ")",
        "-",
        "إن",
        "أن",
        "بأن",
        "قال",
        "وأضاف",
        "عن",
        "إلى",
        "12",
        "بـ",
        "لـ",
        "#187;",
        "''",
    ];
    words.extend(marks.iter().map(|m| (*m).to_owned()));
    words.extend(marks.iter().map(|m| (*m).to_owned()));
    words
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn random_unicode_is_read(text in "\\PC{0,400}") {
        sound(&read(&text));
    }

    #[test]
    fn random_mixes_of_the_packs_own_words_are_read(picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..120)) {
        let text = picks.iter().map(|i| i.get(&VOCABULARY).as_str()).collect::<Vec<_>>().join(" ");
        sound(&read(&text));
    }

    #[test]
    fn words_without_spaces_are_read(picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..60)) {
        sound(&read(&picks.iter().map(|i| i.get(&VOCABULARY).as_str()).collect::<String>()));
    }
}

#[test]
fn nothing_gives_a_note_and_no_attribution() {
    for text in ["", " \n\t ", "\u{200f}\u{200e}", "...", "\u{0}\u{0}\u{0}"] {
        let reading = read(text);
        assert!(reading.attributions.is_empty());
        sound(&reading);
    }
    assert_eq!(read("").notes[0].code, "empty");
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    // Each text at two sizes: four times the text may not cost much more than four times the time.
    type Maker = (&'static str, fn(usize) -> String);
    let makers: [Maker; 7] = [
        ("quotes", |n| "\"« ".repeat(n)),
        ("opening quotes", |n| "قال «".repeat(n)),
        ("one line", |n| "وقال الوزير إن الطريق مفتوح ".repeat(n)),
        ("verbs alone", |n| "قال ".repeat(n)),
        ("brackets", |n| "قال ( ".repeat(n)),
        ("no spaces", |n| "وقال".repeat(n)),
        ("phrases", |n| "بحسب مصادر ".repeat(n)),
    ];
    for (name, make) in makers {
        let time = |n: usize| {
            let text = make(n);
            let start = Instant::now();
            let reading = read(&text);
            assert_eq!(reading.text, text);
            start.elapsed()
        };
        time(500);
        let (small, large) = (time(4_000), time(16_000));
        let allowed = small.max(Duration::from_millis(20)) * 12;
        assert!(large < allowed, "{name}: {small:?} then {large:?}");
    }
}

#[test]
fn ten_thousand_unbalanced_quotes_give_a_note() {
    let reading = read(&"قال \" ".repeat(10_001));
    assert!(reading.notes.iter().any(|n| n.code == "quotes-unbalanced"));
}

#[test]
fn a_text_that_is_too_long_is_read_in_part_with_a_note() {
    let text = "وقال الوزير إن الطريق مفتوح.\n".repeat(400_000);
    let reading = read(&text);
    assert!(reading.notes.iter().any(|n| n.code == "text-too-long"));
    assert!(!reading.attributions.is_empty());
}
