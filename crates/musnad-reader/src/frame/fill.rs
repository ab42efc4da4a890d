//! Roles: from noun phrases to spans, entities, places, times and quantities.

use std::collections::BTreeMap;

use musnad_lang::Number;
use musnad_lang::frames::{Evokes, Fits, Frame, Kinds, Need, Part, Slot, Trigger};
use musnad_model::{EntityKind, Filler, Span};

use super::noun::Noun;
use super::piece::{Piece, What};
use super::{Known, Scene};
use crate::text::Range;
use crate::text::token::Kind;

/// How far a filler that is an event goes on, in tokens.
const EVENT: usize = 26;

/// A role with one thing that fills it.
#[derive(Clone, Copy, Debug)]
pub struct Filled {
    /// Index into the frame's roles.
    pub role: u8,
    /// What.
    pub noun: Noun,
    /// True if only a pronoun or a verb's form stands there.
    pub implied: bool,
    /// True for an expression of time.
    pub time: bool,
}

/// Roles as they are being filled.
pub struct Filling<'s, 'a> {
    scene: &'s Scene<'a>,
    pieces: &'s [Piece],
    frame: &'a Frame,
    trigger: &'a Trigger,
    /// What is filled so far.
    pub filled: Vec<Filled>,
    /// How well.
    pub score: i32,
    /// True if only names are joined by و: a participle's phrase stands inside another.
    pub strict: bool,
}

impl<'s, 'a> Filling<'s, 'a> {
    pub fn new(scene: &'s Scene<'a>, pieces: &'s [Piece], trigger: &'a Trigger) -> Self {
        let frame = &scene.text.pack.frames.frames[trigger.frame as usize];
        Self { scene, pieces, frame, trigger, filled: Vec::with_capacity(4), score: 0, strict: false }
    }

    /// True if the role has something already.
    pub fn has(&self, role: u8) -> bool {
        self.filled.iter().any(|f| f.role == role)
    }

    /// How well a noun would fill a role.
    pub fn fits(&self, role: u8, noun: &Noun) -> Option<i32> {
        self.scene.fits(noun, self.frame.roles[role as usize].fits)
    }

    /// Fills a role, if it is free and the noun fits; with what is joined to it by و.
    pub fn put(&mut self, role: Option<u8>, noun: Noun, piece: Option<usize>, implied: bool) -> bool {
        let Some(role) = role else { return false };
        // Nothing fills two roles, and what happens in an army or a party does not tell where.
        let frame_role = &self.frame.roles[role as usize];
        let body = self.scene.layer.entity(noun.head).is_some_and(|e| {
            matches!(e.kind, Some(EntityKind::Group | EntityKind::Outlet | EntityKind::Person | EntityKind::Unnamed))
                || self.scene.text.core(noun.head) == "جبهه"
        });
        let nowhere = &*frame_role.name == "at"
            && (!noun.kinds.has(Kinds::PLACE.or(Kinds::WHERE)) || body && self.scene.layer.place(noun.head).is_none());
        if self.has(role) || noun.range.is_empty() || nowhere || self.filled.iter().any(|f| f.noun.range == noun.range)
        {
            return false;
        }
        let Some(score) = self.fits(role, &noun) else { return false };
        self.score += score;
        let fits = self.frame.roles[role as usize].fits;
        let mut noun = noun;
        // A quotation that opens inside is no part of the phrase.
        let open = (noun.head + 1..noun.range.end).find(|&i| {
            self.scene.text.token(i).kind == Kind::Quote
                && self.scene.text.quote_at(i).is_some_and(|q| q.close >= noun.range.end)
        });
        noun.range.end = open.unwrap_or(noun.range.end);
        if let Some(k) = piece
            .filter(|_| matches!(fits, Fits::Event | Fits::Any) && noun.kinds.has(Kinds::EVENT.or(Kinds::ABSTRACT)))
        {
            noun.range.end = self.scene.event_end(self.pieces, k);
            self.filled.push(Filled { role, noun, implied, time: false });
            return true;
        }
        let mut last = piece;
        if let Some(k) = piece {
            let (end, reached) = self.attached(k, &noun, role);
            noun.range.end = end;
            last = Some(reached);
        }
        self.filled.push(Filled { role, noun, implied, time: false });
        if let Some(k) = last {
            for joined in self.scene.joined(self.pieces, k, &noun) {
                if self.strict && !(self.scene.listed(&noun) && self.scene.listed(&joined)) {
                    break;
                }
                self.filled.push(Filled { role, noun: joined, implied, time: false });
            }
        }
        true
    }

