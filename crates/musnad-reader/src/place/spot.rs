//! Named spots that the gazetteer does not know: inside a place that it knows,
//! so far from one, or a town by the sound of its Latin name.

use musnad_model::PlaceKind;
use rustc_hash::FxHashMap;

use crate::place::Found;
use crate::place::find::Page;
use crate::place::gazetteer::hash;
use crate::place::local::{bare_start, made, placed};
use crate::place::resolve::{Resolved, moved, wide};
use crate::place::token::Gap;
use crate::place::words::{AGAINST, AREA, BUILDING, CITY, DESCRIPTOR, DISTANCE, GIVEN, KIN, LANDMARK, REGION};

/// The words of a name that the gazetteer does not know, after a descriptor at `at`.
fn unknown(page: &Page<'_>, at: usize, most: usize) -> Option<usize> {
    let class = page.class(at);
    let mut last = at + 1;
    while last < page.tokens.len() && last - at <= most {
        let word = page.word(last);
        let gap = page.gap(last);
        let fits = gap <= Gap::Mark || gap == Gap::Bracket && (class.is(BUILDING) || last > at + 1);
        let other = page.class(last);
        let goes_on = last > at + 1 && (word.starts_with('و') || word.starts_with("لل"));
        let common =
            !other.is_empty() && !other.is(KIN.or(GIVEN)) || other.is(AGAINST) && !page.class(last - 1).is(KIN);
        let filler = matches!(
            word,
            "الواقعه"
                | "الواقع"
                | "التي"
                | "الذي"
                | "حيث"
                | "بعد"
                | "قبل"
                | "مسافه"
                | "ذات"
                | "نفسها"
        );
        if goes_on || filler || !fits || common || word.len() < 4 {
            break;
        }
        last += 1;
    }
    let word = page.word(at + 1);
    let definite = word.starts_with("ال");
    let quoted = page.gap(at + 1) != Gap::Space;
    let plain = !definite && !quoted;
    let adjective = word.ends_with("يه") || word.ends_with('ي') || word.ends_with("ين") || word.ends_with("ات");
    let common = [
        "كبير",
        "صغير",
        "قريب",
        "مجاور",
        "اخر",
        "كامل",
        "واحد",
        "جديد",
        "قديم",
        "محاصر",
        "بعيد",
        "تابع",
        "عده",
        "متفرق",
        "مختلف",
        "فخم",
        "مزدحم",
        "خاص",
        "عام",
        "معزول",
        "ناي",
        "اثري",
        "ثاني",
        "رييس",
        "بين",
        "كان",
        "على",
        "التي",
        "الذي",
    ];
    let described = common.iter().any(|stem| word.starts_with(stem));
    let clitic = word.starts_with("لل") || word.starts_with("بال") || word.starts_with("ت") && plain && word.len() > 8;
    let people = definite && word.ends_with("ين") && class.is(LANDMARK.or(AREA));
    let person = people || page.gazetteer.nationality(word).is_some();
    (last > at + 1
        && !(plain && (adjective || described || class.is(AREA) && word.ends_with('ه')))
        && !clitic
        && !person)
        .then_some(last)
}

/// «دوار الأزهري بمدينة اللاذقية»: a named spot inside a place that is known.
pub(crate) fn inside(
    page: &Page<'_>,
    known: &[Resolved],
    at: usize,
    learnt: &mut FxHashMap<u64, Found>,
) -> Option<Resolved> {
    let class = page.class(at);
    if !class.is(CITY.or(LANDMARK).or(BUILDING).or(AREA).or(REGION)) || !placed(page, at) {
        return None;
    }
    let last = unknown(page, at, 3)?;
    let lead = page.word(last);
    let prepositioned =
        matches!(lead, "في" | "قرب" | "شمال" | "جنوب" | "شرق" | "غرب" | "شمالي" | "جنوبي" | "شرقي" | "غربي")
            || lead.starts_with('ب');
    let open = page.gap(last) <= Gap::Bracket && prepositioned || page.gap(last) == Gap::Bracket;
    if let Some(point) = offset(page, known, last) {
        let mut place = named(page, at, last, None);
        put(&mut place, point);
        learnt.insert(spelling(page, at + 1, last), place.clone());
        return Some(Resolved { found: place, first: at, last });
    }
    let holder = from(known, last).filter(|place| open && place.first <= last + 1)?;
    let most = if class.is(CITY.or(AREA).or(REGION)) { 130.0 } else { 40.0 };
    let radius = holder.found.radius_km.filter(|&r| r <= most && holder.found.kind != PlaceKind::Country)?;
    let place = Found {
        lat: holder.found.lat,
        lon: holder.found.lon,
        radius_km: Some(radius.max(10.0)),
        note: Some(format!("not in the gazetteer; somewhere in {}", holder.found.name)),
        ..named(page, at, last, holder.found.country.clone())
    };
    learnt.insert(spelling(page, at + 1, last), place.clone());
    Some(Resolved { found: place, first: at, last })
}

