//! Readings of many articles compared, in memory: `musnad.compare`.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::trace::{Trace, TraceError, trace};
use musnad_compare::{ClaimId, Copy, Digest, Group, Index, Story};
use musnad_model::Reading;
use pyo3::prelude::*;
use rayon::prelude::*;
use serde::Serialize;

use crate::{input, wrong};

/// A story with the trace of each of its groups, in their order.
#[derive(Serialize)]
pub(crate) struct Told {
    #[serde(flatten)]
    story: Story,
    traces: Vec<Trace>,
}

/// All that comparing finds.
#[derive(Serialize)]
struct Compared {
    stories: Vec<Told>,
    copies: Vec<Copy>,
}

/// Readings and copies, by article.
pub(crate) struct Known<'a> {
    readings: BTreeMap<&'a str, &'a Reading>,
    copies: &'a [Copy],
    copies_of: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(readings: &'a [Reading], copies: &'a [Copy]) -> Self {
        let mut copies_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, copy) in copies.iter().enumerate() {
            copies_of.entry(copy.a.as_str()).or_default().push(at);
            copies_of.entry(copy.b.as_str()).or_default().push(at);
        }
        let readings = readings.iter().map(|reading| (reading.id.as_str(), reading)).collect();
        Self { readings, copies, copies_of }
    }

    /// Traces the groups of a story. Only its own articles are handed on.
    pub(crate) fn tell(&self, story: Story) -> Result<Told, TraceError> {
        let members = story.groups.iter().flat_map(|group| &group.members).map(|member| &member.claim);
        let rivals = story.rivals.iter().flat_map(|rival| [&rival.a, &rival.b]);
        let claims: Vec<&ClaimId> = members.chain(rivals).collect();
        let articles: BTreeSet<&str> = claims.into_iter().map(|claim| claim.article.as_str()).collect();
        let readings: Vec<&Reading> = articles.iter().filter_map(|id| self.readings.get(id).copied()).collect();
        let copies: BTreeSet<usize> =
            articles.iter().filter_map(|id| self.copies_of.get(id)).flatten().copied().collect();
        let copies: Vec<Copy> = copies.into_iter().map(|at| self.copies[at].clone()).collect();
        let one = |group: &Group| trace(&story, group, &readings, &copies);
        let traces = story.groups.iter().map(one).collect::<Result<_, _>>()?;
        Ok(Told { story, traces })
    }
}

/// Compares readings, given as JSON in the wire format. Their order does not matter.
#[pyfunction]
pub(crate) fn compare_json(py: Python<'_>, readings: Vec<String>) -> PyResult<String> {
    py.detach(|| {
        let read = |json: &String| -> Result<(Reading, Digest), serde_json::Error> {
            let reading: Reading = serde_json::from_str(json)?;
            let digest = Digest::of(&reading);
            Ok((reading, digest))
        };
        let mut read: Vec<(Reading, Digest)> =
            readings.par_iter().map(read).collect::<Result<_, _>>().map_err(input)?;
        // An article that comes twice counts once: of two that differ in what is known beside the text, always the same.
        let whole = |reading: &Reading| serde_json::to_string(reading).unwrap_or_default();
        read.sort_by(|x, y| x.0.id.cmp(&y.0.id).then_with(|| whole(&x.0).cmp(&whole(&y.0))));
        read.dedup_by(|later, first| later.0.id == first.0.id && later.0.sha256 == first.0.sha256);
        let (readings, digests): (Vec<Reading>, Vec<Digest>) = read.into_iter().unzip();
        let mut index = Index::new();
        for digest in digests {
            index.add(digest).map_err(wrong)?;
        }
        let copies = index.copies();
        let known = Known::new(&readings, &copies);
        let stories = index.stories().into_par_iter().map(|story| known.tell(story));
        let stories = stories.collect::<Result<_, _>>().map_err(wrong)?;
        serde_json::to_string(&Compared { stories, copies }).map_err(wrong)
    })
}
