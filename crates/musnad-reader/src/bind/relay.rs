//! Relays: «نقلت وكالة عن مسؤول قوله إن», an outlet that carries another's words.

use musnad_lang::Form;
use musnad_lang::pack::{Cue, Governs};
use musnad_model::Stance;

use super::content::Opening;
use super::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// True for verbs that carry somebody else's words with عن.
pub fn is_relay(cue: &Cue) -> bool {
    matches!(&*cue.id, "naqala" | "tanaqala" | "nuqila")
}

/// The outlet's draft and, inside it, that of the one it quotes.
pub fn relay(text: &Text<'_>, at: usize, entry: u16, form: Form, base: usize) -> Option<Vec<Draft>> {
    let limit = text.reach(at, at);
    let before = text.before(at);
    if before.negated {
        return None;
    }
    // «نقلت عنه»: the quoted one was named before.
    let an = (at + 1..limit.min(at + 24)).find(|&i| matches!(text.word(i), "عن" | "عنه" | "عنها" | "عنهم"))?;
    if (at + 1..an).any(|i| text.token(i).flags.has(Flags::THAT) || matches!(text.punct(i), ':' | '؛')) {
        return None;
    }
    let outlet = text.source(at + 1, an, true).filter(|np| !text.token(np.start).flags.has(Flags::EVENT));
    let outer_owner = match (outlet, before.owner) {
        (Some(np), _) => Owner::Named(np),
        (None, Some(owner)) => owner,
        (None, None) => Owner::Implied,
    };
    let quoted_by_pronoun = text.word(an) != "عن";
    let mut saying: Option<usize> = None;
    let mut start: Option<(usize, Opening)> = None;
    let mut i = an + 1;
    while i < limit.min(an + 50) {
        let token = text.token(i);
        match token.kind {
            Kind::Quote => {
                if let Some(close) = text.name_quote(i) {
                    i = close + 1;
                    continue;
                }
                start = Some((i, Opening::Quotation));
                break;
            }
            Kind::Punct(':') => {
                let next = i + 1;
                let quoted = text.tokens.get(next).is_some_and(|t| t.kind == Kind::Quote);
                start = Some((next, if quoted { Opening::Quotation } else { Opening::Colon }));
                break;
            }
            Kind::Punct('؛' | '.') => break,
            Kind::Word => {
                if token.flags.has(Flags::THAT) {
                    start = Some((i + 1, Opening::Clause));
                    break;
                }
                let said = token.flags.has(Flags::MASDAR)
                    && token.morph.suffix != Suffix::None
                    && !token.morph.conjunction
                    && token.morph.preposition == 0;
                if said && i > an {
                    saying = Some(i);
                }
            }
            _ => {}
        }
        i += 1;
    }
    let (from, opening) = start?;
    let stop = saying.unwrap_or(match opening {
        Opening::Clause => from - 1,
        _ => from,
    });
    if let Some(s) = saying
        && from > s + 14
    {
        return None;
    }
    let content = text.content(at, from, opening)?;
    let quoted = if quoted_by_pronoun { None } else { text.source(an + 1, stop, true) };
    let mut inner =
        Draft::new(text, saying.unwrap_or(an), content, if saying.is_some() { "relay-saying" } else { "relay-from" });
    inner.entry = Some(entry);
    inner.owner = quoted.map_or(Owner::Implied, Owner::Named);
    inner.form = Form::plain(musnad_lang::Tense::Plain);
    if let Some(s) = saying {
        inner.stance = saying_stance(text, s);
    }
    inner.adjuncts = Range::new(an, from);
    inner.clause = an;
    let passive = outlet.is_none()
        && before.owner.is_none()
        && form.gender != musnad_lang::Gender::Feminine
        && form.number != musnad_lang::Number::Plural
        && at > 0
        && (text.word(at).starts_with("نقل") && !text.token(at).morph.conjunction);
    if passive {
        return Some(vec![inner]);
    }
    let mut outer = Draft::new(text, at, content, "relay");
    outer.entry = Some(entry);
    outer.form = form;
    outer.owner = outer_owner;
    outer.clause = before.clause.min(at);
    outer.adjuncts = Range::new(at, an);
    inner.parent = Some(base);
    Some(vec![outer, inner])
}

/// «قوله» says, «تأكيده» affirms, «نفيه» denies.
fn saying_stance(text: &Text<'_>, at: usize) -> Stance {
    text.token(at)
        .senses()
        .find_map(|s| match s {
            musnad_lang::Sense::Cue(c, f) if f.tense == musnad_lang::Tense::Noun => {
                let cue = &text.pack.cues[c as usize];
                cue.governs.has(Governs::THAT.or(Governs::NOUN).or(Governs::B_THAT)).then_some(cue.stance)
            }
            _ => None,
        })
        .unwrap_or(Stance::Says)
}
