//! GraphML: who has it from whom, over all claims of the articles, as one directed graph for Gephi and its kin.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use musnad_compare::trace::{Edge, EdgeKind, Node, NodeKind, Trace};
use musnad_ledger::{Id, Ledger, Story};
use musnad_model::{
    Stance,
    fold::{Strength, fold},
};

use super::marks;
use crate::filing::{Whole, failed, short};

/// The fields of nodes and edges: whose, name, type.
const KEYS: [(&str, &str, &str); 14] = [
    ("node", "label", "string"),
    ("node", "key", "string"),
    ("node", "kind", "string"),
    ("node", "known", "boolean"),
    ("node", "other_names", "string"),
    ("node", "article", "string"),
    ("node", "outlet", "string"),
    ("node", "published", "string"),
    ("node", "url", "string"),
    ("edge", "kind", "string"),
    ("edge", "stance", "string"),
    ("edge", "weight", "int"),
    ("edge", "claims", "string"),
    ("edge", "direction", "string"),
];

/// Writes the graph of all claims of these articles.
pub fn write(ledger: &dyn Ledger, stories: &[Story], out: &mut dyn Write) -> anyhow::Result<()> {
    let whole = Whole::over(ledger, stories).map_err(failed)?;
    let mut graph = Graph::default();
    for trace in whole.traces().chain(whole.alone()) {
        graph.take_in(&trace);
    }
    graph.write(stories, out)?;
    Ok(())
}

#[derive(Default)]
struct Graph {
    /// By a key that is the same in all traces.
    nodes: BTreeMap<String, Vertex>,
    edges: BTreeMap<(String, String, String, Option<Stance>), Arc>,
}

struct Vertex {
    kind: NodeKind,
    names: BTreeSet<String>,
    label: String,
    known: bool,
    article: Option<Id>,
}

#[derive(Default)]
struct Arc {
    claims: BTreeSet<String>,
    undirected: bool,
}

impl Graph {
    fn take_in(&mut self, trace: &Trace) {
        let articles: BTreeMap<&str, Id> = trace
            .chains
            .iter()
            .filter_map(|chain| Some((chain.nodes.last()?.as_str(), chain.claim.article.parse().ok()?)))
            .collect();
        let mut keys: BTreeMap<&str, String> = BTreeMap::new();
        for node in &trace.nodes {
            let article = articles.get(node.id.as_str()).copied().filter(|_| node.kind == NodeKind::Article);
            let key = key(trace, node, article);
            keys.insert(&node.id, key.clone());
            let vertex = self.nodes.entry(key).or_insert_with(|| Vertex {
                kind: node.kind,
                names: BTreeSet::new(),
                label: node.name.clone(),
                known: node.known,
                article,
            });
            vertex.names.extend(node.other_names.iter().cloned());
        }
        for edge in &trace.edges {
            let (Some(from), Some(to)) = (keys.get(edge.from.as_str()), keys.get(edge.to.as_str())) else { continue };
            let arc = self.edges.entry((from.clone(), to.clone(), word(edge.kind), edge.stance)).or_default();
            arc.undirected |= undirected(trace, edge);
            arc.claims.extend(edge.evidence.iter().map(|one| {
                let article = one.article.parse().map_or_else(|_| one.article.clone(), short);
                one.attribution.as_ref().map_or_else(|| article.clone(), |local| format!("{article}/{local}"))
            }));
        }
    }

