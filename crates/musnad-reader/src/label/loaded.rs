//! Loaded words of the pack's list, with whom they are put on.

use musnad_lang::frames::Kinds;
use musnad_lang::labels::Loaded;
use musnad_model::{EntityKind, LabelKind};

use super::Mark;
use crate::frame::Scene;
use crate::frame::piece::Piece;
use crate::mark::Flags;
use crate::text::Range;
use crate::text::token::{Kind, Suffix};

impl Scene<'_> {
    /// A loaded word, if it is put on somebody.
    pub(super) fn loaded(&self, pieces: &[Piece], at: usize, limit: usize) -> Option<Mark> {
        let text = self.text();
        let kinds = text.pack.labels.loaded(text.core(at));
        let token = text.token(at);
        // A word of a place's or body's own name is no label: «ساحة الشهداء».
        let named = (at.saturating_sub(4)..at).any(|i| {
            self.layer().place(i).is_some_and(|p| p.tokens.holds(at))
                || matches!(text.token(i).sequence, Some((musnad_lang::pack::Ref::Name(_), n)) if i + usize::from(n) > at)
        });
        let own = self.layer().place(at).is_some() || text.name_at(at).is_some();
        if named || own || text.token(at).flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN)) && !self.article(at) {
            return None;
        }
        if kinds.contains(&Loaded::Head)
            && !self.article(at)
            && token.morph.suffix == Suffix::None
            && let Some(mark) = self.loaded_head(at, limit)
        {
            return Some(mark);
        }
        if !self.article(at) {
            return None;
        }
        let piece = pieces.iter().find(|p| p.range.holds(at)).filter(|p| p.has_noun())?;
        let noun = piece.noun;
        let mark = |target, entity, rule| {
            Some(Mark { kind: LabelKind::Loaded, words: Range::new(at, at + 1), target, entity, rule })
        };
        if kinds.contains(&Loaded::Epithet) && at > noun.range.start {
            let before = Range::new(noun.range.start, at);
            // The nearest noun that can be somebody is the one described.
            let described = (noun.head..at)
                .rev()
                .filter(|&i| text.token(i).kind == Kind::Word)
                .find(|&i| self.kinds(i).has(Kinds::PERSON.or(Kinds::BODY)))?;
            // «منفذ الهجوم الإرهابي»: put on the event.
            let event = (described + 1..at).any(|i| self.kinds(i).has(Kinds::EVENT) && self.article(i));
            if event || self.layer().entity(described).is_none() && !self.agrees(described, at) {
                let alone = kinds.contains(&Loaded::Alone) && !event;
                return alone.then(|| Mark {
                    kind: LabelKind::Loaded,
                    words: Range::new(at, at + 1),
                    target: None,
                    entity: None,
                    rule: "label-alone",
                });
            }
            let street = self.kinds(described).has(Kinds::PLACE) && !self.kinds(noun.head).has(Kinds::BODY);
            if street || self.kinds(noun.head).has(Kinds::PLACE) && !self.kinds(noun.head).has(Kinds::BODY) {
                return None;
            }
            let entity = if described == noun.head {
                self.labelled(&noun)
            } else {
                self.layer().entity(described).map(|e| e.index)
            };
            let target = self.unmarked(described.min(at), at);
            return mark(Some(if described == noun.head { before } else { target }), entity, "label-epithet");
        }
        if at > noun.head {
            return None;
        }
        // «الانقلابي المهزوم خليفة سالم»: the name follows.
        let name = (at + 1..noun.range.end).find(|&i| self.layer().entity(i).is_some());
        if kinds.contains(&Loaded::Epithet)
            && let Some(name) = name
        {
            let target = self.unmarked(name, noun.range.end);
            return mark(Some(target), self.layer().entity(name).map(|e| e.index), "label-epithet");
        }
        let follows = pieces.iter().find(|p| p.range.start == noun.range.end && p.has_noun() && !p.led).map(|p| p.noun);
        if kinds.contains(&Loaded::Epithet)
            && let Some(next) = follows
            && let Some(entity) = self.layer().entity(next.range.start).filter(|e| e.kind == Some(EntityKind::Person))
        {
            return mark(Some(next.range), Some(entity.index), "label-epithet");
        }
        if kinds.contains(&Loaded::Head)
            && let Some(name) = name
        {
            return mark(
                Some(self.unmarked(name, noun.range.end)),
                self.layer().entity(name).map(|e| e.index),
                "label-head",
            );
        }
        if kinds.contains(&Loaded::Alone) {
            return mark(None, self.layer().entity(at).map(|e| e.index), "label-alone");
        }
        None
    }

    /// A name inside quotation marks of which one stands before it: without the one behind it.
    fn unmarked(&self, start: usize, end: usize) -> Range {
        let marks = |at: usize| self.text().token(at).kind == Kind::Quote;
        let closed = end > start + 1 && marks(end - 1) && !(start..end - 1).any(marks);
        Range::new(start, end - usize::from(closed))
    }

    /// «ميليشيا فلان», «دكتاتورية فلان»: whose it is follows.
    fn loaded_head(&self, at: usize, limit: usize) -> Option<Mark> {
        let text = self.text();
        let next = at + 1;
        if next >= limit || text.token(next).kind != Kind::Word && text.token(next).kind != Kind::Quote {
            return None;
        }
        let start = if text.token(next).kind == Kind::Quote { next + 1 } else { next };
        let entity = self.layer().entity(start);
        let somebody = entity.is_some()
            || text.name_at(start).is_some()
            || text.person_at(start, limit).is_some()
            || self.article(start)
                && self.kinds(start).has(Kinds::BODY.or(Kinds::PERSON))
                && !self.kinds(start).has(Kinds::PLACE);
        if !somebody {
            return None;
        }
        let noun = self.noun(start, limit);
        Some(Mark {
            kind: LabelKind::Loaded,
            words: Range::new(at, at + 1),
            target: Some(noun.range),
            entity: self.layer().entity(at).or(entity).map(|e| e.index),
            rule: "label-head",
        })
    }
}
