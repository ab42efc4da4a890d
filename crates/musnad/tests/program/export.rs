//! `export`: what it writes is read back by other libraries, and held against the ledger.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use quick_xml::{Reader, events::Event};
use serde_json::Value;
use tempfile::TempDir;

use super::arrows::root;
use super::{code, folder, musnad, words};

const FORMATS: [&str; 8] = ["jsonl", "csv", "csv-articles", "geojson", "prov", "annotation", "ftm", "graphml"];

/// The bundled story in a ledger, made once.
static STORY: LazyLock<TempDir> =
    LazyLock::new(|| ledger(&fs::read(root().join("examples/story/story.jsonl")).expect("the story is there")));

/// A folder with a ledger of these articles.
fn ledger(lines: &[u8]) -> TempDir {
    let folder = folder(&[("articles.jsonl", lines)]);
    let added = musnad(folder.path(), &["add", "articles.jsonl"]);
    assert_eq!(code(&added), 0, "{}", words(&added.stderr));
    folder
}

fn export_from(folder: &Path, format: &str, more: &[&str]) -> String {
    let output = musnad(folder, &[&["export", "--format", format][..], more].concat());
    assert_eq!(code(&output), 0, "{format} {more:?}: {}", words(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", words(&output.stderr));
    words(&output.stdout).to_owned()
}

fn export(format: &str, more: &[&str]) -> String {
    export_from(STORY.path(), format, more)
}

fn lines(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is no string in {value}"))
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("{name} is no list in {value}"))
}

/// The code points of a text.
fn cut(text: &str, start: u64, end: u64) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

/// All claims of the story by id, each with the text of its article.
fn claims() -> BTreeMap<String, (Value, String)> {
    let articles = lines(&export("jsonl", &["--text"]));
    let of = |article: &Value| -> Vec<(String, (Value, String))> {
        let claims = list(article, "claims").iter();
        claims.map(|c| (text(c, "id").to_owned(), (c.clone(), text(article, "text").to_owned()))).collect()
    };
    articles.iter().flat_map(of).collect()
}

#[test]
fn the_same_articles_give_the_same_bytes() {
    let lines = fs::read_to_string(root().join("examples/story/story.jsonl")).unwrap();
    let mut backwards: Vec<&str> = lines.lines().collect();
    backwards.reverse();
    let other = ledger(backwards.join("\n").as_bytes());
    for format in FORMATS {
        let once = export(format, &["--text"]);
        assert!(once.len() > 1000 && once.ends_with('\n'), "{format}");
        assert!(once == export(format, &["--text"]), "{format} is not the same twice");
        assert!(once == export_from(other.path(), format, &["--text"]), "{format} depends on the order of adding");
    }
}

#[test]
fn json_lines_have_every_claim_with_its_very_words() {
    let listed = musnad(STORY.path(), &["claims", "--json", "--limit", "1000"]);
    let listed: BTreeSet<String> = lines(words(&listed.stdout)).iter().map(|c| text(c, "id").to_owned()).collect();
    let claims = claims();
    assert!(claims.len() > 100 && claims.keys().cloned().collect::<BTreeSet<_>>() == listed);
    for (claim, article) in claims.values() {
        for (words, spans) in [("content", "content_spans"), ("source", "source_spans"), ("cue", "cue_spans")] {
            let parts: Vec<String> = list(claim, spans)
                .iter()
                .map(|span| cut(article, span[0].as_u64().unwrap(), span[1].as_u64().unwrap()))
                .collect();
            assert_eq!(text(claim, words), parts.join(" … "), "{claim}");
        }
    }
    let articles = lines(&export("jsonl", &[]));
    assert_eq!(articles.len(), 22);
    assert!(articles.iter().all(|article| article.get("text").is_none()), "a text that nobody asked for");
    let days: Vec<&str> = articles.iter().map(|article| text(article, "published")).collect();
    assert!(days.is_sorted(), "{days:?}");
    let groups: BTreeSet<&str> =
        articles.iter().flat_map(|a| list(a, "claims")).filter_map(|claim| claim["group"].as_str()).collect();
    assert!(groups.len() > 10 && groups.len() < claims.len(), "{}", groups.len());
    assert!(articles.iter().any(|article| list(article, "shared").iter().any(|one| one["from"] == true)));
}

#[test]
fn csv_has_a_row_for_each_claim_and_article() {
    let claims = claims();
    let table = export("csv", &[]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), claims.len());
    for row in &rows {
        let (claim, article) = &claims[&row["claim"]];
        let parts: Vec<String> = row["content_spans"]
            .split(' ')
            .map(|span| {
                let (start, end) = span.split_once('-').unwrap();
                cut(article, start.parse().unwrap(), end.parse().unwrap())
            })
            .collect();
        assert_eq!(row["content"].trim_start_matches('\''), parts.join(" … "));
        assert_eq!(row["stance"], text(claim, "stance"));
        assert_eq!(row["speaker"], claim["speaker"].as_str().unwrap_or(""));
    }
    let articles = export("csv-articles", &["--text", "--bom"]);
    let mut reader = csv::Reader::from_reader(articles.strip_prefix('\u{FEFF}').expect("a mark").as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 22);
    assert_eq!(rows.iter().map(|row| row["claims"].parse::<usize>().unwrap()).sum::<usize>(), claims.len());
    assert!(rows.iter().all(|row| row["text"].lines().count() > 5));
    assert!(!table.starts_with('\u{FEFF}') && !export("csv-articles", &[]).lines().next().unwrap().contains("text"));
}

