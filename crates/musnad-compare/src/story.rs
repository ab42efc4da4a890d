//! Claims to groups.
//!
//! Claims that were judged to belong together, directly or through others, are a *story*.
//! Inside it, all are judged against all, and groups are built by average linkage: a group
//! takes in another only if most of the pairs between them match. So a long claim that
//! agrees with two short ones does not make these two the same.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::{Mode, Span, Stance};
use petgraph::unionfind::UnionFind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claim::{Claim, ClaimId};
use crate::form::Forms;
use crate::hash;
use crate::same::{self, Match, MatchKind, Verdict};

/// Claims that belong together: groups of the same, and rivals between groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// `s` and twelve hexadecimal digits, made from the smallest claim id.
    pub id: String,
    /// Groups of the same claim, in the order of their ids' claims. Never empty.
    pub groups: Vec<Group>,
    /// Claims of two groups that cannot both be so: one person in two places, a place with
    /// two holders.
    pub rivals: Vec<Match>,
}

/// The same claim in one or several articles, with those that deny it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// `g` and twelve hexadecimal digits, made from the smallest claim id. It names this set
    /// of claims: a new article with a smaller id changes it.
    pub id: String,
    /// The claims, in the order of their ids. At least two, at least one attributed.
    pub members: Vec<Member>,
    /// For each member but one, its strongest match with one that was joined before.
    pub matches: Vec<Match>,
}

/// A claim in its group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// Which claim.
    pub claim: ClaimId,
    /// Its words, in code points of the article's text.
    pub spans: Vec<Span>,
    /// On which side it stands.
    pub side: Side,
    /// How its cue vouches for it; null for narration.
    pub stance: Option<Stance>,
    /// How much of it is quoted; null for narration.
    pub mode: Option<Mode>,
    /// True if the claim keeps a distance in its own words (ربما، قد يكون).
    pub hedged: bool,
    /// Its numbers with their units, for people: `14 persons:killed`.
    pub numbers: Vec<String>,
}

/// On which side of a claim an article's version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Says so.
    For,
    /// Says not so.
    Against,
    /// Neither: "did not confirm", "did not deny".
    Open,
}

/// Average tie between two sets of forms from which they are one group. A pair that does
/// not match counts as 0.
const LINKAGE: f32 = 0.4;

/// What a pair weighs that is known to be two claims: rivals, and two statements of one
/// article that do not match each other.
const APART: f32 = -2.0;

/// Largest story in forms of which all pairs are judged. In a larger one only the pairs
/// that share a key count, and these must be strong.
const WHOLE: usize = 400;
const STRONG: f32 = 0.8;

/// Matches between new claims and claims that a store found by their keys, and among the
/// new ones. The store then joins the stories of both ends of each match.
///
/// A claim is never matched with itself; matches come in the order of their claims' ids.
#[must_use]
pub fn link(new: &[Claim], found: &[Claim]) -> Vec<Match> {
    let mut matches = Vec::new();
    for (i, claim) in new.iter().enumerate() {
        for other in new[i + 1..].iter().chain(found) {
            if let Some(verdict) = same::judge(claim, other) {
                matches.push(same::reason(claim, other, verdict));
            }
        }
    }
    matches.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    matches.dedup_by(|x, y| x.a == y.a && x.b == y.b);
    matches
}

/// The stories of any set of claims. The order of the claims does not matter.
#[must_use]
pub fn stories<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Vec<Story> {
    let forms = Forms::new(claims);
    let mut links = Links::new(forms.claims.len());
    for (a, b) in forms.pairs() {
        if let Some(verdict) = same::judge(forms.claim(a), forms.claim(b)) {
            links.add(a, b, verdict);
        }
    }
    let mut stories: Vec<Story> = links.components().into_iter().filter_map(|list| story(&forms, &list, &links)).collect();
    stories.sort_by(|a, b| a.groups[0].members[0].claim.cmp(&b.groups[0].members[0].claim));
    stories
}

/// Judged pairs of forms.
struct Links {
    pairs: Vec<(usize, usize, Verdict)>,
    count: usize,
}

impl Links {
    fn new(count: usize) -> Self {
        Self { pairs: Vec::new(), count }
    }

    fn add(&mut self, a: usize, b: usize, verdict: Verdict) {
        self.pairs.push((a.min(b), a.max(b), verdict));
    }

    /// Sets of forms that hang together, each sorted.
    fn components(&self) -> Vec<Vec<usize>> {
        let mut sets = UnionFind::new(self.count);
        for &(a, b, _) in &self.pairs {
            sets.union(a, b);
        }
        let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (form, root) in sets.into_labeling().into_iter().enumerate() {
            lists.entry(root).or_default().push(form);
        }
        lists.into_values().collect()
    }
}

