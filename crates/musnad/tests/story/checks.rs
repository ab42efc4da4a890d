//! What is held against the expected graph: each expectation with a name of its own.

use std::collections::BTreeSet;

use musnad_compare::CopyKind;
use musnad_compare::trace::{CommonLink, Conflict, ConflictKind, DistortionKind, Lines, NodeKind, Trace, TracedClaim};
use musnad_compare::{Group, Side, Story};
use musnad_model::Span;
use musnad_model::fold::{Strength, fold};

use crate::expected::{self, Claim, Edge, Expected, Occurrence};
use crate::told::{Told, meet};

/// A named expectation and whether it holds; what was got if not.
pub(crate) type Check = (String, Result<(), String>);

/// A body and who speaks for it are one origin (rule 3 of `expected.md`).
const ONE_ORIGIN: &[(&str, &str)] =
    &[("الحماية المدنية", "ماجد الدوحان"), ("وزارة الصحة", "نادية الرواس"), ("وزارة النقل", "ياسر الدلّال")];

pub(crate) fn all(told: &Told, expected: &Expected) -> Vec<Check> {
    let mut checks = Vec::new();
    for claim in &expected.claim {
        let kin: Vec<&Claim> =
            expected.claim.iter().filter(|other| other.group.is_some() && other.group == claim.group).collect();
        claim_checks(told, claim, if kin.is_empty() { vec![claim] } else { kin }, &mut checks);
    }
    cycles(told, expected, &mut checks);
    copies(told, expected, &mut checks);
    conflicts(told, expected, &mut checks);
    distortions(told, expected, &mut checks);
    for one in &expected.unrelated {
        let found =
            told.traces.iter().flat_map(|trace| &trace.claims).filter(|claim| claim.claim.article == one.article);
        let found: Vec<String> = found.map(|claim| claim.claim.to_string()).collect();
        checks.push((format!("unrelated {}", one.article), empty(&found)));
    }
    checks
}

fn empty(found: &[String]) -> Result<(), String> {
    if found.is_empty() { Ok(()) } else { Err(found.join(", ")) }
}

fn equal<T: PartialEq + std::fmt::Debug>(got: T, want: T) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("got {got:?}, wanted {want:?}")) }
}

/// True if two names may be of one: folded, one inside the other, or one origin.
fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| {
        let folded = fold(name, Strength::Lossy);
        folded.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().trim().to_owned()
    };
    let within = |a: &str, b: &str| {
        let (a, b) = (plain(a), plain(b));
        !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
    };
    within(a, b) || ONE_ORIGIN.iter().any(|(x, y)| (within(a, x) && within(b, y)) || (within(a, y) && within(b, x)))
}

/// The claims of a trace that are an expected occurrence.
fn of_occurrence<'t>(told: &Told, trace: &'t Trace, one: &Occurrence) -> Vec<&'t TracedClaim> {
    let places: Vec<Span> = one.phrases.iter().flat_map(|phrase| told.find_all(&one.article, phrase)).collect();
    let side = if one.polarity == "+" { Side::For } else { Side::Against };
    let here = |claim: &&TracedClaim| {
        claim.claim.article == one.article
            && claim.side == side
            && claim.spans.iter().any(|span| places.iter().any(|place| meet(*span, *place)))
    };
    trace.claims.iter().filter(here).collect()
}

/// The trace that holds most of a claim's occurrences; of a claim that stands in one article
/// the trace of that claim alone.
fn home(told: &Told, kin: &[&Claim]) -> Option<Trace> {
    let occurrences = || kin.iter().flat_map(|claim| &claim.occurrences);
    let holds = |trace: &Trace| occurrences().filter(|one| !of_occurrence(told, trace, one).is_empty()).count();
    let best = told.traces.iter().max_by_key(|trace| (holds(trace), std::cmp::Reverse(trace.claims.len())))?;
    if holds(best) > 0 {
        return Some(best.clone());
    }
    let mut all = occurrences();
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    let place = told.find(&one.article, &one.phrases[0])?;
    let digest = told.index.article(&one.article)?;
    let claim = digest.claims.iter().find(|claim| claim.spans.iter().any(|span| meet(*span, place)))?;
    let group = Group::of_one(claim);
    let story = Story { id: String::new(), groups: Vec::new(), rivals: Vec::new() };
    musnad_compare::trace::trace(&story, &group, &[&told.readings[&one.article]], &[]).ok()
}

