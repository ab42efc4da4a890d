//! Which words name the source: a noun phrase after or before the cue, the noun itself,
//! only the form of the verb, or nobody.

use musnad_lang::pack::Word;
use musnad_lang::{Gender, Number, Sense, Tense};

use super::site::{Site, SiteKind};
use super::start::Start;
use super::{Owner, Scene};
use crate::mark::Flags;
use crate::text::tag::{Base, Tag, agreement_word};
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};
use crate::weigh::{Ask, Judge, Sink, put, step};

/// The longest source, in tokens.
const LONGEST: usize = 36;
/// How many beginnings are tried after the cue.
const BEGINNINGS: usize = 4;
/// How many ends are tried for one beginning.
const ENDS: usize = 14;
/// How far before the cue a source may begin.
const BACK: usize = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    After,
    Before,
    /// The cue's own noun: «أنباء».
    Itself,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Implied,
    Nobody,
    Words(Side, Range),
}

/// Decides who the source is.
pub fn source(text: &Text<'_>, site: &Site, start: &Start, scene: &Scene, judge: &mut dyn Judge) -> Owner {
    if site.kind == SiteKind::Quotation || site.pronoun {
        return Owner::Implied;
    }
    let mut options = vec![Choice::Implied, Choice::Nobody];
    let gap = gap(text, site, start);
    let rule = Rule::new(text, site, gap);
    after(text, gap, &mut options);
    if !matches!(site.kind, SiteKind::Phrase | SiteKind::PhraseVerb | SiteKind::An) {
        before(text, site, rule.felt, &mut options);
    }
    if matches!(site.kind, SiteKind::Noun | SiteKind::Masdar) {
        itself(text, site, gap, &mut options);
    }
    let asked: Vec<Result<bool, (u32, u32)>> = options
        .iter()
        .map(|o| match o {
            Choice::Implied => Ok(true),
            Choice::Nobody => Ok(false),
            Choice::Words(_, np) => {
                let bytes = text.bytes(*np);
                Err((bytes.start, bytes.end))
            }
        })
        .collect();
    let verdict = judge.judge(text, &Ask::Source(&asked), options.len(), &mut |i, sink| {
        features(text, site, start, gap, scene, &rule, &options, options[i], sink);
    });
    match options[verdict.best] {
        Choice::Implied => Owner::Implied,
        Choice::Nobody => Owner::Nobody,
        Choice::Words(_, np) => Owner::Named(np),
    }
}

/// The tokens in which a source after the cue may stand.
fn gap(text: &Text<'_>, site: &Site, start: &Start) -> Range {
    let from = site.cue.end;
    if start.kind.is_before() {
        return Range::new(from, text.reach(site.at, from).min(from + LONGEST));
    }
    Range::new(from, start.marker.max(from))
}

fn heads(text: &Text<'_>, at: usize) -> bool {
    let tag = text.tag(at);
    match text.token(at).kind {
        Kind::Quote => {
            tag.base == Base::QuoteName
                || tag.base == Base::QuoteOpen && text.quote_at(at).is_some_and(|q| q.closed && q.close <= at + 9)
        }
        Kind::Number => true,
        Kind::Word => !matches!(
            tag.base,
            Base::That
                | Base::BiThat
                | Base::Negation
                | Base::Qad
                | Base::Kana
                | Base::Contrast
                | Base::Clause
                | Base::Preposition
                | Base::PrepPronoun
                | Base::Time
                | Base::Weekday
                | Base::Conjunction
                | Base::Adverb
                | Base::CuePerfect
                | Base::CueImperfect
                | Base::CueFirst
                | Base::Imperfect
                | Base::Perfect
        ),
        _ => false,
    }
}

