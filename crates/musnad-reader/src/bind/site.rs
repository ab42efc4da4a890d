//! Sites: every word or phrase that can signal an attribution.

use musnad_lang::pack::{CueKind, Governs, Ref, Takes};
use musnad_lang::{Form, Sense, Tense};
use musnad_model::Stance;

use super::ANY;
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteKind {
    /// A finite verb.
    Finite,
    /// مضيفا
    Participle,
    /// إعلان, قوله
    Masdar,
    /// أنباء, مخاوف
    Noun,
    /// بحسب, نقلا عن
    Phrase,
    /// كما قال, حسبما ذكرت
    PhraseVerb,
    /// نقلت … عن, where no word of saying follows
    An,
    /// A quotation with no cue.
    Quotation,
}

impl SiteKind {
    /// Its name in features.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Finite => "finite",
            Self::Participle => "participle",
            Self::Masdar => "masdar",
            Self::Noun => "noun",
            Self::Phrase => "phrase",
            Self::PhraseVerb => "phrase-verb",
            Self::An => "an",
            Self::Quotation => "quotation",
        }
    }
}

/// A word or phrase that can signal an attribution.
#[derive(Clone, Debug)]
pub struct Site {
    /// The main word.
    pub at: usize,
    /// All words of the cue; what follows it begins at its end.
    pub cue: Range,
    /// What it is.
    pub kind: SiteKind,
    /// Index of the pack's cue; of a phrase with a verb, the verb's.
    pub entry: Option<u16>,
    /// The form, for agreement.
    pub form: Form,
    /// All constructions that its entries know.
    pub governs: Governs,
    /// How it vouches.
    pub stance: Stance,
    /// True if a negation stands before it.
    pub negated: bool,
    /// Where negation and auxiliaries before it begin.
    pub clause: usize,
    /// True if the source stands in the cue as a pronoun (على حد قوله).
    pub pronoun: bool,
}

/// Every site of the story, in order.
pub fn sites(text: &Text<'_>) -> Vec<Site> {
    let mut out: Vec<Site> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        if text.outside[at] || text.token(at).kind != Kind::Word {
            at += 1;
            continue;
        }
        if let Some(site) = phrase(text, at) {
            at = site.cue.end.max(at + 1);
            out.push(site);
            continue;
        }
        if let Some(site) = verb(text, at).or_else(|| noun(text, at)).or_else(|| an(text, at, &out)) {
            out.push(site);
        }
        at += 1;
    }
    out
}

/// بحسب, نقلا عن; with its verb: كما قال.
fn phrase(text: &Text<'_>, at: usize) -> Option<Site> {
    let (entry, length) = text.phrase_at(at)?;
    let cue = &text.pack.cues[entry as usize];
    let end = at + length;
    let mut site = Site {
        at,
        cue: Range::new(at, end),
        kind: SiteKind::Phrase,
        entry: Some(entry),
        form: ANY,
        governs: cue.governs,
        stance: cue.stance,
        negated: false,
        clause: at,
        pronoun: false,
    };
    let last = end - 1;
    let ma = matches!(text.word(last), "ما" | "لما") || matches!(text.word(end), "ما" | "لما" | "مما");
    if cue.takes.has(Takes::CLAUSE) || ma {
        let from = end + usize::from(matches!(text.word(end), "ما" | "لما" | "مما"));
        let verb = from + usize::from(matches!(text.word(from), "قد" | "كان" | "كانت" | "سبق" | "ان"));
        let token = text.token(verb);
        let found = token.senses().find_map(|s| match s {
            Sense::Cue(c, f)
                if text.pack.cues[c as usize].kind == CueKind::Verb
                    && matches!(f.tense, Tense::Perfect | Tense::Imperfect | Tense::Passive) =>
            {
                Some((c, f))
            }
            _ => None,
        });
        let finite = found.filter(|_| token.morph.preposition == 0 && !token.morph.article);
        let (entry, form) = finite?;
        let mut end = verb + 1;
        // «نقلت عنه», «صرح به»: the preposition belongs to the cue.
        while matches!(
            text.word(end),
            "عنه" | "عنها" | "عنهم" | "به" | "بها" | "عليه" | "اليه" | "اليها" | "فيه" | "له"
        ) {
            end += 1;
        }
        let verb_cue = &text.pack.cues[entry as usize];
        site.kind = SiteKind::PhraseVerb;
        site.at = verb;
        site.cue = Range::new(at, end);
        site.entry = Some(entry);
        site.form = form;
        site.governs = verb_cue.governs;
        site.stance = verb_cue.stance;
        return Some(site);
    }
    let phrase = text.token(at).morph;
    let pronoun = |word: &str| ["ه", "ها", "هم", "هما", "هن"].iter().any(|e| word.ends_with(e));
    if cue.takes.has(Takes::PRONOUN)
        && (phrase.suffix != Suffix::None || pronoun(text.word(last)) && !text.token(last).flags.has(Flags::CARRIER))
    {
        site.pronoun = true;
        return Some(site);
    }
    // «بحسب قوله», «وفق تصريحاته»: the noun of saying with a pronoun.
    let next = text.token(end);
    if cue.takes.has(Takes::SOURCE) && next.morph.suffix != Suffix::None && next.flags.has(Flags::MASDAR) {
        site.pronoun = true;
        site.cue.end = end + 1;
    }
    cue.takes.has(Takes::SOURCE).then_some(site)
}

