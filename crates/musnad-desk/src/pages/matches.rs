//! Matches that the machine is not sure of: two claims side by side, one key to say that they are one or two.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_compare::trace::TracedClaim;
use musnad_ledger::{ClaimId, Id};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, ROWS};
use crate::board::{Board, Traced};
use crate::failure::Failure;
use crate::pages::review;
use crate::state::Desk;
use crate::view::{bits, diff, group, layout};
use crate::words::Word;

/// A match below this is asked about.
const WEAK: f32 = 0.8;

#[derive(Debug, Serialize)]
struct Suggested {
    /// The claim that was put into a group.
    claim: ClaimId,
    /// The claim by which it was.
    with: ClaimId,
    score: f32,
    reason: String,
    text: String,
    with_text: String,
    #[serde(skip)]
    group: Arc<Traced>,
    #[serde(skip)]
    at: (usize, usize),
}

#[derive(Debug, Serialize)]
struct Matches {
    /// The weakest first.
    matches: Vec<Suggested>,
    left: usize,
    #[serde(skip)]
    done: Option<Id>,
    #[serde(skip)]
    board: Arc<Board>,
}

/// Weak matches of a group.
fn weak(traced: &Arc<Traced>) -> Vec<Suggested> {
    let claims = &traced.trace.claims;
    let place = |id: &musnad_compare::ClaimId| claims.iter().position(|claim| claim.claim == *id);
    let one = |(at, claim): (usize, &TracedClaim)| {
        let because = claim.because.as_ref().filter(|because| because.score < WEAK)?;
        let with = place(&because.with)?;
        let (one, other) = (traced.claims[at]?, traced.claims[with]?);
        if one == other {
            return None;
        }
        Some(Suggested {
            claim: one,
            with: other,
            score: because.score,
            reason: because.reason.clone(),
            text: claim.text.clone(),
            with_text: claims[with].text.clone(),
            group: Arc::clone(traced),
            at: (at, with),
        })
    };
    claims.iter().enumerate().filter_map(one).collect()
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let mut matches: Vec<Suggested> = board.groups.iter().flat_map(weak).collect();
    matches.sort_by(|a, b| a.score.total_cmp(&b.score).then((a.claim, a.with).cmp(&(b.claim, b.with))));
    // The board is of a moment ago: what was judged since is left out.
    let standing = desk.ledger.standing()?;
    matches.retain(|one| !standing.moves.contains_key(&one.claim));
    let left = matches.len();
    matches.truncate(ROWS);
    Answer::of(ask, &Matches { matches, left, done: ask.value("done").and_then(|id| id.parse().ok()), board })
}

impl Page for Matches {
    fn tab(&self) -> Tab {
        Tab::Review
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Matches).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Matches)) }
            (review::queues(look, "/matches"))
            p.standfirst { (look.say(Word::MatchesWhy)) " " (look.say(Word::Left)) ": " b { (self.left) } }
            @if look.edits() { p.faint { (look.say(Word::MatchKeys)) } }
            @if let Some(done) = self.done { (review::undo_notice(look, done, "/matches")) }
            @if self.matches.is_empty() {
                (bits::empty(look, if self.board.whole { Word::NoMatches } else { Word::Comparing }, Some(("/review", Word::Review))))
            }
            @for (place, one) in self.matches.iter().enumerate() {
                div.task data-task {
                    div.sides {
                        div.side { (side(look, one, one.at.1, None)) }
                        div.side { (side(look, one, one.at.0, Some(&one.with_text))) }
                    }
                    p.meta { (look.say(Word::Confidence)) " " (bits::percent(f64::from(one.score))) " · " span.faint lang="en" dir="ltr" { (one.reason) } }
                    @if look.edits() {
                        div.buttons {
                            (verdict(look, one, Some(one.with), look.say(Word::SameClaim), (place == 0).then_some("a")))
                            (verdict(look, one, None, look.say(Word::OtherClaims), (place == 0).then_some("s")))
                        }
                    }
                }
            }
        }
    }
}

fn side(look: &Look, one: &Suggested, at: usize, against: Option<&str>) -> Markup {
    let version = &one.group.trace.claims[at];
    html! {
        blockquote dir="auto" { @match against { Some(first) => (diff::show(&version.text, first)), None => (version.text) } }
        (group::sources(look, &[version]))
        @if let Some(claim) = one.group.claims[at] { p.meta { a href=(look.to(&format!("/claim/{claim}"))) { (look.say(Word::Claim)) } } }
    }
}

/// A button that says whether the claim belongs to the other one's group.
fn verdict(look: &Look, one: &Suggested, to: Option<ClaimId>, label: &str, key: Option<&str>) -> Markup {
    html! {
        form action=(look.to(&format!("/claim/{}/move", one.claim))) method="post" {
            (layout::csrf(look))
            input type="hidden" name="back" value="/matches";
            @if let Some(to) = to { input type="hidden" name="to" value=(to); }
            button accesskey=[key] data-key=[key] { (label) @if let Some(key) = key { " " kbd { (key) } } }
        }
    }
}
