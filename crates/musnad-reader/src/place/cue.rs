//! What the words beside a name say: prepositions, heads, directions.

use musnad_model::PlaceKind;

use crate::place::find::{Match, Page};
use crate::place::gazetteer::Need;
use crate::place::judge::{Cue, Mention, chief};
use crate::place::token::Gap;
use crate::place::words::{
    ABOUT, AGAINST, ASK, BODY, BORDER, Class, DESCRIPTOR, DIRECTION, GIVE, GIVEN, KIN, MOTION, OFFICE, PARTNER, PRAYER,
    STRIKE, STRONG, TOWARDS,
};

/// ب, ل and ك on the name itself.
pub(crate) fn clitic(page: &Page<'_>, found: &Match) -> Cue {
    let near = (found.first.saturating_sub(2)..found.first).rev().take_while(|&n| page.gap(n + 1) <= Gap::Mark);
    let before = near.fold(Class::default(), |all, n| {
        let class = page.class(n);
        all.or(if n + 1 == found.first || class.is(GIVE) && !class.is(ASK) { class } else { Class::default() })
    });
    let entry = chief(page, found);
    let state = entry.kind == PlaceKind::Country || entry.capital;
    match found.clitic.preposition {
        b'b' | b'l' if !state => Cue::Place(if found.clitic.preposition == b'b' { "in" } else { "to" }),
        b'b' if before.is(ASK.or(GIVE)) => Cue::Partner,
        b'b' => Cue::Place("in"),
        // «ولتركيا مواقف»: has, not to.
        b'l' if page.gap(found.first) >= Gap::Stop || before.is(GIVE.or(ASK)) => Cue::Partner,
        b'l' if before.is(BODY) || before.is(OFFICE) => Cue::Partner,
        b'l' => Cue::Place("to"),
        _ => Cue::Partner,
    }
}

/// What the word at `at`, right before a name, says.
pub(crate) fn cue(page: &Page<'_>, mention: &mut Mention, at: usize) -> Cue {
    let word = page.word(at);
    let class = page.class(at);
    let before = if at > 0 && page.gap(at) <= Gap::Mark { page.class(at - 1) } else { Class::default() };
    if class.is(DIRECTION) {
        let (direction, first) = compass_before(page, at);
        let head = if first > 0 && page.gap(first) == Gap::Space { page.class(first - 1) } else { Class::default() };
        if head.is(BODY.or(OFFICE)) && !head.is(STRONG.or(DESCRIPTOR)) {
            return Cue::No;
        }
        mention.direction = direction;
        mention.start = start_of(page, first);
        return Cue::Place("direction");
    }
    if class.is(AGAINST) {
        let back = (at.saturating_sub(3)..at).any(|n| page.class(n).is(STRIKE));
        let land = chief(page, &mention.found).kind != PlaceKind::Country && !chief(page, &mention.found).capital;
        let plain = land && mention.found.need != Need::Metonym;
        return if back || before.is(MOTION) || plain { Cue::Place("on") } else { Cue::Partner };
    }
    if matches!(word, "من") && at > 0 && matches!(page.word(at - 1), "كل" | "كلا" | "بكل" | "لكل" | "وكل")
    {
        let led = page.word(at - 1).starts_with('ب') || at > 1 && page.class(at - 2).is(STRONG.or(TOWARDS));
        return if led { Cue::Place("each") } else { Cue::Partner };
    }
    if class.is(KIN.or(GIVEN)) && page.gap(at + 1) == Gap::Space && !class.is(STRONG) {
        return Cue::No;
    }
    if class.is(PRAYER) {
        return Cue::No;
    }
    let asked = |n: usize| page.class(n).is(ASK) && page.word(n).contains("طلب");
    if matches!(word, "من" | "ومن") && (before.is(ASK.or(PARTNER)) || (at.saturating_sub(3)..at).any(asked)) {
        return Cue::Partner;
    }
    if class.is(BORDER) {
        return Cue::Place("border");
    }
    if class.is(PARTNER) {
        let border = (at.saturating_sub(2)..at).any(|n| page.class(n).is(BORDER));
        return if border { Cue::Place("border") } else { Cue::Partner };
    }
    if class.is(STRONG) {
        return Cue::Place("preposition");
    }
    if class.is(TOWARDS) && class.is(STRIKE) && chief(page, &mention.found).kind == PlaceKind::Country {
        return Cue::Partner;
    }
    if class.is(TOWARDS) {
        return Cue::Place("noun");
    }
    if class.is(ABOUT) {
        return Cue::Place("about");
    }
    if class.is(BODY.or(OFFICE)) {
        return Cue::No;
    }
    let relative = at > 0 && matches!(page.word(at - 1), "التي" | "الذي");
    if relative && matches!(word, "ضرب" | "ضربت" | "تضرب" | "يضرب") {
        return Cue::Place("struck");
    }
    // «غادر قطر», «غادر الوفد قطر»
    let place = page.word(at + 1);
    let adjective = place.starts_with("ال") && page.gazetteer.nationality(place).is_some();
    let subject = word.starts_with("ال") && !adjective && class.is_empty() && at > 0 && page.gap(at) == Gap::Space;
    if page.gazetteer.words.moves(word) || subject && page.gazetteer.words.moves(page.word(at - 1)) {
        return Cue::Place("motion");
    }
    Cue::Bare
}

