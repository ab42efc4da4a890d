//! Binding: who said which words.
//!
//! [`site`] finds every word that can signal an attribution. For each, in the order of
//! the text, three things are decided one after the other: whether and where its content
//! begins ([`start`]), which words name its source ([`source`]), and where its content ends
//! ([`end`]). Rules lay out the options, the weights choose.

mod agree;
mod clause;
mod end;
mod quotation;
pub mod site;
mod source;
mod split;
pub mod start;
mod subject;

use musnad_lang::pack::Governs;
use musnad_lang::{Form, Tense};
use musnad_model::Stance;

use crate::text::{Range, Text};
use crate::weigh::Judge;
use site::{Site, SiteKind};
use start::{Start, StartKind};

/// A stretch of folded bytes: contents may begin inside a token, after a clitic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// Who the source of a draft is, before names are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The words of the source.
    Named(Range),
    /// Only the verb's form, or a pronoun: somebody who is named elsewhere.
    Implied,
    /// Nobody: «يُعتقد».
    Nobody,
}

/// An attribution before names are resolved.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The token of the cue's main word, or where the quotation opens.
    pub at: usize,
    /// What the cue is.
    pub site: SiteKind,
    /// The cue's words.
    pub cue: Vec<Range>,
    /// Index of the pack's cue.
    pub entry: Option<u16>,
    /// The form of the cue, for agreement.
    pub form: Form,
    /// Who.
    pub owner: Owner,
    /// Where the clause of the attribution begins: cue or source, whichever is first.
    pub clause: usize,
    /// How the content begins.
    pub opening: StartKind,
    /// What, in folded bytes.
    pub content: Vec<Bytes>,
    /// The tokens of the content, from the first to the last.
    pub extent: Range,
    /// How the cue vouches.
    pub stance: Stance,
    /// True if the cue is negated.
    pub negated: bool,
    /// The construction.
    pub rule: &'static str,
    /// The tokens between cue and content, where source and channel may be named.
    pub gap: Range,
    /// The probability that it is an attribution.
    pub confidence: f32,
}

impl Text<'_> {
    /// The folded bytes of a range of tokens.
    pub fn bytes(&self, range: Range) -> Bytes {
        let start = self.token(range.start).start;
        Bytes { start, end: self.token(range.end.max(range.start + 1) - 1).end }
    }
}

/// The drafts that are accepted so far, for those that look back at them.
#[derive(Default)]
pub struct Scene {
    /// In the order of their cues.
    pub drafts: Vec<Draft>,
}

impl Scene {
    /// The innermost draft whose content holds a token.
    pub fn inside(&self, at: usize) -> Option<&Draft> {
        self.drafts.iter().rev().take(24).filter(|d| d.extent.holds(at) && d.at != at).min_by_key(|d| d.extent.len())
    }

    /// The draft between whose cue and content a token stands.
    pub fn gap(&self, at: usize) -> Option<&Draft> {
        self.drafts.iter().rev().take(8).find(|d| d.gap.holds(at))
    }

    /// The draft whose source holds a token.
    pub fn source(&self, at: usize) -> Option<&Draft> {
        self.drafts.iter().rev().take(12).find(|d| matches!(d.owner, Owner::Named(np) if np.holds(at)))
    }

    /// The draft before.
    pub fn last(&self) -> Option<&Draft> {
        self.drafts.last()
    }
}

/// All attributions of a text, in the order of their cues.
///
/// First every site is asked whether it carries an attribution, where its content begins and who its
/// source is; until all are known a content reaches as far as the rule of the clause says. Then each
/// content gets its end, with the attributions after it in view.
pub fn bind(text: &Text<'_>, judge: &mut dyn Judge) -> Vec<Draft> {
    let mut scene = Scene::default();
    let mut opened: Vec<(Site, Start)> = Vec::new();
    for site in site::sites(text) {
        if let Some((draft, start)) = open(text, &site, &scene, judge) {
            scene.drafts.push(draft);
            opened.push((site, start));
            judge.accepted();
        }
    }
    for (i, (site, start)) in opened.iter().enumerate() {
        let content = end::end(text, site, start, i, &scene, judge);
        scene.drafts[i].close(text, start, &content);
    }
    quotation::quotations(text, &mut scene, judge);
    let drafts = scene.drafts;
    let mut order: Vec<usize> = (0..drafts.len()).filter(|&i| !drafts[i].content.is_empty()).collect();
    order.sort_by_key(|&i| (drafts[i].clause.min(drafts[i].at), drafts[i].at));
    judge.ordered(&order);
    order.into_iter().map(|i| drafts[i].clone()).collect()
}

