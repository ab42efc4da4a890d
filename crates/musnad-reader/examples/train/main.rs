//! Learns the weights of the reader from labelled articles.
//!
//!     train LABELS.jsonl… [--texts TEXTS.jsonl] > weights.tsv
//!     train LABELS.jsonl… [--texts TEXTS.jsonl] --folds N [--wrong WRONG.tsv] > predicted.jsonl
//!     train LABELS.jsonl… [--texts TEXTS.jsonl] --missed > missed.tsv
//!
//! Labels carry their text, or are joined with it by id and checked by hash. `--folds` reads
//! each article with weights that were learned without it, and `--wrong` writes down every
//! decision that such weights got wrong. `--missed` lists the labels that no option could say:
//! what rules and pack lack.

mod labels;
mod learn;

use std::collections::{BTreeMap, HashMap};
use std::io::{BufWriter, Write};

use labels::{Document, Failure};
use musnad_model::{Article, Span};
use musnad_reader::{Example, Lesson, Reader, Vocabulary, Weights};

const USAGE: &str = "usage: train LABELS.jsonl… [--texts TEXTS.jsonl] [--folds N [--wrong FILE] | --missed]";

#[derive(Default)]
struct Arguments {
    labels: Vec<String>,
    texts: Option<String>,
    folds: usize,
    wrong: Option<String>,
    missed: bool,
}

fn arguments() -> Result<Arguments, Failure> {
    let mut out = Arguments::default();
    let mut all = std::env::args().skip(1);
    while let Some(argument) = all.next() {
        match argument.as_str() {
            "--folds" => out.folds = all.next().ok_or(USAGE)?.parse()?,
            "--wrong" => out.wrong = Some(all.next().ok_or(USAGE)?),
            "--texts" => out.texts = Some(all.next().ok_or(USAGE)?),
            "--missed" => out.missed = true,
            _ => out.labels.push(argument),
        }
    }
    if out.labels.is_empty() { Err(USAGE.into()) } else { Ok(out) }
}

fn main() -> Result<(), Failure> {
    let arguments = arguments()?;
    let documents = labels::documents(&arguments.labels, arguments.texts.as_deref())?;
    let reader = Reader::arabic();
    let mut vocabulary = Vocabulary::default();
    let lessons: Vec<Lesson> = documents.iter().map(|d| reader.lesson(&d.text, &d.labels, &mut vocabulary)).collect();
    report(&documents, &lessons);
    let mut out = BufWriter::new(std::io::stdout().lock());
    if arguments.missed {
        return missed(&documents, &lessons, &mut out);
    }
    let counts = learn::counts(&lessons, vocabulary.names().len());
    if arguments.folds > 1 {
        let wrong = arguments.wrong.as_deref().map(std::fs::File::create).transpose()?.map(BufWriter::new);
        return Folds { documents: &documents, lessons: &lessons, vocabulary: &vocabulary, counts: &counts, wrong }
            .run(&reader, arguments.folds, &mut out);
    }
    let all: Vec<&Lesson> = lessons.iter().collect();
    let weights = learn::learn(&all, &counts);
    writeln!(out, "# Weights of the reader: feature, tab, weight. Made by `make train`; see weights.md.")?;
    out.write_all(learn::written(&vocabulary, &weights).as_bytes())?;
    Ok(())
}

/// Reads every article with weights that were learned without it.
struct Folds<'a, W> {
    documents: &'a [Document],
    lessons: &'a [Lesson],
    vocabulary: &'a Vocabulary,
    counts: &'a [u32],
    wrong: Option<W>,
}

