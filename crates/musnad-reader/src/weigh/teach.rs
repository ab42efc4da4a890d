//! Teaching: labelled articles become examples from which weights are learned.
//!
//! The reader reads a labelled article as always, but a teacher answers each decision
//! with what the labels say and keeps the options with their features.

use rustc_hash::FxHashMap;

use super::{Ask, Judge, Sink, Verdict};
use crate::text::{Range, Text};
use musnad_model::Span;

/// One labelled attribution.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// The words of the source.
    pub source: Vec<Span>,
    /// The words of the cue; empty for a quotation without one.
    pub cue: Vec<Span>,
    /// The content.
    pub content: Vec<Span>,
    /// Who speaks; `None` for nobody in particular.
    pub speaker: Option<String>,
    /// Index of the label through which it came.
    pub parent: Option<usize>,
    /// The channel that carried it.
    pub via: Option<String>,
    /// True if two careful readers could differ: nothing is learned from it.
    pub optional: bool,
}

/// Every feature that was seen, by number.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
}

impl Vocabulary {
    /// The number of a feature.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(&n) = self.numbers.get(name) {
            return n;
        }
        let n = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.to_owned(), n);
        self.names.push(name.to_owned());
        n
    }

    /// The features by their numbers.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// A decision with its right answer.
#[derive(Clone, Debug)]
pub struct Example {
    /// Which decision.
    pub decision: &'static str,
    /// The features of each option.
    pub options: Vec<Vec<u32>>,
    /// The options that are right; any of them will do.
    pub right: Vec<usize>,
    /// What each option stands for, to show to people; empty for none.
    pub spans: Vec<Span>,
    /// Names of options that are somebody or some outlet.
    pub names: Vec<String>,
    /// The label it belongs to; `None` where there is none.
    pub label: Option<usize>,
}

/// What no option could say, for finding out what rules and pack lack.
#[derive(Clone, Debug)]
pub struct Missed {
    /// `cue`, `start`, `end` or `source`.
    pub what: &'static str,
    /// Index of the label.
    pub label: usize,
}

/// What one article teaches.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// Decisions with their right answers.
    pub examples: Vec<Example>,
    /// What could not be answered.
    pub missed: Vec<Missed>,
}

/// Answers as the labels say.
pub struct Teacher<'a> {
    labels: &'a [Label],
    vocabulary: &'a mut Vocabulary,
    used: Vec<bool>,
    current: Option<usize>,
    /// For each accepted draft its label.
    accepted: Vec<Option<usize>>,
    lesson: Lesson,
}

impl<'a> Teacher<'a> {
    /// A teacher for one article.
    pub fn new(labels: &'a [Label], vocabulary: &'a mut Vocabulary) -> Self {
        Self {
            labels,
            vocabulary,
            used: vec![false; labels.len()],
            current: None,
            accepted: Vec::new(),
            lesson: Lesson::default(),
        }
    }

    /// Closes the lesson: labels that no site asked for were missed.
    #[must_use]
    pub fn finish(mut self) -> Lesson {
        for label in 0..self.labels.len() {
            if !self.used[label] && !self.labels[label].optional {
                self.lesson.missed.push(Missed { what: "cue", label });
            }
        }
        self.lesson
    }

    fn keep(
        &mut self,
        decision: &'static str,
        right: Vec<usize>,
        spans: Vec<Span>,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) {
        let options = spans.len();
        let mut all = Vec::with_capacity(options);
        for i in 0..options {
            let mut numbers = Vec::new();
            features(i, &mut Sink::Record(self.vocabulary, &mut numbers));
            all.push(numbers);
        }
        self.lesson.examples.push(Example {
            decision,
            options: all,
            right,
            spans,
            names: Vec::new(),
            label: self.current,
        });
    }

    fn label_of(&self, text: &Text<'_>, cue: Range) -> Option<usize> {
        let here = if cue.is_empty() { text.span_of(Range::new(cue.start, cue.start + 1)) } else { text.span_of(cue) };
        (0..self.labels.len()).find(|&i| {
            let label = &self.labels[i];
            !self.used[i]
                && if cue.is_empty() {
                    label.cue.is_empty() && label.content.first().is_some_and(|c| c.start.abs_diff(here.end) <= 2)
                } else {
                    label.cue.iter().any(|c| c.overlaps(here))
                }
        })
    }

