//! Contents without أن or marks: a noun of something that happens, a preposition and a
//! noun, somebody and what is asked of them.

use musnad_lang::pack::{Cue, Governs};
use musnad_lang::{Form, Tense};
use musnad_model::Stance;

use super::content::Opening;
use super::subject::Before;
use super::verb::is_recipient;
use super::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// A content without أن or marks: a noun, a preposition and a noun, somebody and what is asked of them.
pub(super) fn object(text: &Text<'_>, at: usize, cue: &Cue, form: Form, before: &Before) -> Option<Draft> {
    let limit = text.reach(at, at + 1);
    let stop = text.clause_end(at, at + 1, limit).min(limit);
    if stop <= at + 1 {
        return None;
    }
    let governs = cue.governs;
    // A pronoun on the verb is the object: «اتهمه بـ», «دعاهم إلى».
    let suffixed = text.token(at).morph.suffix != Suffix::None;
    let left = before.owner;
    let prepositions = [
        (Governs::AN, "عن", "verb-an"),
        (Governs::ILA, "الي", "verb-ila"),
        (Governs::ALA, "علي", "verb-ala"),
        (Governs::FI, "في", "verb-fi"),
        (Governs::MIN, "من", "verb-min"),
    ];
    if governs.has(Governs::OBJECT_BI.or(Governs::OBJECT_ILA).or(Governs::OBJECT_ALA).or(Governs::OBJECT_MIN)) {
        let marker = object_marker(text, at, stop, governs);
        if let Some(p) = marker {
            return addressed(text, at, p, left, before, cue, form);
        }
    }
    let event = governs.has(Governs::NOUN).then(|| (at + 1..stop).find(|&i| text.opens_event(i, at + 1))).flatten();
    for (needed, word, rule) in prepositions {
        if !governs.has(needed) {
            continue;
        }
        let Some(p) = preposition(text, at, stop, word) else { continue };
        // «أكد سحب السفير … على»: the event before the preposition is the object.
        if event.is_some_and(|e| e < p) {
            continue;
        }
        let owner = owner_before(text, at, p, left, suffixed, form);
        return make(text, at, p + 1, owner, before, rule, p);
    }
    if governs.has(Governs::OBJECT_NOUN) && !suffixed {
        let start = text.skip_adjuncts(at + 1, stop);
        if let Some(p) =
            preposition(text, at, stop, "من").filter(|_| text.core(at) == "طلب" || cue.id.starts_with("talab"))
        {
            let owner = owner_before(text, at, p, left, suffixed, form);
            return make(text, at, p + 1, owner, before, "verb-address", p);
        }
        if let Some(np) = text.source(start, stop, true) {
            let (subject, rest) = text.split(np, stop);
            if rest < stop && rest > start {
                let owner = left.or(subject.map(Owner::Named));
                let from = if left.is_some() { start } else { rest };
                return make(text, at, from, owner, before, "verb-address", from);
            }
        }
    }
    if governs.has(Governs::DESCRIBED)
        && let Some(p) = clitic_bi(text, at + 1, stop)
    {
        return addressed(text, at, p, left, before, cue, form);
    }
    if governs.has(Governs::BI)
        && let Some(p) = clitic_bi(text, at + 1, stop)
    {
        let owner = owner_before(text, at, p, left, suffixed, form);
        let mut draft = make(text, at, p, owner, before, "verb-bi", p)?;
        strip_clitic(text, &mut draft, p);
        return Some(draft);
    }
    if governs.has(Governs::NOUN.or(Governs::JUDGED)) && !suffixed {
        return noun_object(text, at, stop, left, before, cue, form);
    }
    None
}

pub(super) fn make(
    text: &Text<'_>,
    at: usize,
    from: usize,
    owner: Option<Owner>,
    before: &Before,
    rule: &'static str,
    gap: usize,
) -> Option<Draft> {
    let content = text.content(at, from, Opening::Clause)?;
    let mut draft = Draft::new(text, at, content, rule);
    draft.owner = owner.unwrap_or(Owner::Implied);
    draft.clause = before.clause.min(at);
    draft.adjuncts = Range::new(at + 1, gap.max(at + 1));
    Some(draft)
}

