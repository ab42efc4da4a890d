//! The cases of `cases.tsv`, and laws that hold for any text.

use crate::quantity::{Found, RULES, quantities};
use musnad_model::fold::{Folded, Strength, fold};
use proptest::prelude::*;

struct Case<'a> {
    id: &'a str,
    sentence: &'a str,
    words: &'a str,
    /// Low, high and unit as the columns give them; `None` where nothing may be read.
    value: Option<[&'a str; 3]>,
}

fn cases() -> Vec<Case<'static>> {
    include_str!("../../../../cases/ar/quantities.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, sentence, words, low, high, unit] = columns[..] else { panic!("columns: {line}") };
            Case { id, sentence, words, value: (low != "none").then_some([low, high, unit]) }
        })
        .collect()
}

/// What is read over the words of a case, with the words that it covers.
fn check<'a>(case: &Case<'a>, before: &str) -> Vec<(String, Found)> {
    let text = format!("{before}{}", case.sentence);
    let folded = Folded::new(&text, Strength::Lossy);
    let start = before.len() + case.sentence.find(case.words).expect("the words stand in the sentence");
    let end = start + case.words.len();
    quantities(folded.as_str(), &[])
        .into_iter()
        .map(|found| (folded.origin(found.start), folded.origin(found.end), found))
        .filter(|(from, to, _)| *from < end && start < *to)
        .map(|(from, to, found)| (text[from..to].to_owned(), found))
        .collect()
}

fn agrees(found: &Found, [low, high, unit]: [&str; 3]) -> bool {
    let same = |read: Option<f64>, told: &str| match (read, told) {
        (None, "-") => true,
        (Some(read), told) => told.parse::<f64>().is_ok_and(|told| (read - told).abs() <= 1e-9 * told.abs()),
        _ => false,
    };
    same(found.low, low) && same(found.high, high) && found.unit.as_deref().unwrap_or("null") == unit
}

#[test]
fn cases_are_read() {
    let cases = cases();
    assert!(cases.len() >= 150, "{} cases", cases.len());
    let (mut right, mut exact) = (0, 0);
    for case in &cases {
        let read = check(case, "");
        let hit = match case.value {
            Some(value) => read.iter().any(|(_, found)| agrees(found, value)),
            None => read.is_empty(),
        };
        let words = case.value.is_none() || read.iter().any(|(words, _)| words == case.words);
        right += usize::from(hit);
        exact += usize::from(words);
        if !hit || !words {
            println!("{} {} [{}] {:?}: {read:?}", case.id, case.sentence, case.words, case.value);
        }
    }
    println!("{right} of {} right, {exact} with the exact words", cases.len());
    assert!(right * 100 >= cases.len() * 96, "{right} of {}", cases.len());
    assert!(exact * 100 >= cases.len() * 96, "{exact} of {}", cases.len());
}

#[test]
fn cases_read_the_same_further_down() {
    for case in cases() {
        let read = |before| check(&case, before).into_iter().map(|(words, f)| (words, f.low, f.high, f.unit));
        assert!(read("").eq(read("تمهيد قصير لا عدد فيه ولا أسماء.\n\n")), "{}", case.id);
    }
}

#[test]
fn ids_differ() {
    let mut ids: Vec<_> = cases().iter().map(|case| case.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), cases().len());
}

#[test]
fn numbers_in_times_are_left_alone() {
    let text = fold("قبل 3 أيام قتل 5 جنود", Strength::Lossy);
    let end = text.find(" قتل").expect("the verb");
    let read = quantities(&text, &[(0, end)]);
    assert_eq!(read.len(), 1, "{read:?}");
    assert_eq!(read[0].unit.as_deref(), Some("persons:killed"));
}

/// Spans are in order, apart and on boundaries; values are sound; rules are known.
fn holds(text: &str, taken: &[(usize, usize)]) {
    let mut last = 0;
    for found in quantities(text, taken) {
        assert!(text.get(found.start..found.end).is_some_and(|words| !words.is_empty()), "{found:?}");
        assert!(found.start >= last, "{found:?} begins before {last}");
        last = found.end;
        assert!(found.low.is_some() || found.high.is_some(), "{found:?}");
        assert!(found.low.into_iter().chain(found.high).all(|value| value.is_finite() && value >= 0.0), "{found:?}");
        if let (Some(low), Some(high)) = (found.low, found.high) {
            assert!(low <= high, "{found:?}");
        }
        assert!(RULES.iter().any(|(rule, _)| *rule == found.rule), "{found:?}");
    }
}

fn words() -> impl Strategy<Value = String> {
    let list = "قتل قتلوا لقي حتفهم اصيب مقتل بين من الي او و نحو اكثر ما لا يقل عن علي الاقل عشرات مئات الاف الالاف عده \
        بضعه ثلاثه عشر عشرين وعشرون مئه مئتان الف الفا الفين ملايين مليون مليونا ونصف نصف ربع ساعه ساعتين دولار ليبي كم 2 \
        15 و16 12,500 1.200 3.5 007 2014 ب3 ال20 - / : ( ) % $ ، . \n شخصا قتيلان جندي الجرحي الاربعه اخرين بينهم منازل \
        واحد اثنان فاصله عدد القتلي بلغ درجه مئويه بقوه زلزال 999999999999 تقريبا وجريح المئات لست";
    let list: Vec<&'static str> = list.split(' ').filter(|word| !word.is_empty()).collect();
    let word = prop::sample::select(list);
    prop::collection::vec((word, prop::bool::weighted(0.85)), 0..24).prop_map(|words| {
        words.into_iter().map(|(word, gap)| if gap { format!("{word} ") } else { word.to_owned() }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", start in 0_usize..100, length in 0_usize..50) {
        holds(&text, &[(start, start + length)]);
        holds(&fold(&text, Strength::Lossy), &[]);
    }

    #[test]
    fn any_row_of_number_words_is_read(text in words(), start in 0_usize..100, length in 0_usize..30) {
        holds(&text, &[]);
        holds(&text, &[(start, start + length)]);
    }
}

#[test]
fn time_grows_with_the_text() {
    for part in
        ["1 000 ", "قتل 5 و", "بين ", "نحو ", "و3 ", "الف ", "عدد القتلي ", "لقي ", "5 جنود ", "1.", "عشرات الاف "]
    {
        let spent = |count: usize| {
            let text = part.repeat(count);
            let begin = std::time::Instant::now();
            std::hint::black_box(quantities(&text, &[]));
            begin.elapsed()
        };
        spent(100);
        let (short, long) = (spent(2000), spent(40_000));
        assert!(long < short * 200 + std::time::Duration::from_millis(200), "{part}: {short:?}, {long:?}");
    }
}