/// Phrases after the cue.
fn after(text: &Text<'_>, gap: Range, options: &mut Vec<Choice>) {
    let mut beginnings: Vec<usize> = Vec::new();
    let skipped = text.skip_adjuncts(gap.start, gap.end);
    // «جاء في بيان»: the preposition right after the cue leads its source.
    let led = gap.start + usize::from(text.tag(gap.start).base == Base::Preposition);
    for at in [gap.start, led, skipped] {
        let only = gap.len() <= 2
            && at == gap.start
            && text.token(at).kind == Kind::Word
            && !matches!(text.tag(at).base, Base::PrepPronoun | Base::Preposition | Base::That);
        if at < gap.end && (heads(text, at) || only) && !beginnings.contains(&at) {
            beginnings.push(at);
        }
    }
    // After a comma, a time or «من جهته» a source may still begin.
    let mut at = gap.start + 1;
    while at < gap.end && beginnings.len() < BEGINNINGS {
        let previous = text.tag(at - 1).base;
        let opens = matches!(
            previous,
            Base::Comma
                | Base::Time
                | Base::Weekday
                | Base::Number
                | Base::Close
                | Base::PrepPronoun
                | Base::Adverb
                | Base::QuoteClose
                | Base::Dash
        ) || matches!(text.tag(at).base, Base::Person | Base::Unnamed)
            && previous != Base::Preposition
            && at > gap.start + 1;
        if opens && heads(text, at) && !beginnings.contains(&at) {
            beginnings.push(at);
        }
        at += 1;
    }
    for from in beginnings {
        let limit = gap.end.min(from + LONGEST);
        let mut found = 0;
        let mut at = from;
        while at < limit && found < ENDS {
            let tag = text.tag(at);
            // A name in marks or brackets is one piece.
            let piece = match tag.base {
                Base::QuoteName | Base::QuoteOpen => {
                    text.quote_at(at).filter(|q| q.closed && q.close < limit).map(|q| q.close)
                }
                Base::Open => (at + 1..limit.min(at + 14)).find(|&i| text.tag(i).base == Base::Close),
                _ => None,
            };
            match (piece, tag.base) {
                (Some(close), _) => at = close + 1,
                (None, Base::Stop) if text.token(at).spaced => break,
                (
                    None,
                    Base::Semi
                    | Base::Mark
                    | Base::Colon
                    | Base::QuoteOpen
                    | Base::QuoteClose
                    | Base::That
                    | Base::BiThat,
                ) => break,
                (None, Base::Break) => break,
                _ => at += 1,
            }
            let next = text.tag(at);
            let last = text.tag(at - 1).base;
            // «طالب أبو | شعر»: a name goes on after أبو, بن, عبد.
            let open = matches!(
                last,
                Base::Preposition | Base::Comma | Base::Conjunction | Base::Open | Base::Dash | Base::Relative
            ) || at < limit
                && text.token(at - 1).flags.has(Flags::KIN)
                && matches!(text.core(at - 1), "ابو" | "ابي" | "بن" | "ابن" | "عبد" | "ال");
            let ends = at >= limit
                || !matches!(next.base, Base::Number)
                    && (text.token(at).kind != Kind::Word
                        || next.conj()
                        || boundary(next)
                        || text.token(at).morph.preposition != 0
                        || text.tag(at - 1).base == Base::QuoteName
                        || text.sequence_ends(at)
                        || from + 1 == at
                        || text
                            .token(at - 1)
                            .flags
                            .has(Flags::NAME.or(Flags::GIVEN).or(Flags::DEMONYM).or(Flags::COUNTRY))
                        || text.token(at - 1).morph.article
                        || text.token(at).morph.article);
            if ends && !open {
                options.push(Choice::Words(Side::After, Range::new(from, at.min(limit))));
                found += 1;
            }
        }
    }
}

/// Tags before which a phrase may well end.
const fn boundary(tag: Tag) -> bool {
    matches!(
        tag.base,
        Base::Preposition
            | Base::PrepPronoun
            | Base::Time
            | Base::Weekday
            | Base::Relative
            | Base::CuePerfect
            | Base::CueImperfect
            | Base::Perfect
            | Base::Imperfect
            | Base::Participle
            | Base::Clause
            | Base::Contrast
            | Base::CuePhrase
            | Base::Adverb
            | Base::Demonstrative
            | Base::Quantifier
            | Base::Event
            | Base::Masdar
            | Base::Person
            | Base::Body
            | Base::NameBody
            | Base::Country
            | Base::Negation
            | Base::Kana
            | Base::Qad
            | Base::Beyond
    )
}