#[test]
fn geojson_has_the_places_of_claims_with_how_precise_they_are() {
    let claims = claims();
    let all: Value = serde_json::from_str(&export("geojson", &[])).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    let features = list(&all, "features");
    let inside =
        |span: &Value, outer: &Value| outer[0].as_u64() <= span[0].as_u64() && span[1].as_u64() <= outer[1].as_u64();
    let mut ids = BTreeSet::new();
    for feature in features {
        assert_eq!(feature["type"], "Feature");
        assert!(ids.insert(text(feature, "id")), "an id twice: {feature}");
        let properties = &feature["properties"];
        let (claim, article) = &claims[text(properties, "claim")];
        let span = &properties["span"];
        assert!(list(claim, "content_spans").iter().any(|outer| inside(span, outer)), "{feature}");
        assert_eq!(text(properties, "words"), cut(article, span[0].as_u64().unwrap(), span[1].as_u64().unwrap()));
        if let Some(geometry) = feature["geometry"].as_object() {
            let point: Vec<f64> =
                geometry["coordinates"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
            assert_eq!((geometry["type"].as_str(), point.len()), (Some("Point"), 2));
            assert!(point[0].abs() <= 180.0 && point[1].abs() <= 90.0 && properties["radius_km"].is_f64(), "{feature}");
        } else {
            assert!(feature["geometry"].is_null(), "{feature}");
        }
    }
    // And none is left out.
    let articles = lines(&export("jsonl", &[]));
    let pairs = articles.iter().flat_map(|article| {
        let places = list(article, "places");
        list(article, "claims").iter().map(move |claim| {
            let spans = list(claim, "content_spans");
            places.iter().filter(|place| spans.iter().any(|outer| inside(&place["span"], outer))).count()
        })
    });
    assert_eq!(features.len(), pairs.sum::<usize>());
}

#[test]
fn a_real_place_has_its_point_longitude_first() {
    let line =
        r#"{"text": "وقال المتحدث باسم الحكومة إن الوفد وصل إلى تونس العاصمة صباحا.", "published": "2022-06-05"}"#;
    let folder = ledger(line.as_bytes());
    let all: Value = serde_json::from_str(&export_from(folder.path(), "geojson", &[])).unwrap();
    let found = list(&all, "features").iter().filter_map(|feature| feature["geometry"]["coordinates"].as_array());
    let near = |point: &Vec<Value>| {
        (point[0].as_f64().unwrap() - 10.2).abs() < 2.0 && (point[1].as_f64().unwrap() - 36.0).abs() < 3.0
    };
    assert!(found.clone().count() > 0 && found.clone().all(near), "{all}");
}

#[test]
fn annotations_select_the_very_words() {
    let claims = claims();
    let all: Value = serde_json::from_str(&export("annotation", &[])).unwrap();
    assert_eq!(all["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!((text(&all, "type"), text(&all["first"], "type")), ("AnnotationCollection", "AnnotationPage"));
    assert_eq!(text(&all["first"]["partOf"], "id"), text(&all, "id"));
    let items = list(&all["first"], "items");
    assert_eq!(all["total"].as_u64(), Some(items.len() as u64));
    let (mut ids, mut contents) = (BTreeSet::new(), 0);
    for item in items {
        let id = text(item, "id");
        assert!(ids.insert(id) && item["type"] == "Annotation", "{item}");
        let (name, part) = id.split_once('#').map_or((id, "content"), |(name, part)| (name, part));
        let (claim, article) = &claims[name.strip_prefix("urn:musnad:claim:").expect("a claim")];
        if part == "content" {
            contents += 1;
            let bodies = list(item, "body");
            assert!(
                bodies.iter().any(|body| body["purpose"] == "classifying" && body["value"] == claim["stance"]),
                "{item}"
            );
            let named = bodies.iter().any(|body| body["purpose"] == "identifying");
            assert!(named == item.get("musnad:speaker").is_some() && named == claim["speaker"].is_string(), "{item}");
        } else {
            assert_eq!((text(item, "motivation"), text(item, "body")), ("linking", name));
        }
        let one = std::slice::from_ref(&item["target"]);
        let targets = item["target"].as_array().map_or(one, Vec::as_slice);
        assert_eq!(targets.len(), list(claim, &format!("{part}_spans")).len());
        for (target, span) in targets.iter().zip(list(claim, &format!("{part}_spans"))) {
            assert_eq!(text(&target["source"], "id"), format!("urn:musnad:article:{}", text(claim, "article")));
            let [quote, position] = list(target, "selector") else { panic!("{target}") };
            assert_eq!((text(quote, "type"), text(position, "type")), ("TextQuoteSelector", "TextPositionSelector"));
            assert_eq!((&position["start"], &position["end"]), (&span[0], &span[1]));
            let (start, end) = (position["start"].as_u64().unwrap(), position["end"].as_u64().unwrap());
            assert_eq!(text(quote, "exact"), cut(article, start, end));
            assert_eq!(text(quote, "prefix"), cut(article, start.saturating_sub(32), start));
            assert_eq!(text(quote, "suffix"), cut(article, end, end + 32));
        }
    }
    assert_eq!(contents, claims.len());
}

/// The ids that a property refers to.
fn refers<'v>(node: &'v Value, name: &str) -> Vec<&'v str> {
    let one = node.get(name).map_or(&[][..], std::slice::from_ref);
    let all = node[name].as_array().map_or(one, Vec::as_slice);
    all.iter().map(|reference| text(reference, "@id")).collect()
}

#[test]
fn provenance_is_whole_and_runs_one_way() {
    let claims = claims();
    let all: Value = serde_json::from_str(&export("prov", &[])).unwrap();
    let nodes: BTreeMap<&str, &Value> = list(&all, "@graph").iter().map(|node| (text(node, "@id"), node)).collect();
    assert_eq!(nodes.len(), list(&all, "@graph").len(), "a node twice");
    // The terms of PROV-O that are used, each with what it goes from and to: W3C Recommendation, 2013-04-30.
    let terms = [
        ("prov:wasDerivedFrom", "prov:Entity", "prov:Entity"),
        ("prov:wasQuotedFrom", "prov:Entity", "prov:Entity"),
        ("prov:wasAttributedTo", "prov:Entity", "prov:Agent"),
        ("prov:wasGeneratedBy", "prov:Entity", "prov:Activity"),
        ("prov:used", "prov:Activity", "prov:Entity"),
        ("prov:wasAssociatedWith", "prov:Activity", "prov:Agent"),
        ("musnad:reports", "prov:Entity", "prov:Entity"),
        ("musnad:via", "prov:Entity", "prov:Agent"),
    ];
    let is = |node: &Value, kind: &str| list(node, "@type").iter().any(|one| one == kind);
    for node in nodes.values() {
        for (term, from, to) in terms {
            for other in refers(node, term) {
                let other = nodes.get(other).unwrap_or_else(|| panic!("{term} leads nowhere: {node}"));
                assert!(is(node, from) && is(other, to), "{term}: {node} {other}");
            }
        }
        for name in node.as_object().unwrap().keys().filter(|name| name.starts_with("prov:")) {
            let literal = ["prov:value", "prov:endedAtTime", "prov:generatedAtTime", "prov:wasInfluencedBy"];
            assert!(terms.iter().any(|(term, ..)| term == name) || literal.contains(&name.as_str()), "{name}");
        }
    }
    for (id, (claim, _)) in &claims {
        let node = nodes[format!("urn:musnad:claim:{id}").as_str()];
        assert_eq!(text(node, "prov:value"), text(claim, "content"));
        let statement = nodes[refers(node, "musnad:reports")[0]];
        let names: Vec<&str> =
            refers(statement, "prov:wasAttributedTo").iter().map(|id| text(nodes[id], "foaf:name")).collect();
        assert_eq!(names.is_empty(), claim["speaker"].is_null(), "{claim}");
        // What came through a parent is what the parent's words were derived from.
        if let Some(parent) = claim["parent"].as_str() {
            let parent = nodes[format!("urn:musnad:statement:{parent}").as_str()];
            assert!(refers(parent, "prov:wasDerivedFrom").contains(&text(statement, "@id")), "{parent}");
        }
    }
    // Nothing is derived from itself: take away what leads nowhere until nothing is left.
    let mut left = nodes.clone();
    loop {
        let leads = |node: &Value| {
            let mut to = refers(node, "prov:wasDerivedFrom");
            to.extend(refers(node, "prov:wasQuotedFrom"));
            to.into_iter().any(|id| left.contains_key(id))
        };
        let ends: Vec<&str> = left.iter().filter(|(_, node)| !leads(node)).map(|(id, _)| *id).collect();
        if ends.is_empty() {
            break;
        }
        left.retain(|id, _| !ends.contains(id));
    }
    assert!(left.is_empty(), "a circle: {:?}", left.keys());
}

#[test]
fn a_correction_is_part_of_the_provenance() {
    let folder = ledger(super::WORDS_AS_JSONL.as_bytes());
    let article = lines(&export_from(folder.path(), "jsonl", &[])).remove(0);
    let [first, second, ..] = list(&article, "claims") else { panic!("{article}") };
    let name = |claim: &Value| format!("{}/{}", text(claim, "article"), text(claim, "local"));
    for arguments in [
        &["correct", "confirm", &name(first), "--author", "Salma", "--why", "heard it <b>"][..],
        &["correct", "reject", &name(second), "--author", "Salma"],
    ] {
        let output = musnad(folder.path(), arguments);
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    }
    let graph = export_from(folder.path(), "prov", &[]);
    let all: Value = serde_json::from_str(&graph).unwrap();
    let find = |id: &str| list(&all, "@graph").iter().find(|node| node["@id"] == id);
    let claim = find(&format!("urn:musnad:claim:{}", text(first, "id"))).expect("it was confirmed");
    let operation = find(refers(claim, "prov:wasInfluencedBy")[0]).expect("the operation");
    assert_eq!((text(operation, "musnad:act"), text(operation, "rdfs:comment")), ("confirm", "heard it <b>"));
    let author = find(refers(operation, "prov:wasAssociatedWith")[0]).expect("the author");
    assert_eq!(text(author, "foaf:name"), "Salma");
    for format in FORMATS {
        let id = text(second, "id");
        assert!(!export_from(folder.path(), format, &[]).contains(id), "{format} has a claim that was rejected");
    }
}

/// What FollowTheMoney 4.11 allows, as far as it is used: schema, what must be there, what else may, and what refers.
const MODEL: [(&str, &[&str], &[&str]); 9] = [
    (
        "Article",
        &["fileName"],
        &[
            "author",
            "bodyText",
            "detectedCountry",
            "language",
            "locationMentioned",
            "mimeType",
            "namesMentioned",
            "peopleMentioned",
            "processingAgent",
            "publishedAt",
            "publisher",
            "sourceUrl",
            "title",
        ],
    ),
    ("Mention", &["document", "name", "resolved"], &["detectedSchema"]),
    (
        "Documentation",
        &["document", "entity"],
        &["date", "description", "proof", "publisher", "recordId", "role", "sourceUrl", "status"],
    ),
    ("Note", &["entity"], &["description", "keywords", "proof", "publisher", "sourceUrl", "summary"]),
    ("Person", &["name"], &["alias", "position"]),
    ("Organization", &["name"], &["alias"]),
    ("LegalEntity", &["name"], &["alias"]),
    ("PublicBody", &["name"], &["alias"]),
    ("Territory", &["name"], &["alias"]),
];

#[test]
fn followthemoney_entities_keep_to_the_model() {
    let entities = lines(&export("ftm", &[]));
    let by_id: BTreeMap<&str, &Value> = entities.iter().map(|entity| (text(entity, "id"), entity)).collect();
    assert_eq!(by_id.len(), entities.len(), "an id twice");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in &entities {
        let schema = text(entity, "schema");
        *counts.entry(schema).or_default() += 1;
        let (_, must, may) = MODEL.iter().find(|(name, ..)| *name == schema).unwrap_or_else(|| panic!("{entity}"));
        let properties = entity["properties"].as_object().unwrap();
        assert!(must.iter().all(|name| properties.contains_key(*name)), "{entity}");
        assert!(text(entity, "id").bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{entity}");
        for (name, values) in properties {
            assert!(must.contains(&name.as_str()) || may.contains(&name.as_str()), "{schema} has no {name}");
            let values = values.as_array().unwrap();
            assert!(!values.is_empty() && values.iter().all(Value::is_string), "{name}: {entity}");
            if ["document", "entity", "resolved", "proof"].contains(&name.as_str()) {
                let other = text(by_id[values[0].as_str().unwrap()], "schema");
                let fits = match name.as_str() {
                    "resolved" => ["Person", "Organization", "LegalEntity", "PublicBody"].contains(&other),
                    "entity" => other != "Mention",
                    _ => other == "Article",
                };
                assert!(fits, "{name} is a {other}: {entity}");
            }
        }
    }
    assert_eq!(counts["Article"], 22);
    assert_eq!(counts["Documentation"] + counts["Note"], claims().len());
    assert!(counts["Person"] > 5 && counts["Mention"] > counts["Person"], "{counts:?}");
}

#[derive(Debug, Default)]
struct Graphml {
    keys: BTreeSet<String>,
    nodes: BTreeMap<String, BTreeMap<String, String>>,
    edges: Vec<(String, String, BTreeMap<String, String>)>,
}

/// Reads GraphML as XML.
fn graphml(xml: &str) -> Graphml {
    let mut graph = Graphml::default();
    let mut reader = Reader::from_str(xml);
    let (mut data, mut key, mut words) = (BTreeMap::new(), String::new(), String::new());
    let (mut id, mut ends) = (String::new(), (String::new(), String::new()));
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let mut attributes: BTreeMap<String, String> = BTreeMap::new();
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    attributes.insert(attribute.key.0.to_owned(), attribute.value.into_owned());
                }
                match tag.name().0 {
                    "key" => assert!(graph.keys.insert(attributes["id"].clone())),
                    "node" => id.clone_from(&attributes["id"]),
                    "edge" => ends = (attributes["source"].clone(), attributes["target"].clone()),
                    "data" => {
                        key.clone_from(&attributes["key"]);
                        words.clear();
                    }
                    "graph" => assert_eq!(attributes["edgedefault"], "directed"),
                    "graphml" => assert_eq!(attributes["xmlns"], "http://graphml.graphdrawing.org/xmlns"),
                    other => panic!("{other}"),
                }
            }
            Event::Text(part) => words.push_str(&part),
            Event::GeneralRef(part) => match part.resolve_char_ref().unwrap() {
                Some(c) => words.push(c),
                None => words.push_str(quick_xml::escape::resolve_xml_entity(&part).unwrap()),
            },
            Event::End(tag) => match tag.name().0 {
                "data" => assert!(data.insert(key.clone(), std::mem::take(&mut words)).is_none(), "{key} twice"),
                "node" => assert!(graph.nodes.insert(id.clone(), std::mem::take(&mut data)).is_none(), "{id} twice"),
                "edge" => graph.edges.push((ends.0.clone(), ends.1.clone(), std::mem::take(&mut data))),
                _ => {}
            },
            _ => {}
        }
    }
    graph
}

