//! Every page in both languages and as JSON, and what the bundled story must show.

use axum::http::{StatusCode, header};

use crate::place::{Place, paths, shared};
use musnad_desk::Options;

fn as_json(path: &str) -> String {
    let (path, query) = path.split_once('?').map_or((path, String::new()), |(path, query)| (path, format!("?{query}")));
    format!("{}.json{query}", if path == "/" { "/index" } else { path })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_there_in_both_languages_and_as_json() {
    let place = shared();
    let paths = paths(place).await;
    assert!(paths.len() > 40, "{paths:?}");
    for path in &paths {
        for (tongue, dir) in [("ar", "rtl"), ("en", "ltr")] {
            let page = place.get(&format!("/{tongue}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.text.contains(&format!("<html lang=\"{tongue}\" dir=\"{dir}\"")), "{path}");
            assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
        }
        let json = place.get(&as_json(path)).await;
        assert_eq!(
            (json.status, json.headers[header::CONTENT_TYPE].to_str().unwrap()),
            (StatusCode::OK, "application/json")
        );
        assert!(json.json().is_object(), "{path}");
    }
}

#[tokio::test]
async fn an_empty_desk_helps() {
    let place = Place::new(Options::default());
    place.wait();
    for path in [
        "/",
        "/articles",
        "/search",
        "/search?q=x",
        "/conflicts",
        "/copies",
        "/whereabouts",
        "/timeline",
        "/network",
        "/map",
        "/review",
        "/matches",
        "/matrix",
        "/openapi",
        "/about",
    ] {
        for tongue in ["ar", "en"] {
            let page = place.get(&format!("/{tongue}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let needs_none = ["/about", "/search", "/matrix", "/openapi"];
            assert!(needs_none.contains(&path) || page.text.contains("class=\"empty\""), "{path}");
        }
    }
}

#[tokio::test]
async fn pages_without_a_language_lead_to_one_with() {
    let place = shared();
    let page = place.get("/conflicts?kind=number").await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/ar/conflicts?kind=number"));
    assert_eq!(place.get("/").await.location(), "/ar/");
}

#[tokio::test]
async fn what_is_not_there_is_said_so() {
    let place = shared();
    let nobody = "0".repeat(64);
    for path in [
        "/nothing".to_owned(),
        "/article/x".to_owned(),
        format!("/article/{nobody}"),
        format!("/claim/{nobody}"),
        format!("/claim/{nobody}/report"),
        format!("/copies/{nobody}/{nobody}"),
        "/source/person:nobody".to_owned(),
        "/outlet/nobody".to_owned(),
    ] {
        assert_eq!(place.get(&format!("/en{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(place.get(&as_json(&path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn spelling_is_no_hindrance() {
    let place = Place::new(Options::default());
    let text = "قال أحمد الشمري، مدير الميناء، إن حركة السفن عادت إلى طبيعتها صباح أمس.";
    place.put(&musnad_model::Article {
        published: Some(jiff::civil::date(2022, 6, 5)),
        ..musnad_model::Article::from_text(text)
    });
    let part: String = form_urlencoded::byte_serialize("احمد".as_bytes()).collect();
    let found = place.get(&format!("/ar/search?q={part}")).await;
    assert!(found.text.contains("<mark>أحمد</mark>"), "{}", found.words());
    assert!(found.words().contains("حركة السفن"), "{}", found.words());
}

#[tokio::test]
async fn the_story_is_understood_from_its_pages() {
    let place = shared();
    let copies = place.get("/copies.json").await.json();
    assert!(copies["copies"].as_array().unwrap().len() >= 4, "four articles copy the agency: {copies}");
    let front = place.get("/index.json").await.json();
    assert_eq!(front["counts"]["articles"], 22);
    assert!(front["groups_in_all"].as_u64().unwrap() >= 10, "{front}");
    let conflicts = place.get("/conflicts.json").await.json();
    let kinds: Vec<&str> = conflicts["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one["conflicts"].as_array().unwrap())
        .filter_map(|kind| kind.as_str())
        .collect();
    assert!(kinds.contains(&"number") && kinds.contains(&"denial"), "{kinds:?}");
    // The page of a claim draws a tree and gives its lines as a range; where articles copy, dashed.
    let mut copied = 0;
    for group in front["groups"].as_array().unwrap() {
        let page = place.get(&format!("/en/claim/{}", group["claim"].as_str().unwrap())).await;
        for part in ["<svg class=\"tree\"", "Independent lines", "<foreignObject"] {
            assert!(page.text.contains(part), "{part}");
        }
        copied += usize::from(page.text.contains("edge copied"));
    }
    assert!(copied > 0, "no tree shows a copy");
}

#[tokio::test]
async fn no_text_of_an_article_is_lost_or_added() {
    let place = shared();
    for story in place.get("/articles.json").await.json()["articles"].as_array().unwrap() {
        let id = story["id"].as_str().unwrap();
        let json = place.get(&format!("/article/{id}.json")).await.json();
        let page = place.get(&format!("/en/article/{id}")).await;
        let text = page.text.split("<div class=\"text\">").nth(1).unwrap();
        let text = text.split("</article>").next().unwrap();
        let plain = without_notes(text);
        let blocks = json["reading"]["blocks"].as_array().unwrap();
        let whole: Vec<char> = json["reading"]["text"].as_str().unwrap().chars().collect();
        let wanted: String = blocks
            .iter()
            .flat_map(|block| {
                let at = |i: usize| usize::try_from(block["span"][i].as_u64().unwrap()).unwrap();
                whole[at(0)..at(1)].to_vec()
            })
            .collect();
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(squeeze(&plain), squeeze(&wanted), "{id}");
    }
}

/// The words of the text, without notes and numbers.
fn without_notes(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if tag.starts_with("aside") {
            rest = rest.split_once("</aside>").unwrap().1;
        } else if tag.starts_with("a class=\"number\"") {
            rest = rest.split_once("</a>").unwrap().1;
        }
    }
    out.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
