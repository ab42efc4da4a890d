//! Whether a cue carries an attribution, and where its content begins.
//!
//! The options are everything that can introduce a content: أن and إن, an opening
//! quotation mark, a colon, a preposition, a noun or clause at once, and for phrases
//! the words before them. One more option says that there is none.

use musnad_lang::Tense;
use musnad_lang::pack::Governs;

use super::site::{Site, SiteKind};
use super::{Owner, Scene};
use crate::mark::Flags;
use crate::text::tag::{Base, agreement_word};
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};
use crate::weigh::{Ask, Judge, Sink, put, step};

/// How far after a cue أن, a quotation or a colon may stand, in tokens.
const REACH: usize = 60;
/// How far a preposition may stand.
const NEAR: usize = 26;
/// How far a content without any marker may begin.
const BARE: usize = 16;
/// How far back the words before a phrase may begin.
const BACK: usize = 120;
/// How far a content may begin in a way that the cue does not govern («طلب أمس 3 ملايين»).
const UNGOVERNED: usize = 4;
/// The most options before a phrase.
const CLAUSES: usize = 16;

/// How a content begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartKind {
    /// After أن, إن, بأن.
    That,
    /// At an opening quotation mark.
    Quote,
    /// After a colon.
    Colon,
    /// After a preposition of its own.
    Preposition,
    /// Behind a ب.
    Bi,
    /// Behind a ل.
    Li,
    /// At once.
    Bare,
    /// Before the cue.
    BeforeClause,
    /// Before the cue, in quotation marks.
    BeforeQuote,
}

impl StartKind {
    /// Its name in features.
    pub const fn word(self) -> &'static str {
        match self {
            Self::That => "that",
            Self::Quote => "quote",
            Self::Colon => "colon",
            Self::Preposition => "prep",
            Self::Bi => "bi",
            Self::Li => "li",
            Self::Bare => "bare",
            Self::BeforeClause => "before",
            Self::BeforeQuote => "before-quote",
        }
    }

    /// True if the content stands before its cue.
    pub const fn is_before(self) -> bool {
        matches!(self, Self::BeforeClause | Self::BeforeQuote)
    }
}

/// A place where a content may begin.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// How.
    pub kind: StartKind,
    /// The token of its first word.
    pub at: usize,
    /// The folded byte of its first letter.
    pub byte: u32,
    /// The first token that is no part of what stands between cue and content.
    pub marker: usize,
}

/// Decides; `None` if there is no attribution. The number is its probability.
pub fn start(text: &Text<'_>, site: &Site, scene: &Scene, judge: &mut dyn Judge) -> Option<(Start, f32)> {
    let options = options(text, site);
    if options.is_empty() {
        return None;
    }
    let bytes: Vec<Option<u32>> = std::iter::once(None).chain(options.iter().map(|o| Some(o.byte))).collect();
    let around = Around::new(text, site, &options);
    let verdict = judge.judge(text, &Ask::Start(site.cue, &bytes), options.len() + 1, &mut |i, sink| {
        if i == 0 {
            none(text, site, scene, &options, sink)
        } else {
            some(text, site, scene, &options, &around, i - 1, sink)
        }
    });
    let found = verdict.best.checked_sub(1)?;
    Some((options[found], verdict.odds))
}

fn options(text: &Text<'_>, site: &Site) -> Vec<Start> {
    let mut out = Vec::new();
    if matches!(site.kind, SiteKind::Phrase | SiteKind::PhraseVerb) {
        before(text, site, &mut out);
    } else if site.kind == SiteKind::Finite {
        quote_before(text, site, &mut out);
    }
    after(text, site, &mut out);
    out
}

fn push(text: &Text<'_>, out: &mut Vec<Start>, kind: StartKind, at: usize, marker: usize) {
    if text.tokens.get(at).is_some_and(|t| !matches!(t.kind, Kind::Break(_))) {
        let skip = if text.token(at).kind == Kind::Quote { at + 1 } else { at };
        out.push(Start { kind, at, byte: text.token(skip).start, marker });
    }
}

