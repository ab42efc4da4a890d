//! Frames as the reader searches them: what a form can evoke, and where in its
//! clause each role stands.

use musnad_model::Modality;
use musnad_model::fold::{Strength, fold};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::conjugate::{Form, finite_forms, hollow, participle_forms, verbal_noun_forms};
use crate::files::Files;
use crate::rows::{FrameFile, GovernorFile, GovernorRow, TriggerRow, lines};

/// Which part of its verb a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A finite verb, active or passive as far as its letters tell.
    Finite(Form),
    /// A finite verb that can only be active: أصاب.
    Acting(Form),
    /// A finite verb that can only be passive: أصيب.
    Passive(Form),
    /// A noun: وصول، هجوم.
    Noun,
    /// An active participle: قادم.
    Active,
    /// A passive participle: محاصر.
    Patient,
}

/// What a form evokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evokes {
    /// A frame, by index into [`Frames::triggers`].
    Trigger(u16),
    /// A word over an event, by index into [`Frames::governors`].
    Governor(u16),
}

/// One reading of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evoked {
    /// What.
    pub what: Evokes,
    /// As which part of its verb.
    pub part: Part,
}

/// Where in a clause a role stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Who acts.
    Subject,
    /// The first noun phrase that is governed directly.
    Object,
    /// The second.
    Second,
    /// What follows the fixed word of a phrase: أطلق سراح X.
    Rest,
    /// After a preposition, by index into [`Frames::prepositions`].
    After(u8),
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal $bit:literal),* $(,)?) => {
        impl Kinds {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
            /// The words that `nouns.tsv` may use.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$name)),*];
        }
    };
}

/// What the head of a noun phrase can be; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u32);

kinds! {
    /// A human being or several.
    PERSON = "person" 0,
    /// A body, group, force, state.
    BODY = "body" 1,
    /// A place.
    PLACE = "place" 2,
    /// What carries people and goods.
    VEHICLE = "vehicle" 3,
    /// What is used to attack.
    WEAPON = "weapon" 4,
    /// What can be carried, bought, sold.
    GOODS = "goods" 5,
    /// Money.
    MONEY = "money" 6,
    /// Something that happens or is done.
    EVENT = "event" 7,
    /// An office or post.
    OFFICE = "office" 8,
    /// What can neither act nor be gone to: a price, a share, an idea.
    ABSTRACT = "abstract" 9,
    /// An agreement or document.
    PACT = "pact" 10,
    /// A meeting or talk.
    TALK = "talk" 11,
    /// A stretch of time.
    TIME = "time" 12,
    /// A part of the body, a building material and other things that are never an actor.
    THING = "thing" 13,
    /// A plural word for victims: قتلى.
    VICTIM = "victim" 14,
    /// A noun before which a verb would end its clause; it stands before its head: آخر.
    PLAIN = "plain" 15,
    /// A plural that ends like a feminine: قناصة.
    PLURAL = "plural" 16,
    /// A noun that says where without a preposition: جنوب البلاد.
    WHERE = "where" 17,
}

impl Kinds {
    /// No kind: nothing is known.
    pub const NONE: Self = Self(0);

    /// True if the sets share a member.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if nothing is known.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Its words, for people.
    #[must_use]
    pub fn words(self) -> String {
        let all: Vec<&str> = Self::WORDS.iter().filter(|(_, kind)| self.has(*kind)).map(|(word, _)| *word).collect();
        all.join("+")
    }

    /// The kind with this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(w, _)| *w == word).map(|&(_, kind)| kind)
    }
}

/// What can fill a role: the word in a frame's `roles`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "CONTRIBUTING.md explains the words")]
pub enum Fits {
    Actor,
    Body,
    Cause,
    People,
    Target,
    Victim,
    Place,
    Pact,
    Thing,
    Goods,
    Money,
    Weapon,
    Event,
    Office,
    Any,
}

