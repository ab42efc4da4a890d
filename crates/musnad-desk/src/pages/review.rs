//! What people do: accept, reject, correct, rate, note, undo. Each is an operation of the ledger.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_ledger::{
    Act, Claim, ClaimFilter, Credibility, Id, Page as Rows, Reliability, Source, StoredOperation, Subject,
};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, ROWS};
use crate::board::{Board, doubted};
use crate::failure::Failure;
use crate::form::Form;
use crate::pages::claim::find;
use crate::pages::entity::key_of;
use crate::state::Desk;
use crate::view::{bits, claim as row, layout};
use crate::words::Word;

/// How many doubtful claims are asked of the ledger at a time.
const STEP: usize = 200;

#[derive(Debug, Serialize)]
struct Queue {
    /// Doubtful readings that nobody has judged, the most doubtful first.
    claims: Vec<Claim>,
    left: usize,
    #[serde(skip)]
    done: Option<Id>,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let mut claims: Vec<Claim> = Vec::new();
    let mut left = board.doubtful.len();
    // The board is of a moment ago: what was judged since is left out.
    for ids in board.doubtful.chunks(STEP) {
        let filter = ClaimFilter { ids: ids.to_vec(), ..ClaimFilter::default() };
        let found = desk.ledger.claims(&filter, Rows { skip: 0, limit: STEP })?;
        let open = found.into_iter().filter(doubted).collect::<Vec<_>>();
        left -= ids.len() - open.len();
        claims.extend(open);
        if claims.len() >= ROWS {
            break;
        }
    }
    claims.sort_by(|a, b| a.confidence.total_cmp(&b.confidence).then(a.id.cmp(&b.id)));
    claims.truncate(ROWS);
    let done = ask.value("done").and_then(|id| id.parse().ok());
    Answer::of(ask, &Queue { claims, left, done, board })
}

impl Page for Queue {
    fn tab(&self) -> Tab {
        Tab::Review
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Review).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Review)) }
            (queues(look, "/review"))
            p.standfirst { (look.say(Word::ReviewWhy)) " " (look.say(Word::Left)) ": " b { (self.left) } }
            @if look.edits() { p.faint { (look.say(Word::ReviewKeys)) } }
            @if let Some(done) = self.done { (undo_notice(look, done, "/review")) }
            @if self.claims.is_empty() { (bits::empty(look, Word::NothingToReview, Some(("/", Word::ToFront)))) }
            @for (at, claim) in self.claims.iter().enumerate() {
                div.task data-task {
                    (row::plain(look, &self.board, claim))
                    p.meta {
                        (look.say(Word::Confidence)) " " (bits::percent(claim.confidence)) " · "
                        code dir="ltr" { (claim.rule) }
                    }
                    // One key does for the first one: it is always the one that is judged.
                    (judge(look, claim, "/review", at == 0))
                }
            }
        }
    }
}

/// The ways between the queues.
pub(crate) fn queues(look: &Look, here: &str) -> Markup {
    html! {
        nav.layers aria-label=(look.say(Word::Review)) {
            @for (path, word) in [("/review", Word::Readings), ("/matches", Word::Matches)] {
                a href=(look.to(path)) aria-current=[(path == here).then_some("true")] { (look.say(word)) }
            }
        }
    }
}

/// The buttons of a verdict about a reading. Only one pair on a page has keys.
fn judge(look: &Look, claim: &Claim, back: &str, keys: bool) -> Markup {
    html! {
        @if look.edits() { div.buttons {
            (button(look, &format!("/claim/{}/confirm", claim.id), back, look.say(Word::Accept), keys.then_some("a")))
            (button(look, &format!("/claim/{}/reject", claim.id), back, look.say(Word::Reject), keys.then_some("r")))
        } }
    }
}

fn button(look: &Look, action: &str, back: &str, label: &str, key: Option<&str>) -> Markup {
    html! {
        form action=(look.to(action)) method="post" {
            (layout::csrf(look))
            input type="hidden" name="back" value=(back);
            button accesskey=[key] data-key=[key] { (label) @if let Some(key) = key { " " kbd { (key) } } }
        }
    }
}

