//! Who speaks about whom, as a drawing and as a list.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_ledger::{ClaimFilter, Page as Rows, Tie};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::board::Board;
use crate::draw::network;
use crate::failure::Failure;
use crate::state::Desk;
use crate::view::bits;
use crate::words::{Noun, Word};

/// The most ties of the list.
const LISTED: usize = 60;

#[derive(Debug, Serialize)]
struct Network {
    /// Only what somebody says or is said of them.
    of: Option<String>,
    ties: Vec<Tie>,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let of = ask.value("of").map(str::to_owned);
    let board = desk.board();
    let all = Rows { skip: 0, limit: Rows::MOST };
    let mut ties = match &of {
        None => desk.ties(&board)?.to_vec(),
        Some(key) => {
            let from = ClaimFilter { speaker: Some(key.clone()), ..ClaimFilter::default() };
            let about = ClaimFilter { about: Some(key.clone()), ..ClaimFilter::default() };
            let mut ties = desk.ledger.ties(&from, all)?;
            ties.extend(desk.ledger.ties(&about, all)?.into_iter().filter(|tie| tie.to == *key && tie.from != *key));
            ties
        }
    };
    // Nobody in particular is no node.
    ties.retain(|tie| !tie.from.starts_with("unnamed:") && !tie.to.starts_with("unnamed:"));
    ties.sort_by(|a, b| {
        b.claims.cmp(&a.claims).then_with(|| (&a.from, &a.to, a.stance).cmp(&(&b.from, &b.to, b.stance)))
    });
    Answer::of(ask, &Network { of, ties, board })
}

impl Page for Network {
    fn tab(&self) -> Tab {
        Tab::Network
    }

    fn title(&self, look: &Look) -> String {
        let name = self.of.as_deref().map(|key| format!(": {}", self.board.name(key))).unwrap_or_default();
        format!("{}{name}", look.say(Word::Network))
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            @if let Some(key) = &self.of {
                header.claimhead {
                    p.kicker { a href=(look.to("/network")) { (look.say(Word::Network)) } }
                    h1 dir="auto" { a href=(look.to(&format!("/source/{}", part(key)))) { (self.board.name(key)) } }
                }
            } @else { h1 { (look.say(Word::Network)) } }
            p.standfirst { (look.say(Word::NetworkWhy)) }
            @if self.ties.is_empty() { (bits::empty(look, Word::NoTies, Some(("/", Word::ToFront)))) }
            @else {
                (network::network(look, &self.board, &self.ties))
                details.remarks open {
                    summary { (look.say(Word::AsList)) }
                    div.wide {
                        table {
                            thead { tr { th { (look.say(Word::Speaker)) } th { (look.say(Word::Stance)) } th { (look.say(Word::Named)) } th { (look.say(Word::HowMany)) } } }
                            tbody { @for tie in self.ties.iter().take(LISTED) { (self.row(look, tie)) } }
                        }
                    }
                    @if self.ties.len() > LISTED { p.faint { (look.say(Word::TooMany)) } }
                }
            }
        }
    }
}

impl Network {
    fn row(&self, look: &Look, tie: &Tie) -> Markup {
        let claims = look.count(usize::try_from(tie.claims).unwrap_or(0), Noun::Claim);
        let behind = format!("/source/{}?about={}&stance={}", part(&tie.from), part(&tie.to), tie.stance.as_str());
        html! {
            tr {
                td { (bits::speaker(look, Some(&self.board.name(&tie.from)), Some(&tie.from))) }
                td { (bits::stance(look, tie.stance, false)) }
                td { (bits::speaker(look, Some(&self.board.name(&tie.to)), Some(&tie.to))) }
                td { a href=(look.to(&behind)) { (claims) } }
            }
        }
    }
}
