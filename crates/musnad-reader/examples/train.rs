//! Learns the weights of the reader from labelled articles.
//!
//!     train LABELS.jsonl… [--texts TEXTS.jsonl] > weights.tsv
//!     train LABELS.jsonl… [--texts TEXTS.jsonl] --folds N > predicted.jsonl
//!     train LABELS.jsonl… [--texts TEXTS.jsonl] --missed
//!
//! Labels carry their text, or are joined with it by id and checked by hash. The weights
//! maximise the conditional likelihood of the right options (log-linear model), by AdaGrad
//! with a pull towards zero, in a fixed order, so that the same input gives the same weights.
//! `--folds` reads each article with weights that were learned without it. `--missed` lists
//! the labels that no option could say.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;

use musnad_model::{Article, ArticleId, Span};
use musnad_reader::{Example, Label, Lesson, Reader, Vocabulary, Weights};
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

fn env(k: &str, d: f32) -> f32 { use std::sync::OnceLock; static M: OnceLock<std::sync::Mutex<HashMap<String, f32>>> = OnceLock::new(); *M.get_or_init(Default::default).lock().unwrap().entry(k.to_owned()).or_insert_with(|| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d)) }
/// Passes over the examples.
const EPOCHS: usize = 12;
/// The step of AdaGrad.
const RATE: f32 = 0.12;
/// The pull towards zero, for one example.
const DECAY: f32 = 1.5e-5;
/// Features that fewer examples have are left out.
const SEEN: u32 = 3;
/// One feature in so many is hidden from an example, so that none is leaned on alone.
const HIDDEN: u64 = 5;
/// Weights nearer to zero are not written.
const LEAST: f32 = 0.03;

struct Document {
    id: String,
    text: String,
    labels: Vec<Label>,
}