    fn start(
        &mut self,
        text: &Text<'_>,
        cue: Range,
        options: &[Option<u32>],
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> usize {
        self.current = self.label_of(text, cue);
        let here = text.span_of(Range::new(cue.start, cue.end.max(cue.start + 1)));
        let spans: Vec<Span> = options
            .iter()
            .map(|o| {
                o.map_or(Span::new(here.start, here.start), |b| {
                    Span::new(text.span(b, b).start.min(here.start), text.span(b, b).start.max(here.start))
                })
            })
            .collect();
        let Some(label) = self.current else {
            self.keep("start", vec![0], spans, features);
            return 0;
        };
        self.used[label] = true;
        let Some(wanted) = self.labels[label].content.first().map(|s| s.start) else { return 0 };
        let distance = |byte: u32| letters(text, text.span(byte, byte).start, wanted);
        let near: Vec<(u32, usize)> =
            options.iter().enumerate().filter_map(|(i, o)| o.map(|b| (distance(b), i))).collect();
        let least = near.iter().map(|n| n.0).min().unwrap_or(u32::MAX);
        // «أنه»: some begin with the pronoun, some behind it.
        let right: Vec<usize> = near.iter().filter(|n| n.0 == least || n.0 <= 2).map(|n| n.1).collect();
        let optional = self.labels[label].optional;
        if least > 2 {
            if !optional {
                self.lesson.missed.push(Missed { what: "start", label });
            }
            // Near enough to go on with, or nothing.
            let length: u32 = self.labels[label].content.iter().map(|s| s.len()).sum();
            return if least * 4 < length { right[0] } else { 0 };
        }
        let answer = right[0];
        if !optional {
            self.keep("start", right, spans, features);
        }
        answer
    }

    fn end(
        &mut self,
        text: &Text<'_>,
        draft: usize,
        options: &[u32],
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> usize {
        let Some(label) = self.accepted.get(draft).copied().flatten() else { return 0 };
        self.current = Some(label);
        let Some(wanted) = self.labels[label].content.last().map(|s| s.end) else { return 0 };
        let distances: Vec<u32> = options.iter().map(|&b| letters(text, text.span(b, b).start, wanted)).collect();
        let least = distances.iter().copied().min().unwrap_or(u32::MAX);
        let right: Vec<usize> = (0..options.len()).filter(|&i| distances[i] == least).collect();
        let length: u32 = self.labels[label].content.iter().map(|s| s.len()).sum();
        let answer = right[0];
        let optional = self.labels[label].optional;
        if least * 20 > length && least > 1 {
            if !optional {
                self.lesson.missed.push(Missed { what: "end", label });
            }
        } else if !optional {
            self.keep(
                "end",
                right,
                options
                    .iter()
                    .map(|&b| {
                        let e = text.span(b, b).start;
                        Span::new(e.saturating_sub(30), e)
                    })
                    .collect(),
                features,
            );
        }
        answer
    }

    fn source(
        &mut self,
        text: &Text<'_>,
        options: &[Result<bool, (u32, u32)>],
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> usize {
        let Some(label) = self.current else { return 0 };
        let gold = &self.labels[label];
        let optional = gold.optional;
        let right: Vec<usize> = match gold.source.first() {
            None => {
                let implied = gold.speaker.is_some();
                (0..options.len()).filter(|&i| options[i] == Ok(implied)).collect()
            }
            Some(_) => {
                let share = |i: usize| match options[i] {
                    Err((start, end)) => overlap(text, text.span(start, end), &gold.source),
                    Ok(_) => 0,
                };
                let most = (0..options.len()).map(share).max().unwrap_or(0);
                if most >= 60 {
                    (0..options.len()).filter(|&i| share(i) == most).collect()
                } else {
                    // Named far away: for the reader it is implied.
                    (0..options.len()).filter(|&i| options[i] == Ok(true) && gold.speaker.is_some()).collect()
                }
            }
        };
        let Some(&answer) = right.first() else {
            if !optional {
                self.lesson.missed.push(Missed { what: "source", label });
            }
            return 0;
        };
        if !optional {
            self.keep(
                "source",
                right,
                options.iter().map(|o| o.map_or_else(|(s, e)| text.span(s, e), |_| Span::new(0, 0))).collect(),
                features,
            );
        }
        answer
    }
}

impl Teacher<'_> {
    fn speaker(
        &mut self,
        draft: usize,
        names: &[Option<&str>],
        others: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> usize {
        let Some(label) = self.accepted.get(draft).copied().flatten() else { return others.saturating_sub(1) };
        self.current = Some(label);
        let gold = &self.labels[label];
        let mut right: Vec<usize> = match &gold.speaker {
            None => (0..names.len()).filter(|&i| names[i].is_none()).collect(),
            Some(name) => {
                let wanted = name_key(name);
                let keys: Vec<Vec<String>> = names.iter().map(|n| n.map(name_key).unwrap_or_default()).collect();
                let exact: Vec<usize> = (0..names.len()).filter(|&i| keys[i] == wanted).collect();
                if exact.is_empty() {
                    (0..names.len()).filter(|&i| same_name(&keys[i], &wanted)).collect()
                } else {
                    exact
                }
            }
        };
        // Somebody whom the article knows better is meant, not the description.
        if right.iter().any(|&i| i >= others) {
            right.retain(|&i| i >= others);
        }
        let optional = gold.optional;
        let decision = if others > 1 { "described" } else { "implied" };
        let Some(&answer) = right.first() else {
            if !optional {
                self.lesson.missed.push(Missed { what: decision, label });
            }
            return others - 1;
        };
        if !optional {
            let spans = vec![Span::new(0, 0); names.len()];
            self.keep(decision, right, spans, features);
            if let Some(example) = self.lesson.examples.last_mut() {
                example.names = names.iter().map(|n| n.unwrap_or("-").to_owned()).collect();
            }
        }
        answer
    }
}

impl Teacher<'_> {
    fn name(
        &mut self,
        text: &Text<'_>,
        draft: Option<usize>,
        phrase: Range,
        options: &[Option<Range>],
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> Option<usize> {
        let label = self.accepted.get(draft?).copied().flatten()?;
        self.current = Some(label);
        let gold = &self.labels[label];
        let speaker = gold.speaker.as_deref().filter(|_| !gold.optional && !gold.source.is_empty())?;
        let wanted = name_key(speaker);
        let key = |r: Range| name_key(&(r.start..r.end).map(|i| text.word(i)).collect::<Vec<_>>().join(" "));
        let inside = |key: &[String]| !key.is_empty() && key.iter().all(|w| wanted.binary_search(w).is_ok());
        // «رئيس حكومة الولاية»: the speaker's own words are no name.
        let described = (phrase.start..phrase.end).any(|i| text.describes(i) && inside(&name_key(text.core(i))));
        let shares =
            options.iter().flatten().map(|&r| key(r)).filter(|k| inside(k)).map(|k| k.len()).max().unwrap_or(0);
        if shares == 1 && wanted.len() == 1 && !described {
            // «القضاء», «حماس»: one word alone may be a name or not.
            return None;
        }
        let right: Vec<usize> = (0..options.len())
            .filter(|&i| match options[i] {
                None => shares == 0 || described,
                Some(r) => !described && inside(&key(r)) && key(r).len() == shares,
            })
            .collect();
        let answer = *right.first()?;
        let spans = options.iter().map(|o| o.map_or(Span::new(0, 0), |r| text.span_of(r))).collect();
        self.keep("name", right, spans, features);
        Some(answer)
    }

    fn parent(
        &mut self,
        draft: usize,
        options: &[Option<usize>],
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> usize {
        let Some(label) = self.accepted.get(draft).copied().flatten() else { return 0 };
        self.current = Some(label);
        let wanted = self.labels[label].parent;
        let right: Vec<usize> = (0..options.len())
            .filter(|&i| match (options[i], wanted) {
                (None, None) => true,
                (Some(j), Some(parent)) => self.accepted[j] == Some(parent),
                _ => false,
            })
            .collect();
        self.answer("parent", right, options.len(), features)
    }

    fn via(&mut self, draft: usize, names: &[Option<&str>], features: &mut dyn FnMut(usize, &mut Sink<'_>)) -> usize {
        let Some(label) = self.accepted.get(draft).copied().flatten() else { return 0 };
        self.current = Some(label);
        let wanted = self.labels[label].via.as_deref().map(name_key);
        let right: Vec<usize> = (0..names.len())
            .filter(|&i| match (names[i], &wanted) {
                (None, None) => true,
                (Some(name), Some(wanted)) => same_name(&name_key(name), wanted),
                _ => false,
            })
            .collect();
        let before = self.lesson.examples.len();
        let answer = self.answer("via", right, names.len(), features);
        if let Some(example) = self.lesson.examples.get_mut(before) {
            example.names = names.iter().map(|n| n.unwrap_or("-").to_owned()).collect();
        }
        answer
    }

    /// Keeps a decision; the first option where none is right.
    fn answer(
        &mut self,
        what: &'static str,
        right: Vec<usize>,
        options: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> usize {
        let Some(label) = self.current else { return 0 };
        let Some(&answer) = right.first() else {
            if !self.labels[label].optional {
                self.lesson.missed.push(Missed { what, label });
            }
            return 0;
        };
        if !self.labels[label].optional {
            self.keep(what, right, vec![Span::new(0, 0); options], features);
        }
        answer
    }
}

impl Judge for Teacher<'_> {
    fn judge(
        &mut self,
        text: &Text<'_>,
        ask: &Ask<'_>,
        options: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> Verdict {
        debug_assert!(options > 0);
        let best = match ask {
            Ask::Start(cue, options) => self.start(text, *cue, options, features),
            Ask::End(draft, options) => self.end(text, *draft, options, features),
            Ask::Source(options) => self.source(text, options, features),
            Ask::Name { draft, phrase, options, rule } => {
                let by_rule = options.iter().position(|o| o == rule).unwrap_or(0);
                self.name(text, *draft, *phrase, options, features).unwrap_or(by_rule)
            }
            Ask::Speaker(draft, names, others) => self.speaker(*draft, names, *others, features),
            Ask::Parent(draft, options) => self.parent(*draft, options, features),
            Ask::Via(draft, names) => self.via(*draft, names, features),
        };
        Verdict { best, odds: 1.0 }
    }

    fn accepted(&mut self) {
        self.accepted.push(self.current);
    }

    fn ordered(&mut self, order: &[usize]) {
        self.accepted = order.iter().map(|&i| self.accepted[i]).collect();
    }
}

/// The words of a name as the scorer compares them: folded, without the article.
fn name_key(name: &str) -> Vec<String> {
    let folded = musnad_model::fold::fold(name, musnad_model::fold::Strength::Lossy);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.strip_prefix("ال").filter(|_| w.chars().count() > 4).unwrap_or(w).to_owned())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Equal, or one is contained in the other.
fn same_name(a: &[String], b: &[String]) -> bool {
    let inside = |a: &[String], b: &[String]| a.iter().all(|w| b.binary_search(w).is_ok());
    !a.is_empty() && !b.is_empty() && (inside(a, b) || inside(b, a))
}

/// Letters and digits between two code points.
fn letters(text: &Text<'_>, a: u32, b: u32) -> u32 {
    let span = Span::new(a.min(b), a.max(b));
    let count = text.letters_in(span);
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Shared letters of a span and some spans, in hundredths of all their letters.
fn overlap(text: &Text<'_>, a: Span, others: &[Span]) -> usize {
    let mut shared = 0;
    let mut all = text.letters_in(a);
    for &b in others {
        let both = Span::new(a.start.max(b.start), a.end.min(b.end));
        let inside = if both.is_empty() { 0 } else { text.letters_in(both) };
        shared += inside;
        all += text.letters_in(b) - inside;
    }
    (shared * 100).checked_div(all).unwrap_or(0)
}
