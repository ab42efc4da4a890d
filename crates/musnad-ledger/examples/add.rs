//! Adds invented articles and reports each as soon as it is on the disk. The tests kill it at random moments.
//!
//! `add LEDGER FROM TO`: articles FROM to TO, without TO; prints `NUMBER ID` for each.

#[allow(dead_code)]
#[path = "../tests/ledger/invent.rs"]
mod invent;

use std::io::Write as _;

use musnad_ledger::{Addition, Options, open};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, ledger, from, to] = &arguments[..] else {
        eprintln!("add LEDGER FROM TO");
        std::process::exit(2);
    };
    let (from, to): (u64, u64) = (from.parse().unwrap(), to.parse().unwrap());
    let done = || -> musnad_ledger::Result<()> {
        let ledger = open(ledger, &Options::default())?;
        for n in from..to {
            let reading = invent::article(n);
            let (json, page) = (invent::line(&reading), invent::page(&reading));
            let added = ledger.add(&Addition {
                reading: &json,
                bytes: Some(page.as_bytes()),
                media: "text/html",
                place: reading.url.as_deref().unwrap_or("-"),
                how: "example",
                author: None,
                at: jiff::Timestamp::from_second(1_700_000_000 + n.cast_signed()).unwrap_or_default(),
            })?;
            let mut out = std::io::stdout().lock();
            writeln!(out, "{n} {}", added.article)?;
            out.flush()?;
        }
        Ok(())
    };
    if let Err(error) = done() {
        eprintln!("{error:?}");
        std::process::exit(1);
    }
}