/// The story of forms that hang together; `None` if there is no group in it.
fn story(forms: &Forms<'_>, list: &[usize], links: &Links) -> Option<Story> {
    let whole = list.len() <= WHOLE;
    let pairs = if whole { all_pairs(forms, list) } else { strong_pairs(list, links) };
    let mut ties: Vec<(usize, usize, f32)> = Vec::new();
    if whole {
        ties.extend(told_apart(forms, list, &pairs).into_iter().map(|(a, b)| (a, b, APART)));
        ties.extend(nested(forms, list));
    }
    for &(a, b, verdict) in &pairs {
        ties.push((a, b, if verdict.kind.same_claim() { verdict.tie() } else { APART }));
    }
    let narrated: Vec<bool> = list.iter().map(|&form| forms.claim(form).narrated()).collect();
    let mut groups: Vec<Group> = clusters(&narrated, &ties)
        .into_iter()
        .filter_map(|cluster| {
            let cluster: Vec<usize> = cluster.into_iter().map(|i| list[i]).collect();
            let inside: Vec<_> = pairs
                .iter()
                .map(|&(a, b, verdict)| (list[a], list[b], verdict))
                .filter(|(a, b, verdict)| {
                    verdict.kind.same_claim() && cluster.binary_search(a).is_ok() && cluster.binary_search(b).is_ok()
                })
                .collect();
            group(forms, &cluster, inside)
        })
        .collect();
    groups.sort_by(|a, b| a.members[0].claim.cmp(&b.members[0].claim));
    let rivals = pairs.iter().filter(|(_, _, verdict)| !verdict.kind.same_claim());
    let rivals: Vec<Match> =
        rivals.map(|&(a, b, verdict)| same::reason(forms.claim(list[a]), forms.claim(list[b]), verdict)).collect();
    let first = groups.first()?.members.first()?.claim.to_string();
    Some(Story { id: format!("s{}", hash::name(&[&first])), groups, rivals })
}

/// All pairs of a story, judged; indices into `list`.
fn all_pairs(forms: &Forms<'_>, list: &[usize]) -> Vec<(usize, usize, Verdict)> {
    let mut pairs = Vec::new();
    for a in 0..list.len() {
        for b in a + 1..list.len() {
            if let Some(verdict) = same::judge(forms.claim(list[a]), forms.claim(list[b])) {
                pairs.push((a, b, verdict));
            }
        }
    }
    pairs
}

/// Pairs of forms that stand side by side in one article and do not match: a writer who
/// says two things means two things.
fn told_apart(forms: &Forms<'_>, list: &[usize], pairs: &[(usize, usize, Verdict)]) -> Vec<(usize, usize)> {
    let matched: BTreeSet<(usize, usize)> = pairs.iter().map(|&(a, b, _)| (a, b)).collect();
    let in_one = |a: usize, b: usize| {
        let (left, right) = (&forms.claims[list[a]], &forms.claims[list[b]]);
        left.iter().any(|x| {
            // Claims of a form are sorted by article.
            let from = right.partition_point(|y| y.id.article < x.id.article);
            let beside = right[from..].iter().take_while(|y| y.id.article == x.id.article);
            beside.into_iter().any(|y| !same::one_text(x, y))
        })
    };
    let all = (0..list.len()).flat_map(|a| (a + 1..list.len()).map(move |b| (a, b)));
    all.filter(|pair| !matched.contains(pair) && in_one(pair.0, pair.1)).collect()
}

/// Pairs of which one is part of the other's text: a relay and what it relays. They match
/// nobody by that, and do not stand against being one.
fn nested(forms: &Forms<'_>, list: &[usize]) -> Vec<(usize, usize, f32)> {
    let mut ties = Vec::new();
    for a in 0..list.len() {
        for b in a + 1..list.len() {
            let (x, y) = (forms.claim(list[a]), forms.claim(list[b]));
            if same::one_text(x, y) {
                let verdict = same::judge_forms(x, y).filter(|verdict| verdict.kind.same_claim() && !verdict.kind.opposed());
                ties.extend(verdict.map(|verdict| (a, b, verdict.tie())));
            }
        }
    }
    ties
}

fn strong_pairs(list: &[usize], links: &Links) -> Vec<(usize, usize, Verdict)> {
    let strong = links.pairs.iter().filter(|(_, _, verdict)| verdict.score >= STRONG || !verdict.kind.same_claim());
    let place = |form: usize| list.binary_search(&form).ok();
    strong.filter_map(|&(a, b, verdict)| Some((place(a)?, place(b)?, verdict))).collect()
}

