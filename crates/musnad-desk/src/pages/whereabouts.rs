//! Where somebody is said to be, over time: each report with who says so, contradictions beside one another.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use maud::{Markup, html};
use musnad_ledger::{Claim, ClaimFilter, ClaimId, Fact, Id, Page as Rows, PropositionFilter};
use musnad_model::{Polarity, Span};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::board::{Board, Whereabouts as Placed};
use crate::draw::map::{Dot, map};
use crate::failure::Failure;
use crate::state::Desk;
use crate::view::{bits, claim as row};
use crate::words::{Noun, Word};

/// How many names a page of the list has.
const NAMES: usize = 120;

/// A report of somebody at a place.
#[derive(Debug, Serialize)]
struct Report {
    place: String,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_km: Option<f64>,
    /// The claim; null for the article's own narration.
    claim: Option<Claim>,
    article: Id,
    outlet: Option<String>,
    published: Option<Date>,
    /// The days that are named with it.
    days: Option<(Date, Date)>,
    /// Whether it is said to be so.
    polarity: Option<Polarity>,
    /// The frame, such as `travel`; null if place and person are only named in the same words.
    frame: Option<String>,
    /// The role of the place in it: `from`, `to`, `via`, `at`, …
    role: Option<String>,
    span: Span,
}

#[derive(Debug, Serialize)]
struct Whereabouts {
    /// Whose; null for the list of people.
    of: Option<String>,
    name: Option<String>,
    people: Vec<Placed>,
    /// True if there are more people on the next page.
    more: bool,
    reports: Vec<Report>,
    #[serde(skip)]
    ask: Ask,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let of = ask.value("of").map(str::to_owned);
    let (mut people, reports) = match &of {
        None => (board.whereabouts.iter().skip(ask.sheet() * NAMES).take(NAMES + 1).cloned().collect(), Vec::new()),
        Some(key) => (Vec::new(), reports(desk, &board, key)?),
    };
    let more = people.len() > NAMES;
    people.truncate(NAMES);
    let name = of.as_deref().map(|key| board.name(key));
    Answer::of(ask, &Whereabouts { of, name, people, more, reports, ask: ask.clone(), board })
}

/// Reports of one person: those that the reader understood as movements or stays, and then those that only name
/// person and place in the same words.
fn reports(desk: &Desk, board: &Board, key: &str) -> Result<Vec<Report>, Failure> {
    let filter = PropositionFilter { entity: Some(key.to_owned()), placed: true, ..PropositionFilter::default() };
    let facts = desk.ledger.facts(&filter, Rows { skip: 0, limit: Rows::MOST })?;
    let mut reports: Vec<Report> = facts.into_iter().flat_map(of_fact).collect();
    let mut ids: Vec<ClaimId> = Vec::new();
    let near: Vec<_> = board
        .cards
        .iter()
        .flat_map(|(id, card)| card.located.iter().map(move |located| (*id, card, located)))
        .filter(|(id, _, located)| {
            located.people.contains(key)
                && !reports.iter().any(|report| report.article == *id && report.span == located.span)
        })
        .collect();
    ids.extend(near.iter().filter_map(|(_, _, located)| located.claim));
    let claims = if ids.is_empty() {
        Vec::new()
    } else {
        desk.ledger.claims(&ClaimFilter { ids, ..ClaimFilter::default() }, Rows { skip: 0, limit: Rows::MOST })?
    };
    for (article, card, located) in near {
        reports.push(Report {
            place: located.spot.name.clone(),
            lat: located.spot.lat,
            lon: located.spot.lon,
            radius_km: located.spot.radius_km,
            claim: located.claim.and_then(|id| claims.iter().find(|claim| claim.id == id)).cloned(),
            article,
            outlet: card.story.outlet.clone(),
            published: card.story.published,
            days: None,
            polarity: None,
            frame: None,
            role: None,
            span: located.span,
        });
    }
    reports.sort_by(|a, b| {
        let day = |report: &Report| report.days.map(|(first, _)| first).or(report.published);
        (day(b), &a.place, a.article, a.span).cmp(&(day(a), &b.place, b.article, b.span))
    });
    Ok(reports)
}

/// A report for each place in a fact.
fn of_fact(fact: Fact) -> Vec<Report> {
    let days = fact.roles.values().flatten().find_map(|filler| filler.days);
    let fillers = fact.roles.iter().flat_map(|(role, fillers)| fillers.iter().map(move |filler| (role, filler)));
    let places = fillers.filter_map(|(role, filler)| Some((role, filler.span, filler.place.clone()?)));
    let report = |(role, span, spot): (&String, Span, musnad_ledger::Spot)| Report {
        place: spot.name,
        lat: spot.lat,
        lon: spot.lon,
        radius_km: spot.radius_km,
        claim: fact.claim.clone(),
        article: fact.article,
        outlet: fact.outlet.clone(),
        published: fact.published,
        days,
        polarity: Some(fact.polarity),
        frame: Some(fact.frame.clone()),
        role: Some(role.clone()),
        span,
    };
    places.map(report).collect()
}

