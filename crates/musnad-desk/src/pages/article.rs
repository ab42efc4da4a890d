//! An article as a newspaper sets it, with its attributions in the text and their chains in the margin.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use musnad_ledger::{Arrival, Claim, ClaimId, Id, StoredOperation, Story, Subject};
use musnad_model::fold::{Strength, fold};
use musnad_model::{Block, BlockKind, CharIndex, Reading, Span};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::board::{Board, corrected, unnamed};
use crate::failure::Failure;
use crate::pages::{articles::headline, notes, review};
use crate::state::Desk;
use crate::view::chain::{self, Link};
use crate::view::text::{Kind, Mark, marked};
use crate::view::{bits, claim as row};
use crate::words::{Noun, Word};

/// A claim with its chain.
#[derive(Debug, Serialize)]
struct Noted {
    /// Its number in the text.
    number: usize,
    /// How many contents are around it.
    depth: usize,
    chain: Vec<Link>,
    #[serde(flatten)]
    claim: Claim,
}

#[derive(Debug, Serialize)]
struct Article {
    #[serde(flatten)]
    story: Story,
    arrivals: Vec<Arrival>,
    claims: Vec<Noted>,
    /// What people remarked about it.
    notes: Vec<StoredOperation>,
    reading: Reading,
    /// True if only the text as received is shown.
    #[serde(skip)]
    original: bool,
    #[serde(skip)]
    passage: Option<Span>,
    /// The operation that led here, for undoing it.
    #[serde(skip)]
    done: Option<Id>,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let id = ask.id("id")?;
    let article = desk.ledger.article(id)?.ok_or(Failure::NotFound)?;
    let found = corrected(&*desk.ledger, id)?.ok_or(Failure::Broken)?;
    let point = |name: &str| ask.value(name).and_then(|value| value.parse::<u32>().ok());
    let passage = point("from").zip(point("to")).map(|(from, to)| Span::new(from, to)).filter(|span| !span.is_empty());
    let unnamed = unnamed(&found.claims, &CharIndex::new(&found.reading.text));
    let claims = noted(&found.claims, &unnamed);
    let page = Article {
        story: found.story,
        arrivals: article.arrivals,
        claims,
        notes: desk.ledger.operations(&Subject::Article(id))?,
        reading: found.reading,
        original: ask.value("layer") == Some("original"),
        passage,
        done: ask.value("done").and_then(|id| id.parse().ok()),
        board: desk.board(),
    };
    Answer::of(ask, &page)
}

/// Claims in the order of their words, with numbers, depths and chains. Numbers are those of the reading, so that
/// they stay when something is corrected.
fn noted(claims: &[Claim], unnamed: &BTreeMap<ClaimId, String>) -> Vec<Noted> {
    let around = |one: &Claim| {
        let inside = |other: &&Claim| {
            let wide = |claim: &Claim| claim.content_spans.iter().map(|span| span.len()).sum::<u32>();
            let within = |span: &Span| other.content_spans.iter().any(|whole| whole.contains(*span));
            other.id != one.id
                && !other.review.rejected
                && (wide(other), std::cmp::Reverse(&other.local)) > (wide(one), std::cmp::Reverse(&one.local))
                && one.content_spans.iter().all(within)
        };
        claims.iter().filter(inside).count()
    };
    let mut all: Vec<Noted> = claims
        .iter()
        .map(|claim| Noted {
            number: row::number(&claim.local),
            depth: around(claim),
            chain: chain::chain(claim, claims, unnamed),
            claim: claim.clone(),
        })
        .collect();
    all.sort_by_key(|one| (one.claim.content_spans.first().map_or(0, |span| span.start), one.depth, one.number));
    all
}

