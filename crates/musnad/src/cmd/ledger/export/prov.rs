//! PROV-O (JSON-LD): whose words reached which article through whom, and who read and corrected them.
//!
//! Three kinds of entities, in the order of time: a *statement* is what somebody is said to have said, the *article* was
//! derived from it, and the *claim* is what Musnad quotes from the article. So nothing is derived from itself.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::Timestamp;
use musnad_ledger::{Claim, StoredOperation};
use musnad_model::EntityKind;
use serde_json::{Map, Value, json};

use super::{
    Article, Format, iri,
    json::{self as careful, List},
};

/// Writes one graph.
pub struct Graph {
    /// With the text of the articles.
    text: bool,
    nodes: List,
    /// Everybody who is named, each once, and therefore at the end.
    agents: BTreeMap<String, Value>,
}

impl Graph {
    pub fn new(text: bool) -> Self {
        Self { text, nodes: List::default(), agents: BTreeMap::new() }
    }

    /// Somebody, and a reference to them.
    fn agent(&mut self, iri: String, types: &[&str], name: &str) -> Value {
        let node = || json!({ "@id": iri, "@type": types, "foaf:name": name });
        self.agents.entry(iri.clone()).or_insert_with(node);
        json!({ "@id": iri })
    }

    fn outlet(&mut self, name: &str) -> Value {
        self.agent(iri::outlet(name), kinds(EntityKind::Outlet), name)
    }

    fn the_article(&mut self, article: &Article<'_>) -> Map<String, Value> {
        let (story, reading) = (article.story, article.reading);
        let mut node = node(iri::article(story.id), &["prov:Entity", "schema:NewsArticle"]);
        if let Some(outlet) = &story.outlet {
            let outlet = self.outlet(outlet);
            node.insert("prov:wasAttributedTo".into(), outlet);
        }
        let words = [("dcterms:title", &story.title), ("dcterms:creator", &story.author)];
        for (name, words) in words {
            if let Some(words) = words {
                node.insert(name.into(), words.as_str().into());
            }
        }
        node.insert("dcterms:language".into(), story.language.as_str().into());
        node.insert("musnad:sha256".into(), reading.sha256.as_str().into());
        if let Some(day) = story.published {
            node.insert("dcterms:issued".into(), json!({ "@type": "xsd:date", "@value": day.to_string() }));
        }
        if let Some(at) = reading.published_at {
            node.insert("prov:generatedAtTime".into(), time(at));
        }
        if let Some(url) = article.address() {
            node.insert("schema:url".into(), json!({ "@id": url }));
        }
        if self.text {
            node.insert("prov:value".into(), reading.text.as_str().into());
        }
        let known = |parent| article.claims.iter().any(|claim| claim.id == parent);
        let outermost = article.claims.iter().filter(|claim| !claim.parent.is_some_and(known));
        let statements = outermost.map(|claim| iri::statement(claim.id));
        let copied = article.shared.iter().filter(|one| one.from).map(|one| iri::article(one.with));
        many(&mut node, "prov:wasDerivedFrom", statements.chain(copied));
        let shared = article.shared.iter().filter(|one| !one.from).map(|one| iri::article(one.with));
        many(&mut node, "musnad:sharesTextWith", shared);
        node
    }

    fn statement<'c>(&mut self, article: &Article<'c>, claim: &'c Claim) -> Map<String, Value> {
        let mut node = node(iri::statement(claim.id), &["prov:Entity", "musnad:Statement"]);
        if let Some(speaker) = article.speaker(claim) {
            let speaker = self.agent(speaker.iri, kinds(speaker.kind), speaker.name);
            node.insert("prov:wasAttributedTo".into(), speaker);
        }
        if let Some(via) = &claim.via {
            let via = self.outlet(via);
            node.insert("prov:wasInfluencedBy".into(), via.clone());
            node.insert("musnad:via".into(), via);
        }
        let inner = article.claims.iter().filter(|one| one.parent == Some(claim.id) && one.id != claim.id);
        many(&mut node, "prov:wasDerivedFrom", inner.map(|one| iri::statement(one.id)));
        node.insert("musnad:stance".into(), json!(claim.stance));
        node.insert("musnad:negated".into(), claim.negated.into());
        node
    }

    fn operation(&mut self, one: &StoredOperation) -> Map<String, Value> {
        let operation = &one.operation;
        let author = self.agent(iri::author(&operation.author), &["prov:Agent", "prov:Person"], &operation.author);
        let mut node = node(iri::operation(one.id), &["prov:Activity", "musnad:Correction"]);
        node.insert("prov:wasAssociatedWith".into(), author);
        if let Ok(at) = Timestamp::from_millisecond(operation.at) {
            node.insert("prov:endedAtTime".into(), time(at));
        }
        let act = serde_json::to_value(&operation.act).unwrap_or_default();
        node.insert("musnad:act".into(), act["act"].clone());
        if let Some(why) = &operation.why {
            node.insert("rdfs:comment".into(), why.as_str().into());
        }
        node
    }
}