/// The preposition that a verb governs: the first after the source.
fn preposition(text: &Text<'_>, at: usize, stop: usize, word: &str) -> Option<usize> {
    let mut i = at + 1;
    while i < stop.min(at + 26) {
        let token = text.token(i);
        if token.kind == Kind::Quote {
            i = text.name_quote(i)? + 1;
            continue;
        }
        if text.core(i) == word && token.flags.has(Flags::PREPOSITION) {
            // «في بيان», «من جهته» are adjuncts.
            let aside = word == "من" && text.skip_adjuncts(i, stop) > i || text.is_setting(i);
            if !aside {
                return Some(i);
            }
        }
        if text.is_finite(i)
            && !text.hides_identity(i)
            && !text.is_nominal(i)
            && !text.token(i - 1).flags.has(Flags::RELATIVE)
        {
            return None;
        }
        i += 1;
    }
    None
}

/// The first token that begins with the preposition ب and a noun.
pub(super) fn clitic_bi(text: &Text<'_>, from: usize, stop: usize) -> Option<usize> {
    (from..stop.min(from + 30)).find(|&i| {
        let token = text.token(i);
        token.kind == Kind::Word
            && (token.morph.preposition == b'b' && !token.flags.has(Flags::THAT) || text.word(i) == "ب" || text.word(i).starts_with("بان") && token.flags.has(Flags::THAT))
            && text.name_at(i).is_none_or(|_| token.morph.preposition == b'b')
            && !matches!(text.word(i), "باسم" | "بدوره" | "بدورها" | "بينهم" | "بحسب" | "بالاضافه" | "بعدم" if text.word(i) != "بعدم")
            && !token.flags.has(Flags::PREPOSITION)
            && !token.flags.has(Flags::TIME)
            && !(i > 0 && text.token(i - 1).flags.has(Flags::TITLE) && text.word(i) == "باسم")
    })
}

