//! Which place of a name is meant: countries and places that the article
//! speaks of, the words beside the name, and how great a place is.

use musnad_model::PlaceKind;

use crate::place::Found;
use crate::place::find::Page;
use crate::place::gazetteer::{Entry, Iso};
use crate::place::judge::{Cue, Mention};
use crate::place::token::Gap;
use crate::place::words::{AREA, BUILDING, CAPITAL, CITY, LANDMARK, REGION, STATE};

/// A place and the tokens that name it.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub found: Found,
    pub first: usize,
    pub last: usize,
}

/// Candidates closer than this are one place for the reader of news.
const SAME_KM: f32 = 60.0;
/// So many unambiguous places of the article are asked what is near.
const MOST_ANCHORS: usize = 48;
/// Less than this between two candidates, and nobody can tell.
const MARGIN: f32 = 0.5;

/// Chooses an entry for every mention.
pub(crate) fn resolve(page: &Page<'_>, mentions: &[Mention]) -> Vec<Resolved> {
    let alone: Vec<Option<&Entry>> = mentions.iter().map(|m| sure(page, m)).collect();
    // Each place once, and not too many: the work stays linear in the text.
    let mut anchors: Vec<&Entry> = Vec::new();
    for entry in alone.iter().copied().flatten() {
        let known = || anchors.iter().any(|anchor| std::ptr::eq(*anchor, entry));
        if entry.kind != PlaceKind::Country && entry.radius_km < 150.0 && anchors.len() < MOST_ANCHORS && !known() {
            anchors.push(entry);
        }
    }
    mentions
        .iter()
        .enumerate()
        .map(|(n, mention)| {
            let near = neighbours(page, mentions, &alone, n);
            choose(page, mention, &near, &anchors)
        })
        .collect()
}

/// The only place of that name, if it has one.
fn sure<'p>(page: &'p Page<'_>, mention: &Mention) -> Option<&'p Entry> {
    let ids = page.gazetteer.named(mention.found.name);
    let mut entries = ids.iter().map(|&id| page.gazetteer.entry(id));
    let first = entries.next()?;
    entries.all(|other| other.country == first.country && km(first, other) < SAME_KM).then_some(first)
}

/// Places right before or after in the same clause, which often contain or adjoin this one.
fn neighbours<'p>(
    page: &Page<'_>,
    mentions: &[Mention],
    alone: &[Option<&'p Entry>],
    n: usize,
) -> Vec<(&'p Entry, bool)> {
    let here = &mentions[n].found;
    let mut out = Vec::new();
    if let (Some(next), Some(Some(entry))) = (mentions.get(n + 1), alone.get(n + 1)) {
        let close = next.found.first.saturating_sub(here.last) <= 3;
        let clause = (here.last..=next.found.first).all(|t| page.gap(t) < Gap::Stop);
        if close && clause {
            out.push((*entry, !next.found.clitic.and));
        }
    }
    if n > 0 {
        let (before, entry) = (&mentions[n - 1], alone[n - 1]);
        let close = here.first.saturating_sub(before.found.last) <= 2;
        if let Some(entry) = entry.filter(|_| close) {
            out.push((entry, false));
        }
    }
    out
}

/// How well an entry fits.
fn fit(page: &Page<'_>, mention: &Mention, entry: &Entry, near: &[(&Entry, bool)], anchors: &[&Entry]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "only compared")]
    let people = (entry.population.max(1) as f32).log10();
    let mut score = match entry.kind {
        PlaceKind::Country => 7.0,
        PlaceKind::Region if entry.patch => 4.2,
        PlaceKind::Region => 3.0 + (entry.radius_km / 400.0).min(0.8),
        _ if entry.patch => people.max(4.4),
        _ => people * 0.8,
    };
    score += 3.0 * page.votes.share(entry.country);
    if entry.capital {
        score += 1.0;
    }
    if mention.nation == Some(entry.country) {
        score += 4.0;
    }
    if page.context.home.is_some_and(|home| home.as_bytes() == entry.country.as_slice()) {
        score += 0.5;
    }
    let word = mention.descriptor;
    let kind = entry.kind;
    if word.is(CAPITAL) && entry.capital {
        score += 4.0;
    }
    if word.is(STATE) && !word.is(REGION) && kind == PlaceKind::Country {
        score += 4.0;
    }
    if word.is(CITY.or(CAPITAL)) {
        score += if kind == PlaceKind::City { 3.0 } else { -1.0 };
    } else if word.is(REGION) {
        score += if kind == PlaceKind::Region { 3.0 } else { 0.0 };
    } else if word.is(LANDMARK.or(BUILDING)) {
        score += if kind == PlaceKind::Landmark { 2.0 } else { 0.0 };
        score -= if kind == PlaceKind::Country { 3.0 } else { 0.0 };
    } else if word.is(AREA) {
        score += if kind == PlaceKind::Region { 0.6 } else { 0.0 };
    }
    for (other, contains) in near {
        if other.kind == PlaceKind::Country {
            score += if other.country == entry.country && kind != PlaceKind::Country && *contains { 3.0 } else { 0.0 };
        } else if km(other, entry) < other.radius_km + 150.0 {
            score += if *contains { 1.5 } else { 1.0 };
        }
    }
    let round = anchors.iter().filter(|a| km(a, entry) < 150.0 && !std::ptr::eq(**a, entry)).count();
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let round = (round as f32 * 0.3).min(1.2);
    score + round
}

