//! All articles along time, a row for each outlet.

use maud::{Markup, html};
use musnad_ledger::{ArticleFilter, Days, Page as Rows, Story};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::draw::timeline::{Point, Row, timeline};
use crate::failure::Failure;
use crate::pages::articles::headline;
use crate::state::Desk;
use crate::view::bits;
use crate::words::Word;

/// The most articles that one drawing holds legibly.
const MOST: usize = 400;

#[derive(Debug, Serialize)]
struct Timeline {
    articles: Vec<Story>,
    /// True if there are more than are shown.
    cut: bool,
    #[serde(skip)]
    ask: Ask,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let day = |name: &str| ask.value(name).and_then(|day| day.parse().ok());
    let published = Days { first: day("first"), last: day("last") };
    let filter = ArticleFilter { published, ..ArticleFilter::default() };
    let mut articles = desk.ledger.articles(&filter, Rows { skip: 0, limit: MOST + 1 })?;
    let cut = articles.len() > MOST;
    articles.truncate(MOST);
    Answer::of(ask, &Timeline { articles, cut, ask: ask.clone() })
}

impl Page for Timeline {
    fn tab(&self) -> Tab {
        Tab::Timeline
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Timeline).into()
    }

    fn body(&self, look: &Look) -> Markup {
        let undated: Vec<&Story> = self.articles.iter().filter(|story| story.published.is_none()).collect();
        html! {
            h1 { (look.say(Word::Timeline)) }
            form.search action=(look.to("/timeline")) method="get" {
                label { (look.say(Word::From)) input type="date" name="first" value=[self.ask.value("first")]; }
                label { (look.say(Word::To)) input type="date" name="last" value=[self.ask.value("last")]; }
                button { (look.say(Word::Show)) }
            }
            @if self.articles.is_empty() { (bits::empty(look, Word::NoArticlesThen, Some(("/", Word::ToFront)))) }
            @if self.cut { p.faint { (look.say(Word::TooMany)) } }
            (timeline(look, &self.rows(look)))
            (self.list(look))
            @if !undated.is_empty() {
                section { h2 { (look.say(Word::NoDay)) } ul.stories { @for story in undated { li { a.headline href=(look.to(&format!("/article/{}", story.id))) dir="auto" { (headline(look, story)) } } } } }
            }
        }
    }
}

impl Timeline {
    fn rows(&self, look: &Look) -> Vec<Row> {
        let mut rows: Vec<(Option<&str>, Row)> = Vec::new();
        for story in self.articles.iter().rev() {
            let Some(day) = story.published else { continue };
            let outlet = story.outlet.as_deref();
            let at = rows.iter().position(|(name, _)| *name == outlet).unwrap_or_else(|| {
                rows.push((outlet, Row { label: bits::outlet(look, outlet), points: Vec::new() }));
                rows.len() - 1
            });
            let title = format!("{}: {}", bits::day_words(day, look.tongue), headline(look, story));
            rows[at].1.points.push(Point {
                day,
                address: look.to(&format!("/article/{}", story.id)),
                title,
                class: "plain",
            });
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The same as words, day by day.
    fn list(&self, look: &Look) -> Markup {
        let mut days: Vec<jiff::civil::Date> = self.articles.iter().filter_map(|story| story.published).collect();
        days.sort_unstable();
        days.dedup();
        html! {
            @for day in days {
                section.day {
                    h2 { (bits::day(look, Some(day))) }
                    ul.stories {
                        @for story in self.articles.iter().filter(|story| story.published == Some(day)) {
                            li { a.headline href=(look.to(&format!("/article/{}", story.id))) dir="auto" { (headline(look, story)) } " " small { (bits::outlet(look, story.outlet.as_deref())) } }
                        }
                    }
                }
            }
        }
    }
}
