//! The chooser: which proposals stand. Rules propose generously; a linear model,
//! trained on articles labelled by reading, weighs what speaks for and against
//! each. Its weights are a text file (`choose.weights.tsv`, with a card beside it).

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

use musnad_lang::{Sense, Tense};
use musnad_model::Span;
use rustc_hash::{FxHashMap, FxHasher};

use crate::bind::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// The weights that are built in.
const WEIGHTS: &str = include_str!("choose.weights.tsv");

/// A linear model over named features.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    weights: FxHashMap<u64, f32>,
}

/// A proposal as training sees it: where its content is, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The content.
    pub content: Vec<Span>,
    /// The cue.
    pub cue: Vec<Span>,
    /// The source, if words name it.
    pub source: Vec<Span>,
    /// The rule that proposes it.
    pub rule: &'static str,
    /// What the reader's chooser gives it, 0 to 1.
    pub probability: f32,
    /// Named features; each is present or not.
    pub features: Vec<String>,
}

fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Chooser {
    /// The built-in model; every proposal stands if the file is empty.
    #[must_use]
    pub fn embedded() -> Self {
        Self::parse(WEIGHTS)
    }

    /// Reads lines of feature, tab, weight; other lines are for people.
    #[must_use]
    pub fn parse(file: &str) -> Self {
        let weights = file
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.rsplit_once('\t'))
            .filter_map(|(name, weight)| weight.parse().ok().map(|w| (hash(name), w)))
            .collect();
        Self { weights }
    }

    /// The probability that a proposal is an attribution, 0 to 1.
    #[must_use]
    pub(crate) fn probability(&self, text: &Text<'_>, drafts: &[Draft], i: usize) -> f32 {
        if self.weights.is_empty() {
            return 1.0;
        }
        let mut sum = 0.0;
        features(text, drafts, i, &mut |name| sum += self.weights.get(&hash(name)).copied().unwrap_or(0.0));
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Emits the features of a draft.
pub(crate) fn features(text: &Text<'_>, drafts: &[Draft], i: usize, emit: &mut impl FnMut(&str)) {
    let draft = &drafts[i];
    let mut name = String::with_capacity(64);
    let mut say = |parts: std::fmt::Arguments<'_>| {
        name.clear();
        // Writing to a String cannot fail.
        let _ = name.write_fmt(parts);
        emit(&name);
    };
    let rule = draft.rule;
    let cue = draft.entry.map_or("-", |e| &*text.pack.cues[e as usize].id);
    let tense = match draft.form.tense {
        Tense::Perfect => "perf",
        Tense::Imperfect => "impf",
        Tense::Passive => "pass",
        Tense::Participle => "part",
        Tense::Noun => "noun",
        Tense::Plain => "plain",
    };
    say(format_args!("bias"));
    say(format_args!("rule={rule}"));
    say(format_args!("cue={cue}"));
    say(format_args!("cue+rule={cue}/{rule}"));
    say(format_args!("stance={:?}", draft.stance));
    say(format_args!("stance+rule={:?}/{rule}", draft.stance));
    say(format_args!("tense={tense}/{}", draft.form.person));
    say(format_args!("cue+tense={cue}/{tense}/{}", draft.form.person));
    let token = text.token(draft.at.min(text.tokens.len() - 1));
    let quoted = token.quote > 0;
    say(format_args!("quoted={quoted}/{}", draft.form.person));
    say(format_args!("quoted+rule={quoted}/{rule}"));
    say(format_args!("conj={}/{tense}", token.morph.conjunction));
    say(format_args!("pre={}", token.morph.preposition as char));
    say(format_args!("suffix={}/{rule}", token.morph.suffix != Suffix::None));
    say(format_args!("negated={}", draft.negated));
    let sentence = text.sentence(draft.at);
    let place = if draft.clause <= sentence.start + 2 { "head" } else { "inside" };
    say(format_args!("place={place}/{rule}"));
    say(format_args!("place+tense={place}/{tense}"));
    let before = draft.clause.min(draft.at).checked_sub(1).map_or("^", |b| class(text, b));
    say(format_args!("before={before}"));
    say(format_args!("before+rule={before}/{rule}"));
    say(format_args!("before+tense={before}/{tense}"));
    let after = class(text, draft.at + 1);
    say(format_args!("after={after}/{rule}"));
    match draft.owner {
        Owner::Named(np) => {
            let head = head(text, np);
            say(format_args!("owner=named/{head}"));
            say(format_args!("owner+rule=named/{head}/{rule}"));
            say(format_args!("owner-place={}", if np.end <= draft.at { "left" } else { "right" }));
            say(format_args!("owner-length={}", np.len().min(12) / 3));
            say(format_args!("owner-gap={}", gap(np.start, draft.at).min(6)));
        }
        Owner::Implied => say(format_args!("owner=implied/{rule}/{tense}")),
        Owner::Nobody => say(format_args!("owner=nobody/{rule}/{cue}")),
        Owner::Same(_) => say(format_args!("owner=same/{rule}")),
    }
    let length = match draft.extent.len() {
        0..=1 => 1,
        2..=4 => 4,
        5..=8 => 8,
        9..=16 => 16,
        17..=40 => 40,
        _ => 99,
    };
    say(format_args!("length+rule={length}/{rule}"));
    let first = class(text, draft.extent.start);
    say(format_args!("first={first}/{rule}"));
    say(format_args!("first+stance={first}/{:?}", draft.stance));
    say(format_args!("gap={}/{rule}", gap(draft.extent.start, draft.at).min(9)));
    let verb = text
        .slice(draft.extent.start, draft.extent.end.min(draft.extent.start + 12))
        .iter()
        .any(|t| t.flags.has(Flags::FINITE.or(Flags::VERB).or(Flags::KANA)));
    say(format_args!("verb-in-content={verb}/{rule}"));
    // What else is proposed for the same words.
    let near = i.saturating_sub(5)..(i + 6).min(drafts.len());
    let mut same = 0;
    let mut inside = false;
    let mut shares = false;
    for j in near.filter(|&j| j != i) {
        let other = &drafts[j];
        same += usize::from(other.extent == draft.extent);
        inside |= other.extent.holds(draft.at) && other.extent.contains(draft.extent);
        shares |= other.at == draft.at;
    }
    say(format_args!("same={}/{rule}", same.min(2)));
    say(format_args!("inside={inside}/{rule}"));
    say(format_args!("inside+stance={inside}/{:?}", draft.stance));
    say(format_args!("shares={shares}"));
    let carries = drafts[i.saturating_sub(3)..(i + 4).min(drafts.len())].iter().any(|d| d.parent == Some(i));
    say(format_args!("link={}/{carries}/{rule}", draft.parent.is_some()));
}

