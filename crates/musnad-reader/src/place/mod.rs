//! Finds and resolves places in Arabic news.
//!
//! [`places`] goes over a folded text once: it looks up every stretch of words
//! in the [`Gazetteer`] ([`find`]), decides from the words around it whether it
//! is used as a place and not as a government, body or person ([`judge`], [`cue`]), and
//! tells places of one name apart by the countries and places that the article
//! speaks of ([`resolve`]). A place that cannot be told apart keeps its span
//! and name and has no coordinates.

mod cue;
mod find;
mod gazetteer;
mod judge;
mod local;
mod resolve;
mod sound;
mod spot;
#[cfg(test)]
mod tests;
mod token;
mod words;

use musnad_model::PlaceKind;

pub use gazetteer::Gazetteer;

/// What the caller knows of the article.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// True if the range of bytes of the folded text holds no place for other
    /// reasons: a person's or body's name, a "read also" line.
    pub skip: &'c dyn Fn(usize, usize) -> bool,
    /// ISO 3166-1 alpha-2 code of the publisher's country.
    pub home: Option<&'c str>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("home", &self.home).finish_non_exhaustive()
    }
}

impl Default for Context<'_> {
    fn default() -> Self {
        Self { skip: &|_, _| false, home: None }
    }
}

/// A place that the text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// First byte in the folded text, at the descriptor if one stands before
    /// the name, after proclitics.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What kind of place.
    pub kind: PlaceKind,
    /// The gazetteer's name, or the text's own for a place it does not know.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north; `None` if the place cannot be told apart.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How precise the point is.
    pub radius_km: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// The rule that found it.
    pub rule: &'static str,
    /// Why there are no coordinates, or where they were taken from.
    pub note: Option<String>,
}

/// Every place that `folded` names, in order and without overlaps.
///
/// `folded` is the text folded by [`musnad_model::fold::fold`] with
/// [`Strength::Lossy`](musnad_model::fold::Strength::Lossy). Linear in the length
/// of the text; no text makes it panic.
///
/// ```ignore
/// # use musnad_reader::place::{Context, Gazetteer, places};
/// # use musnad_model::fold::{Strength, fold};
/// let gazetteer = Gazetteer::embedded().unwrap();
/// let text = fold("وصل الوفد إلى بنغازي", Strength::Lossy);
/// let found = places(&text, &gazetteer, &Context::default());
/// assert_eq!(found[0].country.as_deref(), Some("LY"));
/// ```
#[must_use]
pub fn places(folded: &str, gazetteer: &Gazetteer, context: &Context<'_>) -> Vec<Found> {
    let text = token::unseat(folded);
    let tokens = token::tokens(&text);
    let page = find::Page::new(folded, &text, &tokens, gazetteer, context);
    let mentions = judge::mentions(&page);
    let resolved = resolve::resolve(&page, &mentions);
    local::finish(&page, resolved)
}