fn claim_checks(told: &Told, claim: &Claim, kin: Vec<&Claim>, checks: &mut Vec<Check>) {
    let id = &claim.id;
    let Some(trace) = home(told, &kin) else {
        checks.push((format!("{id}: is found"), Err("no group holds any of it".to_owned())));
        return;
    };
    let trace = &trace;
    for one in claim.occurrences.iter().filter(|one| !one.weak) {
        let name = format!("{id}: {} {} {}", one.article, one.polarity, one.speaker);
        let found = of_occurrence(told, trace, one);
        checks.push((name.clone(), if found.is_empty() { Err("not in the group".to_owned()) } else { Ok(()) }));
        if found.is_empty() {
            continue;
        }
        let speakers: Vec<String> = found.iter().filter_map(|claim| told.speaker(&claim.claim)).collect();
        let who = speakers.iter().any(|speaker| same_name(speaker, &one.speaker));
        checks.push((format!("{name}, who"), if who { Ok(()) } else { Err(format!("got {speakers:?}")) }));
        let stances: BTreeSet<&str> =
            found.iter().filter_map(|claim| claim.stance).map(|stance| stance.as_str()).collect();
        // A denial in the speaker's own words is said, not denied.
        let how = stances.contains(one.stance.as_str()) || (one.stance == "denies" && !stances.is_empty());
        checks.push((
            format!("{name}, how"),
            if how { Ok(()) } else { Err(format!("got {stances:?}, wanted {}", one.stance)) },
        ));
    }
    let strangers = trace.claims.iter().filter(|told_claim| {
        !kin.iter().flat_map(|claim| &claim.occurrences).any(|one| {
            let places = one.phrases.iter().flat_map(|phrase| told.find_all(&one.article, phrase));
            let places: Vec<Span> = places.collect();
            one.article == told_claim.claim.article
                && told_claim.spans.iter().any(|span| places.iter().any(|place| meet(*span, *place)))
        })
    });
    let strangers: Vec<String> = strangers.map(|claim| format!("{} {}", claim.claim, claim.text)).collect();
    checks.push((format!("{id}: nothing else"), empty(&strangers)));
    let version = version(told, trace, claim);
    // A number that has no version of its own has no lines either.
    let nothing = (Lines::default(), Vec::new());
    let whole = if claim.group.is_some() { (&nothing.0, &nothing.1) } else { (&trace.lines, &trace.links) };
    let (lines, links) = version.unwrap_or(whole);
    if claim.group.is_some() {
        checks.push((format!("{id}: a version of its own"), version.map(|_| ()).ok_or_else(|| "none".to_owned())));
    }
    checks.push((format!("{id}: lines"), equal((lines.lower, lines.upper), (claim.lines.low, claim.lines.high))));
    if let Some(range) = &claim.denial_lines {
        let got = (trace.lines_against.lower, trace.lines_against.upper);
        checks.push((format!("{id}: lines of the denial"), equal(got, (range.low, range.high))));
    }
    if claim.occurrences.len() > 1 {
        checks.push((format!("{id}: common link"), link(told, trace, links, claim)));
    }
    if claim.group.is_none() {
        checks.push((format!("{id}: first"), equal(trace.first.articles.clone(), vec![claim.first.clone()])));
    }
    for edge in claim.edges.iter().filter(|edge| !edge.weak) {
        let name = format!("{id}: {} {} {}, read in {}", edge.from, edge.kind, edge.to, edge.article);
        checks.push((name, edge_holds(told, trace, edge)));
    }
}