impl Article {
    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for one in self.claims.iter().filter(|one| !one.claim.review.rejected) {
            let (number, stance) = (one.number, one.claim.stance.as_str());
            let claim = &one.claim;
            let end = claim.content_spans.iter().map(|span| span.end).max();
            marks.extend(claim.content_spans.iter().map(|&span| {
                let last = Some(span.end) == end;
                Mark { span, kind: Kind::Content { number, stance, depth: one.depth, last } }
            }));
            marks.extend(claim.source_spans.iter().map(|&span| Mark { span, kind: Kind::Source { number } }));
            marks.extend(claim.cue_spans.iter().map(|&span| Mark { span, kind: Kind::Cue { number, stance } }));
        }
        marks.extend(self.passage.map(|span| Mark { span, kind: Kind::Found { first: true } }));
        marks
    }

    /// The claims whose content begins in a block.
    fn of_block(&self, block: Span) -> impl Iterator<Item = &Noted> {
        self.claims.iter().filter(move |one| {
            let start = one.claim.content_spans.first().map(|span| span.start);
            !one.claim.review.rejected && start.is_some_and(|start| block.start <= start && start < block.end)
        })
    }
}

impl Page for Article {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, look: &Look) -> String {
        headline(look, &self.story).into()
    }

    fn body(&self, look: &Look) -> Markup {
        let here = format!("/article/{}", self.story.id);
        html! {
            article.paper {
                header {
                    p.kicker { (bits::outlet(look, self.story.outlet.as_deref())) " · " (bits::day(look, self.story.published)) }
                    h1 dir="auto" { (headline(look, &self.story)) }
                    @if let Some(author) = &self.story.author { p.byline dir="auto" { (author) } }
                    nav.layers aria-label=(look.say(Word::Layers)) {
                        a href=(look.to(&here)) aria-current=[(!self.original).then_some("true")] { (look.say(Word::LayerRead)) }
                        a href=(look.to(&format!("{here}?layer=original"))) aria-current=[self.original.then_some("true")] { (look.say(Word::LayerOriginal)) }
                    }
                }
                @if let Some(done) = self.done { (review::undo_notice(look, done, &here)) }
                @if self.original { pre.original dir="auto" { (self.reading.text) } }
                @else { (self.text(look)) }
            }
            @if !self.original { (legend(look, &self.claims)) }
            (self.aside(look))
            @if !self.original { (notes::section(look, &self.notes, &here)) }
            (self.origin(look))
        }
    }
}

impl Article {
    fn text(&self, look: &Look) -> Markup {
        let index = CharIndex::new(&self.reading.text);
        let marks = self.marks();
        html! {
            div.text {
                @for block in &self.reading.blocks {
                    div.row data-from=(block.span.start) {
                        (set(look, self.kind(&index, block), &marked(&index, block.span, &marks)))
                        @if self.of_block(block.span).next().is_some() {
                            aside.notes { @for one in self.of_block(block.span) { (self.note(look, one)) } }
                        }
                    }
                }
            }
        }
    }

    /// What a block is. A first line that repeats the headline is set as small as a byline.
    fn kind(&self, index: &CharIndex<'_>, block: &Block) -> BlockKind {
        let plain = |words: &str| fold(words, Strength::Lossy).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = index.slice(block.span).unwrap_or_default();
        let first = self.reading.blocks.first() == Some(block);
        let repeats = first && self.story.title.as_deref().is_some_and(|title| plain(title) == plain(words));
        if repeats { BlockKind::Byline } else { block.kind }
    }