    /// True if a phrase ends in a participle that takes the preposition: «القوات المدعومة».
    fn by_participle(&self, noun: &Noun, p: u8) -> bool {
        let Some(last) = noun.range.end.checked_sub(1).filter(|&last| last > noun.head) else { return false };
        self.scene.finds.at(last).is_some_and(|s| {
            s.evoked().any(|e| match (e.what, e.part) {
                (Evokes::Trigger(t), Part::Active | Part::Patient) => {
                    self.scene.trigger(t).role(Slot::After(p)).is_some()
                }
                _ => false,
            })
        })
    }

    /// Where a phrase ends with what belongs to it after a preposition: «وزيرا للداخلية»,
    /// «القوات المدعومة من تركيا»; and the piece where that is.
    fn attached(&self, k: usize, noun: &Noun, role: u8) -> (usize, usize) {
        let fits = self.frame.roles[role as usize].fits;
        let plain = (noun.range.end, k);
        if noun.range.end != self.pieces[k].noun.range.end {
            return plain;
        }
        let Some(next) = self.pieces.get(k + 1).filter(|p| !p.led && p.has_noun()) else { return plain };
        let What::After(p) = next.what else { return plain };
        let by_participle = self.by_participle(noun, p);
        let li = p == self.scene.known.li;
        let office = fits == Fits::Office && li;
        let own_slot = self.trigger.role(Slot::After(p)).is_some_and(|r| r != role && !self.has(r));
        let owned = li && !noun.definite && !next.noun.kinds.has(Kinds::EVENT) && !own_slot;
        if by_participle || office || owned { (next.range.end, k + 1) } else { plain }
    }

    /// Fills the first of some roles that is free and fits.
    pub fn put_first(
        &mut self,
        mut roles: impl Iterator<Item = u8>,
        noun: Noun,
        piece: Option<usize>,
        implied: bool,
    ) -> bool {
        roles.any(|role| self.put(Some(role), noun, piece, implied))
    }

    /// The time, in the role `when`.
    pub fn time(&mut self, range: Range) {
        let Some(role) = self.frame.role("when").filter(|&r| !self.has(r)) else { return };
        let noun = Noun { range, ..Noun::none(range.start) };
        self.filled.push(Filled { role, noun, implied: false, time: true });
    }

    /// The place where it happens, in the role `at`.
    pub fn place(&mut self, noun: Noun, piece: usize) {
        let Some(role) = self.frame.role("at") else { return };
        if noun.kinds.has(Kinds::PLACE.or(Kinds::WHERE)) {
            self.put(Some(role), noun, Some(piece), false);
        }
    }

    /// The slots of the prepositions in reach.
    pub fn prepositions(&mut self, right: &[usize]) {
        let trigger = self.trigger;
        for &k in right {
            let piece = &self.pieces[k];
            match piece.what {
                // «المسؤول في الحكومة الموالية لحفتر»: the participle's, not the verb's.
                What::After(p)
                    if !self.strict
                        && k.checked_sub(1).is_some_and(|j| self.by_participle(&self.pieces[j].noun, p)) => {}
                What::After(p) => {
                    let put = self.put_first(trigger.roles(Slot::After(p)), piece.noun, Some(k), false);
                    if !put && self.scene.text.pack.frames.prepositions[p as usize].place {
                        self.place(piece.noun, k);
                    }
                }
                What::Time => self.time(piece.range),
                What::Noun => self.place(piece.noun, k),
                _ => {}
            }
        }
    }

