//! Whether a name is used as a place: the words around it decide.

use musnad_model::PlaceKind;

use crate::place::cue::{clitic, compass_after, cue, dateline, start_of};
use crate::place::find::{Match, Page};
use crate::place::gazetteer::{Entry, Iso, Need};
use crate::place::token::Gap;
use crate::place::words::{
    AND, AREA, BUILDING, CAPITAL, CITY, Class, DESCRIPTOR, DIRECTION, DISTANCE, GIVEN, KIN, PAPER, REGION, STATE,
    STRONG,
};

/// What the words around a name say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// A word for its kind stands before it.
    Descriptor,
    /// A preposition, direction, verb of motion, dateline.
    Place(&'static str),
    /// A word that leads to governments as well as to places.
    Partner,
    /// Nothing.
    Bare,
    /// Not a place here.
    No,
}

/// A name taken for a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    pub found: Match,
    /// First byte, at the descriptor if there is one.
    pub start: usize,
    pub cue: Cue,
    /// The classes of the descriptor.
    pub descriptor: Class,
    /// Degrees of the compass from words before it: north and east, -1 to 1.
    pub direction: (f32, f32),
    /// A nationality before or after it.
    pub nation: Option<Iso>,
}

/// What was decided of the name before, for lists.
#[derive(Clone, Copy, Debug)]
struct Last {
    /// The token after it.
    end: usize,
    cue: Cue,
    descriptor: Class,
}

/// Every name of the page that is used as a place, in order.
pub(crate) fn mentions(page: &Page<'_>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut last = Last { end: usize::MAX, cue: Cue::No, descriptor: Class::default() };
    let mut at = 0;
    while at < page.tokens.len() {
        let mut next = at + 1;
        let mut rejected = None;
        let matches = page.matches(at);
        let whole = matches.iter().any(|m| {
            let entry = chief(page, m);
            let plain = m.clitic.preposition == 0 && !m.clitic.and;
            plain && (entry.patch || entry.capital || entry.kind == PlaceKind::Country || entry.population >= 300_000)
        });
        for found in matches {
            if whole && (found.clitic.preposition != 0 || found.clitic.and) {
                continue;
            }
            let mention = judge(page, &found, last);
            if accepts(page, &mention) && !(page.context.skip)(found.start, found.end) {
                last = Last { end: found.last, cue: mention.cue, descriptor: mention.descriptor };
                next = found.last;
                out.push(mention);
                rejected = None;
                break;
            }
            if rejected.is_none() && found.need != Need::Head {
                rejected = Some((found.last, mention.cue));
                // «جيش جنوب السودان» leaves no «السودان» behind.
                let entry = chief(page, &found);
                if found.last > at + 1 && (entry.patch || entry.kind == PlaceKind::Country) {
                    next = found.last;
                    break;
                }
            }
        }
        if let Some((end, cue)) = rejected {
            let national = cue == Cue::No || cue == Cue::Partner || cue == Cue::Bare;
            if national && last.end != at + 1 {
                last = Last { end, cue: Cue::No, descriptor: Class::default() };
            }
        }
        at = next;
    }
    out
}

/// Reads the words before and after a name.
fn judge(page: &Page<'_>, found: &Match, last: Last) -> Mention {
    let mut mention = Mention {
        found: *found,
        start: found.start,
        cue: Cue::Bare,
        descriptor: Class::default(),
        direction: (0.0, 0.0),
        nation: None,
    };
    let i = found.first;
    let gap = page.gap(i);
    let prepositioned = found.clitic.preposition != 0;
    let linked = i > 0 && gap <= Gap::Mark;
    let before = if linked { page.class(i - 1) } else { Class::default() };
    mention.nation = page.gazetteer.nationality(page.word(found.last)).filter(|_| page.gap(found.last) == Gap::Space);

    if page.class(found.last).is(PAPER) && page.gap(found.last) <= Gap::Mark {
        mention.cue = Cue::No;
        return mention;
    }
    if prepositioned {
        mention.cue = clitic(page, found);
        return mention;
    }
    let state = |entry: &Entry| entry.kind == PlaceKind::Country || entry.capital;
    let goes_on = list(page, found, last);
    if let Some(cue) = goes_on.filter(|&cue| cue != Cue::No || state(chief(page, found))) {
        mention.cue = cue;
        mention.descriptor = last.descriptor;
        if cue != Cue::No {
            return mention;
        }
    }
    if found.clitic.and {
        return mention;
    }
    if linked && before.is(DESCRIPTOR) {
        described(page, &mut mention, i - 1);
        return mention;
    }
    // العاصمة الليبية طرابلس
    if linked
        && i > 1
        && page.gap(i - 1) == Gap::Space
        && page.class(i - 2).is(CAPITAL)
        && let Some(nation) = page.gazetteer.nationality(page.word(i - 1))
    {
        mention.nation = Some(nation);
        described(page, &mut mention, i - 2);
        return mention;
    }
    if mention.cue == Cue::No {
        return mention;
    }
    if linked {
        mention.cue = cue(page, &mut mention, i - 1);
    } else if gap == Gap::Bracket && i > 0 && page.class(i - 1).is(DESCRIPTOR.or(STRONG)) {
        mention.cue = Cue::Place("bracket");
    } else if gap == Gap::Line && dateline(page, found) {
        mention.cue = Cue::Place("dateline");
    }
    if mention.cue == Cue::Bare && page.class(found.last).is(DIRECTION) && page.gap(found.last) <= Gap::Bracket {
        mention.cue = Cue::Place("direction-after");
    }
    mention
}