    /// What stands in the margin for a claim.
    fn note(&self, look: &Look, one: &Noted) -> Markup {
        let claim = &one.claim;
        let groups = self.board.groups_of(claim.id);
        html! {
            section.note.(claim.stance.as_str()) #{ "n" (one.number) } data-claim=(one.number) {
                p.head {
                    a.number href={ "#c" (one.number) } { (one.number) }
                    (bits::speaker(look, one.chain.last().and_then(|link| link.name.as_deref()), claim.entity.as_deref()))
                    " " (bits::stance(look, claim.stance, claim.negated))
                }
                (chain::show(look, &one.chain))
                p.meta {
                    a href=(look.to(&format!("/claim/{}", claim.id))) {
                        @if let Some(group) = groups.first() { (look.count(group.articles().len(), Noun::Article)) }
                        @else { (look.say(Word::OnlyHere)) }
                    }
                    @if let Some(group) = groups.first() { " · " (bits::lines(look, &group.trace.lines)) }
                    @if groups.iter().any(|group| !group.trace.conflicts.is_empty()) { " · " span.contested { (look.say(Word::Contested)) } }
                    (row::review(look, claim))
                }
                details {
                    summary { (look.say(Word::Why)) }
                    dl.facts {
                        dt { (look.say(Word::Rule)) } dd { code dir="ltr" { (claim.rule) } }
                        @if let Some(rule) = musnad_reader::rule(&claim.rule) { dd.why lang="en" dir="ltr" { (rule.why) } }
                        dt { (look.say(Word::Confidence)) } dd { (bits::percent(claim.confidence)) }
                        dt { (look.say(Word::Mode)) } dd { (look.say(bits::mode_word(claim.mode))) }
                    }
                    (review::deeds(look, claim, &format!("/article/{}", self.story.id)))
                }
            }
        }
    }

    /// What people took out, and what the reader could not do.
    fn aside(&self, look: &Look) -> Markup {
        let rejected: Vec<&Noted> = self.claims.iter().filter(|one| one.claim.review.rejected).collect();
        html! {
            @if self.claims.is_empty() { (bits::empty(look, Word::NoClaims, None)) }
            @if !rejected.is_empty() {
                section {
                    h2 { (look.say(Word::TakenOut)) }
                    @for one in rejected { (row::plain(look, &self.board, &one.claim)) }
                }
            }
            @if !self.reading.notes.is_empty() {
                details.remarks {
                    summary { (look.say(Word::Remarks)) }
                    ul lang="en" dir="ltr" { @for note in &self.reading.notes { li { (note.message) } } }
                }
            }
        }
    }

    /// Where it came from, and what tells that nothing was changed.
    fn origin(&self, look: &Look) -> Markup {
        html! {
            details.remarks {
                summary { (look.say(Word::Origin)) }
                dl.facts {
                    @if let Some(url) = &self.story.url { dt { (look.say(Word::Address)) } dd { bdi dir="ltr" { (url) } } }
                    dt { "SHA-256" } dd { code dir="ltr" { (self.reading.sha256) } }
                    dt { (look.say(Word::Engine)) } dd { code dir="ltr" { (self.reading.engine.version) " · " (self.reading.engine.pack) } }
                    @for arrival in &self.arrivals {
                        dt { (look.say(Word::Came)) } dd { bdi dir="auto" { (arrival.place) } " (" bdi { (arrival.how) } ")" }
                    }
                }
                p { a href=(look.to(&format!("/search?q={}", part(headline(look, &self.story))))) { (look.say(Word::SearchAlike)) } }
            }
        }
    }
}

/// A block, told apart by how it is set.
fn set(look: &Look, kind: BlockKind, words: &Markup) -> Markup {
    html! {
        @match kind {
            BlockKind::Heading => h2.heading dir="auto" { (words) },
            BlockKind::Paragraph => p dir="auto" { (words) },
            BlockKind::Byline => p.byline dir="auto" { (words) },
            BlockKind::Caption => p.caption dir="auto" { (words) },
            BlockKind::Related => p.related dir="auto" title=(look.say(Word::RelatedBlock)) { (words) },
        }
    }
}

/// What the lines under the words mean; only those that are in the article.
fn legend(look: &Look, claims: &[Noted]) -> Markup {
    let mut stances: Vec<_> = claims.iter().map(|one| one.claim.stance).collect();
    stances.sort_unstable();
    stances.dedup();
    html! {
        @if !stances.is_empty() {
            ul.key.stances aria-label=(look.say(Word::Legend)) {
                @for stance in stances { li { (bits::stance(look, stance, false)) } }
            }
        }
    }
}
