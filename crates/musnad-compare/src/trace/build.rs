//! Puts a trace together.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::Reading;

use super::chain::{Article, Outlets, Voice, settle};
use super::circle::{Cites, circles};
use super::distortion::{Version, distortions};
use super::graph::Paths;
use super::node::Cast;
use super::path::{Link, path, scope_to_families};
use super::{
    Chain, Circle, Citation, CommonLink, EdgeKind, Lines, NodeKind, SCHEMA, SingleRoot, Trace, conflict, credibility,
    family, first, lines, link,
};
use crate::claim::{Claim, ClaimId};
use crate::copy::{self, Copy};
use crate::days::Moment;
use crate::digest::Digest;
use crate::judge;
use crate::story::{Group, Side, Story};

/// A trace could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// The reading of an article of the group was not given.
    #[error("the reading of {article} is missing")]
    Missing {
        /// The article.
        article: String,
    },
    /// A reading does not have a claim of the group: it is not the one that was grouped.
    #[error("the reading of its article does not have the claim {claim}")]
    Stale {
        /// The claim.
        claim: String,
    },
}

/// Traces one group of a story.
///
/// `readings` holds at least those of the group's articles, and of the story's other
/// articles if their places are to be named in conflicts; `copies` at least those between
/// the group's articles. More of either does no harm, and their order does not matter.
///
/// # Errors
/// If a reading is missing or is not the one that was grouped.
pub fn trace(story: &Story, group: &Group, readings: &[&Reading], copies: &[Copy]) -> Result<Trace, TraceError> {
    let by_id: BTreeMap<&str, &Reading> = readings.iter().map(|&reading| (reading.id.as_str(), reading)).collect();
    let digests = digests(story, group, &by_id)?;
    let here: BTreeSet<&str> = group.members.iter().map(|member| member.claim.article.as_str()).collect();
    let outlets = Outlets::new(here.iter().map(|&id| by_id[id]));
    let articles: BTreeMap<&str, Article<'_>> =
        here.iter().map(|&id| (id, Article::new(by_id[id], &outlets))).collect();
    let mut copies: Vec<Copy> = copies
        .iter()
        .filter(|copy| here.contains(copy.a.as_str()) && here.contains(copy.b.as_str()))
        .cloned()
        .collect();
    copies.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    copies.dedup_by(|x, y| x.a == y.a && x.b == y.b);
    copy::explain(&mut copies);

    let mut voices = voices(group, &articles, &digests)?;
    settle(&mut voices, &articles);
    let agencies = family::find(&mut voices, &copies);
    scope_to_families(&mut voices);
    let paths: Vec<Vec<Link>> = voices.iter().map(|voice| path(voice, &articles, &agencies)).collect();
    let cast = Cast::new(paths.iter().flatten().map(|link| link.who.clone()));

    let built = Built { voices, paths, cast, articles };
    Ok(built.trace(story, group, copies, &digests))
}

/// The digests of the articles of the group, and of its rivals' as far as they are given.
fn digests<'r>(
    story: &Story,
    group: &Group,
    by_id: &BTreeMap<&'r str, &'r Reading>,
) -> Result<BTreeMap<String, Digest>, TraceError> {
    let mut digests: BTreeMap<String, Digest> = BTreeMap::new();
    for member in &group.members {
        let id = &member.claim.article;
        let reading = by_id.get(id.as_str()).ok_or_else(|| TraceError::Missing { article: id.clone() })?;
        digests.entry(id.clone()).or_insert_with(|| Digest::of(reading));
    }
    for rival in &story.rivals {
        for id in [&rival.a.article, &rival.b.article] {
            if let Some(reading) = by_id.get(id.as_str()) {
                digests.entry(id.clone()).or_insert_with(|| Digest::of(reading));
            }
        }
    }
    Ok(digests)
}

/// When the article of a reading was published.
pub(super) const fn moment(reading: &Reading) -> Moment {
    Moment::of(reading.published, reading.published_at)
}

