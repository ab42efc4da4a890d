//! The weights that examples teach: those under which the right options are likeliest
//! (conditional log-linear model), by AdaGrad (Duchi, Hazan and Singer, 2011) with a pull
//! towards zero, in a fixed order, so that the same input gives the same weights.

use musnad_reader::{Example, Lesson, Vocabulary};

/// Passes over the examples.
const EPOCHS: usize = 12;
/// The step of AdaGrad.
const RATE: f32 = 0.12;
/// The pull towards zero, for one example.
const DECAY: f32 = 1.5e-5;
/// Features that fewer examples have are left out.
const SEEN: u32 = 3;
/// One feature in so many is hidden from an example, so that none is leaned on alone
/// (dropout, as in Wager, Wang and Liang, 2013).
const HIDDEN: u64 = 5;
/// Walks over the examples, each with its own order and its own hidden features; their mean is
/// taken, since one walk alone leaves much to chance.
const WALKS: usize = 6;
/// Weights nearer to zero are not written.
const LEAST: f32 = 0.03;

/// How many examples have each feature.
pub fn counts(lessons: &[Lesson], features: usize) -> Vec<u32> {
    let mut counts = vec![0u32; features];
    let mut last = vec![0u32; features];
    for (n, example) in (1..).zip(lessons.iter().flat_map(|l| &l.examples)) {
        for &f in example.options.iter().flatten() {
            if std::mem::replace(&mut last[f as usize], n) != n {
                counts[f as usize] += 1;
            }
        }
    }
    counts
}

/// How much less the answer that there is no attribution weighs than what was learned. Found
/// and missed count alike in F1, so that an attribution of less than even odds is worth taking
/// (Lewis, 1995); chosen on the dev set, and no worse in the folds.
const LENIENCE: f32 = 0.6;
/// The feature that each such answer has: that its cue is of some kind.
const NONE: &str = "no=";

/// The weight of every feature, by its number.
pub fn learn(lessons: &[&Lesson], counts: &[u32]) -> Vec<f32> {
    let examples: Vec<&Example> = lessons.iter().flat_map(|l| &l.examples).filter(|e| e.options.len() > 1).collect();
    let walks: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let examples = &examples;
        let walks: Vec<_> = (0..WALKS).map(|number| scope.spawn(move || walk(examples, counts, number))).collect();
        walks.into_iter().map(|walk| walk.join().unwrap_or_default()).collect()
    });
    (0..counts.len()).map(|f| walks.iter().map(|walk| walk[f]).sum::<f32>() / WALKS as f32).collect()
}

fn walk(examples: &[&Example], counts: &[u32], number: usize) -> Vec<f32> {
    let mut weights = vec![0f32; counts.len()];
    let mut squares = vec![1e-6f32; counts.len()];
    let mut sum = vec![0f64; counts.len()];
    let mut steps = 0f64;
    let mut scores: Vec<f32> = Vec::new();
    let n = examples.len();
    // A fixed walk that is not the order of the file: a step that shares no factor with n.
    let stride = (n / (number + 2) + 1..).find(|s| gcd(*s, n.max(1)) == 1).unwrap_or(1);
    for epoch in 0..EPOCHS {
        let mut at = epoch % n.max(1);
        for _ in 0..n {
            at = (at + stride) % n;
            let example = examples[at];
            let salt = ((epoch + number * EPOCHS) as u64 * 1_000_003 + at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let kept = |f: &&u32| {
                let roll = (u64::from(**f) ^ salt).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40;
                counts[**f as usize] >= SEEN && !roll.is_multiple_of(HIDDEN)
            };
            scores.clear();
            scores.extend(
                example.options.iter().map(|o| o.iter().filter(kept).map(|&f| weights[f as usize]).sum::<f32>()),
            );
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let total: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            let mass: f32 = example.right.iter().map(|&r| (scores[r] - most).exp()).sum::<f32>().max(1e-30);
            for (i, option) in example.options.iter().enumerate() {
                let odds = (scores[i] - most).exp();
                let target = if example.right.contains(&i) { odds / mass } else { 0.0 };
                let gradient = target - odds / total;
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for &f in option.iter().filter(kept) {
                    let f = f as usize;
                    let g = gradient - DECAY * n as f32 / counts[f] as f32 * weights[f];
                    squares[f] += g * g;
                    weights[f] += RATE * g / squares[f].sqrt();
                }
            }
        }
        // The mean of the later passes.
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
pub fn best(example: &Example, weights: &[f32]) -> usize {
    let score = |o: &Vec<u32>| o.iter().map(|&f| weights[f as usize]).sum::<f32>();
    let scores: Vec<f32> = example.options.iter().map(score).collect();
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a))).unwrap_or(0)
}

/// Lines of feature, tab, weight, in the order of their names.
pub fn written(vocabulary: &Vocabulary, weights: &[f32]) -> String {
    use std::fmt::Write as _;
    let names = vocabulary.names();
    let weight = |i: usize| weights[i] - if names[i].starts_with(NONE) { LENIENCE } else { 0.0 };
    let mut order: Vec<usize> = (0..weights.len()).filter(|&i| weight(i).abs() >= LEAST).collect();
    order.sort_unstable_by_key(|&i| &names[i]);
    let mut out = String::new();
    for i in order {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}\t{:.2}", names[i], weight(i));
    }
    out
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