/// «بغداد - (رويترز)», or a line that is only a name.
pub(crate) fn dateline(page: &Page<'_>, found: &Match) -> bool {
    let gap = page.gap(found.last);
    matches!(gap, Gap::Comma | Gap::Bracket | Gap::Mark | Gap::Line)
}

/// North and east of one word.
fn point(word: &str) -> Option<(f32, f32)> {
    let word = word.strip_prefix(['و', 'ف']).filter(|w| w.len() > 6).unwrap_or(word);
    let word = word.strip_prefix(['ب', 'ل']).filter(|w| w.len() > 4).unwrap_or(word);
    let word = word.strip_prefix("ال").unwrap_or(word);
    match word.strip_suffix("يه").or_else(|| word.strip_suffix('ي')).unwrap_or(word) {
        "شمال" => Some((1.0, 0.0)),
        "جنوب" => Some((-1.0, 0.0)),
        "شرق" => Some((0.0, 1.0)),
        "غرب" => Some((0.0, -1.0)),
        "وسط" | "اقص" | "اقصي" => Some((0.0, 0.0)),
        _ => None,
    }
}

fn sum(points: impl Iterator<Item = (f32, f32)>) -> (f32, f32) {
    let (north, east) = points.fold((0.0, 0.0), |a: (f32, f32), b| (a.0 + b.0, a.1 + b.1));
    let length = north.hypot(east).max(1.0);
    (north / length, east / length)
}

/// «شمال غرب X»: the direction, and the token where it begins.
fn compass_before(page: &Page<'_>, at: usize) -> ((f32, f32), usize) {
    let mut first = at;
    if at > 0 && page.gap(at) == Gap::Space && point(page.word(at - 1)).is_some() {
        first = at - 1;
    }
    (sum((first..=at).filter_map(|n| point(page.word(n)))), first)
}

/// «ريف حلب الشمالي الشرقي».
pub(crate) fn compass_after(page: &Page<'_>, from: usize) -> (f32, f32) {
    let is = |n: usize| page.word(n).starts_with("ال") && page.gap(n) == Gap::Space;
    sum((from..from + 2).take_while(|&n| is(n)).map_while(|n| point(page.word(n))))
}

/// Where a descriptor begins, without proclitics.
pub(crate) fn start_of(page: &Page<'_>, at: usize) -> usize {
    let token = page.tokens[at];
    let word = page.word(at);
    if !page.gazetteer.words.exact(word).is_empty() {
        return token.start;
    }
    let mut start = token.start;
    let mut rest = word;
    for cut in [['و', 'ف', '\0'], ['ب', 'ل', 'ك']] {
        if !page.gazetteer.words.exact(rest).is_empty() {
            break;
        }
        if let Some(left) = rest.strip_prefix(cut) {
            start += rest.len() - left.len();
            rest = left;
        }
    }
    start
}
