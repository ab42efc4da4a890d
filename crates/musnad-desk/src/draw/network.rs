//! Who speaks about whom: nodes drawn apart by forces, the same way each time.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use musnad_ledger::Tie;
use musnad_model::Stance;

use super::n;
use crate::ask::{Look, part};
use crate::board::Board;
use crate::view::bits;
use crate::words::Word;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 680.0;
/// The most people that one drawing can hold legibly.
pub(crate) const MOST: usize = 28;
const ROUNDS: usize = 300;

/// The ties that are drawn: those among the most frequent names.
pub(crate) fn drawn(ties: &[Tie]) -> (Vec<String>, Vec<&Tie>) {
    let mut weight: BTreeMap<&str, i64> = BTreeMap::new();
    for tie in ties.iter().filter(|tie| tie.from != tie.to) {
        *weight.entry(&tie.from).or_default() += tie.claims;
        *weight.entry(&tie.to).or_default() += tie.claims;
    }
    let mut all: Vec<(&str, i64)> = weight.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let names: BTreeSet<&str> = all.iter().take(MOST).map(|(key, _)| *key).collect();
    let kept = ties
        .iter()
        .filter(|tie| tie.from != tie.to && names.contains(tie.from.as_str()) && names.contains(tie.to.as_str()));
    (names.iter().map(|&key| key.to_owned()).collect(), kept.collect())
}

/// Places by Fruchterman and Reingold, from a circle in the order of the names: no chance in it.
fn places(count: usize, edges: &[(usize, usize)]) -> Vec<(f64, f64)> {
    let turn = std::f64::consts::TAU / count.max(1) as f64;
    let mut at: Vec<(f64, f64)> = (0..count)
        .map(|i| (WIDTH / 2.0 + 300.0 * (i as f64 * turn).cos(), HEIGHT / 2.0 + 240.0 * (i as f64 * turn).sin()))
        .collect();
    let ideal = 0.8 * (WIDTH * HEIGHT / count.max(1) as f64).sqrt();
    for round in 0..ROUNDS {
        let heat = 60.0 * (1.0 - round as f64 / ROUNDS as f64);
        let mut push = vec![(0.0, 0.0); count];
        for i in 0..count {
            for j in 0..count {
                // Labels are wide: neighbours in one row need more room than in one column.
                let (dx, dy) = (at[i].0 - at[j].0, 1.6 * (at[i].1 - at[j].1));
                let far = dx.hypot(dy).max(1.0);
                if i != j {
                    push[i].0 += dx / far * ideal * ideal / far;
                    push[i].1 += dy / far * ideal * ideal / far;
                }
            }
            push[i].0 += (WIDTH / 2.0 - at[i].0) * 0.5;
            push[i].1 += (HEIGHT / 2.0 - at[i].1) * 0.7;
        }
        for &(a, b) in edges {
            let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
            let far = dx.hypot(dy).max(1.0);
            let pull = far * far / ideal;
            push[a].0 -= dx / far * pull;
            push[a].1 -= dy / far * pull;
            push[b].0 += dx / far * pull;
            push[b].1 += dy / far * pull;
        }
        for (at, push) in at.iter_mut().zip(push) {
            let far = push.0.hypot(push.1).max(1.0);
            at.0 = (at.0 + push.0 / far * heat.min(far)).clamp(80.0, WIDTH - 80.0);
            at.1 = (at.1 + push.1 / far * heat.min(far)).clamp(28.0, HEIGHT - 28.0);
        }
    }
    at
}

/// Half the width of a label, and the height of one.
fn half(name: &str) -> f64 {
    (3.6 * name.chars().count().min(22) as f64 + 14.0).min(75.0)
}
const LABEL: f64 = 30.0;

/// Moves labels off each other, up and down, as little as needed.
fn part_labels(at: &mut [(f64, f64)], names: &[String]) {
    for _ in 0..120 {
        let mut moved = false;
        for i in 0..at.len() {
            for j in 0..i {
                let near = (at[i].0 - at[j].0).abs() < half(&names[i]) + half(&names[j]) + 6.0;
                let gap = (at[i].1 - at[j].1).abs();
                if near && gap < LABEL {
                    let step = (LABEL - gap) / 2.0 + 0.5;
                    let (up, down) = if at[i].1 <= at[j].1 { (i, j) } else { (j, i) };
                    at[up].1 = (at[up].1 - step).max(22.0);
                    at[down].1 = (at[down].1 + step).min(HEIGHT - 22.0);
                    moved = true;
                }
            }
        }
        if !moved {
            return;
        }
    }
}

