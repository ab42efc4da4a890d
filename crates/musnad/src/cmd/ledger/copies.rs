//! `copies`: articles that repeat the text of others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use musnad_ledger::{Copied, Id};

use super::{articles, json};
use crate::{
    Done,
    cli::Copies,
    failure::Outcome,
    filing::{self, failed, short},
    labels::Label,
    paint::{Painter, Part},
};

/// Lists pairs of articles with the words that they share.
pub fn run(options: &Copies) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let narrow = &options.narrow;
    let stories = filing::articles(&*ledger, &articles(narrow)).map_err(failed)?;
    let mut texts: BTreeMap<Id, (String, String)> = BTreeMap::new();
    let mut seen: BTreeSet<(Id, Id)> = BTreeSet::new();
    let mut found: Vec<Copied> = Vec::new();
    for story in &stories {
        for copied in ledger.copies(story.id).map_err(failed)? {
            if seen.insert((copied.copy, copied.original)) {
                found.push(copied);
            }
        }
    }
    let mut painter = Painter::stdout(narrow.look);
    for copied in found.iter().skip(narrow.skip).take(narrow.limit) {
        if narrow.json {
            json(&mut painter, copied)?;
            continue;
        }
        for id in [copied.copy, copied.original] {
            if !texts.contains_key(&id)
                && let Some(article) = ledger.article(id).map_err(failed)?
            {
                let outlet = article.story.outlet.unwrap_or_default();
                texts.insert(id, (outlet, article.text));
            }
        }
        let outlet = |id: Id| texts.get(&id).map_or("", |(outlet, _)| outlet.as_str());
        painter.head("", Part::Head, &copied.kind, &format!("{:.0} %", copied.score * 100.0))?;
        painter.head("  ", Part::Id, &short(copied.copy), outlet(copied.copy))?;
        painter.head("  ", Part::Id, &short(copied.original), outlet(copied.original))?;
        let longest = copied.passages.iter().max_by_key(|passage| passage.copy.len());
        if let Some(passage) = longest
            && let Some((_, text)) = texts.get(&copied.copy)
            && let Some(words) = passage.copy.of(text)
        {
            painter.field("  ", Label::Content, words)?;
        }
        painter.gap("")?;
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}