/// A list goes on as it began: «في حلب وحمص».
fn list(page: &Page<'_>, found: &Match, last: Last) -> Option<Cue> {
    let i = found.first;
    if last.end == usize::MAX || last.end > i {
        return None;
    }
    let between = i - last.end;
    let joined = found.clitic.and && between == 0 && page.gap(i) <= Gap::Comma;
    let standing = between == 1 && page.class(i - 1).is(AND) && page.gap(i) == Gap::Space;
    let comma = between == 0 && page.gap(i) == Gap::Comma;
    let dash = between == 0 && page.gap(i) == Gap::Mark;
    let far = found.clitic.and && between == 1 && page.gazetteer.nationality(page.word(i - 1)).is_some();
    (joined || standing || comma || dash || far).then_some(last.cue)
}

/// A word for the kind of place stands at token `at`.
fn described(page: &Page<'_>, mention: &mut Mention, at: usize) {
    let class = page.class(at);
    let mut first = at;
    // «العاصمة السعودية الرياض»: the adjective, not the country.
    if class.is(CAPITAL)
        && page.word(mention.found.first).starts_with("ال")
        && page.gazetteer.nationality(page.word(mention.found.first)).is_some()
    {
        mention.cue = Cue::No;
        return;
    }
    // «مملكة البحرين» acts or is visited: look one word further.
    if class.is(STATE) && !class.is(REGION) {
        mention.descriptor = class;
        mention.cue = match page.word(at).chars().next() {
            Some('ب' | 'ل') => Cue::Place("in"),
            _ if at > 0 && page.gap(at) <= Gap::Mark => cue(page, mention, at - 1),
            _ => Cue::Bare,
        };
        mention.start = start_of(page, at);
        return;
    }
    if at > 0 && page.gap(at) <= Gap::Mark && page.class(at - 1).is(DESCRIPTOR) && !page.class(at - 1).is(STATE) {
        first = at - 1;
    }
    mention.descriptor = page.class(at);
    mention.cue = Cue::Descriptor;
    mention.start = start_of(page, first);
    if class.is(AREA) {
        mention.direction = compass_after(page, mention.found.last);
    }
}

/// The most likely bearer of a name, for the question how much it needs.
pub(crate) fn chief<'p>(page: &'p Page<'_>, found: &Match) -> &'p Entry {
    let ids = page.gazetteer.named(found.name);
    let weight = |entry: &Entry| {
        let kind = match entry.kind {
            PlaceKind::Country => 8.0,
            _ if entry.patch => 5.0,
            PlaceKind::Region => 3.5,
            _ => 0.0,
        };
        #[expect(clippy::cast_precision_loss, reason = "only compared")]
        let people = (entry.population.max(1) as f32).log10();
        people.max(kind) + 2.0 * page.votes.share(entry.country)
    };
    let mut best = page.gazetteer.entry(ids[0]);
    for &id in ids {
        let entry = page.gazetteer.entry(id);
        if weight(entry) > weight(best) {
            best = entry;
        }
    }
    best
}

/// Whether what the words say is enough for this name.
fn accepts(page: &Page<'_>, mention: &Mention) -> bool {
    let found = &mention.found;
    let entry = chief(page, found);
    let single = found.last - found.first == 1;
    let letters = page.text[found.start..found.end].chars().count();
    let supported = entry.country == [0; 2] || page.votes.of(entry.country) > 0.3;
    let great = entry.population >= 300_000 || entry.capital;
    let known = entry.patch || great || entry.kind == PlaceKind::Country;
    let cut = found.clitic.preposition != 0 || found.clitic.and;
    let adjective = single
        && entry.kind != PlaceKind::Country
        && page.gazetteer.nationality(&page.text[found.start..found.end]).is_some();
    if cut && !known && letters < 5 || found.clitic.preposition == b'k' && !known {
        return false;
    }
    match mention.cue {
        Cue::No => false,
        Cue::Descriptor if mention.descriptor.is(BUILDING) => {
            known && found.need <= Need::Cue && page.votes.share(entry.country) >= 0.3 && !adjective
        }
        Cue::Descriptor => {
            let town = mention.descriptor.is(CITY.or(REGION));
            if (found.need == Need::Head || adjective) && !town {
                return false;
            }
            if !known && letters <= 3 {
                return supported && town;
            }
            let province = mention.descriptor.is(REGION) && entry.kind == PlaceKind::Region;
            known || supported || province || entry.population >= 50_000 && town
        }
        Cue::Place(_) if adjective => false,
        Cue::Place(_) => match found.need {
            Need::Head => false,
            Need::Cue => supported && (known || entry.kind == PlaceKind::Region || entry.population >= 30_000),
            _ if known => true,
            _ if single && letters <= 3 => supported && entry.population >= 20_000,
            _ if cut => supported && (!single || entry.population >= 50_000 || entry.kind == PlaceKind::Region),
            _ => supported,
        },
        Cue::Partner | Cue::Bare => {
            let place = entry.kind != PlaceKind::Country && !entry.capital && found.need == Need::None && !adjective;
            let share = page.votes.share(entry.country) >= 0.3 || entry.country == [0; 2];
            let clear = entry.patch
                || share && letters >= 5 && entry.population >= 300_000
                || share && letters >= 5 && !single && entry.kind == PlaceKind::Region;
            place && clear && letters > 3 && supported && !beside_name(page, found)
        }
    }
}

/// A given name stands right before or after.
fn beside_name(page: &Page<'_>, found: &Match) -> bool {
    let before =
        found.first > 0 && page.gap(found.first) == Gap::Space && page.class(found.first - 1).is(GIVEN.or(KIN));
    let after = page.gap(found.last) == Gap::Space && page.class(found.last).is(GIVEN.or(DISTANCE));
    before || after
}
