//! The crate from outside: saved pages, and whole runs over files of every kind.

mod bounded;
mod hostile;
mod made;
mod pages;
mod resume;
mod runs;
mod seeds;
#[path = "../../../../fuzz/targets/taking.rs"]
mod taking;