fn after(text: &Text<'_>, site: &Site, out: &mut Vec<Start>) {
    let from = site.cue.end;
    let limit = text.reach(site.at, from).min(from + REACH);
    let phrase = site.kind == SiteKind::Phrase;
    for at in from..limit {
        let token = text.token(at);
        let far = at - from;
        let led = usize::from(at > from && text.tag(at - 1).base == Base::Preposition);
        match text.tag(at).base {
            Base::That | Base::BiThat => {
                // «أنه سيعود»: the content begins behind the pronoun.
                match text.that_pronoun(at) {
                    Some(byte) => out.push(Start { kind: StartKind::That, at, byte, marker: at - led }),
                    None => push(text, out, StartKind::That, at + 1, at - led),
                }
                continue;
            }
            Base::QuoteOpen | Base::QuoteName => push(text, out, StartKind::Quote, at, at - led),
            Base::Colon => {
                let next = at + 1;
                if !matches!(text.tag(next).base, Base::QuoteOpen | Base::That | Base::BiThat) {
                    push(text, out, StartKind::Colon, next, at);
                }
                continue;
            }
            _ => {}
        }
        if token.kind != Kind::Word && token.kind != Kind::Number {
            continue;
        }
        // «إلى فتح», «من تدهور»: the preposition is the marker.
        if text.tag(at).base == Base::Preposition && far < NEAR && !phrase {
            let next = text.tag(at + 1).base;
            if !matches!(next, Base::That | Base::BiThat | Base::QuoteOpen | Base::Break | Base::Colon) {
                push(text, out, StartKind::Preposition, at + 1, at);
            }
            continue;
        }
        if token.morph.preposition == b'b' && far < NEAR && !phrase {
            let skip = 2 + if token.morph.conjunction { 2 } else { 0 };
            out.push(Start { kind: StartKind::Bi, at, byte: (token.start + skip).min(token.end), marker: at });
            continue;
        }
        // «توعد بسحق»: a noun that the pack does not know, where the cue wants ب.
        let unknown = token.flags == Flags::default() && token.morph.core_start == token.start && !token.morph.article;
        if unknown
            && far < NEAR
            && !phrase
            && site.governs.has(Governs::BI.or(Governs::OBJECT_BI))
            && text.word(at).starts_with('ب')
            && text.word(at).chars().count() > 3
        {
            out.push(Start { kind: StartKind::Bi, at, byte: token.start + 2, marker: at });
        }
        if matches!(text.word(at), "ب") && far < NEAR && !phrase {
            push(text, out, StartKind::Bi, at + 1, at);
            continue;
        }
        if token.morph.preposition == b'l' && far < NEAR && !phrase {
            // The article cannot be parted from لل.
            let skip = 2 + if token.morph.conjunction { 2 } else { 0 };
            out.push(Start { kind: StartKind::Li, at, byte: (token.start + skip).min(token.end), marker: at });
            continue;
        }
        let after_that = far > 0 && matches!(text.tag(at - 1).base, Base::That | Base::BiThat);
        if led == 0 && far < BARE && !after_that && may_begin(text, at, far) {
            let after_mark = far > 0 && matches!(text.tag(at - 1).base, Base::Comma | Base::Dash);
            push(text, out, StartKind::Bare, at, at - usize::from(after_mark));
        }
    }
    if !matches!(site.kind, SiteKind::Phrase | SiteKind::PhraseVerb) {
        out.retain(|o| {
            let marked = matches!(o.kind, StartKind::That | StartKind::Quote | StartKind::Colon);
            marked || o.kind.is_before() || o.at < from + UNGOVERNED || license(text, site, o)
        });
    }
}

/// False for words that begin no content, and for words that belong to the one before them.
fn may_begin(text: &Text<'_>, at: usize, far: usize) -> bool {
    let begins =
        !matches!(text.tag(at).base, Base::PrepPronoun | Base::Relative | Base::Time | Base::Weekday | Base::CuePhrase);
    let bound = far > 0
        && matches!(
            text.tag(at - 1).base,
            Base::Preposition | Base::Negation | Base::Relative | Base::Qad | Base::Kana | Base::Clause | Base::Stop
        );
    begins && !bound
}

