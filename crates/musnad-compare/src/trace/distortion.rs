//! What changed from one version of a claim to the next.
//!
//! Each version is held against one other: the article that it cites, or the first of the
//! text that it shares, or the first that has the same speaker. What no article shows to
//! hang together is not compared.

use std::cmp::Ordering;

use musnad_model::{Mode, Span, Stance};

use super::build::moment;
use super::chain::{Article, Voice};
use super::node::Cast;
use super::{Distortion, DistortionKind, Evidence, NodeKind, Relation};
use crate::judge::{differing, particle};
use crate::names::{self, Name};
use crate::words::{Role, Word};

/// A version with the cast indices of its own chain: sources outwards, then the publisher.
pub(super) struct Version<'a> {
    pub(super) voice: &'a Voice<'a>,
    pub(super) article: &'a Article<'a>,
    pub(super) sources: Vec<usize>,
    pub(super) publisher: usize,
}

/// How firmly a chain vouches, on the ladder alleges or believes, says, affirms, fact. The
/// innermost cue counts, a distance kept on the way, and a hedge in the words themselves. `None` for demands,
/// denials and the like, which are not on it.
fn firmness(version: &Version<'_>) -> Option<u8> {
    if version.voice.member.hedged {
        return Some(0);
    }
    let rank = |stance: Stance| match stance {
        Stance::Alleges | Stance::Believes => Some(0),
        Stance::Says => Some(1),
        Stance::Affirms => Some(2),
        _ => None,
    };
    // What the innermost says, unless somebody on the way keeps a distance: who passes on
    // what was confirmed does not weaken it by saying so.
    let mut stances = version.voice.steps.iter().filter_map(|step| step.stance);
    let Some(inner) = stances.next() else { return Some(3) };
    let mut own = rank(inner)?;
    for stance in stances {
        own = own.min(if rank(stance)? == 0 { 0 } else { own });
    }
    Some(own)
}

/// Every change, in the order of the versions.
pub(super) fn distortions(versions: &[Version<'_>], cast: &Cast) -> Vec<Distortion> {
    let mut found = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        if let Some((before, relation)) = reference(versions, at) {
            compare(before, version, relation, cast, &mut found);
        }
    }
    found
}

/// The version that this one hangs on. `versions` are sorted by day, those without a day
/// last, then by claim.
fn reference<'v, 'a>(versions: &'v [Version<'a>], at: usize) -> Option<(&'v Version<'a>, Relation)> {
    let this = &versions[at];
    let other = |v: &&Version<'_>| v.voice.member.claim.article != this.voice.member.claim.article;
    let same_side = |v: &&Version<'_>| v.voice.member.side == this.voice.member.side;
    let others = versions.iter().filter(other).filter(same_side);
    let cited = |v: &&Version<'_>| this.sources.contains(&v.publisher) && v.publisher != this.publisher;
    if let Some(found) = others.into_iter().find(cited) {
        return Some((found, Relation::Cites));
    }
    let before = &versions[..at];
    let mut earlier = before.iter().filter(other).filter(same_side);
    let family = |v: &&Version<'_>| v.voice.family.is_some() && v.voice.family == this.voice.family;
    if let Some(found) = earlier.clone().find(family) {
        return Some((found, Relation::SharesText));
    }
    let speaker = this.sources.first()?;
    earlier.find(|v| v.sources.first() == Some(speaker)).map(|found| (found, Relation::SameSpeaker))
}

fn compare(x: &Version<'_>, y: &Version<'_>, relation: Relation, cast: &Cast, found: &mut Vec<Distortion>) {
    let order = moment(x.voice.reading).order(moment(y.voice.reading));
    let directed = relation == Relation::Cites || order == Some(Ordering::Less);
    let mut add = |kind, before: String, after: String, evidence: Vec<Evidence>| {
        found.push(Distortion {
            kind,
            from: x.voice.member.claim.clone(),
            to: y.voice.member.claim.clone(),
            relation,
            directed,
            before,
            after,
            evidence,
        });
    };
    let chains = || vec![chain_words(x), chain_words(y)];
    if let (Some(a), Some(b)) = (firmness(x), firmness(y)) {
        let kind = match (a, b) {
            (0, 1..) => Some(DistortionKind::HedgeDropped),
            (1.., 0) => Some(DistortionKind::HedgeAdded),
            (1, 2) => Some(DistortionKind::Strengthened),
            (2, 1) => Some(DistortionKind::Weakened),
            _ => None,
        };
        if let Some(kind) = kind {
            add(kind, vouched(x), vouched(y), chains());
        }
    }
    for (n, m) in differing(x.voice.claim, y.voice.claim) {
        let spans = [(x, n), (y, m)];
        let evidence = spans.map(|(v, number)| evidence(v, vec![number.span])).to_vec();
        let [before, after] = spans.map(|(v, number)| v.article.words(&[number.span]));
        add(DistortionKind::NumberChanged, before, after, evidence);
    }
    let name = |node: usize| cast.nodes[node].name.clone();
    let (origin_x, origin_y) = (x.sources.first().copied(), y.sources.first().copied());
    if let (Some(from), to) = (origin_x, origin_y)
        && relation != Relation::SameSpeaker
        && from != x.publisher
    {
        let outlet = |node: usize| cast.is_outlet(node) || node == x.publisher;
        match to {
            // Nobody is named any more, or only an outlet where there was somebody behind it.
            None => add(DistortionKind::SourceDropped, name(from), String::new(), chains()),
            Some(to) if outlet(to) && (!outlet(from) || to == x.publisher) && !y.sources.contains(&from) => {
                add(DistortionKind::SourceDropped, name(from), name(to), chains());
            }
            Some(to) if promoted(from, to, x, cast) && !outlet(to) => {
                add(DistortionKind::SourcePromoted, name(from), name(to), chains());
            }
            _ => {}
        }
    }
    let carriers = |v: &Version<'_>| -> Vec<usize> {
        let steps = v.voice.steps.iter().zip(&v.sources);
        steps.skip(1).map(|(_, &node)| node).filter(|&node| cast.is_outlet(node)).collect()
    };
    if origin_x.is_some() && origin_x == origin_y {
        for lost in carriers(x).into_iter().filter(|node| !y.sources.contains(node) && *node != y.publisher) {
            add(DistortionKind::ViaDropped, name(lost), String::new(), chains());
        }
    }
    let direct = |v: &Version<'_>| v.voice.member.mode == Some(Mode::Direct);
    if direct(x)
        && direct(y)
        && origin_x.is_some()
        && origin_x == origin_y
        && differing(x.voice.claim, y.voice.claim).is_empty()
    {
        for (a, b) in changes(&x.voice.claim.words, &y.voice.claim.words) {
            let (a, b) = (spans(a), spans(b));
            let (before, after) = (x.article.words(&a), y.article.words(&b));
            // Editors put days anew, and names are spelled in several ways.
            if timed(x, &a) || timed(y, &b) || spelled_alike(&before, &after) {
                continue;
            }
            add(DistortionKind::QuotationChanged, before, after, vec![evidence(x, a), evidence(y, b)]);
        }
    }
}

