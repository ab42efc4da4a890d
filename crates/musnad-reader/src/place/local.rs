//! What needs the places around it: capitals and states by their adjective,
//! parts of "the country".

use rustc_hash::FxHashMap;

use crate::place::Found;
use crate::place::find::Page;
use crate::place::gazetteer::{Entry, Iso};
use crate::place::resolve::{Resolved, code, moved, wide};
use crate::place::spot::{again, by_sound, compass, inside, offset, put};
use crate::place::token::Gap;
use crate::place::words::{AGAINST, CAPITAL, Class, DESCRIPTOR, DIRECTION, MOTION, STATE, STRIKE, STRONG, TOWARDS};

/// Adds those places and puts everything in order.
pub(crate) fn finish(page: &Page<'_>, known: Vec<Resolved>) -> Vec<Found> {
    let mut taken = vec![false; page.tokens.len()];
    for place in &known {
        taken[place.first..place.last].fill(true);
    }
    let mut all = known;
    for n in 0..all.len() {
        if all[n].found.lat.is_none()
            && let Some(point) = offset(page, &all, all[n].last)
        {
            put(&mut all[n].found, point);
        }
    }
    let mut more: Vec<Resolved> = Vec::new();
    let mut learnt: FxHashMap<u64, Found> = FxHashMap::default();
    for at in 0..page.tokens.len() {
        if taken[at] {
            continue;
        }
        let made = by_adjective(page, at)
            .or_else(|| by_article(page, at))
            .or_else(|| part_of_country(page, &all, at))
            .or_else(|| inside(page, &all, at, &mut learnt))
            .or_else(|| by_sound(page, at));
        if let Some(made) = made {
            let free = !taken[made.first..made.last].contains(&true);
            if free && !(page.context.skip)(made.found.start, made.found.end) {
                taken[made.first..made.last].fill(true);
                more.push(made);
            }
        }
    }
    again(page, &learnt, &mut taken, &mut more);
    all.append(&mut more);
    all.sort_by_key(|place| place.found.start);
    all.into_iter().map(|place| place.found).collect()
}

/// A preposition or the like stands before token `at` or on it.
pub(crate) fn placed(page: &Page<'_>, at: usize) -> bool {
    let word = page.word(at);
    let own = page.gazetteer.words.exact(word).is_empty() && !page.class(at).is_empty();
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let clitic = bare.starts_with('ب') || bare.starts_with("لل") || own && bare.starts_with('ل');
    let before = if at > 0 && page.gap(at) <= Gap::Mark { page.class(at - 1) } else { Class::default() };
    clitic
        || before.is(STRONG.or(DIRECTION).or(TOWARDS))
        || before.is(AGAINST) && !before.is(STRIKE)
        || before.is(MOTION)
}

pub(crate) fn made(page: &Page<'_>, entry: &Entry, at: (usize, usize), rule: &'static str) -> Resolved {
    Resolved {
        found: Found {
            start: bare_start(page, at.0),
            end: page.tokens[at.1 - 1].end,
            kind: entry.kind,
            name: page.gazetteer.shown(entry).to_owned(),
            country: code(entry.country),
            lat: Some(wide(entry.lat)),
            lon: Some(wide(entry.lon)),
            radius_km: Some(wide(entry.radius_km)),
            geonames: (entry.geonames > 0).then_some(entry.geonames),
            rule,
            note: None,
        },
        first: at.0,
        last: at.1,
    }
}

/// First byte of a token after ب, و and the like, if what is left has the article.
pub(crate) fn bare_start(page: &Page<'_>, at: usize) -> usize {
    let word = page.word(at);
    let cut = word.find("ال").filter(|&cut| word[..cut].chars().all(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك')));
    let cut = cut.unwrap_or(0);
    page.tokens[at].start + cut
}

/// «العاصمة الجزائرية», «الجمهورية الإيرانية».
fn by_adjective(page: &Page<'_>, at: usize) -> Option<Resolved> {
    let class = page.class(at);
    if !class.is(CAPITAL.or(STATE)) || !page.word(at).contains("ال") && !page.word(at).contains("لل") {
        return None;
    }
    if page.gap(at + 1) != Gap::Space {
        return None;
    }
    let country = page.gazetteer.nationality(page.word(at + 1))?;
    let entry = if class.is(CAPITAL) {
        page.gazetteer.capital(country)?
    } else {
        placed(page, at).then(|| page.gazetteer.country(country)).flatten()?
    };
    Some(made(page, entry, (at, at + 2), "adjective"))
}

/// «في السلطنة», «إلى المملكة»: the country that the article is about.
fn by_article(page: &Page<'_>, at: usize) -> Option<Resolved> {
    let word = page.word(at);
    let word = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let word = word.strip_prefix('ب').unwrap_or(word);
    let candidates: &[Iso] = match word {
        "السلطنه" => &[*b"OM"],
        "المملكه" => &[*b"SA", *b"MA", *b"JO", *b"BH"],
        _ => return None,
    };
    let best = candidates.iter().copied().max_by(|&a, &b| page.votes.of(a).total_cmp(&page.votes.of(b)))?;
    let sure = candidates.len() == 1 || page.votes.of(best) >= 1.0 && page.votes.share(best) > 0.3;
    let joined = page.gap(at + 1) == Gap::Space && page.class(at + 1).is(DESCRIPTOR);
    let named = page.gap(at + 1) == Gap::Space && page.word(at + 1).starts_with("ال");
    (sure && placed(page, at) && !joined && !named)
        .then(|| page.gazetteer.country(best))
        .flatten()
        .map(|entry| made(page, entry, (at, at + 1), "article"))
}

/// «في جنوب غرب البلاد», where the article has one country.
fn part_of_country(page: &Page<'_>, known: &[Resolved], at: usize) -> Option<Resolved> {
    if page.word(at) != "البلاد" || at < 2 || page.gap(at) != Gap::Space || !page.class(at - 1).is(DIRECTION) {
        return None;
    }
    let first = if page.class(at - 2).is(DIRECTION) && page.gap(at - 1) == Gap::Space { at - 2 } else { at - 1 };
    let before = known.partition_point(|place| place.first < first);
    let apposed = before > 0 && first.saturating_sub(known[before - 1].last) <= 1;
    if apposed || first == 0 || !page.class(first - 1).is(STRONG) && !page.word(first).starts_with('ب') {
        return None;
    }
    let entry = page.gazetteer.country(page.votes.leader()?)?;
    let (north, east) = compass(page, first, at);
    let away = entry.radius_km * 0.5;
    let (lat, lon) = moved(entry.lat, entry.lon, north * away, east * away);
    let mut place = made(page, entry, (first, at + 1), "part-of-country");
    place.found.lat = Some(wide(lat));
    place.found.lon = Some(wide(lon));
    place.found.radius_km = Some(wide(entry.radius_km * 0.6));
    Some(place)
}
