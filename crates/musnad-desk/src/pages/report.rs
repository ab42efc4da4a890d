//! The case report: a dossier on one claim, for paper.

use std::sync::Arc;

use jiff::Timestamp;
use maud::{Markup, html};
use musnad_ledger::{Claim, ClaimFilter, Head, Page as Rows};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::board::{Board, Traced};
use crate::failure::Failure;
use crate::pages::articles::headline;
use crate::pages::claim::{chain_of, find, of_group};
use crate::state::Desk;
use crate::view::chain::{self, Link};
use crate::view::{bits, claim as row};
use crate::words::Word;

/// A version with everything that lets somebody check it.
#[derive(Debug, Serialize)]
struct Exhibit {
    claim: Claim,
    chain: Vec<Link>,
    title: Option<String>,
    url: Option<String>,
    sha256: Option<String>,
}

#[derive(Debug, Serialize)]
struct Report {
    claim: Claim,
    made: String,
    /// The end of the ledger's log: nothing before it can have been changed unseen.
    head: Head,
    exhibits: Vec<Exhibit>,
    #[serde(serialize_with = "crate::board::shared")]
    group: Option<Arc<Traced>>,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let claim = find(desk, ask.id("id")?)?;
    let board = desk.board();
    let group = board.groups_of(claim.id).first().map(|group| Arc::clone(group));
    let mut ids: Vec<_> = group.iter().flat_map(|group| group.claims.iter().flatten().copied()).collect();
    if ids.is_empty() {
        ids.push(claim.id);
    }
    let filter = ClaimFilter { ids, ..ClaimFilter::default() };
    let mut claims = desk.ledger.claims(&filter, Rows { skip: 0, limit: Rows::MOST })?;
    claims.sort_by_key(|claim| (claim.published.is_none(), claim.published, claim.id));
    let mut exhibits = Vec::with_capacity(claims.len());
    for claim in claims {
        let card = board.cards.get(&claim.article);
        exhibits.push(Exhibit {
            chain: chain_of(desk, &claim)?,
            title: card.and_then(|card| card.story.title.clone()),
            url: card.and_then(|card| card.story.url.clone()),
            sha256: card.map(|card| card.sha256.clone()),
            claim,
        });
    }
    let made = Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
    Answer::of(ask, &Report { claim, made, head: desk.ledger.head()?, exhibits, group, board })
}

impl Page for Report {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, look: &Look) -> String {
        format!("{}: {}", look.say(Word::Report), bits::short(&self.claim.content, 60))
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            article.report {
                p.kicker { (look.say(Word::Report)) " · " bdi dir="ltr" { (self.made) } }
                h1.quote dir="auto" { (self.claim.content) }
                p.standfirst { (look.say(Word::Promise)) }
                @if let Some(group) = &self.group { (of_group(look, &self.board, group)) }
                section {
                    h2 { (look.say(Word::Exhibits)) }
                    ol.exhibits { @for exhibit in &self.exhibits { li { (self.exhibit(look, exhibit)) } } }
                }
                section {
                    h2 { (look.say(Word::Checking)) }
                    p { (look.say(Word::CheckingHow)) }
                    dl.facts { dt { (look.say(Word::LogEnd)) } dd { code dir="ltr" { (self.head.seq) " " (self.head.hash) } } }
                }
            }
        }
    }
}

impl Report {
    fn exhibit(&self, look: &Look, exhibit: &Exhibit) -> Markup {
        let claim = &exhibit.claim;
        html! {
            blockquote dir="auto" { (claim.content) }
            p.head { (bits::speaker(look, self.board.speaker(claim), claim.entity.as_deref())) " " (bits::stance(look, claim.stance, claim.negated)) " · " (look.say(bits::mode_word(claim.mode))) (row::review(look, claim)) }
            (chain::show(look, &exhibit.chain))
            dl.facts {
                dt { (look.say(Word::ArticleKind)) }
                dd {
                    a href=(look.to(&format!("/article/{}#n{}", claim.article, row::number(&claim.local)))) dir="auto" {
                        (self.board.cards.get(&claim.article).map_or(look.say(Word::NoTitle), |card| headline(look, &card.story)))
                    }
                    " · " (bits::outlet(look, claim.outlet.as_deref())) " · " (bits::day(look, claim.published))
                }
                @if let Some(url) = &exhibit.url { dt { (look.say(Word::Address)) } dd { bdi dir="ltr" { (url) } } }
                dt { (look.say(Word::Spans)) } dd { code dir="ltr" { @for span in &claim.content_spans { (span.start) "–" (span.end) " " } } }
                @if let Some(hash) = &exhibit.sha256 { dt { "SHA-256" } dd { code dir="ltr" { (hash) } } }
                dt { (look.say(Word::Rule)) } dd { code dir="ltr" { (claim.rule) } " · " (bits::percent(claim.confidence)) }
            }
        }
    }
}
