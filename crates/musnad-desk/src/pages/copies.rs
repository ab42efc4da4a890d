//! Articles that share text: the pairs, and two articles beside one another.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_compare::Copy;
use musnad_ledger::Story;
use musnad_model::{CharIndex, Span};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, ROWS};
use crate::board::Board;
use crate::failure::Failure;
use crate::pages::articles::headline;
use crate::state::Desk;
use crate::view::bits;
use crate::view::text::{Kind, Mark, marked};
use crate::words::{Noun, Word};

#[derive(Debug, Serialize)]
struct Copies {
    copies: Vec<Copy>,
    more: bool,
    #[serde(skip)]
    ask: Ask,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let mut all: Vec<&Copy> = board.copies.iter().collect();
    all.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| (&a.a, &a.b).cmp(&(&b.a, &b.b))));
    let mut copies: Vec<Copy> = all.into_iter().skip(ask.sheet() * ROWS).take(ROWS + 1).cloned().collect();
    let more = bits::cut(&mut copies);
    Answer::of(ask, &Copies { copies, more, ask: ask.clone(), board: Arc::clone(&board) })
}

impl Page for Copies {
    fn tab(&self) -> Tab {
        Tab::Copies
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Copies).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Copies)) }
            p.standfirst { (look.say(Word::CopiesWhy)) }
            @if self.copies.is_empty() { (bits::none_yet(look, &self.board, Word::NoCopies)) }
            @else {
                div.wide {
                    table.copies {
                        thead { tr { th { (look.say(Word::ArticleKind)) } th { (look.say(Word::ArticleKind)) } th { (look.say(Word::Shared)) } th { (look.say(Word::Explained)) } } }
                        tbody {
                            @for copy in &self.copies {
                                @let (first, second) = order(copy);
                                tr {
                                    td { (self.end(look, first)) }
                                    td { (self.end(look, second)) }
                                    td { a href=(look.to(&format!("/copies/{first}/{second}"))) { (bits::percent(f64::from(copy.share))) } br; small { (look.count(copy.passages.iter().map(|p| p.words as usize).sum(), Noun::Word)) } }
                                    td { (explained(look, copy)) }
                                }
                            }
                        }
                    }
                }
            }
            (bits::sheets(&self.ask, "/copies", self.more))
        }
    }
}

impl Copies {
    fn end(&self, look: &Look, id: &str) -> Markup {
        html! {
            @if let Some((id, card)) = self.board.card(id) {
                a href=(look.to(&format!("/article/{id}"))) dir="auto" { (headline(look, &card.story)) }
                br; small { (bits::outlet(look, card.story.outlet.as_deref())) " · " (bits::day(look, card.story.published)) }
            }
        }
    }
}

/// The one that was published first, then the other; by id where that is not known.
fn order(copy: &Copy) -> (&str, &str) {
    if copy.from.as_deref() == Some(copy.b.as_str()) { (&copy.b, &copy.a) } else { (&copy.a, &copy.b) }
}

fn explained(look: &Look, copy: &Copy) -> Markup {
    html! {
        (look.say(bits::copy_word(copy.kind)))
        @for name in &copy.credits { " " (bits::outlet(look, Some(name))) }
        @if copy.from.is_none() { br; small { (look.say(Word::OrderUnknown)) } }
    }
}

/// One of two articles.
#[derive(Debug, Serialize)]
struct Half {
    story: Story,
    text: String,
    shared: Vec<Span>,
}

#[derive(Debug, Serialize)]
struct Pair {
    copy: Copy,
    first: Half,
    second: Half,
}

pub(crate) fn pair(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let (a, b) = (ask.id("a")?, ask.id("b")?);
    let board = desk.board();
    let (low, high) = (a.min(b).to_string(), a.max(b).to_string());
    let copy = board.copies.iter().find(|copy| copy.a == low && copy.b == high).cloned().ok_or(Failure::NotFound)?;
    let half = |id: musnad_ledger::Id| -> Result<Half, Failure> {
        let article = desk.ledger.article(id)?.ok_or(Failure::NotFound)?;
        let own = |passage: &musnad_compare::Passage| if copy.a == id.to_string() { passage.a } else { passage.b };
        Ok(Half { story: article.story, text: article.text, shared: copy.passages.iter().map(own).collect() })
    };
    let (first, second) = (half(a)?, half(b)?);
    Answer::of(ask, &Pair { first, second, copy })
}

impl Page for Pair {
    fn tab(&self) -> Tab {
        Tab::Copies
    }

    fn title(&self, look: &Look) -> String {
        format!(
            "{}: {} · {}",
            look.say(Word::Copies),
            headline(look, &self.first.story),
            headline(look, &self.second.story)
        )
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::SharedText)) " " (bits::percent(f64::from(self.copy.share))) }
            p.standfirst { (explained(look, &self.copy)) }
            div.columns.halves {
                @for half in [&self.first, &self.second] {
                    section {
                        h2 dir="auto" { a href=(look.to(&format!("/article/{}", half.story.id))) { (headline(look, &half.story)) } }
                        p.meta { (bits::outlet(look, half.story.outlet.as_deref())) " · " (bits::day(look, half.story.published)) }
                        div.plain dir="auto" { (body(half)) }
                    }
                }
            }
        }
    }
}

fn body(half: &Half) -> Markup {
    let index = CharIndex::new(&half.text);
    let marks: Vec<Mark> = half.shared.iter().map(|&span| Mark { span, kind: Kind::Found { first: false } }).collect();
    marked(&index, Span::new(0, index.chars()), &marks)
}