    /// True if all that the trigger needs is there.
    pub fn enough(&self, needs: &[Vec<Need>]) -> bool {
        let several = |f: &Filled| {
            let text = self.scene.text;
            let (_, number) = text.agreement(Range::new(f.noun.head, f.noun.range.end));
            let word = text.core(f.noun.head);
            1 + usize::from(
                matches!(number, Number::Plural | Number::Dual) || word.ends_with("ين") || word.ends_with("ان"),
            )
        };
        let count = |role| self.filled.iter().filter(|f| f.role == role).map(several).sum::<usize>();
        !self.filled.is_empty() && needs.iter().all(|any| any.iter().any(|need| count(need.role) >= need.count))
    }
}

impl Scene<'_> {
    /// The noun phrases that are joined to a piece's by و or commas.
    pub fn joined(&self, pieces: &[Piece], k: usize, first: &Noun) -> Vec<Noun> {
        let mut out = Vec::new();
        let mut at = k + 1;
        while at < pieces.len() && out.len() < 8 {
            let next = &pieces[at];
            let alike = |n: &Noun| {
                let broad = Kinds::PERSON.or(Kinds::BODY).or(Kinds::VICTIM);
                n.kinds.has(first.kinds)
                    || n.kinds.has(broad) && first.kinds.has(broad)
                    || n.kinds.is_none() && !first.kinds.has(Kinds::PLACE)
                    || first.kinds.is_none() && !n.kinds.has(Kinds::PLACE.or(Kinds::EVENT))
            };
            let verb_after = matches!(pieces.get(at + 1).map(|p| p.what), Some(What::Verb | What::Kana));
            match next.what {
                What::Noun if next.led && alike(&next.noun) && !(verb_after && pieces[at].noun.definite) => {
                    out.push(next.noun);
                    at += 1;
                }
                What::And if matches!(pieces.get(at + 1), Some(p) if p.what == What::Noun && !p.led && alike(&p.noun)) =>
                {
                    out.push(pieces[at + 1].noun);
                    at += 2;
                }
                What::After(p) if next.led && pieces[k].what == What::After(p) && alike(&next.noun) => {
                    out.push(next.noun);
                    at += 1;
                }
                What::Comma
                    if matches!(pieces.get(at + 1), Some(p) if p.what == What::And)
                        && matches!(pieces.get(at + 2), Some(p) if p.what == What::Noun && alike(&p.noun) && self.listed(&p.noun)) =>
                {
                    out.push(pieces[at + 2].noun);
                    at += 3;
                }
                What::Comma
                    if matches!(pieces.get(at + 1), Some(p) if p.what == What::Noun && p.led && alike(&p.noun) && self.listed(&p.noun))
                        && !matches!(pieces.get(at + 2).map(|p| p.what), Some(What::Verb | What::Kana)) =>
                {
                    out.push(pieces[at + 1].noun);
                    at += 2;
                }
                _ => break,
            }
        }
        out
    }

    /// Only places and names go on over a comma.
    fn listed(&self, noun: &Noun) -> bool {
        self.layer.place(noun.head).is_some() || self.layer.entity(noun.head).is_some()
    }

    /// Where a filler that tells of an event ends: with its clause.
    pub fn event_end(&self, pieces: &[Piece], k: usize) -> usize {
        let start = pieces[k].range.start;
        let mut end = pieces[k].range.end;
        for piece in &pieces[k + 1..] {
            let goes = match piece.what {
                What::After(p) => {
                    let p = &self.text.pack.frames.prepositions[p as usize];
                    piece.has_noun() && !p.event && piece.range.end <= start + EVENT
                }
                What::AfterPronoun(_) | What::Adverb => true,
                _ => false,
            };
            if !goes || piece.range.end > start + EVENT {
                break;
            }
            end = piece.range.end;
        }
        end
    }

    /// The words of a phrase, without what is written on the first of them.
    pub fn span(&self, range: Range) -> Span {
        let text = self.text;
        let mut range = range;
        // Marks around all of it.
        while range.len() > 2
            && text.token(range.start).kind == Kind::Quote
            && text.quote_at(range.start).is_some_and(|q| q.close + 1 == range.end)
        {
            range = Range::new(range.start + 1, range.end - 1);
        }
        let first = text.token(range.start);
        let last = text.token(range.end - 1);
        let whole = text.span(first.start, last.end);
        if first.kind != Kind::Word {
            return whole;
        }
        let word = text.word(range.start);
        let mut cut = 2 * usize::from(self.led(range.start));
        let rest = &word[cut.min(word.len())..];
        if self.clitic_preposition(range.start).is_some()
            && rest.starts_with(['ب', 'ل', 'ك'])
            && !rest.starts_with("لل")
        {
            cut += 2;
        }
        let cut = u32::try_from(cut).unwrap_or(0);
        let span = text.span((first.start + cut).min(first.end), last.end);
        if span.is_empty() { whole } else { span }
    }

    /// The roles of a proposition for the wire.
    pub fn roles(
        &self,
        frame: &Frame,
        filled: &[Filled],
        known: &Known<'_>,
    ) -> (BTreeMap<String, Vec<Span>>, BTreeMap<String, Vec<Filler>>) {
        let mut roles: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let mut fillers: BTreeMap<String, Vec<Filler>> = BTreeMap::new();
        for one in filled {
            let name = &frame.roles[one.role as usize].name;
            let span = self.span(one.noun.range);
            let filler = self.filler(one, known);
            if let (Some(count), Some(quantity)) = (frame.role("count"), filler.quantity)
                && !roles.contains_key("count")
                && one.noun.kinds.has(Kinds::PERSON.or(Kinds::VICTIM))
                && count != one.role
            {
                roles.insert("count".into(), vec![known.quantities[quantity as usize].span]);
                fillers.insert("count".into(), vec![Filler { quantity: Some(quantity), ..Filler::default() }]);
            }
            roles.entry(name.to_string()).or_default().push(span);
            fillers.entry(name.to_string()).or_default().push(filler);
        }
        (roles, fillers)
    }

    fn filler(&self, one: &Filled, known: &Known<'_>) -> Filler {
        let mut filler = Filler { implied: one.implied, ..Filler::default() };
        let range = one.noun.range;
        if one.time {
            filler.time = (range.start..range.end).find_map(|i| self.layer.time(i)).map(|t| t.index);
            return filler;
        }
        let head = one.noun.head;
        filler.entity = self.entity(&one.noun).and_then(|i| known.entities.get(i as usize)).map(|e| e.id.clone());
        filler.quantity = (range.start..=head)
            .find_map(|i| self.layer.quantity(i))
            .filter(|q| q.tokens.start < range.end)
            .map(|q| q.index);
        // «مدينة سرت» is the place, «قائد في سرت» is not.
        let place = (range.start..range.end).find_map(|i| self.layer.place(i));
        filler.place = place
            .filter(|p| p.tokens.start <= head || one.noun.kinds.has(Kinds::PLACE) && p.tokens.start <= head + 2)
            .map(|p| p.index);
        filler
    }

    /// The entity that a noun phrase names.
    pub fn entity(&self, noun: &Noun) -> Option<u32> {
        let range = noun.range;
        let here = self.layer.entity(noun.head).or_else(|| self.layer.entity(range.start));
        let here = here.filter(|e| e.tokens.end <= range.end + 1);
        // «وزير الخارجية سامح …»: the office is its holder's.
        let titled = noun.kinds.has(Kinds::PERSON.or(Kinds::OFFICE));
        let person = || {
            let at = (range.start..range.end)
                .find(|&i| self.layer.entity(i).is_some_and(|e| e.kind == Some(EntityKind::Person)))?;
            let free = (noun.head + 1..at).all(|i| {
                !matches!(self.text.tag(i).base, crate::text::tag::Base::Preposition)
                    && self.text.token(i).kind != Kind::Punct('،')
            });
            // A name right after an unfinished noun is its owner: «مستشار حفتر».
            let owned = at == noun.head + 1
                && self.text.class_at(noun.head).is_none_or(|c| {
                    !matches!(c, "office" | "military" | "honorific" | "religious" | "noble" | "diplomat" | "academic")
                });
            (free && !owned).then(|| self.layer.entity(at)).flatten()
        };
        match here {
            Some(e) if e.kind == Some(EntityKind::Person) || !titled => Some(e.index),
            other => person().or(other).map(|e| e.index),
        }
    }
}
