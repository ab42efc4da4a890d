//! What the desk is, and what is in it.

use maud::{Markup, html};
use musnad_ledger::{Counts, Head};
use musnad_model::Stance;
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::failure::Failure;
use crate::routes::routes;
use crate::state::Desk;
use crate::view::bits;
use crate::words::Word;

#[derive(Debug, Serialize)]
struct About {
    version: &'static str,
    counts: Counts,
    head: Head,
    /// Every address, with its parts in braces.
    routes: Vec<String>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let routes = routes().iter().map(ToString::to_string).collect();
    let about =
        About { version: env!("CARGO_PKG_VERSION"), counts: desk.ledger.counts()?, head: desk.ledger.head()?, routes };
    Answer::of(ask, &about)
}

impl Page for About {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::About).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::About)) }
            p.standfirst { (look.say(Word::Promise)) }
            section {
                h2 { (look.say(Word::Legend)) }
                ul.key.stances { @for stance in Stance::ALL { li { (bits::stance(look, stance, false)) } } }
                p { (look.say(Word::LegendWhy)) }
            }
            section {
                h2 { (look.say(Word::Lines)) }
                p { (look.say(Word::LinesAre)) }
            }
            section {
                h2 { (look.say(Word::Ledger)) }
                dl.facts {
                    dt { (look.say(Word::Articles)) } dd { (self.counts.articles) }
                    dt { (look.say(Word::Claims)) } dd { (self.counts.claims) }
                    dt { (look.say(Word::LogEnd)) } dd { code dir="ltr" { (self.head.seq) " " (self.head.hash) } }
                    dt { (look.say(Word::Engine)) } dd { code dir="ltr" { (self.version) } }
                }
            }
            section {
                h2 { (look.say(Word::ForPrograms)) }
                p { (look.say(Word::ForProgramsHow)) }
                ul.routes dir="ltr" { @for route in &self.routes { li { code { (route) } } } }
            }
        }
    }
}
