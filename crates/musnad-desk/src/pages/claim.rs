//! A claim in all its versions: who from whom, how many lines, what conflicts, who had it first.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use musnad_compare::trace::{NodeKind, Trace, TracedClaim};
use musnad_compare::{CopyKind, Side};
use musnad_ledger::{Claim, ClaimFilter, Id, StoredOperation, Subject};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::board::{Board, Traced};
use crate::draw::timeline::{Point, Row, timeline};
use crate::draw::tree::tree;
use crate::failure::Failure;
use crate::pages::{articles::headline, review};
use crate::state::Desk;
use crate::view::chain::{self, Link};
use crate::view::{bits, claim as row, diff, group};
use crate::words::{Noun, Word};

#[derive(Debug, Serialize)]
struct Shown {
    claim: Claim,
    chain: Vec<Link>,
    /// The claim's group in several articles; a claim of several statements may have several.
    #[serde(serialize_with = "crate::board::shared")]
    groups: Vec<Arc<Traced>>,
    /// Which of them is shown, from 0.
    shown: usize,
    /// What people did about it.
    operations: Vec<StoredOperation>,
    #[serde(skip)]
    done: Option<Id>,
    #[serde(skip)]
    board: Arc<Board>,
}

/// A claim by its id, also one that people took out.
pub(crate) fn find(desk: &Desk, id: Id) -> Result<Claim, Failure> {
    let filter = ClaimFilter { ids: vec![id], rejected: true, ..ClaimFilter::default() };
    desk.ledger.claims(&filter, musnad_ledger::Page::default())?.pop().ok_or(Failure::NotFound)
}

/// The chain of a claim, from its article's other claims.
pub(crate) fn chain_of(desk: &Desk, claim: &Claim) -> Result<Vec<Link>, Failure> {
    let filter = ClaimFilter { article: Some(claim.article), rejected: true, ..ClaimFilter::default() };
    let all = desk.ledger.claims(&filter, musnad_ledger::Page { skip: 0, limit: musnad_ledger::Page::MOST })?;
    let board = desk.board();
    let nothing = BTreeMap::new();
    Ok(chain::chain(claim, &all, board.cards.get(&claim.article).map_or(&nothing, |card| &card.unnamed)))
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let claim = find(desk, ask.id("id")?)?;
    let board = desk.board();
    let groups: Vec<Arc<Traced>> = board.groups_of(claim.id).into_iter().cloned().collect();
    let shown =
        ask.value("part").and_then(|part| part.parse::<usize>().ok()).unwrap_or(1).clamp(1, groups.len().max(1)) - 1;
    let page = Shown {
        chain: chain_of(desk, &claim)?,
        operations: desk.ledger.operations(&Subject::Claim(claim.id))?,
        claim,
        groups,
        shown,
        done: ask.value("done").and_then(|id| id.parse().ok()),
        board,
    };
    Answer::of(ask, &page)
}

impl Page for Shown {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, _: &Look) -> String {
        bits::short(&self.claim.content, 80)
    }

    fn body(&self, look: &Look) -> Markup {
        let here = format!("/claim/{}", self.claim.id);
        html! {
            header.claimhead {
                p.kicker { (look.say(Word::Claim)) }
                h1.quote dir="auto" { (self.claim.content) }
                p.head {
                    (bits::speaker(look, self.board.speaker(&self.claim), self.claim.entity.as_deref()))
                    " " (bits::stance(look, self.claim.stance, self.claim.negated))
                    (row::review(look, &self.claim))
                }
                (chain::show(look, &self.chain))
                p.meta {
                    a href=(look.to(&format!("/article/{}#n{}", self.claim.article, row::number(&self.claim.local)))) { (look.say(Word::InArticle)) }
                    " · " a href=(look.to(&format!("{here}/report"))) { (look.say(Word::Report)) }
                    " · " a href=(look.to(&format!("/matrix?e={}", self.claim.id))) { (look.say(Word::ToMatrix)) }
                }
            }
            @if let Some(done) = self.done { (review::undo_notice(look, done, &here)) }
            @if self.groups.len() > 1 {
                nav.layers aria-label=(look.say(Word::Statements)) {
                    @for (at, group) in self.groups.iter().enumerate() {
                        a href=(look.to(&format!("{here}?part={}", at + 1))) aria-current=[(at == self.shown).then_some("true")] dir="auto" {
                            (group.shown().map(|shown| bits::short(&shown.text, 48)).unwrap_or_default())
                        }
                    }
                }
            }
            @if let Some(group) = self.groups.get(self.shown) { (of_group(look, &self.board, group)) }
            @else if self.board.whole { (bits::empty(look, Word::NoOtherVersion, None)) }
            @else { (bits::empty(look, Word::Comparing, None)) }
            section.people {
                h2 { (look.say(Word::PeopleSay)) }
                (review::history(look, &self.operations, &here))
                (review::deeds(look, &self.claim, &here))
            }
        }
    }
}

