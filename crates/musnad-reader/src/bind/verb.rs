//! Verbs of saying, believing, demanding: finite forms, participles and verbal nouns.

use musnad_lang::pack::{Cue, CueKind, Governs};
use musnad_lang::{Form, Sense, Tense};
use musnad_model::Stance;

use super::content::Opening;
use super::object::object;
use super::participle::{feelings, participle};
use super::subject::Before;
use super::{Draft, Owner, relay};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// How far a verb may stand from what introduces its content, in tokens.
const REACH: usize = 60;

/// What introduces a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// أن, إن, بأن at a token; `true` if a preposition stands before it.
    That(usize, bool),
    /// An opening quotation mark.
    Quote(usize),
    /// A colon.
    Colon(usize),
}

impl Anchor {
    /// Its token.
    pub const fn at(self) -> usize {
        match self {
            Self::That(at, _) | Self::Quote(at) | Self::Colon(at) => at,
        }
    }
}

/// Impersonal phrases by which the writer speaks: «يذكر أن», «يشار إلى أن».
const WRITERS_OWN: &[&str] = &["يذكر", "يشار", "تجدر", "يجدر", "يلاحظ", "يعرف", "تذكر"];

/// Proposes a draft for every verb cue of the text.
pub fn verbs(text: &Text<'_>, out: &mut Vec<Draft>) {
    for at in 0..text.tokens.len() {
        let token = text.token(at);
        if !token.flags.has(Flags::CUE_VERB) || text.outside[at] {
            continue;
        }
        if token.sequence.is_some_and(|(_, n)| n > 1)
            || out.iter().rev().take(4).any(|d| d.cue.iter().any(|r| r.holds(at)))
        {
            continue;
        }
        // A name of one word that is also a verb («أفاد») is the verb where verbs stand.
        if text.name_at(at).is_some() && !token.flags.has(Flags::FINITE) || inside_phrase(text, at) {
            continue;
        }
        // The article, or ب and ك before it, make it a noun; «عبر» needs its «عن».
        let nominal = token.morph.article
            || token.morph.preposition != 0
                && token.flags.has(Flags::FINITE)
                && !token.flags.has(Flags::MASDAR)
                && token.morph.preposition != b'l';
        if nominal || text.core(at) == "عبر" && !(at + 1..at + 9).any(|i| text.word(i) == "عن") {
            continue;
        }
        // «حسب» before a source is the phrase, hardly ever the verb.
        if text.phrase_sense(at).is_some() {
            continue;
        }
        let entries: Vec<(u16, Form)> = token
            .senses()
            .filter_map(|s| match s {
                // After a preposition only a verbal noun, or the imperfect of purpose.
                Sense::Cue(c, form)
                    if text.pack.cues[c as usize].kind == CueKind::Verb
                        && (token.morph.preposition == 0
                            || form.tense == Tense::Noun
                            || form.tense == Tense::Imperfect) =>
                {
                    Some((c, form))
                }
                _ => None,
            })
            .collect();
        let mut best: Option<Vec<Draft>> = None;
        for (entry, form) in entries {
            let Some(drafts) = one(text, at, entry, form, out) else { continue };
            let better = best.as_ref().is_none_or(|b| rank(&drafts[0]) > rank(&b[0]));
            if better {
                best = Some(drafts);
            }
        }
        let mut found = best.unwrap_or_default();
        carried(text, at, &mut found, out);
        out.extend(found);
    }
}

/// «في تصريح نقله التلفزيون، إن»: the verb with its pronoun stands inside another's
/// adjunct. The words are the other's, and came through this one.
fn carried(text: &Text<'_>, at: usize, found: &mut [Draft], out: &mut [Draft]) {
    let token = text.token(at);
    let [draft] = found else { return };
    let relative =
        token.morph.suffix != Suffix::None && !token.morph.conjunction && token.flags.has(Flags::FINITE) && at > 0;
    let after_noun = relative
        && text.token(at - 1).kind == Kind::Word
        && (at.saturating_sub(4)..at).any(|i| text.token(i).flags.has(Flags::CARRIER));
    if !after_noun || !draft.rule.starts_with("verb-") {
        return;
    }
    let index = out.len();
    let Some(host) = out.iter_mut().rev().take(4).find(|d| d.adjuncts.holds(at)) else { return };
    draft.rule = "carried";
    draft.content.clone_from(&host.content);
    draft.extent = host.extent;
    if let Some(np) = text.source(at + 1, host.extent.start, true) {
        draft.owner = Owner::Named(np);
    }
    host.parent = Some(index);
}

