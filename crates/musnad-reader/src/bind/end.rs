//! Where a content ends.

use musnad_lang::pack::Governs;

use super::site::{Site, SiteKind};
use super::start::{Start, StartKind};
use super::{Owner, Scene};
use crate::text::tag::{Base, Tag, agreement_word};
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};
use crate::weigh::{Ask, Judge, Sink, put, step};

/// The longest content outside quotation marks, in tokens.
const LONGEST: usize = 500;
/// The most ends that are weighed.
const OPTIONS: usize = 96;

/// How far a content reaches by rule, until its end is decided.
pub fn reach(text: &Text<'_>, site: &Site, start: &Start) -> Range {
    if start.kind.is_before() {
        return Range::new(start.at, site.cue.start.max(start.at + 1));
    }
    let limit = limit(text, site, start.at);
    let end = match text.quote_at(start.at) {
        Some(quote) if start.kind == StartKind::Quote => quote.close,
        _ => text.clause_end(site.at, start.at, limit),
    };
    Range::new(start.at, end.clamp(start.at + 1, limit))
}

/// The content of the draft with index `i` as one or two stretches; none if no words are left.
pub fn end(text: &Text<'_>, site: &Site, start: &Start, i: usize, scene: &Scene, judge: &mut dyn Judge) -> Vec<Range> {
    if start.kind.is_before() {
        return before(text, site, start, i, scene, judge).unwrap_or_default();
    }
    let limit = limit(text, site, start.at);
    let ends = ends(text, start.at, limit);
    choose(text, site, start, &ends, limit, None, i, scene, judge).into_iter().collect()
}

/// The last token that a content may reach: the sentence, or the quotation that holds the cue.
fn limit(text: &Text<'_>, site: &Site, from: usize) -> usize {
    let sentence = text.sentence(from).end;
    let holder = text.token(site.at).quote;
    let limit = if holder > 0 { text.quotes[holder as usize - 1].close.min(sentence) } else { sentence };
    let quote = text.quote_at(from).map_or(0, |q| q.close + 1);
    limit.max(quote.min(from + 2 * LONGEST)).min(from + 2 * LONGEST).max(from + 1)
}

/// The tokens before which a content that begins at `from` may end.
fn ends(text: &Text<'_>, from: usize, limit: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = from + 1;
    while at < limit && out.len() < OPTIONS && at < from + LONGEST {
        let tag = text.tag(at);
        let before = text.tag(at - 1).base;
        let mark = matches!(
            tag.base,
            Base::Comma
                | Base::Semi
                | Base::Dash
                | Base::Stop
                | Base::Mark
                | Base::Colon
                | Base::QuoteClose
                | Base::QuoteStray
                | Base::Open
        );
        let word = tag.conj()
            || matches!(
                tag.base,
                Base::Preposition
                    | Base::Clause
                    | Base::Contrast
                    | Base::Participle
                    | Base::CuePhrase
                    | Base::Time
                    | Base::Weekday
                    | Base::CuePerfect
                    | Base::CueImperfect
                    | Base::Perfect
                    | Base::Imperfect
                    | Base::Kana
                    | Base::Relative
                    | Base::Demonstrative
                    | Base::Masdar
                    | Base::Adverb
                    | Base::Conjunction
            );
        let after_mark = matches!(
            before,
            Base::Comma | Base::Semi | Base::Dash | Base::Stop | Base::Colon | Base::Open | Base::QuoteOpen
        );
        if (mark || word) && !after_mark
            || matches!(before, Base::QuoteClose | Base::Close) && !mark && text.token(at).kind == Kind::Word
        {
            out.push(at);
        }
        at += 1;
    }
    out.push(limit);
    out.dedup();
    out
}

/// Whether the words before a phrase are all, or go on after its source.
fn before(
    text: &Text<'_>,
    site: &Site,
    start: &Start,
    i: usize,
    scene: &Scene,
    judge: &mut dyn Judge,
) -> Option<Vec<Range>> {
    let owner = scene.drafts[i].owner;
    let first = match start.kind {
        StartKind::BeforeQuote => {
            let close = text.quote_at(start.at)?.close;
            text.trim(Range::new(start.at, close + 1))?
        }
        _ => text.trim(Range::new(start.at, site.clause.min(site.cue.start)))?,
    };
    let mut from = super::source_end(owner, site.cue.end);
    let comma = matches!(text.tag(from).base, Base::Comma | Base::Dash);
    from += usize::from(comma);
    let sentence = text.sentence(site.at);
    let goes_on = from < sentence.end
        && (matches!(text.token(from).kind, Kind::Word | Kind::Number | Kind::Quote))
        && text.tag(from).base != Base::QuoteClose;
    if !goes_on {
        return Some(vec![first]);
    }
    let limit = limit(text, site, from);
    let mut ends = ends(text, from, limit);
    ends.truncate(OPTIONS);
    match choose(text, site, start, &ends, limit, Some((first, from)), i, scene, judge) {
        Some(rest) if rest.start >= from => Some(vec![first, rest]),
        _ => Some(vec![first]),
    }
}