fn gap(a: usize, b: usize) -> usize {
    a.abs_diff(b).next_power_of_two().trailing_zeros() as usize
}

/// What the head of a source is.
fn head(text: &Text<'_>, np: Range) -> &'static str {
    let token = text.token(np.start);
    match text.class_at(np.start) {
        Some("group") => return "group",
        Some("media") => return "media",
        Some("unnamed" | "witness") => return "unnamed",
        Some(_) => return "title",
        None => {}
    }
    if token.flags.has(Flags::GIVEN) {
        "given"
    } else if text.name_at(np.start).is_some() {
        "name"
    } else if token.flags.has(Flags::COUNTRY) {
        "country"
    } else if token.flags.has(Flags::CARRIER) {
        "carrier"
    } else if token.flags.has(Flags::CUE_NOUN) {
        "cue-noun"
    } else if token.flags.has(Flags::DEMONSTRATIVE.or(Flags::QUANTIFIER)) {
        "quantifier"
    } else if token.flags.has(Flags::EVENT.or(Flags::MASDAR)) {
        "event"
    } else if token.kind == Kind::Quote {
        "quote"
    } else if token.morph.article {
        "definite"
    } else if token.flags == Flags::default() {
        "unknown"
    } else {
        "other"
    }
}

/// What stands at a token, roughly.
fn class(text: &Text<'_>, at: usize) -> &'static str {
    let Some(token) = text.tokens.get(at) else { return "$" };
    match token.kind {
        Kind::Quote => return "quote",
        Kind::Number => return "number",
        Kind::Break(_) => return "break",
        Kind::Punct('.') => return ".",
        Kind::Punct('،' | ',') => return ",",
        Kind::Punct(':') => return ":",
        Kind::Punct(_) => return "punct",
        Kind::Word => {}
    }
    let known = [
        (Flags::THAT, "that"),
        (Flags::RELATIVE, "relative"),
        (Flags::NEGATION, "negation"),
        (Flags::QAD, "qad"),
        (Flags::KANA, "kana"),
        (Flags::CONTRAST, "contrast"),
        (Flags::CLAUSE, "clause"),
        (Flags::PRONOUN, "pronoun"),
        (Flags::DEMONSTRATIVE, "demonstrative"),
        (Flags::PREPOSITION, "preposition"),
        (Flags::TIME, "time"),
        (Flags::ADVERB, "adverb"),
        (Flags::QUANTIFIER, "quantifier"),
        (Flags::COUNTRY, "country"),
        (Flags::TITLE, "title"),
        (Flags::NAME, "name"),
        (Flags::GIVEN, "given"),
        (Flags::EVENT, "event"),
        (Flags::CARRIER, "carrier"),
        (Flags::MASDAR, "masdar"),
        (Flags::CUE_NOUN, "cue-noun"),
        (Flags::FINITE, "finite"),
        (Flags::VERB, "verb"),
        (Flags::DEMONYM, "demonym"),
    ];
    for (flag, name) in known {
        if token.flags.has(flag) {
            return name;
        }
    }
    let open = token.senses().any(|s| matches!(s, Sense::Word(_)));
    match (token.morph.preposition, token.morph.article) {
        _ if open => "function",
        (b'b', _) => "bi-word",
        (b'l', _) => "li-word",
        (_, true) => "definite",
        _ => "word",
    }
}
