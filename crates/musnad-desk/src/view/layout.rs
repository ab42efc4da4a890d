//! The frame of every page: bar, main part, foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::accounts::Role;
use crate::answer::Tab;
use crate::ask::{Look, Theme};
use crate::failure::Failure;
use crate::words::{Tongue, Word};

const TABS: [(Tab, &str, Word); 9] = [
    (Tab::Front, "/", Word::Front),
    (Tab::Conflicts, "/conflicts", Word::Conflicts),
    (Tab::Whereabouts, "/whereabouts", Word::Whereabouts),
    (Tab::Timeline, "/timeline", Word::Timeline),
    (Tab::Network, "/network", Word::Network),
    (Tab::Map, "/map", Word::Map),
    (Tab::Copies, "/copies", Word::Copies),
    (Tab::Review, "/review", Word::Review),
    (Tab::Search, "/search", Word::Search),
];

/// A whole page.
pub(crate) fn page(look: &Look, tab: Tab, title: &str, body: &Markup) -> Markup {
    frame(
        look,
        title,
        html! {
            header.top {
                div.bar {
                    a.brand href=(look.to("/")) { (look.say(Word::Brand)) }
                    form.quick role="search" action=(look.to("/search")) method="get" {
                        label.unseen for="quick" { (look.say(Word::Search)) }
                        input #quick type="search" name="q" dir="auto" maxlength="300" placeholder=(look.say(Word::SearchHint));
                    }
                    (visitor(look))
                    (switches(look))
                }
                nav.tabs aria-label=(look.say(Word::Pages)) {
                    @for (one, path, word) in TABS {
                        a href=(look.to(path)) aria-current=[(one == tab).then_some("page")] { (look.say(word)) }
                    }
                }
            }
            main #main { (body) }
            footer.foot {
                p { (look.say(Word::Promise)) }
                p { a href=(look.json()) { "JSON" } " · " a href=(look.to("/about")) { (look.say(Word::About)) } }
            }
            p.live #live role="status" data-events="/-/events" hidden {
                a href=(look.to(&look.rest)) { (look.say(Word::NewHere)) }
            }
        },
    )
}

fn frame(look: &Look, title: &str, inside: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(look.tongue.code()) dir=(look.tongue.dir()) data-theme=(look.theme.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (look.say(Word::Brand)) }
                link rel="stylesheet" href="/-/desk.css";
                link rel="icon" href="/-/icon.svg" type="image/svg+xml";
                script src="/-/desk.js" defer {}
            }
            body {
                a.skip href="#main" { (look.say(Word::Skip)) }
                (inside)
            }
        }
    }
}

/// Who is in, and the way out.
fn visitor(look: &Look) -> Markup {
    html! {
        @if let Some(name) = &look.name {
            form.visitor action=(look.to("/-/leave")) method="post" {
                (csrf(look))
                bdi { (name) }
                @if look.role == Some(Role::Admin) { a href=(look.to("/accounts")) { (look.say(Word::Accounts)) } }
                button { (look.say(Word::Leave)) }
            }
        }
    }
}

/// The switches of language and colours.
fn switches(look: &Look) -> Markup {
    html! {
        div.switches {
            @for tongue in Tongue::ALL {
                @if tongue != look.tongue {
                    a hreflang=(tongue.code()) lang=(tongue.code()) dir=(tongue.dir())
                        href={ "/" (tongue.code()) (look.rest) } { (tongue.name()) }
                }
            }
            form.theme action="/-/theme" method="post" aria-label=(look.say(Word::Colours)) {
                (csrf(look))
                input type="hidden" name="back" value=(look.rest);
                @for theme in Theme::ALL {
                    button name="theme" value=(theme.as_str()) aria-pressed=(theme == look.theme)
                        title=(look.say(themed(theme))) aria-label=(look.say(themed(theme))) { (glyph(theme)) }
                }
            }
        }
    }
}

const fn themed(theme: Theme) -> Word {
    match theme {
        Theme::Auto => Word::ThemeAuto,
        Theme::Light => Word::ThemeLight,
        Theme::Dark => Word::ThemeDark,
    }
}

/// Pictures of our own: no font is sure to have them.
const fn glyph(theme: Theme) -> PreEscaped<&'static str> {
    PreEscaped(match theme {
        Theme::Auto => {
            "<svg viewBox='0 0 16 16' aria-hidden='true'><circle cx='8' cy='8' r='6' fill='none' stroke='currentColor'/><path d='M8 2a6 6 0 0 1 0 12z' fill='currentColor'/></svg>"
        }
        Theme::Light => {
            "<svg viewBox='0 0 16 16' aria-hidden='true'><circle cx='8' cy='8' r='6' fill='none' stroke='currentColor'/></svg>"
        }
        Theme::Dark => {
            "<svg viewBox='0 0 16 16' aria-hidden='true'><circle cx='8' cy='8' r='6' fill='currentColor' stroke='currentColor'/></svg>"
        }
    })
}

/// What a form must carry.
pub(crate) fn csrf(look: &Look) -> Markup {
    html! { input type="hidden" name="csrf" value=(look.csrf); }
}

/// A page for a failure. It says nothing of what is in the ledger.
pub(crate) fn failed(look: &Look, failure: &Failure) -> Markup {
    let word = look.say(failure.word());
    frame(
        look,
        word,
        html! {
            main.alone #main {
                p { a.brand href=(look.to("/")) { (look.say(Word::Brand)) } }
                h1 { (word) }
                @if let Some(detail) = failure.detail() { p.detail lang="en" dir="auto" { (detail) } }
                @if matches!(failure, Failure::Stranger) {
                    p { a.button href=(look.to("/-/door")) { (look.say(Word::ToDoor)) } }
                } @else {
                    p { a href=(look.to("/")) { (look.say(Word::ToFront)) } " · " a href=(look.to("/search")) { (look.say(Word::Search)) } }
                }
            }
        },
    )
}

/// Where the token is given, or name and password.
pub(crate) fn door(look: &Look, accounts: bool, wrong: bool) -> Markup {
    frame(
        look,
        look.say(Word::ToDoor),
        html! {
            main.alone #main {
                p { span.brand { (look.say(Word::Brand)) } }
                h1 { (look.say(Word::ToDoor)) }
                p { (look.say(if accounts { Word::DoorAccount } else { Word::DoorWhy })) }
                @if wrong { p.wrong role="alert" { (look.say(if accounts { Word::WrongPassword } else { Word::WrongToken })) } }
                form.stack method="post" action={ "/" (look.tongue.code()) "/-/door" } {
                    (csrf(look))
                    @if accounts {
                        label { (look.say(Word::Name)) input name="name" dir="auto" maxlength="64" required autocomplete="username"; }
                        label { (look.say(Word::Password)) input type="password" name="password" dir="auto" required autocomplete="current-password"; }
                    } @else {
                        label { (look.say(Word::Token)) input type="password" name="token" dir="ltr" required autocomplete="current-password"; }
                    }
                    button { (look.say(Word::Enter)) }
                }
                (switches(&Look { rest: "/-/door".into(), ..look.clone() }))
            }
        },
    )
}
