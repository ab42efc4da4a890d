//! The sentences of the pack: each must give its frame with exactly its roles, or nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use musnad_lang::Files;
use musnad_lang::rows::{ExampleRow, FrameFile, GovernorFile};
use musnad_model::{Article, Polarity, Proposition, Reading};

use super::piece::Piece;
use super::{Known, Scene};
use crate::Reader;
use crate::text::Text;

fn read(text: &str) -> Reading {
    Reader::arabic().read(&Article::from_text(text))
}

/// The words of each role, joined.
fn roles(reading: &Reading, proposition: &Proposition) -> BTreeMap<String, String> {
    proposition
        .roles
        .iter()
        .filter(|(name, _)| *name != "count")
        .map(|(name, spans)| {
            let words: Vec<&str> = spans.iter().map(|s| s.of(&reading.text).unwrap_or("<outside>")).collect();
            // ل swallows the article: «للوزارة» is written so in the text.
            let words: Vec<String> = words
                .iter()
                .map(|w| w.strip_prefix("لل").map_or((*w).to_owned(), |rest| format!("ال{rest}")))
                .collect();
            (name.clone(), words.join(" | "))
        })
        .collect()
}

fn shown(reading: &Reading, p: &Proposition) -> String {
    let sign = if p.polarity == Polarity::Negative { "-" } else { "+" };
    format!(
        "{}.{} {sign} {} [{}] {:?} ({})",
        p.frame,
        p.event,
        p.modality.as_str(),
        p.trigger.of(&reading.text).unwrap_or(""),
        roles(reading, p),
        p.rule
    )
}

/// How the sentence is cut, for reports.
fn pieces(text: &str) -> String {
    let reader = Reader::arabic();
    let reading = reader.read(&Article::from_text(text));
    let known = Known {
        attributions: &reading.attributions,
        entities: &reading.entities,
        places: &reading.places,
        times: &reading.times,
        quantities: &reading.quantities,
    };
    let cut = Text::new(text, reader.pack(), &mut Vec::new());
    let scene = Scene::new(&cut, &known);
    let mut out = String::new();
    for &sentence in &cut.sentences {
        for Piece { what, range, noun, .. } in scene.pieces(sentence) {
            let words = cut.span_of(range).of(text).unwrap_or("").to_owned();
            let _ = write!(out, "{what:?}‹{words}›");
            if !noun.range.is_empty() {
                let _ = write!(out, "{:?}", noun.kinds);
            }
            out.push(' ');
        }
    }
    out
}

/// What is wrong with an example; empty if nothing is.
fn faults(frame: &str, event: Option<&str>, example: &ExampleRow) -> String {
    let text = &example["text"];
    let reading = read(text);
    let plain = |key: &str| matches!(key, "text" | "polarity" | "modality" | "trigger" | "event" | "frame");
    let wanted: BTreeMap<String, String> =
        example.iter().filter(|(k, _)| !plain(k)).map(|(k, v)| (k.clone(), v.clone())).collect();
    let polarity =
        if example.get("polarity").is_some_and(|p| p == "-") { Polarity::Negative } else { Polarity::Positive };
    let modality = example.get("modality").map_or("actual", String::as_str);
    let trigger = example.get("trigger");
    let right = reading.propositions.iter().any(|p| {
        (frame.is_empty() || p.frame == frame)
            && event.is_none_or(|e| p.event == e)
            && trigger.is_none_or(|t| p.trigger.of(text) == Some(t))
            && p.polarity == polarity
            && p.modality.as_str() == modality
            && roles(&reading, p) == wanted
    });
    if right {
        return String::new();
    }
    let mut out = format!("{text}\n    wanted {} {polarity:?} {modality} {wanted:?}\n", event.unwrap_or(""));
    for p in &reading.propositions {
        assert!(crate::rule(&p.rule).is_some(), "{} is no rule", p.rule);
        let _ = writeln!(out, "    got {}", shown(&reading, p));
    }
    let _ = writeln!(out, "    {}", pieces(text));
    out
}

#[test]
fn the_sentences_of_the_pack_are_read() {
    let mut report = String::new();
    let (mut right, mut wrong) = (0, 0);
    for (path, text) in
        Files::embedded("ar").unwrap().iter().filter(|(p, _)| p.starts_with("frames/") && p.ends_with(".toml"))
    {
        if path == "frames/governors.toml" {
            let file: GovernorFile = toml::from_str(text).unwrap();
            for row in &file.governor {
                for example in &row.r#match {
                    let fault = faults("", None, example);
                    if fault.is_empty() {
                        right += 1
                    } else {
                        wrong += 1
                    }
                    if !fault.is_empty() {
                        let _ = write!(report, "governor {}: {fault}", row.id);
                    }
                }
            }
            continue;
        }
        let file: FrameFile = toml::from_str(text).unwrap();
        for row in &file.trigger {
            for example in &row.r#match {
                let fault = faults(&file.frame.id, Some(&row.event), example);
                if fault.is_empty() {
                    right += 1
                } else {
                    wrong += 1
                }
                if !fault.is_empty() {
                    let _ = write!(report, "{}/{}: {fault}", file.frame.id, row.id);
                }
            }
            for sentence in row.skip.iter() {
                let reading = read(sentence);
                let found = reading.propositions.iter().find(|p| p.frame == file.frame.id && p.event == row.event);
                match found {
                    None => right += 1,
                    Some(p) => {
                        wrong += 1;
                        let _ = writeln!(
                            report,
                            "{}/{}: SKIP {sentence}\n    got {}\n    {}",
                            file.frame.id,
                            row.id,
                            shown(&reading, p),
                            pieces(sentence)
                        );
                    }
                }
            }
        }
    }
    assert!(wrong == 0, "{wrong} wrong, {right} right\n{report}");
}
