//! Counts in how many texts each word form stands, for `src/rarity.tsv`.
//!
//!     cargo run --release -p musnad-compare --example count_words < texts.jsonl > rarity.tmp
//!
//! One JSON object a line with a `text`. Forms are folded, lossy; those in fewer than three
//! texts are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};

use musnad_model::fold::{Strength, fold};

const LEAST: u32 = 3;

fn main() -> io::Result<()> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut texts = 0u32;
    for line in io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let folded = fold(line["text"].as_str().unwrap_or_default(), Strength::Lossy);
        let words: BTreeSet<&str> =
            folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        for word in words {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        texts += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().filter(|(_, count)| *count >= LEAST).collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "# In how many texts a word form stands: count, tab, form; * is all texts. See rarity.md.")?;
    writeln!(out, "{texts}\t*")?;
    for (form, count) in rows {
        writeln!(out, "{count}\t{form}")?;
    }
    out.flush()
}
