//! `articles`: a list of articles, or a search in them.

use std::io::{self, Write};

use musnad_ledger::{Search, Story};

use super::{Listing, articles};
use crate::{
    Done,
    cli::Articles,
    filing::{self, short},
    labels::Label,
    paint::{Painter, Part},
};

/// Lists articles, those published last first; those that match best first where words are given.
pub fn run(options: &Articles) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let filter = articles(&options.narrow);
    Listing {
        narrow: &options.narrow,
        words: &options.words,
        exact: options.exact,
        list: |page| ledger.articles(&filter, page),
        search: |search: &Search, page| ledger.search_articles(search, &filter, page),
        show: article,
    }
    .run()
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