fn main() -> Result<(), Failure> {
    let mut files: Vec<String> = Vec::new();
    let mut texts: HashMap<String, String> = HashMap::new();
    let mut folds = 0;
    let mut missed = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folds" => folds = arguments.next().ok_or("--folds N")?.parse()?,
            "--missed" => missed = true,
            "--texts" => {
                for line in std::fs::read_to_string(arguments.next().ok_or("--texts FILE")?)?.lines() {
                    let document: Value = serde_json::from_str(line)?;
                    texts.insert(string(&document, "id"), string(&document, "text"));
                }
            }
            _ => files.push(argument),
        }
    }
    if files.is_empty() {
        return Err("usage: train LABELS.jsonl… [--texts TEXTS.jsonl] [--folds N | --missed]".into());
    }
    let documents = documents(&files, &texts)?;
    let reader = Reader::arabic();
    let mut vocabulary = Vocabulary::default();
    let lessons: Vec<Lesson> =
        documents.iter().map(|d| reader.lesson(&d.text, &d.labels, &mut vocabulary)).collect();
    report(&documents, &lessons);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if missed {
        for (document, lesson) in documents.iter().zip(&lessons) {
            for m in &lesson.missed {
                let label = &document.labels[m.label];
                let words = |spans: &[Span]| spans.iter().filter_map(|s| s.of(&document.text)).collect::<Vec<_>>().join(" … ");
                writeln!(out, "{}\t{}\t{}\t{}\t{}\t{}", document.id, m.what, words(&label.cue), words(&label.source), label.speaker.as_deref().unwrap_or("-"), words(&label.content))?;
            }
        }
        return Ok(());
    }
    let counts = counts(&lessons, vocabulary.names().len());
    if folds > 1 {
        let mut wrong = std::env::var("WRONG").ok().map(std::fs::File::create).transpose()?;
        let mut judged: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let mut trained: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for fold in 0..folds {
            let rest: Vec<&Lesson> = (0..lessons.len()).filter(|i| i % folds != fold).map(|i| &lessons[i]).collect();
            let weights = learn(&rest, vocabulary.names().len(), &counts);
            let reader = reader.clone().with_weights(Weights::parse(&written(&vocabulary, &weights)));
            for document in documents.iter().skip(fold).step_by(folds) {
                let mut reading = reader.read(&Article::from_text(document.text.as_str()));
                reading.id.clone_from(&document.id);
                serde_json::to_writer(&mut out, &reading)?;
                writeln!(out)?;
            }
            for example in rest.iter().flat_map(|l| &l.examples) {
                let entry = trained.entry(example.decision).or_insert((0, 0));
                entry.0 += usize::from(example.right.contains(&best(example, &weights)));
                entry.1 += 1;
            }
            for (i, lesson) in lessons.iter().enumerate().filter(|(i, _)| i % folds == fold) {
                for example in &lesson.examples {
                    let chosen = best(example, &weights);
                    let right = example.right.contains(&chosen);
                    if !right && let Some(wrong) = wrong.as_mut() {
                        let d = &documents[i];
                        let words = |s: Span| s.of(&d.text).unwrap_or("").replace('\n', "¶");
                        let (label, content) = example.label.map_or(("-".into(), "-".into()), |l| {
                            let show = |s: &[Span]| s.iter().map(|&s| words(s)).collect::<Vec<_>>().join(" … ");
                            (show(&d.labels[l].cue), show(&d.labels[l].content))
                        });
                        let at = example.spans[0].start as usize;
                        let at = example.label.and_then(|l| d.labels[l].source.first().or(d.labels[l].cue.first())).filter(|_| !example.names.is_empty()).map_or(at, |s| s.start as usize);
                        let around: String = d.text.chars().skip(at.saturating_sub(40)).take(160).collect();
                        writeln!(wrong, "{}\t{}\t{}\tRIGHT {}\tCHOSEN {}\tCONTENT {}\tAROUND {}", d.id, example.decision, label, if example.names.is_empty() { words(example.spans[example.right[0]]) } else { example.names[example.right[0]].clone() }, if example.names.is_empty() { words(example.spans[chosen]) } else { example.names[chosen].clone() }, content, around.replace('\n', "¶"))?;
                    }
                    let entry = judged.entry(example.decision).or_insert((0, 0));
                    entry.0 += usize::from(right);
                    entry.1 += 1;
                }
            }
        }
        for (decision, (right, all)) in judged {
            let (of_trained, trained) = trained.get(decision).copied().unwrap_or((0, 1));
            eprintln!("{decision}: {right} of {all} right, {:.3}; of what was learned {:.3}", right as f64 / all as f64, of_trained as f64 / trained as f64);
        }
        return Ok(());
    }
    let all: Vec<&Lesson> = lessons.iter().collect();
    let weights = learn(&all, vocabulary.names().len(), &counts);
    writeln!(out, "# Weights of the reader: feature, tab, weight. Made by examples/train.rs; see weights.md.")?;
    out.write_all(written(&vocabulary, &weights).as_bytes())?;
    Ok(())
}

fn documents(files: &[String], texts: &HashMap<String, String>) -> Result<Vec<Document>, Failure> {
    let mut out = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let value: Value = serde_json::from_str(line)?;
            let id = string(&value, "id");
            let inline = value["text"].as_str().map(str::to_owned);
            let Some(text) = inline.or_else(|| texts.get(&id).cloned()) else { continue };
            if value["sha256"].as_str().is_some_and(|hash| ArticleId::of(&text).0 != hash) {
                return Err(format!("{id}: the text is not the one that was labelled").into());
            }
            let all: Vec<&Value> = value["attributions"].as_array().into_iter().flatten().collect();
            let labels = all.iter().map(|a| label(a, &all)).collect();
            out.push(Document { id, text, labels });
        }
    }
    Ok(out)
}