/// Lets the judge choose; for words before a phrase the first option is that nothing follows.
#[allow(clippy::too_many_arguments, reason = "all of it is what the features look at")]
fn choose(
    text: &Text<'_>,
    site: &Site,
    start: &Start,
    ends: &[usize],
    limit: usize,
    resumed: Option<(Range, usize)>,
    draft: usize,
    scene: &Scene,
    judge: &mut dyn Judge,
) -> Option<Range> {
    let from = resumed.map_or(start.at, |(_, from)| from);
    let mut options: Vec<(usize, Range)> = Vec::with_capacity(ends.len() + 1);
    if let Some((first, _)) = resumed {
        options.push((site.cue.start, first));
    }
    for &end in ends {
        let Some(range) = text.trim(Range::new(from, end)) else { continue };
        if options.last().is_none_or(|(_, last)| last.end != range.end) {
            options.push((end, range));
        } else if let Some(last) = options.last_mut() {
            // The same words: the later boundary says more.
            last.0 = end;
        }
    }
    let bytes: Vec<u32> = options.iter().map(|(_, r)| text.bytes(*r).end).collect();
    if options.is_empty() {
        return None;
    }
    let passed = passed(text, from, &options);
    let others = Others::new(scene, draft, from, limit);
    let verdict = judge.judge(text, &Ask::End(draft, &bytes), options.len(), &mut |i, sink| {
        if resumed.is_some() {
            put!(sink, "resume", i > 0, text.tag(from), site.kind.word());
            put!(sink, "resume.word", i > 0, text.lex(from));
            let comma = from > 0 && text.tag(from - 1).base == Base::Comma;
            put!(sink, "resume.comma", i > 0, comma, text.tag(from).plain());
            let verb = (start.at..site.cue.start).any(|t| {
                matches!(
                    text.tag(t).base,
                    Base::Perfect | Base::Imperfect | Base::CuePerfect | Base::CueImperfect | Base::Kana
                )
            });
            put!(sink, "resume.verb", i > 0, verb, comma);
            if i == 0 {
                return;
            }
        }
        features(text, site, start, from, limit, &options, &passed, &others, i, scene, resumed.is_some(), sink);
    });
    Some(options[verdict.best].1)
}

/// What has been passed from the beginning of a content up to an option.
#[derive(Clone, Copy, Default)]
struct Passed {
    commas: u32,
    stops: u32,
    verbs: u32,
    /// «وقال», «وأضاف» with a content of their own.
    speeches: u32,
    phrases: u32,
    participles: u32,
    quotes: u32,
    clauses: u32,
    conjunctions: u32,
    open: u32,
    /// Words in the first person.
    first: u32,
}

/// The attributions that begin inside the reach of a content.
struct Others {
    /// For each: where its clause begins, its cue, and what kind it is.
    starts: Vec<(usize, usize, SiteKind, bool)>,
}

impl Others {
    fn new(scene: &Scene, draft: usize, from: usize, limit: usize) -> Self {
        let own = &scene.drafts[draft];
        let mut starts: Vec<(usize, usize, SiteKind, bool)> = scene.drafts[draft + 1..]
            .iter()
            .take(40)
            .take_while(|d| d.at < limit + 40)
            .filter(|d| {
                d.at > own.at && d.clause.min(d.at) > from && d.clause.min(d.at) < limit && !d.opening.is_before()
            })
            .map(|d| (d.clause.min(d.at), d.at, d.site, matches!(d.owner, Owner::Named(_))))
            .collect();
        starts.sort_unstable_by_key(|s| s.0);
        Self { starts }
    }

    /// The one whose clause begins at a token.
    fn at(&self, token: usize) -> Option<&(usize, usize, SiteKind, bool)> {
        self.starts.iter().find(|s| s.0 == token)
    }

    /// How many begin before a token.
    fn passed(&self, token: usize) -> usize {
        self.starts.partition_point(|s| s.0 < token)
    }
}

