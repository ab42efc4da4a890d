//! All articles, those published last first.

use maud::{Markup, html};
use musnad_ledger::{ArticleFilter, Story};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::failure::Failure;
use crate::state::Desk;
use crate::view::bits;
use crate::words::Word;

#[derive(Debug, Serialize)]
struct Articles {
    articles: Vec<Story>,
    more: bool,
    #[serde(skip)]
    ask: Ask,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let mut articles = desk.ledger.articles(&ArticleFilter::default(), ask.rows())?;
    let more = bits::cut(&mut articles);
    Answer::of(ask, &Articles { articles, more, ask: ask.clone() })
}

impl Page for Articles {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Articles).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Articles)) }
            @if self.articles.is_empty() { (bits::empty(look, Word::EmptyLedger, Some(("/", Word::AddArticle)))) }
            (list(look, &self.articles))
            (bits::sheets(&self.ask, "/articles", self.more))
        }
    }
}

/// Articles as a list of headlines.
pub(crate) fn list(look: &Look, articles: &[Story]) -> Markup {
    html! {
        ul.stories {
            @for story in articles {
                li {
                    a.headline href=(look.to(&format!("/article/{}", story.id))) dir="auto" { (headline(look, story)) }
                    p.meta { (bits::outlet(look, story.outlet.as_deref())) " · " (bits::day(look, story.published)) }
                }
            }
        }
    }
}

/// The headline, or that there is none.
pub(crate) fn headline<'s>(look: &Look, story: &'s Story) -> &'s str {
    story.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(look.say(Word::NoTitle))
}
