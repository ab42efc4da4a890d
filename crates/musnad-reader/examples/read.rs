//! Reads one article and prints who said what: `cargo run -p musnad-reader --example read [FILE]`.

use musnad_model::Article;
use musnad_reader::Reader;

const TEXT: &str = "ونقلت وكالة \"أفق برس\" عن مسؤول في الوزارة قوله إن الجسر سيفتح يوم الأحد.";

fn main() -> std::io::Result<()> {
    let text = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => TEXT.to_owned(),
    };
    // The embedded pack is compiled once for the process; a reader can be shared by threads.
    let reader = Reader::arabic();
    let reading = reader.read(&Article::from_text(text));
    for attribution in &reading.attributions {
        let content: Vec<&str> = attribution.content.iter().filter_map(|span| span.of(&reading.text)).collect();
        println!("{}\t{}", attribution.id, attribution.stance.as_str());
        println!("\tspeaker\t{}", attribution.speaker.as_deref().unwrap_or("-"));
        println!("\tthrough\t{}", attribution.parent.as_deref().unwrap_or("-"));
        println!("\tcontent\t{}", content.join(" … "));
    }
    Ok(())
}
