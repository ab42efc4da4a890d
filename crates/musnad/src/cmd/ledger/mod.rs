//! The commands on a ledger, one file each.

pub mod add;
pub mod articles;
pub mod claims;
pub mod conflicts;
pub mod copies;
pub mod correct;
pub mod export;
pub mod keep;
pub mod people;
mod progress;
pub mod trace;
pub mod watch;

use std::io::{self, BufWriter, StdoutLock, Write};

use musnad_ledger::{ArticleFilter, Claim, Days, Hit, Page, Search};
use musnad_model::Span;
use serde::Serialize;

use crate::{
    Done,
    cli::Narrow,
    failure::Outcome,
    filing::{failed, short},
    labels::{self, Label},
    paint::{Painter, Part},
};

/// The page that a listing asks for; a ledger gives no more than so many at once.
fn page(narrow: &Narrow) -> Page {
    Page { skip: narrow.skip, limit: narrow.limit }
}

/// Shows a listing, in as many pages as it takes.
fn paged<T>(
    narrow: &Narrow,
    mut ask: impl FnMut(Page) -> musnad_ledger::Result<Vec<T>>,
    mut show: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut done = 0;
    while done < narrow.limit {
        let page = Page { skip: narrow.skip.saturating_add(done), limit: (narrow.limit - done).min(Page::MOST) };
        let some = ask(page).map_err(failed)?;
        let last = some.len() < page.limit;
        done += some.len();
        some.into_iter().try_for_each(&mut show)?;
        if last {
            break;
        }
    }
    Ok(())
}

type Out = Painter<BufWriter<StdoutLock<'static>>>;

/// What a listing shows: everything, newest first, or what a search finds, best first.
struct Listing<'c, List, Find, Show> {
    narrow: &'c Narrow,
    words: &'c [String],
    exact: bool,
    list: List,
    search: Find,
    /// One of them, for people.
    show: Show,
}

/// One of them as a line of JSON.
#[derive(Serialize)]
struct Line<'l, T> {
    #[serde(flatten)]
    found: &'l T,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#match: Option<Match<'l>>,
}

impl<List, Find, Show> Listing<'_, List, Find, Show> {
    fn run<T: Serialize>(mut self) -> Done
    where
        List: FnMut(Page) -> musnad_ledger::Result<Vec<T>>,
        Find: FnMut(&Search, Page) -> musnad_ledger::Result<Vec<Hit<T>>>,
        Show: FnMut(&mut Out, &T) -> io::Result<()>,
    {
        let narrow = self.narrow;
        let mut painter = Painter::stdout(narrow.look);
        let mut one = |painter: &mut Out, found: &T, hit: Option<&Hit<T>>| -> anyhow::Result<()> {
            if narrow.json {
                json(painter, &Line { found, r#match: hit.map(Match::of) })?;
            } else {
                (self.show)(painter, found)?;
                hit.map_or(Ok(()), |hit| marked(painter, hit))?;
            }
            Ok(())
        };
        if self.words.is_empty() {
            paged(narrow, &mut self.list, |found| one(&mut painter, &found, None))?;
        } else {
            let search = Search { words: self.words.join(" "), exact: self.exact };
            let ask = |page| (self.search)(&search, page);
            paged(narrow, ask, |hit| one(&mut painter, &hit.found, Some(&hit)))?;
        }
        painter.out().flush()?;
        Ok(Outcome::Well)
    }
}

/// The days that a listing asks for.
fn days(narrow: &Narrow) -> Days {
    Days { first: narrow.from, last: narrow.to }
}

/// The articles that a listing asks for.
fn articles(narrow: &Narrow) -> ArticleFilter {
    ArticleFilter { outlet: narrow.outlet.clone(), published: days(narrow), not_compared_by: None }
}

/// A value as one line of JSON.
fn json<W: Write>(painter: &mut Painter<W>, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(painter.out(), value)?;
    painter.out().write_all(b"\n")
}

/// What a search found, beside the thing itself.
#[derive(Serialize)]
struct Match<'h> {
    /// The text that was searched.
    text: &'h str,
    /// The words that match, in code points of the text.
    marks: &'h [Span],
    /// The higher, the better; only good for comparing within one search.
    score: i64,
}

impl<'h> Match<'h> {
    fn of<T>(hit: &'h Hit<T>) -> Self {
        Self { text: &hit.text, marks: &hit.marks, score: hit.score }
    }
}

/// The words that match as the text spells them, each once.
fn marked<W: Write, T>(painter: &mut Painter<W>, hit: &Hit<T>) -> io::Result<()> {
    let mut words: Vec<&str> = Vec::new();
    for word in hit.marks.iter().filter_map(|mark| mark.of(&hit.text)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { Ok(()) } else { painter.field("  ", Label::Found, &words.join(" · ")) }
}

/// One claim, as lists show it.
fn claim<W: Write>(painter: &mut Painter<W>, claim: &Claim) -> io::Result<()> {
    let ui = painter.ui;
    let stance = labels::stance(claim.stance, ui);
    let negated = if claim.negated { format!(" · {}", Label::Negated.words(ui)) } else { String::new() };
    let id = format!("{}/{}", short(claim.article), claim.local);
    painter.head("", Part::Id, &id, &format!("{stance}{negated}"))?;
    let unnamed = Label::Unnamed.words(ui);
    painter.field("  ", Label::Speaker, claim.speaker.as_deref().unwrap_or(unnamed))?;
    if let Some(via) = &claim.via {
        painter.field("  ", Label::Via, via)?;
    }
    if let Some(outlet) = &claim.outlet {
        painter.field("  ", Label::Publisher, outlet)?;
    }
    if let Some(day) = claim.published {
        painter.field("  ", Label::Published, &day.to_string())?;
    }
    painter.field("  ", Label::Content, &claim.content)?;
    let review = claim.review;
    let said = [
        (review.confirmed, Label::Confirmed),
        (review.rejected, Label::Rejected),
        (review.source_set, Label::SourceSet),
    ];
    for (_, label) in said.into_iter().filter(|(holds, _)| *holds) {
        painter.head("  ", Part::Dim, label.words(ui), "")?;
    }
    if let Some(credibility) = review.credibility {
        painter.field("  ", Label::Credibility, &u8::from(credibility).to_string())?;
    }
    Ok(())
}
