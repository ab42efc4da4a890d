//! Labels: words by which an article marks or colours somebody or something.
//!
//! They are recorded with what they are put on, and never adopted: no name, entity or
//! proposition changes by them. Words inside a content carry its attribution, so that
//! a speaker's word is not taken for the paper's.

mod distance;
mod loaded;
mod scare;
#[cfg(test)]
mod tests;

use musnad_lang::labels::Beside;
use musnad_model::{EntityKind, Label, LabelKind, Span};

use crate::frame::inner::Inner;
use crate::frame::noun::Noun;
use crate::frame::piece::Piece;
use crate::frame::{Known, Scene};
use crate::text::Range;
use crate::text::token::Kind;

/// All labels of an article, in the order of the text.
pub fn labels(scene: &Scene<'_>, known: &Known<'_>, inner: &Inner<'_>) -> Vec<Label> {
    let mut found = Vec::new();
    let text = scene.text();
    for &sentence in &text.sentences {
        if text.outside[sentence.start] {
            continue;
        }
        // A sentence is cut only if something in it asks for it.
        let mut pieces: Option<Vec<Piece>> = None;
        let mut at = sentence.start;
        while at < sentence.end {
            let token = text.token(at);
            let mut next = at + 1;
            match token.kind {
                Kind::Word => {
                    let core = text.core(at);
                    let distance = text
                        .pack
                        .labels
                        .distance(text.word(at), |i| text.word(at + 1 + i))
                        .map(|(d, n)| (d.beside, n + 1));
                    if let Some((beside, length)) = distance {
                        let range = Range::new(at, at + length);
                        let mark = match beside {
                            Beside::After => {
                                let pieces = pieces.get_or_insert_with(|| scene.pieces(sentence));
                                scene.distanced_after(pieces, at)
                            }
                            beside => scene.distanced(range, beside, sentence.end),
                        };
                        found.extend(mark);
                        next = at + length;
                    } else if !text.pack.labels.loaded(core).is_empty() {
                        let pieces = pieces.get_or_insert_with(|| scene.pieces(sentence));
                        found.extend(scene.loaded(pieces, at, sentence.end));
                    }
                }
                Kind::Quote => found.extend(scene.scare(at, inner)),
                _ => {}
            }
            at = next;
        }
    }
    found.into_iter().map(|mark| mark.write(scene, known, inner)).collect()
}

/// A label as it is found.
#[derive(Clone, Copy, Debug)]
struct Mark {
    kind: LabelKind,
    /// The words that mark.
    words: Range,
    /// What they are put on, if it is not they.
    target: Option<Range>,
    /// Index of the entity.
    entity: Option<u32>,
    rule: &'static str,
}

impl Mark {
    fn write(self, scene: &Scene<'_>, known: &Known<'_>, inner: &Inner<'_>) -> Label {
        let span: Span = scene.span(self.words);
        Label {
            span,
            kind: self.kind,
            entity: self.entity.and_then(|e| known.entities.get(e as usize)).map(|e| e.id.clone()),
            target: self.target.filter(|t| !t.is_empty()).map(|t| scene.span(t)),
            attribution: inner.around(span.start).map(|i| known.attributions[i].id.clone()),
            rule: self.rule.to_owned(),
        }
    }
}

impl Scene<'_> {
    /// The entity that a phrase names, or whose name stands in it as its own.
    fn labelled(&self, noun: &Noun) -> Option<u32> {
        self.entity(noun).or_else(|| {
            let range = noun.range;
            let found =
                (range.start..range.end).find_map(|i| self.layer().entity(i).filter(|e| e.tokens.end <= range.end));
            found.filter(|e| e.kind != Some(EntityKind::Unnamed) && e.tokens.end == range.end).map(|e| e.index)
        })
    }
}
