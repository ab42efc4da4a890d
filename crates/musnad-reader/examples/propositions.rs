//! Prints the propositions and labels of an article, or of each line of a JSONL file with `text` fields:
//! `cargo run -p musnad-reader --example propositions -- [--pack FOLDER] [--pieces] [--json] FILE`.
//!
//! `--pieces` shows how the sentences were cut, `--json` prints whole readings.

use std::path::Path;

use musnad_lang::Pack;
use musnad_model::{Article, Polarity, Reading};
use musnad_reader::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = Reader::arabic();
    let (mut pieces, mut json) = (false, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--pack" => reader = Reader::new(Pack::from_dir("ar", Path::new(&args.next().unwrap_or_default()))?),
            "--pieces" => pieces = true,
            "--json" => json = true,
            file => {
                let text = std::fs::read_to_string(file)?;
                for article in articles(file, &text)? {
                    let reading = reader.read(&article);
                    if pieces {
                        println!("{}", reader.pieces(&article));
                    }
                    if json {
                        println!("{}", serde_json::to_string(&reading)?);
                    } else {
                        show(&reading);
                    }
                }
            }
        }
    }
    Ok(())
}

/// The articles of a file: a line each in JSONL, else the whole of it.
fn articles(file: &str, text: &str) -> Result<Vec<Article>, Box<dyn std::error::Error>> {
    if !file.ends_with(".jsonl") {
        return Ok(vec![Article::from_text(text)]);
    }
    text.lines()
        .map(|line| {
            let object: serde_json::Value = serde_json::from_str(line)?;
            let mut article = Article::from_text(object["text"].as_str().unwrap_or_default());
            article.id = object["id"].as_str().map(str::to_owned);
            article.publisher = object["publisher"].as_str().map(str::to_owned);
            article.published = object["published"].as_str().and_then(|day| day.parse().ok());
            Ok(article)
        })
        .collect()
}

fn show(reading: &Reading) {
    let words = |span: musnad_model::Span| span.of(&reading.text).unwrap_or_default().replace('\n', " ");
    for p in &reading.propositions {
        let sign = if p.polarity == Polarity::Negative { '-' } else { '+' };
        let by = p.attribution.as_deref().unwrap_or("narration");
        println!("{}.{}\t{sign}{}\t{by}\t{}\t{}", p.frame, p.event, p.modality.as_str(), words(p.trigger), p.rule);
        for (role, spans) in &p.roles {
            let all: Vec<String> = spans.iter().map(|&s| words(s)).collect();
            println!("\t{role}\t{}", all.join(" | "));
        }
    }
    for label in &reading.labels {
        println!("label\t{:?}\t{}\t{}", label.kind, words(label.span), label.entity.as_deref().unwrap_or("-"));
    }
}
