//! Hostile readings: nothing panics, nothing takes forever.

use std::time::{Duration, Instant};

use musnad_compare::{Digest, Index, copied};
use musnad_model::{Reading, Span};
use proptest::prelude::*;

use crate::check::{group_of, index};
use crate::draft::{Say, Who, draft, said_by};
use crate::story::{self, speaking};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Spans, parents and speakers that no reader would write.
    #[test]
    fn readings_without_sense_are_compared(
        texts in prop::collection::vec("[ا-ي .،«»\"()0-9\n]{0,120}", 2..5),
        spans in prop::collection::vec((0u32..200, 0u32..200), 6),
        parent in "a[1-4]",
        value in "\\PC{0,12}",
    ) {
        let mut readings = Vec::new();
        for (i, text) in texts.iter().enumerate() {
            let mut reading = draft(&format!("h{i}"), "الغد", "2031-03-02", text).reading;
            let model = story::relays()[1].attributions.clone();
            for (n, mut attribution) in model.into_iter().chain(story::relays()[1].attributions.clone()).enumerate() {
                attribution.id = format!("a{}", n + 1);
                attribution.parent = Some(parent.clone());
                attribution.content = spans.iter().map(|&(a, b)| Span::new(a, b)).collect();
                attribution.source = vec![Span::new(spans[n].1, spans[n].0)];
                attribution.speaker_entity = Some("e9".to_owned());
                reading.attributions.push(attribution);
            }
            reading.times = vec![musnad_model::Time {
                span: Span::new(spans[0].0, spans[0].1),
                value: Some(value.clone()),
                calendar: "gregorian".to_owned(),
                rule: String::new(),
            }];
            readings.push(reading);
        }
        let index = index(&readings);
        let all: Vec<&Reading> = readings.iter().collect();
        for story in index.stories() {
            for group in &story.groups {
                let trace = musnad_compare::trace::trace(&story, group, &all, &index.copies()).unwrap();
                prop_assert!(!trace.text().is_empty() && trace.lines.lower <= trace.lines.upper);
            }
        }
    }
}

/// Time of a run, the best of three.
fn time(run: impl Fn()) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap()
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let text = |times: usize| {
        let words = "وقال سمير إن الجسر أغلق أمام الشاحنات الثقيلة بعد شق في دعامته. ".repeat(times);
        let mut one = draft("t", "الغد", "2031-03-02", &words);
        // One attribution inside the other, as deep as it goes.
        let chars = words.chars().count() as u32;
        for i in 0..times as u32 {
            let id = one.say(said_by(Who::Person("سمير")));
            let last = one.reading.attributions.last_mut().unwrap();
            last.content = vec![Span::new(i * 10, chars.min(i * 10 + 600))];
            last.parent = Some(id);
        }
        one.reading
    };
    let (small, large) = (text(150), text(1_200));
    let digested = |reading: &Reading| time(|| drop(Digest::of(reading)));
    let (a, b) = (digested(&small), digested(&large));
    assert!(b < a * 8 * 4 + Duration::from_millis(50), "{a:?} for one, {b:?} for eight times as much");
    let other = |reading: &Reading| {
        let mut other = reading.clone();
        other.id = "u".to_owned();
        Digest::of(&other)
    };
    let holding = |reading: &Reading| {
        let (x, y) = (Digest::of(reading), other(reading));
        time(|| drop(copied(&x, &y)))
    };
    let (a, b) = (holding(&small), holding(&large));
    assert!(b < a * 8 * 4 + Duration::from_millis(50), "{a:?} for one, {b:?} for eight times as much");
}

#[test]
fn a_flood_of_one_text_costs_no_more_than_its_variety() {
    let start = Instant::now();
    let mut index = Index::new();
    for i in 0..1_500 {
        let day = format!("2031-03-{:02}", 2 + i % 3);
        let mut print = story::print(&format!("f{i:04}"), &format!("صحيفة رقم {i}"), &day, "");
        print.reading.sha256 = format!("{i:064}");
        // Only the claims: every pair of prints is a copy, and a store asks for those by key.
        let mut digest = Digest::of(&print.reading);
        digest.claims.retain(|claim| !claim.narrated());
        index.add(digest).unwrap();
        assert!(start.elapsed() < Duration::from_secs(30), "{i} articles");
        if index.len() == 60 {
            break;
        }
    }
    let (_, group) = group_of(&index.stories(), "f0000/a1");
    assert_eq!(group.members.len(), 60);
}

#[test]
fn thousands_of_near_alikes_are_grouped_in_good_time() {
    let start = Instant::now();
    let mut index = Index::new();
    for i in 0..700 {
        let content = format!("سعر طن القمح في سوق المرجان بلغ {i} ليرة في ختام تعاملات الاثنين");
        index
            .add(Digest::of(
                &speaking(&format!("b{i:04}"), "الغد", "2031-03-02", "التاجر", "حسام يوسف", &content).reading,
            ))
            .unwrap();
    }
    assert!(!index.stories().is_empty());
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
}

#[test]
fn an_empty_reading_has_no_claims() {
    let mut empty = draft("e", "", "", "");
    empty.say(Say { ..said_by(Who::Nobody) });
    let digest = Digest::of(&empty.reading);
    assert!(digest.claims.is_empty() && digest.fingerprints().is_empty());
    assert!(Index::new().is_empty() && Index::new().stories().is_empty());
}