/// The group's claims with their chains, by day, hour and id; those without a day last.
fn voices<'a>(
    group: &'a Group,
    articles: &BTreeMap<&str, Article<'a>>,
    digests: &'a BTreeMap<String, Digest>,
) -> Result<Vec<Voice<'a>>, TraceError> {
    let mut voices = Vec::with_capacity(group.members.len());
    for member in &group.members {
        let id = &member.claim;
        let claim = claim(digests, id).ok_or_else(|| TraceError::Stale { claim: id.to_string() })?;
        let article = &articles[id.article.as_str()];
        let steps = id.attribution.as_deref().map(|id| article.steps(id)).unwrap_or_default();
        voices.push(Voice { member, reading: article.reading, claim, steps, counts: true, family: None });
    }
    voices.sort_by_key(|voice| (moment(voice.reading).rank(), &voice.member.claim));
    Ok(voices)
}

fn claim<'d>(digests: &'d BTreeMap<String, Digest>, id: &ClaimId) -> Option<&'d Claim> {
    digests.get(&id.article)?.claims.iter().find(|claim| claim.id == *id)
}

/// Voices, their ways and everybody on them.
pub(super) struct Built<'a> {
    pub(super) voices: Vec<Voice<'a>>,
    pub(super) paths: Vec<Vec<Link>>,
    pub(super) cast: Cast,
    pub(super) articles: BTreeMap<&'a str, Article<'a>>,
}

