//! A trace as a graph in the DOT language of Graphviz. Without a layout.

use std::fmt::Write as _;

use super::text::clean;
use super::{EdgeKind, NodeKind, Trace};

impl Trace {
    /// The transmission graph in DOT: from origins on the right to articles on the left, as
    /// Arabic reads. Solid edges are said by the articles, dashed ones are shared text.
    #[must_use]
    pub fn dot(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_dot(&mut out);
        out
    }

    fn write_dot(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "digraph {} {{", quoted(&self.group))?;
        writeln!(out, "  rankdir=RL;")?;
        for node in &self.nodes {
            let shape = match node.kind {
                NodeKind::Article => "note",
                NodeKind::Outlet | NodeKind::UnknownOutlet => "box",
                NodeKind::SharedText => "folder",
                _ => "ellipse",
            };
            let style = if node.known { "solid" } else { "dashed" };
            let name = if node.name.is_empty() { "?" } else { &node.name };
            writeln!(out, "  {} [label={}, shape={shape}, style={style}];", node.id, quoted(name))?;
        }
        for edge in &self.edges {
            let style = match edge.kind {
                EdgeKind::Shared | EdgeKind::Copied => "dashed",
                _ => "solid",
            };
            // A copy of which nobody knows the first has no direction.
            let undirected = edge.kind == EdgeKind::Copied && !self.directed(edge);
            let ends = if undirected { ", dir=none" } else { "" };
            let label = edge.stance.map_or("", musnad_model::Stance::as_str);
            writeln!(out, "  {} -> {} [label={}, style={style}{ends}];", edge.from, edge.to, quoted(label))?;
        }
        writeln!(out, "}}")
    }

    fn directed(&self, edge: &super::Edge) -> bool {
        let articles: Vec<&str> = edge.evidence.iter().map(|one| one.article.as_str()).collect();
        let same = |copy: &&crate::Copy| articles.contains(&copy.a.as_str()) && articles.contains(&copy.b.as_str());
        self.copies.iter().find(same).is_some_and(|copy| copy.from.is_some())
    }
}

/// A DOT string: quotes and backslashes escaped, no control characters.
fn quoted(words: &str) -> String {
    format!("\"{}\"", clean(words).replace('\\', "\\\\").replace('"', "\\\""))
}