/// Words that say of a source no more than that it is one. Folded.
const MERE: &[&str] = &["مصدر", "مصدران", "مصدرين", "مصادر", "source", "sources"];

/// True if an unnamed source became a named one that the first article does not know: one
/// that it names elsewhere may be whom it describes here.
fn promoted(from: usize, to: usize, x: &Version<'_>, cast: &Cast) -> bool {
    if cast.nodes[from].kind != NodeKind::Unnamed {
        return false;
    }
    // A mere "source" that became "an official".
    let mere =
        |node: usize| names::words(&cast.nodes[node].name).first().is_some_and(|word| MERE.contains(&word.as_str()));
    if cast.nodes[to].kind == NodeKind::Unnamed {
        return mere(from) && !mere(to) && !cast.nodes[to].name.is_empty();
    }
    cast.nodes[to].known && !x.voice.reading.entities.iter().any(|entity| cast.is_called(to, &Name::of(entity)))
}

fn evidence(version: &Version<'_>, spans: Vec<Span>) -> Evidence {
    let id = &version.voice.member.claim;
    Evidence { article: id.article.clone(), attribution: id.attribution.clone(), spans }
}

/// The words of the chain that vouch: of every attribution source and cue.
fn chain_words(version: &Version<'_>) -> Evidence {
    let mut spans: Vec<Span> = version.voice.steps.iter().flat_map(|step| step.evidence.spans.clone()).collect();
    spans.sort_unstable();
    spans.dedup();
    evidence(version, spans)
}

fn vouched(version: &Version<'_>) -> String {
    let words = version.article.words(&chain_words(version).spans);
    let hedge = if version.voice.member.hedged { version.article.words(&version.voice.member.spans) } else { words };
    if hedge.is_empty() { "—".to_owned() } else { hedge }
}

/// True if the words lie in an expression of time.
fn timed(version: &Version<'_>, spans: &[Span]) -> bool {
    !spans.is_empty()
        && spans.iter().all(|span| version.voice.reading.times.iter().any(|time| time.span.overlaps(*span)))
}

/// True if two stretches are one word for word but for spelling, or only cut otherwise.
fn spelled_alike(a: &str, b: &str) -> bool {
    let (a, b) = (names::words(a), names::words(b));
    a.concat() == b.concat() || (a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| names::near(a, b)))
}

fn spans(words: &[Word]) -> Vec<Span> {
    match words {
        [] => Vec::new(),
        [first, .., last] => vec![Span::new(first.span.start, last.span.end)],
        [one] => vec![one.span],
    }
}

/// Fewest equal words before and after a change for it to be inside one quotation, and most
/// words that may have changed at one place.
const FRAME: usize = 2;
const LARGEST: usize = 6;

/// Stretches in which two quotations differ, each between words that are equal. Outlets
/// trim the ends, and that changes nothing inside; nor does a particle.
fn changes<'w>(a: &'w [Word], b: &'w [Word]) -> Vec<(&'w [Word], &'w [Word])> {
    let pairs = aligned(a, b);
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, j) in pairs {
        match runs.last_mut() {
            Some((x, y, len)) if *x + *len == i && *y + *len == j => *len += 1,
            _ => runs.push((i, j, 1)),
        }
    }
    runs.retain(|run| run.2 >= FRAME);
    runs.windows(2)
        .map(|pair| (&a[pair[0].0 + pair[0].2..pair[1].0], &b[pair[0].1 + pair[0].2..pair[1].1]))
        .filter(|(x, y)| x.len() <= LARGEST && y.len() <= LARGEST)
        .filter(|(x, y)| {
            // Told by stems: an ending that outlets write either way is no change.
            let stems =
                |words: &[Word]| words.iter().filter(|word| !particle(word)).map(|word| word.stem).collect::<Vec<_>>();
            // Numbers are judged by their values.
            let numbers = x.iter().chain(*y).all(|word| word.role == Role::Number);
            stems(x) != stems(y) && !numbers
        })
        .collect()
}

/// The longest common subsequence of two word lists, as pairs of indices.
fn aligned(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if a[i].key == b[j].key {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i].key == b[j].key {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