/// Lines and links of one number among several for one count.
fn version<'t>(told: &Told, trace: &'t Trace, claim: &Claim) -> Option<(&'t Lines, &'t Vec<CommonLink>)> {
    claim.group.as_ref()?;
    let conflict = trace.conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Number)?;
    let one = claim.occurrences.first()?;
    let found: Vec<_> = of_occurrence(told, trace, one).into_iter().map(|claim| &claim.claim).collect();
    let position = conflict.positions.iter().find(|position| found.iter().any(|id| position.claims.contains(id)))?;
    Some((position.lines.as_ref()?, &position.links))
}

fn link(told: &Told, trace: &Trace, links: &[CommonLink], claim: &Claim) -> Result<(), String> {
    let mut of_claim = links.iter().filter(|link| link.side == Side::For);
    let name = |link: &CommonLink| shown(trace, &link.node);
    if claim.common_link.none {
        let strongest = of_claim.next();
        let want = claim.common_link.strongest.as_deref().unwrap_or_default();
        return match strongest {
            Some(link) if !link.dominates && is_node(told, trace, &link.node, want) => Ok(()),
            other => Err(format!("got {:?}", other.map(|link| (name(link), link.dominates)))),
        };
    }
    let want = claim.common_link.node.as_deref().unwrap_or_default();
    let last = of_claim.rfind(|link| link.dominates);
    match last {
        Some(link) if is_node(told, trace, &link.node, want) => Ok(()),
        other => Err(format!("got {:?}, wanted {want}", other.map(name))),
    }
}

fn shown(trace: &Trace, id: &str) -> String {
    trace
        .nodes
        .iter()
        .find(|node| node.id == id)
        .map(|node| format!("{:?} {}", node.kind, node.name))
        .unwrap_or_default()
}

/// True if a node is what the expected graph calls `want`: `person:…`, `07`, `outlet:…`.
fn is_node(told: &Told, trace: &Trace, id: &str, want: &str) -> bool {
    let Some(node) = trace.nodes.iter().find(|node| node.id == id) else { return false };
    match want.split_once(':') {
        Some(("unnamed", rest)) => {
            let words = rest.split_once('/').map_or(rest, |(_, words)| words);
            !node.known && same_name(&node.name, words)
        }
        Some((_, name)) => same_name(&node.name, name) || node.other_names.iter().any(|other| same_name(other, name)),
        // An article: its outlet, or the text that others share with it, of which it is the first.
        None => match node.kind {
            NodeKind::SharedText => node.name.split(", ").next() == Some(want),
            NodeKind::Outlet => same_name(&node.name, told.outlet(want)),
            _ => false,
        },
    }
}

/// True if the way of a claim to the article passes through both ends of the edge.
fn edge_holds(told: &Told, trace: &Trace, edge: &Edge) -> Result<(), String> {
    if edge.kind == "copies" {
        let copy = |copy: &&musnad_compare::Copy| copy.from.as_deref() == Some(&edge.from) && copy.through.is_none();
        let found = trace.copies.iter().filter(copy).any(|copy| copy.a == edge.to || copy.b == edge.to);
        return if found { Ok(()) } else { Err("no such copy".to_owned()) };
    }
    let side = if edge.kind == "denies" { Side::Against } else { Side::For };
    let mut chains =
        trace.chains.iter().filter(|chain| chain.claim.article == edge.article && chain.side == side).peekable();
    if chains.peek().is_none() {
        return Err("no chain".to_owned());
    }
    let shown = |nodes: &[String]| nodes.iter().map(|id| shown(trace, id)).collect::<Vec<_>>().join(" > ");
    let mut seen = Vec::new();
    for chain in chains {
        let through = |want: &str| chain.nodes.iter().any(|id| is_node(told, trace, id, want));
        if through(&edge.from) && (edge.kind != "via" || through(&edge.to)) {
            return Ok(());
        }
        seen.push(shown(&chain.nodes));
    }
    Err(seen.join(" | "))
}