impl Page for Whereabouts {
    fn tab(&self) -> Tab {
        Tab::Whereabouts
    }

    fn title(&self, look: &Look) -> String {
        self.name.as_ref().map_or_else(
            || look.say(Word::Whereabouts).into(),
            |name| format!("{}: {name}", look.say(Word::Whereabouts)),
        )
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            @if let Some(key) = &self.of { (self.one(look, key)) } @else {
                h1 { (look.say(Word::Whereabouts)) }
                p.standfirst { (look.say(Word::WhereaboutsWhy)) }
                @if self.people.is_empty() { (bits::none_yet(look, &self.board, Word::NoWhereabouts)) }
                ul.names { @for person in &self.people {
                    li {
                        a href=(look.to(&format!("/whereabouts?of={}", part(&person.key)))) { bdi { (person.name) } }
                        " " small { (look.count(person.places, Noun::Place)) }
                    }
                } }
                (bits::sheets(&self.ask, "/whereabouts", self.more))
            }
        }
    }
}

impl Whereabouts {
    fn one(&self, look: &Look, key: &str) -> Markup {
        let mut by_place: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
        for report in &self.reports {
            by_place.entry(&report.place).or_default().push(report);
        }
        let mut places: Vec<(&str, Vec<&Report>)> = by_place.into_iter().collect();
        places.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
        let dots: Vec<Dot> = places
            .iter()
            .filter_map(|(name, list)| {
                let report = list.iter().find(|report| report.lat.is_some())?;
                Some(Dot {
                    name: (*name).to_owned(),
                    lat: report.lat?,
                    lon: report.lon?,
                    radius_km: report.radius_km.unwrap_or(10.0),
                    claims: list.len(),
                    address: format!("#{}", anchor(name)),
                })
            })
            .collect();
        html! {
            header.claimhead {
                p.kicker { a href=(look.to("/whereabouts")) { (look.say(Word::Whereabouts)) } }
                h1 dir="auto" { a href=(look.to(&format!("/source/{}", part(key)))) { (self.name.as_deref().unwrap_or_default()) } }
                p.meta { (look.count(places.len(), Noun::Place)) " · " (look.say(Word::NoVerdict)) }
            }
            @if self.reports.is_empty() { (bits::empty(look, Word::NoPlaces, Some(("/whereabouts", Word::Whereabouts)))) }
            @if !self.reports.is_empty() && !self.understood() { p.faint { (look.say(Word::OnlyNamed)) } }
            @if !dots.is_empty() { (map(look, &dots)) }
            div.sides.places {
                @for (name, list) in &places {
                    section.side #(anchor(name)) {
                        h2 { bdi { (name) } }
                        @for report in list { (self.report(look, report)) }
                    }
                }
            }
        }
    }

    /// True if some report was understood as a movement or a stay; then the others say that they were not.
    fn understood(&self) -> bool {
        self.reports.iter().any(|report| report.frame.is_some())
    }

    fn report(&self, look: &Look, report: &Report) -> Markup {
        html! {
            div.reported {
                @if report.polarity == Some(Polarity::Negative) { p { span.contested { (look.say(Word::NotThere)) } } }
                @if let Some(word) = report.role.as_deref().and_then(role_word) { p { span.role { (look.say(word)) } } }
                @if let Some((first, last)) = report.days { p.meta { (look.say(Word::OnDay)) " " (bits::day(look, Some(first))) @if last != first { " – " (bits::day(look, Some(last))) } } }
                @if let Some(claim) = &report.claim { (row::plain(look, &self.board, claim)) }
                @else {
                    p { (look.say(Word::Narrated)) }
                    p.meta {
                        (bits::outlet(look, report.outlet.as_deref())) " · "
                        a href=(look.to(&format!("/article/{}?from={}&to={}#found", report.article, report.span.start, report.span.end))) { (bits::day(look, report.published)) }
                    }
                }
                @if report.frame.is_none() && self.understood() { p.faint { (look.say(Word::OnlyNamed)) } }
            }
        }
    }
}

/// What a place is in a movement; where it is only the scene there is nothing to say.
fn role_word(role: &str) -> Option<Word> {
    Some(match role {
        "from" => Word::RoleFrom,
        "to" => Word::RoleTo,
        "via" => Word::RoleVia,
        _ => return None,
    })
}

/// An anchor that no name of a place can break.
fn anchor(name: &str) -> String {
    format!("p{}", &Id::of(name.as_bytes()).to_string()[..12])
}
