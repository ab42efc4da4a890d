//! Trains the chooser: `train_chooser LABELS.jsonl… [--texts TEXTS.jsonl] [--held-out N] > weights`.
//!
//! Labels carry their text, or are joined with it by id and checked by hash. Documents
//! are held out from the end of what was read. A proposal counts as
//! right if its content shares at least half of its letters with a labelled
//! content (the scorer's rule). Averaged logistic regression by stochastic
//! gradient, in a fixed order, so that the same input gives the same weights.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write as _;

use musnad_model::{ArticleId, Span};
use musnad_reader::{Chooser, Proposal, Reader};
use serde_json::Value;

const EPOCHS: usize = 24;
const RATE: f32 = 0.12;
const DECAY: f32 = 3e-4;
/// Weights of features that were seen less often are dropped.
const SEEN: u32 = 2;

struct Example {
    features: Vec<usize>,
    right: Option<bool>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<String> = Vec::new();
    let mut texts: HashMap<String, String> = HashMap::new();
    let mut held_out = 0;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--held-out" => held_out = arguments.next().ok_or("--held-out N")?.parse()?,
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
        return Err("usage: train_chooser LABELS.jsonl… [--texts TEXTS.jsonl] [--held-out N]".into());
    }
    let mut labels = String::new();
    for file in &files {
        labels += &std::fs::read_to_string(file)?;
    }
    let reader = Reader::arabic().with_chooser(Chooser::default());
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen: Vec<u32> = Vec::new();
    let mut documents = Vec::new();
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line)?;
        let inline = label["text"].as_str().map(str::to_owned);
        let Some(text) = inline.or_else(|| texts.get(&string(&label, "id")).cloned()) else { continue };
        let text = text.as_str();
        if ArticleId::of(text).0 != string(&label, "sha256") {
            return Err(format!("{}: the text is not the one that was labelled", string(&label, "id")).into());
        }
        let chars: Vec<char> = text.chars().collect();
        let gold: Vec<(HashSet<u32>, bool)> = label["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|a| (letters(&spans(&a["content"]), &chars), a["optional"] == Value::Bool(true)))
            .collect();
        let proposals = reader.proposals(text);
        let right = pair(&gold, &proposals, &chars);
        let examples = proposals.iter().zip(right).map(|(p, right)| {
            let features = p.features.iter().map(|f| {
                let next = names.len();
                let id = *names.entry(f.clone()).or_insert(next);
                if id == seen.len() {
                    seen.push(0);
                }
                seen[id] += 1;
                id
            });
            Example { features: features.collect(), right }
        });
        documents.push((examples.collect::<Vec<_>>(), gold.iter().filter(|g| !g.1).count()));
    }
    let split = documents.len().saturating_sub(held_out);
    let weights = train(&documents[..split], names.len());
    report("train", &documents[..split], &weights);
    report("held out", &documents[split..], &weights);
    let mut out = std::io::stdout().lock();
    writeln!(out, "# Weights of the chooser: feature, tab, weight. Made by train_chooser; see choose.weights.md.")?;
    for (name, &id) in &names {
        if seen[id] >= SEEN && weights[id].abs() >= 0.01 {
            writeln!(out, "{name}\t{:.3}", weights[id])?;
        }
    }
    Ok(())
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn spans(value: &Value) -> Vec<Span> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

fn letters(spans: &[Span], chars: &[char]) -> HashSet<u32> {
    spans
        .iter()
        .flat_map(|s| s.start..s.end)
        .filter(|&i| chars.get(i as usize).is_some_and(|c| c.is_alphanumeric()))
        .collect()
}

/// For each proposal whether it is right; `None` for those that an optional label matches.
fn pair(gold: &[(HashSet<u32>, bool)], proposals: &[Proposal], chars: &[char]) -> Vec<Option<bool>> {
    let mine: Vec<HashSet<u32>> = proposals.iter().map(|p| letters(&p.content, chars)).collect();
    let mut scored = Vec::new();
    for (g, (gold, _)) in gold.iter().enumerate() {
        for (p, mine) in mine.iter().enumerate() {
            let both = gold.intersection(mine).count();
            let either = gold.len() + mine.len() - both;
            if either > 0 && 2 * both >= either {
                scored.push((both * 10_000 / either, g, p));
            }
        }
    }
    scored.sort_unstable_by(|a, b| b.cmp(a));
    let mut used = vec![false; gold.len()];
    let mut right = vec![Some(false); proposals.len()];
    for (_, g, p) in scored {
        if !used[g] && right[p] == Some(false) {
            used[g] = true;
            right[p] = if gold[g].1 { None } else { Some(true) };
        }
    }
    right
}

fn train(documents: &[(Vec<Example>, usize)], features: usize) -> Vec<f32> {
    let mut weights = vec![0f32; features];
    let mut sum = vec![0f64; features];
    let mut steps = 0f64;
    for epoch in 0..EPOCHS {
        let rate = RATE / (1.0 + 0.25 * epoch as f32);
        // A fixed walk that is not the order of the file.
        for n in 0..documents.len() {
            let (examples, _) = &documents[(n * 7919 + epoch * 31) % documents.len()];
            for example in examples {
                let Some(right) = example.right else { continue };
                let z: f32 = example.features.iter().map(|&f| weights[f]).sum();
                let error = f32::from(u8::from(right)) - 1.0 / (1.0 + (-z).exp());
                for &f in &example.features {
                    weights[f] += rate * (error - DECAY * weights[f]);
                }
            }
        }
        if epoch >= EPOCHS / 3 {
            steps += 1.0;
            for (s, &w) in sum.iter_mut().zip(&weights) {
                *s += f64::from(w);
            }
        }
    }
    sum.iter().map(|s| (s / steps) as f32).collect()
}

fn report(name: &str, documents: &[(Vec<Example>, usize)], weights: &[f32]) {
    let (mut hit, mut kept, mut reachable, mut gold) = (0, 0, 0, 0);
    for (examples, wanted) in documents {
        gold += wanted;
        for example in examples {
            let z: f32 = example.features.iter().map(|&f| weights[f]).sum();
            reachable += usize::from(example.right == Some(true));
            if z >= 0.0 && example.right.is_some() {
                kept += 1;
                hit += usize::from(example.right == Some(true));
            }
        }
    }
    let (p, r) = (hit as f64 / f64::from(kept.max(1)), hit as f64 / gold.max(1) as f64);
    eprintln!(
        "{name}: {} documents, {gold} labels, proposals reach {:.3}; chosen P {p:.3} R {r:.3} F1 {:.3}",
        documents.len(),
        f64::from(reachable as u32) / gold.max(1) as f64,
        2.0 * p * r / (p + r).max(1e-9)
    );
}
