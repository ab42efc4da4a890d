//! A claim of several articles as an entry of a list.

use jiff::civil::Date;
use maud::{Markup, html};
use musnad_compare::trace::{Conflict, ConflictKind, Lines, TracedClaim};
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

/// How many versions of one position are shown before the rest is only counted.
const SHOWN: usize = 4;

/// The sides of a conflict beside one another, in the order of the trace: no side comes first by what it says.
pub(crate) fn conflict(look: &Look, board: &Board, group: &Traced, conflict: &Conflict) -> Markup {
    html! {
        div.conflict {
            h4 { (look.say(bits::conflict_word(conflict.kind))) }
            div.sides {
                @for position in &conflict.positions {
                    div.side {
                        @if let Some(value) = &position.value { p.value { bdi { (value) } } }
                        @for claim in position.claims.iter().take(SHOWN) {
                            @if let Some(version) = group.trace.claims.iter().find(|one| one.claim == *claim) {
                                (side(look, version))
                            } @else if let Some((id, card)) = board.card(&claim.article) {
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
                        @if position.claims.len() > SHOWN { p.faint { "+ " (look.count(position.claims.len() - SHOWN, Noun::Version)) } }
                    }
                }
            }
        }
    }
}

fn side(look: &Look, version: &TracedClaim) -> Markup {
    html! {
        blockquote dir="auto" { (bits::short(&version.text, 260)) }
        p.meta {
            @if let Some(stance) = version.stance { (bits::stance(look, stance, false)) " · " }
            (bits::outlet(look, version.publisher.as_deref())) " · "
            a href=(version_address(look, version)) { (bits::day(look, version.published)) }
        }
    }
}

/// Where a version stands in its article.
pub(crate) fn version_address(look: &Look, version: &TracedClaim) -> String {
    let passage = version.spans.first().map(|span| format!("?from={}&to={}#found", span.start, span.end));
    look.to(&format!("/article/{}{}", version.claim.article, passage.unwrap_or_default()))
}