fn label(value: &Value, all: &[&Value]) -> Label {
    let spans = |key: &str| serde_json::from_value(value[key].clone()).unwrap_or_default();
    Label {
        source: spans("source"),
        cue: spans("cue"),
        content: spans("content"),
        speaker: value["speaker"].as_str().map(str::to_owned),
        parent: value["parent"].as_str().and_then(|p| all.iter().position(|a| a["id"] == p)),
        via: value["via"].as_str().map(str::to_owned),
        optional: value["optional"] == Value::Bool(true),
    }
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// How many examples have each feature.
fn counts(lessons: &[Lesson], features: usize) -> Vec<u32> {
    let mut counts = vec![0u32; features];
    let mut last = vec![0u32; features];
    let mut n = 0;
    for example in lessons.iter().flat_map(|l| &l.examples) {
        n += 1;
        for &f in example.options.iter().flatten() {
            if last[f as usize] != n {
                last[f as usize] = n;
                counts[f as usize] += 1;
            }
        }
    }
    counts
}

/// The weights that the examples teach.
fn learn(lessons: &[&Lesson], features: usize, counts: &[u32]) -> Vec<f32> {
    let examples: Vec<&Example> = lessons.iter().flat_map(|l| &l.examples).filter(|e| e.options.len() > 1).collect();
    let mut weights = vec![0f32; features];
    let mut squares = vec![1e-6f32; features];
    let mut sum = vec![0f64; features];
    let mut steps = 0f64;
    let mut scores: Vec<f32> = Vec::new();
    let n = examples.len();
    // A fixed walk that is not the order of the file: a step that shares no factor with n.
    let stride = (n / 2 + 1..).find(|s| gcd(*s, n.max(1)) == 1).unwrap_or(1);
    for epoch in 0..EPOCHS {
        let mut at = epoch % n.max(1);
        for _ in 0..n {
            at = (at + stride) % n;
            let example = examples[at];
            let salt = (epoch as u64 * 1_000_003 + at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let kept = |f: u32| counts[f as usize] >= SEEN && ((u64::from(f) ^ salt).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) % HIDDEN != 0;
            scores.clear();
            scores.extend(
                example.options.iter().map(|o| o.iter().filter(|&&f| kept(f)).map(|&f| weights[f as usize]).sum::<f32>()),
            );
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let total: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            let mass: f32 = example.right.iter().map(|&r| (scores[r] - most).exp()).sum::<f32>().max(1e-30);
            for (i, option) in example.options.iter().enumerate() {
                let p = (scores[i] - most).exp() / total;
                let target = if example.right.contains(&i) { (scores[i] - most).exp() / mass } else { 0.0 };
                let gradient = target - p;
                if gradient.abs() < 1e-4 {
                    continue;
                }
                let decay = match example.decision {
                    "via" => DECAY * env("DV", 1.0),
                    "parent" => DECAY * env("DP", 1.0),
                    "implied" | "described" => DECAY * env("DS", 1.0),
                    "name" => DECAY * env("DN", 1.0),
                    _ => DECAY,
                };
                for &f in option.iter().filter(|&&f| kept(f)) {
                    let f = f as usize;
                    let g = gradient - decay * n as f32 / counts[f] as f32 * weights[f];
                    squares[f] += g * g;
                    weights[f] += RATE * g / squares[f].sqrt();
                }
            }
        }
        if epoch * 2 >= EPOCHS {
            steps += 1.0;
            for (s, &w) in sum.iter_mut().zip(&weights) {
                *s += f64::from(w);
            }
        }
    }
    sum.iter().map(|s| (s / steps.max(1.0)) as f32).collect()
}

/// The option that the weights would take.
fn best(example: &Example, weights: &[f32]) -> usize {
    let score = |o: &Vec<u32>| o.iter().map(|&f| weights[f as usize]).sum::<f32>();
    let scores: Vec<f32> = example.options.iter().map(score).collect();
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a))).unwrap_or(0)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn written(vocabulary: &Vocabulary, weights: &[f32]) -> String {
    use std::fmt::Write as _;
    let mut order: Vec<usize> = (0..weights.len()).filter(|&i| weights[i].abs() >= LEAST).collect();
    order.sort_unstable_by_key(|&i| &vocabulary.names()[i]);
    let mut out = String::new();
    for i in order {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}\t{:.2}", vocabulary.names()[i], weights[i]);
    }
    out
}

fn report(documents: &[Document], lessons: &[Lesson]) {
    let labels = documents.iter().flat_map(|d| &d.labels).filter(|l| !l.optional).count();
    let mut missed: HashMap<&str, usize> = HashMap::new();
    let mut examples: HashMap<&str, usize> = HashMap::new();
    for lesson in lessons {
        for m in &lesson.missed {
            *missed.entry(m.what).or_default() += 1;
        }
        for e in &lesson.examples {
            *examples.entry(e.decision).or_default() += 1;
        }
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_unstable();
    let mut examples: Vec<_> = examples.into_iter().collect();
    examples.sort_unstable();
    eprintln!("{} articles, {labels} labels; decisions {examples:?}; out of reach {missed:?}", documents.len());
}