/// Phrases before a verb.
fn before(text: &Text<'_>, site: &Site, felt: Option<usize>, options: &mut Vec<Choice>) {
    if text.token(site.clause).morph.conjunction
        && site.clause == site.at
        && site.kind == SiteKind::Finite
        && !text.word(site.at).starts_with('ف')
    {
        return;
    }
    let floor = text.floor(site.at).max(site.at.saturating_sub(BACK));
    // Where it ends: right before the verb, or before a comma or relative pronoun there.
    let mut ends: Vec<usize> = Vec::new();
    let mut end = site.clause;
    for _ in 0..3 {
        if end <= floor {
            break;
        }
        if text.token(end - 1).kind == Kind::Word
            || text.tag(end - 1).base == Base::QuoteClose
            || text.tag(end - 1).base == Base::Close
        {
            ends.push(end);
        }
        match text.tag(end - 1).base {
            Base::Comma | Base::Dash | Base::Relative | Base::Time | Base::Weekday | Base::Number | Base::Close => {
                end -= 1
            }
            _ => break,
        }
    }
    // «الوزير، الذي …، قال»: the clause between is passed over.
    if let Some(comma) = site.clause.checked_sub(1).filter(|&c| c > floor && text.tag(c).base == Base::Comma) {
        let relative = (floor..comma).rev().find(|&i| text.tag(i).base == Base::Relative);
        if let Some(r) = relative {
            let end = r - usize::from(r > floor && text.tag(r - 1).base == Base::Comma);
            if end > floor {
                ends.push(end);
            }
        }
    }
    // «نشرت صحيفة الأفق الليبية تقريرا، تحدثت فيه»: what she published is no part of her name.
    let broken: Vec<usize> = ends.iter().map(|&e| e - 1).filter(|&e| e > floor && text.phrase_breaks(e)).collect();
    ends.extend(broken);
    // «الوزير الذي قال»: the relative pronoun stands for him.
    if let Some(relative) = site.clause.checked_sub(1).filter(|&r| r >= floor && text.tag(r).base == Base::Relative) {
        options.push(Choice::Words(Side::Before, Range::new(relative, relative + 1)));
    }
    let noun = matches!(site.kind, SiteKind::Masdar | SiteKind::Noun);
    // «الدول تخالجها بعض الشكوك», «تساور واشنطن شكوك»: whom a doubt comes over is its source.
    if let Some(verb) = felt {
        match text.has_object(verb) {
            true if verb > floor => ends.push(verb),
            false if verb + 1 < site.clause => {
                let quantified = text.tag(site.clause - 1).base == Base::Quantifier;
                let end = site.clause - usize::from(quantified && verb + 2 < site.clause);
                options.push(Choice::Words(Side::Before, Range::new(verb + 1, end)));
            }
            _ => {}
        }
    }
    for end in ends {
        let mut found = 0;
        let mut at = end;
        while at > floor && found < 8 && end - at < LONGEST {
            at -= 1;
            let tag = text.tag(at);
            match tag.base {
                Base::QuoteClose => {
                    let Some(open) = text.open_of(at).filter(|&o| o >= floor && at - o <= 7) else { break };
                    at = open;
                    continue;
                }
                Base::Stop if text.token(at + 1).spaced => break,
                Base::Semi | Base::Mark | Base::Colon | Base::QuoteOpen | Base::That | Base::BiThat | Base::Break => {
                    break;
                }
                _ => {}
            }
            if !heads(text, at) || tag.base == Base::Relative {
                continue;
            }
            let previous = if at == floor { Tag::default() } else { text.tag(at - 1) };
            let begins = at == floor
                || tag.conj()
                || matches!(
                    previous.base,
                    Base::Comma
                        | Base::Semi
                        | Base::Dash
                        | Base::Stop
                        | Base::That
                        | Base::BiThat
                        | Base::Clause
                        | Base::Contrast
                        | Base::Kana
                        | Base::Time
                        | Base::Adverb
                        | Base::Conjunction
                        | Base::QuoteOpen
                        | Base::Break
                        | Base::Close
                        | Base::Open
                        | Base::Perfect
                        | Base::Imperfect
                        | Base::CuePerfect
                        | Base::CueImperfect
                )
                || end - at == 1
                || noun && previous.base == Base::Preposition
                || matches!(tag.base, Base::CueNoun | Base::Carrier | Base::Media | Base::Unnamed);
            if begins {
                options.push(Choice::Words(Side::Before, Range::new(at, end)));
                found += 1;
            }
        }
    }
}

