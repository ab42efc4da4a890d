//! Counts, measures and money of Arabic news, read into numbers and units.
//!
//! The text comes folded by [`musnad_model::fold`] at `Strength::Lossy`. One pass
//! over its words finds amounts (digits, number words, ranges, vague words, duals),
//! looks behind each for the noun or the unit, and before and behind it for the
//! verb that says what became of counted persons. Numbers that name something
//! (المادة 242, القناة 12), scores and telephone numbers are left alone: where it
//! is not clear what is counted, nothing is read.

mod amount;
mod counted;
mod digits;
mod forms;
mod govern;
mod number;
mod settle;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

/// A quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The byte of the folded text where it begins.
    pub start: usize,
    /// The byte where it ends, the counted noun or the unit included.
    pub end: usize,
    /// The least that the words say; `None` if they are open downwards.
    pub low: Option<f64>,
    /// The most that the words say; `None` if they are open upwards.
    pub high: Option<f64>,
    /// `km`, `USD`, `persons:killed`, …; `None` for other things, and for money of no known country.
    pub unit: Option<String>,
    /// The rule that read it: one of [`RULES`].
    pub rule: &'static str,
}

/// Every rule and what it reads.
#[cfg(test)]
pub const RULES: &[(&str, &str)] = &[
    ("count", "a number and what it counts"),
    ("persons", "a number of persons"),
    ("casualties", "a number of persons and what became of them"),
    ("measure", "a number and its unit"),
    ("money", "a sum of money"),
    ("dual", "two, by the form of the noun"),
    ("range", "a lower and an upper number"),
    ("vague", "a word that only gives the order: عشرات, مئات"),
    ("approximate", "about so many: ten in a hundred either way"),
    ("at-least", "open upwards: أكثر من, ما لا يقل عن"),
    ("at-most", "open downwards: أقل من, حتى"),
];

/// Reads all quantities of a folded text, in order.
///
/// `taken` are the sorted byte ranges that were read as times; numbers in them are
/// no quantities.
#[must_use]
pub fn quantities(folded: &str, taken: &[(usize, usize)]) -> Vec<Found> {
    let tokens = tokens::Tokens::new(folded, taken);
    let mut reach = govern::Reach::default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((one, next)) = settle::read(&tokens, &mut reach, at) {
            found.push(one);
            at = next.max(at + 1);
            continue;
        }
        if token.line || !token.senses.is_empty() || matches!(token.kind, tokens::Kind::Mark(_)) {
            reach.see(&tokens, at);
        }
        at += 1;
    }
    found
}