/// The words from a boundary to the next mark.
#[derive(Clone, Copy, Default)]
struct Segment {
    length: usize,
    /// A verb or participle of saying with a content of its own stands in it.
    speech: bool,
    verb: bool,
    that: bool,
    /// A first person stands in it.
    first: bool,
    /// It opens with somebody's name or title.
    named: bool,
    /// It is the last.
    last: bool,
}

impl Segment {
    fn new(text: &Text<'_>, from: usize, limit: usize) -> Self {
        let mut segment = Self::default();
        let mut at = from;
        while at < limit && at < from + 40 {
            let base = text.tag(at).base;
            if at > from
                && matches!(base, Base::Comma | Base::Semi | Base::Stop | Base::Mark | Base::Dash | Base::QuoteClose)
            {
                break;
            }
            match base {
                Base::CuePerfect | Base::CueImperfect | Base::CuePassive => {
                    segment.verb = true;
                    segment.speech |= text.marker_within(at, 14, limit);
                }
                Base::Participle => segment.speech |= text.marker_within(at, 8, limit),
                Base::Perfect | Base::Imperfect | Base::Kana => segment.verb = true,
                Base::CueFirst | Base::VerbFirst => {
                    segment.verb = true;
                    segment.first = true;
                }
                Base::That | Base::BiThat => segment.that = true,
                _ => {}
            }
            segment.first |= first_person(text, at);
            at += 1;
        }
        segment.length = at - from;
        segment.last = at >= limit;
        segment.named = matches!(
            text.tag(from).base,
            Base::Person
                | Base::Body
                | Base::Media
                | Base::Unnamed
                | Base::NamePerson
                | Base::NameBody
                | Base::NameOutlet
                | Base::Country
                | Base::Given
        );
        segment
    }
}

/// نحن, أنا, a pronoun of the first person on a word, or a verb in it.
fn first_person(text: &Text<'_>, at: usize) -> bool {
    let token = text.token(at);
    matches!(text.core(at), "نحن" | "انا" | "لدينا" | "علينا" | "لنا" | "اننا" | "اني" | "انني" | "لدي")
        || matches!(text.tag(at).base, Base::CueFirst | Base::VerbFirst)
        || token.kind == Kind::Word && token.morph.suffix == Suffix::Us
        || token.kind == Kind::Word
            && token.flags == crate::mark::Flags::default()
            && text.word(at).ends_with("نا")
            && text.word(at).chars().count() > 4
}

fn passed(text: &Text<'_>, from: usize, options: &[(usize, Range)]) -> Vec<Passed> {
    let mut out = Vec::with_capacity(options.len());
    let mut p = Passed::default();
    let mut at = from;
    for (_, range) in options {
        while at < range.end {
            let tag = text.tag(at);
            match tag.base {
                Base::Comma => p.commas += 1,
                Base::Stop | Base::Mark | Base::Semi => p.stops += u32::from(at + 1 < range.end),
                Base::Perfect | Base::Imperfect | Base::Kana | Base::VerbFirst => p.verbs += 1,
                Base::CuePerfect | Base::CueImperfect | Base::CueFirst | Base::CuePassive => {
                    p.verbs += 1;
                    let head = at > from && (tag.conj() || text.tag(at - 1).base == Base::Comma);
                    p.speeches += u32::from(head && text.marker_within(at, 24, range.end.max(at + 24)));
                }
                Base::CuePhrase => p.phrases += u32::from(at > from),
                Base::Participle => p.participles += u32::from(at > from),
                Base::QuoteClose => p.quotes += 1,
                Base::Clause | Base::Contrast => p.clauses += u32::from(at > from),
                Base::QuoteOpen | Base::QuoteName | Base::Open => p.open += 1,
                _ => {}
            }
            if matches!(tag.base, Base::QuoteClose | Base::Close) {
                p.open = p.open.saturating_sub(1);
            }
            p.conjunctions += u32::from(tag.conj() && at > from);
            p.first += u32::from(first_person(text, at));
            at += 1;
        }
        out.push(p);
    }
    out
}