/// «"…"، قال الوزير»: the quotation right before a verb.
fn quote_before(text: &Text<'_>, site: &Site, out: &mut Vec<Start>) {
    let Some(last) = site.clause.checked_sub(1) else { return };
    let close = last - usize::from(last > 0 && matches!(text.tag(last).base, Base::Comma | Base::Dash));
    if text.tag(close).base == Base::QuoteClose
        && let Some(open) = text.open_of(close)
        && close > open + 2
    {
        push(text, out, StartKind::BeforeQuote, open, close);
    }
}

/// The clauses before a phrase, the nearest first.
fn before(text: &Text<'_>, site: &Site, out: &mut Vec<Start>) {
    let sentence = text.sentence(site.at).start;
    let floor = text.floor(site.at).max(sentence).max(site.cue.start.saturating_sub(BACK));
    let mut found = 0;
    let mut at = site.cue.start;
    while at > floor && found < CLAUSES {
        at -= 1;
        let tag = text.tag(at);
        if tag.base == Base::QuoteClose
            && let Some(open) = text.open_of(at)
            && open >= floor
        {
            if open + 2 < at {
                push(text, out, StartKind::BeforeQuote, open, site.cue.start);
                found += 1;
            }
            at = open;
            continue;
        }
        if !matches!(text.token(at).kind, Kind::Word | Kind::Number | Kind::Quote) {
            continue;
        }
        let first = at == floor;
        let previous = if first { Base::Break } else { text.tag(at - 1).base };
        let mark = matches!(
            previous,
            Base::Comma
                | Base::Semi
                | Base::Colon
                | Base::Dash
                | Base::Stop
                | Base::That
                | Base::BiThat
                | Base::Break
                | Base::Close
                | Base::QuoteClose
        );
        // A clause after و begins behind it.
        let joins = matches!(previous, Base::Clause | Base::Contrast | Base::Qad | Base::Conjunction);
        if first || mark || joins || tag.conj() || matches!(tag.base, Base::Clause | Base::Contrast | Base::Qad) {
            let token = text.token(at);
            let skip = if token.morph.conjunction { 2 } else { 0 };
            out.push(Start { kind: StartKind::BeforeClause, at, byte: token.start + skip, marker: site.cue.start });
            found += 1;
        }
    }
}

/// What stands between a cue and the places where its content may begin.
struct Around {
    /// After adjuncts right behind the cue.
    adjuncts: usize,
    /// The first noun phrase, by rule.
    phrase: Option<Range>,
    /// Where a second noun phrase begins in it, by rule.
    split: Option<usize>,
    /// After adjuncts behind that phrase.
    rest: usize,
    /// The first أن, if any.
    that: Option<usize>,
    /// The first quotation that is not a name.
    quote: Option<usize>,
    /// The first colon.
    colon: Option<usize>,
}

impl Around {
    fn new(text: &Text<'_>, site: &Site, options: &[Start]) -> Self {
        let from = site.cue.end;
        let first = |kind: StartKind| options.iter().find(|o| o.kind == kind).map(|o| o.marker);
        let that = first(StartKind::That);
        let quote = options
            .iter()
            .find(|o| o.kind == StartKind::Quote && text.tag(o.at).base == Base::QuoteOpen)
            .map(|o| o.marker);
        let colon = first(StartKind::Colon);
        let limit = text.reach(site.at, from).min(from + REACH);
        let adjuncts = text.skip_adjuncts(from, limit);
        let phrase = text.source(from, limit, false);
        let split = phrase.and_then(|np| {
            let (first, rest) = text.split(np, limit);
            first.filter(|f| f.end < np.end).map(|_| rest)
        });
        let rest = phrase.map_or(adjuncts, |np| text.skip_adjuncts(np.end, limit));
        Self { adjuncts, phrase, split, rest, that, quote, colon }
    }

    /// Where a token stands among these.
    fn position(&self, from: usize, at: usize) -> &'static str {
        let Some(np) = self.phrase else {
            return if at == from {
                "0"
            } else if at <= self.adjuncts {
                "adj"
            } else {
                "far"
            };
        };
        if Some(at) == self.split {
            return "split";
        }
        match at {
            _ if at == from => "0",
            _ if at <= np.start => "adj",
            _ if at < np.end && self.split.is_some_and(|s| at > s) => "in2",
            _ if at < np.end => "in1",
            _ if at == np.end => "np",
            _ if at < self.rest => "adj2",
            _ if at == self.rest => "rest",
            _ => "far",
        }
    }
}

