//! Sentences of our own, each with the places that it names.

use crate::place::{Context, Found, Gazetteer, places};
use musnad_model::PlaceKind;
use musnad_model::fold::{Strength, fold};
use proptest::prelude::*;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::embedded().expect("the tables are readable"));

fn read(sentence: &str) -> (String, Vec<Found>) {
    let folded = fold(sentence, Strength::Lossy);
    let found = places(&folded, &GAZETTEER, &Context::default());
    (folded, found)
}

/// `word=LY` or `word=lat,lon`, within 40 km (wide areas: within their radius).
fn fits(folded: &str, place: &Found, expected: &str) -> bool {
    let (word, value) = expected.split_once('=').expect("word=value");
    let named = folded[place.start..place.end].contains(&fold(word, Strength::Lossy));
    named
        && match value.split_once(',') {
            None => place.kind == PlaceKind::Country && place.country.as_deref() == Some(value),
            Some((lat, lon)) => {
                let (lat, lon): (f64, f64) = (lat.parse().expect("degrees"), lon.parse().expect("degrees"));
                let near = place.radius_km.unwrap_or(0.0).clamp(40.0, 80.0) / 111.0;
                let north = place.lat.map(|l| l - lat);
                let east = place.lon.map(|l| (l - lon) * lat.to_radians().cos());
                north.zip(east).is_some_and(|(north, east)| north.hypot(east) <= near)
            }
        }
}

#[test]
fn cases() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("../../../../cases/ar/places.tsv").lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, sentence, expected] = fields[..] else { panic!("three columns: {line}") };
        count += 1;
        let (folded, found) = read(sentence);
        let wanted: Vec<&str> = if expected == "none" { Vec::new() } else { expected.split("; ").collect() };
        let right = wanted.len() == found.len() && found.iter().zip(&wanted).all(|(p, w)| fits(&folded, p, w));
        if !right {
            wrong.push(format!("{id}: wanted {wanted:?}, found {found:#?}"));
        }
    }
    assert!(count >= 60, "only {count} cases");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_caller_can_bar_a_range() {
    let folded = fold("وصل الوفد إلى بنغازي", Strength::Lossy);
    let at = folded.find("بنغازي").expect("it is there");
    let skip = |start: usize, _: usize| start >= at;
    assert!(places(&folded, &GAZETTEER, &Context { skip: &skip, home: None }).is_empty());
}

#[test]
fn the_home_of_the_publisher_tells_homonyms_apart() {
    let folded = fold("تجمع الأهالي في مدينة طرابلس أمس.", Strength::Lossy);
    let country = |home| {
        let found = places(&folded, &GAZETTEER, &Context { home, ..Context::default() });
        found.first().and_then(|place| place.country.clone())
    };
    assert_eq!(country(Some("LB")).as_deref(), Some("LB"));
    assert_eq!(country(Some("LY")).as_deref(), Some("LY"));
}

#[test]
fn the_gazetteer_is_small() {
    assert!(GAZETTEER.len() > 10_000 && GAZETTEER.bytes() < 25_000_000, "{} {}", GAZETTEER.len(), GAZETTEER.bytes());
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let once = "وقع الانفجار في قرية الزرقان (100 كم جنوب طرابلس) وفي ريف حلب الشمالي وفي شمال البلاد بمدينة بنغازي، ";
    let time = |times: usize| {
        let folded = fold(&once.repeat(times), Strength::Lossy);
        let begun = std::time::Instant::now();
        assert!(places(&folded, &GAZETTEER, &Context::default()).len() >= 4 * times);
        begun.elapsed().as_secs_f64()
    };
    time(200);
    let (short, long) = (time(400), time(4_000));
    assert!(long < short * 40.0, "{short} s, then ten times the text {long} s");
}

fn sound(text: &str) {
    let folded = fold(text, Strength::Lossy);
    let mut last = 0;
    for place in places(&folded, &GAZETTEER, &Context::default()) {
        assert!(place.start >= last && place.end > place.start, "{place:?}");
        assert!(folded.get(place.start..place.end).is_some(), "{place:?}");
        assert_eq!(place.lat.is_some(), place.lon.is_some());
        last = place.end;
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        sound(&text);
    }

    #[test]
    fn any_arabic_is_read(words in prop::collection::vec(
        prop::sample::select(vec![
            "في", "من", "مدينة", "بمدينة", "ريف", "حلب", "وحمص", "شمال", "غرب", "البلاد", "(", ")", "،", ".", "\n",
            "180", "كم", "طرابلس", "لليبيا", "العاصمة", "الليبية", "السلطنة", "قرية", "الزرقان", "جنوب", "السودان",
            "ل", "لل", "بال", "و", "وال", "مطار", "\"", "بن", "غوريون", "كل", "فندق", "جيش", "دولة", "قطر", "على",
        ]), 0..40)) {
        sound(&words.join(" "));
        sound(&words.concat());
    }
}
