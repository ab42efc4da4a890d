//! The OpenAPI description, made from the list of routes.

use maud::{Markup, html};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::failure::Failure;
use crate::routes::{Given, Method, Route, routes};
use crate::state::Desk;
use crate::words::Word;

#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Description(Value);

pub(crate) fn show(_: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    Answer::of(ask, &Description(description()))
}

/// The path of a page's JSON.
fn json_path(route: &Route) -> String {
    if route.path == "/" { "/index.json".into() } else { format!("{}.json", route.path) }
}

/// OpenAPI 3.1 of everything that a program may ask.
pub(crate) fn description() -> Value {
    let mut paths = Map::new();
    for route in routes() {
        let page = route.method == Method::Get && !route.gives.is_empty();
        let path = if page { json_path(&route) } else { route.path.to_owned() };
        let method = if route.method == Method::Get { "get" } else { "post" };
        let entry = paths.entry(path).or_insert_with(|| json!({}));
        entry[method] = operation(&route, page);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Musnad desk",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": "A ledger of claims with their chains. Every page is JSON too, by `.json` behind its path. Spans are \
                Unicode code points of the text as received, end exclusive. Readings are `musnad/1`, traces `musnad-trace/1`.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "The token of `serve --token-file`." },
                "session": { "type": "apiKey", "in": "cookie", "name": crate::guard::ENTRY },
            },
            "schemas": {
                "Failure": {
                    "type": "object",
                    "required": ["error", "detail"],
                    "properties": { "error": { "type": "string" }, "detail": { "type": ["string", "null"] } },
                },
            },
        },
    })
}

fn schema(given: &Given) -> Value {
    let mut one = json!({ "type": "string" });
    if !given.one_of.is_empty() {
        one["enum"] = json!(given.one_of);
    }
    if given.many { json!({ "type": "array", "items": one }) } else { one }
}

fn operation(route: &Route, page: bool) -> Value {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let mut operation = json!({
        "summary": route.what,
        "operationId": route.to_string().to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_"),
        "responses": responses(route, page),
    });
    if let Some(role) = route.role {
        operation["x-role"] = json!(role);
    } else {
        operation["security"] = json!([]);
    }
    if route.method == Method::Get {
        parameters.extend(route.takes.iter().map(
            |given| json!({ "name": given.name, "in": "query", "description": given.what, "schema": schema(given) }),
        ));
    } else {
        let mut properties: Map<String, Value> = Map::new();
        for given in route.takes {
            let mut one = schema(given);
            one["description"] = json!(given.what);
            properties.insert(given.name.into(), one);
        }
        properties.insert(
            "csrf".into(),
            json!({ "type": "string", "description": "what the forms of the desk's pages carry" }),
        );
        let form = json!({ "schema": { "type": "object", "required": ["csrf"], "properties": properties } });
        operation["requestBody"] = json!({ "required": true, "content": {
            "application/x-www-form-urlencoded": form.clone(), "multipart/form-data": form,
        } });
    }
    if !parameters.is_empty() {
        operation["parameters"] = json!(parameters);
    }
    operation
}

fn responses(route: &Route, page: bool) -> Value {
    let failure = |why: &str| json!({ "description": why, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Failure" } } } });
    let mut all = Map::new();
    if page {
        let properties: Map<String, Value> = route.gives.iter().map(|&name| (name.to_owned(), json!({}))).collect();
        let schema = json!({ "type": "object", "required": route.gives, "properties": properties });
        let content = json!({ "application/json": { "schema": schema } });
        all.insert("200".into(), json!({ "description": route.what, "content": content }));
    } else if route.method == Method::Post {
        all.insert("303".into(), json!({ "description": "Done: `Location` is the page to go on to." }));
        all.insert("422".into(), failure("The form lacks something, or has something that makes no sense."));
        all.insert("413".into(), failure("More than is taken at once."));
    } else {
        all.insert("200".into(), json!({ "description": route.what }));
    }
    if route.path.contains('{') {
        all.insert("404".into(), failure("There is no such thing."));
    }
    if route.role.is_some() {
        all.insert("401".into(), failure("Nobody was let in by this."));
        all.insert("403".into(), failure("The account may not do this, or the form is not the desk's own."));
    }
    Value::Object(all)
}

impl Page for Description {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::ForPrograms).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::ForPrograms)) }
            p.standfirst { (look.say(Word::ForProgramsHow)) " " a href="/openapi.json" dir="ltr" { "openapi.json" } }
            div.routes_ lang="en" dir="ltr" {
                @for route in routes() {
                    section {
                        h2 { code { (route) } }
                        p { (route.what) @if let Some(role) = route.role { " " small { (role) } } }
                        @if !route.takes.is_empty() {
                            dl.facts { @for given in route.takes { dt { code { (given.name) } } dd { (given.what) @if !given.one_of.is_empty() { ": " (given.one_of.join(", ")) } } } }
                        }
                    }
                }
            }
        }
    }
}