impl Fits {
    /// The words that a frame may use.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("actor", Self::Actor),
        ("body", Self::Body),
        ("cause", Self::Cause),
        ("people", Self::People),
        ("target", Self::Target),
        ("victim", Self::Victim),
        ("place", Self::Place),
        ("pact", Self::Pact),
        ("thing", Self::Thing),
        ("goods", Self::Goods),
        ("money", Self::Money),
        ("weapon", Self::Weapon),
        ("event", Self::Event),
        ("office", Self::Office),
        ("any", Self::Any),
        // Times are found by their own grammar.
        ("time", Self::Any),
        ("count", Self::Any),
    ];

    /// The word of a frame.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(w, _)| *w == word).map(|&(_, fits)| fits)
    }
}

/// A role of a frame.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name on the wire.
    pub name: Box<str>,
    /// What can fill it.
    pub fits: Fits,
}

/// A frame.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its id on the wire.
    pub id: Box<str>,
    /// What it is, for people.
    pub why: Box<str>,
    /// Its roles; [`Trigger::slots`] has their indices.
    pub roles: Vec<Role>,
}

impl Frame {
    /// The index of a role.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<u8> {
        self.roles.iter().position(|r| &*r.name == name).and_then(|i| u8::try_from(i).ok())
    }
}

/// Whose a noun is by its construct: «وصول الوفد», «اعتقال الناشط».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounOwner {
    /// Who acts.
    Subject,
    /// Whom it happens to.
    Object,
    /// Either; kinds and what follows tell.
    Either,
    /// Neither: حظر السلاح.
    Nobody,
}

/// A role that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The role.
    pub role: u8,
    /// How many must fill it: 2 in `who+`.
    pub count: usize,
}

/// Words that evoke a frame by one construction.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Its id in the pack.
    pub id: Box<str>,
    /// Index into [`Frames::frames`].
    pub frame: u8,
    /// Which of the frame's events.
    pub event: Box<str>,
    /// Where each role stands.
    pub slots: Vec<(Slot, u8)>,
    /// Whose a noun is.
    pub owner: NounOwner,
    /// True if a verb without an object is passive.
    pub passive: bool,
    /// True if no other noun phrase may stand in its clause: كان في تونس.
    pub alone: bool,
    /// Folded words one of which must be the verb's object.
    pub with: Vec<Box<str>>,
    /// Roles without which nothing is claimed: one of each list.
    pub needs: Vec<Vec<Need>>,
    /// Folded words beside which it means something else.
    pub unless: Vec<Box<str>>,
    /// True if the event is told as not having happened.
    pub negative: bool,
}

impl Trigger {
    /// The first role of a slot.
    #[must_use]
    pub fn role(&self, slot: Slot) -> Option<u8> {
        self.slots.iter().find(|(s, _)| *s == slot).map(|&(_, role)| role)
    }

    /// All roles of a slot, in the order of the pack: what fits the first does not fill the second.
    pub fn roles(&self, slot: Slot) -> impl Iterator<Item = u8> + '_ {
        self.slots.iter().filter(move |(s, _)| *s == slot).map(|&(_, role)| role)
    }
}

/// Who of a governor acts in the event that it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GovernorActor {
    /// Its subject: فشل الجيش في السيطرة.
    Subject,
    /// Its object: منع السكان من العودة.
    Object,
    /// Its subject, unless the event has somebody of its own: رفض القائد المغادرة.
    Own,
    /// Its subject, if a pronoun on the event means it, or nothing else does: أعلن الحزب انسحابه.
    Pronoun,
    /// Its subject suffers it: تعرضت القاعدة لقصف.
    Patient,
    /// Nobody who is named by it.
    None,
}