impl<W: Write> Folds<'_, W> {
    fn run(&mut self, reader: &Reader, folds: usize, out: &mut impl Write) -> Result<(), Failure> {
        let mut judged: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
        for fold in 0..folds {
            let rest: Vec<&Lesson> =
                (0..self.lessons.len()).filter(|i| i % folds != fold).map(|i| &self.lessons[i]).collect();
            let weights = learn::learn(&rest, self.counts);
            let reader = reader.clone().with_weights(Weights::parse(&learn::written(self.vocabulary, &weights)));
            for document in self.documents.iter().skip(fold).step_by(folds) {
                let mut reading = reader.read(&Article::from_text(document.text.as_str()));
                reading.id.clone_from(&document.id);
                serde_json::to_writer(&mut *out, &reading)?;
                writeln!(out)?;
            }
            for example in rest.iter().flat_map(|l| &l.examples) {
                let entry = judged.entry(example.decision).or_default();
                entry[2] += usize::from(example.right.contains(&learn::best(example, &weights)));
                entry[3] += 1;
            }
            for i in (fold..self.lessons.len()).step_by(folds) {
                for example in &self.lessons[i].examples {
                    let chosen = learn::best(example, &weights);
                    let right = example.right.contains(&chosen);
                    let entry = judged.entry(example.decision).or_default();
                    entry[0] += usize::from(right);
                    entry[1] += 1;
                    if let Some(file) = self.wrong.as_mut().filter(|_| !right) {
                        writeln!(file, "{}", wrong(&self.documents[i], example, chosen))?;
                    }
                }
            }
        }
        for (decision, [right, all, of_learned, learned]) in judged {
            let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
            eprintln!(
                "{decision}: {right} of {all} right, {:.3}; of what was learned {:.3}",
                share(right, all),
                share(of_learned, learned)
            );
        }
        Ok(())
    }
}

/// A decision that went wrong, as a line: article, decision, cue, right, chosen, content, context.
fn wrong(document: &Document, example: &Example, chosen: usize) -> String {
    let show = |option: usize| match example.names.get(option) {
        Some(name) => name.clone(),
        None => document.words(&[example.spans[option]]),
    };
    let label = example.label.map(|l| &document.labels[l]);
    let (cue, content) = label.map_or_else(Default::default, |l| (document.words(&l.cue), document.words(&l.content)));
    let at = label
        .and_then(|l| l.source.first().or(l.cue.first()))
        .filter(|_| !example.names.is_empty())
        .map_or(example.spans[0].start, |s| s.start);
    let around: String = document.text.chars().skip((at as usize).saturating_sub(40)).take(160).collect();
    let line =
        [&*document.id, example.decision, &cue, &show(example.right[0]), &show(chosen), &content, &around].join("\t");
    line.replace('\n', "¶")
}

/// The labels that no option could say: article, what lacks, cue, source, speaker, content.
fn missed(documents: &[Document], lessons: &[Lesson], out: &mut impl Write) -> Result<(), Failure> {
    for (document, lesson) in documents.iter().zip(lessons) {
        for m in &lesson.missed {
            let label = &document.labels[m.label];
            let words = |spans: &[Span]| document.words(spans).replace('\n', "¶");
            let speaker = label.speaker.as_deref().unwrap_or("-");
            let (cue, source, content) = (words(&label.cue), words(&label.source), words(&label.content));
            writeln!(out, "{}\t{}\t{cue}\t{source}\t{speaker}\t{content}", document.id, m.what)?;
        }
    }
    Ok(())
}

fn report(documents: &[Document], lessons: &[Lesson]) {
    let labels = documents.iter().flat_map(|d| &d.labels).filter(|l| !l.optional).count();
    let mut missed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut examples: HashMap<&str, usize> = HashMap::new();
    for lesson in lessons {
        for m in &lesson.missed {
            *missed.entry(m.what).or_default() += 1;
        }
        for e in &lesson.examples {
            *examples.entry(e.decision).or_default() += 1;
        }
    }
    let mut examples: Vec<_> = examples.into_iter().collect();
    examples.sort_unstable();
    eprintln!("{} articles, {labels} labels; decisions {examples:?}; out of reach {missed:?}", documents.len());
}