#[test]
fn graphml_says_who_has_it_from_whom() {
    let graph = graphml(&export("graphml", &[]));
    let declared = |data: &BTreeMap<String, String>| data.keys().all(|key| graph.keys.contains(key));
    assert!(graph.nodes.values().all(declared) && graph.edges.iter().all(|(_, _, data)| declared(data)));
    for (from, to, data) in &graph.edges {
        assert!(graph.nodes.contains_key(from) && graph.nodes.contains_key(to) && from != to, "{from} {to}");
        assert!(data["edge-weight"].parse::<u32>().unwrap() > 0, "{data:?}");
    }
    let of_kind = |kind: &str| {
        graph.nodes.iter().filter(|(_, data)| data["node-kind"] == kind).map(|(id, _)| id.as_str()).collect::<Vec<_>>()
    };
    let articles: BTreeSet<&str> =
        of_kind("article").iter().map(|id| graph.nodes[*id]["node-article"].as_str()).collect();
    assert_eq!(articles.len(), 22, "each article has claims");
    // Every voice reaches an article.
    let reached = |id: &str| {
        let mut reached = BTreeSet::from([id.to_owned()]);
        while let Some((_, to, _)) =
            graph.edges.iter().find(|(from, to, _)| reached.contains(from) && !reached.contains(to))
        {
            reached.insert(to.clone());
        }
        reached
    };
    for (id, data) in &graph.nodes {
        assert!(reached(id).iter().any(|id| graph.nodes[id]["node-kind"] == "article"), "{data:?}");
    }
    // The colonel speaks to the agency, 01-arkhabeel.txt, whose text others share: the text stands between.
    let labelled = |kind: &str, word: &str| {
        of_kind(kind).into_iter().find(|id| graph.nodes[*id]["node-label"].contains(word)).map(str::to_owned)
    };
    let speaker = labelled("person", "الدوحان").expect("the colonel");
    let agency = labelled("outlet", "وكالة الأرخبيل").expect("the agency");
    assert!(reached(&speaker).contains(&agency) && !reached(&agency).contains(&speaker), "no way from the colonel");
    let said = graph.edges.iter().filter(|(from, ..)| *from == speaker);
    assert!(said.clone().count() > 1 && said.clone().all(|(.., data)| data["edge-kind"] != "copied"));
    assert!(graph.edges.iter().any(|(from, to, _)| *from == agency && graph.nodes[to]["node-kind"] == "article"));
    // More than one unnamed source, and none of them known.
    let unnamed = of_kind("unnamed");
    assert!(unnamed.len() > 1 && unnamed.iter().all(|id| graph.nodes[*id]["node-known"] == "false"));
}

