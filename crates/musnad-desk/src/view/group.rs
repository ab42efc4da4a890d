//! A claim of several articles as an entry of a list.

use jiff::civil::Date;
use maud::{Markup, html};
use musnad_compare::ClaimId as Compared;
use musnad_compare::trace::{Conflict, ConflictKind, Lines, Position, TracedClaim};
use musnad_ledger::ClaimId;
use serde::Serialize;

use crate::ask::Look;
use crate::board::{Board, Traced};
use crate::view::bits;
use crate::words::{Noun, Word};

/// A group at a glance.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Summary {
    /// The claim that stands for it in addresses.
    pub claim: Option<ClaimId>,
    /// The words of its first version.
    pub text: String,
    /// Number of articles.
    pub articles: usize,
    /// Number of outlets.
    pub outlets: usize,
    /// Independent lines of those who say so.
    pub lines: Lines,
    /// The day of its latest version.
    pub latest: Option<Date>,
    /// In what its versions differ.
    pub conflicts: Vec<ConflictKind>,
}

impl Summary {
    pub(crate) fn of(group: &Traced) -> Self {
        let lines = &group.trace.lines;
        Self {
            claim: group.address(),
            text: group.shown().map(|shown| shown.text.clone()).unwrap_or_default(),
            articles: group.articles().len(),
            outlets: group.outlets().len(),
            lines: Lines { lower: lines.lower, upper: lines.upper, ..Lines::default() },
            latest: group.latest(),
            conflicts: group.trace.conflicts.iter().map(|conflict| conflict.kind).collect(),
        }
    }
}

/// The words of a group with what is to know at a glance.
pub(crate) fn entry(look: &Look, group: &Summary) -> Markup {
    let address = group.claim.map(|claim| look.to(&format!("/claim/{claim}")));
    html! {
        article.group {
            h3 dir="auto" { a href=[address] { (bits::short(&group.text, 220)) } }
            p.meta {
                (look.count(group.articles, Noun::Article)) " · "
                (look.count(group.outlets, Noun::Outlet)) " · "
                (bits::lines(look, &group.lines))
                @if let Some(day) = group.latest { " · " (look.say(Word::Latest)) " " (bits::day(look, Some(day))) }
                @for kind in &group.conflicts { " · " span.contested { (look.say(bits::conflict_word(*kind))) } }
            }
        }
    }
}

/// How many different wordings of one position are shown before the rest is only counted.
const SHOWN: usize = 4;

/// Versions that say the same in the same words, together: copies do not make a side longer.
pub(crate) fn alike<'t>(versions: impl IntoIterator<Item = &'t TracedClaim>) -> Vec<Vec<&'t TracedClaim>> {
    let mut all: Vec<Vec<&TracedClaim>> = Vec::new();
    for version in versions {
        match all.iter_mut().find(|one| one[0].text == version.text && one[0].stance == version.stance) {
            Some(known) => known.push(version),
            None => all.push(vec![version]),
        }
    }
    all
}

/// The sides of a conflict beside one another, in the order of the trace: no side comes first by what it says.
pub(crate) fn conflict(look: &Look, board: &Board, group: &Traced, conflict: &Conflict) -> Markup {
    html! {
        div.conflict {
            h4 { (look.say(bits::conflict_word(conflict.kind))) }
            div.sides { @for position in &conflict.positions { div.side { (self::position(look, board, group, position)) } } }
        }
    }
}

fn position(look: &Look, board: &Board, group: &Traced, position: &Position) -> Markup {
    let here = |id: &Compared| group.trace.claims.iter().find(|one| one.claim == *id);
    let versions = alike(position.claims.iter().filter_map(here));
    let elsewhere =
        position.claims.iter().filter(|id| here(id).is_none()).filter_map(|id| Some((id, board.card(&id.article)?)));
    html! {
        @if let Some(value) = &position.value { p.value { (bits::value(look, value)) } }
        @for versions in versions.iter().take(SHOWN) {
            blockquote dir="auto" { (bits::short(&versions[0].text, 260)) }
            (sources(look, versions))
        }
        @if versions.len() > SHOWN { p.faint { "+ " (look.count(versions.len() - SHOWN, Noun::Version)) } }
        @for (claim, (id, card)) in elsewhere.take(SHOWN) {
            p.meta {
                (bits::outlet(look, card.story.outlet.as_deref())) " · "
                @if let Some(claim) = claim.attribution.as_ref().and_then(|local| card.claims.get(local)) {
                    a href=(look.to(&format!("/claim/{claim}"))) { (look.say(Word::OtherClaim)) }
                } @else {
                    a href=(look.to(&format!("/article/{id}"))) { (bits::day(look, card.story.published)) }
                }
            }
        }
    }
}

/// How these versions vouch, and where each stands.
pub(crate) fn sources(look: &Look, versions: &[&TracedClaim]) -> Markup {
    html! {
        p.meta {
            @match versions.first().and_then(|one| one.stance) {
                Some(stance) => (bits::stance(look, stance, false)),
                None => (look.say(Word::Narrated)),
            }
            @for version in versions {
                " · " (bits::outlet(look, version.publisher.as_deref())) " "
                a href=(version_address(look, version)) { (bits::day(look, version.published)) }
            }
        }
    }
}

/// Where a version stands in its article.
pub(crate) fn version_address(look: &Look, version: &TracedClaim) -> String {
    let passage = version.spans.first().map(|span| format!("?from={}&to={}#found", span.start, span.end));
    look.to(&format!("/article/{}{}", version.claim.article, passage.unwrap_or_default()))
}
