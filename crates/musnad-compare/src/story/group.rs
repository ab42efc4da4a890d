//! A group: its claims, their sides, and the matches that hold it together.

use petgraph::unionfind::UnionFind;

use super::{Group, Member, Side};
use crate::claim::Claim;
use crate::fact::Number;
use crate::form::Forms;
use crate::hash;
use crate::judge::{self, Match, Verdict};

impl Group {
    /// A claim that no other article has, as a group of its own: it can be traced too.
    #[must_use]
    pub fn of_one(claim: &Claim) -> Self {
        Self {
            id: format!("g{}", hash::name(&[&claim.id.to_string()])),
            members: vec![member(claim, false)],
            matches: Vec::new(),
        }
    }
}

/// A group of forms with its sides and the matches that hold it together.
pub(super) fn group(forms: &Forms<'_>, cluster: &[usize], mut pairs: Vec<(usize, usize, Verdict)>) -> Option<Group> {
    let members: Vec<(&Claim, usize)> =
        cluster.iter().flat_map(|&form| forms.claims[form].iter().map(move |&claim| (claim, form))).collect();
    if members.len() < 2 || members.iter().all(|(claim, _)| claim.narrated()) {
        return None;
    }
    // A form with itself: one pair of claims that are the same word for word.
    if cluster.len() == 1 {
        judge::judge_forms(forms.claim(cluster[0]), forms.claim(cluster[0]))?;
    }
    pairs.sort_by(|x, y| y.2.score.total_cmp(&x.2.score).then((x.0, x.1).cmp(&(y.0, y.1))));
    let place = |form: usize| cluster.binary_search(&form).unwrap_or_default();
    let mut tree: Vec<(usize, usize, Verdict)> = Vec::new();
    let mut sets = UnionFind::new(cluster.len());
    for &(a, b, verdict) in &pairs {
        if sets.union(place(a), place(b)) {
            tree.push((a, b, verdict));
        }
    }
    let against = sides(cluster, &tree, forms);
    let mut matches: Vec<Match> =
        tree.iter().map(|&(a, b, verdict)| judge::reason(forms.claim(a), forms.claim(b), verdict)).collect();
    for &form in cluster {
        let (first, rest) = forms.claims[form].split_first()?;
        if let Some(verdict) = judge::judge_forms(first, first) {
            matches.extend(rest.iter().map(|claim| judge::reason(first, claim, verdict)));
        }
    }
    matches.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    let mut members: Vec<Member> =
        members.into_iter().map(|(claim, form)| member(claim, against[place(form)])).collect();
    members.sort_by(|a, b| a.claim.cmp(&b.claim));
    let first = members.first()?.claim.to_string();
    Some(Group { id: format!("g{}", hash::name(&[&first])), members, matches })
}

fn member(claim: &Claim, against: bool) -> Member {
    let number =
        |number: &Number| format!("{} {}", number.shown(), number.unit.as_deref().unwrap_or("")).trim().to_owned();
    Member {
        claim: claim.id.clone(),
        spans: claim.spans.clone(),
        side: match (claim.negated, against) {
            (true, _) => Side::Open,
            (false, true) => Side::Against,
            (false, false) => Side::For,
        },
        stance: claim.stance,
        mode: claim.mode,
        hedged: claim.hedged(),
        numbers: claim.numbers.iter().map(number).collect(),
    }
}

/// For each form of a group, whether it stands against. Along the matches each opposed pair
/// changes sides. The side with more claims that are no denials is "for"; of equals that of
/// the first form.
fn sides(cluster: &[usize], tree: &[(usize, usize, Verdict)], forms: &Forms<'_>) -> Vec<bool> {
    let place = |form: usize| cluster.binary_search(&form).unwrap_or_default();
    let mut side: Vec<Option<bool>> = vec![None; cluster.len()];
    side[0] = Some(false);
    // The tree reaches every form in at most as many rounds as it has edges.
    for _ in 0..cluster.len() {
        let mut moved = false;
        for &(a, b, verdict) in tree {
            let (a, b) = (place(a), place(b));
            match (side[a], side[b]) {
                (Some(known), None) => side[b] = Some(known ^ verdict.kind.opposed()),
                (None, Some(known)) => side[a] = Some(known ^ verdict.kind.opposed()),
                _ => continue,
            }
            moved = true;
        }
        if !moved {
            break;
        }
    }
    let side: Vec<bool> = side.into_iter().map(Option::unwrap_or_default).collect();
    let says = |wanted: bool| -> usize {
        let of_side = side.iter().zip(cluster).filter(|(side, _)| **side == wanted);
        of_side.map(|(_, &form)| forms.claims[form].iter().filter(|claim| !claim.denies()).count()).sum()
    };
    let turned = says(true) > says(false);
    side.into_iter().map(|against| against ^ turned).collect()
}
