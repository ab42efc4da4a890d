//! `copies`: articles that repeat the text of others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use musnad_ledger::{Copied, Id, Ledger, Passage};
use serde::Serialize;

use super::{articles, json};
use crate::{
    Done,
    cli::Copies,
    failure::Outcome,
    filing::{self, Kind, failed, short},
    labels::{self, Label},
    paint::{Painter, Part},
};

/// A copy as a line of JSON.
#[derive(Serialize)]
struct Line<'c> {
    copy: Id,
    original: Id,
    #[serde(flatten)]
    kind: Kind,
    score: f64,
    passages: &'c [Passage],
}

/// Lists pairs of articles with the words that they share, those published last first.
pub fn run(options: &Copies) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let narrow = &options.narrow;
    let mut painter = Painter::stdout(narrow.look);
    let mut texts = Texts { ledger: &*ledger, known: BTreeMap::new() };
    let mut seen: BTreeSet<(Id, Id)> = BTreeSet::new();
    let wanted = narrow.skip.saturating_add(narrow.limit);
    'all: for story in filing::articles(&*ledger, &articles(narrow)).map_err(failed)? {
        for copied in ledger.copies(story.id).map_err(failed)? {
            let Some(kind) = Kind::parse(&copied.kind) else { continue };
            if (kind.one_root && !options.siblings) || seen.contains(&(copied.copy, copied.original)) {
                continue;
            }
            if seen.len() >= wanted {
                break 'all;
            }
            seen.insert((copied.copy, copied.original));
            if seen.len() <= narrow.skip {
                continue;
            }
            if narrow.json {
                let Copied { copy, original, score, ref passages, .. } = copied;
                json(&mut painter, &Line { copy, original, kind, score, passages })?;
            } else {
                show(&copied, kind, &mut texts, &mut painter)?;
            }
        }
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// Outlets and texts of articles, each asked for once.
struct Texts<'l> {
    ledger: &'l dyn Ledger,
    known: BTreeMap<Id, (String, String)>,
}

impl Texts<'_> {
    fn of(&mut self, id: Id) -> anyhow::Result<&(String, String)> {
        if !self.known.contains_key(&id) {
            let article = self.ledger.article(id).map_err(failed)?;
            let facts = article.map(|article| {
                let day = article.story.published.map(|day| day.to_string());
                let head: Vec<String> = article.story.outlet.into_iter().chain(day).collect();
                (head.join(" · "), article.text)
            });
            self.known.insert(id, facts.unwrap_or_default());
        }
        Ok(&self.known[&id])
    }
}

fn show<W: Write>(copied: &Copied, kind: Kind, texts: &mut Texts<'_>, painter: &mut Painter<W>) -> anyhow::Result<()> {
    let ui = painter.ui;
    painter.head("", Part::Head, labels::copy(kind.kind, ui), &format!("{:.0} %", copied.score * 100.0))?;
    for id in [copied.copy, copied.original] {
        painter.head("  ", Part::Id, &short(id), &texts.of(id)?.0)?;
    }
    let remarks = [(!kind.ordered, Label::OrderUnknown), (kind.one_root, Label::OneRoot)];
    for (_, label) in remarks.into_iter().filter(|(holds, _)| *holds) {
        painter.head("  ", Part::Dim, label.words(ui), "")?;
    }
    let longest = copied.passages.iter().max_by_key(|passage| passage.copy.len());
    if let Some(words) = longest.and_then(|passage| passage.copy.of(&texts.known.get(&copied.copy)?.1)) {
        painter.field("  ", Label::Content, words)?;
    }
    painter.gap("")?;
    Ok(())
}
