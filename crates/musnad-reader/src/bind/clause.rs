//! Where a content ends.

use musnad_lang::pack::{CueKind, Governs, Ref};
use musnad_lang::{Sense, Tense};

use crate::mark::Flags;
use crate::text::token::Kind;
use crate::text::{Range, Text};

/// The longest content outside quotation marks, in tokens.
const LONGEST: usize = 500;

impl Text<'_> {
    /// The last token that content beginning at `from` may reach: the sentence, or the
    /// quotation that holds the cue.
    pub fn reach(&self, cue: usize, from: usize) -> usize {
        let sentence = self.sentence(from).end;
        let holder = self.token(cue).quote;
        let limit = if holder > 0 { self.quotes[holder as usize - 1].close.min(sentence) } else { sentence };
        limit.min(from + LONGEST)
    }

    /// The quotation that opens at a token.
    pub fn quote_at(&self, open: usize) -> Option<&crate::text::quote::Quote> {
        let i = self.quotes.partition_point(|q| q.open < open);
        self.quotes.get(i).filter(|q| q.open == open)
    }

    /// The token after the last of a clause that begins at `from`.
    pub fn clause_end(&self, cue: usize, from: usize, limit: usize) -> usize {
        let holder = self.token(cue).quote;
        let mut at = from;
        while at < limit {
            let token = self.token(at);
            if token.kind == Kind::Quote {
                match self.quote_at(at) {
                    Some(q) if q.closed && q.close < limit => {
                        at = q.close + 1;
                        continue;
                    }
                    Some(q) if !q.closed => return q.close.min(limit),
                    Some(_) => return limit,
                    // A stray closing mark.
                    None if holder == 0 => {
                        at += 1;
                        continue;
                    }
                    None => return at,
                }
            }
            if at > from && self.ends_clause(cue, at, limit) {
                return at;
            }
            at += 1;
        }
        limit
    }

    fn ends_clause(&self, cue: usize, at: usize, limit: usize) -> bool {
        let token = self.token(at);
        match token.kind {
            Kind::Punct(';' | '؛') => self.new_speaker_follows(at + 1, limit),
            Kind::Punct('،' | ',' | '-' | '–') => {
                let next = at + 1;
                next < limit && (self.ends_here(cue, next, limit, true))
            }
            Kind::Word => self.ends_here(cue, at, limit, false),
            _ => false,
        }
    }

    /// True if the word at `at` begins something that is no part of the content.
    fn ends_here(&self, cue: usize, at: usize, limit: usize, comma: bool) -> bool {
        let token = self.token(at);
        if token.kind != Kind::Word {
            return false;
        }
        if let Some((Ref::Cue(index), _)) = token.sequence
            && self.pack.cues[index as usize].kind == CueKind::Phrase
        {
            return true;
        }
        if token.flags.has(Flags::CUE_PHRASE) && self.phrase_sense(at).is_some() {
            return true;
        }
        // «مضيفا» ends it with or without a comma; «ملتزمة», «مؤيدين» may be predicates.
        let led = self.token(at + 1).flags.has(Flags::THAT) || matches!(self.word(at + 1), "الي" | "علي" | "عن");
        if self.is_speech_participle(at)
            && (comma || led || self.core(at).ends_with('ا') && self.marker_within(at, 10, limit))
        {
            return true;
        }
        // «، وكان قد», «وكانت … قد»: the background begins.
        if token.flags.has(Flags::KANA)
            && token.morph.conjunction
            && comma
            && ((at + 1..limit.min(at + 8)).any(|i| self.token(i).flags.has(Flags::QAD))
                || self.token(at + 1).flags.has(Flags::CUE_VERB) && self.token(at + 1).flags.has(Flags::FINITE))
        {
            return true;
        }
        // «بينما يرى السكان أنه» needs no comma.
        if matches!(self.core(at), "بينما" | "فيما") && self.new_speaker_follows(at + 1, limit) {
            return true;
        }
        // «جاء ذلك في», «وذلك وفق».
        if comma
            && matches!(self.core(at), "جاء")
            && self.tokens.get(at + 1).is_some_and(|t| t.flags.has(Flags::DEMONSTRATIVE))
        {
            return true;
        }
        if comma
            && token.flags.has(Flags::CLAUSE.or(Flags::CONTRAST))
            && matches!(self.core(at), "فيما" | "بينما" | "لكن" | "غير" | "لكنه" | "لكنها" | "في" | "حين")
        {
            return self.new_speaker_follows(at + 1, limit);
        }
        if comma && self.word(at) == "في" && matches!(self.word(at + 1), "اشاره" | "تلميح") {
            return true;
        }
        if comma && self.word(at) == "في" && matches!(self.word(at + 1), "حين" | "وقت" | "المقابل" | "الوقت")
        {
            return self.new_speaker_follows(at + 2, limit);
        }
        if token.morph.conjunction && self.is_new_statement(cue, at, limit, comma) {
            return true;
        }
        // «وموسكو تنفي وجود»: somebody else, named, begins to speak in the same sentence.
        let named =
            token.flags.has(Flags::NAME.or(Flags::COUNTRY)) || token.flags.has(Flags::TITLE) && token.morph.article;
        if token.morph.conjunction
            && named
            && (at + 1..limit.min(at + 4)).any(|i| {
                self.token(i).flags.has(Flags::FINITE)
                    && self.token(i).flags.has(Flags::CUE_VERB)
                    && !self.token(i).morph.conjunction
                    && self.marker_within(i, 10, limit)
            })
        {
            return true;
        }
        // «، كما أعلن», «، كما قال».
        self.word(at) == "كما"
            && self.tokens.get(at + 1).is_some_and(|t| t.flags.has(Flags::CUE_VERB) && t.flags.has(Flags::FINITE))
    }

    /// «وأضاف أن», «وقال إن»: a conjoined verb of saying with content of its own.
    fn is_new_statement(&self, _cue: usize, at: usize, limit: usize, comma: bool) -> bool {
        let token = self.token(at);
        if !token.flags.has(Flags::CUE_VERB) || !token.flags.has(Flags::FINITE) {
            return false;
        }
        let speaks = token.senses().any(|s| match s {
            Sense::Cue(c, form) => {
                let cue = &self.pack.cues[c as usize];
                let strong = matches!(
                    &*cue.id,
                    "adafa"
                        | "qala"
                        | "awdaha"
                        | "ardafa"
                        | "istatrada"
                        | "tabaa"
                        | "akkada"
                        | "ashara"
                        | "lafata"
                        | "shaddada"
                        | "mada"
                        | "zada"
                        | "sarraha"
                        | "dhakara"
                        | "khatama"
                        | "ikhtatama"
                );
                form.tense == Tense::Perfect
                    && form.person == 3
                    && cue.governs.has(
                        Governs::THAT
                            .or(Governs::COLON)
                            .or(Governs::ILA)
                            .or(Governs::OBJECT_BI)
                            .or(Governs::OBJECT_ILA),
                    )
                    && (strong || comma)
                    || form.tense == Tense::Imperfect && strong && comma && form.person == 3
            }
            _ => false,
        });
        speaks && self.marker_within(at, 24, limit)
    }

    /// True if a complementiser, colon or quotation follows soon.
    pub fn marker_within(&self, at: usize, reach: usize, limit: usize) -> bool {
        for i in at + 1..limit.min(at + 1 + reach) {
            let token = self.token(i);
            match token.kind {
                Kind::Punct(':') => return true,
                Kind::Punct('.' | '؛') => return false,
                Kind::Quote => return true,
                Kind::Word if token.flags.has(Flags::THAT) => return true,
                Kind::Word if i <= at + 8 && matches!(self.core(i), "الي" | "عن" | "علي" | "من") => {
                    return true;
                }
                Kind::Word if i <= at + 8 && token.morph.preposition == b'b' => return true,
                Kind::Word if i == at + 1 && token.flags.has(Flags::EVENT) => return true,
                _ => {}
            }
        }
        false
    }

    /// True if within a few words somebody else begins to speak.
    fn new_speaker_follows(&self, at: usize, limit: usize) -> bool {
        (at..limit.min(at + 9)).any(|i| {
            let token = self.token(i);
            token.flags.has(Flags::CUE_VERB)
                && token.flags.has(Flags::FINITE)
                && !token.flags.has(Flags::TITLE.or(Flags::NAME))
                && self.marker_within(i, 16, limit)
        })
    }

    /// «مضيفا», «مؤكدة»: a participle of a verb of saying in the accusative.
    pub fn is_speech_participle(&self, at: usize) -> bool {
        let token = self.token(at);
        if !token.flags.has(Flags::PARTICIPLE) || token.morph.article || token.morph.preposition != 0 {
            return false;
        }
        let word = self.core(at);
        let accusative = word.ends_with('ا') || word.ends_with('ه') || word.ends_with("ين");
        accusative
            && token.senses().any(|s| match s {
                Sense::Cue(c, form) => {
                    form.tense == Tense::Participle && self.pack.cues[c as usize].kind == CueKind::Verb
                }
                _ => false,
            })
    }

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

    /// The phrase cue that a single token can be.
    pub fn phrase_sense(&self, at: usize) -> Option<u16> {
        self.token(at).senses().find_map(|s| match s {
            Sense::Cue(c, _) if self.pack.cues[c as usize].kind == CueKind::Phrase => Some(c),
            _ => None,
        })
    }

    /// Drops quotation marks at both ends if they are a pair, and punctuation at the end.
    pub fn trim(&self, range: Range) -> Option<Range> {
        let Range { mut start, mut end } = range;
        loop {
            let before = (start, end);
            while end > start {
                match self.token(end - 1).kind {
                    Kind::Punct('.' | '،' | ',' | '؛' | ';' | ':' | '-' | '–' | '—' | '(' | '…' | '[') => {
                        end -= 1
                    }
                    Kind::Break(_) => end -= 1,
                    Kind::Punct(')') if !(start..end).any(|i| self.punct(i) == '(') => end -= 1,
                    Kind::Word if self.word(end - 1) == "و" || self.word(end - 1) == "كما" => end -= 1,
                    _ => break,
                }
            }
            while start < end
                && matches!(self.token(start).kind, Kind::Break(_) | Kind::Punct('،' | ',' | '.' | ':' | '-' | '–'))
            {
                start += 1;
            }
            if start < end && self.token(start).kind == Kind::Quote {
                match self.quote_at(start) {
                    Some(q) if q.closed && q.close + 1 == end => {
                        start += 1;
                        end -= 1;
                    }
                    Some(q) if !q.closed && q.close >= end => start += 1,
                    None => start += 1,
                    _ => {}
                }
            }
            if end > start && self.token(end - 1).kind == Kind::Quote {
                // A closing mark whose opening stands outside, or a lone one.
                let opened = self
                    .quotes
                    .iter()
                    .rev()
                    .skip_while(|q| q.open >= end)
                    .take(12)
                    .any(|q| q.close == end - 1 && q.open >= start);
                if !opened {
                    end -= 1;
                }
            }
            if before == (start, end) {
                break;
            }
        }
        (start < end).then_some(Range::new(start, end))
    }
}