impl Format for Graph {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"@context\":")?;
        careful::write(
            out,
            &json!({
                "prov": "http://www.w3.org/ns/prov#",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
                "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
                "dcterms": "http://purl.org/dc/terms/",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "schema": "http://schema.org/",
                "musnad": "urn:musnad:ns:",
            }),
        )?;
        out.write_all(b",\n\"@graph\":[")
    }

    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        let id = iri::article(article.story.id);
        let node_of_article = self.the_article(article);
        self.nodes.push(out, &node_of_article)?;
        let engine = &article.reading.engine;
        let name = format!("Musnad {} {}", engine.version, engine.pack);
        let software =
            self.agent(iri::engine(&engine.version, &engine.pack), &["prov:Agent", "prov:SoftwareAgent"], &name);
        let reading = iri::reading(article.story.id, &engine.version, &engine.pack);
        let mut activity = node(reading.clone(), &["prov:Activity", "musnad:Reading"]);
        activity.insert("prov:used".into(), json!({ "@id": id }));
        activity.insert("prov:wasAssociatedWith".into(), software);
        self.nodes.push(out, &activity)?;
        for claim in &article.claims {
            let statement = self.statement(article, claim);
            self.nodes.push(out, &statement)?;
            let mut node = node(iri::claim(claim.id), &["prov:Entity", "musnad:Claim"]);
            node.insert("prov:value".into(), claim.content.as_str().into());
            node.insert("prov:wasQuotedFrom".into(), json!({ "@id": id }));
            node.insert("prov:wasGeneratedBy".into(), json!({ "@id": reading }));
            node.insert("musnad:reports".into(), json!({ "@id": iri::statement(claim.id) }));
            node.insert("musnad:mode".into(), json!(claim.mode));
            node.insert("musnad:confidence".into(), claim.confidence.into());
            let spans: Vec<String> =
                claim.content_spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
            node.insert("musnad:span".into(), spans.into());
            let done = article.operations.get(&claim.id).map_or(&[][..], Vec::as_slice);
            many(&mut node, "prov:wasInfluencedBy", done.iter().map(|one| iri::operation(one.id)));
            self.nodes.push(out, &node)?;
            for one in done {
                let operation = self.operation(one);
                self.nodes.push(out, &operation)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        for agent in std::mem::take(&mut self.agents).values() {
            self.nodes.push(out, agent)?;
        }
        out.write_all(b"\n]}\n")
    }
}

fn node(id: String, types: &[&str]) -> Map<String, Value> {
    Map::from_iter([("@id".into(), id.into()), ("@type".into(), json!(types))])
}

/// References to things, if there are any.
fn many(node: &mut Map<String, Value>, name: &str, ids: impl Iterator<Item = String>) {
    let ids: Vec<Value> = ids.map(|id| json!({ "@id": id })).collect();
    if !ids.is_empty() {
        node.insert(name.into(), ids.into());
    }
}

fn time(at: Timestamp) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": at.to_string() })
}

const fn kinds(kind: EntityKind) -> &'static [&'static str] {
    match kind {
        EntityKind::Person => &["prov:Agent", "prov:Person"],
        EntityKind::Unnamed | EntityKind::Place => &["prov:Agent"],
        _ => &["prov:Agent", "prov:Organization"],
    }
}