/// The construction that a start needs of the cue.
fn license(text: &Text<'_>, site: &Site, start: &Start) -> bool {
    let g = site.governs;
    match start.kind {
        StartKind::That => {
            g.has(Governs::THAT.or(Governs::B_THAT).or(Governs::OBJECT_THAT))
                || g.has(Governs::DESCRIBED)
                || matches!(text.core(start.marker), "الي" | "علي" | "من" | "عن" | "في")
                    && g.has(Governs::ILA.or(Governs::ALA).or(Governs::MIN).or(Governs::AN).or(Governs::FI))
        }
        StartKind::Quote => g.has(Governs::QUOTE.or(Governs::COLON)),
        StartKind::Colon => g.has(Governs::COLON.or(Governs::QUOTE)),
        StartKind::Preposition => match text.core(start.marker) {
            "عن" => g.has(Governs::AN),
            "الي" => g.has(Governs::ILA.or(Governs::OBJECT_ILA)),
            "علي" => g.has(Governs::ALA.or(Governs::OBJECT_ALA)),
            "من" => g.has(Governs::MIN.or(Governs::OBJECT_MIN)),
            "في" => g.has(Governs::FI),
            _ => false,
        },
        StartKind::Bi => g.has(Governs::BI.or(Governs::OBJECT_BI).or(Governs::DESCRIBED)),
        StartKind::Li => g.has(Governs::ILA.or(Governs::OBJECT_ILA)),
        StartKind::Bare => {
            g.has(Governs::NOUN.or(Governs::BARE).or(Governs::JUDGED).or(Governs::OBJECT_NOUN)) || site.addresses()
        }
        StartKind::BeforeClause | StartKind::BeforeQuote => true,
    }
}

fn tense(site: &Site) -> &'static str {
    match site.form.tense {
        _ if site.form.person == 1 => "first",
        Tense::Perfect => "perf",
        Tense::Imperfect => "impf",
        Tense::Passive => "pass",
        Tense::Participle => "part",
        Tense::Noun => "noun",
        Tense::Plain => "plain",
    }
}

/// What speaks for there being no attribution at all.
fn none(text: &Text<'_>, site: &Site, scene: &Scene, options: &[Start], sink: &mut Sink<'_>) {
    let at = site.at;
    let kind = site.kind.word();
    let token = text.token(at);
    let form = tense(site);
    let cue = text.cue_lex(site.entry.unwrap_or(0));
    put!(sink, "no", kind);
    put!(sink, "no.cue", cue);
    put!(sink, "no.cue+form", cue, form);
    put!(sink, "no.form", kind, form, agreement_word(site.form.gender, site.form.number));
    put!(sink, "no.word", text.lex(at));
    let before = if site.clause == 0 { Default::default() } else { text.tag(site.clause - 1) };
    let before_word = text.lex(site.clause.wrapping_sub(1));
    put!(sink, "no.before", kind, form, before);
    put!(sink, "no.before+cue", cue, before.plain());
    put!(sink, "no.before-word", kind, before_word);
    put!(sink, "no.tag", text.tag(at), form);
    put!(sink, "no.tag+before", text.tag(at), before.plain());
    put!(sink, "no.clitics", cue, text.tag(at));
    let next = text.tag(site.cue.end);
    put!(sink, "no.next", kind, form, next);
    put!(sink, "no.next+cue", cue, next);
    put!(sink, "no.next-word", cue, text.lex(site.cue.end));
    put!(sink, "no.next2", kind, next.plain(), text.tag(site.cue.end + 1));
    put!(sink, "no.around", kind, before.plain(), next.plain());
    put!(sink, "no.negated", kind, site.negated, text.lex(site.clause));
    put!(sink, "no.auxiliary", kind, site.clause < at, text.lex(site.clause));
    put!(sink, "no.quoted", kind, form, token.quote > 0);
    put!(sink, "no.suffix", kind, token.morph.suffix != Suffix::None, form);
    let sentence = text.sentence(at);
    let head = site.clause == sentence.start || site.clause == text.floor(at);
    put!(sink, "no.head", kind, form, head);
    put!(sink, "no.head+cue", cue, head);
    // Which markers there are at all.
    let licensed = options.iter().find(|o| license(text, site, o));
    let best = licensed.map_or("-", |o| o.kind.word());
    put!(sink, "no.licensed", kind, best);
    put!(sink, "no.licensed+cue", cue, best);
    put!(sink, "no.hides", text.hides_identity(at));
    // Where it stands among those before.
    match scene.inside(at) {
        Some(outer) => {
            put!(sink, "no.inside", kind, form, outer.opening.word());
            put!(sink, "no.inside+cue", cue, outer.opening.word());
        }
        None => put!(sink, "no.outside", kind, form),
    }
    if let Some(outer) = scene.gap(at) {
        put!(sink, "no.gap", kind, form, outer.site.word());
        put!(sink, "no.gap+open", kind, form, outer.opening.word());
        put!(sink, "no.gap+next", kind, form, at + 1 == outer.gap.start);
    }
    if scene.source(at).is_some() {
        put!(sink, "no.source", kind, form);
    }
    if let Some(last) = scene.last() {
        let same = sentence.holds(last.at);
        put!(sink, "no.last", kind, same, last.site.word());
        // «وأكد … وشدد»: in the manner of the one before.
        put!(sink, "no.adjacent", kind, same, step(at.saturating_sub(last.extent.end).min(9)));
    } else {
        put!(sink, "no.last", kind, "-");
    }
    let noun = site.kind == SiteKind::Masdar || site.kind == SiteKind::Noun;
    if noun {
        let owned = token.morph.suffix != Suffix::None;
        put!(sink, "no.noun", kind, owned, token.morph.article, before.plain());
        put!(sink, "no.noun+best", kind, owned, token.morph.article, best);
    }
}