/// «أنباء», «تقارير صحفية»: the noun of the report is its source.
fn itself(text: &Text<'_>, site: &Site, gap: Range, options: &mut Vec<Choice>) {
    let mut end = site.cue.end;
    loop {
        options.push(Choice::Words(Side::Itself, Range::new(site.cue.start, end)));
        let goes_on = end < gap.end
            && end < site.cue.end + 3
            && text.token(end).kind == Kind::Word
            && text.tag(end).base != Base::Preposition;
        if !goes_on {
            break;
        }
        end += 1;
    }
}

/// What the rules of the noun phrase would take.
struct Rule {
    after: Option<Range>,
    subject: Option<Range>,
    before: Option<Range>,
    /// «تساور واشنطن شكوك»: the verb by which the feeling that the cue names comes over its owner.
    felt: Option<usize>,
}

impl Rule {
    fn new(text: &Text<'_>, site: &Site, gap: Range) -> Self {
        let after = text.source(gap.start, gap.end, true);
        let subject = after.and_then(|np| text.split(np, gap.end).0);
        let before = if text.token(site.clause).morph.conjunction && site.kind == SiteKind::Finite {
            None
        } else {
            text.noun_phrase_before(site.clause, text.floor(site.at))
        };
        let noun = matches!(site.kind, SiteKind::Masdar | SiteKind::Noun);
        let felt = noun.then(|| text.experiencer_verb(site.clause, text.floor(site.at))).flatten();
        Self { after, subject, before, felt }
    }
}

