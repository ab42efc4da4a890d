//! The front page: what is new, what conflicts, and where articles are added.

use maud::{Markup, html};
use musnad_ledger::{ArticleFilter, Counts, Page as Rows, Story};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::board::Shift;
use crate::failure::Failure;
use crate::pages::articles;
use crate::state::Desk;
use crate::view::group::{self, Summary};
use crate::view::{bits, layout};
use crate::words::{Noun, Word};

const ARTICLES: usize = 12;
const GROUPS: usize = 8;
const CONFLICTS: usize = 5;
const SHIFTS: usize = 8;

#[derive(Debug, Serialize)]
struct Front {
    counts: Counts,
    /// False while articles are being compared.
    compared: bool,
    groups_in_all: usize,
    conflicting_in_all: usize,
    conflicting: Vec<Summary>,
    groups: Vec<Summary>,
    /// What changed since the desk was opened, the latest first.
    shifts: Vec<Shift>,
    articles: Vec<Story>,
    #[serde(skip)]
    fetches: bool,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let counts = desk.ledger.counts()?;
    let articles = desk.ledger.articles(&ArticleFilter::default(), Rows { skip: 0, limit: ARTICLES })?;
    let front = Front {
        compared: board.whole && i64::try_from(board.cards.len()).is_ok_and(|n| n == counts.articles),
        counts,
        groups_in_all: board.groups.len(),
        conflicting_in_all: board.conflicting().len(),
        conflicting: board.conflicting().take(CONFLICTS).map(|group| Summary::of(group)).collect(),
        groups: board.most_told().take(GROUPS).map(|group| Summary::of(group)).collect(),
        shifts: board.shifts.iter().take(SHIFTS).map(|shift| Shift::clone(shift)).collect(),
        articles,
        fetches: desk.options.fetch,
    };
    Answer::of(ask, &front)
}

impl Page for Front {
    fn tab(&self) -> Tab {
        Tab::Front
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Front).into()
    }

    fn body(&self, look: &Look) -> Markup {
        let nothing = self.counts.articles == 0;
        let number = |n: i64| usize::try_from(n).unwrap_or(0);
        html! {
            h1.unseen { (look.say(Word::Front)) }
            p.standfirst {
                (look.count(number(self.counts.articles), Noun::Article)) " · "
                (look.count(number(self.counts.claims), Noun::Claim)) " · "
                (look.count(self.groups_in_all, Noun::Group)) " " (look.say(Word::InSeveral)) " · "
                (look.say(Word::WithConflicts)) ": " (self.conflicting_in_all)
                @if !self.compared { " · " span.busy { (look.say(Word::Comparing)) } }
            }
            @if nothing {
                div.empty { p { (look.say(Word::EmptyLedger)) } }
            }
            div.columns {
                div {
                    (self.shifted(look))
                    @if !self.conflicting.is_empty() {
                        section {
                            h2 { a href=(look.to("/conflicts")) { (look.say(Word::LatestConflicts)) } }
                            @for one in &self.conflicting { (group::entry(look, one)) }
                        }
                    }
                    @if !self.groups.is_empty() {
                        section {
                            h2 { (look.say(Word::MostTold)) }
                            @for one in &self.groups { (group::entry(look, one)) }
                        }
                    }
                    @if !nothing && self.groups.is_empty() && self.compared {
                        (bits::empty(look, Word::NoGroups, None))
                    }
                }
                div {
                    @if look.edits() { (add(look, nothing, self.fetches)) }
                    @if !nothing {
                        section {
                            h2 { a href=(look.to("/articles")) { (look.say(Word::LatestArticles)) } }
                            (articles::list(look, &self.articles))
                        }
                    }
                }
            }
        }
    }
}

impl Front {
    /// What gained or lost a line, or conflicts now.
    fn shifted(&self, look: &Look) -> Markup {
        html! {
            @if !self.shifts.is_empty() {
                section.shifts {
                    h2 { (look.say(Word::AtOnce)) }
                    @for one in &self.shifts {
                        (group::entry(look, &one.now))
                        p.meta.shift {
                            @match &one.before {
                                None => (look.say(Word::NewlyTold)),
                                Some(before) => {
                                    @if one.lost() { (look.say(Word::Lost)) } @else if one.gained() { (look.say(Word::Gained)) }
                                    @if one.lost() || one.gained() { " (" (look.say(Word::Before)) " " (bits::range(look, before)) ")" }
                                }
                            }
                            @if one.newly_contested { " " span.contested { (look.say(Word::NewlyContested)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The form by which articles are added.
fn add(look: &Look, open: bool, fetches: bool) -> Markup {
    html! {
        details.add open[open] {
            summary { (look.say(Word::AddArticle)) }
            form.stack action=(look.to("/articles")) method="post" enctype="multipart/form-data" {
                (layout::csrf(look))
                label { (look.say(Word::Text)) textarea name="text" rows="7" dir="auto" placeholder=(look.say(Word::TextHint)) {} }
                label { (look.say(Word::Files)) input type="file" name="file" multiple accept=".txt,.html,.htm,.xhtml,.json,.jsonl,.ndjson"; }
                @if fetches {
                    label { (look.say(Word::FetchUrl)) input name="fetch" type="text" inputmode="url" dir="ltr" maxlength="2000" autocomplete="off"; }
                    p.faint { (look.say(Word::FetchHint)) }
                }
                div.pair {
                    label { (look.say(Word::Outlet)) input name="publisher" dir="auto" maxlength="300" autocomplete="off"; }
                    label { (look.say(Word::Published)) input type="date" name="published"; }
                }
                label { (look.say(Word::Title)) input name="title" dir="auto" maxlength="1000" autocomplete="off"; }
                label { (look.say(Word::Address)) input name="url" type="text" inputmode="url" dir="ltr" maxlength="2000" autocomplete="off"; }
                button { (look.say(Word::AddAndRead)) }
                p.faint { (look.say(Word::AddHint)) }
            }
        }
    }
}
