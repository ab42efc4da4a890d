//! From an article to its reading.

use musnad_lang::Pack;
use musnad_model::reading::SCHEMA;
use musnad_model::{Article, ArticleId, Attribution, Engine, Mode, Note, Reading, Span};

use crate::bind::{self, Draft, Owner};
use crate::chain;
use crate::frame;
use crate::label;
use crate::speaker::{self, Speakers};
use crate::spots;
use crate::text::tag::Base;
use crate::text::token::Kind;
use crate::text::{Range, Text};
use crate::weigh::teach::{Label, Lesson, Teacher, Vocabulary};
use crate::weigh::witness::{Decision, Witness};
use crate::weigh::{Judge, Weights};

/// Reads articles with one language pack.
#[derive(Clone, Debug)]
pub struct Reader {
    pack: std::sync::Arc<Pack>,
    weights: std::sync::Arc<Weights>,
}

impl Reader {
    /// The reader with the embedded Arabic pack, which is compiled once for the process.
    #[must_use]
    pub fn arabic() -> Self {
        static PACK: std::sync::OnceLock<std::sync::Arc<Pack>> = std::sync::OnceLock::new();
        let pack = PACK.get_or_init(|| {
            // A test holds that the embedded pack compiles.
            std::sync::Arc::new(Pack::embedded("ar").unwrap_or_default())
        });
        static WEIGHTS: std::sync::OnceLock<std::sync::Arc<Weights>> = std::sync::OnceLock::new();
        let weights = WEIGHTS.get_or_init(|| std::sync::Arc::new(Weights::embedded()));
        Self { pack: pack.clone(), weights: weights.clone() }
    }

