//! Versions that cannot all be so, side by side.

use musnad_compare::trace::{ConflictKind, DistortionKind};
use musnad_model::{EntityKind, Stance};

use crate::check::{chains, lines, name, traced};
use crate::draft::{Say, Who, draft, said_by};
use crate::story::{self, speaking};

#[test]
fn both_sides_of_a_denial_stand_side_by_side() {
    let trace = traced(&story::denial(), "d1/a1");
    assert_eq!(trace.conflicts.len(), 1);
    let conflict = &trace.conflicts[0];
    assert_eq!(conflict.kind, ConflictKind::Denial);
    let articles: Vec<&str> = conflict.positions.iter().map(|position| position.claims[0].article.as_str()).collect();
    assert_eq!(articles, ["d1", "d2"]);
    assert_eq!((trace.lines.lower, trace.lines_against.lower), (1, 1));
    assert_eq!(trace.credibility.rating, 6);
}

#[test]
fn who_denies_does_not_pass_on_what_he_denies() {
    let content = "وزارة الأشغال دفعت تعويضات سرية لشركة المقاولات المنفذة لجسر المرجان";
    let mut both =
        draft("d3", "المساء", "2031-03-11", &format!("نفت الوزارة ما قاله النائب كمال الزين من أن {content}."));
    let denial = both.say(Say {
        source: "الوزارة",
        cue: "نفت",
        content: &format!("ما قاله النائب كمال الزين من أن {content}"),
        stance: Stance::Denies,
        ..said_by(Who::Body("الوزارة"))
    });
    both.say(Say {
        source: "النائب كمال الزين",
        cue: "قاله",
        content,
        parent: Some(&denial),
        ..said_by(Who::Person("كمال الزين"))
    });
    let mut readings = story::denial();
    readings.push(both.reading);
    let trace = traced(&readings, "d1/a1");
    let lines: Vec<String> = chains(&trace).into_iter().filter(|line| line.ends_with("d3")).collect();
    assert!(lines.contains(&"كمال الزين > المساء > d3".to_owned()), "{lines:?}");
}

#[test]
fn numbers_for_one_count_are_a_conflict() {
    let trace = traced(&story::numbers(), "n1/a1");
    let conflict = trace.conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Number).unwrap();
    let positions: Vec<(Option<&str>, usize)> =
        conflict.positions.iter().map(|position| (position.value.as_deref(), position.claims.len())).collect();
    assert_eq!(positions, [(Some("14 persons:killed"), 2), (Some("21 persons:killed"), 1)]);
    let changed = trace.distortions.iter().find(|one| one.kind == DistortionKind::NumberChanged).unwrap();
    assert_eq!((changed.before.as_str(), changed.after.as_str(), changed.directed), ("14 شخصا", "21 شخصا", true));
}

#[test]
fn one_person_in_two_places_is_a_conflict_between_groups() {
    let one = |id: &str, outlet: &str, place: &str, lat: f64| {
        let content = format!("المقاول الهارب فؤاد النجار يقيم منذ أسبوع في {place} بجواز سفر مزور");
        let mut draft = speaking(id, outlet, "2031-03-20", "النائب", &format!("كمال {id}"), &content);
        draft.entity(EntityKind::Person, "فؤاد النجار", "");
        draft.place(place, lat, 20.0);
        draft.reading
    };
    let second = |id: &str, outlet: &str, place: &str, lat: f64| {
        let mut reading = one(id, outlet, place, lat);
        reading.published = Some("2031-03-21".parse().unwrap());
        reading
    };
    let readings = [
        one("p1", "الغد", "رأس الحمام", 10.0),
        second("p2", "الأفق", "رأس الحمام", 10.0),
        one("p3", "المساء", "تل الزيتون", 15.0),
    ];
    let trace = traced(&readings, "p1/a1");
    assert!(trace.claims.iter().all(|claim| claim.claim.article != "p3"), "another place is another claim");
    let conflict = trace.conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Place).unwrap();
    let values: Vec<Option<&str>> = conflict.positions.iter().map(|position| position.value.as_deref()).collect();
    assert_eq!(values, [Some("رأس الحمام"), Some("تل الزيتون")]);
    assert_eq!(conflict.positions[1].claims[0].article, "p3");
}

#[test]
fn two_holders_of_one_place_are_a_conflict() {
    let one = |id: &str, outlet: &str, holder: &str| {
        let content = format!("{holder} بسط سيطرته الكاملة على معبر الوادي الحدودي فجر الاثنين");
        let mut draft = speaking(id, outlet, "2031-03-20", "المراقب", &format!("سليم {id}"), &content);
        draft.entity(EntityKind::Group, holder, "");
        draft.place("معبر الوادي", 10.0, 20.0);
        draft.proposition("a1", "control", "سيطرته", true, &[("who", holder), ("place", "معبر الوادي")]);
        draft.reading
    };
    let mut readings =
        vec![one("p1", "الغد", "لواء الفرسان"), one("p2", "الأفق", "لواء الفرسان"), one("p3", "المساء", "تجمع السواعد")];
    readings[1].published = Some("2031-03-21".parse().unwrap());
    let trace = traced(&readings, "p1/a1");
    let conflict = trace.conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Holder).unwrap();
    assert_eq!(conflict.positions[1].claims[0].article, "p3");
}

#[test]
fn each_number_of_a_count_has_lines_of_its_own() {
    let mut readings = story::numbers();
    // Another speaker gives the second number in other words; so the claim has two lines and each number one.
    let content = "قرى الوادي فقدت 21 شخصا أودى بهم الفيضان الذي ألحق أضرارا بمئات المنازل والحقول";
    let mut other = speaking("n4", "النجم", "2031-03-13", "الطبيب", "نادر القاسم", content);
    other.count("21 شخصا", 21.0, 21.0, "persons:killed");
    readings[2] = other.reading;
    let trace = traced(&readings, "n1/a1");
    assert_eq!(lines(&trace), (2, 2));
    let conflict = trace.conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Number).unwrap();
    let of: Vec<(u32, u32)> = conflict
        .positions
        .iter()
        .map(|position| position.lines.as_ref().map(|lines| (lines.lower, lines.upper)).unwrap())
        .collect();
    assert_eq!(of, [(1, 1), (1, 1)]);
    let link = conflict.positions[0].links.iter().find(|link| link.dominates).unwrap();
    assert_eq!(name(&trace, &link.node), "جمال العطار");
}
