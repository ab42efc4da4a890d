//! The OpenAPI description, held against what the desk answers.

use std::collections::BTreeSet;

use musnad_desk::{Method, routes};
use serde_json::Value;

use crate::place::{paths, shared};

async fn description() -> Value {
    shared().get("/openapi.json").await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_described_and_nothing_else() {
    let description = description().await;
    assert_eq!(description["openapi"], "3.1.0");
    let mut described = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (path, entry) in description["paths"].as_object().unwrap() {
        for (method, operation) in entry.as_object().unwrap() {
            let bare =
                path.strip_suffix(".json").map_or(path.as_str(), |path| if path == "/index" { "/" } else { path });
            described.insert(format!("{} {bare}", method.to_uppercase()));
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path} has an id of its own");
            assert!(operation["summary"].as_str().unwrap().ends_with(['.', '…']), "{path}");
            // Every part of the path is a parameter, and every parameter in a path is a part of it.
            let named: BTreeSet<&str> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["in"] == "path")
                .map(|one| one["name"].as_str().unwrap())
                .collect();
            let parts: BTreeSet<&str> =
                bare.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
            assert_eq!(named, parts, "{path}");
        }
    }
    let wanted: BTreeSet<String> = routes().iter().map(ToString::to_string).collect();
    assert_eq!(described, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_gives_the_fields_that_are_described() {
    let place = shared();
    let mut met = BTreeSet::new();
    for path in paths(place).await {
        let (bare, query) =
            path.split_once('?').map_or((path.as_str(), String::new()), |(bare, query)| (bare, format!("?{query}")));
        let address = format!("{}.json{query}", if bare == "/" { "/index" } else { bare });
        let json = place.get(&address).await.json();
        let given: BTreeSet<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let route = routes().into_iter().find(|route| {
            let (mine, theirs): (Vec<&str>, Vec<&str>) = (route.path.split('/').collect(), bare.split('/').collect());
            route.method == Method::Get
                && mine.len() == theirs.len()
                && mine.iter().zip(&theirs).all(|(a, b)| a == b || a.starts_with('{'))
        });
        let route = route.unwrap_or_else(|| panic!("{path} is no route"));
        assert_eq!(given, route.gives.iter().copied().collect(), "{path}");
        met.insert(route.path);
    }
    let pages: BTreeSet<&str> = routes()
        .into_iter()
        .filter(|route| !route.gives.is_empty() && route.role <= Some(musnad_desk::Role::Reader))
        .map(|route| route.path)
        .collect();
    assert_eq!(met, pages, "every page was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_forms_send_is_described() {
    let description = description().await;
    let place = shared();
    let mut seen = 0;
    for path in paths(place).await {
        let page = place.get(&format!("/en{path}")).await.text;
        for form in page.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap()) {
            let (action, method) = (attribute(form, "action"), attribute(form, "method"));
            if method != "post" || action.contains("/-/") {
                continue;
            }
            let action = action.strip_prefix("/en").unwrap();
            let route = routes().into_iter().find(|route| {
                let (mine, theirs): (Vec<&str>, Vec<&str>) =
                    (route.path.split('/').collect(), action.split('/').collect());
                route.method == Method::Post
                    && mine.len() == theirs.len()
                    && mine.iter().zip(&theirs).all(|(a, b)| a == b || a.starts_with('{'))
            });
            let route = route.unwrap_or_else(|| panic!("{action} is no route"));
            let body = &description["paths"][route.path]["post"]["requestBody"]["content"];
            let fields = &body["application/x-www-form-urlencoded"]["schema"]["properties"];
            for field in form.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(!fields[field].is_null(), "{route} is sent {field}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

fn attribute<'f>(form: &'f str, name: &str) -> &'f str {
    let tag = form.split('>').next().unwrap();
    tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}
