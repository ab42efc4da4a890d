//! Claims to groups.
//!
//! Claims that were judged to belong together, directly or through others, are a *story*.
//! Inside it, all are judged against all, and groups are built by average linkage: a group
//! takes in another only if most of the pairs between them match. So a long claim that
//! agrees with two short ones does not make these two the same.

mod cluster;
mod group;

use std::collections::BTreeMap;

use musnad_model::{Mode, Span, Stance};
use petgraph::unionfind::UnionFind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claim::{Claim, ClaimId};
use crate::form::Forms;
use crate::hash;
use crate::judge::{self, Match, Verdict};
use cluster::{APART, Tie, clusters, nested, told_apart};

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
    /// The claims, in the order of their ids. At least two, at least one attributed; but see
    /// [`Group::of_one`].
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

/// Largest story in forms of which all pairs are judged. In a larger one only the pairs
/// that share a key count, and these must be strong.
const WHOLE: usize = 400;
const STRONG: f32 = 0.8;

/// The stories of any set of claims. The order of the claims does not matter.
#[must_use]
pub fn stories<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Vec<Story> {
    let forms = Forms::new(claims);
    let mut links = Links::new(forms.claims.len());
    for (a, b) in forms.pairs() {
        if let Some(verdict) = judge::judge(forms.claim(a), forms.claim(b)) {
            links.add(a, b, verdict);
        }
    }
    let mut stories: Vec<Story> =
        links.components().into_iter().filter_map(|list| story(&forms, &list, &links)).collect();
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
    let mut ties: Vec<Tie> = Vec::new();
    if whole {
        ties.extend(told_apart(forms, list, &pairs));
        ties.extend(nested(forms, list));
    }
    for &(a, b, verdict) in &pairs {
        let weight = if verdict.kind.same_claim() { verdict.tie() } else { APART };
        ties.push(Tie { a, b, weight, opposed: verdict.kind.opposed() });
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
            group::group(forms, &cluster, inside)
        })
        .collect();
    groups.sort_by(|a, b| a.members[0].claim.cmp(&b.members[0].claim));
    let rivals = pairs.iter().filter(|(_, _, verdict)| !verdict.kind.same_claim());
    let rivals: Vec<Match> =
        rivals.map(|&(a, b, verdict)| judge::reason(forms.claim(list[a]), forms.claim(list[b]), verdict)).collect();
    let first = groups.first()?.members.first()?.claim.to_string();
    Some(Story { id: format!("s{}", hash::name(&[&first])), groups, rivals })
}

/// All pairs of a story, judged; indices into `list`.
fn all_pairs(forms: &Forms<'_>, list: &[usize]) -> Vec<(usize, usize, Verdict)> {
    let mut pairs = Vec::new();
    for a in 0..list.len() {
        for b in a + 1..list.len() {
            if let Some(verdict) = judge::judge(forms.claim(list[a]), forms.claim(list[b])) {
                pairs.push((a, b, verdict));
            }
        }
    }
    pairs
}

fn strong_pairs(list: &[usize], links: &Links) -> Vec<(usize, usize, Verdict)> {
    let strong = links.pairs.iter().filter(|(_, _, verdict)| verdict.score >= STRONG || !verdict.kind.same_claim());
    let place = |form: usize| list.binary_search(&form).ok();
    strong.filter_map(|&(a, b, verdict)| Some((place(a)?, place(b)?, verdict))).collect()
}
