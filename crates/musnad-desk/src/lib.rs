//! The desk: a ledger in the browser, in Arabic and English, for people who compare reports.
//!
//! [`serve`] answers HTTP over a ledger. Pages are made on the server and work without JavaScript; every state is a
//! URL, and every page is JSON too (`.json` behind its path, or `Accept: application/json`). No page asks anything of
//! another machine. [`Desk`] is what stands behind the pages, [`routes`] lists them.
//!
//! Pages come in three steps, each a plain function: a *page* module asks the ledger and the board and makes a
//! struct; the struct becomes JSON by serde or HTML by [`maud`], which escapes whatever it is given; the *server*
//! puts the headers on it that keep hostile article text harmless.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod accounts;
mod add;
mod answer;
mod ask;
mod board;
mod draw;
mod failure;
mod form;
mod guard;
mod live;
mod options;
mod pace;
mod pages;
mod routes;
mod server;
mod sessions;
mod state;
mod tls;
mod view;
mod words;

pub use accounts::{Accounts, AccountsError, Role};
pub use board::{Corrected, corrected};
pub use options::{Options, OptionsError};
pub use routes::{Given, Method, Route, routes};
pub use server::{Serving, router, serve};
pub use state::Desk;
pub use tls::Tls;
pub use words::Tongue;
