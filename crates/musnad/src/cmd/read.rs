//! `read`: the attributions, propositions and labels of articles, for people.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, Write},
};

use musnad_intake::Documents;
use musnad_model::{Attribution, Reading};
use musnad_reader::Reader;

use crate::{
    Done,
    cli::Read,
    cmd::{Words, claims},
    failure::Tally,
    labels::{self, Label},
    paint::{Painter, Part},
};

/// Reads and shows one document after the other.
pub fn run(options: &Read) -> Done {
    let reader = Reader::arabic();
    let mut painter = Painter::stdout(options.look);
    let mut tally = Tally::default();
    for document in Documents::new(options.source.inputs.clone(), options.source.max_bytes) {
        let article = document.and_then(|document| Ok((document.article()?, document.name)));
        match article {
            Err(error) => {
                // What was read so far stands before the complaint.
                painter.out().flush()?;
                tally.failed(&error);
            }
            Ok((mut article, name)) => {
                options.source.known.apply(&mut article);
                let reading = reader.read(&article);
                if options.json {
                    serde_json::to_writer_pretty(painter.out(), &reading).map_err(io::Error::from)?;
                    writeln!(painter.out())?;
                } else {
                    show(&reading, &name, &mut painter)?;
                }
                tally.read();
            }
        }
    }
    painter.out().flush()?;
    Ok(tally.outcome())
}

/// Shows one reading: a header, the attributions as a tree, the notes.
pub fn show<W: Write>(reading: &Reading, name: &str, painter: &mut Painter<W>) -> io::Result<()> {
    header(reading, name, painter)?;
    let words = Words::of(reading);
    for Twig { attribution, branch, below } in tree(&reading.attributions) {
        attributed(attribution, &words, &branch, &below, painter)?;
    }
    claims::list(reading, &words, painter)?;
    if !reading.notes.is_empty() {
        painter.head("", Part::Head, Label::Notes.words(painter.ui), "")?;
        for note in &reading.notes {
            let at = note.span.map(|span| format!("  [{}–{}]", span.start, span.end));
            let message = format!("{}{}", note.message, at.unwrap_or_default());
            painter.head("  ", Part::Id, &note.code, &message)?;
        }
        painter.gap("")?;
    }
    Ok(())
}

