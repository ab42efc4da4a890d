//! W3C Web Annotation (JSON-LD): the words of each claim, of its source and of its cue, as selections of the article's text.

use std::io::{self, Write};

use musnad_ledger::Claim;
use musnad_model::{EntityKind, Span, provenance::sha256};
use serde_json::{Map, Value, json};

use super::{
    Article, Format,
    article::Speaker,
    iri,
    json::{self as careful, List},
};

/// How many code points before and behind the words help to find them again in a text that has changed.
const AROUND: u32 = 32;

/// Writes one collection with one page.
#[derive(Default)]
pub struct Collection {
    items: List,
    total: usize,
    claims: Vec<u8>,
}

impl Format for Collection {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",{\"musnad\":\"urn:musnad:ns:\"}],\n")?;
        out.write_all(
            b"\"type\":\"AnnotationCollection\",\"first\":{\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[",
        )
    }

    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        for claim in &article.claims {
            let parts = [("source", &claim.source_spans), ("cue", &claim.cue_spans)];
            let links = parts.into_iter().map(|(part, spans)| link(article, claim, part, spans));
            for annotation in std::iter::once(content(article, claim)).chain(links).flatten() {
                self.items.push(out, &annotation)?;
                self.total += 1;
            }
            self.claims.extend(claim.id.0);
        }
        Ok(())
    }

    /// The collection is named by its claims: the same claims, the same name.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let id = format!("urn:musnad:annotations:{}", sha256(&self.claims));
        out.write_all(b"\n],\"id\":")?;
        careful::write(out, &format!("{id}:page"))?;
        out.write_all(b",\"partOf\":")?;
        careful::write(out, &json!({ "id": id, "total": self.total }))?;
        out.write_all(b"},\n\"id\":")?;
        careful::write(out, &id)?;
        writeln!(out, ",\"total\":{}}}", self.total)
    }
}

/// The content, with who says it and how the cue vouches for it. `None` if no span lies inside the text.
fn content<'c>(article: &Article<'c>, claim: &'c Claim) -> Option<Value> {
    let target = target(article, &claim.content_spans)?;
    let mut body =
        vec![json!({ "type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": claim.stance })];
    let mut one = Map::new();
    if let Some(speaker) = article.speaker(claim).map(person) {
        body.insert(
            0,
            json!({ "type": "TextualBody", "purpose": "identifying", "format": "text/plain",
                "language": article.reading.language, "value": speaker["name"] }),
        );
        one.insert("musnad:speaker".into(), speaker);
    }
    one.insert("id".into(), iri::claim(claim.id).into());
    one.insert("type".into(), "Annotation".into());
    one.insert("motivation".into(), json!(["identifying", "classifying"]));
    one.insert("body".into(), body.into());
    one.insert("target".into(), target);
    let engine = &article.reading.engine;
    let name = format!("Musnad {} {}", engine.version, engine.pack);
    let engine = iri::engine(&engine.version, &engine.pack);
    one.insert("generator".into(), json!({ "id": engine, "type": "Software", "name": name }));
    one.insert("musnad:mode".into(), json!(claim.mode));
    one.insert("musnad:negated".into(), claim.negated.into());
    if let Some(via) = &claim.via {
        one.insert("musnad:via".into(), json!({ "id": iri::outlet(via), "type": "Organization", "name": via }));
    }
    if let Some(parent) = claim.parent {
        one.insert("musnad:parent".into(), json!({ "id": iri::claim(parent) }));
    }
    Some(Value::Object(one))
}

/// The words of the source or of the cue, linked to the claim.
fn link(article: &Article<'_>, claim: &Claim, part: &str, spans: &[Span]) -> Option<Value> {
    let id = iri::claim(claim.id);
    Some(json!({
        "id": format!("{id}#{part}"),
        "type": "Annotation",
        "motivation": "linking",
        "body": id,
        "target": target(article, spans)?,
        "musnad:part": part,
    }))
}

fn person(speaker: Speaker<'_>) -> Value {
    let mut value = json!({ "id": speaker.iri, "name": speaker.name });
    // The context has no word for others.
    match speaker.kind {
        EntityKind::Person => value["type"] = "Person".into(),
        EntityKind::Unnamed | EntityKind::Place => {}
        _ => value["type"] = "Organization".into(),
    }
    value
}

/// One selection for each span: both selectors choose the same words. The text is that which the ledger has, not that of
/// the page with its markup, so the page is only where it was obtained.
fn target(article: &Article<'_>, spans: &[Span]) -> Option<Value> {
    let mut source = json!({
        "id": iri::article(article.story.id),
        "type": "Text",
        "format": "text/plain",
        "language": article.reading.language,
        "musnad:sha256": article.reading.sha256,
    });
    if let Some(url) = article.address() {
        source["via"] = url.into();
    }
    let mut selected: Vec<Value> = spans
        .iter()
        .filter_map(|span| {
            let exact = article.slice(*span)?;
            let (prefix, suffix) = article.around(*span, AROUND);
            Some(json!({
                "type": "SpecificResource",
                "source": source,
                "selector": [
                    { "type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix },
                    { "type": "TextPositionSelector", "start": span.start, "end": span.end },
                ],
            }))
        })
        .collect();
    match selected.len() {
        0 => None,
        1 => selected.pop(),
        _ => Some(selected.into()),
    }
}