/// The drawing of ties.
pub(crate) fn network(look: &Look, board: &Board, ties: &[Tie]) -> Markup {
    let (names, ties) = drawn(ties);
    let find = |key: &str| names.iter().position(|name| name == key);
    let edges: Vec<(usize, usize)> = ties.iter().filter_map(|tie| Some((find(&tie.from)?, find(&tie.to)?))).collect();
    let mut at = places(names.len(), &edges);
    part_labels(&mut at, &names.iter().map(|key| bits::short(&board.name(key), 40)).collect::<Vec<_>>());
    let mut used: BTreeSet<Stance> = BTreeSet::new();
    used.extend(ties.iter().map(|tie| tie.stance));
    html! {
        div.drawing tabindex="0" role="group" aria-label=(look.say(Word::Network)) {
            svg.network viewBox={ "0 0 " (n(WIDTH)) " " (n(HEIGHT)) } width=(n(WIDTH)) height=(n(HEIGHT)) {
                @for (k, tie) in ties.iter().enumerate() {
                    @if let (Some(from), Some(to)) = (find(&tie.from), find(&tie.to)) {
                        @let twin = ties[..k].iter().filter(|other| (other.from == tie.from && other.to == tie.to) || (other.from == tie.to && other.to == tie.from)).count();
                        a href=(look.to(&format!("/source/{}?about={}&stance={}", part(&tie.from), part(&tie.to), tie.stance.as_str()))) {
                            path class={ "tie " (tie.stance.as_str()) } d=(arc(at[from], at[to], twin)) stroke-width=(n(1.2 + (tie.claims as f64).ln_1p())) {}
                            (head(at[from], at[to], twin, tie.stance))
                            title {
                                (board.name(&tie.from)) " – " (look.say(bits::stance_word(tie.stance))) " – " (board.name(&tie.to)) " (" (tie.claims) ")"
                            }
                        }
                    }
                }
                @for (key, place) in names.iter().zip(&at) {
                    foreignObject x=(n(place.0 - 75.0)) y=(n(place.1 - 20.0)) width="150" height="40" {
                        div.name {
                            a href=(look.to(&format!("/network?of={}", part(key)))) dir="auto" title=(board.name(key)) { (bits::short(&board.name(key), 40)) }
                        }
                    }
                }
            }
        }
        ul.key.stances { @for stance in used { li { (bits::stance(look, stance, false)) } } }
    }
}

/// The middle of the curve: ties of the same two bend apart.
fn bend(from: (f64, f64), to: (f64, f64), twin: usize) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let out = 0.08 + 0.09 * twin as f64;
    (f64::midpoint(from.0, to.0) - dy * out, f64::midpoint(from.1, to.1) + dx * out)
}

fn arc(from: (f64, f64), to: (f64, f64), twin: usize) -> String {
    let middle = bend(from, to, twin);
    format!("M{} {}Q{} {} {} {}", n(from.0), n(from.1), n(middle.0), n(middle.1), n(to.0), n(to.1))
}

/// An arrow in the middle of the curve: at its end a label would cover it.
fn head(from: (f64, f64), to: (f64, f64), twin: usize, stance: Stance) -> Markup {
    let middle = bend(from, to, twin);
    let x = 0.25 * from.0 + 0.5 * middle.0 + 0.25 * to.0;
    let y = 0.25 * from.1 + 0.5 * middle.1 + 0.25 * to.1;
    let angle = (to.1 - from.1).atan2(to.0 - from.0).to_degrees();
    html! {
        path class={ "head " (stance.as_str()) } d="M-6 -5L6 0L-6 5z" transform={ "translate(" (n(x)) " " (n(y)) ") rotate(" (n(angle)) ")" } {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_apart_inside_and_the_same_each_time() {
        let edges = [(0, 1), (1, 2), (2, 0), (3, 4)];
        let at = places(8, &edges);
        assert_eq!(at, places(8, &edges));
        for (i, a) in at.iter().enumerate() {
            assert!((80.0..=WIDTH - 80.0).contains(&a.0) && (28.0..=HEIGHT - 28.0).contains(&a.1));
            assert!(at[..i].iter().all(|b| (a.0 - b.0).hypot(a.1 - b.1) > 30.0), "{at:?}");
        }
        assert!(places(0, &[]).is_empty());
        let names = vec!["اسم طويل جدا لهيئة".to_owned(); 12];
        let mut crowded = vec![(500.0, 340.0); 12];
        part_labels(&mut crowded, &names);
        for (i, a) in crowded.iter().enumerate() {
            assert!(crowded[..i].iter().all(|b| (a.1 - b.1).abs() >= LABEL - 0.1), "{crowded:?}");
        }
    }
}