#[allow(clippy::too_many_arguments, reason = "all of it is what the features look at")]
fn features(
    text: &Text<'_>,
    site: &Site,
    start: &Start,
    gap: Range,
    scene: &Scene,
    rule: &Rule,
    options: &[Choice],
    option: Choice,
    sink: &mut Sink<'_>,
) {
    let kind = site.kind.word();
    let open = start.kind.word();
    let token = text.token(site.at);
    let form = agreement_word(site.form.gender, site.form.number);
    let person = u32::from(site.form.person);
    let cue = text.cue_lex(site.entry.unwrap_or(0));
    let suffix = token.morph.suffix != Suffix::None;
    let impersonal = matches!(site.form.tense, Tense::Passive);
    let (side, np) = match option {
        Choice::Implied | Choice::Nobody => {
            let who = if option == Choice::Implied { "implied" } else { "nobody" };
            put!(sink, "who", who, kind, open);
            put!(sink, "who.form", who, kind, form, person);
            put!(sink, "who.cue", who, cue);
            put!(sink, "who.cue+form", who, cue, form);
            put!(sink, "who.word", who, text.lex(site.at));
            put!(sink, "who.tag", who, kind, text.tag(site.at));
            put!(sink, "who.suffix", who, kind, suffix);
            put!(sink, "who.passive", who, impersonal);
            put!(sink, "who.gap", who, kind, step(gap.len().min(30)), start.kind.is_before());
            put!(sink, "who.next", who, kind, text.tag(site.cue.end));
            let before = if site.clause == 0 { Tag::default() } else { text.tag(site.clause - 1) };
            put!(sink, "who.before", who, kind, before);
            put!(sink, "who.before+form", who, form, before.plain());
            put!(sink, "who.rules", who, kind, rule.after.is_some(), rule.before.is_some());
            if let Some(np) = rule.after {
                put!(sink, "who.after", who, kind, text.tag(np.start), open);
                put!(sink, "who.agrees", who, kind, text.disagrees(site.form, np), form);
            }
            put!(sink, "who.head", who, kind, site.clause == text.sentence(site.at).start, token.morph.conjunction);
            put!(sink, "who.quoted", who, kind, token.quote > 0, person);
            put!(sink, "who.inside", who, kind, scene.inside(site.at).is_some());
            put!(sink, "who.gapped", who, kind, scene.gap(site.at).is_some());
            put!(sink, "who.mid", who, kind, scene.last().is_some_and(|d| text.sentence(site.at).holds(d.at)));
            return;
        }
        Choice::Words(side, np) => (side, np),
    };
    let place = match side {
        Side::After => "after",
        Side::Before => "before",
        Side::Itself => "itself",
    };
    let (first, last) = (text.tag(np.start), text.tag(np.end - 1));
    let next = text.tag(np.end);
    let prev = if np.start == 0 { Tag::default() } else { text.tag(np.start - 1) };
    put!(sink, "np", place, kind, open);
    put!(sink, "np.cue", place, cue);
    put!(sink, "np.first", place, kind, first);
    put!(sink, "np.first+open", place, open, first.plain());
    put!(sink, "np.first+cue", cue, first.plain());
    put!(sink, "np.word", place, text.lex(np.start));
    put!(sink, "np.last", place, last);
    put!(sink, "np.last-word", place, text.lex(np.end - 1));
    put!(sink, "np.next", place, open, next);
    put!(sink, "np.next-word", place, text.lex(np.end));
    put!(sink, "np.edge", place, last, next);
    put!(sink, "np.prev", place, prev, first.plain());
    put!(sink, "np.prev-word", place, text.lex(np.start.wrapping_sub(1)));
    put!(sink, "np.length", place, step(np.len()), kind);
    put!(sink, "np.length+first", place, step(np.len()), first.plain());
    let disagrees = text.disagrees(site.form, np);
    let (gender, number) = text.agreement(np);
    put!(sink, "np.agrees", place, kind, disagrees);
    put!(sink, "np.agrees+form", place, form, agreement_word(gender, number));
    put!(sink, "np.number", place, number == Number::Plural, gender == Gender::Feminine, form, site.form.person == 3);
    put!(sink, "np.suffix", place, kind, suffix);
    put!(sink, "np.person", place, kind, person, token.quote > 0);
    let oblique = text.is_oblique(np);
    put!(sink, "np.oblique", place, oblique, open);
    let clitic = text.token(np.start).morph.preposition;
    put!(sink, "np.clitic", place, kind, clitic != 0, text.token(np.start).flags == Flags::default());
    // What is inside.
    let (mut verbs, mut commas, mut prepositions, mut relatives, mut heads, mut conjs, mut times) =
        (0u32, 0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    let mut addressed: Option<Tag> = None;
    for t in np.start..np.end {
        let tag = text.tag(t);
        match tag.base {
            Base::Perfect
            | Base::Imperfect
            | Base::CuePerfect
            | Base::CueImperfect
            | Base::CueFirst
            | Base::VerbFirst => verbs += 1,
            Base::Comma => commas += 1,
            Base::Preposition => prepositions += 1,
            Base::Relative => relatives += 1,
            Base::Person
            | Base::Body
            | Base::Media
            | Base::Unnamed
            | Base::NamePerson
            | Base::NameBody
            | Base::NameOutlet => heads += 1,
            Base::Time | Base::Weekday => times += 1,
            _ => {}
        }
        conjs += u32::from(tag.conj() && t > np.start);
        if t > np.start && text.token(t).morph.preposition == b'l' {
            addressed.get_or_insert(tag);
        }
    }
    // «القبطان للشرطة»: the one spoken to.
    put!(sink, "np.addressed", place, kind, addressed.unwrap_or_default());
    put!(sink, "np.verbs", place, verbs.min(2), relatives.min(1));
    put!(sink, "np.commas", place, commas.min(3), first.plain());
    put!(sink, "np.preps", place, prepositions.min(2), first.plain());
    put!(sink, "np.heads", place, heads.min(3));
    put!(sink, "np.conjs", place, conjs.min(2));
    put!(sink, "np.times", place, times.min(2));
    let known = text.can_speak(np);
    put!(sink, "np.speaks", place, known, kind);
    // «منصات يمنية | الصورة», «مجلس الأمن | مواطنيه»: where a phrase cannot go on.
    let breaks = (np.start + 1..np.end).filter(|&t| text.phrase_breaks(t)).count();
    put!(sink, "np.breaks", place, breaks.min(2), kind);
    put!(sink, "np.breaks-next", place, breaks > 0, text.phrase_breaks(np.end), next.plain());
    // Where it stands in the gap, and what is left over.
    match side {
        Side::After => {
            put!(sink, "np.begins", kind, step((np.start - gap.start).min(20)), prev.plain());
            put!(sink, "np.left", open, if np.end == gap.end { 0 } else { 1 + step((gap.end - np.end).min(30)) }, kind);
            let rest = text.skip_adjuncts(np.end, gap.end);
            put!(sink, "np.rest", open, rest >= gap.end, np.end == gap.end);
            put!(sink, "np.rest+next", open, rest >= gap.end, next.plain());
            put!(sink, "np.rule", kind, rule.after == Some(np), rule.subject == Some(np));
            put!(
                sink,
                "np.rule-ends",
                open,
                rule.after.is_some_and(|r| r.end == np.end),
                rule.subject.is_some_and(|r| r.end == np.end)
            );
            put!(sink, "np.rule-begins", kind, rule.after.is_some_and(|r| r.start == np.start), np.start == gap.start);
            let comma_next = next.base == Base::Comma && np.end + 1 < gap.end;
            if comma_next {
                put!(sink, "np.comma", text.tag(np.end + 1), first.plain(), open);
            }
            put!(sink, "np.before-too", rule.before.is_some(), site.clause < site.at, open);
            let longer = options
                .iter()
                .any(|o| matches!(o, Choice::Words(Side::After, r) if r.start == np.start && r.end > np.end));
            put!(sink, "np.longer", longer, next.plain(), open);
        }
        Side::Before => {
            let joins = site.clause - np.end.min(site.clause);
            put!(sink, "np.joins", kind, joins.min(3), next.plain());
            put!(
                sink,
                "np.rule-before",
                kind,
                rule.before == Some(np),
                rule.before.is_some_and(|r| r.start == np.start)
            );
            put!(sink, "np.after-too", kind, rule.after.is_some(), open);
            if let Some(verb) = rule.felt {
                put!(sink, "np.felt", np.end == verb, np.start == verb + 1, text.has_object(verb));
            }
            put!(sink, "np.boundary", prev, first.plain(), kind);
            put!(sink, "np.auxiliary", site.clause < site.at);
            let head = np.start == text.floor(site.at);
            put!(sink, "np.begins-all", head, kind);
        }
        Side::Itself => {
            let source = site.entry.is_some_and(|e| text.pack.cues[e as usize].is_source);
            put!(sink, "np.itself", source, np.len().min(4), token.morph.article);
            put!(sink, "np.itself+cue", cue, np.len().min(4));
            put!(sink, "np.itself+left", gap.end == np.end, source);
        }
    }
    if let Some(last) = scene.last()
        && let Owner::Named(other) = last.owner
        && other.start < np.end
        && np.start < other.end
    {
        put!(sink, "np.taken", place, kind, other == np);
    }
}

impl Text<'_> {
    /// A verb by which a feeling comes over somebody, within six tokens before `at`.
    fn experiencer_verb(&self, at: usize, floor: usize) -> Option<usize> {
        let experiencer = |&i: &usize| self.token(i).senses().any(|s| s == Sense::Word(Word::Experiencer));
        (floor.max(at.saturating_sub(6))..at).rev().find(experiencer)
    }

    /// True if a verb has its object with it («تخالجها»).
    fn has_object(&self, verb: usize) -> bool {
        self.token(verb).morph.suffix != Suffix::None
    }

    /// True if a name or title of several words ends right before a token.
    pub fn sequence_ends(&self, at: usize) -> bool {
        (1..=5).any(|b| at >= b && self.token(at - b).sequence.is_some_and(|(_, n)| usize::from(n) == b && n > 1))
    }
}