fn cycles(told: &Told, expected: &Expected, checks: &mut Vec<Check>) {
    for cycle in &expected.cycle {
        let want: BTreeSet<&str> = cycle.publishers.iter().map(String::as_str).collect();
        let claim: Vec<&Claim> = expected.claim.iter().filter(|claim| claim.id == cycle.claim).collect();
        let trace = home(told, &claim);
        let found = trace.as_ref().is_some_and(|trace| {
            trace.circles.iter().any(|circle| {
                let shows = |name: &str| circle.outlets.iter().any(|id| same_name(&shown(trace, id), name));
                circle.outlets.len() == want.len() && want.iter().all(|name| shows(name)) && !circle.closed
            })
        });
        let root = trace.as_ref().and_then(|trace| Some((trace, trace.single_root.as_ref()?)));
        let root = root.is_some_and(|(trace, root)| {
            let names = |id: &String| is_node(told, trace, id, &cycle.root);
            names(&root.node) || trace.links.iter().filter(|link| link.dominates).any(|link| names(&link.node))
        });
        let circles = trace.map(|trace| trace.circles.len());
        checks.push((
            format!("{}: circle", cycle.claim),
            if found { Ok(()) } else { Err(format!("{circles:?} circles")) },
        ));
        checks.push((
            format!("{}: root of the circle", cycle.claim),
            if root { Ok(()) } else { Err("another root".to_owned()) },
        ));
    }
}

fn copies(told: &Told, expected: &Expected, checks: &mut Vec<Check>) {
    let all = told.index.copies();
    let between = |x: &str, y: &str| all.iter().find(|copy| copy.a == x.min(y) && copy.b == x.max(y));
    for want in &expected.copy {
        let name = format!("copy {} of {}", want.to, want.from);
        let Some(copy) = between(&want.from, &want.to) else {
            checks.push((name, Err("not found".to_owned())));
            continue;
        };
        checks.push((name.clone(), equal(copy.from.as_deref(), Some(want.from.as_str()))));
        let silent = copy.kind == CopyKind::Silent;
        checks.push((format!("{name}, silent"), equal(silent, want.silent)));
        for passage in &want.passages {
            let place = told.find(&copy.a, passage);
            let shows = copy.passages.iter().any(|found| place.is_some_and(|place| meet(found.a, place)));
            let words: Vec<&str> = passage.split(' ').take(4).collect();
            let fault = || Err("not in the passages".to_owned());
            checks.push((format!("{name}: {}", words.join(" ")), if shows { Ok(()) } else { fault() }));
        }
    }
    for want in &expected.siblings {
        let pairs =
            want.articles.iter().enumerate().flat_map(|(i, a)| want.articles[i + 1..].iter().map(move |b| (a, b)));
        for (a, b) in pairs {
            let through = between(a, b).and_then(|copy| copy.through.clone());
            let none = between(a, b).is_none();
            let result = if none { Ok(()) } else { equal(through, Some(want.root.clone())) };
            checks.push((format!("{a} and {b} are siblings"), result));
        }
    }
    for want in &expected.not_copy {
        for (i, a) in want.articles.iter().enumerate() {
            for b in &want.articles[i + 1..] {
                let found: Vec<String> = between(a, b).iter().map(|copy| format!("share {}", copy.share)).collect();
                checks.push((format!("{a} and {b} copy nothing"), empty(&found)));
            }
        }
    }
    let wanted: BTreeSet<(&str, &str)> =
        expected.copy.iter().map(|copy| (copy.from.as_str(), copy.to.as_str())).collect();
    let extra = all.iter().filter(|copy| copy.through.is_none());
    let extra = extra.filter(|copy| !wanted.contains(&(copy.a.as_str(), copy.b.as_str())));
    let extra: Vec<String> = extra.map(|copy| format!("{} {}", copy.a, copy.b)).collect();
    checks.push(("no other copies".to_owned(), empty(&extra)));
}

