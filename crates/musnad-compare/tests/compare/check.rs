//! What the tests ask: stories of readings, traces of claims, chains as lines of names.

use musnad_compare::trace::{NodeKind, Trace, trace};
use musnad_compare::{Digest, Group, Index, Story};
use musnad_model::Reading;

pub(crate) fn index(readings: &[Reading]) -> Index {
    let mut index = Index::new();
    for reading in readings {
        index.add(Digest::of(reading)).unwrap();
    }
    index
}

/// The group of a claim, by `article/attribution`, in its story.
#[track_caller]
pub(crate) fn group_of(stories: &[Story], claim: &str) -> (Story, Group) {
    let holds =
        |group: &Group| group.members.iter().any(|member| member.claim.to_string().starts_with(&format!("{claim}.")));
    let story =
        stories.iter().find(|story| story.groups.iter().any(holds)).unwrap_or_else(|| panic!("{claim} is in no group"));
    (story.clone(), story.groups.iter().find(|group| holds(group)).unwrap().clone())
}

/// The claims of a group, as `article/attribution`.
pub(crate) fn members(group: &Group) -> Vec<String> {
    group.members.iter().map(|member| member.claim.to_string().split('.').next().unwrap().to_owned()).collect()
}

/// The trace of the group that holds a claim.
#[track_caller]
pub(crate) fn traced(readings: &[Reading], claim: &str) -> Trace {
    let index = index(readings);
    let (story, group) = group_of(&index.stories(), claim);
    let all: Vec<&Reading> = readings.iter().collect();
    trace(&story, &group, &all, &index.copies()).unwrap()
}

/// The name of a node; what has none in brackets.
pub(crate) fn name(trace: &Trace, id: &str) -> String {
    let node = trace.nodes.iter().find(|node| node.id == id).unwrap();
    match node.kind {
        NodeKind::SharedText => format!("[{}]", node.name),
        NodeKind::Unstated => "[unstated]".to_owned(),
        NodeKind::UnknownOutlet => "[outlet]".to_owned(),
        _ => node.name.clone(),
    }
}

/// The chains as lines of names, without the articles' own names repeated.
pub(crate) fn chains(trace: &Trace) -> Vec<String> {
    let line = |nodes: &[String]| nodes.iter().map(|id| name(trace, id)).collect::<Vec<_>>().join(" > ");
    trace.chains.iter().map(|chain| line(&chain.nodes)).collect()
}

/// The nodes through which all paths go, by name.
pub(crate) fn common(trace: &Trace) -> Vec<String> {
    trace.links.iter().filter(|link| link.dominates).map(|link| name(trace, &link.node)).collect()
}

/// Both bounds of the lines in favour.
pub(crate) fn lines(trace: &Trace) -> (u32, u32) {
    (trace.lines.lower, trace.lines.upper)
}