/// A clause reading beats an object reading; a finite one a verbal noun.
fn rank(draft: &Draft) -> (bool, bool, bool, bool) {
    (
        draft.rule.starts_with("relay"),
        draft.rule.ends_with("that") || draft.rule.ends_with("quote") || draft.rule.ends_with("colon"),
        draft.form.tense != Tense::Noun,
        draft.owner != Owner::Nobody,
    )
}

/// True if the verb belongs to a phrase cue («كما قال», «حسبما ذكرت»), which binds it.
fn inside_phrase(text: &Text<'_>, at: usize) -> bool {
    use musnad_lang::pack::{Ref, Takes};
    let takes_clause = |c: u16| text.pack.cues[c as usize].takes.has(Takes::CLAUSE);
    let single = |i: usize| text.phrase_sense(i).is_some_and(takes_clause);
    for back in 1..=4usize {
        let Some(i) = at.checked_sub(back) else { break };
        if let Some((Ref::Cue(c), n)) = text.token(i).sequence
            && i + usize::from(n) >= at
            && (text.pack.cues[c as usize].kind == CueKind::Phrase)
            && (takes_clause(c) || i + usize::from(n) > at)
        {
            return true;
        }
        if back == 1 && single(i) {
            // «كما» begins a sentence of its own: «كما أعلن الوزير أن».
            return text.core(i) != "كما" || !text.starts_statement(i, at);
        }
    }
    false
}

impl Text<'_> {
    /// True if «كما» at `i` adds a statement, against «، كما قال الوزير» after one.
    pub fn starts_statement(&self, i: usize, verb: usize) -> bool {
        let limit = self.reach(verb, verb);
        let head = i == self.sentence(i).start
            || matches!(self.punct(i - 1), '.' | ':' | '؛')
            || self.token(i - 1).kind == Kind::Quote && i - 1 == self.sentence(i).start;
        let marker = self.marker_of_content(verb, limit);
        head || marker
    }

    /// True if a complementiser or quotation of the verb's own follows.
    fn marker_of_content(&self, verb: usize, limit: usize) -> bool {
        (verb + 1..limit.min(verb + 30)).take_while(|&i| !matches!(self.punct(i), '.' | '؛')).any(|i| {
            self.token(i).flags.has(Flags::THAT)
                || self.punct(i) == ':'
                || self.token(i).kind == Kind::Quote && self.name_quote(i).is_none()
                || self.token(i).flags.has(Flags::EVENT) && i <= verb + 12
                || i <= verb + 10 && matches!(self.word(i), "عن" | "الي")
        })
    }
}

fn one(text: &Text<'_>, at: usize, entry: u16, form: Form, out: &[Draft]) -> Option<Vec<Draft>> {
    let cue = &text.pack.cues[entry as usize];
    match form.tense {
        Tense::Participle => participle(text, at, entry, cue, form, out).map(|d| vec![d]),
        Tense::Noun => super::noun::verbal(text, at, entry, cue, form).map(|d| vec![d]),
        _ => {
            if relay::is_relay(cue)
                && let Some(drafts) = relay::relay(text, at, entry, form, out.len())
            {
                return Some(drafts);
            }
            finite(text, at, entry, cue, form, out).map(|d| vec![d])
        }
    }
}

