//! A suggestion for the credibility of the information, after NATO STANAG 2511.

use super::{Conflict, ConflictKind, Credibility, Lines};

/// The scale's words, from 1.
const WORDS: [&str; 6] = [
    "confirmed by other sources",
    "probably true",
    "possibly true",
    "doubtful",
    "improbable",
    "truth cannot be judged",
];

/// Lines shown from which other sources are said to confirm, and from which a claim is
/// called probable.
const CONFIRMED: u32 = 3;
const PROBABLE: u32 = 2;

/// 6 unless independent lines say more. Only lines that are shown count, on both sides.
pub(super) fn suggest(lines: &Lines, against: &Lines, conflicts: &[Conflict]) -> Credibility {
    let (yes, no) = (lines.lower, against.lower);
    // A denial is on the other side already; another number or place is a conflict of its own.
    let disputed = conflicts.iter().any(|one| !matches!(one.kind, ConflictKind::Denial | ConflictKind::Polarity));
    let (rating, why) = match (yes, no) {
        (CONFIRMED.., 0) if !disputed => (1, "no line says otherwise and no version conflicts"),
        (PROBABLE.., 0) if !disputed => (2, "no line says otherwise and no version conflicts"),
        (PROBABLE.., 0) => (3, "but versions of it conflict"),
        (PROBABLE.., _) if yes >= no => (3, "but others say otherwise"),
        (_, CONFIRMED..) if yes <= 1 => (5, "and several independent lines say otherwise"),
        (_, PROBABLE..) if yes <= 1 => (4, "and independent lines say otherwise"),
        (PROBABLE.., _) => (4, "but more independent lines say otherwise"),
        _ => (6, "too few independent lines are shown to judge"),
    };
    Credibility {
        rating,
        words: WORDS[usize::from(rating) - 1].to_owned(),
        reason: format!("{} for, {} against are shown: {why}", count(yes), count(no)),
    }
}

fn count(lines: u32) -> String {
    match lines {
        1 => "1 independent line".to_owned(),
        _ => format!("{lines} independent lines"),
    }
}
