//! Many articles from the story's texts: the same news with other people, towns and numbers.

use std::fmt::Write as _;

use super::{lines, text};

/// Names of the story, each turned into another one in every round.
const NAMES: &[&str] = &[
    "الدوحان",
    "الحبّال",
    "الصدفي",
    "المرساوي",
    "النورسي",
    "الصواف",
    "الرواس",
    "القنديل",
    "الهدّار",
    "الشطّي",
    "المنارة",
    "الدلّال",
    "ميلار",
    "النورس",
    "ياقوت",
    "سمّار",
    "لشبونة",
    "الغراب",
    "ريحانة",
];
const LETTERS: &str = "بتثجحخدذرزسشصضطظعغفقكلمنه";

fn turned(name: &str, round: usize) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    let turn = |c: char| letters.iter().position(|&l| l == c).map_or(c, |at| letters[(at + round) % letters.len()]);
    // The article stays, or no name would be read as one.
    let cut = if name.starts_with("ال") { "ال".len() } else { 0 };
    format!("{}{}", &name[..cut], name[cut..].chars().map(turn).collect::<String>())
}

/// So many articles, as lines of JSON. No two have one text.
pub fn articles(count: usize) -> String {
    let story = lines();
    let mut out = String::new();
    for n in 0..count {
        let (line, round) = (&story[n % story.len()], n / story.len());
        let mut words = text(line, "text");
        if round > 0 {
            for name in NAMES {
                words = words.replace(name, &turned(name, round));
            }
            let _ = write!(words, "\nالحلقة {round}.");
        }
        let row = serde_json::json!({
            "id": n.to_string(), "language": "ar", "text": words, "publisher": line["publisher"],
            "published": format!("2022-{:02}-{:02}", 1 + round % 12, 1 + n % 28), "url": format!("https://grown.example/{n}"),
        });
        let _ = writeln!(out, "{row}");
    }
    out
}
