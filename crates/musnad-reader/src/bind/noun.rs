//! Nouns that carry a report: «أنباء عن», «مخاوف من», «قوله إن», «دعوة الحزب إلى».

use musnad_lang::pack::{Cue, CueKind, Governs};
use musnad_lang::{Form, Sense, Tense};

use super::content::Opening;
use super::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// How far from a noun its content may begin, in tokens.
const REACH: usize = 9;

/// Proposes a draft for every noun cue that is not the source of a verb.
pub fn nouns(text: &Text<'_>, out: &mut Vec<Draft>) {
    for at in 0..text.tokens.len() {
        let token = text.token(at);
        if !token.flags.has(Flags::CUE_NOUN) || text.outside[at] || text.name_at(at).is_some() {
            continue;
        }
        let taken = out.iter().rev().take(40).any(|d| match d.owner {
            Owner::Named(np) => np.holds(at),
            _ => false,
        } || d.at == at || d.cue.iter().any(|r| r.holds(at)));
        if taken {
            continue;
        }
        // «وكالة الأنباء» is a name.
        if text.core(at) == "انباء"
            && (token.morph.article || token.morph.preposition != 0 || at > 0 && text.class_at(at - 1) == Some("media"))
        {
            continue;
        }
        let entry = token.senses().find_map(|s| match s {
            Sense::Cue(c, form) if text.pack.cues[c as usize].kind == CueKind::Noun => Some((c, form)),
            _ => None,
        });
        if let Some((entry, form)) = entry
            && let Some(draft) = one(text, at, entry, form)
        {
            out.push(draft);
        }
    }
}

/// Where the content of a noun begins: after أن or the preposition that it governs.
fn marker(text: &Text<'_>, at: usize, governs: Governs) -> Option<(usize, usize, bool)> {
    let limit = text.reach(at, at).min(at + REACH);
    let mut i = at + 1;
    while i < limit {
        let token = text.token(i);
        match token.kind {
            Kind::Quote => i = text.name_quote(i)?,
            Kind::Punct(':') if governs.has(Governs::COLON) => return Some((i, i + 1, false)),
            Kind::Punct(_) | Kind::Break(_) => return None,
            Kind::Word => {
                let core = text.core(i);
                if token.flags.has(Flags::THAT) {
                    let led = matches!(text.core(i - 1), "من" | "في" | "الي" | "عن" | "علي");
                    return governs
                        .has(
                            Governs::THAT
                                .or(Governs::B_THAT)
                                .or(Governs::BI)
                                .or(Governs::MIN)
                                .or(Governs::FI)
                                .or(Governs::ILA)
                                .or(Governs::AN),
                        )
                        .then_some((i - usize::from(led), i + 1, true));
                }
                let next_that = text.tokens.get(i + 1).is_some_and(|t| t.flags.has(Flags::THAT));
                let by = |g: Governs, w: &str| governs.has(g) && core == w && !next_that;
                if by(Governs::AN, "عن")
                    || by(Governs::ILA, "الي")
                    || by(Governs::MIN, "من")
                    || by(Governs::FI, "في")
                    || by(Governs::ALA, "علي")
                {
                    return Some((i, i + 1, false));
                }
                if governs.has(Governs::BI.or(Governs::OBJECT_BI)) && token.morph.preposition == b'b' {
                    return Some((i, i, false));
                }
                if text.is_finite(i) && !text.is_nominal(i) {
                    return None;
                }
            }
            Kind::Number => {}
        }
        i += 1;
    }
    None
}

fn one(text: &Text<'_>, at: usize, entry: u16, form: Form) -> Option<Draft> {
    let cue = &text.pack.cues[entry as usize];
    let (gap, from, clause) = marker(text, at, cue.governs)?;
    // A preposition after a noun is weak evidence: the noun must be bare of what would make it a thing.
    let weak = !clause;
    let event_after = text
        .tokens
        .get(from)
        .is_some_and(|t| t.flags.has(Flags::EVENT.or(Flags::MASDAR)) || event_like(text.core(from)));
    if weak && !event_after {
        return None;
    }
    let range = text.content(at, from, Opening::Clause)?;
    let mut draft = Draft::new(text, at, range, if clause { "noun-that" } else { "noun-of" });
    if !clause && text.token(from).morph.preposition == b'b' && range.start == from {
        draft.content[0].start = text.token(from).morph.core_start.min(draft.content[0].end);
    }
    draft.entry = Some(entry);
    draft.form = form;
    draft.stance = cue.stance;
    draft.adjuncts = Range::new(at, from);
    draft.owner = if cue.is_source {
        let np = Range::new(at, gap.max(at + 1));
        Owner::Named(np)
    } else {
        owner_after(text, at, gap).or_else(|| troubled(text, at, cue)).unwrap_or(Owner::Nobody)
    };
    Some(draft)
}

