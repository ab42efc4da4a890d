//! Large or single-purpose tables of the Arabic pack, as they stand in its folder:
//! the modules that use them know their columns, which each file names in its head.

/// Words of time expressions.
pub const TIMES: &str = include_str!("../ar/times.tsv");
/// Years of the Umm al-Qura calendar.
pub const HIJRI: &str = include_str!("../ar/hijri.tsv");
/// Countries, made by `scripts/build_gazetteer.py`.
pub const COUNTRIES: &str = include_str!("../ar/places/countries.tsv");
/// Names and nationalities that the sources lack.
pub const COUNTRIES_PATCH: &str = include_str!("../ar/places/countries_patch.tsv");
/// Towns and regions, made by `scripts/build_gazetteer.py`.
pub const PLACES: &str = include_str!("../ar/places/places.tsv");
/// Camps, crossings, airports, valleys and other spots that the sources lack.
pub const PLACES_PATCH: &str = include_str!("../ar/places/places_patch.tsv");
/// Names that are also words or surnames.
pub const PLACES_CONTEXT: &str = include_str!("../ar/places/places_context.tsv");
/// Words that stand before a place's name.
pub const PLACE_WORDS: &str = include_str!("../ar/places/place_words.tsv");
/// Quantities: numbers; its head names the columns.
pub const QUANTITY_NUMBERS: &str = include_str!("../ar/quantities/numbers.tsv");
/// Quantities: units; its head names the columns.
pub const QUANTITY_UNITS: &str = include_str!("../ar/quantities/units.tsv");
/// Quantities: money; its head names the columns.
pub const QUANTITY_MONEY: &str = include_str!("../ar/quantities/money.tsv");
/// Quantities: persons; its head names the columns.
pub const QUANTITY_PERSONS: &str = include_str!("../ar/quantities/persons.tsv");
/// Quantities: things; its head names the columns.
pub const QUANTITY_THINGS: &str = include_str!("../ar/quantities/things.tsv");
/// Quantities: cues; its head names the columns.
pub const QUANTITY_CUES: &str = include_str!("../ar/quantities/cues.tsv");
/// Quantities: stops; its head names the columns.
pub const QUANTITY_STOPS: &str = include_str!("../ar/quantities/stops.tsv");
