//! Propositions: what the words say happened, to whom, where and when.
//!
//! Every sentence that has a word of the pack's frames is cut into [`piece`]s. Each
//! such word is then read with what stands around it: a finite verb with its clause
//! ([`clause`]), a noun with its owner ([`nominal`]), a participle with the noun that
//! it describes ([`participle`]). [`govern`] says whether and how it is told,
//! [`who`] what a pronoun means, [`fill`] writes roles as spans.

mod clause;
mod fill;
pub mod find;
mod govern;
pub mod inner;
mod kind;
pub mod layer;
mod nominal;
pub mod noun;
mod participle;
pub mod piece;
#[cfg(test)]
mod tests;
mod who;

use musnad_lang::frames::{Evoked, Evokes, Frames, Part, Trigger};
use musnad_model::{Attribution, Entity, Modality, Place, Polarity, Proposition, Quantity, Stance, Time};

use crate::text::Text;
use fill::Filled;
use find::Finds;
use inner::Inner;
use layer::Layer;
use piece::Piece;

/// What has been read of the article before.
pub struct Known<'r> {
    /// Its attributions.
    pub attributions: &'r [Attribution],
    /// Its entities.
    pub entities: &'r [Entity],
    /// Its places.
    pub places: &'r [Place],
    /// Its times.
    pub times: &'r [Time],
    /// Its quantities.
    pub quantities: &'r [Quantity],
}

/// What the letters of a verb say of its voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Active,
    Passive,
    Either,
}

/// The indices of the prepositions that the code names.
#[derive(Clone, Copy, Debug)]
struct Basic {
    fi: u8,
    min: u8,
    ila: u8,
    ala: u8,
    an: u8,
    bi: u8,
    li: u8,
    ka: u8,
    maa: u8,
    bayn: u8,
    /// None of them.
    other: u8,
}

impl Basic {
    fn new(frames: &Frames) -> Self {
        let of = |id| frames.preposition(id).unwrap_or(u8::MAX);
        Self {
            fi: of("fi"),
            min: of("min"),
            ila: of("ila"),
            ala: of("ala"),
            an: of("an"),
            bi: of("bi"),
            li: of("li"),
            ka: of("ka"),
            maa: of("maa"),
            bayn: of("bayn"),
            other: u8::MAX,
        }
    }

    fn clitic(&self, letter: u8) -> Option<u8> {
        match letter {
            b'b' => Some(self.bi),
            b'l' => Some(self.li),
            b'k' => Some(self.ka),
            _ => None,
        }
    }
}

/// A text with everything that the reading of its frames looks at.
pub struct Scene<'a> {
    text: &'a Text<'a>,
    quantities: &'a [Quantity],
    finds: Finds,
    layer: Layer,
    known: Basic,
}

impl<'a> Scene<'a> {
    /// Prepares a text.
    pub fn new(text: &'a Text<'a>, known: &Known<'a>) -> Self {
        Self {
            text,
            quantities: known.quantities,
            finds: Finds::new(text),
            layer: Layer::new(text, known.entities, known.places, known.times, known.quantities),
            known: Basic::new(&text.pack.frames),
        }
    }

    /// The text.
    pub fn text(&self) -> &'a Text<'a> {
        self.text
    }

    /// What the other grammars found.
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Which words can evoke a frame.
    pub fn finds(&self) -> &Finds {
        &self.finds
    }

    fn trigger(&self, index: u16) -> &'a Trigger {
        &self.text.pack.frames.triggers[index as usize]
    }
}

/// A reading of one word as a frame.
pub struct Candidate {
    /// Index of the trigger.
    trigger: u16,
    /// The token.
    at: usize,
    /// The construction.
    rule: &'static str,
    /// What fills each role.
    filled: Vec<Filled>,
    /// How well.
    score: i32,
    /// Told as not so.
    negative: bool,
    /// True if it is told so because a word before it denies it.
    denied: bool,
    /// How it is told.
    modality: Modality,
    /// True if the word is a verb in the perfect.
    perfect: bool,
    /// True if it stands in a relative or adverbial clause.
    aside: bool,
}

impl Candidate {
    /// True if all that the trigger needs is there.
    fn complete(&self, trigger: &Trigger) -> bool {
        let count = |role| self.filled.iter().filter(|f| f.role == role).count();
        trigger.needs.iter().all(|any| any.iter().any(|need| count(need.role) >= need.count))
    }
}

/// All propositions of an article, in the order of their triggers.
pub fn propositions(scene: &Scene<'_>, known: &Known<'_>, inner: &Inner<'_>) -> Vec<Proposition> {
    let text = scene.text;
    let mut out = Vec::new();
    for &sentence in &text.sentences {
        if text.outside[sentence.start]
            || !(sentence.start..sentence.end).any(|i| scene.finds.at(i).is_some_and(find::Seen::trigger))
        {
            continue;
        }
        let pieces = scene.pieces(sentence);
        let mut found: Vec<Candidate> = Vec::new();
        for k in 0..pieces.len() {
            scene.read_piece(&pieces, k, &mut found);
        }
        settle(scene, &mut found);
        out.extend(found.iter().map(|candidate| scene.write(candidate, inner, known)));
    }
    out
}

