//! One article of contradictory reports, with three retellings, is understood from Whereabouts, Claim and Network.

use std::collections::BTreeSet;

use musnad_desk::Options;
use serde_json::Value;

use crate::place::{Place, told};

const WHO: &str = "نبيل السرحان";

fn part(word: &str) -> String {
    form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>().replace('+', "%20")
}

fn seed() -> Place {
    let place = Place::new(Options::default());
    for article in told("seed") {
        place.put(&article);
    }
    place.wait();
    place
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seed_story_is_understood_from_three_pages() {
    let place = seed();
    // Whereabouts: three cities, who says so, and who denies.
    let people = place.get("/whereabouts.json").await.json();
    let one = list(&people["people"]).iter().find(|one| one["name"] == WHO).expect("he is on the list");
    let key = part(one["key"].as_str().unwrap());
    let page = place.get(&format!("/whereabouts.json?of={key}")).await.json();
    let reports = list(&page["reports"]);
    let places: BTreeSet<&str> = reports.iter().filter_map(|one| one["place"].as_str()).collect();
    for city in ["لشبونة", "مرسيليا", "مدريد"] {
        assert!(places.contains(city), "{city}: {places:?}");
    }
    let told = |place: &str, denied: bool| {
        let here = reports.iter().filter(|one| one["place"] == place);
        here.filter(|one| (one["claim"]["stance"] == "denies") == denied).count()
    };
    assert!(told("لشبونة", false) >= 3 && told("لشبونة", true) >= 2, "{reports:#?}");
    let speakers: BTreeSet<&str> = reports.iter().filter_map(|one| one["claim"]["speaker"].as_str()).collect();
    assert!(speakers.contains("سلمى الجبالي"), "{speakers:?}");
    assert!(reports.iter().all(|one| !one["lat"].is_null()), "each is on the map");

    // Claim: every version, few lines behind many articles, and the denial.
    let front = place.get("/index.json").await.json();
    let told =
        list(&front["groups"]).iter().find(|one| one["text"].as_str().is_some_and(|text| text.contains("لشبونة")));
    let claim = told.expect("several articles tell it")["claim"].as_str().unwrap().to_owned();
    let page = place.get(&format!("/en/claim/{claim}")).await;
    assert!(page.text.contains("<svg class=\"tree\"") && page.words().contains("Independent lines"));
    let traces = place.get(&format!("/claim/{claim}.json")).await.json();
    let lines = &traces["groups"][0]["trace"]["lines"];
    assert!(lines["lower"].as_u64().unwrap() <= 1, "unnamed sources are no independent lines: {lines}");
    let conflicts = place.get("/conflicts.json").await.json();
    let kinds: BTreeSet<&str> =
        list(&conflicts["groups"]).iter().flat_map(|one| list(&one["conflicts"])).filter_map(Value::as_str).collect();
    assert!(kinds.contains("denial") || kinds.contains("polarity"), "{kinds:?}");

    // Network: who accuses whom, both ways, and the words behind it.
    let network = place.get("/network.json").await.json();
    let accuses: Vec<(&str, &str)> = list(&network["ties"])
        .iter()
        .filter(|tie| tie["stance"] == "accuses")
        .map(|tie| (tie["from"].as_str().unwrap(), tie["to"].as_str().unwrap()))
        .collect();
    let (from, to) = accuses.iter().find(|(from, _)| from.contains("وليد")).unwrap_or_else(|| panic!("{network:#}"));
    let behind = place.get(&format!("/en/source/{}?about={}&stance=accuses", part(from), part(to))).await;
    assert!(behind.words().contains("بإخفاء سبب الغياب"), "{}", behind.words());
}
