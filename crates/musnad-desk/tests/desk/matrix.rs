//! Hypotheses against claims: what was judged stays where it was, and lines count once.

use std::collections::HashMap;

use serde_json::Value;

use crate::place::shared;

async fn matrix(query: &str) -> Value {
    shared().get(&format!("/matrix.json?{query}")).await.json()
}

/// Two claims of two articles that say the same in the same words.
async fn twice() -> (String, String) {
    let mut known: HashMap<String, String> = HashMap::new();
    let articles = shared().get("/articles.json").await.json();
    for article in articles["articles"].as_array().unwrap() {
        let page = shared().get(&format!("/article/{}.json", article["id"].as_str().unwrap())).await.json();
        for claim in page["claims"].as_array().unwrap() {
            let id = claim["id"].as_str().unwrap().to_owned();
            let content = claim["content"].as_str().unwrap().to_owned();
            match known.get(&content) {
                Some(other) if content.chars().count() > 40 => return (other.clone(), id),
                _ => known.insert(content, id),
            };
        }
    }
    panic!("the story has copies");
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_one_group_count_once() {
    let (one, other) = twice().await;
    let both = matrix(&format!("h=a&e={one}&e={other}&x=c&x=c")).await;
    assert_eq!(both["evidence"].as_array().unwrap().len(), 2);
    assert_eq!(both["hypotheses"][0]["with"], both["evidence"][0]["lines"], "{both}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_hypothesis_takes_its_judgements_with_it() {
    let (one, other) = twice().await;
    let left = matrix(&format!("h=&h=b&e=none&e={one}&e={other}&x1.0=c&x1.1=i&x2.1=c")).await;
    assert_eq!(left["hypotheses"].as_array().unwrap().len(), 1);
    assert_eq!(left["evidence"][0]["cells"], serde_json::json!(["inconsistent"]));
    assert_eq!(left["evidence"][1]["cells"], serde_json::json!(["consistent"]));
}
