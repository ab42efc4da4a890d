//! Prints everything that the rules propose for a text on standard input, with the
//! chooser's probability: for finding out why something was or was not read.

use std::io::Read as _;

use musnad_model::Span;
use musnad_reader::Reader;

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let words = |spans: &[Span]| spans.iter().filter_map(|s| s.of(&text)).collect::<Vec<_>>().join(" … ");
    for p in Reader::arabic().proposals(&text) {
        if std::env::args().any(|a| a == "--features") {
            println!("{}", p.features.join(" "));
        }
        println!("{:.2} {} | {} | {} | {}", p.probability, p.rule, words(&p.source), words(&p.cue), words(&p.content));
    }
    Ok(())
}
