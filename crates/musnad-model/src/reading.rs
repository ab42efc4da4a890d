//! A reading: all that was understood of one article, in the wire format `musnad/1`.
//!
//! All spans are code points of [`Reading::text`], end exclusive. Fields are only
//! ever added within a version of the format.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Span;

/// The name and version of the wire format.
pub const SCHEMA: &str = "musnad/1";

/// All that was understood of one article by one version of the engine and its pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Always `musnad/1`.
    pub schema: String,
    /// The caller's id of the document, or its hash.
    pub id: String,
    /// Lower-case hexadecimal SHA-256 of `text` in UTF-8.
    pub sha256: String,
    /// ISO 639-1 code of the text's language.
    pub language: String,
    /// Where the document was found.
    pub url: Option<String>,
    /// The outlet that published it: the root of every chain.
    pub publisher: Option<String>,
    /// The headline, if it is not part of the text.
    pub title: Option<String>,
    /// The day of publication.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// The moment of publication, if the source says the time and its zone; left out where
    /// it does not. It tells which of two articles of one day was first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub published_at: Option<Timestamp>,
    /// The text as received.
    pub text: String,
    /// The text cut into blocks, in order; blank lines belong to none.
    pub blocks: Vec<Block>,
    /// Every attribution, in the order of their contents.
    pub attributions: Vec<Attribution>,
    /// Everybody and everything named, each once.
    pub entities: Vec<Entity>,
    /// Expressions of time.
    pub times: Vec<Time>,
    /// Mentions of places.
    pub places: Vec<Place>,
    /// Counts and measures.
    pub quantities: Vec<Quantity>,
    /// What is claimed, as frames with roles.
    pub propositions: Vec<Proposition>,
    /// Words by which the article itself marks or colours something.
    pub labels: Vec<Label>,
    /// What the reader could not do, and why.
    pub notes: Vec<Note>,
    /// What made this reading.
    pub engine: Engine,
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A title or a title between paragraphs.
    Heading,
    /// Running text.
    Paragraph,
    /// Author, agency, place and date line.
    Byline,
    /// The words under a picture.
    Caption,
    /// Links to other articles ("read also"); not part of the story.
    Related,
}

/// One attribution: the writer presents `content` as somebody's words, belief or demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attribution {
    /// Unique in the reading: `a1`, `a2`, …
    pub id: String,
    /// The words that name the source; empty if the verb alone carries it.
    pub source: Vec<Span>,
    /// The words that signal the attribution; empty for a quotation that goes on.
    pub cue: Vec<Span>,
    /// What is attributed, without complementiser and outer quotation marks.
    pub content: Vec<Span>,
    /// How much of the content stands in quotation marks.
    pub mode: Mode,
    /// How the cue vouches for the content.
    pub stance: Stance,
    /// True if the cue itself is negated ("did not confirm").
    pub negated: bool,
    /// Who the source is, in the fullest name that the article gives.
    pub speaker: Option<String>,
    /// The entity of the speaker.
    pub speaker_entity: Option<String>,
    /// The outlet or platform that carried the words.
    pub via: Option<String>,
    /// The attribution through which this one reached the article.
    pub parent: Option<String>,
    /// The rule that made it; `explain` says what it means.
    pub rule: String,
    /// How often readings of this kind are right, 0 to 1.
    pub confidence: f32,
}

/// How much of a content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// A part of it.
    Mixed,
}

/// How a cue vouches for its content; the neutral ladder of the guidelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Said, with no more weight than saying gives.
    Says,
    /// Confirmed, insisted.
    Affirms,
    /// Alleged, claimed, reported by nobody in particular.
    Alleges,
    /// Thinks, expects, fears, doubts.
    Believes,
    /// Denied, ruled out.
    Denies,
    /// Accused, blamed.
    Accuses,
    /// Demanded, urged, called for.
    Urges,
    /// Warned.
    Warns,
    /// Pledged, vowed, threatened.
    Commits,
    /// Condemned, welcomed, praised.
    Judges,
}

impl Stance {
    /// Every stance, in the order of the guidelines.
    pub const ALL: [Self; 10] = [
        Self::Says,
        Self::Affirms,
        Self::Alleges,
        Self::Believes,
        Self::Denies,
        Self::Accuses,
        Self::Urges,
        Self::Warns,
        Self::Commits,
        Self::Judges,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Affirms => "affirms",
            Self::Alleges => "alleges",
            Self::Believes => "believes",
            Self::Denies => "denies",
            Self::Accuses => "accuses",
            Self::Urges => "urges",
            Self::Warns => "warns",
            Self::Commits => "commits",
            Self::Judges => "judges",
        }
    }
}

/// Somebody or something named in the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Unique in the reading: `e1`, `e2`, …
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name that the article gives.
    pub name: String,
    /// The other names and descriptions that the article uses for it.
    pub aliases: Vec<String>,
    /// Where it is named.
    pub mentions: Vec<Span>,
    /// Offices and descriptions, in the article's words.
    pub roles: Vec<String>,
    /// The same across articles: kind and folded name.
    pub key: String,
    /// The name in Latin letters, where it is known.
    pub latin: Option<String>,
}