/// A verb of the pack in any of its forms.
fn verb(text: &Text<'_>, at: usize) -> Option<Site> {
    let token = text.token(at);
    let entries: Vec<(u16, Form)> = token
        .senses()
        .filter_map(|s| match s {
            Sense::Cue(c, form) if text.pack.cues[c as usize].kind == CueKind::Verb => Some((c, form)),
            _ => None,
        })
        .filter(|(_, form)| match form.tense {
            // The article and ب, ك before it make it a noun.
            Tense::Perfect | Tense::Passive => !token.morph.article && token.morph.preposition == 0,
            Tense::Imperfect => !token.morph.article && matches!(token.morph.preposition, 0 | b'l'),
            _ => true,
        })
        .collect();
    let order = |form: &Form| match form.tense {
        Tense::Perfect | Tense::Imperfect | Tense::Passive => 0,
        Tense::Participle => 1,
        _ => 2,
    };
    let &(entry, form) = entries.iter().min_by_key(|(_, f)| order(f))?;
    let inside_name = token.sequence.is_some_and(|(r, n)| n > 1 && !matches!(r, Ref::Cue(_)))
        || (1..=3).any(|b| {
            at >= b && text.token(at - b).sequence.is_some_and(|(r, n)| matches!(r, Ref::Name(_)) && usize::from(n) > b)
        });
    if inside_name || text.name_at(at).is_some() && order(&form) > 0 {
        return None;
    }
    let kind = match form.tense {
        Tense::Perfect | Tense::Imperfect | Tense::Passive => SiteKind::Finite,
        Tense::Participle => SiteKind::Participle,
        _ => SiteKind::Masdar,
    };
    let governs = entries
        .iter()
        .filter(|(_, f)| order(f) == order(&form))
        .fold(Governs::default(), |set, (c, _)| set.or(text.pack.cues[*c as usize].governs));
    let mut clause = at;
    let mut negated = false;
    if kind == SiteKind::Finite && !token.morph.conjunction {
        while clause > 0 && text.token(clause - 1).kind == Kind::Word {
            let flags = text.token(clause - 1).flags;
            if flags.has(Flags::NEGATION) && !flags.has(Flags::TITLE) {
                negated = true;
            } else if !flags.has(Flags::QAD.or(Flags::KANA)) {
                break;
            }
            clause -= 1;
            if text.token(clause).morph.conjunction {
                break;
            }
        }
    }
    Some(Site {
        at,
        cue: Range::new(at, at + 1),
        kind,
        entry: Some(entry),
        form,
        governs,
        stance: text.pack.cues[entry as usize].stance,
        negated,
        clause,
        pronoun: false,
    })
}

/// A noun that carries a report.
fn noun(text: &Text<'_>, at: usize) -> Option<Site> {
    let token = text.token(at);
    if text.name_at(at).is_some() {
        return None;
    }
    let (entry, form) = token.senses().find_map(|s| match s {
        Sense::Cue(c, form) if text.pack.cues[c as usize].kind == CueKind::Noun => Some((c, form)),
        _ => None,
    })?;
    let cue = &text.pack.cues[entry as usize];
    Some(Site {
        at,
        cue: Range::new(at, at + 1),
        kind: SiteKind::Noun,
        entry: Some(entry),
        form,
        governs: cue.governs,
        stance: cue.stance,
        negated: false,
        clause: at,
        pronoun: false,
    })
}