/// How many pairs of copies are listed; the others are on their own page.
const COPIES: usize = 4;

/// Everything that is known of a group.
pub(crate) fn of_group(look: &Look, board: &Board, group: &Traced) -> Markup {
    let trace = &group.trace;
    html! {
        p.standfirst {
            (look.count(group.articles().len(), Noun::Article)) " · " (look.count(group.outlets().len(), Noun::Outlet)) " · "
            (bits::lines(look, &trace.lines))
            @if trace.lines_against.upper > 0 { " · " (look.say(Word::LinesAgainst)) ": " b { (bits::range(look, &trace.lines_against)) } }
        }
        (findings(look, board, trace))
        section {
            h2 { (look.say(Word::Tree)) }
            (tree(look, board, trace))
        }
        @if !trace.conflicts.is_empty() {
            section {
                h2 { (look.say(Word::Conflicts)) }
                @for conflict in &trace.conflicts { (group::conflict(look, board, group, conflict)) }
            }
        }
        (versions(look, group))
        (distortions(look, group))
        section {
            h2 { (look.say(Word::Timeline)) }
            (timeline(look, &rows(look, group)))
        }
    }
}

/// The name of a node of a trace.
fn node(look: &Look, board: &Board, trace: &Trace, id: &str) -> String {
    let Some(node) = trace.nodes.iter().find(|node| node.id == id) else { return String::new() };
    if node.kind == NodeKind::Article {
        let chain = trace.chains.iter().find(|chain| chain.nodes.last().is_some_and(|last| last == id));
        let card = chain.and_then(|chain| board.card(&chain.claim.article));
        return card.map_or_else(String::new, |(_, card)| headline(look, &card.story).to_owned());
    }
    match node.kind {
        NodeKind::Unstated | NodeKind::SharedText | NodeKind::UnknownOutlet => {
            look.say(bits::node_word(node.kind)).into()
        }
        _ if node.name.is_empty() => look.say(bits::node_word(node.kind)).into(),
        _ => node.name.clone(),
    }
}

/// What follows from the trace, each with its reason.
fn findings(look: &Look, board: &Board, trace: &Trace) -> Markup {
    let name = |id: &str| node(look, board, trace, id);
    let unknown = trace.chains.iter().filter(|chain| !chain.known).count();
    let dominating = trace.links.iter().find(|link| link.dominates && link.side == Side::For);
    let strongest = trace.links.iter().find(|link| link.side == Side::For);
    html! {
        dl.findings {
            div {
                dt { (look.say(Word::Lines)) }
                dd {
                    b { (bits::range(look, &trace.lines)) }
                    p {
                        @if trace.lines.lower == 0 { (look.say(Word::LinesNone)) " " }
                        @else { (look.say(Word::LinesShown)) " " }
                        @if unknown > 0 { (look.say(Word::LinesUnknown)) }
                    }
                    @for way in &trace.lines.shown { p.way { @for (i, id) in way.iter().enumerate() { @if i > 0 { span.sep {} } bdi { (name(id)) } } } }
                }
            }
            @if let Some(root) = &trace.single_root {
                div {
                    dt { (look.say(Word::SingleRoot)) }
                    dd { b { bdi { (name(&root.node)) } } p { (look.say(Word::SingleRootWhy)) } p { @for (i, id) in root.outlets.iter().enumerate() { @if i > 0 { " · " } bdi { (name(id)) } } } }
                }
            }
            @if let Some(link) = dominating.or(strongest) {
                div {
                    dt { (look.say(Word::CommonLink)) }
                    dd {
                        b { bdi { (name(&link.node)) } }
                        p {
                            @if link.dominates { (look.say(Word::AllPass)) } @else { (look.say(Word::SomePass)) }
                            " (" (look.say(Word::Chains)) ": " (link.chains) " · " (look.say(Word::Bypass)) ": " (link.bypass) ")"
                        }
                    }
                }
            }
            @for circle in &trace.circles {
                div {
                    dt { (look.say(Word::Circle)) }
                    dd {
                        p.way { @for citation in &circle.citations { bdi { (name(&citation.citing)) } span.sep {} bdi { (name(&citation.cited)) } br; } }
                        @if circle.closed { p { (look.say(Word::CircleClosed)) } }
                        @if circle.undated { p { (look.say(Word::CircleUndated)) } }
                    }
                }
            }
            div {
                dt { (look.say(Word::First)) }
                dd {
                    b { (bits::day(look, trace.first.day)) }
                    @for article in &trace.first.articles {
                        @if let Some((id, card)) = board.card(article) {
                            p { (bits::outlet(look, card.story.outlet.as_deref())) ": " a href=(look.to(&format!("/article/{id}"))) dir="auto" { (headline(look, &card.story)) } }
                        }
                    }
                    @if !trace.first.undated.is_empty() { p { (look.say(Word::FirstUndated)) " " (trace.first.undated.len()) } }
                    @if trace.first.disagree { p { (look.say(Word::FirstDisagree)) } }
                }
            }
            @if !trace.copies.is_empty() {
                div {
                    dt { (look.say(Word::Copies)) }
                    dd {
                        @for copy in trace.copies.iter().take(COPIES) {
                            p.pair_ {
                                a href=(look.to(&format!("/copies/{}/{}", copy.a, copy.b))) {
                                    @for (i, id) in [&copy.a, &copy.b].into_iter().enumerate() {
                                        @if i > 0 { " ↔ " }
                                        bdi { (board.card(id).and_then(|(_, card)| card.story.outlet.clone()).unwrap_or_else(|| look.say(Word::NoOutlet).into())) }
                                    }
                                }
                                " " (bits::percent(f64::from(copy.share)))
                                @if copy.kind == CopyKind::Silent { " · " (look.say(Word::CopySilent)) }
                            }
                        }
                    }
                }
            }
            div {
                dt { (look.say(Word::CredibilitySuggested)) }
                dd { b { (trace.credibility.rating) } p { (look.say(Word::ForAPerson)) } p.faint lang="en" dir="ltr" { (trace.credibility.words) ": " (trace.credibility.reason) } }
            }
        }
    }
}

