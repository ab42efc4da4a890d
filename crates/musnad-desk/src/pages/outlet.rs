//! An outlet: its articles and its ratings.

use maud::{Markup, html};
use musnad_ledger::{ArticleFilter, Id, StoredOperation, Story, Subject};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::failure::Failure;
use crate::pages::{articles, review};
use crate::state::Desk;
use crate::view::bits;
use crate::words::Word;

#[derive(Debug, Serialize)]
struct Outlet {
    name: String,
    articles: Vec<Story>,
    more: bool,
    ratings: Vec<StoredOperation>,
    /// The same name as somebody who speaks, by key.
    speaker: Option<String>,
    #[serde(skip)]
    done: Option<Id>,
    #[serde(skip)]
    ask: Ask,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let name = ask.part("name").to_owned();
    let board = desk.board();
    let filter = ArticleFilter { outlet: Some(name.clone()), ..ArticleFilter::default() };
    let mut articles = desk.ledger.articles(&filter, ask.rows())?;
    let more = bits::cut(&mut articles);
    let speaker = board
        .people
        .iter()
        .find(|(_, person)| person.kind == "outlet" && (person.name == name || person.aliases.contains(&name)));
    let speaker = speaker.map(|(key, _)| key.to_string());
    let known = board.groups.iter().any(|group| group.trace.nodes.iter().any(|node| node.name == name));
    if articles.is_empty() && speaker.is_none() && !known && ask.sheet() == 0 {
        return Err(Failure::NotFound);
    }
    let ratings = desk.ledger.operations(&Subject::Outlet(name.clone()))?;
    let done = ask.value("done").and_then(|id| id.parse().ok());
    Answer::of(ask, &Outlet { name, articles, more, ratings, speaker, done, ask: ask.clone() })
}

impl Page for Outlet {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, _: &Look) -> String {
        self.name.clone()
    }

    fn body(&self, look: &Look) -> Markup {
        let here = format!("/outlet/{}", part(&self.name));
        html! {
            header.claimhead {
                p.kicker { (look.say(Word::Outlet)) }
                h1 dir="auto" { (self.name) }
                @if let Some(key) = &self.speaker { p.meta { a href=(look.to(&format!("/source/{}", part(key)))) { (look.say(Word::AsSource)) } } }
            }
            @if let Some(done) = self.done { (review::undo_notice(look, done, &here)) }
            div.columns {
                section {
                    h2 { (look.say(Word::Articles)) }
                    @if self.articles.is_empty() { p.faint { (look.say(Word::OnlyCited)) } }
                    (articles::list(look, &self.articles))
                    (bits::sheets(&self.ask, &here, self.more))
                }
                section.people {
                    h2 { (look.say(Word::Ratings)) }
                    (review::history(look, &self.ratings, &here))
                    (review::rate_form(look, &here))
                }
            }
        }
    }
}