#[allow(clippy::too_many_arguments, reason = "all of it is what the features look at")]
fn features(
    text: &Text<'_>,
    site: &Site,
    start: &Start,
    from: usize,
    limit: usize,
    options: &[(usize, Range)],
    passed: &[Passed],
    others: &Others,
    i: usize,
    scene: &Scene,
    resumed: bool,
    sink: &mut Sink<'_>,
) {
    let (end, range) = options[i];
    let p = passed[i];
    let k = start.kind.word();
    let kind = site.kind.word();
    let length = range.end - from;
    // What stands at the boundary, and the first word after its marks.
    let mut word = range.end;
    while word < limit
        && text.token(word).kind != Kind::Word
        && text.token(word).kind != Kind::Number
        && word < range.end + 4
    {
        word += 1;
    }
    let after = text.tag(word);
    let mark = if range.end >= limit { Tag::default() } else { text.tag(range.end) };
    let final_ = end >= limit;
    let edge = if final_ { Tag::default() } else { mark.plain() };
    let last = text.tag(range.end - 1);
    put!(sink, "end", k, edge, final_);
    put!(sink, "end.site", kind, k, edge, final_);
    put!(sink, "end.stance", site.stance.as_str(), edge, final_);
    if !final_ {
        put!(sink, "end.after", k, edge, after);
        put!(sink, "end.after+site", kind, edge, after);
        put!(sink, "end.word", edge, text.lex(word));
        put!(sink, "end.word+open", k, text.lex(word), after.conj());
        put!(sink, "end.word2", edge, text.lex(word), text.tag(word + 1).plain());
        put!(sink, "end.after2", edge, after, text.tag(word + 1));
        put!(sink, "end.last", last, after);
        put!(sink, "end.last-word", text.lex(range.end - 1), edge);
        let cue = matches!(
            after.base,
            Base::CuePerfect | Base::CueImperfect | Base::CuePassive | Base::CueFirst | Base::Participle | Base::Masdar
        );
        if cue {
            let marker = text.marker_within(word, 24, text.sentence(word).end);
            let that = (word + 1..limit.min(word + 16)).any(|t| matches!(text.tag(t).base, Base::That | Base::BiThat));
            put!(sink, "end.cue", k, edge, after, marker);
            put!(sink, "end.cue+that", edge, after, that);
            if let Some(form) = text.verb_form(word) {
                let same =
                    (form.gender, form.number, form.tense) == (site.form.gender, site.form.number, site.form.tense);
                put!(sink, "end.same-form", edge, after.conj(), same, form.person == site.form.person, that);
            }
        }
        // «وموسكو تنفي», «فيما أكد»: somebody else begins to speak soon.
        let soon = (word + 1..limit.min(word + 7))
            .find(|&t| matches!(text.tag(t).base, Base::CuePerfect | Base::CueImperfect));
        put!(sink, "end.soon", edge, after.plain(), soon.is_some_and(|t| text.marker_within(t, 14, limit)));
        let that_next = matches!(after.base, Base::That | Base::BiThat) && after.conj();
        put!(sink, "end.and-that", k, edge, that_next);
        let next = Segment::new(text, word, limit);
        put!(sink, "end.next", edge, next.speech, next.verb, next.last);
        put!(sink, "end.next+after", after.plain(), next.speech, next.that, edge);
        put!(sink, "end.next+length", edge, step(next.length), next.verb, k);
        put!(sink, "end.next+first", k, p.first.min(1), next.first, edge);
        put!(sink, "end.next+owned", edge, next.named, next.speech, after.conj());
        put!(sink, "end.predicate", k, p.verbs.min(2), edge, after.plain());
        let parallel = after.plain() == text.tag(from).plain();
        put!(sink, "end.parallel", k, parallel, after.conj(), edge);
        let kind_of_verb = matches!(after.base, Base::Perfect | Base::Imperfect | Base::VerbFirst | Base::CueFirst);
        if kind_of_verb && let Some(form) = text.verb_form(word) {
            put!(sink, "end.verb-form", edge, agreement_word(form.gender, form.number), after, p.verbs.min(2));
        }
    }
    // «دعا الأطراف إلى»: what is asked must be in it.
    if site.addresses() && matches!(start.kind, StartKind::Bare | StartKind::Preposition) {
        let governed = (from..range.end).any(|t| {
            let tag = text.tag(t);
            let word = text.core(t);
            site.governs.has(Governs::OBJECT_BI.or(Governs::DESCRIBED))
                && (text.token(t).morph.preposition == b'b' || matches!(tag.base, Base::BiThat | Base::That))
                || site.governs.has(Governs::OBJECT_ILA) && (word == "الي" || text.token(t).morph.preposition == b'l')
                || site.governs.has(Governs::OBJECT_ALA) && word == "علي"
                || site.governs.has(Governs::OBJECT_MIN) && word == "من"
                || matches!(tag.base, Base::That)
        });
        put!(sink, "end.governed", governed, start.kind.word(), edge, site.stance.as_str());
    }
    // What the content is so far.
    put!(sink, "end.length", k, step(length), edge);
    put!(sink, "end.verbs", k, kind, p.verbs.min(2), final_);
    put!(sink, "end.verbs+edge", k, p.verbs.min(1), edge);
    put!(sink, "end.commas", k, p.commas.min(3), final_);
    put!(sink, "end.stops", k, p.stops.min(2), p.open.min(1));
    put!(sink, "end.speeches", k, p.speeches.min(2));
    put!(sink, "end.phrases", k, p.phrases.min(2));
    put!(sink, "end.participles", k, p.participles.min(2));
    put!(sink, "end.clauses", k, p.clauses.min(3), final_);
    put!(sink, "end.conjs", k, step(p.conjunctions.min(9) as usize), final_);
    put!(sink, "end.open", k, p.open.min(2), edge);
    put!(sink, "end.first", text.tag(from).plain(), edge, step(length));
    // Its quotation.
    if let Some(quote) = text.quote_at(from) {
        let place =
            if range.end == quote.close || end == quote.close || end == quote.close + 1 && range.end <= quote.close + 1
            {
                "close"
            } else if range.end < quote.close {
                "inside"
            } else {
                "beyond"
            };
        let name = text.tag(from).base == Base::QuoteName;
        put!(sink, "end.quote", k, place, name, quote.closed);
        put!(sink, "end.quote+edge", k, place, edge);
        if place == "beyond" {
            put!(sink, "end.quote+next", k, text.tag(quote.close + 1), name);
            put!(sink, "end.quote+next2", text.tag(quote.close + 1).plain(), text.tag(quote.close + 2));
        }
    } else {
        let inside = text.token(range.end - 1).quote != text.token(from).quote;
        put!(sink, "end.into-quote", k, inside);
        put!(sink, "end.quotes", k, p.quotes.min(2), edge);
        let closes = last.base == Base::QuoteClose;
        put!(sink, "end.at-close", k, closes, after);
    }
    if let Some(outer) = scene.inside(site.at) {
        let relation = match range.end.cmp(&outer.extent.end) {
            std::cmp::Ordering::Less => "less",
            std::cmp::Ordering::Equal => "equal",
            std::cmp::Ordering::Greater => "more",
        };
        put!(sink, "end.outer", relation, kind);
        put!(sink, "end.outer+edge", relation, edge);
    }
    if let Some(outer) = scene.gap(site.at)
        && outer.extent.start == range.start
    {
        put!(sink, "end.shared", range.end == outer.extent.end, kind);
    }
    if matches!(site.kind, SiteKind::Masdar | SiteKind::Noun) {
        put!(sink, "end.noun", step(length), edge, after.plain());
    }
    put!(sink, "end.resumed", resumed, edge, final_);
    // The attributions that begin here, and those that were passed.
    let here = if final_ { None } else { others.at(word) };
    match here {
        Some(&(_, cue, other, named)) => {
            put!(sink, "end.other", k, edge, other.word(), after.conj());
            put!(sink, "end.other+site", kind, other.word(), named, edge);
            put!(sink, "end.other+near", other.word(), step(cue - word), edge);
            let same =
                text.verb_form(cue).is_some_and(|f| (f.gender, f.number) == (site.form.gender, site.form.number));
            put!(sink, "end.other+form", other.word(), same, named, after.conj());
        }
        None => put!(sink, "end.no-other", k, edge, others.starts.is_empty(), final_),
    }
    let behind = others.passed(range.end);
    put!(sink, "end.behind", k, behind.min(3), final_);
    if let Some(&(_, at, other, named)) = behind.checked_sub(1).and_then(|b| others.starts.get(b)) {
        put!(sink, "end.behind+site", other.word(), kind, named, text.tag(at).conj());
        put!(sink, "end.behind+edge", other.word(), edge, final_);
        let comma = at > 0 && text.tag(at - 1).base == Base::Comma;
        put!(sink, "end.behind+comma", other.word(), comma, text.tag(at).conj(), named);
    }
    let next = others.starts.get(behind);
    put!(sink, "end.ahead", next.map_or("-", |n| n.2.word()), next.map_or(0, |n| step(n.0 - range.end.min(n.0))), edge);
    // What the rule of the clause says.
    let rule = text.clause_end(site.at, from, limit);
    put!(sink, "end.rule", k, rule == end, rule > end);
}
