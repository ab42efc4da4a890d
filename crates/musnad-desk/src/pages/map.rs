//! Places that claims name, on a map and as a list.

use maud::{Markup, html};
use musnad_ledger::{Claim, ClaimFilter, Page as Rows, Where};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::board::{Board, Named};
use crate::draw::map;
use crate::failure::Failure;
use crate::state::Desk;
use crate::view::{bits, claim as row};
use crate::words::{Noun, Word};

/// The most places that one drawing holds legibly: those named most.
const MOST: usize = 300;

#[derive(Debug, Serialize)]
struct Map {
    places: Vec<Named>,
    /// True if there are more places than are shown.
    cut: bool,
    /// The place whose claims are shown.
    place: Option<String>,
    claims: Vec<Claim>,
    #[serde(skip)]
    board: std::sync::Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let places: Vec<Named> = board.places.iter().take(MOST).cloned().collect();
    let cut = board.places.len() > MOST;
    let place = ask.value("place").map(str::to_owned);
    let claims = match &place {
        Some(name) => {
            let filter = ClaimFilter { place: Some(Where::Named(name.clone())), ..ClaimFilter::default() };
            desk.ledger.claims(&filter, Rows::default())?
        }
        None => Vec::new(),
    };
    Answer::of(ask, &Map { places, cut, place, claims, board })
}

impl Page for Map {
    fn tab(&self) -> Tab {
        Tab::Map
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Map).into()
    }

    fn body(&self, look: &Look) -> Markup {
        let address = |name: &str| look.to(&format!("/map?place={}", part(name)));
        let dot = |named: &Named| {
            Some(map::Dot {
                name: named.spot.name.clone(),
                lat: named.spot.lat?,
                lon: named.spot.lon?,
                radius_km: named.spot.radius_km.unwrap_or(10.0),
                claims: named.claims,
                address: address(&named.spot.name),
            })
        };
        let dots: Vec<map::Dot> = self.places.iter().filter_map(dot).collect();
        html! {
            h1 { (look.say(Word::Map)) }
            p.standfirst { (look.say(Word::MapWhy)) }
            @if self.places.is_empty() { (bits::none_yet(look, &self.board, Word::NoPlaces)) }
            @if !dots.is_empty() { (map::map(look, &dots)) p.faint { (look.say(Word::MapGrid)) @if self.cut { " " (look.say(Word::TooMany)) } } }
            @if let Some(place) = &self.place {
                section {
                    h2 { bdi { (place) } }
                    @if self.claims.is_empty() { p.faint { (look.say(Word::NoClaimThere)) } }
                    @for claim in &self.claims { (row::plain(look, &self.board, claim)) }
                }
            }
            ul.names {
                @for named in &self.places {
                    li {
                        a href=(address(&named.spot.name)) { bdi { (named.spot.name) } }
                        " " small { (look.count(named.claims, Noun::Claim)) @if named.spot.lat.is_none() { " · " (look.say(Word::NoPoint)) } }
                    }
                }
            }
        }
    }
}
