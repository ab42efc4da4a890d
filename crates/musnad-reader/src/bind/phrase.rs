//! Phrases that bring a source: «بحسب مصادر», «وفق ما ذكرت», «على حد قوله».

use musnad_lang::pack::{CueKind, Ref, Takes};
use musnad_lang::{Form, Tense};

use super::content::Opening;
use super::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// Proposes a draft for every phrase cue.
pub fn phrases(text: &Text<'_>, out: &mut Vec<Draft>) {
    let mut at = 0;
    while at < text.tokens.len() {
        let found = if text.outside[at] || text.token(at).kind != Kind::Word { None } else { text.phrase_at(at) };
        let Some((entry, length)) = found else {
            at += 1;
            continue;
        };
        if let Some(drafts) = one(text, at, length, entry, out) {
            out.extend(drafts);
        }
        at += length.max(1);
    }
}

/// What a phrase brings.
struct Brought {
    owner: Owner,
    /// The cue's tokens.
    cue: Range,
    /// The token after the source.
    end: usize,
    form: Form,
    stance: Option<musnad_model::Stance>,
    relayed: bool,
}

impl Text<'_> {
    /// The phrase cue at a token and its length.
    pub fn phrase_at(&self, at: usize) -> Option<(u16, usize)> {
        let token = self.token(at);
        if let Some((Ref::Cue(c), n)) = token.sequence
            && self.pack.cues[c as usize].kind == CueKind::Phrase
        {
            return Some((c, usize::from(n)));
        }
        (token.morph.preposition == 0 && !token.morph.article).then(|| self.phrase_sense(at)).flatten().map(|c| (c, 1))
    }

    /// True if what follows a phrase can be its source.
    pub fn phrase_has_source(&self, at: usize, length: usize, entry: u16) -> bool {
        brought(self, at, length, entry).is_some()
    }
}

fn brought(text: &Text<'_>, at: usize, length: usize, entry: u16) -> Option<Brought> {
    let cue = &text.pack.cues[entry as usize];
    let limit = text.reach(at, at);
    let next = at + length;
    let last = next - 1;
    let mut relayed = false;
    let clause = |from: usize| -> Option<Brought> {
        let verb = from + usize::from(matches!(text.word(from), "قد" | "لم"));
        let token = text.tokens.get(verb)?;
        if verb >= limit || !token.flags.has(Flags::CUE_VERB) || !token.flags.has(Flags::FINITE) {
            return None;
        }
        let form = token.senses().find_map(|s| match s {
            musnad_lang::Sense::Cue(c, f)
                if text.pack.cues[c as usize].kind == CueKind::Verb && f.tense != Tense::Noun =>
            {
                Some(f)
            }
            _ => None,
        })?;
        let stance = token.senses().find_map(|s| match s {
            musnad_lang::Sense::Cue(c, f)
                if f.tense != Tense::Noun && text.pack.cues[c as usize].kind == CueKind::Verb =>
            {
                Some(text.pack.cues[c as usize].stance)
            }
            _ => None,
        });
        let mut from = verb + 1;
        // «نقلت عنه», «صرح به»: the preposition belongs to the cue.
        while matches!(
            text.word(from),
            "عنه" | "عنها" | "عنهم" | "به" | "بها" | "عليه" | "اليه" | "اليها" | "فيه" | "له"
        ) {
            from += 1;
        }
        let np = text.source(from, limit, false).map(|np| text.cut_tail(np));
        let end = np.map_or(from, |np| np.end);
        Some(Brought {
            owner: np.map_or(Owner::Implied, Owner::Named),
            cue: Range::new(at, from),
            end,
            form,
            stance,
            relayed: false,
        })
    };
    if cue.takes.has(Takes::CLAUSE) {
        return clause(next);
    }
    // «وفق ما ذكرت», «وفقا لما ذكره»: a clause after ما.
    if matches!(text.word(next), "ما" | "لما") || matches!(text.word(last), "ما" | "لما") {
        let from = if matches!(text.word(last), "ما" | "لما") { next } else { next + 1 };
        return clause(from);
    }
    let phrase = text.token(at).morph;
    let pronoun = cue.takes.has(Takes::PRONOUN)
        && (phrase.suffix != Suffix::None
            || ends_in_pronoun(text.word(last)) && !text.token(last).flags.has(Flags::CARRIER));
    if pronoun {
        return Some(Brought {
            owner: Owner::Implied,
            cue: Range::new(at, next),
            end: next,
            form: Form::plain(Tense::Plain),
            stance: None,
            relayed,
        });
    }
    if !cue.takes.has(Takes::SOURCE) {
        return None;
    }
    // «بحسب قوله», «وفق تصريحاته»: the noun of saying with a pronoun.
    let token = text.tokens.get(next)?;
    if token.morph.suffix != Suffix::None && token.flags.has(Flags::MASDAR) && next < limit {
        return Some(Brought {
            owner: Owner::Implied,
            cue: Range::new(at, next + 1),
            end: next + 1,
            form: Form::plain(Tense::Plain),
            stance: None,
            relayed,
        });
    }
    let np = text.source(next, limit, false).map(|np| text.cut_tail(np))?;
    let head = text.token(np.start);
    let speaks = text.can_speak(np);
    if !speaks || head.flags.has(Flags::TIME) {
        return None;
    }
    relayed |= text.core(at) == "نقلا" || text.core(at) == "نقلًا";
    Some(Brought {
        owner: Owner::Named(np),
        cue: Range::new(at, next),
        end: np.end,
        form: Form::plain(Tense::Plain),
        stance: None,
        relayed,
    })
}