/// The draft of a site, if it carries an attribution; its end is the rule's.
fn open(text: &Text<'_>, site: &Site, scene: &Scene, judge: &mut dyn Judge) -> Option<(Draft, Start)> {
    let (start, confidence) = start::start(text, site, scene, judge)?;
    let owner = source::source(text, site, &start, scene, judge);
    let extent = end::reach(text, site, &start);
    let named = match owner {
        Owner::Named(np) => np.start,
        _ => site.cue.start,
    };
    let before = start.kind.is_before();
    let clause = if before { start.at } else { named.min(site.cue.start).min(site.clause) };
    let draft = Draft {
        at: site.at,
        site: site.kind,
        cue: site.spans(text),
        entry: site.entry,
        form: site.form,
        owner,
        clause,
        opening: start.kind,
        content: Vec::new(),
        extent,
        stance: stance(text, site, &start, owner),
        negated: site.negated,
        rule: rule(text, site, &start),
        gap: if before {
            Range::new(site.cue.end, source_end(owner, site.cue.end))
        } else {
            Range::new(site.cue.end, start.marker.max(site.cue.end))
        },
        confidence,
    };
    Some((draft, start))
}

impl Draft {
    /// Gives a draft its content; without one it is none.
    fn close(&mut self, text: &Text<'_>, start: &Start, content: &[Range]) {
        let (Some(first), Some(last)) = (content.first(), content.last()) else { return };
        self.content = content.iter().map(|&r| text.bytes(r)).collect();
        if first.start == start.at {
            self.content[0].start = start.byte.min(self.content[0].end);
        }
        self.extent = Range::new(first.start, last.end);
        if start.kind.is_before() {
            self.clause = first.start;
        }
    }
}

fn source_end(owner: Owner, from: usize) -> usize {
    match owner {
        Owner::Named(np) => np.end.max(from),
        _ => from,
    }
}

/// How the cue vouches, as construction and source qualify it.
fn stance(text: &Text<'_>, site: &Site, start: &Start, owner: Owner) -> Stance {
    // «أعرب عن أمله في», «أبدى استعداده لـ»: the noun tells.
    if let Some(stance) = site.feeling(text, start.at) {
        return stance;
    }
    let hearsay = match owner {
        // «أنباء تفيد»: what the noun vouches for, not the verb.
        Owner::Named(np) => text.token(np.start).senses().any(|s| matches!(s, musnad_lang::Sense::Cue(c, _) if text.pack.cues[c as usize].is_source && text.pack.cues[c as usize].stance == Stance::Alleges)),
        Owner::Nobody => matches!(site.kind, SiteKind::Finite),
        Owner::Implied => false,
    };
    match site.stance {
        Stance::Says if hearsay => Stance::Alleges,
        // «لم يستبعد»: who does not rule out holds possible.
        Stance::Denies if site.negated => Stance::Believes,
        stance => stance,
    }
}

/// The construction, by the id that `explain` knows.
fn rule(text: &Text<'_>, site: &Site, start: &Start) -> &'static str {
    use StartKind as S;
    match (site.kind, start.kind) {
        (SiteKind::Phrase | SiteKind::PhraseVerb, S::BeforeClause | S::BeforeQuote) if site.relays(text) => {
            "phrase-relay"
        }
        (SiteKind::Phrase | SiteKind::PhraseVerb, S::BeforeClause | S::BeforeQuote) => "phrase-tail",
        (SiteKind::Phrase | SiteKind::PhraseVerb, _) if site.relays(text) => "phrase-relay",
        (SiteKind::Phrase | SiteKind::PhraseVerb, _) => "phrase-head",
        (SiteKind::An, _) => "relay-from",
        (SiteKind::Quotation, _) => "quotation-alone",
        (_, S::BeforeClause | S::BeforeQuote) => "quote-verb",
        (SiteKind::Noun, S::That) => "noun-that",
        (SiteKind::Noun, _) => "noun-of",
        (SiteKind::Masdar, S::That) => "masdar-that",
        (SiteKind::Masdar, _) => "masdar-of",
        (SiteKind::Participle, S::That) => "participle-that",
        (SiteKind::Participle, S::Quote) => "participle-quote",
        (SiteKind::Participle, S::Colon) => "participle-colon",
        (SiteKind::Participle, _) => "participle-object",
        (SiteKind::Finite, kind) => match kind {
            _ if site.relays(text)
                && text.word(start.marker) != "عن"
                && matches!(kind, S::That | S::Quote | S::Colon) =>
            {
                "relay"
            }
            S::That => "verb-that",
            S::Quote => "verb-quote",
            S::Colon => "verb-colon",
            S::Preposition if site.addresses() && start.at > site.cue.end + 1 => by_stance(site.stance),
            S::Preposition => match text.core(start.marker) {
                "عن" => "verb-an",
                "الي" => "verb-ila",
                "علي" => "verb-ala",
                "من" => "verb-min",
                _ => "verb-fi",
            },
            S::Bi | S::Li => "verb-bi",
            _ if site.addresses() => by_stance(site.stance),
            _ if site.governs.has(Governs::JUDGED) && !site.governs.has(Governs::NOUN) => "verb-judged",
            _ if text.opens_clause(start.at) => "verb-bare",
            _ => "verb-noun",
        },
    }
}

const fn by_stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Accuses => "verb-accuse",
        Stance::Judges => "verb-describe",
        _ => "verb-address",
    }
}

/// A form that agrees with anybody.
pub const ANY: Form = Form::plain(Tense::Plain);
