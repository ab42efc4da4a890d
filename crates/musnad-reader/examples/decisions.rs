//! Prints every decision about a text on standard input: the options, their scores, and
//! with `--features` what was weighed. For finding out why something was or was not read.

use std::io::Read as _;

use musnad_reader::Reader;

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let features = std::env::args().any(|a| a == "--features");
    for decision in Reader::arabic().decisions(&text) {
        println!("{}", decision.what);
        for option in decision.options.iter().take(5) {
            let words = option.span.and_then(|s| s.of(&text)).unwrap_or("").replace('\n', " ");
            println!("  {:7.2}  {} «{words}»", option.score, option.name);
            if features {
                for (name, weight) in option.features.iter().take(14) {
                    println!("             {weight:6.2}  {name}");
                }
            }
        }
    }
    Ok(())
}