/// Every version by its side, with what differs from the first that says so. The same words stand there once.
fn versions(look: &Look, group: &Traced) -> Markup {
    let all = &group.trace.claims;
    let first = all.iter().find(|claim| claim.side == Side::For && claim.stance.is_some()).or_else(|| group.shown());
    let first = first.map_or("", |claim| claim.text.as_str());
    let sides = [(Side::For, Word::SideFor), (Side::Against, Word::SideAgainst), (Side::Open, Word::SideOpen)];
    html! {
        section.versions {
            h2 { (look.say(Word::Versions)) }
            p.faint { (look.say(Word::VersionsWhy)) }
            @for (side, word) in sides {
                @let here = group::alike(all.iter().filter(|claim| claim.side == side));
                @if !here.is_empty() {
                    h3 { (look.say(word)) " (" (here.iter().map(Vec::len).sum::<usize>()) ")" }
                    div.sides { @for versions in here { (version(look, group, &versions, first)) } }
                }
            }
        }
    }
}

fn version(look: &Look, group: &Traced, versions: &[&TracedClaim], first: &str) -> Markup {
    let because = versions.iter().find_map(|version| version.because.as_ref());
    let claim = versions.iter().find_map(|version| group.claim(&version.claim));
    html! {
        div.side {
            blockquote dir="auto" { (diff::show(&versions[0].text, first)) }
            (group::sources(look, versions))
            p.meta {
                @if let Some(because) = because { (look.say(bits::match_word(because.kind))) }
                @if let Some(claim) = claim { " · " a href=(look.to(&format!("/claim/{claim}"))) { (look.say(Word::Claim)) } }
            }
        }
    }
}

fn distortions(look: &Look, group: &Traced) -> Markup {
    let trace = &group.trace;
    let outlet = |id: &musnad_compare::ClaimId| {
        trace.claims.iter().find(|one| one.claim == *id).and_then(|one| one.publisher.as_deref())
    };
    html! {
        @if !trace.distortions.is_empty() {
            section {
                h2 { (look.say(Word::Changed)) }
                div.wide {
                    table {
                        thead { tr { th { (look.say(Word::What)) } th { (look.say(Word::Before)) } th { (look.say(Word::After)) } } }
                        tbody {
                            @for one in &trace.distortions {
                                tr {
                                    th scope="row" { (look.say(bits::distortion_word(one.kind))) }
                                    td { span dir="auto" { (one.before) } br; small { (bits::outlet(look, outlet(&one.from))) } }
                                    td { span dir="auto" { (one.after) } br; small { (bits::outlet(look, outlet(&one.to))) @if !one.directed { " · " (look.say(Word::OrderUnknown)) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn rows(look: &Look, group: &Traced) -> Vec<Row> {
    let mut rows: Vec<(Option<&str>, Row)> = Vec::new();
    for version in &group.trace.claims {
        let Some(day) = version.published else { continue };
        let outlet = version.publisher.as_deref();
        let at = rows.iter().position(|(name, _)| *name == outlet).unwrap_or_else(|| {
            rows.push((outlet, Row { label: bits::outlet(look, outlet), points: Vec::new() }));
            rows.len() - 1
        });
        let class = match version.side {
            Side::For => "for",
            Side::Against => "against",
            Side::Open => "open",
        };
        let title = format!("{}: {}", bits::day_words(day, look.tongue), bits::short(&version.text, 120));
        rows[at].1.points.push(Point { day, address: group::version_address(look, version), title, class });
    }
    rows.into_iter().map(|(_, row)| row).collect()
}