fn event_like(core: &str) -> bool {
    let letters: Vec<char> = core.chars().collect();
    let n = letters.len();
    n >= 5 && letters[0] == 'ا' && letters[n - 2] == 'ا'
        || n == 5 && letters[0] == 'ت' && letters[3] == 'ي'
        || n >= 5 && letters[0] == 'م' && letters[1] != 'و' && core.ends_with('ه')
}

/// «اتهامات المعارضة بـ», «مخاوفه من»: whose.
fn owner_after(text: &Text<'_>, at: usize, gap: usize) -> Option<Owner> {
    if text.token(at).morph.suffix != Suffix::None {
        return Some(Owner::Implied);
    }
    if gap <= at + 1 {
        return None;
    }
    let np = text.source(at + 1, gap, true)?;
    (text.token(np.start).flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN))
        || text.country_at(np.start)
        || text.token(np.start).sequence.is_some())
    .then_some(Owner::Named(np))
}

/// «الدول الغربية تخالجها بعض الشكوك»: whom the feeling has, named before a verb with his pronoun.
fn troubled(text: &Text<'_>, at: usize, cue: &Cue) -> Option<Owner> {
    if cue.stance != musnad_model::Stance::Believes {
        return None;
    }
    let floor = text.floor(at);
    let verb = (at.saturating_sub(3).max(floor)..at).rev().find(|&i| {
        let word = text.word(i);
        text.token(i).kind == Kind::Word
            && word.chars().count() > 4
            && word.starts_with(['ت', 'ي'])
            && (word.ends_with("ها") || word.ends_with("هم") || word.ends_with('ه'))
    })?;
    text.noun_phrase_before(verb, floor).map(Owner::Named)
}

/// A verbal noun of a verb cue: «إعلان الوزارة وفاة», «دعوته إلى», «قوله إن».
pub fn verbal(text: &Text<'_>, at: usize, entry: u16, cue: &Cue, form: Form) -> Option<Draft> {
    let token = text.token(at);
    // After نقل عن the relay has it; with the article it is a thing («الإعلان عن»).
    let relayed = (at.saturating_sub(40)..at).any(|i| {
        text.token(i).flags.has(Flags::CUE_VERB)
            && matches!(text.core(i), "نقل" | "نقلت" | "نقلوا" | "تناقلت" | "تنقل" | "ينقل")
            && text.sentence(at).holds(i)
    });
    if relayed && token.morph.suffix != Suffix::None {
        return None;
    }
    let owned = token.morph.suffix != Suffix::None;
    // «في حديث لإذاعة …» is where, not what.
    if token.flags.has(Flags::CARRIER) && at > 0 && matches!(text.core(at - 1), "في" | "خلال" | "عبر") {
        return None;
    }
    let (gap, from, clause) = match marker(text, at, cue.governs) {
        Some(found) => found,
        None if owned && cue.governs.has(Governs::QUOTE.or(Governs::COLON)) => quoted(text, at)?,
        None if owned
            && cue.governs.has(Governs::NOUN)
            && text.tokens.get(at + 1).is_some_and(|t| t.flags.has(Flags::EVENT)) =>
        {
            (at + 1, at + 1, false)
        }
        None => return None,
    };
    if !owned && token.morph.article {
        return None;
    }
    let owner = owner_after(text, at, gap);
    // Without an owner a verbal noun names an act, not a statement.
    let owner = match owner {
        Some(owner) => owner,
        None if owned => Owner::Implied,
        None => return None,
    };
    let strong = clause || owned || matches!(owner, Owner::Named(_));
    let event = text.tokens.get(from).is_some_and(|t| t.flags.has(Flags::EVENT.or(Flags::MASDAR)))
        || event_like(text.core(from))
        || matches!(text.punct(gap), ':');
    if !strong || !clause && !event && !text.tokens.get(from).is_some_and(|t| t.kind == Kind::Quote) {
        return None;
    }
    let opening = if text.tokens.get(from)?.kind == Kind::Quote { Opening::Quotation } else { Opening::Clause };
    let range = text.content(at, from, opening)?;
    let mut draft = Draft::new(text, at, range, if clause { "masdar-that" } else { "masdar-of" });
    if text.token(range.start).morph.preposition == b'b' && range.start == from {
        draft.content[0].start = text.token(from).morph.core_start.min(draft.content[0].end);
    }
    draft.entry = Some(entry);
    draft.form = Form { tense: Tense::Noun, ..form };
    draft.stance = cue.stance;
    draft.owner = owner;
    draft.adjuncts = Range::new(at, from);
    Some(draft)
}

/// «قوله: "…"», «قوله "…"».
fn quoted(text: &Text<'_>, at: usize) -> Option<(usize, usize, bool)> {
    let next = at + 1;
    let colon = text.punct(next) == ':';
    let from = next + usize::from(colon);
    let open = text.tokens.get(from)?.kind == Kind::Quote && text.quote_at(from).is_some();
    (open || colon).then_some((next, from, false))
}