/// The kinds of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A party, movement, armed group or loose set of people.
    Group,
    /// A body with an address: ministry, company, court, agency of a state.
    Organization,
    /// A news outlet or platform.
    Outlet,
    /// A state or its government.
    Government,
    /// A place acting as itself.
    Place,
    /// A person or people described but not named ("an official").
    Unnamed,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// EDTF (ISO 8601-2) at the precision given; null if nothing anchors it.
    pub value: Option<String>,
    /// The calendar that the words use: `gregorian` or `hijri`.
    pub calendar: String,
    /// The rule that read it.
    pub rule: String,
}

/// A mention of a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// What kind of place.
    pub kind: PlaceKind,
    /// The gazetteer's name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north; null if the place cannot be told apart.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How precise the point is.
    pub radius_km: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// The rule that found it.
    pub rule: String,
}

/// The kinds of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A whole country.
    Country,
    /// A province, governorate, valley or other area.
    Region,
    /// A town or village.
    City,
    /// An airport, crossing, camp, base or other named spot.
    Landmark,
}

/// A count or a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The words.
    pub span: Span,
    /// The least that the words say; null if they are open downwards.
    pub low: Option<f64>,
    /// The most that the words say; null if they are open upwards.
    pub high: Option<f64>,
    /// `km`, `USD`, `persons:killed`, … or null.
    pub unit: Option<String>,
}

/// Something claimed, as a frame with roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proposition {
    /// The attribution whose content holds it; null for the article's own narration.
    pub attribution: Option<String>,
    /// The frame, by its id in the pack.
    pub frame: String,
    /// What happens in the frame, by its id in the pack: `arrive`, `seize`, …
    #[serde(default)]
    pub event: String,
    /// Whether it is said to be so or not so, by whoever is nearest: negation inside the words and
    /// an attribution that denies are both in it.
    pub polarity: Polarity,
    /// How it is told: as having happened, to come, possible, intended or demanded.
    #[serde(default)]
    pub modality: Modality,
    /// Role name to the words that fill it; for a pronoun, the words that it refers to.
    pub roles: BTreeMap<String, Vec<Span>>,
    /// Role name to what the words of `roles` are, in the same order.
    #[serde(default)]
    pub fillers: BTreeMap<String, Vec<Filler>>,
    /// The word that evokes the frame.
    pub trigger: Span,
    /// The rule that made it.
    pub rule: String,
}

/// What fills a role of a proposition: the reading's other lists, as far as they know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Filler {
    /// The id of the entity.
    pub entity: Option<String>,
    /// Index into `places`.
    pub place: Option<u32>,
    /// Index into `times`.
    pub time: Option<u32>,
    /// Index into `quantities`.
    pub quantity: Option<u32>,
    /// True if no word of the clause fills the role: a pronoun or a verb's form refers to it.
    pub implied: bool,
}

/// How a proposition is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// As happening or having happened.
    #[default]
    Actual,
    /// As to come.
    Future,
    /// As possible, supposed or conditional.
    Possible,
    /// As wanted or tried by whoever acts.
    Intended,
    /// As asked of whoever acts.
    Demanded,
}

impl Modality {
    /// Every modality.
    pub const ALL: [Self; 5] = [Self::Actual, Self::Future, Self::Possible, Self::Intended, Self::Demanded];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Future => "future",
            Self::Possible => "possible",
            Self::Intended => "intended",
            Self::Demanded => "demanded",
        }
    }

    /// The modality with this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str() == word)
    }
}

/// Whether a proposition is said to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Polarity {
    /// So.
    #[serde(rename = "+")]
    Positive,
    /// Not so.
    #[serde(rename = "-")]
    Negative,
}

/// Words by which the article itself marks or colours something; recorded, never adopted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    /// The words.
    pub span: Span,
    /// How it marks.
    pub kind: LabelKind,
    /// The entity it is put on.
    pub entity: Option<String>,
    /// The words it is put on, where they are none of its own.
    #[serde(default)]
    pub target: Option<Span>,
    /// The attribution whose content holds it: then it is the speaker's word; null for the article's own.
    #[serde(default)]
    pub attribution: Option<String>,
    /// The rule that found it.
    #[serde(default)]
    pub rule: String,
}

/// The kinds of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// One to three words in quotation marks to keep a distance.
    ScareQuote,
    /// "So-called", "what it named".
    SoCalled,
    /// An epithet that takes a side.
    Loaded,
}

/// Something that the reader could not do, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// A stable code.
    pub code: String,
    /// One sentence for people.
    pub message: String,
    /// Where in the text, if somewhere.
    pub span: Option<Span>,
}

/// What made a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Engine {
    /// Version of the program.
    pub version: String,
    /// Name and content hash of the language pack.
    pub pack: String,
}
