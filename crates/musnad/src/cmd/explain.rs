//! `explain`: one attribution, proposition or label with its words, its chain and the rules behind it.

use std::{
    collections::HashSet,
    io::{self, Write},
};

use musnad_intake::Documents;
use musnad_model::{Attribution, Reading};
use musnad_reader::Reader;

use crate::{
    Done,
    cli::Explain,
    cmd::{Words, claims, places, read::header},
    failure::{Failure, Outcome, Tally},
    labels::{self, Label},
    paint::{Painter, Part},
};

/// How many known ids an error lists.
const LISTED: usize = 40;

/// Explains the attribution in every article of the file that has it.
pub fn run(options: &Explain) -> Done {
    let reader = Reader::arabic();
    let mut painter = Painter::stdout(options.look);
    let mut tally = Tally::default();
    let mut known = Vec::new();
    let mut explained = false;
    for document in Documents::new(vec![options.file.clone()], options.max_bytes) {
        let article = document.and_then(|document| Ok((document.article()?, document.name)));
        let (mut article, name) = match article {
            Ok(article) => article,
            Err(error) => {
                tally.failed(&error);
                continue;
            }
        };
        options.known.apply(&mut article);
        let reading = reader.read(&article);
        tally.read();
        if let Some(claim) = claims::find(&reading, &options.attribution) {
            header(&reading, &name, &mut painter)?;
            claims::one(&options.attribution, &claim, &Words::of(&reading), &mut painter)?;
            if let Some(attribution) = claim.attribution() {
                explain(&reading, attribution, &mut painter)?;
            }
            explained = true;
        } else if reading.attributions.iter().any(|a| a.id == options.attribution) {
            header(&reading, &name, &mut painter)?;
            explain(&reading, &options.attribution, &mut painter)?;
            explained = true;
        } else if known.len() < LISTED {
            known.extend(reading.attributions.into_iter().map(|attribution| attribution.id));
        }
    }
    painter.out().flush()?;
    let outcome = tally.outcome();
    if !explained && outcome != Outcome::Nothing {
        let message = format!("there is no attribution {:?} in this input", options.attribution);
        let more = if known.len() > LISTED { " …" } else { "" };
        known.truncate(LISTED);
        let hint = match known.as_slice() {
            [] => "no attribution was found at all; `musnad read` shows the notes".to_owned(),
            ids => format!("there are {}{more}", ids.join(" ")),
        };
        return Err(Failure::usage(message, hint).into());
    }
    Ok(outcome)
}

/// From the attribution up to the root of its chain, each with its words and its rule.
fn explain<W: Write>(reading: &Reading, id: &str, painter: &mut Painter<W>) -> io::Result<()> {
    let words = Words::of(reading);
    let find = |id: &str| reading.attributions.iter().find(|attribution| attribution.id == id);
    let mut seen = HashSet::new();
    let mut chain = Vec::new();
    let mut next = find(id);
    while let Some(attribution) = next.filter(|attribution| seen.insert(attribution.id.as_str())) {
        one(attribution, &words, painter)?;
        chain.push(attribution.speaker.as_deref().unwrap_or(Label::Unnamed.words(painter.ui)));
        chain.extend(attribution.via.as_deref());
        next = attribution.parent.as_deref().and_then(find);
    }
    chain.extend(reading.publisher.as_deref());
    // One link a line: an arrow would point the wrong way in one of the two directions.
    painter.head("", Part::Head, Label::Chain.words(painter.ui), "")?;
    for (i, link) in chain.iter().enumerate() {
        painter.head("  ", Part::Id, &(i + 1).to_string(), link)?;
    }
    painter.gap("")
}

fn one<W: Write>(attribution: &Attribution, words: &Words<'_>, painter: &mut Painter<W>) -> io::Result<()> {
    let ui = painter.ui;
    painter.head("", Part::Id, &attribution.id, "")?;
    let unnamed = Label::Unnamed.words(ui);
    painter.field("  ", Label::Speaker, attribution.speaker.as_deref().unwrap_or(unnamed))?;
    if let Some(via) = &attribution.via {
        painter.field("  ", Label::Via, via)?;
    }
    let mut stance = labels::stance(attribution.stance, ui).to_owned();
    if attribution.negated {
        stance = format!("{stance} · {}", Label::Negated.words(ui));
    }
    painter.field("  ", Label::Stance, &stance)?;
    painter.field("  ", Label::Mode, labels::mode(attribution.mode, ui))?;
    for (label, spans) in
        [(Label::Source, &attribution.source), (Label::Cue, &attribution.cue), (Label::Content, &attribution.content)]
    {
        if !spans.is_empty() {
            painter.field("  ", label, &words.spoken(spans))?;
            painter.field("    ", Label::At, &places(spans))?;
        }
    }
    painter.field("  ", Label::Rule, &attribution.rule)?;
    let why = musnad_reader::rule(&attribution.rule).map(|rule| rule.why);
    painter.field("  ", Label::Why, why.unwrap_or(Label::NoWhy.words(ui)))?;
    painter.field("  ", Label::Confidence, &format!("{:.2}", attribution.confidence))?;
    painter.gap("")
}