/// عن after a verb of carrying: what follows is the one whose words are carried.
fn an(text: &Text<'_>, at: usize, before: &[Site]) -> Option<Site> {
    if text.word(at) != "عن" {
        return None;
    }
    let relay = before.iter().rev().take(4).find(|s| {
        s.at < at && at - s.at <= 16 && text.sentence(at).holds(s.at) && s.relays(text) && s.kind != SiteKind::Phrase
    })?;
    Some(Site {
        at,
        cue: Range::new(at, at + 1),
        kind: SiteKind::An,
        entry: relay.entry,
        form: ANY,
        governs: Governs::THAT.or(Governs::COLON).or(Governs::QUOTE),
        stance: Stance::Says,
        negated: false,
        clause: at,
        pronoun: false,
    })
}

impl Site {
    /// True for verbs and phrases that carry somebody else's words with عن.
    pub fn relays(&self, text: &Text<'_>) -> bool {
        self.entry.is_some_and(|e| {
            let id = &*text.pack.cues[e as usize].id;
            matches!(id, "naqala" | "tanaqala" | "nuqila" | "nasaba") || id.starts_with("naqlan")
        })
    }

    /// True for verbs with somebody to whom they turn: طالب, دعا, اتهم.
    pub const fn addresses(&self) -> bool {
        self.governs.has(
            Governs::OBJECT_BI
                .or(Governs::OBJECT_ILA)
                .or(Governs::OBJECT_ALA)
                .or(Governs::OBJECT_MIN)
                .or(Governs::OBJECT_NOUN)
                .or(Governs::DESCRIBED),
        )
    }

    /// The cue's words for the wire: with a negation before the verb, and with قائلا after it.
    pub fn spans(&self, text: &Text<'_>) -> Vec<Range> {
        let mut range = self.cue;
        if self.kind == SiteKind::Finite {
            while range.start > self.clause
                && text.token(range.start - 1).flags.has(Flags::NEGATION)
                && !text.token(range.start - 1).flags.has(Flags::TITLE)
            {
                range.start -= 1;
            }
            if matches!(text.core(range.end), "قائلا" | "قائله" | "قائلين") {
                range.end += 1;
            }
        }
        if self.kind == SiteKind::Quotation { Vec::new() } else { vec![range] }
    }

    /// The stance of a noun of feeling between this verb and its content: «أعرب عن أمله في».
    pub fn feeling(&self, text: &Text<'_>, content: usize) -> Option<Stance> {
        let entry = self.entry.map_or("", |e| &*text.pack.cues[e as usize].id);
        if !matches!(entry, "araba" | "abbara" | "abda" | "alana" | "jaddada") {
            return None;
        }
        let stance = (self.cue.end..(content + 1).min(self.cue.end + 14)).find_map(|i| {
            let core = text.core(i);
            FEELINGS.iter().find(|(_, words)| words.contains(&core)).map(|&(stance, _)| stance)
        })?;
        (!matches!(entry, "alana" | "jaddada") || stance == Stance::Commits).then_some(stance)
    }
}

/// Nouns of feeling and intent, by the stance that they give.
const FEELINGS: &[(Stance, &[&str])] = &[
    (
        Stance::Commits,
        &["عزم", "عزمه", "عزمها", "عزمهم", "نيه", "نيت", "نيته", "نيتها", "استعداد", "استعداده", "استعدادها", "التزام"],
    ),
    (
        Stance::Believes,
        &[
            "امل",
            "امله",
            "املها",
            "قلق",
            "قلقه",
            "قلقها",
            "ثقه",
            "ثقته",
            "ثقتها",
            "اعتقاد",
            "اعتقاده",
            "خشيه",
            "خشيته",
            "خشيتها",
            "مخاوف",
            "مخاوفه",
            "مخاوفها",
            "شكوك",
            "شكوكه",
            "تفاءل",
            "تفاؤل",
            "تفاؤله",
            "تخوف",
            "تخوفه",
        ],
    ),
    (
        Stance::Judges,
        &[
            "اسف",
            "اسفه",
            "اسفها",
            "تقدير",
            "تقديره",
            "شكر",
            "شكره",
            "امتنان",
            "تضامن",
            "تضامنه",
            "تضامنها",
            "ارتياح",
            "ارتياحه",
            "تعازي",
            "تعازيه",
            "غضب",
            "استياء",
            "استياءه",
            "سعاده",
            "سعادته",
            "ادانه",
            "ادانته",
            "ادانتها",
            "رفض",
            "رفضه",
            "رفضها",
            "ترحيب",
            "ترحيبه",
            "صدمه",
            "حزن",
        ],
    ),
];
