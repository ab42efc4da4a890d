//! What holds of every trace, on random chains.

use musnad_compare::trace::Trace;
use musnad_model::{EntityKind, Reading};
use proptest::prelude::*;

use crate::check::traced;
use crate::draft::{Say, Who, draft, said_by};
use crate::story::whispering;

const CONTENT: &str = "لجنة التحقيق سلمت تقريرها النهائي عن انهيار جسر المرجان إلى رئيس المحكمة";

/// Names without a common word, so that none is a short form of another.
const PEOPLE: [&str; 5] = ["سمير الحلبي", "ليلى الصباغ", "نادر القاسم", "هاني الخوري", "كمال الزين"];
const OUTLETS: [&str; 6] = ["الغد", "الأفق", "المساء", "النجم", "الضحى", "الشفق"];

/// One article: who says it, through which outlets it came, who published it, on which day.
#[derive(Clone, Debug)]
struct Plan {
    person: Option<usize>,
    through: Vec<usize>,
    outlet: Option<usize>,
    day: Option<u8>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let person = prop::option::weighted(0.7, 0..PEOPLE.len());
    let through = prop::collection::vec(0..OUTLETS.len(), 0..3);
    let outlet = prop::option::weighted(0.9, 0..OUTLETS.len());
    let day = prop::option::weighted(0.8, 1..9u8);
    (person, through, outlet, day).prop_map(|(person, through, outlet, day)| Plan { person, through, outlet, day })
}

fn written(i: usize, plan: &Plan) -> Reading {
    let day = plan.day.map_or_else(String::new, |day| format!("2031-03-0{day}"));
    let publisher = plan.outlet.map_or("", |outlet| OUTLETS[outlet]);
    // Another word order in every article, so that the words themselves tell nothing.
    let mut words: Vec<&str> = CONTENT.split(' ').collect();
    let turn = i % words.len();
    words.rotate_left(turn);
    let content = words.join(" ");
    let mut draft = draft(&format!("x{i:02}"), publisher, &day, &format!("المتن {content} والختام."));
    let mut parent: Option<String> = None;
    for &outlet in plan.through.iter().rev() {
        let say = Say { content: &content, parent: parent.as_deref(), ..said_by(Who::Outlet(OUTLETS[outlet])) };
        parent = Some(draft.say(say));
    }
    let who = plan.person.map_or(Who::Unnamed("مصدر مطلع"), |person| Who::Person(PEOPLE[person]));
    draft.say(Say { content: &content, parent: parent.as_deref(), ..said_by(who) });
    draft.entity(EntityKind::Person, "شاهد المحكمة", "");
    draft.reading
}

fn trace_of(plans: &[Plan]) -> Trace {
    let readings: Vec<Reading> = plans.iter().enumerate().map(|(i, plan)| written(i, plan)).collect();
    let inner = readings[0].attributions.last().unwrap().id.clone();
    traced(&readings, &format!("x00/{inner}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bounds_are_bounds(plans in prop::collection::vec(plan(), 2..8)) {
        let trace = trace_of(&plans);
        let lines = &trace.lines;
        prop_assert!(lines.lower <= lines.upper && lines.upper >= 1);
        prop_assert!(lines.upper as usize <= plans.len());
        let known: std::collections::BTreeSet<usize> = plans.iter().filter_map(|plan| plan.person).collect();
        prop_assert!(lines.lower as usize <= known.len());
        // The paths are what they are said to be: as many, and without a common node.
        for (paths, count) in [(&lines.shown, lines.lower), (&lines.possible, lines.upper)] {
            prop_assert_eq!(paths.len(), count as usize);
            let nodes: Vec<&String> = paths.iter().flatten().collect();
            let distinct: std::collections::BTreeSet<&String> = nodes.iter().copied().collect();
            prop_assert_eq!(nodes.len(), distinct.len());
        }
    }

    #[test]
    fn an_unnamed_source_never_raises_the_lower_bound(plans in prop::collection::vec(plan(), 2..7), outlet in 0..OUTLETS.len()) {
        let before = trace_of(&plans);
        let mut more = plans.clone();
        more.push(Plan { person: None, through: Vec::new(), outlet: Some(outlet), day: Some(3) });
        let after = trace_of(&more);
        prop_assert!(after.lines.lower <= before.lines.lower);
        // Unless it is the article that others cite: it speaks for itself, and what they name
        // beyond it makes no line any more.
        let cited = plans.iter().any(|plan| plan.through.contains(&outlet));
        prop_assert!(cited || after.lines.upper >= before.lines.upper);
    }

    #[test]
    fn what_dominates_is_on_every_line(plans in prop::collection::vec(plan(), 2..8)) {
        let trace = trace_of(&plans);
        for link in trace.links.iter().filter(|link| link.dominates) {
            prop_assert!(trace.lines.upper <= 1, "two lines cannot share {link:?}");
            prop_assert!(trace.lines.possible.iter().all(|path| path.contains(&link.node)));
        }
        for link in &trace.links {
            prop_assert_eq!((link.chains + link.bypass) as usize, trace.chains.len());
            prop_assert!((0.0..=1.0).contains(&link.coverage));
        }
    }

    #[test]
    fn a_circle_is_one(plans in prop::collection::vec(plan(), 2..8)) {
        let trace = trace_of(&plans);
        for circle in &trace.circles {
            prop_assert!(circle.citations.len() >= 2);
            for (one, next) in circle.citations.iter().zip(circle.citations.iter().cycle().skip(1)) {
                prop_assert_eq!(&one.cited, &next.citing);
                prop_assert!(one.evidence.attribution.is_some());
            }
        }
    }

    #[test]
    fn every_id_is_a_node_and_every_chain_ends_in_its_article(plans in prop::collection::vec(plan(), 2..8)) {
        let trace = trace_of(&plans);
        let ids: std::collections::BTreeSet<&String> = trace.nodes.iter().map(|node| &node.id).collect();
        prop_assert_eq!(ids.len(), trace.nodes.len());
        prop_assert!(trace.edges.iter().all(|edge| ids.contains(&edge.from) && ids.contains(&edge.to)));
        for chain in &trace.chains {
            prop_assert!(chain.nodes.iter().all(|node| ids.contains(node)));
            let distinct: std::collections::BTreeSet<&String> = chain.nodes.iter().collect();
            prop_assert_eq!(distinct.len(), chain.nodes.len(), "a chain without loops");
            let last = trace.nodes.iter().find(|node| Some(&node.id) == chain.nodes.last()).unwrap();
            prop_assert_eq!(&last.name, &chain.claim.article);
        }
    }
}

#[test]
fn only_unnamed_sources_show_no_line() {
    let readings: Vec<Reading> = OUTLETS
        .iter()
        .enumerate()
        .map(|(i, outlet)| whispering(&format!("u{i}"), outlet, "2031-03-02", "مصدر مطلع", CONTENT).reading)
        .collect();
    let trace = traced(&readings, "u0/a1");
    assert_eq!((trace.lines.lower, trace.lines.upper), (0, 6));
}