/// The first thing after a verb that can introduce its content.
pub fn anchor(text: &Text<'_>, verb: usize, governs: Governs) -> Option<Anchor> {
    let limit = text.reach(verb, verb).min(verb + REACH);
    let mut commas = 0;
    let mut at = verb + 1;
    while at < limit {
        let token = text.token(at);
        match token.kind {
            Kind::Quote => {
                if let Some(close) = text.name_quote(at).or_else(|| aside(text, verb, at, limit)) {
                    at = close + 1;
                    continue;
                }
                let speaks = governs
                    .has(Governs::QUOTE.or(Governs::COLON).or(Governs::THAT).or(Governs::BARE).or(Governs::DESCRIBED));
                return (speaks && text.quote_at(at).is_some() && quote_fits(text, verb, at))
                    .then_some(Anchor::Quote(at));
            }
            Kind::Punct(':') => {
                return governs.has(Governs::COLON.or(Governs::QUOTE)).then_some(Anchor::Colon(at));
            }
            Kind::Punct('،' | ',') => {
                commas += 1;
                if commas > 5 {
                    return None;
                }
            }
            Kind::Punct('؛' | ';' | '!' | '؟') => return None,
            Kind::Break(_) if at > verb + 12 => return None,
            Kind::Word => {
                if token.flags.has(Flags::THAT) && !joins_clause(text, at) {
                    return that(text, at, governs);
                }
                let other = token.flags.has(Flags::CUE_VERB)
                    && (token.flags.has(Flags::FINITE) || text.is_speech_participle(at))
                    && !token.flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN).or(Flags::MASDAR))
                    && !token.flags.has(Flags::CARRIER)
                    && !text.hides_identity(at)
                    && !matches!(text.core(at), "عبر" | "يسمي" | "تسمي" | "يعرف" | "تعرف" | "يدعي" | "تدعي" | "سمي")
                    && (token.morph.conjunction
                        || !matches!(text.token(at - 1).kind, Kind::Word)
                        || text
                            .token(at - 1)
                            .flags
                            .has(Flags::CLAUSE.or(Flags::CONTRAST).or(Flags::NEGATION).or(Flags::QAD).or(Flags::KANA))
                        || text.is_speech_participle(at))
                    && !(at > 0 && text.token(at - 1).flags.has(Flags::RELATIVE));
                if other && !text.is_speech_participle(at) {
                    return None;
                }
                if other && text.marker_within(at, 8, limit) {
                    // «وتابع قائلا إن»: the participle takes the content for both.
                    return None;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// «بعد أن», «دون أن»: the conjunction of an adverbial clause, no complementiser.
pub fn joins_clause(text: &Text<'_>, at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "بعد",
        "قبل",
        "منذ",
        "حتي",
        "دون",
        "بدون",
        "رغم",
        "مع",
        "غير",
        "الا",
        "بيد",
        "بدل",
        "شريطه",
        "شرط",
        "بشرط",
        "بمجرد",
        "لولا",
        "لحين",
        "ريثما",
        "خشيه",
        "مخافه",
        "عوض",
        "اذ",
        "حيث",
        "الي حين",
    ];
    at > 0 && BEFORE.contains(&text.core(at - 1)) && text.word(at).starts_with("ان")
}

/// A few marked words inside a source or adjunct, with the content's own أن still to come.
fn aside(text: &Text<'_>, verb: usize, open: usize, limit: usize) -> Option<usize> {
    let quote = text.quote_at(open)?;
    let short = quote.closed && quote.close <= open + 5 && open > verb + 1 && !matches!(text.punct(open - 1), ':');
    let later = (quote.close + 1..limit.min(quote.close + 26))
        .take_while(|&i| !matches!(text.punct(i), '.' | '؛'))
        .any(|i| text.token(i).flags.has(Flags::THAT) && !joins_clause(text, i) || text.punct(i) == ':');
    (short && later).then_some(quote.close)
}

/// A quotation right after a verb or its source; not a marked word inside an object.
fn quote_fits(text: &Text<'_>, verb: usize, open: usize) -> bool {
    if open == verb + 1 {
        return true;
    }
    let before = open - 1;
    let token = text.token(before);
    let inside = text.quote_at(open).map_or(0, |q| q.close - q.open);
    // «أعلن إطلاق عملية "درع"»: the mark stands in a noun phrase of its own.
    let preposition = token.flags.has(Flags::PREPOSITION) || matches!(text.word(before), "ب" | "ل" | "ال");
    !(preposition || inside < 5 && (verb + 1..open).any(|i| text.token(i).flags.has(Flags::EVENT)))
}

fn that(text: &Text<'_>, at: usize, governs: Governs) -> Option<Anchor> {
    let with_bi = text.word(at).starts_with("بان") || text.word(at).starts_with("وبان");
    let before = at.checked_sub(1).map_or("", |i| text.core(i));
    let (needed, led) = match before {
        "الي" => (Governs::ILA.or(Governs::OBJECT_ILA), true),
        "علي" => (Governs::ALA.or(Governs::OBJECT_ALA), true),
        "من" => (Governs::MIN.or(Governs::OBJECT_MIN), true),
        "عن" => (Governs::AN, true),
        "في" => (Governs::FI, true),
        _ if with_bi => (
            Governs::B_THAT
                .or(Governs::OBJECT_THAT)
                .or(Governs::BI)
                .or(Governs::OBJECT_BI)
                .or(Governs::DESCRIBED)
                .or(Governs::THAT),
            false,
        ),
        _ => (Governs::THAT.or(Governs::OBJECT_THAT).or(Governs::B_THAT).or(Governs::ALA).or(Governs::ILA), false),
    };
    governs.has(needed).then_some(Anchor::That(at, led))
}

impl Text<'_> {
    /// «طلب عدم الكشف عن اسمه», «رفض ذكر اسمه»: says nothing, describes a source.
    pub fn hides_identity(&self, at: usize) -> bool {
        matches!(self.core(at + 1), "عدم" | "الكشف" | "ذكر" | "نشر" | "كشف" | "التصريح")
            && (at + 2..at + 7).any(|i| {
                matches!(
                    self.core(i),
                    "اسمه"
                        | "اسمها"
                        | "هويته"
                        | "هويتها"
                        | "اسمائهم"
                        | "هويتهم"
                        | "اسم"
                        | "هويه"
                        | "اسماء"
                )
            })
            || matches!(self.core(at + 1), "شرط" | "بشرط")
    }
}

fn negated_reading(cue: &Cue, rule: &str) -> bool {
    // «لم يؤكد أن» denies a confirmation; «لم تشر إلى الغارات» says nothing at all.
    rule.ends_with("that") || matches!(cue.stance, Stance::Believes | Stance::Denies | Stance::Urges)
}

fn finite(text: &Text<'_>, at: usize, entry: u16, cue: &Cue, form: Form, out: &[Draft]) -> Option<Draft> {
    if text.hides_identity(at) {
        return None;
    }
    let before = text.before(at);
    let word = text.core(at);
    let impersonal = before.owner.is_none() && WRITERS_OWN.contains(&word);
    let anchored = anchor(text, at, cue.governs);
    if impersonal && anchored.is_some_and(|a| a.at() <= at + 3) {
        return None;
    }
    let mut draft = match anchored {
        _ if after_quotation(text, at, cue) => quoted_before(text, at)?,
        Some(found) => anchored_draft(text, at, found, &before, form)?,
        None => object(text, at, cue, form, &before).or_else(|| bare(text, at, cue, form, &before))?,
    };
    if before.negated && !negated_reading(cue, draft.rule) {
        return None;
    }
    // «يعتقد أن», «يتوقع أن» with nobody in sight.
    let alone = matches!(anchored, Some(Anchor::That(t, _)) if t == at + 1)
        || draft.rule == "verb-noun" && draft.owner == Owner::Implied;
    let passive = has_passive(text, at, entry) && form.person == 3;
    if draft.owner == Owner::Implied && before.owner.is_none() && alone && passive && form.tense != Tense::Perfect {
        draft.owner = Owner::Nobody;
    }
    // «أفيد بأن» has no other reading.
    if form.tense == Tense::Passive
        && draft.owner == Owner::Implied
        && before.owner.is_none()
        && text.token(at).senses().filter(|s| matches!(s, Sense::Cue(..))).count() == 1
    {
        draft.owner = Owner::Nobody;
    }
    draft.entry = Some(entry);
    draft.form = form;
    draft.stance = cue.stance;
    let hearsay = match draft.owner {
        // «أنباء تفيد»: what the noun vouches for, not the verb.
        Owner::Named(np) => text.token(np.start).senses().any(|s| matches!(s, Sense::Cue(c, _) if text.pack.cues[c as usize].is_source && text.pack.cues[c as usize].stance == Stance::Alleges)),
        Owner::Nobody => true,
        _ => false,
    };
    if hearsay && cue.stance == Stance::Says {
        draft.stance = Stance::Alleges;
    }
    draft.negated = before.negated;
    draft.cue = cue_spans(text, at, out);
    feelings(text, &mut draft, at);
    Some(draft)
}

/// «وقال الوزير نحن مستعدون»: speech whose marks were lost, told by what cannot belong to the source.
fn bare(text: &Text<'_>, at: usize, cue: &Cue, form: Form, before: &Before) -> Option<Draft> {
    let plain =
        ["qala", "adafa", "tabaa", "ardafa", "awdaha", "sarraha", "istatrada", "zada", "allaqa", "kataba", "akkada"];
    let says = plain.contains(&&*cue.id) && form.tense == Tense::Perfect;
    if !says || text.token(at).morph.suffix != Suffix::None || before.negated {
        return None;
    }
    let limit = text.reach(at, at + 1);
    let np = match before.owner {
        Some(_) => None,
        None => text.source(at + 1, limit, false).map(|np| text.split(np, limit).0.unwrap_or(np)),
    };
    let mut from = text.skip_adjuncts(np.map_or(at + 1, |np| np.end), limit);
    while matches!(text.punct(from), '،' | ',' | '-') {
        from += 1;
    }
    let token = text.token(from);
    let opens =
        Flags::PRONOUN.or(Flags::NEGATION).or(Flags::KANA).or(Flags::QAD).or(Flags::DEMONSTRATIVE).or(Flags::CLAUSE);
    let speaks = token.flags.has(opens) && !token.flags.has(Flags::TITLE)
        || text.is_finite(from) && !token.morph.conjunction
        || matches!(
            text.word(from),
            "هناك"
                | "ثمه"
                | "يجب"
                | "ينبغي"
                | "يمكن"
                | "لدينا"
                | "علينا"
                | "ليس"
                | "لابد"
                | "يوجد"
                | "توجد"
                | "لماذا"
                | "هل"
                | "كيف"
        );
    if from >= limit || !speaks || token.kind != Kind::Word || text.word(from) == "ما" {
        return None;
    }
    let content = text.content(at, from, Opening::Clause)?;
    if content.len() < 4 {
        return None;
    }
    let mut draft = Draft::new(text, at, content, "verb-bare");
    draft.owner = match (np, before.owner) {
        (_, Some(owner)) => owner,
        (Some(np), None) => Owner::Named(np),
        (None, None) => Owner::Implied,
    };
    draft.clause = before.clause.min(at);
    draft.adjuncts = Range::new(at + 1, from);
    Some(draft)
}

/// «"…"، قال المتحدث»: the quotation stands right before the verb, at the head of its sentence.
fn after_quotation(text: &Text<'_>, at: usize, cue: &Cue) -> bool {
    if !cue.governs.has(Governs::QUOTE) || text.token(at).morph.conjunction || at < 4 {
        return false;
    }
    let close = at - 1 - usize::from(matches!(text.punct(at - 1), '،' | ','));
    let opened = text.quotes.iter().rev().take(40).find(|q| q.closed && q.close == close);
    text.token(close).kind == Kind::Quote
        && opened.is_some_and(|q| q.close > q.open + 3 && q.open <= text.sentence(at).start + 1)
}

/// The draft of such a verb: the quotation before it, and the one that goes on after its source.
fn quoted_before(text: &Text<'_>, at: usize) -> Option<Draft> {
    let close = at - 1 - usize::from(matches!(text.punct(at - 1), '،' | ','));
    let first = text.quotes.iter().rev().find(|q| q.closed && q.close == close)?;
    let range = text.trim(Range::new(first.open, close + 1))?;
    let sentence = text.sentence(at);
    let np = text.source(at + 1, sentence.end, true);
    let mut draft = Draft::new(text, at, range, "quote-verb");
    draft.owner = np.map_or(Owner::Implied, Owner::Named);
    draft.clause = range.start;
    draft.adjuncts = Range::new(at, np.map_or(at + 1, |np| np.end));
    let after = np.map_or(at + 1, |np| np.end);
    let next = after + usize::from(matches!(text.punct(after), '،' | ',' | ':'));
    if let Some(second) = text.quote_at(next).filter(|q| q.closed && q.close > next + 2)
        && let Some(rest) = text.trim(Range::new(second.open, second.close + 1))
    {
        draft.content.push(text.bytes(rest));
    }
    Some(draft)
}

fn has_passive(text: &Text<'_>, at: usize, entry: u16) -> bool {
    text.token(at).senses().any(|s| matches!(s, Sense::Cue(c, f) if c == entry && f.tense == Tense::Passive))
}

/// The verb, and what leads up to it if it is one expression: «ومضى قائلا», «لم يؤكد».
fn cue_spans(text: &Text<'_>, at: usize, _out: &[Draft]) -> Vec<Range> {
    let mut start = at;
    while start > 0
        && text.token(start - 1).flags.has(Flags::NEGATION)
        && !text.token(start - 1).flags.has(Flags::TITLE)
    {
        start -= 1;
    }
    vec![Range::new(start, at + 1)]
}

/// A draft whose content is introduced by أن, a quotation or a colon.
pub(super) fn anchored_draft(text: &Text<'_>, at: usize, anchor: Anchor, before: &Before, form: Form) -> Option<Draft> {
    let (from, opening, rule) = match anchor {
        Anchor::That(t, _) => (t + 1, Opening::Clause, "verb-that"),
        Anchor::Quote(q) => (q, Opening::Quotation, "verb-quote"),
        Anchor::Colon(c) => match text.tokens.get(c + 1)?.kind {
            Kind::Quote if text.quote_at(c + 1).is_some() => (c + 1, Opening::Quotation, "verb-colon-quote"),
            _ if text.token(c + 1).flags.has(Flags::THAT) => (c + 2, Opening::Clause, "verb-colon-that"),
            _ => (c + 1, Opening::Colon, "verb-colon"),
        },
    };
    let content = text.content(at, from, opening)?;
    let gap = anchor.at() - usize::from(matches!(anchor, Anchor::That(_, true)));
    let mut draft = Draft::new(text, at, content, rule);
    let owner = source_in_gap(text, at, gap, before, form);
    draft.clause = before.clause.min(at);
    draft.owner = owner;
    draft.adjuncts = Range::new(at + 1, gap.max(at + 1));
    Some(draft)
}

/// The source between verb and content, else the one before the verb.
fn source_in_gap(text: &Text<'_>, at: usize, gap: usize, before: &Before, form: Form) -> Owner {
    let after = text.source(at + 1, gap, true);
    let own = text.token(at).morph.suffix;
    let spoken = matches!(before.owner, Some(Owner::Named(_)));
    if spoken && before.relative {
        // «البيان الذي قال فيه الوزير إن»: the source follows if there is one.
        return after.map_or(before.owner.unwrap_or(Owner::Implied), Owner::Named);
    }
    match (after, before.owner) {
        (Some(np), None) => Owner::Named(np),
        // Two candidates: the verb of the singular before a plural source stands first.
        (Some(np), Some(left)) => {
            if own != Suffix::None
                || form.number == musnad_lang::Number::Plural
                || (spoken || matches!(left, Owner::Implied)) && is_recipient(text, np)
            {
                left
            } else {
                Owner::Named(np)
            }
        }
        (None, Some(left)) => left,
        (None, None) => Owner::Implied,
    }
}

/// «قال لرويترز»: the one spoken to, never the speaker.
pub(super) fn is_recipient(text: &Text<'_>, np: Range) -> bool {
    text.token(np.start).morph.preposition == b'l'
        || text.token(np.start).flags.has(Flags::TIME.or(Flags::DEMONSTRATIVE))
}
