//! The desk over HTTP: a server in this process over a ledger that the real reader filled with the bundled story.

mod accounts;
mod board;
mod described;
mod door;
mod hostile;
mod matrix;
mod pages;
mod people;
mod place;
mod seed;
