//! Chains: which attribution reached the article through which, and by what channel.

use musnad_lang::Sense;
use musnad_model::EntityKind;

use crate::bind::site::SiteKind;
use crate::bind::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::Kind;
use crate::text::{Range, Text};

/// For each draft the one through which it came.
///
/// The construction may say so (a relay); else it is the smallest draft whose
/// content holds the inner draft's cue and content.
pub fn parents(drafts: &[Draft]) -> Vec<Option<usize>> {
    let mut parents: Vec<Option<usize>> = vec![None; drafts.len()];
    for i in 0..drafts.len() {
        let inner = &drafts[i];
        if matches!(inner.site, SiteKind::An | SiteKind::Masdar) || inner.rule == "phrase-relay" {
            // «نقلت X عن Y قوله إن»: one content, the inner cue in the outer's gap.
            parents[i] = (0..drafts.len()).rev().filter(|&j| j != i).find(|&j| {
                drafts[j].gap.holds(inner.at) && drafts[j].extent.start == inner.extent.start
            });
        }
        if parents[i].is_none() {
            parents[i] = (0..drafts.len())
                .filter(|&j| j != i && encloses(&drafts[j], inner))
                .min_by_key(|&j| (drafts[j].extent.len(), usize::MAX - j));
        }
    }
    break_cycles(&mut parents);
    parents
}

fn encloses(outer: &Draft, inner: &Draft) -> bool {
    let cue_inside = outer.extent.holds(inner.at);
    let content_inside = outer.extent.start <= inner.extent.start && inner.extent.end <= outer.extent.end + 2;
    cue_inside && content_inside && (outer.extent != inner.extent) && outer.extent.len() >= inner.extent.len()
}

fn break_cycles(parents: &mut [Option<usize>]) {
    for i in 0..parents.len() {
        let mut at = i;
        for _ in 0..=parents.len().min(64) {
            match parents[at] {
                Some(p) if p == i => {
                    parents[at] = None;
                    break;
                }
                Some(p) => at = p,
                None => break,
            }
        }
    }
}

/// A channel that a draft's own words name: an outlet's range of tokens, or «the outlet before».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The outlet is named here.
    Named(Range),
    /// «للصحيفة», «للقناة»: an outlet named before.
    Before,
}

/// The channel named between a draft's cue and its content, or right after its content.
pub fn channel(text: &Text<'_>, draft: &Draft) -> Option<Channel> {
    // What stands in a relay's own words are its links, not channels.
    if draft.rule.starts_with("relay") || matches!(draft.rule, "phrase-relay" | "carried") {
        return None;
    }
    let own = match draft.owner {
        Owner::Named(np) => np,
        _ => Range::new(0, 0),
    };
    let from = draft
        .clause
        .min(draft.at)
        .saturating_sub(if matches!(draft.owner, Owner::Named(np) if np.end <= draft.at) { 0 } else { 12 })
        .max(text.floor(draft.at));
    let before = Range::new(from, draft.at);
    let between =
        Range::new(draft.gap.start, draft.gap.end.max(draft.extent.start).min(draft.gap.start + 70));
    search(text, between, own).or_else(|| search_before(text, before, own)).or_else(|| after(text, draft))
}

/// «وفي مقابلة مع قناة الأفق قال»: the sentence opens with the channel.
fn search_before(text: &Text<'_>, range: Range, own: Range) -> Option<Channel> {
    let opens = range.start < range.end && range.start == text.sentence(range.start).start;
    let carrier = (range.start..range.end).any(|i| text.token(i).flags.has(Flags::CARRIER))
        || (range.start..range.end).any(|i| text.platform(i));
    if opens && carrier { search(text, range, own) } else { None }
}

fn search(text: &Text<'_>, range: Range, own: Range) -> Option<Channel> {
    let mut at = range.start;
    while at < range.end.min(text.tokens.len()) {
        if own.holds(at) {
            at = own.end;
            continue;
        }
        if let Some(found) = outlet(text, at) {
            // «لوكالة», «مع قناة», «على تويتر»: a preposition leads, at once or through a carrier.
            let led = text.token(at).morph.preposition != 0
                || (range.start.saturating_sub(1)..at).rev().take(9).any(|i| {
                    text.token(i).flags.has(Flags::PREPOSITION) && !matches!(text.core(i), "من" | "ان")
                        || matches!(text.word(i), "ل" | "لل")
                        || text.token(i).morph.preposition == b'l'
                        || text.token(i).flags.has(Flags::CARRIER)
                });
            if led {
                return Some(found);
            }
        }
        at += 1;
    }
    None
}

