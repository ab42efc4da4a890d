//! Participles that go on with a speech («مضيفا», «قائلا»), and nouns of feeling that tell
//! the stance of a verb («أعرب عن أمله»).

use musnad_lang::pack::{Cue, Governs};
use musnad_lang::{Form, Sense, Tense};
use musnad_model::Stance;

use super::object::{object, strip_clitic};
use super::subject::Before;
use super::verb::{anchor, anchored_draft};
use super::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

pub(super) fn participle(
    text: &Text<'_>,
    at: usize,
    entry: u16,
    cue: &Cue,
    form: Form,
    out: &[Draft],
) -> Option<Draft> {
    if !text.is_speech_participle(at) || at == 0 {
        return None;
    }
    // A feminine or plural participle may be an adjective: then only a clause or a comma tells.
    let adjective = !text.core(at).ends_with('ا')
        && !matches!(text.punct(at - 1), '،' | ',')
        && text.token(at - 1).kind == Kind::Word
        && !text.token(at).morph.conjunction;
    let addressing = Governs::OBJECT_ALA
        .or(Governs::OBJECT_THAT)
        .or(Governs::OBJECT_BI)
        .or(Governs::OBJECT_ILA)
        .or(Governs::OBJECT_MIN);
    if adjective && cue.governs.has(addressing) {
        return None;
    }
    let before = Before { owner: Some(Owner::Implied), clause: at, negated: false, auxiliary: false, relative: false };
    let anchored = anchor(text, at, cue.governs).filter(|a| a.at() <= at + 22);
    let mut draft = match anchored {
        Some(found) => anchored_draft(text, at, found, &before, form)?,
        None if adjective => return None,
        None => object(text, at, cue, form, &before)?,
    };
    if matches!(draft.owner, Owner::Named(_)) {
        draft.owner = Owner::Implied;
    }
    // The source is that of the sentence's last draft before it.
    let sentence = text.sentence(at);
    let host = out
        .iter()
        .enumerate()
        .rev()
        .take(6)
        .find(|(_, d)| sentence.holds(d.at) && d.at < at && text.token(d.at).quote == text.token(at).quote);
    if let Some((i, host)) = host {
        // «وتابع قائلا»: one expression, which the participle's draft stands for.
        draft.owner = match host.owner {
            Owner::Same(j) => Owner::Same(j),
            _ => Owner::Same(i),
        };
        draft.clause = at;
    } else {
        draft.owner = participle_owner(text, at).unwrap_or(Owner::Implied);
    }
    draft.entry = Some(entry);
    draft.form = form;
    draft.stance = cue.stance;
    draft.cue = vec![Range::new(at, at + 1)];
    draft.rule = match draft.rule {
        "verb-that" => "participle-that",
        "verb-quote" => "participle-quote",
        "verb-colon" | "verb-colon-quote" | "verb-colon-that" => "participle-colon",
        _ => "participle-object",
    };
    // «ومضى قائلا», «وعلق قائلا»: the verb before is part of the cue.
    if at > 0 && text.token(at - 1).flags.has(Flags::FINITE) && text.token(at - 1).flags.has(Flags::CUE_VERB) {
        draft.cue = vec![Range::new(at - 1, at + 1)];
        draft.clause = at - 1;
        draft.owner = Owner::Implied;
    }
    feelings(text, &mut draft, at);
    Some(draft)
}

/// «واختتم الوزير كلمته قائلا»: the source stands after the sentence's verb.
fn participle_owner(text: &Text<'_>, at: usize) -> Option<Owner> {
    let floor = text.floor(at);
    let verb = (floor..at).rev().take(40).find(|&i| {
        let token = text.token(i);
        token.kind == Kind::Word
            && token.flags.has(Flags::FINITE.or(Flags::VERB))
            && !token.flags.has(Flags::NAME)
            && (token.morph.conjunction || i == floor || text.punct(i - 1) != '\0')
    })?;
    let before = text.before(verb);
    if let Some(owner @ Owner::Named(_)) = before.owner {
        return Some(owner);
    }
    let np = text.source(verb + 1, at, false)?;
    if text.is_oblique(np) {
        return None;
    }
    Some(Owner::Named(text.split(np, at).0.unwrap_or(np)))
}

/// «أعرب عن أمله في أن», «أبدى استعداده لـ»: the noun tells the stance, and belongs to the cue.
pub(super) fn feelings(text: &Text<'_>, draft: &mut Draft, at: usize) {
    let entry = draft.entry.map_or("", |e| &*text.pack.cues[e as usize].id);
    if !matches!(entry, "araba" | "abbara" | "abda" | "alana" | "jaddada") {
        return;
    }
    let noun = draft.extent.start;
    let token = text.token(noun);
    let owned = token.morph.suffix != Suffix::None || !token.morph.article;
    let stance = token.senses().find_map(|s| match s {
        Sense::Cue(c, f) if f.tense == Tense::Noun || f.tense == Tense::Plain => {
            Some(text.pack.cues[c as usize].stance)
        }
        _ => None,
    });
    let by_word = match text.core(noun) {
        "عزم" | "عزمه" | "نيه" | "نيته" | "استعداد" | "استعداده" | "استعدادها" | "عزمها" | "نيتها" | "التزام" => {
            Some(Stance::Commits)
        }
        "امل" | "امله" | "قلق" | "ثقه" | "اعتقاد" | "خشيه" | "مخاوف" | "شكوك" | "تفاؤل" => {
            Some(Stance::Believes)
        }
        "اسف" | "تقدير" | "شكر" | "امتنان" | "تضامن" | "ارتياح" | "تعازي" | "غضب" | "استياء" | "سعاده" | "ادانه"
        | "رفض" | "ترحيب" | "تعازيه" | "خالص" | "بالغ" | "صدمه" | "حزن" => {
            Some(Stance::Judges)
        }
        _ => None,
    };
    let Some(stance) = by_word.or(stance).filter(|s| owned && !matches!(s, Stance::Says)) else { return };
    if matches!(entry, "alana" | "jaddada") && stance != Stance::Commits {
        return;
    }
    draft.stance = stance;
    if noun > at && matches!(stance, Stance::Believes | Stance::Commits) {
        let mut from = noun + 1;
        while from < draft.extent.end
            && matches!(
                text.core(from),
                "في" | "من"
                    | "علي"
                    | "الي"
                    | "ازاء"
                    | "حيال"
                    | "الكبير"
                    | "العميق"
                    | "البالغ"
                    | "كبير"
                    | "عميق"
                    | "بالغ"
                    | "الشديد"
            )
        {
            from += 1;
        }
        if text.token(from.min(text.tokens.len() - 1)).flags.has(Flags::THAT) {
            from += 1;
        }
        if from < draft.extent.end
            && let Some(range) = text.trim(Range::new(from, draft.extent.end))
        {
            let lead = if text.core(noun.saturating_sub(1)) == "عن" { noun - 1 } else { noun };
            draft.cue = if lead == at + 1 {
                vec![Range::new(at, noun + 1)]
            } else {
                vec![Range::new(at, at + 1), Range::new(lead, noun + 1)]
            };
            draft.extent = range;
            draft.content = vec![text.bytes(range)];
            if text.token(range.start).morph.preposition == b'b' {
                strip_clitic(text, draft, range.start);
            }
        }
    }
}