impl Scene<'_> {
    /// Every frame that a word of the piece evokes.
    fn read_piece(&self, pieces: &[Piece], k: usize, found: &mut Vec<Candidate>) {
        let piece = &pieces[k];
        let tokens = match piece.what {
            piece::What::Verb | piece::What::Kana => piece.range.start..piece.range.end,
            _ if piece.has_noun() => piece.noun.range.start..piece.noun.range.end,
            _ => return,
        };
        for at in tokens {
            let Some(seen) = self.finds.at(at).filter(|s| s.trigger()) else { continue };
            if self.inside_name(at, piece) {
                continue;
            }
            let best = seen
                .evoked()
                .filter_map(|evoked| self.read_word(pieces, k, at, evoked))
                .max_by_key(|c| (c.score, std::cmp::Reverse(c.trigger)));
            found.extend(best);
        }
    }

    fn read_word(&self, pieces: &[Piece], k: usize, at: usize, evoked: Evoked) -> Option<Candidate> {
        let Evokes::Trigger(trigger) = evoked.what else { return None };
        let verb = matches!(pieces[k].what, piece::What::Verb | piece::What::Kana);
        match evoked.part {
            Part::Finite(form) if verb => self.verb(pieces, k, trigger, form, Voice::Either),
            Part::Acting(form) if verb => self.verb(pieces, k, trigger, form, Voice::Active),
            Part::Passive(form) if verb => self.verb(pieces, k, trigger, form, Voice::Passive),
            Part::Noun if !verb => self.nominal(pieces, k, at, trigger),
            Part::Active if !verb => self.participle(pieces, k, at, trigger, true),
            Part::Patient if !verb => self.participle(pieces, k, at, trigger, false),
            _ => None,
        }
    }

    /// A word inside the name of a person, body or outlet evokes nothing: «حركة فتح».
    fn inside_name(&self, at: usize, piece: &Piece) -> bool {
        use musnad_model::EntityKind;
        (piece.range.start..=at).any(|i| {
            self.layer.entity(i).is_some_and(|e| {
                e.tokens.holds(at)
                    && self.trusts(i, &e)
                    && (i < at || matches!(e.kind, Some(EntityKind::Person | EntityKind::Outlet)))
            }) || self.layer.place(i).is_some_and(|p| p.tokens.holds(at))
                || self.layer.time(i).is_some_and(|p| p.tokens.holds(at))
                || matches!(self.text.token(i).sequence, Some((musnad_lang::pack::Ref::Name(_), n)) if n > 1 && i + usize::from(n) > at)
        })
    }

    /// The proposition of a candidate, for the wire.
    fn write(&self, candidate: &Candidate, inner: &Inner<'_>, known: &Known<'_>) -> Proposition {
        let trigger = self.trigger(candidate.trigger);
        let frame = &self.text.pack.frames.frames[trigger.frame as usize];
        let token = self.text.token(candidate.at);
        let clitics = self.finds.at(candidate.at).map(|s| s.clitics).unwrap_or_default();
        // «للسيطرة»: the article cannot be parted from ل.
        let apart = clitics.preposition != 0 && !(clitics.preposition == b'l' && clitics.article);
        let led = 2 * (u32::from(clitics.conjunction) + u32::from(apart) + u32::from(clitics.future));
        let span = self.text.span((token.start + led).min(token.end), token.end);
        let attribution = inner.around(span.start).map(|i| &known.attributions[i]);
        let mut negative = candidate.negative != trigger.negative;
        let mut modality = candidate.modality;
        if let Some(a) = attribution.filter(|a| !a.negated && !candidate.aside) {
            let told = match a.stance {
                Stance::Urges => Modality::Demanded,
                Stance::Commits => Modality::Intended,
                Stance::Warns => Modality::Possible,
                _ => Modality::Actual,
            };
            negative ^= a.stance == Stance::Denies && !candidate.denied;
            if modality == Modality::Actual && !candidate.perfect {
                modality = told;
            }
        }
        let (roles, fillers) = self.roles(frame, &candidate.filled, known);
        Proposition {
            attribution: attribution.map(|a| a.id.clone()),
            frame: frame.id.to_string(),
            event: trigger.event.to_string(),
            polarity: if negative { Polarity::Negative } else { Polarity::Positive },
            modality,
            roles,
            fillers,
            trigger: span,
            rule: candidate.rule.to_owned(),
        }
    }
}

/// One word evokes one frame; two words that say the same, one proposition.
fn settle(scene: &Scene<'_>, found: &mut Vec<Candidate>) {
    let mut kept: Vec<Candidate> = Vec::with_capacity(found.len());
    for candidate in found.drain(..) {
        let same = kept.iter_mut().rev().take(4).find(|other| {
            let (a, b) = (scene.trigger(candidate.trigger), scene.trigger(other.trigger));
            a.frame == b.frame
                && a.event == b.event
                && candidate.at < other.at + 8
                && candidate
                    .filled
                    .iter()
                    .all(|f| other.filled.iter().any(|o| o.role == f.role && o.noun.range == f.noun.range))
        });
        match same {
            Some(_) => {}
            None => kept.push(candidate),
        }
    }
    *found = kept;
}
