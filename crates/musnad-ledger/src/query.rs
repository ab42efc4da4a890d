//! Questions and answers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use musnad_model::{Mode, Polarity, Span, Stance};
use serde::{Deserialize, Serialize};

use crate::add::Arrival;
use crate::id::{ArticleId, ClaimId, Id};
use crate::operation::Credibility;

/// Days from first to last, both included; open where null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

/// Which place.
#[derive(Clone, Debug, PartialEq)]
pub enum Where {
    /// By its name, in any spelling.
    Named(String),
    /// By ISO 3166-1 alpha-2: whatever lies in the country.
    Country(String),
    /// By its GeoNames id.
    Geonames(u32),
    /// In a box of degrees.
    Box {
        /// Southern edge.
        south: f64,
        /// Western edge.
        west: f64,
        /// Northern edge.
        north: f64,
        /// Eastern edge.
        east: f64,
    },
}

/// What narrows claims down. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimFilter {
    /// These claims only; all if empty.
    pub ids: Vec<ClaimId>,
    /// Who says it: an entity by its key, with all that were merged into it.
    pub speaker: Option<String>,
    /// Who is named in it: an entity by its key.
    pub about: Option<String>,
    /// How the cue vouches: one of these.
    pub stances: Vec<Stance>,
    /// The outlet of the article.
    pub outlet: Option<String>,
    /// One article.
    pub article: Option<ArticleId>,
    /// A place named in it.
    pub place: Option<Where>,
    /// Days that times named in it touch.
    pub happened: Days,
    /// Day of publication.
    pub published: Days,
    /// Also what people said to be no claim.
    pub rejected: bool,
}

/// A page of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many are left out at the beginning.
    pub skip: usize,
    /// The most that come; a ledger gives no more than [`Page::MOST`] at once.
    pub limit: usize,
}

impl Page {
    /// The most that one answer has.
    pub const MOST: usize = 1000;
}

impl Default for Page {
    fn default() -> Self {
        Self { skip: 0, limit: 50 }
    }
}

/// A claim as it stands: the machine's reading with people's operations applied.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claim {
    /// The same on every machine.
    pub id: ClaimId,
    /// Its article.
    pub article: ArticleId,
    /// Its id inside the newest reading: `a4`.
    pub local: String,
    /// The outlet of the article.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// Who says it.
    pub speaker: Option<String>,
    /// The entity of the speaker, by its key; the one it was merged into.
    pub entity: Option<String>,
    /// The outlet that carried it.
    pub via: Option<String>,
    /// The claim through which it reached the article.
    pub parent: Option<ClaimId>,
    /// How the cue vouches.
    pub stance: Stance,
    /// How much stands in quotation marks.
    pub mode: Mode,
    /// True if the cue is negated.
    pub negated: bool,
    /// The rule that made it.
    pub rule: String,
    /// How often such readings are right.
    pub confidence: f64,
    /// The words; stretches that stand apart are joined by ` … `.
    pub content: String,
    /// Spans of the source, in code points of the article's text.
    pub source_spans: Vec<Span>,
    /// Spans of the cue.
    pub cue_spans: Vec<Span>,
    /// Spans of the content.
    pub content_spans: Vec<Span>,
    /// What people said.
    pub review: Review,
}

/// What people said of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Read right.
    pub confirmed: bool,
    /// No claim at all.
    pub rejected: bool,
    /// The source was set by people.
    pub source_set: bool,
    /// How credible it is held to be.
    pub credibility: Option<Credibility>,
}

/// An article without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Story {
    /// The article.
    pub id: ArticleId,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: String,
    /// The day of publication.
    pub published: Option<Date>,
    /// When it was added first, in milliseconds since 1970-01-01.
    pub added: i64,
}

/// Which articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleFilter {
    /// Of this outlet.
    pub outlet: Option<String>,
    /// Published on these days.
    pub published: Days,
    /// Only those that this version of the comparing has not seen as they are now: a newer reading, or what people
    /// say about an article, makes it one of these again.
    pub not_compared_by: Option<String>,
}

/// An article with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Article {
    /// The facts.
    #[serde(flatten)]
    pub story: Story,
    /// The text as received.
    pub text: String,
    /// How it came, in order.
    pub arrivals: Vec<Arrival>,
    /// Its readings as they were received, the oldest first; the last one is shown.
    pub readings: Vec<StoredReading>,
}

/// A reading as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredReading {
    /// Version of the engine.
    pub engine: String,
    /// Version of the pack.
    pub pack: String,
    /// The JSON, byte for byte.
    pub json: String,
}

/// An entity across articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its key on the wire.
    pub key: String,
    /// Its kind, as on the wire.
    pub kind: String,
    /// The longest of its names.
    pub name: String,
    /// In how many articles it is named, also as those that were merged into it.
    pub articles: i64,
    /// How many claims are its own.
    pub claims: i64,
}

/// A search. All words are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The words: in any spelling, also with و ف ب ل ك or ال in front.
    pub words: String,
    /// Only these very spellings.
    pub exact: bool,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit<T> {
    /// What.
    pub found: T,
    /// The text that [`Hit::marks`] point into.
    pub text: String,
    /// The words that match, in code points of [`Hit::text`].
    pub marks: Vec<Span>,
    /// The higher, the better. Only good for comparing within one search.
    pub score: i64,
}

/// Which propositions. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PropositionFilter {
    /// One of these frames; all if empty.
    pub frames: Vec<String>,
    /// Has this entity in a role.
    pub entity: Option<String>,
    /// Has it in this role.
    pub role: Option<String>,
    /// Has a place in a role: what `whereabouts` needs.
    pub placed: bool,
    /// Claimed by this entity.
    pub speaker: Option<String>,
    /// Day of publication.
    pub published: Days,
}

/// Something claimed or narrated, with who, where and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// The article.
    pub article: ArticleId,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// The claim that holds it; null for the article's own narration.
    pub claim: Option<Claim>,
    /// The frame.
    pub frame: String,
    /// Whether it is said to be so.
    pub polarity: Polarity,
    /// What fills each role, in the order of the text.
    pub roles: BTreeMap<String, Vec<Filler>>,
}

/// What fills a role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Filler {
    /// Where it stands.
    pub span: Span,
    /// The words.
    pub words: String,
    /// The entity that they name, by its key.
    pub entity: Option<String>,
    /// The place that they name.
    pub place: Option<Spot>,
    /// First and last day that they name.
    pub days: Option<(Date, Date)>,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// The gazetteer's name.
    pub name: String,
    /// Its kind, as on the wire.
    pub kind: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How precise the point is, in kilometres.
    pub radius_km: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<i64>,
}

/// Somebody's claims about somebody: who accuses whom, who denies what is said of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The speaker, by key.
    pub from: String,
    /// Who is named in the content, by key.
    pub to: String,
    /// How the cue vouches.
    pub stance: Stance,
    /// In how many claims.
    pub claims: i64,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Articles.
    pub articles: i64,
    /// Original documents.
    pub documents: i64,
    /// Readings.
    pub readings: i64,
    /// Claims of the newest readings.
    pub claims: i64,
    /// Entities.
    pub entities: i64,
    /// Operations of people.
    pub operations: i64,
    /// Entries of the log.
    pub log: i64,
}

/// The end of the log: whoever keeps it can tell later that nothing before it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the last entry; 0 for an empty ledger.
    pub seq: i64,
    /// Its hash.
    pub hash: Id,
}
