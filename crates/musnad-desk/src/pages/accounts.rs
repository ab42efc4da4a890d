//! Who may come in, and who is in.

use maud::{Markup, html};
use serde::Serialize;

use crate::accounts::{Accounts as Known, Role};
use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::failure::Failure;
use crate::form::Form;
use crate::state::Desk;
use crate::view::layout;
use crate::words::Word;

#[derive(Debug, Serialize)]
struct Account {
    name: String,
    role: Role,
    /// How many browsers it is in with.
    sessions: usize,
}

#[derive(Debug, Serialize)]
struct Accounts {
    accounts: Vec<Account>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let known = desk.guard.accounts().into_iter().flat_map(Known::iter);
    let account =
        |(name, role): (&str, Role)| Account { name: name.to_owned(), role, sessions: desk.guard.sessions.count(name) };
    Answer::of(ask, &Accounts { accounts: known.map(account).collect() })
}

pub(crate) fn send_away(desk: &Desk, ask: &Ask, _: &Form) -> Result<String, Failure> {
    desk.guard.sessions.send_away(ask.part("name"));
    Ok("/accounts".into())
}

pub(crate) const fn role_word(role: Role) -> Word {
    match role {
        Role::Reader => Word::RoleReader,
        Role::Editor => Word::RoleEditor,
        Role::Admin => Word::RoleAdmin,
    }
}

impl Page for Accounts {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Accounts).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Accounts)) }
            p.standfirst { (look.say(Word::AccountsHow)) }
            div.wide {
                table {
                    thead { tr { th { (look.say(Word::Name)) } th { (look.say(Word::Role)) } th { (look.say(Word::Sessions)) } th { span.unseen { (look.say(Word::SendAway)) } } } }
                    tbody {
                        @for one in &self.accounts {
                            tr {
                                th scope="row" { bdi { (one.name) } }
                                td { (look.say(role_word(one.role))) }
                                td { (one.sessions) }
                                td { @if one.sessions > 0 {
                                    form action=(look.to(&format!("/accounts/{}/leave", part(&one.name)))) method="post" { (layout::csrf(look)) button { (look.say(Word::SendAway)) } }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}