/// The head of an article: what is known of it, and how many blocks and attributions it has.
pub fn header<W: Write>(reading: &Reading, name: &str, painter: &mut Painter<W>) -> io::Result<()> {
    let ui = painter.ui;
    painter.head("", Part::Head, Label::Article.words(ui), name)?;
    let published = reading.published.map(|day| day.to_string());
    for (label, value) in [
        (Label::Title, &reading.title),
        (Label::Publisher, &reading.publisher),
        (Label::Published, &published),
        (Label::Url, &reading.url),
    ] {
        if let Some(value) = value {
            painter.field("", label, value)?;
        }
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for block in &reading.blocks {
        *kinds.entry(labels::block(block.kind, ui)).or_default() += 1;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    painter.field("", Label::Blocks, &format!("{} ({})", reading.blocks.len(), kinds.join(", ")))?;
    painter.field("", Label::Attributions, &reading.attributions.len().to_string())?;
    painter.gap("")
}

fn attributed<W: Write>(
    attribution: &Attribution,
    words: &Words<'_>,
    branch: &str,
    below: &str,
    painter: &mut Painter<W>,
) -> io::Result<()> {
    let ui = painter.ui;
    let mut how = labels::stance(attribution.stance, ui).to_owned();
    if attribution.negated {
        how = format!("{how} · {}", Label::Negated.words(ui));
    }
    how = format!("{how} · {}", labels::mode(attribution.mode, ui));
    painter.head(branch, Part::Id, &attribution.id, &how)?;
    let unnamed = Label::Unnamed.words(ui);
    painter.field(below, Label::Speaker, attribution.speaker.as_deref().unwrap_or(unnamed))?;
    let source = words.spoken(&attribution.source);
    if attribution.speaker.as_deref() != Some(&*source) && !source.is_empty() {
        painter.field(below, Label::Source, &source)?;
    }
    if let Some(via) = &attribution.via {
        painter.field(below, Label::Via, via)?;
    }
    let cue = words.spoken(&attribution.cue);
    if !cue.is_empty() {
        painter.field(below, Label::Cue, &cue)?;
    }
    painter.field(below, Label::Content, &words.spoken(&attribution.content))?;
    painter.gap(below)
}

/// An attribution in the tree, with the lines that lead to it and past it.
struct Twig<'a> {
    attribution: &'a Attribution,
    branch: String,
    below: String,
}

/// The attributions with children after their parents, in the order of the text.
/// Each comes exactly once, even if parents are missing or run in a circle.
fn tree(attributions: &[Attribution]) -> Vec<Twig<'_>> {
    let at: HashMap<&str, usize> = attributions.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let parent = |a: &Attribution| a.parent.as_deref().and_then(|id| at.get(id).copied());
    let mut children = vec![Vec::new(); attributions.len()];
    let mut roots = Vec::new();
    for (i, attribution) in attributions.iter().enumerate() {
        match parent(attribution) {
            Some(parent) => children[parent].push(i),
            None => roots.push(i),
        }
    }
    let mut shown = vec![false; attributions.len()];
    let mut twigs = Vec::with_capacity(attributions.len());
    // After the roots everything again: what stands in a circle is under none of them.
    for root in roots.into_iter().chain(0..attributions.len()) {
        let mut todo = vec![(root, String::new(), String::new())];
        while let Some((i, branch, below)) = todo.pop() {
            if std::mem::replace(&mut shown[i], true) {
                continue;
            }
            let last = children[i].len();
            for (n, &child) in children[i].iter().enumerate().rev() {
                let (turn, past) = if n + 1 == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
                todo.push((child, format!("{below}{turn}"), format!("{below}{past}")));
            }
            let through = if children[i].is_empty() { "   " } else { "│  " };
            // The fields of a parent stand beside the line that leads to its children.
            let below = format!("{below}{through}");
            twigs.push(Twig { attribution: &attributions[i], branch, below });
        }
    }
    twigs
}

#[cfg(test)]
mod tests {
    use super::*;
    use musnad_model::{Mode, Stance};

    fn attribution(id: &str, parent: Option<&str>) -> Attribution {
        Attribution {
            id: id.into(),
            source: Vec::new(),
            cue: Vec::new(),
            content: Vec::new(),
            mode: Mode::Indirect,
            stance: Stance::Says,
            negated: false,
            speaker: None,
            speaker_entity: None,
            via: None,
            parent: parent.map(Into::into),
            rule: "test".into(),
            confidence: 1.0,
        }
    }

    fn drawn(pairs: &[(&str, Option<&str>)]) -> Vec<String> {
        let all: Vec<_> = pairs.iter().map(|(id, parent)| attribution(id, *parent)).collect();
        let twigs = tree(&all);
        twigs.iter().map(|twig| format!("{}{}", twig.branch, twig.attribution.id)).collect()
    }

    #[test]
    fn children_stand_under_their_parents() {
        let pairs = [("a1", None), ("a2", Some("a1")), ("a3", None), ("a4", Some("a1")), ("a5", Some("a2"))];
        assert_eq!(drawn(&pairs), ["a1", "├─ a2", "│  └─ a5", "└─ a4", "a3"]);
    }

    #[test]
    fn circles_and_lost_parents_lose_nothing() {
        let pairs = [("a1", Some("a2")), ("a2", Some("a1")), ("a3", Some("gone")), ("a4", Some("a4"))];
        let mut ids = drawn(&pairs).join(" ").replace("└─ ", "");
        ids.retain(|c| c != ' ');
        assert_eq!(ids, "a3a1a2a4");
    }

    #[test]
    fn a_long_chain_does_not_reach_the_stack() {
        let names: Vec<String> = (0..2_000).map(|i| format!("a{i}")).collect();
        let pairs: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(i, id)| (id.as_str(), i.checked_sub(1).map(|i| names[i].as_str())))
            .collect();
        assert_eq!(drawn(&pairs).len(), 2_000);
    }
}