fn ends_in_pronoun(word: &str) -> bool {
    word.ends_with('ه') || word.ends_with("ها") || word.ends_with("هم") || word.ends_with("هما") || word.ends_with("هن")
}

impl Text<'_> {
    /// A tail's source without what the sentence says on after it.
    fn cut_tail(&self, np: Range) -> Range {
        let cut = (np.start + 1..np.end).find(|&i| {
            let word = self.word(i);
            matches!(word, "في" | "من") && i > np.start + 5 || self.time_length(i).is_some()
        });
        Range::new(np.start, cut.unwrap_or(np.end))
    }

    /// True if a noun phrase can be somebody's: a person, body, document or group.
    pub fn can_speak(&self, np: Range) -> bool {
        let mut i = np.start;
        if self.token(i).kind == Kind::Quote {
            return true;
        }
        // «أحد المسؤولين», «عدد من الخبراء»
        while i + 1 < np.end
            && (self.token(i).flags.has(Flags::QUANTIFIER.or(Flags::DEMONSTRATIVE))
                || matches!(self.word(i), "من" | "ما"))
        {
            i += 1;
        }
        let able = Flags::TITLE
            .or(Flags::NAME)
            .or(Flags::GIVEN)
            .or(Flags::COMMON_GIVEN)
            .or(Flags::CARRIER)
            .or(Flags::CUE_NOUN)
            .or(Flags::MASDAR)
            .or(Flags::DEMONYM);
        self.token(i).flags.has(able)
            || self.token(i).sequence.is_some()
            || self.country_at(i)
            || self.word(i).is_ascii()
            || self.token(i).flags == Flags::default()
                && (self.slice(i, np.end).iter().any(|t| t.flags.has(able))
                    || self.token(i).morph.article
                    || np.len() >= 2)
    }
}

fn one(text: &Text<'_>, at: usize, length: usize, entry: u16, out: &mut [Draft]) -> Option<Vec<Draft>> {
    let found = brought(text, at, length, entry)?;
    let sentence = text.sentence(at);
    let floor = text.floor(at).max(sentence.start);
    // «قالت الصحيفة نقلا عن مصدر إن», «…، بحسب القناة نقلا عن دبلوماسيين»: the same words, one link further in.
    let carrying =
        found
            .relayed
            .then(|| {
                out.iter().enumerate().rev().take(8).find(|(_, d)| {
                    d.at < at && (d.adjuncts.holds(at) || d.adjuncts.end == at && d.rule == "phrase-tail")
                })
            })
            .flatten();
    if let Some((host, d)) = carrying {
        let mut draft = Draft::new(text, at, d.extent, "phrase-relay");
        draft.content.clone_from(&d.content);
        draft.cue = vec![found.cue];
        draft.entry = Some(entry);
        draft.owner = found.owner;
        draft.parent = Some(host);
        draft.adjuncts = Range::new(at, found.end);
        return Some(vec![draft]);
    }
    let cue = &text.pack.cues[entry as usize];
    if text.core(at) == "كما"
        && text.starts_statement(at, at + 1)
        && text.tokens.get(at + 1).is_some_and(|t| t.flags.has(Flags::FINITE))
    {
        return None;
    }
    let head = at == floor
        || (floor..at).all(|i| {
            !matches!(text.token(i).kind, Kind::Word | Kind::Number) || matches!(text.word(i), "و" | "لكن" | "كما")
        })
        || text.token(at - 1).flags.has(Flags::THAT.or(Flags::CONTRAST));
    let mut content = Vec::new();
    let mut clause = at;
    let after = following(text, at, found.end, sentence.end);
    let (extent, rule) = if head {
        let from = after?;
        let range = text.content(at, from, Opening::Clause)?;
        content.push(text.bytes(range));
        (range, "phrase-head")
    } else {
        let (start, host) = tail_start(text, at, floor, out);
        if let Some(h) = host
            && matches!(found.owner, Owner::Implied)
        {
            // «قال … على حد قوله»: the cue belongs to the draft that it repeats.
            out[h].cue.push(found.cue);
            return None;
        }
        let range = text.trim(Range::new(start, at))?;
        let mut bytes = text.bytes(range);
        let first = text.token(range.start);
        let led = first.morph.conjunction
            || first.flags == Flags::default()
                && text.word(range.start).starts_with('و')
                && text.word(range.start).chars().count() > 3;
        if led && range.start == text.sentence(range.start).start {
            bytes.start = first.start + 2;
        }
        if first.flags.has(Flags::QAD) && range.len() > 1 {
            bytes.start = text.token(range.start + 1).start;
        }
        content.push(bytes);
        clause = start;
        let mut last = range.end;
        // The content may go on after the source: «…، بحسب مصادر، …».
        if let Some(from) = after
            && interrupted(text, found.end, from)
        {
            let end = text.clause_end(at, from, sentence.end);
            if let Some(rest) = text.trim(Range::new(from, end)) {
                content.push(text.bytes(rest));
                last = rest.end;
            }
        }
        (Range::new(range.start, last), "phrase-tail")
    };
    let mut draft = Draft::new(text, at, extent, rule);
    draft.content = content;
    draft.cue = vec![found.cue];
    draft.entry = Some(entry);
    draft.owner = found.owner;
    draft.form = found.form;
    draft.stance = found.stance.unwrap_or(cue.stance);
    draft.clause = clause.min(at);
    draft.adjuncts = Range::new(at, found.end);
    if found.relayed {
        draft.rule = "phrase-relay";
    }
    Some(vec![draft])
}