impl Built<'_> {
    fn trace(&self, story: &Story, group: &Group, copies: Vec<Copy>, digests: &BTreeMap<String, Digest>) -> Trace {
        let named: Vec<Vec<usize>> = self.paths.iter().map(|path| self.simple(path)).collect();
        let (chains, unconfirmed) = self.confirmed(&named);
        let counted = chains.iter().zip(&self.voices).filter(|(_, voice)| voice.counts);
        let numbers = numbering(counted.map(|(chain, _)| chain.as_slice()));
        let id = |node: usize| format!("n{}", numbers.get(&node).copied().unwrap_or_default());
        let ids = |nodes: &[usize]| nodes.iter().map(|&node| id(node)).collect::<Vec<_>>();
        let of_side = |side: Side| self.counted(|voice| voice.member.side == side);
        let sides: Vec<Sided> = [Side::For, Side::Against, Side::Open]
            .into_iter()
            .map(|side| self.sided(side, &of_side(side), &chains, &copies))
            .collect();
        let lines_of = |sided: &Sided| Lines {
            lower: sided.bounds.shown.len() as u32,
            upper: sided.bounds.possible.len() as u32,
            shown: sided.bounds.shown.iter().map(|path| ids(path)).collect(),
            possible: sided.bounds.possible.iter().map(|path| ids(path)).collect(),
        };
        let (lines, lines_against) = (lines_of(&sides[0]), lines_of(&sides[1]));
        let links_of = |sided: &Sided| -> Vec<CommonLink> {
            let link = |link: &link::Link| CommonLink {
                node: id(link.node),
                side: sided.side,
                dominates: link.dominates,
                chains: link.chains,
                bypass: link.bypass,
                coverage: link.chains as f32 / (link.chains + link.bypass).max(1) as f32,
            };
            sided.links.iter().map(link).collect()
        };
        let links = sides[..2].iter().flat_map(links_of).collect();
        let whole: BTreeMap<usize, &(Vec<usize>, usize)> =
            sides.iter().flat_map(|sided| &sided.whole).map(|(i, path)| (*i, path)).collect();
        let cites = self.cites(&chains);
        let versions: Vec<Version<'_>> = self
            .voices
            .iter()
            .zip(&self.paths)
            .filter(|(voice, _)| voice.counts)
            .map(|(voice, path)| Version {
                voice,
                article: &self.articles[voice.member.claim.article.as_str()],
                sources: voice.steps.iter().map(|step| self.cast.node(&step.who)).collect(),
                publisher: path.iter().rev().nth(1).map_or(usize::MAX, |link| self.cast.node(&link.who)),
            })
            .collect();
        let mut conflicts = conflict::conflicts(&self.voices, &story.rivals, |id| claim(digests, id).cloned());
        for position in conflicts.iter_mut().flat_map(|conflict| &mut conflict.positions) {
            let here = |id: &ClaimId| self.voices.iter().find(|voice| voice.member.claim == *id);
            let Some(side) = position.claims.first().and_then(here).map(|voice| voice.member.side) else { continue };
            let list = self.counted(|voice| position.claims.contains(&voice.member.claim));
            let sided = self.sided(side, &list, &chains, &copies);
            position.lines = Some(lines_of(&sided));
            position.links = links_of(&sided);
        }
        let credibility = credibility::suggest(&lines, &lines_against, &conflicts);
        Trace {
            schema: SCHEMA.to_owned(),
            group: group.id.clone(),
            claims: self.voices.iter().map(|voice| self.told(voice, group)).collect(),
            nodes: self.nodes(&numbers, &id),
            edges: self.edges(&chains, &copies, &id),
            chains: (0..chains.len())
                .filter_map(|i| {
                    let (nodes, inherited) = whole.get(&i)?;
                    Some(Chain {
                        claim: self.voices[i].member.claim.clone(),
                        side: self.voices[i].member.side,
                        nodes: ids(nodes),
                        inherited: *inherited as u32,
                        unconfirmed: unconfirmed[i].map(|node| self.cast.nodes[node].name.clone()),
                        known: nodes.iter().all(|&node| self.cast.nodes[node].known),
                    })
                })
                .collect(),
            single_root: self.single_root(&sides[0], &id),
            lines,
            lines_against,
            links,
            circles: self.circles(&cites, &sides, &id),
            first: first::first(&self.dated(), &cites, id),
            copies,
            conflicts,
            distortions: distortions(&versions, &self.cast),
            credibility,
        }
    }

    /// The voices with chains of their own for which something holds.
    fn counted(&self, holds: impl Fn(&Voice<'_>) -> bool) -> Vec<usize> {
        (0..self.voices.len()).filter(|&i| self.voices[i].counts && holds(&self.voices[i])).collect()
    }

    /// What follows from the chains of some voices of one side.
    fn sided(&self, side: Side, of_side: &[usize], chains: &[Vec<usize>], copies: &[Copy]) -> Sided {
        let paths = Paths::new(of_side.iter().map(|&i| chains[i].as_slice()).collect());
        let whole: Vec<(usize, (Vec<usize>, usize))> = of_side
            .iter()
            .map(|&i| {
                let mut before = paths.path_to(chains[i][0]);
                before.pop();
                // What comes before must not come back to the chain itself.
                before.retain(|node| !chains[i].contains(node));
                let inherited = before.len();
                before.extend(&chains[i]);
                (i, (before, inherited))
            })
            .collect();
        let lists: Vec<Vec<usize>> = whole.iter().map(|(_, (nodes, _))| nodes.clone()).collect();
        Sided {
            side,
            bounds: lines::bounds(&paths, &self.cast, &self.alike(of_side, copies)),
            links: link::links(&paths, &lists, &self.cast),
            closed: paths.closed.clone(),
            whole,
        }
    }

    /// Pairs of voices, as places in `list`, of which nothing shows that they are
    /// independent: the same words at length, or articles that share text.
    fn alike(&self, list: &[usize], copies: &[Copy]) -> Vec<(usize, usize)> {
        let shared: BTreeSet<(&str, &str)> = copies.iter().map(|copy| (copy.a.as_str(), copy.b.as_str())).collect();
        let mut pairs = Vec::new();
        for (i, x) in list.iter().map(|&i| &self.voices[i]).enumerate() {
            for (j, y) in list.iter().map(|&j| &self.voices[j]).enumerate().skip(i + 1) {
                let (a, b) = (x.member.claim.article.as_str(), y.member.claim.article.as_str());
                // Of very many only the neighbours are held against each other.
                let near = list.len() <= MOST_HELD || j == i + 1;
                if shared.contains(&(a.min(b), a.max(b))) || (near && a != b && judge::verbatim(x.claim, y.claim)) {
                    pairs.push((i, j));
                }
            }
        }
        pairs
    }

    /// Which outlet cites which, by whose attribution.
    fn cites(&self, chains: &[Vec<usize>]) -> Vec<Cites> {
        let mut cites = Vec::new();
        for (i, path) in self.paths.iter().enumerate().filter(|(i, _)| self.voices[*i].counts && !chains[*i].is_empty())
        {
            // With its loops: an article that cites who cites its own outlet shows a circle.
            let outlets: Vec<&Link> = path
                .iter()
                .filter(|link| link.kind != EdgeKind::Shared || link.stance.is_some())
                .filter(|link| self.cast.is_outlet(self.cast.node(&link.who)))
                .collect();
            for pair in outlets.windows(2) {
                let Some(evidence) = pair[0].evidence.first() else { continue };
                cites.push(Cites {
                    citing: self.cast.node(&pair[1].who),
                    cited: self.cast.node(&pair[0].who),
                    published: self.voices[i].reading.published,
                    evidence: evidence.clone(),
                });
            }
        }
        cites.retain(|one| one.citing != one.cited);
        cites.sort();
        cites.dedup();
        cites
    }

    fn circles(&self, cites: &[Cites], sides: &[Sided], id: &impl Fn(usize) -> String) -> Vec<Circle> {
        let circle = |found: super::circle::Found| Circle {
            undated: found.citations.iter().any(|one| one.published.is_none()),
            closed: sides.iter().any(|sided| found.outlets.iter().any(|outlet| sided.closed.contains(outlet))),
            citations: found
                .citations
                .into_iter()
                .map(|one| Citation {
                    citing: id(one.citing),
                    cited: id(one.cited),
                    evidence: one.evidence,
                    published: one.published,
                })
                .collect(),
            outlets: found.outlets.into_iter().map(id).collect(),
        };
        circles(cites).into_iter().map(circle).collect()
    }

    /// The root, if two outlets or more have the claim and all chains come from one node.
    fn single_root(&self, sided: &Sided, id: &impl Fn(usize) -> String) -> Option<SingleRoot> {
        let publishers: BTreeSet<usize> =
            sided.whole.iter().filter_map(|(_, (nodes, _))| nodes.iter().rev().nth(1).copied()).collect();
        let root = sided.links.iter().find(|link| link.dominates && link.bypass == 0)?;
        (publishers.len() >= 2 && self.cast.nodes[root.node].kind != NodeKind::Article)
            .then(|| SingleRoot { node: id(root.node), outlets: publishers.into_iter().map(id).collect() })
    }

    /// Each article with its moment and its outlet's node.
    fn dated(&self) -> Vec<(String, Moment, usize)> {
        let dated: BTreeMap<&str, (Moment, usize)> = self
            .voices
            .iter()
            .zip(&self.paths)
            .filter_map(|(voice, path)| {
                let outlet = path.iter().rev().nth(1)?;
                Some((voice.member.claim.article.as_str(), (moment(voice.reading), self.cast.node(&outlet.who))))
            })
            .collect();
        dated.into_iter().map(|(id, (moment, outlet))| (id.to_owned(), moment, outlet)).collect()
    }
}

/// Most voices of which the words of all pairs are held against each other.
const MOST_HELD: usize = 400;

/// What follows from the chains of one side.
struct Sided {
    side: Side,
    bounds: lines::Bounds,
    links: Vec<link::Link>,
    closed: BTreeSet<usize>,
    /// For each voice its chain with what cited articles add, and how many nodes that is.
    whole: Vec<(usize, (Vec<usize>, usize))>,
}

/// Numbers nodes in the order in which the chains come to them.
fn numbering<'c>(chains: impl Iterator<Item = &'c [usize]>) -> BTreeMap<usize, usize> {
    let mut numbers = BTreeMap::new();
    for &node in chains.flatten() {
        let next = numbers.len() + 1;
        numbers.entry(node).or_insert(next);
    }
    numbers
}