#[test]
fn hostile_words_stay_words() {
    let title = "=HYPERLINK(\"http://x\")</script>\u{202E}]]>";
    let publisher = "+صحيفة \"المدار\", 'أ'\u{202E}<b>&amp;";
    let said = "=1+1 </data></script>\u{202E}, <b>&amp; هي الصيغة\u{7}";
    let article = format!(
        "وقال الوزير سامر الحداد في مؤتمر صحفي: \"{said}\". وأكد الحداد أن الجسر سيفتح غدا.\r\n\nوأضاف الوزير أن العمل مستمر.\n"
    );
    let line = serde_json::json!({ "text": article, "title": title, "publisher": publisher, "published": "2022-06-05",
        "url": "javascript:alert(\"1\")" });
    let folder = ledger(line.to_string().as_bytes());
    for format in FORMATS {
        let shown = export_from(folder.path(), format, &["--text"]);
        if !format.starts_with("csv") {
            assert!(
                !shown.contains("</script") && !shown.contains('\u{202E}') && !shown.contains('\u{7}'),
                "{format}: {shown}"
            );
        }
    }
    let line = lines(&export_from(folder.path(), "jsonl", &["--text"])).remove(0);
    assert_eq!(text(&line, "text"), article);
    assert_eq!((text(&line, "title"), text(&line, "outlet")), (title, publisher));
    let contents: Vec<&str> = list(&line, "claims").iter().map(|claim| text(claim, "content")).collect();
    assert!(contents.iter().any(|content| content.starts_with("=1+1") && content.contains("</data>")), "{contents:?}");

    let table = export_from(folder.path(), "csv", &[]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), contents.len());
    for (row, content) in rows.iter().zip(&contents) {
        assert_eq!(row["title"], format!("'{title}\u{202C}"));
        assert_eq!(row["outlet"], format!("'{publisher}\u{202C}"));
        assert!(row.values().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
        assert!(row["content"].contains(content), "{row:?}");
    }

    for format in ["prov", "annotation"] {
        let all = export_from(folder.path(), format, &[]);
        let all: Value = serde_json::from_str(&all).unwrap();
        assert!(!all.to_string().contains("javascript:"), "an address that is none: {all}");
    }
    let quoted = export_from(folder.path(), "annotation", &[]);
    let quoted: Value = serde_json::from_str(&quoted).unwrap();
    let exact = |item: &Value| item["target"]["selector"][0]["exact"].as_str().map(str::to_owned);
    assert!(list(&quoted["first"], "items").iter().filter_map(exact).any(|exact| exact.starts_with("=1+1")));

    let graph = graphml(&export_from(folder.path(), "graphml", &[]));
    let labels: Vec<&String> = graph.nodes.values().filter_map(|data| data.get("node-label")).collect();
    assert!(labels.iter().any(|label| **label == title), "{labels:?}");
    assert!(labels.iter().any(|label| **label == publisher), "{labels:?}");
}