/// A word that says of an event that it did not happen, might, should or was begun.
#[derive(Clone, Debug)]
pub struct Governor {
    /// Its id in the pack.
    pub id: Box<str>,
    /// Prepositions before the event.
    pub prepositions: Vec<u8>,
    /// True if the event is its direct object.
    pub object: bool,
    /// True if the event is a clause after أن.
    pub that: bool,
    /// True if the event is a verb beside it: كاد يسقط.
    pub verb: bool,
    /// True if the event did not happen.
    pub negative: bool,
    /// True if the event is to end: not so where that is wanted, so where it is told.
    pub ceases: bool,
    /// True if somebody says that it did not: such a word may be the cue of an attribution that denies.
    pub denies: bool,
    /// How the event is told; `None`: as the governor itself.
    pub modality: Option<Modality>,
    /// Who acts.
    pub actor: GovernorActor,
}

/// A preposition.
#[derive(Clone, Debug)]
pub struct Preposition {
    /// Its id: the key in a trigger's `slots`.
    pub id: Box<str>,
    /// True if a place after it is where something happens.
    pub place: bool,
    /// True if what follows is another event, which has the rest of the clause: بعد، خلال.
    pub event: bool,
    /// True if what follows is what is intended: من أجل.
    pub purpose: bool,
}

/// What a sequence of words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// A preposition, by index.
    Preposition(u8),
    /// A governor, by index.
    Governor(u16),
}

/// A sequence after its first word.
#[derive(Clone, Debug)]
struct Sequence {
    rest: Box<[Box<str>]>,
    phrase: Phrase,
}

/// All frames of a pack, compiled.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// The frames.
    pub frames: Vec<Frame>,
    /// What evokes them.
    pub triggers: Vec<Trigger>,
    /// Words over events.
    pub governors: Vec<Governor>,
    /// Prepositions.
    pub prepositions: Vec<Preposition>,
    forms: FxHashMap<Box<str>, Vec<Evoked>>,
    beginnings: FxHashSet<[char; 2]>,
    nouns: FxHashMap<Box<str>, Kinds>,
    phrases: FxHashMap<Box<str>, Vec<Sequence>>,
}

impl Frames {
    pub(crate) fn compile(files: &Files) -> Result<Self, String> {
        let mut frames = Self::default();
        frames.add_prepositions(files.get("frames/prepositions.tsv"));
        for line in lines(files.get("frames/nouns.tsv")) {
            let kind = Kinds::parse(line.get("kind")).unwrap_or_default();
            for form in line.list("forms") {
                let entry = frames.nouns.entry(fold(form, Strength::Lossy).into()).or_default();
                *entry = entry.or(kind);
            }
        }
        for (path, text) in files.iter().filter(|(p, _)| p.starts_with("frames/") && p.ends_with(".toml")) {
            if path == "frames/governors.toml" {
                let file: GovernorFile = toml::from_str(text).map_err(|e| format!("{path}: {}", e.message()))?;
                for row in &file.governor {
                    frames.add_governor(row);
                }
            } else {
                let file: FrameFile = toml::from_str(text).map_err(|e| format!("{path}: {}", e.message()))?;
                frames.add_frame(&file);
            }
        }
        for list in frames.phrases.values_mut() {
            list.sort_by_key(|s| std::cmp::Reverse(s.rest.len()));
        }
        frames.beginnings = frames.forms.keys().filter_map(|form| beginning(form)).collect();
        Ok(frames)
    }

    fn add_prepositions(&mut self, file: &str) {
        for line in lines(file) {
            let index = u8::try_from(self.prepositions.len()).unwrap_or(u8::MAX);
            let class = line.get("class");
            self.prepositions.push(Preposition {
                id: line.get("id").into(),
                place: class == "place",
                event: matches!(class, "event" | "purpose"),
                purpose: class == "purpose",
            });
            for form in line.list("forms") {
                self.add_phrase(form, Phrase::Preposition(index));
            }
        }
    }

    fn add_phrase(&mut self, form: &str, phrase: Phrase) {
        let folded = fold(form, Strength::Lossy);
        let mut words = folded.split_whitespace();
        let Some(first) = words.next() else { return };
        let rest = words.map(Into::into).collect();
        self.phrases.entry(first.into()).or_default().push(Sequence { rest, phrase });
    }

