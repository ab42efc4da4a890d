//! The crate from outside: saved pages, and whole runs over files of every kind.

mod pages;
mod runs;
