//! The cases of `cases.tsv`, and laws that hold for any text.

use crate::when::{Found, NOTES, times};
use jiff::civil::{Date, date};
use musnad_model::fold::{Folded, Strength, fold};
use proptest::prelude::*;

struct Case<'a> {
    id: &'a str,
    anchor: Option<Date>,
    sentence: &'a str,
    words: &'a str,
    value: Option<&'a str>,
}

fn cases() -> Vec<Case<'static>> {
    include_str!("../../../../cases/ar/times.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, anchor, sentence, words, value] = columns[..] else { panic!("columns: {line}") };
            let anchor = (anchor != "-").then(|| anchor.parse().expect("a day"));
            Case { id, anchor, sentence, words, value: (value != "none").then_some(value) }
        })
        .collect()
}

/// What is read over the words of a case, with the words that it covers.
fn check<'a>(case: &Case<'a>, before: &str) -> Vec<(String, Found)> {
    let text = format!("{before}{}", case.sentence);
    let folded = Folded::new(&text, Strength::Lossy);
    let start = before.len() + case.sentence.find(case.words).expect("the words stand in the sentence");
    let end = start + case.words.len();
    times(folded.as_str(), case.anchor)
        .into_iter()
        .map(|found| (folded.origin(found.start), folded.origin(found.end), found))
        .filter(|(from, to, _)| *from < end && start < *to)
        .map(|(from, to, found)| (text[from..to].to_owned(), found))
        .collect()
}

#[test]
fn cases_are_read() {
    let cases = cases();
    assert!(cases.len() >= 220, "{} cases", cases.len());
    let (mut right, mut exact, mut silent) = (0, 0, Vec::new());
    for case in &cases {
        let read = check(case, "");
        let hit = match case.value {
            Some(value) => read.iter().any(|(_, found)| found.value.as_deref() == Some(value)),
            None => read.iter().all(|(_, found)| found.value.is_none()),
        };
        right += usize::from(hit);
        exact += usize::from(case.value.is_none() || read.iter().any(|(words, _)| words == case.words));
        if !hit {
            println!("{} {} [{}] {:?}: {read:?}", case.id, case.sentence, case.words, case.value);
        }
        let wrong =
            |found: &Found| found.value.is_some() && found.value.as_deref() != case.value && found.note.is_none();
        if !hit && read.iter().any(|(_, found)| wrong(found)) {
            silent.push(case.id);
        }
        if case.value.is_some() && hit && !read.iter().any(|(words, _)| words == case.words) {
            println!(
                "words of {}: {:?}, not {}",
                case.id,
                read.iter().map(|(words, _)| words).collect::<Vec<_>>(),
                case.words
            );
        }
    }
    println!("{right} of {} right, {exact} with the exact words", cases.len());
    assert!(silent.is_empty(), "a wrong day without a note: {silent:?}");
    assert!(right * 100 >= cases.len() * 97, "{right} of {}", cases.len());
    assert!(exact * 100 >= cases.len() * 95, "{exact} of {}", cases.len());
}

#[test]
fn cases_read_the_same_further_down() {
    for case in cases() {
        let values = |before| check(&case, before).into_iter().map(|(_, found)| found.value).collect::<Vec<_>>();
        assert_eq!(values(""), values("تمهيد قصير لا زمن فيه ولا أسماء.\n\n"), "{}", case.id);
    }
}

#[test]
fn ids_differ() {
    let mut ids: Vec<_> = cases().iter().map(|case| case.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), cases().len());
}

/// Spans are in order, apart and on boundaries; values have the form of EDTF; notes are known.
fn holds(text: &str, anchor: Option<Date>) {
    let mut last = 0;
    for found in times(text, anchor) {
        assert!(text.get(found.start..found.end).is_some_and(|words| !words.is_empty()), "{found:?}");
        assert!(found.start >= last, "{found:?} begins before {last}");
        last = found.end;
        if let Some(value) = &found.value {
            assert!(value.bytes().all(|b| b.is_ascii_digit() || b"-/X~".contains(&b)) && value.len() >= 4, "{found:?}");
        } else {
            assert!(found.note.is_some(), "{found:?}");
        }
        assert!(found.note.is_none_or(|note| NOTES.iter().any(|(name, _)| *name == note)), "{found:?}");
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "يوم",
        "الاحد",
        "امس",
        "اليوم",
        "15",
        "3",
        "2014",
        "1436",
        "من",
        "الى",
        "بين",
        "و",
        "و2012",
        "/",
        "-",
        "(",
        ")",
        "،",
        "مارس",
        "كانون الثاني",
        "رمضان",
        "ه",
        "عام",
        "العام",
        "الماضي",
        "المقبل",
        "قبل",
        "منذ",
        "نحو",
        "اسبوعين",
        "اشهر",
        "ثلاثه",
        "الاشهر",
        "السته",
        "الماضيه",
        "هذا",
        "الاسبوع",
        "صيف",
        "القرن",
        "العشرين",
        "الحادي",
        "عشر",
        "الربع",
        "الاول",
        "الساعه",
        "صباح",
        "ليل",
        "السبت",
        "نفسه",
        "التالي",
        "\"",
        "«",
        "»",
        ".",
        "\n",
        "99999999999",
        "31",
        "شهر",
        "اوائل",
        "الموافق",
        "ثمانينات",
        "سنه",
        "ال",
    ]);
    prop::collection::vec((word, prop::bool::weighted(0.8)), 0..24).prop_map(|words| {
        words.into_iter().map(|(word, gap)| if gap { format!("{word} ") } else { word.to_owned() }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        holds(&text, Some(date(2015, 8, 12)));
        holds(&fold(&text, Strength::Lossy), None);
    }

    #[test]
    fn any_row_of_time_words_is_read(text in words(), year in -9998_i16..=9999, month in 1_i8..=12) {
        holds(&text, Some(date(year, month, 28)));
        holds(&text, None);
    }
}