#[test]
fn filters_choose_articles() {
    let all = lines(&export("jsonl", &[]));
    let outlet = text(&all[0], "outlet");
    let day = text(&all[10], "published");
    let chosen = lines(&export("jsonl", &["--outlet", outlet]));
    assert!(!chosen.is_empty() && chosen.len() < 22 && chosen.iter().all(|article| article["outlet"] == outlet));
    let chosen = lines(&export("jsonl", &["--from", day, "--to", day]));
    assert!(!chosen.is_empty() && chosen.len() < 22 && chosen.iter().all(|article| article["published"] == day));
    let (one, other) = (&text(&all[3], "article")[..12], format!("{}/a1", text(&all[5], "article")));
    let chosen = lines(&export("jsonl", &[one, &other]));
    assert_eq!(chosen, [all[3].clone(), all[5].clone()]);
    let graph = graphml(&export("graphml", &[one]));
    assert_eq!(graph.nodes.values().filter(|data| data["node-kind"] == "article").count(), 1);
    for format in FORMATS {
        // Nothing chosen is still a whole document.
        let nothing = export(format, &["--outlet", "لا أحد"]);
        match format {
            "jsonl" | "ftm" => assert_eq!(nothing, ""),
            "csv" | "csv-articles" => assert_eq!(nothing.lines().count(), 1),
            "graphml" => assert!(graphml(&nothing).nodes.is_empty()),
            _ => assert!(serde_json::from_str::<Value>(&nothing).unwrap().is_object(), "{format}"),
        }
    }
}

#[test]
fn what_cannot_be_exported_is_refused() {
    let folder = ledger(super::WORDS_AS_JSONL.as_bytes());
    let before = fs::read(folder.path().join("musnad.db")).unwrap();
    let over = musnad(folder.path(), &["export", "--format", "csv", "-o", "./musnad.db"]);
    super::refused(&over, 2, "this would overwrite the ledger");
    assert!(fs::read(folder.path().join("musnad.db")).unwrap() == before);
    super::refused(&musnad(folder.path(), &["export", "--format", "csv", "abcdef012345"]), 2, "there is no article");
    super::refused(
        &musnad(folder.path(), &["export", "--format", "csv", "--ledger", "no.db"]),
        2,
        "there is no ledger",
    );
    assert_eq!(code(&musnad(folder.path(), &["export", "--format", "tape"])), 2);
    assert_eq!(code(&musnad(folder.path(), &["export", "--format", "csv", "-o", "out.csv"])), 0);
    assert_eq!(fs::read_to_string(folder.path().join("out.csv")).unwrap(), export_from(folder.path(), "csv", &[]));
}