/// True if a claim of the position stands where the phrase does.
fn stands(told: &Told, trace: &Trace, claims: &[musnad_compare::ClaimId], article: &str, phrase: &str) -> bool {
    let places = told.find_all(article, phrase);
    let spans = |id: &musnad_compare::ClaimId| -> Vec<Span> {
        let here = trace.claims.iter().find(|claim| claim.claim == *id).map(|claim| claim.spans.clone());
        let digest =
            || Some(told.index.article(&id.article)?.claims.iter().find(|claim| claim.id == *id)?.spans.clone());
        here.or_else(digest).unwrap_or_default()
    };
    claims
        .iter()
        .filter(|id| id.article == article)
        .any(|id| spans(id).iter().any(|span| places.iter().any(|place| meet(*span, *place))))
}

fn conflicts(told: &Told, expected: &Expected, checks: &mut Vec<Check>) {
    for (n, want) in expected.conflict.iter().enumerate() {
        let kinds: &[ConflictKind] = match want.kind.as_str() {
            "number" => &[ConflictKind::Number],
            "place" => &[ConflictKind::Place],
            // Whether a denial is told by its cue or by its words.
            _ => &[ConflictKind::Denial, ConflictKind::Polarity],
        };
        let fits = |trace: &Trace, conflict: &Conflict| {
            let place = |side: &expected::ConflictSide| {
                conflict.positions.iter().position(|one| stands(told, trace, &one.claims, &side.at, &side.phrase))
            };
            let places: BTreeSet<usize> = want.sides.iter().filter_map(place).collect();
            kinds.contains(&conflict.kind) && places.len() == want.sides.len()
        };
        let found = told.traces.iter().any(|trace| trace.conflicts.iter().any(|conflict| fits(trace, conflict)));
        let sides: Vec<&str> = want.sides.iter().map(|side| side.claim.as_str()).collect();
        let polar = want.sides.iter().any(|side| side.polarity.is_some());
        let sides = if polar { sides[..1].join("") } else { sides.join(" / ") };
        let name = format!("conflict {n} of {}: {sides}, {}", want.kind, want.about);
        checks.push((name, if found { Ok(()) } else { Err("not found".to_owned()) }));
    }
    for want in &expected.not_conflict {
        let sides = |trace: &Trace, conflict: &Conflict| {
            conflict.positions.iter().any(|one| stands(told, trace, &one.claims, &want.article, &want.phrase))
        };
        let found = told.traces.iter().flat_map(|trace| trace.conflicts.iter().map(move |conflict| (trace, conflict)));
        let found: Vec<String> =
            found.filter(|(trace, one)| sides(trace, one)).map(|(_, one)| format!("{:?}", one.kind)).collect();
        checks.push((format!("no conflict: {} {}", want.article, want.phrase), empty(&found)));
    }
}

fn distortions(told: &Told, expected: &Expected, checks: &mut Vec<Check>) {
    for want in &expected.distortion {
        let kinds: &[DistortionKind] = match want.kind.as_str() {
            "number_changed" => &[DistortionKind::NumberChanged],
            // "Says" to "confirms" is the second half of the same ladder.
            "hedge_dropped" => &[DistortionKind::HedgeDropped, DistortionKind::Strengthened],
            "source_promoted" => &[DistortionKind::SourcePromoted],
            // The outlet to which somebody spoke is a source too.
            "source_dropped" => &[DistortionKind::SourceDropped, DistortionKind::ViaDropped],
            "quote_changed" => &[DistortionKind::QuotationChanged],
            _ => &[],
        };
        let found = told.traces.iter().flat_map(|trace| &trace.distortions);
        let found: Vec<DistortionKind> = found
            .filter(|one| one.from.article == want.from && one.to.article == want.to)
            .map(|one| one.kind)
            .collect();
        let holds = found.iter().any(|kind| kinds.contains(kind));
        let name = format!("{} {} to {}, {}", want.kind, want.from, want.to, want.claim);
        checks.push((name, if holds { Ok(()) } else { Err(format!("got {found:?}")) }));
        for (article, phrase) in [(&want.from, &want.from_phrase), (&want.to, &want.to_phrase)] {
            let (text, title) = (&told.readings[article].text, &told.readings[article].title);
            let there =
                text.contains(phrase.as_str()) || title.as_deref().is_some_and(|title| title.contains(phrase.as_str()));
            assert!(there, "{article} does not say {phrase}");
        }
    }
}