fn object_marker(text: &Text<'_>, at: usize, stop: usize, governs: Governs) -> Option<usize> {
    let by_word =
        |needed: Governs, word: &str| governs.has(needed).then(|| preposition(text, at, stop, word)).flatten();
    let mut found = [
        by_word(Governs::OBJECT_ILA, "الي"),
        by_word(Governs::OBJECT_ALA, "علي"),
        by_word(Governs::OBJECT_MIN, "من"),
        governs.has(Governs::OBJECT_BI).then(|| clitic_bi(text, at + 1, stop)).flatten(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>();
    found.sort_unstable();
    found.first().copied()
}

/// «طالب المسؤول الحكومةَ بالدعم»: who is asked or accused belongs to the content.
pub(super) fn addressed(
    text: &Text<'_>,
    at: usize,
    marker: usize,
    left: Option<Owner>,
    before: &Before,
    cue: &Cue,
    form: Form,
) -> Option<Draft> {
    let suffixed = text.token(at).morph.suffix != Suffix::None;
    let rule = match cue.stance {
        Stance::Accuses => "verb-accuse",
        Stance::Judges => "verb-describe",
        _ => "verb-address",
    };
    if suffixed || matches!(left, Some(Owner::Implied)) {
        let owner = if suffixed {
            owner_before(text, at, marker, left, true, Form::plain(Tense::Plain)).or(left)
        } else {
            left
        };
        let from = match owner {
            Some(Owner::Named(np)) if np.start > at => np.end,
            _ => at + 1,
        };
        let from = text.skip_adjuncts(from, marker);
        let led = from == marker && matches!(text.core(marker), "الي" | "علي" | "من");
        let from = from + usize::from(led);
        let mut draft = make(text, at, from, owner.or(Some(Owner::Implied)), before, rule, at + 1)?;
        if from == marker {
            strip_clitic(text, &mut draft, marker);
        }
        return Some(draft);
    }
    if let Some(owner @ Owner::Named(_)) = left {
        let from = text.skip_adjuncts(at + 1, marker);
        let led = from == marker && matches!(text.core(marker), "الي" | "علي" | "من");
        let from = from + usize::from(led);
        let mut draft = make(text, at, from, Some(owner), before, rule, from)?;
        if from == marker {
            strip_clitic(text, &mut draft, marker);
        }
        return Some(draft);
    }
    let first = text.source(at + 1, marker, true);
    let (owner, from) = match first {
        None => (Owner::Implied, text.skip_adjuncts(at + 1, marker)),
        Some(np) => {
            let (subject, rest) = text.split(np, marker);
            // One phrase only: an accusation needs its accused more than a subject, and so does
            // a verb whose gender the phrase does not share.
            let many = np.len() == 1
                && text.token(np.start).morph.article
                && (text.core(np.start).ends_with("ات") || super::split::broken_plural(text.core(np.start)))
                && !text.token(np.start).flags.has(Flags::TITLE);
            let alone = text.is_oblique(np) || rest >= marker || text.skip_adjuncts(rest, marker) >= marker;
            if alone
                && (cue.stance == Stance::Accuses
                    || cue.governs.has(Governs::DESCRIBED)
                    || many
                    || text.is_oblique(np)
                    || disagrees(text, form, np))
            {
                (Owner::Implied, np.start)
            } else {
                (subject.map_or(Owner::Implied, Owner::Named), rest)
            }
        }
    };
    let from = text.skip_adjuncts(from, marker);
    let word = text.core(marker);
    let from = if from == marker && matches!(word, "الي" | "علي" | "من") { marker + 1 } else { from };
    let mut draft = make(text, at, from, Some(owner), before, rule, from)?;
    if from == marker {
        strip_clitic(text, &mut draft, marker);
    }
    Some(draft)
}

/// True if a phrase cannot be the subject of a verb of this form.
fn disagrees(text: &Text<'_>, form: Form, np: Range) -> bool {
    use musnad_lang::{Gender, Number};
    let (gender, number) = text.agreement(np);
    let human = !matches!(text.class_at(np.start), Some("group" | "media"))
        && text.token(np.start).flags.has(Flags::TITLE.or(Flags::GIVEN));
    form.person == 3
        && form.number == Number::Singular
        && number == Number::Singular
        && match form.gender {
            Gender::Masculine => gender == Gender::Feminine,
            Gender::Feminine => gender == Gender::Masculine && human,
            Gender::Any => false,
        }
}

/// Drops the ب from the beginning of a content.
pub(super) fn strip_clitic(text: &Text<'_>, draft: &mut Draft, at: usize) {
    let token = text.token(at);
    if draft.extent.start != at {
        return;
    }
    if text.word(at) == "ب" || token.flags.has(Flags::THAT) {
        // «بـ"رويترز"» and «بأن»: the content begins with the next token.
        if let Some(range) = text.trim(Range::new(at + 1, draft.extent.end)) {
            draft.extent = range;
            draft.content = vec![text.bytes(range)];
        }
        return;
    }
    let skip = u32::try_from("ب".len()).unwrap_or(2) + if token.morph.conjunction { 2 } else { 0 };
    if let Some(first) = draft.content.first_mut() {
        first.start = token.start + skip;
    }
}

/// The source of a verb whose content begins at `p`.
pub(super) fn owner_before(
    text: &Text<'_>,
    at: usize,
    p: usize,
    left: Option<Owner>,
    suffixed: bool,
    form: Form,
) -> Option<Owner> {
    let _ = (suffixed, form);
    let np = text.source(at + 1, p, true).filter(|&np| !text.is_oblique(np));
    match (np, left) {
        (Some(np), None) => Some(Owner::Named(np)),
        (Some(np), Some(Owner::Implied)) => Some(Owner::Named(np)),
        (Some(np), Some(owner)) => Some(if is_recipient(text, np) || text.token(np.start).flags.has(Flags::EVENT) {
            owner
        } else {
            owner_or(text, np, owner)
        }),
        (None, owner) => owner,
    }
}

/// Between a phrase before and one after the verb, the one that can speak.
fn owner_or(text: &Text<'_>, after: Range, left: Owner) -> Owner {
    let speaks = text.token(after.start).flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN))
        || text.token(after.start).sequence.is_some();
    if speaks { Owner::Named(after) } else { left }
}

