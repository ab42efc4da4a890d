//! `articles`: a list of articles, or a search in them.

use std::io::{self, Write};

use musnad_ledger::{Search, Story};
use serde::Serialize;

use super::{Match, articles, found, json, paged};
use crate::{
    Done,
    cli::Articles,
    failure::Outcome,
    filing::{self, short},
    labels::Label,
    paint::{Painter, Part},
};

/// An article as a line of JSON.
#[derive(Serialize)]
struct Line<'s> {
    #[serde(flatten)]
    story: &'s Story,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#match: Option<Match<'s>>,
}

/// Lists articles, those published last first; those that match best first where words are given.
pub fn run(options: &Articles) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let narrow = &options.narrow;
    let filter = articles(narrow);
    let mut painter = Painter::stdout(narrow.look);
    if options.words.is_empty() {
        paged(
            narrow,
            |page| ledger.articles(&filter, page),
            |story| {
                if narrow.json {
                    json(&mut painter, &Line { story: &story, r#match: None })?;
                } else {
                    article(&mut painter, &story)?;
                }
                Ok(())
            },
        )?;
    } else {
        let search = Search { words: options.words.join(" "), exact: options.exact };
        paged(
            narrow,
            |page| ledger.search_articles(&search, &filter, page),
            |hit| {
                if narrow.json {
                    json(&mut painter, &Line { story: &hit.found, r#match: Some(Match::of(&hit)) })?;
                } else {
                    article(&mut painter, &hit.found)?;
                    found(&mut painter, &hit)?;
                }
                Ok(())
            },
        )?;
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

fn article<W: Write>(painter: &mut Painter<W>, story: &Story) -> io::Result<()> {
    let day = story.published.map_or_else(String::new, |day| day.to_string());
    painter.head("", Part::Id, &short(story.id), &day)?;
    let facts = [
        (Label::Publisher, &story.outlet),
        (Label::Title, &story.title),
        (Label::Author, &story.author),
        (Label::Url, &story.url),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            painter.field("  ", label, value)?;
        }
    }
    Ok(())
}
