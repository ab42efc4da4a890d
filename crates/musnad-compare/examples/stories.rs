//! Prints what comparing finds in readings, one JSON object a line on standard input:
//!
//!     musnad extract articles.jsonl | cargo run --release -p musnad-compare --example stories

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use musnad_compare::{Digest, Index};
use musnad_model::Reading;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut index = Index::new();
    let mut texts: HashMap<String, (String, String)> = HashMap::new();
    for line in io::stdin().lock().lines() {
        let reading: Reading = serde_json::from_str(&line?)?;
        index.add(Digest::of(&reading))?;
        let outlet = format!("{} {}", reading.publisher.unwrap_or_default(), reading.published.map_or_else(String::new, |day| day.to_string()));
        texts.insert(reading.id, (reading.text, outlet));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for story in index.stories() {
        writeln!(out, "\n=== {} ({} groups)", story.id, story.groups.len())?;
        for group in &story.groups {
            writeln!(out, "--- {}", group.id)?;
            for member in &group.members {
                let (text, outlet) = &texts[&member.claim.article];
                let words: Vec<&str> = member.spans.iter().filter_map(|span| span.of(text)).collect();
                writeln!(out, "  {} {:?} {:?} [{}] {}", member.claim, member.side, member.stance, outlet, words.join(" … ").replace('\n', " "))?;
            }
            for one in &group.matches {
                writeln!(out, "    {} {} {:.2} {} {}", one.a, one.b, one.score, one.kind.as_str(), one.reason.sentence())?;
            }
        }
        for one in &story.rivals {
            writeln!(out, "  !! {} {} {:.2} {}", one.a, one.b, one.score, one.kind.as_str())?;
        }
    }
    for copy in index.copies() {
        let own: u32 = copy.passages.iter().map(|passage| passage.own).sum();
        writeln!(out, "copy {} {} {:.2} own {own} {:?} {:?} from {:?}", copy.a, copy.b, copy.share, copy.kind, copy.credits, copy.from)?;
    }
    out.flush()?;
    Ok(())
}