/// What speaks for and against one place.
fn some(
    text: &Text<'_>,
    site: &Site,
    scene: &Scene,
    options: &[Start],
    around: &Around,
    i: usize,
    sink: &mut Sink<'_>,
) {
    let o = &options[i];
    let k = o.kind.word();
    let kind = site.kind.word();
    let form = tense(site);
    let cue = text.cue_lex(site.entry.unwrap_or(0));
    let lead = text.lex(o.marker);
    let licensed = license(text, site, o);
    let (this, next) = (text.tag(o.at), text.tag(o.at + 1));
    let prev = if o.at == 0 { Default::default() } else { text.tag(o.at - 1) };
    put!(sink, "at", k, kind, licensed);
    put!(sink, "at.cue", k, cue);
    put!(sink, "at.cue+form", k, cue, form);
    put!(sink, "at.stance", k, kind, site.stance.as_str());
    put!(sink, "at.form", k, kind, form, licensed);
    let marked = matches!(o.kind, StartKind::Preposition | StartKind::That);
    if marked {
        put!(sink, "at.lead", k, lead, kind, licensed);
        put!(sink, "at.lead+cue", k, lead, cue);
    }
    put!(sink, "at.this", k, kind, this);
    put!(sink, "at.this+licensed", k, licensed, this.plain());
    put!(sink, "at.next", k, this.plain(), next.plain());
    put!(sink, "at.prev", k, prev, this.plain());
    put!(sink, "at.word", k, text.lex(o.at));
    put!(sink, "at.word+cue", cue, text.lex(o.at));
    let quoted = (text.token(site.at).quote, text.token(o.at).quote);
    put!(sink, "at.quote", k, quoted.0 == quoted.1, quoted.0 > 0);
    let same_before = options[..i].iter().filter(|p| p.kind == o.kind).count();
    let first_licensed = licensed && !options[..i].iter().any(|p| license(text, site, p) && p.kind != StartKind::Bare);
    put!(sink, "at.nth", k, same_before.min(3), licensed);
    put!(sink, "at.first", k, kind, first_licensed);
    if o.kind.is_before() {
        before_features(text, site, scene, o, same_before, sink);
        return;
    }
    let from = site.cue.end;
    let far = o.marker.saturating_sub(from);
    let place = around.position(from, o.marker);
    put!(sink, "at.place", k, place, licensed);
    put!(sink, "at.place+kind", k, place, kind, form);
    put!(sink, "at.place+this", k, place, this.plain());
    put!(sink, "at.place+cue", k, place, cue);
    put!(sink, "at.far", k, step(far), licensed);
    put!(sink, "at.far+kind", k, step(far), kind);
    // What lies between.
    let (mut verbs, mut cues, mut commas, mut stops, mut relatives, mut prepositions) =
        (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    for t in from..o.marker {
        match text.tag(t).base {
            Base::CuePerfect | Base::CueImperfect | Base::CueFirst | Base::CuePassive => {
                cues += 1;
                verbs += 1;
            }
            Base::Participle => cues += 1,
            Base::Perfect | Base::Imperfect | Base::VerbFirst | Base::Kana => verbs += 1,
            Base::Comma => commas += 1,
            Base::Stop | Base::Semi | Base::Mark | Base::Break => stops += 1,
            Base::Relative => relatives += 1,
            Base::Preposition => prepositions += 1,
            _ => {}
        }
    }
    put!(sink, "at.verbs", k, verbs.min(2), relatives.min(1));
    put!(sink, "at.cues", k, cues.min(2), relatives.min(1));
    put!(sink, "at.commas", k, commas.min(3));
    put!(sink, "at.stops", k, stops.min(2));
    put!(sink, "at.preps", k, prepositions.min(3), licensed);
    let later = |marker: Option<usize>| {
        marker.map_or("none", |m| {
            if m < o.marker {
                "before"
            } else if m == o.marker {
                "here"
            } else {
                "after"
            }
        })
    };
    put!(sink, "at.that", k, later(around.that), licensed);
    put!(sink, "at.open", k, later(around.quote), later(around.that));
    put!(sink, "at.colon", k, later(around.colon));
    put!(sink, "at.suffix", k, kind, text.token(site.at).morph.suffix != Suffix::None);
    match o.kind {
        StartKind::Quote => {
            let length = text.quote_at(o.at).map_or(0, |q| q.close - q.open);
            put!(sink, "at.length", this, step(length), far == 0);
            put!(sink, "at.length+prev", step(length), prev.plain());
        }
        StartKind::Bare => {
            let token = text.token(o.at);
            let agrees = text.disagrees(site.form, Range::new(o.at, o.at + 1));
            put!(sink, "at.bare", this, prev.plain(), kind);
            put!(sink, "at.bare+agrees", this.plain(), agrees, place);
            put!(sink, "at.bare+shape", kind, text.event_shape(o.at), place);
            put!(sink, "at.bare+def", prev, token.morph.article, place);
            put!(sink, "at.bare+clause", kind, text.opens_clause(o.at), place);
            put!(sink, "at.bare+cue", cue, this.plain());
            put!(sink, "at.bare+after", this.plain(), next, site.stance.as_str());
            if let Some(np) = around.phrase
                && place != "0"
            {
                let mismatch = text.disagrees(site.form, np);
                put!(sink, "at.bare+source", k, mismatch, text.tag(np.start).plain(), place);
            }
        }
        StartKind::Bi | StartKind::Li | StartKind::Preposition => {
            put!(sink, "at.prep+this", lead, this.plain());
            put!(sink, "at.prep+shape", k, text.event_shape(o.at), licensed);
            put!(
                sink,
                "at.prep+prev",
                k,
                if o.marker == 0 { Default::default() } else { text.tag(o.marker - 1) },
                licensed
            );
            put!(sink, "at.prep+setting", k, text.is_setting(o.marker), licensed);
        }
        StartKind::That => {
            let joins =
                text.joins_clause(if text.tag(o.at).base == Base::That { o.at } else { o.at.saturating_sub(1) });
            put!(sink, "at.joins", joins);
            put!(sink, "at.that+prev", if o.marker == 0 { Default::default() } else { text.tag(o.marker - 1) });
        }
        _ => {}
    }
    if let Some(last) = scene.last()
        && last.extent.start == o.at
    {
        put!(sink, "at.shared", k, kind, last.site.word(), last.opening.word());
    }
    if let Some(outer) = scene.inside(site.at) {
        put!(sink, "at.within", k, outer.extent.holds(o.at));
    }
}

/// What speaks for words before a phrase as its content.
fn before_features(text: &Text<'_>, site: &Site, scene: &Scene, o: &Start, nth: usize, sink: &mut Sink<'_>) {
    let k = o.kind.word();
    let floor = text.floor(site.at).max(text.sentence(site.at).start);
    let first = o.at <= floor + 1;
    let end = site.cue.start;
    let last = if end == 0 { Default::default() } else { text.tag(end - 1) };
    let this = text.tag(o.at);
    let prev = if o.at == 0 { Default::default() } else { text.tag(o.at - 1) };
    put!(sink, "pre.first", k, first, nth.min(4));
    put!(sink, "pre.last", k, last.plain(), first);
    put!(sink, "pre.prev", k, prev, this.plain());
    put!(sink, "pre.this", k, this);
    put!(sink, "pre.far", k, step(end - o.at), first);
    let verb = (o.at..end).any(|i| {
        matches!(
            text.tag(i).base,
            Base::Perfect
                | Base::Imperfect
                | Base::CuePerfect
                | Base::CueImperfect
                | Base::Kana
                | Base::CueFirst
                | Base::VerbFirst
        )
    });
    put!(sink, "pre.verb", k, verb, first);
    let quoted = text.token(o.at).quote == text.token(site.at).quote;
    put!(sink, "pre.quoted", k, quoted);
    // The clause of a draft that ends at the tail; its content alone.
    let host = scene.drafts.iter().rev().take(12).find(|d| d.extent.end <= end && d.extent.end + 2 >= end);
    match host {
        Some(host) => {
            let relation = if o.at == host.clause {
                "clause"
            } else if o.at == host.extent.start {
                "content"
            } else if o.at < host.clause {
                "wider"
            } else if o.at < host.extent.start {
                "between"
            } else {
                "inside"
            };
            put!(sink, "pre.host", k, relation, host.site.word());
            put!(sink, "pre.host+first", k, relation, first);
            put!(sink, "pre.host+open", k, relation, host.opening.word());
            put!(sink, "pre.host+owner", k, relation, matches!(host.owner, Owner::Named(_)), site.pronoun);
        }
        None => put!(sink, "pre.alone", k, first),
    }
    put!(sink, "pre.pronoun", k, site.pronoun, first);
}

impl Text<'_> {
    /// «أنه سيعود»: the folded byte of the word behind the pronoun, or of the pronoun if none follows.
    fn that_pronoun(&self, at: usize) -> Option<u32> {
        let word = self.word(at);
        let letters = ["ه", "ها", "هم", "هما", "هن", "ني", "نا", "ك", "كم"];
        let stem = letters.iter().find_map(|l| word.strip_suffix(l).filter(|s| s.ends_with("ان")))?;
        let next = if self.tag(at + 1).base == Base::QuoteOpen { at + 2 } else { at + 1 };
        if self.tokens.get(next).is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Number)) {
            return Some(self.token(next).start);
        }
        Some(self.token(at).start + u32::try_from(stem.len()).unwrap_or(0))
    }

    /// True if what stands here opens a clause, and no noun phrase.
    pub fn opens_clause(&self, at: usize) -> bool {
        matches!(
            self.tag(at).base,
            Base::Pronoun
                | Base::Negation
                | Base::Kana
                | Base::Qad
                | Base::Clause
                | Base::Contrast
                | Base::Perfect
                | Base::Imperfect
                | Base::VerbFirst
                | Base::CuePerfect
                | Base::CueImperfect
                | Base::CueFirst
                | Base::That
        ) || self.token(at).flags.has(Flags::DEMONSTRATIVE)
            || matches!(
                self.word(at),
                "هناك"
                    | "ثمه"
                    | "يجب"
                    | "ينبغي"
                    | "يمكن"
                    | "لدينا"
                    | "علينا"
                    | "ليس"
                    | "لابد"
                    | "لماذا"
                    | "هل"
                    | "كيف"
            )
    }

    /// The opening mark of the quotation that closes at a token.
    pub fn open_of(&self, close: usize) -> Option<usize> {
        let i = self.closing.binary_search_by_key(&close, |&(c, _)| c).ok()?;
        Some(self.closing[i].1)
    }
}