fn choose(page: &Page<'_>, mention: &Mention, near: &[(&Entry, bool)], anchors: &[&Entry]) -> Resolved {
    let mut ranked: Vec<(f32, &Entry)> = page
        .gazetteer
        .named(mention.found.name)
        .iter()
        .map(|&id| page.gazetteer.entry(id))
        .map(|entry| (fit(page, mention, entry, near, anchors), entry))
        .collect();
    // الكويت, تونس, جيبوتي: the country, unless a word says town.
    let states: Vec<Iso> =
        ranked.iter().filter(|(_, e)| e.kind == PlaceKind::Country).map(|(_, e)| e.country).collect();
    if !mention.descriptor.is(CITY.or(CAPITAL).or(LANDMARK).or(REGION)) {
        ranked.retain(|(_, e)| e.kind == PlaceKind::Country || !states.contains(&e.country));
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, entry) = ranked[0];
    let rival = ranked[1..].iter().find(|(score, other)| {
        let nested = entry.country == other.country
            && (entry.kind != other.kind || entry.kind == PlaceKind::Region && km(entry, other) < 250.0);
        best - score < MARGIN && !nested && km(entry, other) > SAME_KM.max(entry.radius_km).max(other.radius_km)
    });
    let found = mention.found;
    let mut made = Found {
        start: mention.start,
        end: found.end,
        kind: entry.kind,
        name: page.gazetteer.shown(entry).to_owned(),
        country: code(entry.country),
        lat: Some(wide(entry.lat)),
        lon: Some(wide(entry.lon)),
        radius_km: Some(wide(entry.radius_km)),
        geonames: (entry.geonames > 0).then_some(entry.geonames),
        rule: rule(mention),
        note: None,
    };
    if let Some((_, other)) = rival {
        made.lat = None;
        made.lon = None;
        made.radius_km = None;
        made.geonames = None;
        if entry.country != other.country {
            made.country = None;
        }
        made.note = Some("several places of this name fit".to_owned());
    } else {
        shift(mention, entry, &mut made);
        if mention.descriptor.is(LANDMARK.or(BUILDING)) && entry.kind == PlaceKind::City {
            made.kind = PlaceKind::Landmark;
            made.note = Some("the town's coordinates".to_owned());
        }
    }
    Resolved { found: made, first: first_token(page, mention.start, found.first), last: found.last }
}

fn first_token(page: &Page<'_>, start: usize, mut at: usize) -> usize {
    while at > 0 && page.tokens[at - 1].end > start {
        at -= 1;
    }
    at
}

/// «شمال سوريا» and «ريف حلب الشمالي» are a part: the point moves towards it.
fn shift(mention: &Mention, entry: &Entry, made: &mut Found) {
    let (north, east) = mention.direction;
    if north == 0.0 && east == 0.0 {
        return;
    }
    let length = match entry.kind {
        PlaceKind::Country => entry.radius_km * 0.5,
        _ if mention.descriptor.is(AREA) => 30.0_f32.min(entry.radius_km.max(20.0) * 1.2),
        _ => return,
    };
    let (lat, lon) = moved(entry.lat, entry.lon, north * length, east * length);
    made.lat = Some(wide(lat));
    made.lon = Some(wide(lon));
    made.radius_km = Some(wide(if entry.kind == PlaceKind::Country { entry.radius_km * 0.6 } else { 35.0 }));
    made.rule = if entry.kind == PlaceKind::Country { "part-of-country" } else { "part-of-area" };
    if entry.kind != PlaceKind::Country {
        made.kind = PlaceKind::Region;
        made.geonames = None;
    }
}

/// A point moved by kilometres.
pub(crate) fn moved(lat: f32, lon: f32, north_km: f32, east_km: f32) -> (f32, f32) {
    let width = lat.to_radians().cos().max(0.05) * 111.2;
    ((lat + north_km / 111.2).clamp(-90.0, 90.0), (lon + east_km / width).clamp(-180.0, 180.0))
}

/// The country's code as text.
pub(crate) fn code(country: Iso) -> Option<String> {
    (country != [0; 2]).then(|| country.iter().map(|&b| char::from(b)).collect())
}

const fn rule(mention: &Mention) -> &'static str {
    match mention.cue {
        Cue::Descriptor => "descriptor",
        Cue::Place(rule) => rule,
        Cue::Partner | Cue::Bare | Cue::No => "name",
    }
}

/// Kilometres between two entries.
pub(crate) fn km(a: &Entry, b: &Entry) -> f32 {
    distance(a.lat, a.lon, b.lat, b.lon)
}

/// Great-circle kilometres.
pub(crate) fn distance(lat_a: f32, lon_a: f32, lat_b: f32, lon_b: f32) -> f32 {
    let (north, east) = ((lat_b - lat_a).to_radians(), (lon_b - lon_a).to_radians());
    let half =
        (north / 2.0).sin().powi(2) + lat_a.to_radians().cos() * lat_b.to_radians().cos() * (east / 2.0).sin().powi(2);
    12_742.0 * half.clamp(0.0, 1.0).sqrt().asin()
}

/// Two decimals, as they stand in the tables.
pub(crate) fn wide(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
