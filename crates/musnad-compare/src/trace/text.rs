//! A trace as plain text: one name a line, an ASCII id before it, so that Arabic and
//! English never share a line's order.

use std::fmt::Write as _;

use jiff::{Timestamp, civil::Date};

use super::{Chain, CommonLink, Conflict, Distortion, Lines, NodeKind, Trace};
use crate::story::Side;

impl Trace {
    /// The trace as plain text, in English. Control characters of the articles are left out.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let articles: std::collections::BTreeSet<&str> =
            self.claims.iter().map(|claim| claim.claim.article.as_str()).collect();
        writeln!(out, "{}: {} claims in {} articles", self.group, self.claims.len(), articles.len())?;
        for claim in &self.claims {
            let day = when(claim.published, claim.published_at);
            let stance = claim.stance.map_or("narrated", musnad_model::Stance::as_str);
            writeln!(out, "  {} {day} {stance} {}", claim.claim, side(claim.side))?;
            writeln!(out, "      {}", clean(&claim.text))?;
            if let Some(because) = &claim.because {
                writeln!(out, "      {} of {}: {}", because.kind.as_str(), because.with, because.reason)?;
            }
        }
        writeln!(out, "chains")?;
        for chain in &self.chains {
            self.write_chain(out, chain)?;
        }
        for (name, lines) in [("for", &self.lines), ("against", &self.lines_against)] {
            if *lines != Lines::default() {
                writeln!(out, "independent lines {name}: {}", range(lines))?;
            }
        }
        for link in &self.links {
            self.write_link(out, link)?;
        }
        if let Some(root) = &self.single_root {
            writeln!(out, "one root: {} outlets have it from {}", root.outlets.len(), root.node)?;
            writeln!(out, "      {}", self.name(&root.node))?;
        }
        for copy in &self.copies {
            let words: u32 = copy.passages.iter().map(|passage| passage.words).sum();
            let first = copy.from.as_ref().map_or_else(|| "order unknown".to_owned(), |from| format!("{from} first"));
            let kind = match copy.kind {
                crate::CopyKind::Silent => "silent copy",
                crate::CopyKind::Credited => "credited copy",
                crate::CopyKind::CommonSource => "copies of one source",
                crate::CopyKind::Agencies => "copy credited to agencies",
                crate::CopyKind::Republished => "published again",
            };
            let through = copy.through.as_ref().map_or_else(String::new, |id| format!(", both from {id}"));
            writeln!(
                out,
                "{kind}: {} and {}, {words} words, {:.0} % of the shorter, {first}{through}",
                copy.a,
                copy.b,
                copy.share * 100.0
            )?;
        }
        for circle in &self.circles {
            writeln!(out, "circle{}", if circle.closed { ": where the claim came in is not said" } else { "" })?;
            for one in &circle.citations {
                let day = one.published.map_or_else(|| "no day".to_owned(), |day| day.to_string());
                let attribution = one.evidence.attribution.as_deref().unwrap_or("n");
                writeln!(out, "  {} cites {} in {}/{attribution}, {day}", one.citing, one.cited, one.evidence.article)?;
                writeln!(out, "      {}", self.name(&one.citing))?;
            }
        }
        for conflict in &self.conflicts {
            write_conflict(out, conflict)?;
        }
        for distortion in &self.distortions {
            write_distortion(out, distortion)?;
        }
        self.write_first(out)?;
        let rating = &self.credibility;
        writeln!(out, "suggested credibility: {} {} ({})", rating.rating, rating.words, rating.reason)
    }

    fn write_chain(&self, out: &mut String, chain: &Chain) -> std::fmt::Result {
        writeln!(out, "  {} {}", chain.claim, side(chain.side))?;
        for (i, id) in (0..).zip(&chain.nodes) {
            let kind = self.nodes.iter().find(|node| node.id == *id).map_or("", |node| kind(node.kind));
            let taken = if i < chain.inherited { " (by the cited article)" } else { "" };
            writeln!(out, "    {id} {kind}{taken} {}", self.name(id))?;
        }
        if let Some(name) = &chain.unconfirmed {
            writeln!(out, "    named here and not by the cited article: {}", clean(name))?;
        }
        Ok(())
    }

    fn write_link(&self, out: &mut String, link: &CommonLink) -> std::fmt::Result {
        let all = link.chains + link.bypass;
        let word = if link.dominates { "common link" } else { "frequent link" };
        writeln!(
            out,
            "{word} {}: {} of {all} chains {} pass, {} go round it",
            link.node,
            link.chains,
            side(link.side),
            link.bypass
        )?;
        writeln!(out, "      {}", self.name(&link.node))
    }

    fn write_first(&self, out: &mut String) -> std::fmt::Result {
        let first = &self.first;
        let word = if first.at.is_some() { "hour" } else { "day" };
        match (first.day, &first.articles[..]) {
            (Some(day), [one]) => writeln!(out, "first by {word}: {one}, {}", when(Some(day), first.at))?,
            (Some(day), several) => {
                writeln!(out, "first by {word}, a tie: {}, {}", several.join(", "), when(Some(day), first.at))?;
            }
            (None, _) => writeln!(out, "first by day: unknown")?,
        }
        if !first.undated.is_empty() {
            writeln!(out, "without a day, each may be earlier: {}", first.undated.join(", "))?;
        }
        for node in &first.cited {
            writeln!(out, "first by citation: {node}")?;
            writeln!(out, "      {}", self.name(node))?;
        }
        if first.disagree {
            writeln!(out, "day and citation disagree")?;
        }
        Ok(())
    }

    fn name(&self, id: &str) -> String {
        let name = self.nodes.iter().find(|node| node.id == id).map(|node| clean(&node.name)).unwrap_or_default();
        if name.is_empty() { "—".to_owned() } else { name }
    }
}