/// Where the sentence goes on after the source of a phrase.
fn following(text: &Text<'_>, at: usize, end: usize, limit: usize) -> Option<usize> {
    let mut i = end;
    let then = (end..limit.min(end + 26))
        .take_while(|&i| !matches!(text.punct(i), '.' | '؛'))
        .find(|&i| text.word(i).starts_with("فان") || text.word(i).starts_with("فقد"));
    if let Some(then) = then {
        return (then + 1 < limit).then_some(then + 1);
    }
    // Past an apposition in brackets or the rest of the source.
    while i < limit {
        match text.token(i).kind {
            Kind::Punct('،' | ',' | ':' | '-' | '–') => {
                let mut next = i + 1;
                while next < limit && text.token(next).flags.has(Flags::THAT) {
                    next += 1;
                }
                return (next < limit).then_some(next);
            }
            Kind::Word if text.token(i).flags.has(Flags::THAT) || text.word(i).starts_with("فان") => {
                return (i + 1 < limit).then_some(i + 1);
            }
            Kind::Quote if text.name_quote(i).is_none() => return Some(i),
            Kind::Word if i == end && text.is_finite(i) && !text.token(i).morph.conjunction => return Some(i),
            Kind::Punct('.' | '؛') => return None,
            _ if i > end + 14 => return None,
            _ => i += 1,
        }
    }
    let _ = at;
    None
}

/// A tail is interrupted, not final, if a comma closes it and the clause goes on with no verb of saying.
fn interrupted(text: &Text<'_>, end: usize, from: usize) -> bool {
    if from > end + 1 || !matches!(text.punct(end), '،' | ',') {
        return false;
    }
    let token = text.token(from);
    let new = token.morph.conjunction && text.is_finite(from)
        || token.flags.has(Flags::CLAUSE.or(Flags::CONTRAST))
        || token.flags.has(Flags::CUE_VERB) && (token.flags.has(Flags::FINITE) || text.is_speech_participle(from))
        || token.flags.has(Flags::KANA) && token.morph.conjunction
        || token.sequence.is_some_and(|(r, _)| matches!(r, Ref::Cue(_)));
    !new
}

/// Where the content before a tail begins, and the draft that ends at the tail.
fn tail_start(text: &Text<'_>, at: usize, floor: usize, out: &[Draft]) -> (usize, Option<usize>) {
    let near = |end: usize| end <= at && (end..at).all(|i| !matches!(text.token(i).kind, Kind::Word | Kind::Number));
    let host = out
        .iter()
        .enumerate()
        .rev()
        .take(12)
        .find(|(_, d)| d.at >= floor && d.at < at && near(d.extent.end) && d.clause >= floor);
    match host {
        Some((i, draft)) => (draft.clause.min(draft.at), Some(i)),
        None => {
            let mut start = floor;
            while start < at
                && (matches!(text.token(start).kind, Kind::Punct(_) | Kind::Break(_))
                    || matches!(text.word(start), "و" | "كما" | "لكن"))
            {
                start += 1;
            }
            (start, None)
        }
    }
}