    fn add_frame(&mut self, file: &FrameFile) {
        let frame = u8::try_from(self.frames.len()).unwrap_or(u8::MAX);
        let roles = file
            .frame
            .roles
            .iter()
            .map(|(name, fits)| Role { name: name.as_str().into(), fits: Fits::parse(fits).unwrap_or(Fits::Any) })
            .collect();
        self.frames.push(Frame { id: file.frame.id.as_str().into(), why: file.frame.why.as_str().into(), roles });
        for row in &file.trigger {
            self.add_trigger(frame, row);
        }
    }

    fn add_trigger(&mut self, frame: u8, row: &TriggerRow) {
        let index = u16::try_from(self.triggers.len()).unwrap_or(u16::MAX);
        let described = &self.frames[frame as usize];
        let mut slots: Vec<(Slot, u8)> = Vec::new();
        for (slot, roles) in &row.slots {
            for role in roles.split('|') {
                slots.extend(self.slot(slot).zip(described.role(role)));
            }
        }
        // Stable: the order of the roles of one slot stays.
        slots.sort_by_key(|(slot, _)| *slot);
        let need = |word: &str| {
            let role = described.role(word.trim_end_matches('+'))?;
            Some(Need { role, count: if word.ends_with('+') { 2 } else { 1 } })
        };
        let needs = row.needs.iter().map(|any| any.split('|').filter_map(need).collect()).collect();
        self.triggers.push(Trigger {
            id: row.id.as_str().into(),
            frame,
            event: row.event.as_str().into(),
            slots,
            owner: match row.owner.as_str() {
                "object" => NounOwner::Object,
                "either" => NounOwner::Either,
                "none" => NounOwner::Nobody,
                _ => NounOwner::Subject,
            },
            passive: row.passive,
            alone: row.alone,
            with: row.with.iter().map(|w| fold(w, Strength::Lossy).into()).collect(),
            needs,
            unless: row.unless.iter().map(|w| fold(w, Strength::Lossy).into()).collect(),
            negative: row.negative,
        });
        for (form, part) in trigger_forms(row) {
            self.add_form(&form, Evoked { what: Evokes::Trigger(index), part });
        }
    }

    fn add_governor(&mut self, row: &GovernorRow) {
        let index = u16::try_from(self.governors.len()).unwrap_or(u16::MAX);
        let takes = |word: &str| row.takes.iter().any(|t| t == word);
        self.governors.push(Governor {
            id: row.id.as_str().into(),
            prepositions: row.takes.iter().filter_map(|t| self.preposition(t)).collect(),
            object: takes("object") || takes("subject"),
            that: takes("that"),
            verb: takes("verb"),
            negative: row.negative || row.denies,
            denies: row.denies,
            ceases: row.ceases,
            modality: Modality::parse(&row.modality),
            actor: match row.actor.as_str() {
                "subject" => GovernorActor::Subject,
                "object" => GovernorActor::Object,
                "own" => GovernorActor::Own,
                "pronoun" => GovernorActor::Pronoun,
                "patient" => GovernorActor::Patient,
                _ => GovernorActor::None,
            },
        });
        for (form, part) in governor_forms(row) {
            self.add_form(&form, Evoked { what: Evokes::Governor(index), part });
        }
        for phrase in &row.phrases {
            self.add_phrase(phrase, Phrase::Governor(index));
        }
    }

    fn add_form(&mut self, form: &str, evoked: Evoked) {
        let list = self.forms.entry(fold(form, Strength::Lossy).into()).or_default();
        let same = |e: &Evoked| {
            e.what == evoked.what && std::mem::discriminant(&e.part) == std::mem::discriminant(&evoked.part)
        };
        if !list.iter().any(same) {
            list.push(evoked);
        }
    }

    fn slot(&self, name: &str) -> Option<Slot> {
        Some(match name {
            "subject" => Slot::Subject,
            "object" => Slot::Object,
            "second" => Slot::Second,
            "rest" => Slot::Rest,
            preposition => Slot::After(self.preposition(preposition)?),
        })
    }