fn write_conflict(out: &mut String, conflict: &Conflict) -> std::fmt::Result {
    let kind = serde_word(conflict.kind);
    writeln!(out, "conflict: {kind}")?;
    for position in &conflict.positions {
        let claims: Vec<String> = position.claims.iter().map(ToString::to_string).collect();
        writeln!(out, "  {}", claims.join(", "))?;
        if let Some(value) = &position.value {
            writeln!(out, "      {}", clean(value))?;
        }
        if let Some(lines) = &position.lines {
            writeln!(out, "      independent lines: {}", range(lines))?;
        }
    }
    Ok(())
}

fn write_distortion(out: &mut String, distortion: &Distortion) -> std::fmt::Result {
    let arrow = if distortion.directed { "became" } else { "beside" };
    writeln!(out, "{}: {} {arrow} {}", serde_word(distortion.kind), distortion.from, distortion.to)?;
    for words in [&distortion.before, &distortion.after] {
        writeln!(out, "      {}", if words.is_empty() { "—".to_owned() } else { clean(words) })?;
    }
    Ok(())
}

/// A value's word on the wire.
fn serde_word(value: impl std::fmt::Debug) -> String {
    let mut word = String::new();
    for c in format!("{value:?}").chars() {
        if c.is_uppercase() && !word.is_empty() {
            word.push(' ');
        }
        word.extend(c.to_lowercase());
    }
    word
}

/// The moment where it is known, else the day.
fn when(day: Option<Date>, at: Option<Timestamp>) -> String {
    match (day, at) {
        (_, Some(at)) => at.to_string(),
        (Some(day), None) => day.to_string(),
        (None, None) => "no day".to_owned(),
    }
}

fn range(lines: &Lines) -> String {
    if lines.lower == lines.upper { lines.lower.to_string() } else { format!("{} to {}", lines.lower, lines.upper) }
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::For => "for",
        Side::Against => "against",
        Side::Open => "open",
    }
}

const fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Person => "person",
        NodeKind::Group => "group",
        NodeKind::Organization => "organization",
        NodeKind::Government => "government",
        NodeKind::Place => "place",
        NodeKind::Outlet => "outlet",
        NodeKind::Unnamed => "unnamed",
        NodeKind::Unstated => "unstated",
        NodeKind::SharedText => "shared-text",
        NodeKind::UnknownOutlet => "unknown-outlet",
        NodeKind::Article => "article",
    }
}

/// Words of an article without anything that could steer a terminal or turn a line round.
pub(super) fn clean(words: &str) -> String {
    let kept = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    kept.filter(
        |&c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    )
    .collect()
}