    /// A reader with a pack of one's own.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        Self { pack: std::sync::Arc::new(pack), weights: std::sync::Arc::new(Weights::embedded()) }
    }

    /// The same reader with other weights.
    #[must_use]
    pub fn with_weights(self, weights: Weights) -> Self {
        Self { weights: std::sync::Arc::new(weights), ..self }
    }

    /// What a labelled article teaches.
    #[must_use]
    pub fn lesson(&self, original: &str, labels: &[Label], vocabulary: &mut Vocabulary) -> Lesson {
        let text = Text::new(original, &self.pack, &mut Vec::new());
        let mut teacher = Teacher::new(labels, vocabulary);
        understand(&text, original, &mut Vec::new(), &mut teacher);
        teacher.finish()
    }

    /// Every decision about attributions and speakers with what was weighed.
    #[must_use]
    pub fn decisions(&self, original: &str) -> Vec<Decision> {
        let text = Text::new(original, &self.pack, &mut Vec::new());
        let mut witness = Witness::new(&self.weights);
        understand(&text, original, &mut Vec::new(), &mut witness);
        witness.decisions
    }

    /// How the sentences of a text are cut for its propositions: one line a piece.
    #[must_use]
    pub fn pieces(&self, article: &Article) -> String {
        let reading = self.read(article);
        let text = Text::new(&article.text, &self.pack, &mut Vec::new());
        let known = frame::Known {
            attributions: &reading.attributions,
            entities: &reading.entities,
            places: &reading.places,
            times: &reading.times,
            quantities: &reading.quantities,
        };
        frame::Scene::new(&text, &known).show(&article.text)
    }

    /// The pack that it reads with.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Reads one article. Never fails: what could not be done is in the notes.
    #[must_use]
    pub fn read(&self, article: &Article) -> Reading {
        let original = article.text.as_str();
        let hash = ArticleId::of(original).0;
        let mut notes = Vec::new();
        let text = Text::new(original, &self.pack, &mut notes);
        if text.tokens.is_empty() {
            notes.push(Note { code: "empty".into(), message: "the text has no words".into(), span: None });
        }
        let mut weights: &Weights = &self.weights;
        let Understood { drafts, speakers, parents, channels } = understand(&text, original, &mut notes, &mut weights);
        let own = |channel: &str| article.publisher.as_deref().is_some_and(|p| chain::is_own(&self.pack, p, channel));
        let attributions: Vec<Attribution> = drafts
            .iter()
            .enumerate()
            .map(|(i, draft)| Attribution {
                id: format!("a{}", i + 1),
                source: match draft.owner {
                    Owner::Named(np) => vec![source_span(&text, np)],
                    _ => Vec::new(),
                },
                cue: draft.cue.iter().map(|&r| cue_span(&text, r)).collect(),
                content: content_spans(&text, draft),
                mode: mode(&text, draft),
                stance: draft.stance,
                negated: draft.negated,
                speaker: speakers.of[i].map(|e| speakers.entities[e].name.clone()),
                speaker_entity: speakers.of[i].map(|e| speakers.entities[e].id.clone()),
                via: channels[i].clone().filter(|c| !own(c)),
                parent: parents[i].map(|p| format!("a{}", p + 1)),
                rule: draft.rule.to_owned(),
                confidence: (draft.confidence * 100.0).round() / 100.0,
            })
            .collect();
        let (times, taken) = spots::read_times(&text, article.published, &mut notes);
        let quantities = spots::read_quantities(&text, &taken);
        let places = spots::read_places(&text, &mut notes);
        let known = frame::Known {
            attributions: &attributions,
            entities: &speakers.entities,
            places: &places,
            times: &times,
            quantities: &quantities,
        };
        let scene = frame::Scene::new(&text, &known);
        let inner = frame::inner::Inner::new(&attributions);
        let propositions = frame::propositions(&scene, &known, &inner);
        let labels = label::labels(&scene, &known, &inner);
        Reading {
            schema: SCHEMA.into(),
            id: article.id.clone().unwrap_or_else(|| hash.clone()),
            sha256: hash,
            language: article.language.clone().unwrap_or_else(|| self.pack.language.to_string()),
            url: article.url.clone(),
            publisher: article.publisher.clone(),
            title: article.title.clone(),
            published: article.published,
            published_at: article.published_at,
            blocks: text.blocks.clone(),
            attributions,
            entities: speakers.entities,
            times,
            places,
            quantities,
            propositions,
            labels,
            notes,
            engine: Engine { version: env!("CARGO_PKG_VERSION").into(), pack: self.pack.version.to_string() },
            text: article.text.clone(),
        }
    }
}

/// Who said what, through whom.
struct Understood {
    drafts: Vec<Draft>,
    speakers: Speakers,
    parents: Vec<Option<usize>>,
    channels: Vec<Option<String>>,
}

/// All decisions about attributions, in their order.
fn understand(text: &Text<'_>, original: &str, notes: &mut Vec<Note>, judge: &mut dyn Judge) -> Understood {
    let drafts = bind::bind(text, judge);
    let speakers = speaker::speakers(text, original, &drafts, notes, judge);
    let parents = chain::parents(text, &drafts, &speakers.of, judge);
    let channels = chain::channels(text, original, &drafts, &speakers.of, judge);
    Understood { drafts, speakers, parents, channels }
}

/// A source without the conjunction or preposition that is written on it.
fn source_span(text: &Text<'_>, np: Range) -> Span {
    let first = text.token(np.start);
    let last = text.token(np.end - 1);
    let morph = &first.morph;
    let mut start = first.start;
    if first.kind == Kind::Word && morph.core_start > first.start {
        let article = if morph.article && (morph.preposition != b'l') { 4 } else { 0 };
        if morph.conjunction || morph.preposition != 0 {
            start = morph.core_start.saturating_sub(article).max(first.start);
        }
        if morph.preposition == b'l' && morph.article {
            // «للوزارة»: the article cannot be parted from ل.
            start = first.start + if morph.conjunction { 2 } else { 0 };
        }
    }
    text.span(start, last.end)
}