/// Average linkage over forms, of which `narrated` are sentences of narration. Narration
/// tells several things in a breath: it is put to the group that it fits best when groups
/// are made, and makes none. Deterministic: the best pair of clusters first, of equals that
/// with the smallest forms.
fn clusters(narrated: &[bool], ties: &[(usize, usize, f32)]) -> Vec<Vec<usize>> {
    let count = narrated.len();
    if count > WHOLE {
        return connected(count, ties);
    }
    let mut sums = vec![vec![0f32; count]; count];
    for &(a, b, tie) in ties {
        sums[a][b] = tie;
        sums[b][a] = tie;
    }
    let mut clusters: Vec<Vec<usize>> = (0..count).map(|i| vec![i]).collect();
    let (mut alive, own): (Vec<usize>, Vec<usize>) = (0..count).partition(|&i| !narrated[i]);
    while let Some((a, b)) = closest(&alive, &clusters, &sums) {
        for &other in alive.iter().chain(&own) {
            let joined = sums[a][other] + sums[b][other];
            sums[a][other] = joined;
            sums[other][a] = joined;
        }
        let taken = std::mem::take(&mut clusters[b]);
        clusters[a].extend(taken);
        alive.retain(|&i| i != b);
    }
    // All sentences look at the groups as the attributions made them.
    let sizes: Vec<usize> = clusters.iter().map(Vec::len).collect();
    for sentence in own {
        let average = |group: usize| sums[group][sentence] / sizes[group] as f32;
        let best = alive.iter().copied().max_by(|&x, &y| average(x).total_cmp(&average(y)).then(y.cmp(&x)));
        if let Some(group) = best.filter(|&group| average(group) >= LINKAGE) {
            clusters[sentence].clear();
            clusters[group].push(sentence);
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters.iter_mut().for_each(|cluster| cluster.sort_unstable());
    clusters
}

/// The pair of clusters with the highest average, if that is enough.
fn closest(alive: &[usize], clusters: &[Vec<usize>], sums: &[Vec<f32>]) -> Option<(usize, usize)> {
    let mut best: Option<(f32, usize, usize)> = None;
    for (i, &a) in alive.iter().enumerate() {
        for &b in &alive[i + 1..] {
            let average = sums[a][b] / (clusters[a].len() * clusters[b].len()) as f32;
            if average >= LINKAGE && best.is_none_or(|(score, _, _)| average > score) {
                best = Some((average, a, b));
            }
        }
    }
    best.map(|(_, a, b)| (a, b))
}

/// Forms that ties connect, in a story too large for more.
fn connected(count: usize, ties: &[(usize, usize, f32)]) -> Vec<Vec<usize>> {
    let mut sets = UnionFind::new(count);
    for (a, b, _) in ties.iter().filter(|(_, _, tie)| *tie > 0.0) {
        sets.union(*a, *b);
    }
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, root) in sets.into_labeling().into_iter().enumerate() {
        lists.entry(root).or_default().push(i);
    }
    lists.into_values().collect()
}

/// A group of forms with its sides and the matches that hold it together.
fn group(forms: &Forms<'_>, cluster: &[usize], mut pairs: Vec<(usize, usize, Verdict)>) -> Option<Group> {
    let members: Vec<(&Claim, usize)> =
        cluster.iter().flat_map(|&form| forms.claims[form].iter().map(move |&claim| (claim, form))).collect();
    if members.len() < 2 || members.iter().all(|(claim, _)| claim.narrated()) {
        return None;
    }
    // A form with itself: one pair of claims that are the same word for word.
    if cluster.len() == 1 {
        same::judge_forms(forms.claim(cluster[0]), forms.claim(cluster[0]))?;
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
        tree.iter().map(|&(a, b, verdict)| same::reason(forms.claim(a), forms.claim(b), verdict)).collect();
    for &form in cluster {
        let (first, rest) = forms.claims[form].split_first()?;
        if let Some(verdict) = same::judge_forms(first, first) {
            matches.extend(rest.iter().map(|claim| same::reason(first, claim, verdict)));
        }
    }
    matches.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    let mut members: Vec<Member> = members
        .into_iter()
        .map(|(claim, form)| Member {
            claim: claim.id.clone(),
            spans: claim.spans.clone(),
            side: match (claim.negated, against[place(form)]) {
                (true, _) => Side::Open,
                (false, true) => Side::Against,
                (false, false) => Side::For,
            },
            stance: claim.stance,
            mode: claim.mode,
            hedged: claim.hedged(),
            numbers: claim
                .numbers
                .iter()
                .map(|number| format!("{} {}", number.shown(), number.unit.as_deref().unwrap_or("")).trim().to_owned())
                .collect(),
        })
        .collect();
    members.sort_by(|a, b| a.claim.cmp(&b.claim));
    let first = members.first()?.claim.to_string();
    Some(Group { id: format!("g{}", hash::name(&[&first])), members, matches })
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

impl MatchKind {
    /// The kind's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameQuotation => "same_quotation",
            Self::SameWords => "same_words",
            Self::Paraphrase => "paraphrase",
            Self::Denial => "denial",
            Self::Opposite => "opposite",
            Self::NumberDiffers => "number_differs",
            Self::PlaceDiffers => "place_differs",
            Self::HolderDiffers => "holder_differs",
        }
    }
}