    /// The index of a preposition by its id.
    #[must_use]
    pub fn preposition(&self, id: &str) -> Option<u8> {
        self.prepositions.iter().position(|p| &*p.id == id).and_then(|i| u8::try_from(i).ok())
    }

    /// What a folded form without clitics can evoke.
    #[must_use]
    pub fn evoked(&self, form: &str) -> &[Evoked] {
        self.forms.get(form).map_or(&[], Vec::as_slice)
    }

    /// False if no form begins like this word, so that its clitics need not be tried.
    #[must_use]
    pub fn may_evoke(&self, word: &str) -> bool {
        beginning(word).is_some_and(|b| self.beginnings.contains(&b))
    }

    /// What a folded noun is, by `nouns.tsv`.
    #[must_use]
    pub fn kinds(&self, noun: &str) -> Kinds {
        self.nouns.get(noun).copied().unwrap_or_default()
    }

    /// The longest phrase that begins with `first`; `word` gives the words after it, and what is
    /// returned with the phrase is how many of them belong to it.
    pub fn phrase<'w>(&self, first: &str, word: impl Fn(usize) -> &'w str) -> Option<(Phrase, usize)> {
        self.phrases
            .get(first)?
            .iter()
            .find(|s| s.rest.iter().enumerate().all(|(i, wanted)| word(i) == &**wanted))
            .map(|s| (s.phrase, s.rest.len()))
    }
}

fn beginning(word: &str) -> Option<[char; 2]> {
    let mut chars = word.chars();
    Some([chars.next()?, chars.next()?])
}

/// Perfect and imperfect of `"وصل يصل"`.
fn parts(verb: &str) -> (&str, &str) {
    verb.split_once(' ').map_or((verb, ""), |(perfect, imperfect)| (perfect, imperfect.trim()))
}

/// All forms of a trigger, unfolded.
pub(crate) fn trigger_forms(row: &TriggerRow) -> Vec<(String, Part)> {
    let mut out = Vec::new();
    for verb in &row.verbs {
        let (perfect, imperfect) = parts(verb);
        // A hollow verb has a passive of its own spelling.
        let acting = !row.passive || hollow(perfect);
        let part = |form| if acting { Part::Acting(form) } else { Part::Finite(form) };
        out.extend(finite_forms(perfect, imperfect).into_iter().map(|(f, form)| (f, part(form))));
    }
    for verb in &row.passives {
        let (perfect, imperfect) = parts(verb);
        out.extend(finite_forms(perfect, imperfect).into_iter().map(|(f, form)| (f, Part::Passive(form))));
    }
    for participle in &row.participles {
        out.extend(participle_forms(participle).into_iter().map(|form| (form, Part::Active)));
    }
    for participle in &row.patients {
        out.extend(participle_forms(participle).into_iter().map(|form| (form, Part::Patient)));
    }
    out.retain(|(form, _)| !row.except.contains(form));
    for form in &row.more {
        let form_of = if form.starts_with(['ي', 'ت']) && !form.ends_with('ت') {
            crate::Tense::Imperfect
        } else {
            crate::Tense::Perfect
        };
        let form_of = Form::plain(form_of);
        out.push((form.clone(), if row.passive { Part::Finite(form_of) } else { Part::Acting(form_of) }));
    }
    for noun in &row.nouns {
        out.extend(verbal_noun_forms(noun).into_iter().map(|form| (form, Part::Noun)));
    }
    out
}

/// All single-word forms of a governor, unfolded.
pub(crate) fn governor_forms(row: &GovernorRow) -> Vec<(String, Part)> {
    let verbs = TriggerRow {
        verbs: row.verbs.clone(),
        passives: row.passives.clone(),
        nouns: row.nouns.clone(),
        more: row.more.clone(),
        except: row.except.clone(),
        ..TriggerRow::default()
    };
    trigger_forms(&verbs)
}
