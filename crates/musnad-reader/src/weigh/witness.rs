//! A witness: decides as the weights do and writes down what was weighed, for people.

use musnad_model::Span;

use super::teach::Vocabulary;
use super::{Ask, Judge, Sink, Verdict, Weights};
use crate::text::Text;

/// One decision as it was made.
#[derive(Clone, Debug)]
pub struct Decision {
    /// `start`, `source`, `end`, `speaker`, `parent` or `via`.
    pub what: &'static str,
    /// The options, the one that was taken first.
    pub options: Vec<Weighed>,
}

/// An option with what was said for and against it.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Where it is in the text, if it is words of the text.
    pub span: Option<Span>,
    /// What it is otherwise.
    pub name: String,
    /// The sum of its weights.
    pub score: f32,
    /// Its features with their weights, the heaviest first; those without weight are left out.
    pub features: Vec<(String, f32)>,
}

/// Decides as the weights do, and remembers.
pub struct Witness<'a> {
    weights: &'a Weights,
    /// Every decision in order.
    pub decisions: Vec<Decision>,
}

impl<'a> Witness<'a> {
    /// A witness of these weights.
    #[must_use]
    pub const fn new(weights: &'a Weights) -> Self {
        Self { weights, decisions: Vec::new() }
    }
}

impl Judge for Witness<'_> {
    fn judge(
        &mut self,
        text: &Text<'_>,
        ask: &Ask<'_>,
        options: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> Verdict {
        let verdict = self.weights.judge_ref(text, ask, options, features);
        let mut all: Vec<(usize, Weighed)> = (0..options)
            .map(|i| {
                let (span, name) = describe(text, ask, i);
                let mut vocabulary = Vocabulary::default();
                let mut numbers = Vec::new();
                features(i, &mut Sink::Record(&mut vocabulary, &mut numbers));
                let mut found: Vec<(String, f32)> = numbers
                    .iter()
                    .map(|&n| vocabulary.names()[n as usize].clone())
                    .map(|name| (name.clone(), self.weights.of(&name)))
                    .filter(|(_, w)| *w != 0.0)
                    .collect();
                found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
                let score = found.iter().map(|(_, w)| w).sum();
                (i, Weighed { span, name, score, features: found })
            })
            .collect();
        all.sort_by(|a, b| (b.0 == verdict.best).cmp(&(a.0 == verdict.best)).then(b.1.score.total_cmp(&a.1.score)));
        let what = match ask {
            Ask::Start(..) => "start",
            Ask::End(..) => "end",
            Ask::Source(..) => "source",
            Ask::Name { .. } => "name",
            Ask::Speaker(..) => "speaker",
            Ask::Parent(..) => "parent",
            Ask::Via(..) => "via",
        };
        self.decisions.push(Decision { what, options: all.into_iter().map(|(_, w)| w).collect() });
        verdict
    }
}

fn describe(text: &Text<'_>, ask: &Ask<'_>, i: usize) -> (Option<Span>, String) {
    match ask {
        Ask::Start(cue, options) => match options[i] {
            None => (Some(text.span_of(*cue)), "no attribution".into()),
            Some(byte) => (Some(text.span(text.token(cue.start).start.min(byte), byte)), "begins after".into()),
        },
        Ask::End(_, options) => {
            let end = text.span(options[i], options[i]).start;
            (Some(Span::new(end.saturating_sub(24), end)), "ends with".into())
        }
        Ask::Source(options) => match options[i] {
            Ok(true) => (None, "implied".into()),
            Ok(false) => (None, "nobody".into()),
            Err((start, end)) => (Some(text.span(start, end)), "words".into()),
        },
        Ask::Name { options, .. } => {
            (options[i].map(|r| text.span_of(r)), options[i].map_or("no name", |_| "name").into())
        }
        Ask::Speaker(_, names, _) => (None, names[i].unwrap_or("nobody").into()),
        Ask::Parent(_, options) => (None, options[i].map_or_else(|| "none".into(), |j| format!("a{}", j + 1))),
        Ask::Via(_, names) => (None, names[i].unwrap_or("none").into()),
    }
}