/// «أعلن الوزير وفاة ثلاثة»: the content is a noun of something that happens.
fn noun_object(
    text: &Text<'_>,
    at: usize,
    stop: usize,
    left: Option<Owner>,
    before: &Before,
    cue: &Cue,
    form: Form,
) -> Option<Draft> {
    let rule = if cue.governs.has(Governs::JUDGED) { "verb-judged" } else { "verb-noun" };
    let start = text.skip_adjuncts(at + 1, stop);
    if start >= stop {
        return None;
    }
    let judged = cue.governs.has(Governs::JUDGED);
    let event = (start..stop.min(start + crate::phrase::LONGEST)).find(|&i| text.opens_event(i, start));
    if let Some(owner @ (Owner::Named(_) | Owner::Implied)) = left {
        let fits = event.is_some_and(|e| e <= start + 2) || judged;
        return fits.then(|| make(text, at, start, Some(owner), before, rule, start)).flatten();
    }
    match event {
        Some(e) if e == start => {
            // No source after the verb: somebody named before, or nobody for a passive.
            make(text, at, start, Some(Owner::Implied), before, rule, start)
        }
        Some(e) => {
            let np = text.source(start, e, true)?;
            let end = text.skip_adjuncts(np.end, e);
            if end < e
                && !judged
                && text.slice(np.end, e).iter().any(|t| t.kind == Kind::Word && t.flags.has(Flags::FINITE))
            {
                return None;
            }
            make(text, at, e, Some(Owner::Named(np)), before, rule, e)
        }
        None if judged || cue.stance == Stance::Denies => {
            let np = text.source(start, stop, false)?;
            let (subject, rest) = text.split(np, stop);
            let subject = subject?;
            let _ = form;
            (rest < stop).then(|| make(text, at, rest, Some(Owner::Named(subject)), before, rule, rest)).flatten()
        }
        None => None,
    }
}

impl Text<'_> {
    /// A plural or dual in ـين cannot be the subject of a verb: «خاطب الأميركيين».
    pub fn is_oblique(&self, np: Range) -> bool {
        let word = self.core(np.start);
        let plural = matches!(self.agreement(np).1, musnad_lang::Number::Plural | musnad_lang::Number::Dual)
            || self.token(np.start).flags == Flags::default() && self.token(np.start).morph.article;
        word.ends_with("ين") && plural && word.chars().count() > 4
    }

    /// True if a noun of something that happens or is done begins an object here.
    pub fn opens_event(&self, at: usize, start: usize) -> bool {
        let token = self.token(at);
        if token.kind != Kind::Word || token.morph.conjunction || token.morph.preposition != 0 {
            return token.flags.has(Flags::DEMONSTRATIVE) && at > start && !token.morph.conjunction;
        }
        if self.word(at) == "ما"
            && at >= start
            && self.token(at + 1).kind == Kind::Word
            && !self.token(at + 1).morph.article
        {
            return true;
        }
        if token.flags.has(Flags::DEMONSTRATIVE) {
            return at >= start && !matches!(self.core(at), "ذلك");
        }
        if token.flags.has(Flags::TITLE.or(Flags::NAME)) {
            return false;
        }
        let event = token.flags.has(Flags::EVENT.or(Flags::MASDAR))
            || event_shape(self.core(at)) && token.flags == Flags::default();
        if !event {
            return self.is_amount(at) && at == start;
        }
        if at == start {
            return true;
        }
        // Not the second word of a construct («وزارة دفاع», «مكتب تنسيق»).
        let before = self.token(at - 1);
        let construct = before.kind == Kind::Word
            && !before.morph.article
            && before.morph.suffix == Suffix::None
            && !before.flags.has(
                Flags::DEMONYM
                    .or(Flags::NAME)
                    .or(Flags::GIVEN)
                    .or(Flags::COMMON_GIVEN)
                    .or(Flags::TIME)
                    .or(Flags::ADVERB),
            )
            && (before.flags.has(Flags::TITLE.or(Flags::PREPOSITION).or(Flags::QUANTIFIER))
                || before.flags == Flags::default() && at == start + 1);
        !(construct || token.morph.article && before.kind == Kind::Word && before.flags.has(Flags::TITLE))
    }

    fn is_amount(&self, at: usize) -> bool {
        self.token(at).kind == Kind::Number
    }

    /// True if a country is named at the token.
    pub fn country_at(&self, at: usize) -> bool {
        let token = self.token(at);
        token.flags.has(Flags::COUNTRY) || matches!(token.sequence, Some((musnad_lang::pack::Ref::Country(_), _)))
    }
}

/// The shapes إفعال, افتعال, انفعال, استفعال, تفعيل of verbal nouns, on folded letters.
fn event_shape(core: &str) -> bool {
    let letters: Vec<char> = core.chars().collect();
    let n = letters.len();
    let alef = n >= 5 && letters[0] == 'ا' && letters[n - 2] == 'ا' && !core.starts_with("ال");
    let taf = n == 5 && letters[0] == 'ت' && letters[3] == 'ي';
    alef || taf
}
