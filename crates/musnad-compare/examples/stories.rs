//! Prints what comparing finds in readings, one JSON object a line on standard input:
//!
//!     musnad extract articles.jsonl | cargo run --release -p musnad-compare --example stories
//!
//! With `--traces` every group of claims of two articles or more is traced; with `--json`
//! stories and copies are printed as JSON lines.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use musnad_compare::{Digest, Group, Index, trace};
use musnad_model::Reading;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let option = std::env::args().nth(1).unwrap_or_default();
    let mut index = Index::new();
    let mut readings: HashMap<String, Reading> = HashMap::new();
    for line in io::stdin().lock().lines() {
        let reading: Reading = serde_json::from_str(&line?)?;
        index.add(Digest::of(&reading))?;
        readings.insert(reading.id.clone(), reading);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let copies = index.copies();
    for story in index.stories() {
        if option == "--json" {
            writeln!(out, "{}", serde_json::to_string(&story)?)?;
            continue;
        }
        writeln!(out, "\n=== {} ({} groups)", story.id, story.groups.len())?;
        for group in &story.groups {
            if option == "--traces" {
                let all: Vec<&Reading> = readings.values().collect();
                let articles = group.members.windows(2).any(|pair| pair[0].claim.article != pair[1].claim.article);
                if articles {
                    writeln!(out, "\n{}", trace::trace(&story, group, &all, &copies)?.text())?;
                }
            } else {
                show(&mut out, group, &readings)?;
            }
        }
        for one in &story.rivals {
            writeln!(out, "  !! {} {} {:.2} {}", one.a, one.b, one.score, one.kind.as_str())?;
        }
    }
    for copy in copies {
        if option == "--json" {
            writeln!(out, "{}", serde_json::to_string(&copy)?)?;
            continue;
        }
        let own: u32 = copy.passages.iter().map(|passage| passage.own).sum();
        writeln!(
            out,
            "copy {} {} {:.2} own {own} {:?} {:?} from {:?}",
            copy.a, copy.b, copy.share, copy.kind, copy.credits, copy.from
        )?;
    }
    out.flush()?;
    Ok(())
}

fn show(out: &mut impl Write, group: &Group, readings: &HashMap<String, Reading>) -> io::Result<()> {
    writeln!(out, "--- {}", group.id)?;
    for member in &group.members {
        let reading = &readings[&member.claim.article];
        let day = reading.published.map_or_else(String::new, |day| day.to_string());
        let outlet = format!("{} {day}", reading.publisher.as_deref().unwrap_or("?"));
        let words: Vec<&str> = member.spans.iter().filter_map(|span| span.of(&reading.text)).collect();
        let words = words.join(" … ").replace('\n', " ");
        writeln!(out, "  {} {:?} {:?} [{outlet}] {words}", member.claim, member.side, member.stance)?;
    }
    for one in &group.matches {
        writeln!(out, "    {} {} {:.2} {} {}", one.a, one.b, one.score, one.kind.as_str(), one.reason.sentence())?;
    }
    Ok(())
}