/// A place that only the text names, from its descriptor at `at` to before `last`.
fn named(page: &Page<'_>, at: usize, last: usize, country: Option<String>) -> Found {
    let class = page.class(at);
    let kind = if class.is(CITY) {
        PlaceKind::City
    } else if class.is(AREA.or(REGION)) {
        PlaceKind::Region
    } else {
        PlaceKind::Landmark
    };
    Found {
        start: bare_start(page, at),
        end: page.tokens[last - 1].end,
        kind,
        name: page.folded[page.tokens[at + 1].start..page.tokens[last - 1].end].to_owned(),
        country,
        lat: None,
        lon: None,
        radius_km: None,
        geonames: None,
        rule: "inside",
        note: None,
    }
}

/// A point reckoned from another place.
pub(crate) struct Reckoned {
    lat: f64,
    lon: f64,
    radius_km: f64,
    country: Option<String>,
    from: String,
}

pub(crate) fn put(place: &mut Found, point: Reckoned) {
    place.lat = Some(point.lat);
    place.lon = Some(point.lon);
    place.radius_km = Some(point.radius_km);
    place.country = place.country.take().or(point.country);
    place.rule = "offset";
    place.note = Some(format!("reckoned from {}", point.from));
}

/// «(180 كم جنوب شرق طرابلس)» from token `at` on.
pub(crate) fn offset(page: &Page<'_>, known: &[Resolved], at: usize) -> Option<Reckoned> {
    let (away, begin) = (at..at + 3).find_map(|n| {
        let away: f32 = page.word(n).parse().ok()?;
        (page.gap(n) < Gap::Stop && page.class(n + 1).is(DISTANCE)).then_some((away, n + 2))
    })?;
    let place = from(known, begin).filter(|place| place.first <= begin + 4)?;
    let (lat, lon) = (place.found.lat?, place.found.lon?);
    let (north, east) = compass(page, begin, place.last);
    if north == 0.0 && east == 0.0 || !away.is_finite() || away > 2_000.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "degrees")]
    let (lat, lon) = moved(lat as f32, lon as f32, north * away, east * away);
    Some(Reckoned {
        lat: wide(lat),
        lon: wide(lon),
        radius_km: wide((away * 0.25).max(10.0)),
        country: place.found.country.clone(),
        from: place.found.name.clone(),
    })
}

/// North and east of the directions between two tokens; a unit vector, or zero.
pub(crate) fn compass(page: &Page<'_>, first: usize, last: usize) -> (f32, f32) {
    let (mut north, mut east) = (0.0_f32, 0.0_f32);
    for word in (first..last).map(|n| page.word(n)) {
        let says = |way: &str| f32::from(u8::from(word.contains(way)));
        north += says("شمال") - says("جنوب");
        east += says("شرق") - says("غرب");
    }
    let length = north.hypot(east).max(1.0);
    (north / length, east / length)
}

fn spelling(page: &Page<'_>, first: usize, last: usize) -> u64 {
    let words: Vec<&str> = (first..last).map(|n| page.word(n)).collect();
    hash(&words.join(" "))
}

/// The same spots wherever they are named again with a word for their kind.
pub(crate) fn again(page: &Page<'_>, learnt: &FxHashMap<u64, Found>, taken: &mut [bool], more: &mut Vec<Resolved>) {
    if learnt.is_empty() {
        return;
    }
    for at in 0..page.tokens.len() {
        if taken[at] || !page.class(at).is(DESCRIPTOR) {
            continue;
        }
        let hit = (at + 2..=(at + 4).min(page.tokens.len()))
            .rev()
            .find_map(|last| Some((last, learnt.get(&spelling(page, at + 1, last))?)));
        if let Some((last, place)) = hit {
            if taken[at..last].contains(&true) {
                continue;
            }
            taken[at..last].fill(true);
            let found =
                Found { start: page.tokens[at].start, end: page.tokens[last - 1].end, rule: "again", ..place.clone() };
            if !(page.context.skip)(found.start, found.end) {
                more.push(Resolved { found, first: at, last });
            }
        }
    }
}

/// «مدينة سيلوبي»: a town that the gazetteer knows by its Latin name only.
pub(crate) fn by_sound(page: &Page<'_>, at: usize) -> Option<Resolved> {
    if !page.class(at).is(CITY) || page.gap(at + 1) > Gap::Mark {
        return None;
    }
    let leader = page.votes.leader()?;
    let last = unknown(page, at, 1)?;
    let id = page.gazetteer.by_sound(leader, page.word(at + 1))?;
    let mut place = made(page, page.gazetteer.entry(id), (at, last), "sound");
    place.found.note = Some("matched by its consonants".to_owned());
    Some(place)
}

/// The first known place at or after a token; they stand in order.
fn from(known: &[Resolved], at: usize) -> Option<&Resolved> {
    known.get(known.partition_point(|place| place.first < at))
}
