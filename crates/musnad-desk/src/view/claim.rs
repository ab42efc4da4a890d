//! A claim as a row of a list.

use maud::{Markup, html};
use musnad_ledger::{Claim, ClaimId};

use crate::ask::Look;
use crate::board::Board;
use crate::view::bits;
use crate::words::{Noun, Word};

/// A claim with its words as `words` shows them.
pub(crate) fn row(look: &Look, board: &Board, claim: &Claim, words: &Markup) -> Markup {
    html! {
        article.claim lang="" {
            p.head {
                (bits::speaker(look, board.speaker(claim), claim.entity.as_deref()))
                " " (bits::stance(look, claim.stance, claim.negated))
                @if let Some(via) = &claim.via { " " span.via { (look.say(Word::Via)) " " (bits::outlet(look, Some(via))) } }
            }
            blockquote dir="auto" { a href=(look.to(&format!("/claim/{}", claim.id))) { (words) } }
            p.meta {
                (bits::outlet(look, claim.outlet.as_deref()))
                " · " a href=(look.to(&format!("/article/{}#n{}", claim.article, number(&claim.local)))) { (bits::day(look, claim.published)) }
                (standing(look, board, claim.id))
                (review(look, claim))
            }
        }
    }
}

/// The same with its words as they are.
pub(crate) fn plain(look: &Look, board: &Board, claim: &Claim) -> Markup {
    row(look, board, claim, &html! { (claim.content) })
}

/// The number of a claim in its article: `a12` is 12.
pub(crate) fn number(local: &str) -> usize {
    local.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}

/// In how many articles a claim stands, by how many lines it came, and whether it is contested.
pub(crate) fn standing(look: &Look, board: &Board, claim: ClaimId) -> Markup {
    let groups = board.groups_of(claim);
    html! {
        @if let Some(group) = groups.first() {
            " · " a href=(look.to(&format!("/claim/{claim}"))) { (look.count(group.articles().len(), Noun::Article)) }
            " · " (bits::lines(look, &group.trace.lines))
            @if groups.iter().any(|group| !group.trace.conflicts.is_empty()) { " · " span.contested { (look.say(Word::Contested)) } }
        }
    }
}

/// What people said of it.
pub(crate) fn review(look: &Look, claim: &Claim) -> Markup {
    html! {
        @if claim.review.confirmed { " · " span.reviewed { (look.say(Word::Confirmed)) } }
        @if claim.review.rejected { " · " span.reviewed { (look.say(Word::Rejected)) } }
        @if claim.review.source_set { " · " span.reviewed { (look.say(Word::SourceSet)) } }
        @if let Some(credibility) = claim.review.credibility {
            " · " span.reviewed { (look.say(Word::Credibility)) " " (u8::from(credibility)) }
        }
    }
}
