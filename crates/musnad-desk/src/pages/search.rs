//! Search in names, claims and articles, in any spelling.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_ledger::{ArticleFilter, Claim, ClaimFilter, Hit, Named, Page as Rows, Search as Words, Story};
use musnad_model::{CharIndex, Span, Stance};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::board::Board;
use crate::failure::Failure;
use crate::pages::articles::headline;
use crate::state::Desk;
use crate::view::{bits, claim as row, text};
use crate::words::{Noun, Word};

const NAMES: usize = 12;
const STORIES: usize = 20;
/// Code points shown around the first match in an article.
const AROUND: u32 = 90;

#[derive(Debug, Serialize)]
struct Search {
    words: String,
    names: Vec<Hit<Named>>,
    claims: Vec<Hit<Claim>>,
    articles: Vec<Found>,
    more: bool,
    #[serde(skip)]
    ask: Ask,
    #[serde(skip)]
    board: Arc<Board>,
}

/// An article that was found, with the words around the first match instead of its whole text.
#[derive(Debug, Serialize)]
struct Found {
    story: Story,
    passage: String,
    marks: Vec<Span>,
    /// Where the first match stands in the article's text; null if it is in the title.
    at: Option<Span>,
    score: i64,
}

impl Found {
    fn of(hit: Hit<Story>) -> Self {
        let first = hit.marks.first().copied().unwrap_or(Span::new(0, 0));
        let index = CharIndex::new(&hit.text);
        let window = Span::new(first.start.saturating_sub(AROUND), (first.end + AROUND).min(index.chars()));
        let inside = hit.marks.iter().filter(|span| window.contains(**span));
        // The title stands before the text, with a line break between.
        let lead = hit.found.title.as_deref().map_or(0, |title| u32::try_from(title.chars().count()).unwrap_or(0) + 1);
        let lead = if hit.found.title.as_deref().is_some_and(|title| hit.text.starts_with(title)) { lead } else { 0 };
        Self {
            passage: index.slice(window).unwrap_or_default().to_owned(),
            marks: inside.map(|span| Span::new(span.start - window.start, span.end - window.start)).collect(),
            at: (first.start >= lead).then(|| Span::new(first.start - lead, first.end - lead)),
            story: hit.found,
            score: hit.score,
        }
    }
}

/// The filter of claims that a query asks for.
pub(crate) fn filter(ask: &Ask) -> ClaimFilter {
    ClaimFilter {
        stances: ask.values("stance").filter_map(stance).collect(),
        outlet: ask.value("outlet").map(str::to_owned),
        about: ask.value("about").map(str::to_owned),
        ..ClaimFilter::default()
    }
}

fn stance(word: &str) -> Option<Stance> {
    Stance::ALL.into_iter().find(|stance| stance.as_str() == word)
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let words = ask.value("q").unwrap_or_default().to_owned();
    let search = Words { words: words.clone(), exact: ask.value("exact").is_some() };
    let filter = filter(ask);
    let mut found = Search {
        words,
        names: Vec::new(),
        claims: Vec::new(),
        articles: Vec::new(),
        more: false,
        ask: ask.clone(),
        board: desk.board(),
    };
    if !found.words.is_empty() {
        found.claims = desk.ledger.search_claims(&search, &filter, ask.rows())?;
        found.more = bits::cut(&mut found.claims);
        if ask.sheet() == 0 && filter == ClaimFilter::default() {
            found.names = desk.ledger.search_names(&search, Rows { skip: 0, limit: NAMES })?;
            let articles =
                desk.ledger.search_articles(&search, &ArticleFilter::default(), Rows { skip: 0, limit: STORIES })?;
            found.articles = articles.into_iter().map(Found::of).collect();
        }
    }
    Answer::of(ask, &found)
}

impl Page for Search {
    fn tab(&self) -> Tab {
        Tab::Search
    }

    fn title(&self, look: &Look) -> String {
        if self.words.is_empty() {
            look.say(Word::Search).into()
        } else {
            format!("{}: {}", look.say(Word::Search), self.words)
        }
    }

    fn body(&self, look: &Look) -> Markup {
        let nothing = self.names.is_empty() && self.claims.is_empty() && self.articles.is_empty();
        html! {
            h1 { (look.say(Word::Search)) }
            (self.form(look))
            @if self.words.is_empty() { (bits::empty(look, Word::SearchHow, None)) }
            @else if nothing { (bits::empty(look, Word::NothingFound, None)) }
            @if !self.names.is_empty() {
                section {
                    h2 { (look.say(Word::Names)) }
                    ul.names { @for hit in &self.names {
                        li {
                            a href=(look.to(&format!("/source/{}", part(&hit.found.key)))) { bdi { (text::found(&hit.text, &hit.marks)) } }
                            " " small { (look.say(bits::kind_word(&hit.found.kind))) " · " (look.count(usize::try_from(hit.found.articles).unwrap_or(0), Noun::Article)) }
                        }
                    } }
                }
            }
            div.columns {
                @if !self.claims.is_empty() {
                    section {
                        h2 { (look.say(Word::Claims)) }
                        @for hit in &self.claims { (row::row(look, &self.board, &hit.found, &content(hit))) }
                        (bits::sheets(&self.ask, "/search", self.more))
                    }
                }
                @if !self.articles.is_empty() {
                    section {
                        h2 { (look.say(Word::Articles)) }
                        ul.stories { @for found in &self.articles { li { (self::article(look, found)) } } }
                    }
                }
            }
        }
    }
}

impl Search {
    fn form(&self, look: &Look) -> Markup {
        let chosen: Vec<&str> = self.ask.values("stance").collect();
        html! {
            form.search action=(look.to("/search")) method="get" role="search" {
                label { span.unseen { (look.say(Word::Search)) } input type="search" name="q" value=(self.words) dir="auto" maxlength="300" autofocus[self.words.is_empty()]; }
                button { (look.say(Word::Search)) }
                label.check { input type="checkbox" name="exact" value="1" checked[self.ask.value("exact").is_some()]; (look.say(Word::Exact)) }
                details open[!chosen.is_empty()] {
                    summary { (look.say(Word::ByStance)) }
                    @for stance in Stance::ALL {
                        label.check {
                            input type="checkbox" name="stance" value=(stance.as_str()) checked[chosen.contains(&stance.as_str())];
                            (bits::stance(look, stance, false))
                        }
                    }
                }
            }
        }
    }
}

/// The claim's words with the matches: the ledger searches `speaker: words`, and the row shows the speaker already.
fn content(hit: &Hit<Claim>) -> Markup {
    let lead = hit.text.chars().count().saturating_sub(hit.found.content.chars().count());
    let lead = u32::try_from(lead).unwrap_or(0);
    let marks: Vec<Span> = hit
        .marks
        .iter()
        .filter(|span| span.start >= lead)
        .map(|span| Span::new(span.start - lead, span.end - lead))
        .collect();
    text::found(&hit.found.content, &marks)
}

fn article(look: &Look, found: &Found) -> Markup {
    let passage = found.at.map(|span| format!("?from={}&to={}#found", span.start, span.end)).unwrap_or_default();
    html! {
        a.headline href=(look.to(&format!("/article/{}{passage}", found.story.id))) dir="auto" { (headline(look, &found.story)) }
        p.passage dir="auto" { "…" (text::found(&found.passage, &found.marks)) "…" }
        p.meta { (bits::outlet(look, found.story.outlet.as_deref())) " · " (bits::day(look, found.story.published)) }
    }
}