/// Everything that can be done about one claim.
pub(crate) fn deeds(look: &Look, claim: &Claim, back: &str) -> Markup {
    let base = format!("/claim/{}", claim.id);
    html! {
        @if look.edits() { div.deeds {
            @if !claim.review.rejected { (judge(look, claim, back, false)) }
            details {
                summary { (look.say(Word::CorrectSource)) }
                form.stack action=(look.to(&format!("{base}/source"))) method="post" {
                    (layout::csrf(look))
                    input type="hidden" name="back" value=(back);
                    label { (look.say(Word::Speaker)) input name="speaker" dir="auto" maxlength="300" value=(claim.speaker.as_deref().unwrap_or_default()); }
                    label { (look.say(Word::Kind))
                        select name="kind" {
                            @for kind in KINDS { option value=(kind) selected[claim.entity.as_deref().is_some_and(|key| key.starts_with(kind))] { (look.say(bits::kind_word(kind))) } }
                        }
                    }
                    label { (look.say(Word::Via)) input name="via" dir="auto" maxlength="300" value=(claim.via.as_deref().unwrap_or_default()); }
                    label { (look.say(Word::Reason)) input name="why" dir="auto" maxlength="1000"; }
                    button { (look.say(Word::Record)) }
                }
            }
            details {
                summary { (look.say(Word::RateClaim)) }
                form.stack action=(look.to(&format!("{base}/rate"))) method="post" {
                    (layout::csrf(look))
                    input type="hidden" name="back" value=(back);
                    label { (look.say(Word::Credibility))
                        select name="credibility" {
                            @for (at, word) in CREDIBILITY.into_iter().enumerate() { option value=(at + 1) { (at + 1) " " (look.say(word)) } }
                        }
                    }
                    label { (look.say(Word::Reason)) input name="why" dir="auto" maxlength="1000"; }
                    button { (look.say(Word::Record)) }
                }
            }
            details {
                summary { (look.say(Word::AddNote)) }
                form.stack action=(look.to(&format!("{base}/note"))) method="post" {
                    (layout::csrf(look))
                    input type="hidden" name="back" value=(back);
                    label { (look.say(Word::Note)) textarea name="text" rows="3" dir="auto" maxlength="5000" required {} }
                    button { (look.say(Word::Record)) }
                }
            }
            details {
                summary { (look.say(Word::MoveClaim)) }
                form.stack action=(look.to(&format!("{base}/move"))) method="post" {
                    (layout::csrf(look))
                    input type="hidden" name="back" value=(back);
                    label { (look.say(Word::MoveTo)) input name="to" dir="ltr" maxlength="300" autocomplete="off"; }
                    label { (look.say(Word::Reason)) input name="why" dir="auto" maxlength="1000"; }
                    button { (look.say(Word::MoveDo)) }
                }
            }
        } }
    }
}

const KINDS: [&str; 6] = ["person", "group", "organization", "government", "outlet", "unnamed"];
const CREDIBILITY: [Word; 6] =
    [Word::Credible1, Word::Credible2, Word::Credible3, Word::Credible4, Word::Credible5, Word::Credible6];
const RELIABILITY: [(&str, Reliability, Word); 6] = [
    ("A", Reliability::A, Word::ReliableA),
    ("B", Reliability::B, Word::ReliableB),
    ("C", Reliability::C, Word::ReliableC),
    ("D", Reliability::D, Word::ReliableD),
    ("E", Reliability::E, Word::ReliableE),
    ("F", Reliability::F, Word::ReliableF),
];

/// The form that rates a source or an outlet.
pub(crate) fn rate_form(look: &Look, base: &str) -> Markup {
    html! {
        @if look.edits() { details {
            summary { (look.say(Word::RateSource)) }
            form.stack action=(look.to(&format!("{base}/rate"))) method="post" {
                (layout::csrf(look))
                label { (look.say(Word::Reliability))
                    select name="reliability" { @for (letter, _, word) in RELIABILITY { option value=(letter) { (letter) " " (look.say(word)) } } }
                }
                label { (look.say(Word::Reason)) input name="why" dir="auto" maxlength="1000"; }
                button { (look.say(Word::Record)) }
            }
        } }
    }
}

/// What was just done, with the way to take it back.
pub(crate) fn undo_notice(look: &Look, operation: Id, back: &str) -> Markup {
    html! {
        div.notice role="status" {
            span { (look.say(Word::Recorded)) }
            (button(look, &format!("/operation/{operation}/undo"), back, look.say(Word::Undo), Some("u")))
        }
    }
}

/// What people did about something, the latest first, each with the way to take it back.
pub(crate) fn history(look: &Look, operations: &[StoredOperation], back: &str) -> Markup {
    html! {
        @if operations.is_empty() { p.faint { (look.say(Word::NobodySaid)) } }
        ol.history {
            @for one in operations.iter().rev() {
                li.undone[!one.active] {
                    span { (deed(look, &one.operation.act)) }
                    @if let Some(why) = &one.operation.why { " – " q dir="auto" { (why) } }
                    p.meta {
                        bdi { (one.operation.author) } " · " bdi dir="ltr" { (moment(one.operation.at)) }
                        @if !one.active { " · " (look.say(Word::Undone)) }
                    }
                    @if look.edits() && !matches!(one.operation.act, Act::Undo { .. }) && one.active {
                        (button(look, &format!("/operation/{}/undo", one.id), back, look.say(Word::Undo), None))
                    }
                }
            }
        }
    }
}

fn moment(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
        .unwrap_or_default()
}

