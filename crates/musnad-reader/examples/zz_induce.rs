// scratch: which templates and pairs of templates help a decision
use std::collections::HashMap;
use musnad_model::Span;
use musnad_reader::{Label, Reader, Vocabulary};
use serde_json::Value;
type F = Box<dyn std::error::Error>;
fn label(v: &Value, all: &[&Value]) -> Label {
    let spans = |k: &str| serde_json::from_value::<Vec<Span>>(v[k].clone()).unwrap_or_default();
    Label { source: spans("source"), cue: spans("cue"), content: spans("content"), speaker: v["speaker"].as_str().map(str::to_owned),
        parent: v["parent"].as_str().and_then(|p| all.iter().position(|a| a["id"] == p)), via: v["via"].as_str().map(str::to_owned), optional: v["optional"] == Value::Bool(true) }
}
struct Ex { options: Vec<Vec<u32>>, right: Vec<usize>, fold: usize }
fn h(a: u64, b: u64) -> u64 { let x = (a ^ b.rotate_left(31)).wrapping_mul(0x9e3779b97f4a7c15); x ^ (x >> 29) }
// train on folds != 0, return (logloss, acc) on fold 0; feats: option -> list of ids already filtered
fn train(exs: &[Ex], n: usize, epochs: usize, test_fold: usize, pair: Option<(&[Vec<Vec<u32>>],)>, pn: usize) -> (f64, f64) {
    let total = n + pn;
    let mut counts = vec![0u32; total];
    let get = |e: usize, o: usize| -> Vec<u32> { let mut v = exs[e].options[o].clone(); if let Some((p,)) = &pair { v.extend(p[e][o].iter().map(|x| x + n as u32)); } v };
    let train: Vec<usize> = (0..exs.len()).filter(|&i| exs[i].fold != test_fold).collect();
    let mut last = vec![u32::MAX; total];
    for &e in &train { for o in 0..exs[e].options.len() { for f in get(e, o) { let f = f as usize; if last[f] != e as u32 { last[f] = e as u32; counts[f] += 1; } } } }
    let mut w = vec![0f32; total]; let mut sq = vec![1e-6f32; total];
    let m = train.len(); let mut stride = m / 2 + 1; while gcd(stride, m) != 1 { stride += 1; }
    for ep in 0..epochs {
        let mut at = ep % m;
        for _ in 0..m {
            at = (at + stride) % m; let e = train[at];
            let salt = (ep as u64 * 1_000_003 + at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let kept = |f: u32| { let hh = (u64::from(f) ^ salt).wrapping_mul(0xbf58_476d_1ce4_e5b9); (hh >> 40) % 100 >= 20 };
            let feats: Vec<Vec<u32>> = (0..exs[e].options.len()).map(|o| get(e, o).into_iter().filter(|&f| counts[f as usize] >= 3 && kept(f)).collect()).collect();
            let scores: Vec<f32> = feats.iter().map(|v| v.iter().map(|&f| w[f as usize]).sum()).collect();
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let tot: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            let mass: f32 = exs[e].right.iter().map(|&r| (scores[r] - most).exp()).sum::<f32>().max(1e-30);
            for (i, v) in feats.iter().enumerate() {
                let p = (scores[i] - most).exp() / tot;
                let t = if exs[e].right.contains(&i) { (scores[i] - most).exp() / mass } else { 0.0 };
                let g0 = t - p; if g0.abs() < 1e-4 { continue; }
                for &f in v { let f = f as usize; let g = g0 - 1.5e-5 * m as f32 / counts[f] as f32 * w[f]; sq[f] += g * g; w[f] += 0.12 * g / sq[f].sqrt(); }
            }
        }
    }
    let (mut ll, mut ok, mut nn) = (0f64, 0usize, 0usize);
    for e in 0..exs.len() { if exs[e].fold != test_fold { continue; }
        let scores: Vec<f32> = (0..exs[e].options.len()).map(|o| get(e, o).iter().filter(|&&f| counts[f as usize] >= 3).map(|&f| w[f as usize]).sum()).collect();
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let tot: f32 = scores.iter().map(|s| (s - most).exp()).sum();
        let mass: f32 = exs[e].right.iter().map(|&r| (scores[r] - most).exp()).sum();
        ll -= f64::from((mass / tot).max(1e-6).ln()); nn += 1;
        let b = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap(); ok += usize::from(exs[e].right.contains(&b));
    }
    (ll / nn as f64, ok as f64 / nn as f64)
}
fn gcd(a: usize, b: usize) -> usize { if b == 0 { a } else { gcd(b, a % b) } }
fn main() -> Result<(), F> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (decision, file, mode) = (&args[0], &args[1], &args[2]);
    let reader = Reader::arabic();
    let mut vocab = Vocabulary::default();
    let mut exs: Vec<Ex> = Vec::new();
    for (d, line) in std::fs::read_to_string(file)?.lines().enumerate() {
        let v: Value = serde_json::from_str(line)?;
        let all: Vec<&Value> = v["attributions"].as_array().into_iter().flatten().collect();
        let labels: Vec<Label> = all.iter().map(|a| label(a, &all)).collect();
        let l = reader.lesson(v["text"].as_str().unwrap(), &labels, &mut vocab);
        for e in l.examples { if e.decision == decision && e.options.len() > 1 { exs.push(Ex { options: e.options, right: e.right, fold: d % 4 }); } }
    }
    let names = vocab.names();
    let n = names.len();
    let mut tid: HashMap<String, usize> = HashMap::new(); let mut templates: Vec<String> = Vec::new();
    let tof: Vec<usize> = names.iter().map(|x| { let t = x.split('=').next().unwrap().to_owned(); *tid.entry(t.clone()).or_insert_with(|| { templates.push(t); templates.len() - 1 }) }).collect();
    let mut used = vec![false; templates.len()]; for e in &exs { for o in &e.options { for &f in o { used[tof[f as usize]] = true; } } }
    let ts: Vec<usize> = (0..templates.len()).filter(|&t| used[t]).collect();
    let folds: Vec<usize> = if mode == "pairs" { vec![0] } else { vec![0, 1] };
    let ev = |exs: &[Ex], p: Option<(&[Vec<Vec<u32>>],)>, pn: usize, ep: usize| -> (f64, f64) { let mut r = (0.0, 0.0); for &f in &folds { let x = train(exs, n, ep, f, p, pn); r.0 += x.0 / folds.len() as f64; r.1 += x.1 / folds.len() as f64; } r };
    let ep = 5;
    let base = ev(&exs, None, 0, ep);
    println!("{decision}: {} examples, {} templates; base logloss {:.5} acc {:.4}", exs.len(), ts.len(), base.0, base.1);
    if mode == "ablate" {
        let mut rows = Vec::new();
        for &t in &ts {
            let cut: Vec<Ex> = exs.iter().map(|e| Ex { options: e.options.iter().map(|o| o.iter().copied().filter(|&f| tof[f as usize] != t).collect()).collect(), right: e.right.clone(), fold: e.fold }).collect();
            let r = ev(&cut, None, 0, ep); rows.push((r.0 - base.0, r.1 - base.1, templates[t].clone()));
        }
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        for r in rows { println!("{:+.5} {:+.4} without {}", r.0, r.1, r.2); }
    } else {
        // candidate pairs, cheap screen
        let mut rows = Vec::new();
        for (ai, &a) in ts.iter().enumerate() { for &b in &ts[ai + 1..] { let g = |t: usize| templates[t].split('.').next().unwrap().to_owned(); if g(a) != g(b) || g(a) == "pre" || g(a) == "resume" { continue; }
            let mut ids: HashMap<u64, u32> = HashMap::new();
            let p: Vec<Vec<Vec<u32>>> = exs.iter().map(|e| e.options.iter().map(|o| {
                let mut out = Vec::new();
                for &fa in o.iter().filter(|&&f| tof[f as usize] == a) { for &fb in o.iter().filter(|&&f| tof[f as usize] == b) { let k = h(u64::from(fa) + 1, u64::from(fb) + 7); let nx = ids.len() as u32; out.push(*ids.entry(k).or_insert(nx)); } }
                out }).collect()).collect();
            let pn = ids.len();
            let r = ev(&exs, Some((&p,)), pn, ep);
            rows.push((r.0 - base.0, r.1 - base.1, templates[a].clone(), templates[b].clone()));
            if rows.len() % 50 == 0 { let mut s: Vec<_> = rows.iter().collect(); s.sort_by(|x, y| x.0.total_cmp(&y.0)); eprintln!("{} {:?}", rows.len(), &s[..s.len().min(5)]); }
        } }
        rows.sort_by(|x, y| x.0.total_cmp(&y.0));
        for r in rows.iter().take(60) { println!("{:+.5} {:+.4} {} & {}", r.0, r.1, r.2, r.3); }
    }
    Ok(())
}
