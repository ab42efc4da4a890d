//! A desk that followed what came is as one that is opened on it now.

use std::sync::Arc;

use axum::http::StatusCode;
use musnad_desk::{Desk, Options};
use serde_json::Value;

use crate::place::{Page, Place, paths, story};

/// The same ledger, compared from the beginning.
fn anew(place: &Place) -> Place {
    let desk = Desk::new(Arc::clone(&place.ledger), Options::default()).unwrap();
    desk.settle();
    Place { desk, ledger: Arc::clone(&place.ledger), _folder: tempfile::tempdir().unwrap() }
}

/// What a page says, without what only one run knows.
fn comparable(page: &Page) -> Value {
    let mut json = page.json();
    if let Some(fields) = json.as_object_mut() {
        fields.remove("shifts");
        fields.remove("made");
    }
    json
}

async fn same(place: &Place, when: &str) {
    place.desk.settle();
    let other = anew(place);
    for path in paths(place).await {
        let (bare, query) =
            path.split_once('?').map_or((path.as_str(), String::new()), |(bare, query)| (bare, format!("?{query}")));
        let path = format!("{}.json{query}", if bare == "/" { "/index" } else { bare });
        assert_eq!(comparable(&place.get(&path).await), comparable(&other.get(&path).await), "{path} {when}");
    }
}

async fn claim_of(place: &Place, article: &str, at: usize) -> Value {
    place.get(&format!("/article/{article}.json")).await.json()["claims"][at].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn following_and_comparing_anew_are_the_same() {
    let place = Place::new(Options::default());
    let all = story();
    for article in &all[..16] {
        place.put(article);
    }
    place.wait();
    // One by one through the desk's own form, each compared before the next.
    for article in &all[16..] {
        let day = article.published.map(|day| day.to_string()).unwrap_or_default();
        let fields = [
            ("text", article.text.as_str()),
            ("publisher", article.publisher.as_deref().unwrap_or_default()),
            ("title", article.title.as_deref().unwrap_or_default()),
            ("published", &day),
        ];
        let done = place.post("/en/articles", &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        place.desk.settle();
    }
    same(&place, "after additions").await;
    let shifts = place.get("/index.json").await.json()["shifts"].clone();
    assert!(shifts.as_array().unwrap().iter().any(|one| !one["before"].is_null()), "lines were gained: {shifts}");

    let groups = place.get("/index.json").await.json()["groups"].clone();
    let claim = groups[0]["claim"].as_str().unwrap().to_owned();
    let before = place.get(&format!("/claim/{claim}.json")).await.json();
    let told = |page: &Value| page["groups"][0]["claims"].as_array().map_or(0, Vec::len);
    let done = place.post(&format!("/en/claim/{claim}/reject"), &[]).await.location().to_owned();
    same(&place, "after a rejection").await;
    let gone = place.get(&format!("/claim/{claim}.json")).await.json();
    assert!(gone["groups"].as_array().unwrap().is_empty(), "what is no claim has no group");

    let undo = done.rsplit("done=").next().unwrap();
    place.post(&format!("/en/operation/{undo}/undo"), &[]).await;
    same(&place, "after taking it back").await;
    assert_eq!(told(&place.get(&format!("/claim/{claim}.json")).await.json()), told(&before));

    // Out of its group, and into that of another claim.
    let moved = before["groups"][0]["claims"].as_array().unwrap().iter().filter_map(Value::as_str).next_back().unwrap();
    place.post(&format!("/en/claim/{moved}/move"), &[]).await;
    same(&place, "after a claim was taken out").await;
    let alone = place.get(&format!("/claim/{moved}.json")).await.json();
    assert!(
        alone["groups"]
            .as_array()
            .unwrap()
            .iter()
            .all(|group| told(&before) != group["claims"].as_array().unwrap().len())
    );
    let own = alone["claim"]["article"].clone();
    let articles = place.get("/articles.json").await.json()["articles"].clone();
    let article = articles.as_array().unwrap().iter().find(|one| one["id"] != own).unwrap();
    let article = article["id"].as_str().unwrap().to_owned();
    let other = claim_of(&place, &article, 0).await["id"].as_str().unwrap().to_owned();
    let done = place.post(&format!("/en/claim/{moved}/move"), &[("to", &format!("/ar/claim/{other}?part=1"))]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    same(&place, "after a claim was moved").await;
    let page = place.get(&format!("/claim/{other}.json")).await.text;
    assert!(page.contains(moved), "it stands in the other's group");

    // Two names for one.
    let people = place.get("/whereabouts.json").await.json()["people"].clone();
    let keys: Vec<&str> = people.as_array().unwrap().iter().filter_map(|one| one["key"].as_str()).collect();
    let part = |word: &str| form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>().replace('+', "%20");
    let done = place.post(&format!("/en/source/{}/merge", part(keys[1])), &[("into", keys[0])]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    same(&place, "after a merge").await;
    let people = place.get("/whereabouts.json").await.json()["people"].clone();
    assert!(people.as_array().unwrap().iter().all(|one| one["key"] != keys[1]), "{people}");
    let undo = done.location().rsplit("done=").next().unwrap().to_owned();
    place.post(&format!("/en/operation/{undo}/undo"), &[]).await;
    same(&place, "after the merge was taken back").await;

    // One name for two.
    let done =
        place.post(&format!("/en/source/{}/split", part(keys[0])), &[("article", &article), ("into", "سميه")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    same(&place, "after a split").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn weak_matches_are_judged_by_one_key() {
    let place = Place::with_story(Options::default());
    let queue = place.get("/matches.json").await.json();
    let (first, left) = (queue["matches"][0].clone(), queue["left"].as_u64().unwrap());
    assert!(left > 0 && first["score"].as_f64().unwrap() < 0.8, "{queue}");
    let page = place.get("/en/matches").await.text;
    assert!(page.contains("data-key=\"a\"") && page.contains("data-key=\"s\""));
    let (claim, with) = (first["claim"].as_str().unwrap(), first["with"].as_str().unwrap());
    let done = place.post(&format!("/en/claim/{claim}/move"), &[("to", with), ("back", "/matches")]).await;
    assert!(done.location().starts_with("/en/matches?done="), "{}", done.location());
    assert_eq!(place.get("/matches.json").await.json()["left"].as_u64().unwrap(), left - 1);
    place.desk.settle();
    let page = place.get(&format!("/claim/{with}.json")).await.text;
    assert!(page.contains(claim), "it stays where people said that it belongs");
}