fn deed(look: &Look, act: &Act) -> Markup {
    html! {
        @match act {
            Act::Confirm { .. } => (look.say(Word::Confirmed)),
            Act::NotAClaim { .. } => (look.say(Word::Rejected)),
            Act::SetSource { speaker, via, .. } => {
                (look.say(Word::SourceSet)) ": " bdi { (speaker.as_deref().unwrap_or(look.say(Word::Unnamed))) }
                @if let Some(via) = via { " (" (look.say(Word::Via)) " " bdi { (via) } ")" }
            },
            Act::RateClaim { credibility, .. } => { (look.say(Word::Credibility)) ": " (u8::from(*credibility)) },
            Act::RateSource { reliability, .. } => { (look.say(Word::Reliability)) ": " (format!("{reliability:?}")) },
            Act::Note { text, .. } => q dir="auto" { (text) },
            Act::Move { .. } => (look.say(Word::Moved)),
            Act::Merge { entity, into } => { (look.say(Word::Merged)) ": " bdi { (entity) } " = " bdi { (into) } },
            Act::Split { entity, into, .. } => { (look.say(Word::Split)) ": " bdi { (entity) } " ≠ " bdi { (into) } },
            Act::Undo { .. } => (look.say(Word::Undone)),
        }
    }
}

/// Where a deed leads on to: the page that it came from, with the way to undo it.
fn back(form: &Form, otherwise: &str, done: Id) -> String {
    let own = |path: &&str| path.starts_with('/') && path.is_ascii() && !path.contains(['?', '#', '\\', '\r', '\n']);
    let path = form.value("back").filter(own).unwrap_or(otherwise);
    format!("{path}?done={done}")
}

/// The claim of a deed; it must be there.
fn claim(desk: &Desk, ask: &Ask) -> Result<Claim, Failure> {
    find(desk, ask.id("id")?)
}

fn done(desk: &Desk, ask: &Ask, form: &Form, claim: &Claim, act: Act) -> Result<String, Failure> {
    let id = desk.operate(&ask.author, act, form.value("why"))?;
    Ok(back(form, &format!("/claim/{}", claim.id), id))
}

pub(crate) fn confirm(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let claim = claim(desk, ask)?;
    done(desk, ask, form, &claim, Act::Confirm { claim: claim.id })
}

pub(crate) fn reject(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let claim = claim(desk, ask)?;
    done(desk, ask, form, &claim, Act::NotAClaim { claim: claim.id })
}

pub(crate) fn set_source(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let claim = claim(desk, ask)?;
    let speaker = form.value("speaker").map(str::to_owned);
    let kind = form.value("kind").filter(|kind| KINDS.contains(kind)).unwrap_or("unnamed");
    // The same name keeps the entity that the reader found; another one is named by kind and folded name, as
    // the reader names entities.
    let same = speaker == claim.speaker && claim.entity.as_deref().is_some_and(|key| key.starts_with(kind));
    let entity = if same {
        claim.entity.clone()
    } else {
        speaker.as_deref().filter(|_| kind != "unnamed").map(|name| key_of(desk, kind, name))
    };
    let via = form.value("via").map(str::to_owned);
    done(desk, ask, form, &claim, Act::SetSource { claim: claim.id, speaker, entity, via })
}

/// Moves a claim to the group of another one, or out of every group.
pub(crate) fn move_claim(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let claim = claim(desk, ask)?;
    // An address of this desk ends in the id; people paste it as it is.
    let id = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        path.split('/').find_map(|part| part.parse::<Id>().ok()).ok_or(Failure::Form(Word::NoSuchClaim))
    };
    let to = form.value("to").map(id).transpose()?;
    let to = to.map(|to| find(desk, to)).transpose().map_err(|_| Failure::Form(Word::NoSuchClaim))?;
    done(desk, ask, form, &claim, Act::Move { claim: claim.id, to: to.map(|to| to.id) })
}

pub(crate) fn rate_claim(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let claim = claim(desk, ask)?;
    let number = form.value("credibility").and_then(|number| number.parse::<u8>().ok());
    let credibility =
        number.and_then(|number| Credibility::try_from(number).ok()).ok_or(Failure::Form(Word::NoSuchRating))?;
    done(desk, ask, form, &claim, Act::RateClaim { claim: claim.id, credibility })
}

pub(crate) fn note(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let claim = claim(desk, ask)?;
    let text = form.value("text").ok_or(Failure::Form(Word::EmptyNote))?.to_owned();
    done(desk, ask, form, &claim, Act::Note { about: Subject::Claim(claim.id), text })
}

fn rate(desk: &Desk, ask: &Ask, form: &Form, source: Source, page: &str) -> Result<String, Failure> {
    let letter = form.value("reliability").unwrap_or_default();
    let found = RELIABILITY.into_iter().find(|(one, ..)| *one == letter).ok_or(Failure::Form(Word::NoSuchRating))?;
    let id = desk.operate(&ask.author, Act::RateSource { source, reliability: found.1 }, form.value("why"))?;
    Ok(format!("{page}?done={id}"))
}

pub(crate) fn rate_source(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let key = ask.part("key").to_owned();
    rate(desk, ask, form, Source::Entity(key.clone()), &format!("/source/{}", crate::ask::part(&key)))
}

pub(crate) fn rate_outlet(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let name = ask.part("name").to_owned();
    rate(desk, ask, form, Source::Outlet(name.clone()), &format!("/outlet/{}", crate::ask::part(&name)))
}

pub(crate) fn undo(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let operation = ask.id("id")?;
    let id = desk.operate(&ask.author, Act::Undo { operation }, form.value("why"))?;
    Ok(back(form, "/review", id))
}