/// A cue without the conjunction that is written on its first word.
fn cue_span(text: &Text<'_>, range: Range) -> Span {
    let first = text.token(range.start);
    let last = text.token(range.end - 1);
    let led = first.morph.conjunction || first.sequence.is_some() && text.word(range.start).starts_with("وو");
    text.span(first.start + if led { 2 } else { 0 }, last.end)
}

/// The contents, cut where a line break stands inside.
fn content_spans(text: &Text<'_>, draft: &Draft) -> Vec<Span> {
    let breaks: Vec<(u32, u32)> = text
        .slice(draft.extent.start, draft.extent.end)
        .iter()
        .filter(|t| matches!(t.kind, Kind::Break(_)))
        .map(|t| (t.start, t.end))
        .collect();
    let mut out = Vec::new();
    for bytes in &draft.content {
        let mut start = bytes.start;
        for &(s, e) in breaks.iter().filter(|&&(s, e)| s >= bytes.start && e <= bytes.end) {
            push(text, &mut out, start, s);
            start = e;
        }
        push(text, &mut out, start, bytes.end);
    }
    if out.is_empty() {
        // Nothing but blanks and breaks, as in texts that nobody wrote: its first token, or the cue.
        let extent = draft.extent;
        let token = (extent.start..extent.end).find(|&t| !matches!(text.token(t).kind, Kind::Break(_)));
        let stands = token.map(|t| Range::new(t, t + 1)).or_else(|| draft.cue.first().copied());
        out.extend(stands.map(|range| text.span_of(range)));
    }
    out
}

/// A stretch without the white space and the repeated opening mark at its ends.
fn push(text: &Text<'_>, out: &mut Vec<Span>, start: u32, end: u32) {
    let Some(words) = text.folded.as_str().get(start as usize..end as usize) else { return };
    let mark = |c: char| c.is_whitespace() || crate::text::token::is_quote(c) && !out.is_empty();
    let lead = words.len() - words.trim_start_matches(mark).len();
    let kept = words[lead..].trim_end().len();
    if kept > 0 {
        let from = start + u32::try_from(lead).unwrap_or(0);
        out.push(text.span(from, from + u32::try_from(kept).unwrap_or(0)));
    }
}

/// One or two words in marks that the pack does not know, behind a noun: a name («شركة "لافارج"»).
fn marked_name(text: &Text<'_>, open: usize) -> Option<usize> {
    let quote = text.quote_at(open).filter(|q| q.closed && q.close <= open + 3)?;
    let unknown = (open + 1..quote.close).all(|i| {
        let token = text.token(i);
        token.kind == Kind::Word && token.flags == crate::mark::Flags::default() && !text.word(i).ends_with('ه')
    });
    unknown.then_some(quote.close)
}

/// How much of a content stands in quotation marks; marks that set off a name do not count.
fn mode(text: &Text<'_>, draft: &Draft) -> Mode {
    let extent = draft.extent;
    let holder = draft.cue.first().map_or(0, |r| text.token(r.start).quote);
    let (mut inside, mut outside) = (0, 0);
    let mut named_until = 0;
    for at in extent.start..extent.end {
        let token = text.token(at);
        if token.kind == Kind::Quote {
            if let Some(close) = text.name_quote(at).or_else(|| marked_name(text, at)) {
                named_until = close;
            }
            continue;
        }
        // «أنه»: the pronoun before the words is none of them.
        let that = at == extent.start && matches!(text.tag(at).base, Base::That | Base::BiThat);
        if !matches!(token.kind, Kind::Word | Kind::Number) || that || draft.cue.iter().any(|r| r.holds(at)) {
            continue;
        }
        if token.quote > 0 && (token.quote == holder || at >= named_until) {
            inside += 1;
        } else if text.core(at) != "و" {
            outside += 1;
        }
    }
    match (inside, outside) {
        (0, _) => Mode::Indirect,
        (_, 0) => Mode::Direct,
        _ => Mode::Mixed,
    }
}