/// «"…"، في مقابلة مع قناة الأفق»: the channel follows the words.
fn after(text: &Text<'_>, draft: &Draft) -> Option<Channel> {
    let sentence = text.sentence(draft.extent.end - 1);
    let mut at = draft.extent.end;
    let next = |mut at: usize, end: usize| {
        while at < end && !matches!(text.token(at).kind, Kind::Word) {
            at += 1;
        }
        at
    };
    at = next(at, sentence.end);
    let mut sentence = sentence;
    if at >= sentence.end && at < text.tokens.len() {
        // «جاء ذلك في حوار مع صحيفة …» may stand in the next sentence.
        let from = next(at, text.tokens.len().min(at + 4));
        if from < text.tokens.len() && matches!(text.core(from), "جاء" | "جاءت") {
            sentence = text.sentence(from);
            at = from;
        }
    }
    if matches!(text.core(at), "جاء" | "جاءت") && at + 2 < sentence.end {
        let told = (at + 1..sentence.end.min(at + 5)).find(|&i| matches!(text.word(i), "في" | "خلال" | "عبر"));
        if let Some(told) = told {
            return search(text, Range::new(told, sentence.end.min(told + 24)), Range::new(0, 0));
        }
    }
    let opens = matches!(text.word(at), "في" | "خلال" | "عبر" | "علي") && at <= draft.extent.end + 3;
    let stop = (at..sentence.end)
        .find(|&i| {
            text.token(i).flags.has(Flags::CUE_VERB.or(Flags::THAT))
                && text.token(i).flags.has(Flags::FINITE.or(Flags::THAT))
        })
        .unwrap_or(sentence.end);
    let carrier = (at..stop.min(at + 3)).any(|i| text.token(i).flags.has(Flags::CARRIER)) || text.platform(at + 1);
    if opens && carrier { search(text, Range::new(at, stop.min(at + 16)), Range::new(0, 0)) } else { None }
}

/// An outlet at a token: a known name, or a type noun with a name in marks or after it.
fn outlet(text: &Text<'_>, at: usize) -> Option<Channel> {
    let token = text.token(at);
    let media =
        token.senses().any(|s| matches!(s, Sense::Title(t, ..) if &*text.pack.titles[t as usize].class == "media"));
    if media {
        // The name follows: «صحيفة "الأفق"», «قناة الجزيرة», «وكالة أنباء الأفق».
        for i in at + 1..(at + 4).min(text.tokens.len()) {
            let next = text.token(i);
            if next.kind == Kind::Quote {
                let quote = text.quote_at(i)?;
                return (quote.closed && quote.close > i + 1 && quote.close < i + 7)
                    .then_some(Channel::Named(Range::new(i + 1, quote.close)));
            }
            if next.kind != Kind::Word {
                break;
            }
            let known = text
                .name_at(i)
                .or_else(|| next.senses().find_map(|s| if let Sense::Name(n) = s { Some(n) } else { None }));
            if let Some(n) = known
                && text.pack.names[n as usize].kind == EntityKind::Outlet
            {
                let length = next.sequence.map_or(1, |(_, l)| usize::from(l));
                return Some(Channel::Named(Range::new(i, i + length)));
            }
            if next.flags.has(Flags::CUE_VERB.or(Flags::THAT).or(Flags::PREPOSITION)) {
                break;
            }
        }
        if token.morph.article {
            return Some(Channel::Before);
        }
        // «لصحيفة محلية»: described, not named; «لقناة الأفق»: a name that the pack does not know.
        let next = text.tokens.get(at + 1)?;
        return (next.kind == Kind::Word && next.morph.article && !next.flags.has(Flags::DEMONYM))
            .then_some(Channel::Named(Range::new(at + 1, at + 2)));
    }
    let n = text.name_at(at)?;
    if text.pack.names[n as usize].kind != EntityKind::Outlet {
        return None;
    }
    let length = token.sequence.map_or(1, |(_, l)| usize::from(l));
    Some(Channel::Named(Range::new(at, at + length)))
}