    fn write(&self, stories: &[Story], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
        )?;
        for (whose, name, kind) in KEYS {
            writeln!(out, "<key id=\"{whose}-{name}\" for=\"{whose}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
        }
        writeln!(out, "<graph id=\"transmission\" edgedefault=\"directed\">")?;
        let stories: BTreeMap<Id, &Story> = stories.iter().map(|story| (story.id, story)).collect();
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        for (number, (key, vertex)) in self.nodes.iter().enumerate() {
            let id = format!("n{number}");
            writeln!(out, "<node id=\"{id}\">")?;
            ids.insert(key, id);
            let story = vertex.article.and_then(|article| stories.get(&article));
            let names: Vec<&str> =
                vertex.names.iter().map(String::as_str).filter(|name| *name != vertex.label).collect();
            let title = story.and_then(|story| story.title.clone());
            data(out, "node-label", title.as_deref().unwrap_or(&vertex.label))?;
            data(out, "node-key", key)?;
            data(out, "node-kind", &word(vertex.kind))?;
            data(out, "node-known", if vertex.known { "true" } else { "false" })?;
            data(out, "node-other_names", &names.join("; "))?;
            if let Some(story) = story {
                data(out, "node-article", &story.id.to_string())?;
                data(out, "node-outlet", story.outlet.as_deref().unwrap_or(""))?;
                data(out, "node-published", &story.published.map(|day| day.to_string()).unwrap_or_default())?;
                data(out, "node-url", story.url.as_deref().unwrap_or(""))?;
            }
            writeln!(out, "</node>")?;
        }
        for (number, ((from, to, kind, stance), arc)) in self.edges.iter().enumerate() {
            let (Some(from), Some(to)) = (ids.get(from.as_str()), ids.get(to.as_str())) else { continue };
            writeln!(out, "<edge id=\"e{number}\" source=\"{from}\" target=\"{to}\">")?;
            data(out, "edge-kind", kind)?;
            data(out, "edge-stance", stance.map_or("", Stance::as_str))?;
            data(out, "edge-weight", &arc.claims.len().max(1).to_string())?;
            data(out, "edge-claims", &arc.claims.iter().map(String::as_str).collect::<Vec<_>>().join(" "))?;
            data(out, "edge-direction", if arc.undirected { "unknown" } else { "" })?;
            writeln!(out, "</edge>")?;
        }
        writeln!(out, "</graph>\n</graphml>")
    }
}

/// The key of a node over all traces. Who is named is one by kind and folded name. Who is not named is never taken for
/// somebody of another claim: the words that show it are part of the key.
fn key(trace: &Trace, node: &Node, article: Option<Id>) -> String {
    let kind = word(node.kind);
    if let Some(article) = article {
        return format!("{kind}:{article}");
    }
    let name = fold(&node.name, Strength::Lossy);
    if node.known || node.kind == NodeKind::SharedText {
        return format!("{kind}:{name}");
    }
    let said = trace.edges.iter().filter(|edge| edge.from == node.id || edge.to == node.id);
    let shown = said.flat_map(|edge| &edge.evidence).map(|one| (&one.article, &one.attribution)).min();
    let (article, local) = shown.map_or((trace.group.as_str(), node.id.as_str()), |(article, local)| {
        (article.as_str(), local.as_deref().unwrap_or("n"))
    });
    format!("{kind}:{article}/{local}:{name}")
}

/// True for a copy of which nobody knows the first.
fn undirected(trace: &Trace, edge: &Edge) -> bool {
    let articles: Vec<&str> = edge.evidence.iter().map(|one| one.article.as_str()).collect();
    let both = |copy: &&musnad_compare::Copy| articles.contains(&&*copy.a) && articles.contains(&&*copy.b);
    edge.kind == EdgeKind::Copied && !trace.copies.iter().filter(both).any(|copy| copy.from.is_some())
}

/// A field, unless it is empty.
fn data(out: &mut dyn Write, key: &str, words: &str) -> io::Result<()> {
    if words.is_empty() { Ok(()) } else { writeln!(out, "<data key=\"{key}\">{}</data>", xml(words)) }
}

/// Words as character data of XML 1.0. What no XML may hold becomes U+FFFD; direction marks become references, so that
/// they turn nothing in an editor.
fn xml(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in quick_xml::escape::escape(words).chars() {
        match c {
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ if marks::turns(c) => out.push_str(&format!("&#x{:X};", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

/// A word of the wire.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn no_words_are_markup() {
        assert_eq!(xml("</data>&\"'\u{1b}\u{202E}\r\nق"), "&lt;/data&gt;&amp;&quot;&apos;\u{FFFD}&#x202E;&#13;\nق");
    }
}
