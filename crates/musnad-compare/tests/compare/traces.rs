//! What a trace says of each part of the story, with the expected graph written by hand.

use musnad_compare::trace::{ConflictKind, DistortionKind, EdgeKind, Relation, TraceError, trace};
use musnad_model::{EntityKind, Mode, Reading, Stance};

use crate::check::{chains, common, group_of, index, lines, name, traced};
use crate::draft::{Say, Who, draft, said_by};
use crate::story::{self, citing, print, speaking, whispering};

#[test]
fn four_prints_of_one_text_are_one_line() {
    let trace = traced(&story::four_prints(), "w1/a1");
    assert_eq!(
        chains(&trace),
        [
            "ليلى الصباغ > [w1, w2, w3, w4] > الغد > w1",
            "ليلى الصباغ > [w1, w2, w3, w4] > الأفق > w2",
            "ليلى الصباغ > [w1, w2, w3, w4] > المساء > w3",
            "ليلى الصباغ > [w1, w2, w3, w4] > النجم > w4",
        ]
    );
    assert_eq!(lines(&trace), (1, 1));
    assert_eq!(common(&trace), ["ليلى الصباغ", "[w1, w2, w3, w4]"]);
    let root = trace.single_root.as_ref().unwrap();
    assert_eq!((name(&trace, &root.node).as_str(), root.outlets.len()), ("ليلى الصباغ", 4));
    assert_eq!(trace.copies.len(), 6);
    assert_eq!(trace.first.articles, ["w1"]);
    assert_eq!(trace.credibility.rating, 6);
}

#[test]
fn an_unnamed_source_of_a_shared_text_is_one_and_not_known() {
    let trace = traced(&story::four_prints(), "w1/a3");
    assert_eq!(chains(&trace)[0], "سائق شاحنة > [w1, w2, w3, w4] > الغد > w1");
    assert_eq!(trace.nodes.iter().filter(|node| node.name == "سائق شاحنة").count(), 1);
    assert_eq!(lines(&trace), (0, 1));
}

#[test]
fn an_agency_in_the_bylines_stands_before_the_shared_text() {
    let with_credit = |id: &str, outlet: &str| {
        let mut draft = print(id, outlet, "2031-03-02", "(وكالة الساحل)");
        draft.entity(EntityKind::Outlet, "وكالة الساحل", "");
        draft.reading
    };
    let trace = traced(&[with_credit("w1", "الغد"), with_credit("w2", "الأفق")], "w1/a1");
    assert_eq!(chains(&trace)[0], "ليلى الصباغ > وكالة الساحل > [w1, w2] > الغد > w1");
    assert_eq!(common(&trace), ["ليلى الصباغ", "وكالة الساحل", "[w1, w2]"]);
    assert!(trace.circles.is_empty());
}

#[test]
fn a_relay_goes_back_to_the_outlet_that_was_told() {
    let trace = traced(&story::relays(), "r1/a1");
    assert_eq!(
        chains(&trace),
        [
            "سمير الحلبي > صحيفة الميناء > r1",
            "سمير الحلبي > صحيفة الميناء > قناة الضحى > r2",
            "سمير الحلبي > صحيفة الميناء > قناة الضحى > الشفق > r3",
        ]
    );
    assert_eq!(lines(&trace), (1, 1));
    assert_eq!(common(&trace), ["سمير الحلبي", "صحيفة الميناء"]);
    // The third article names neither the engineer nor الميناء: its chain says so.
    let third = trace.chains.iter().find(|chain| chain.claim.article == "r3").unwrap();
    assert_eq!(third.inherited, 2);
    let first: Vec<String> = trace.first.cited.iter().map(|node| name(&trace, node)).collect();
    assert_eq!((first, trace.first.disagree), (vec!["صحيفة الميناء".to_owned()], false));
}

#[test]
fn every_step_shows_the_words_that_say_so() {
    let readings = story::relays();
    let trace = traced(&readings, "r1/a1");
    for edge in &trace.edges {
        assert!(!edge.evidence.is_empty(), "{edge:?}");
        for evidence in &edge.evidence {
            let text = &readings.iter().find(|reading| reading.id == evidence.article).unwrap().text;
            assert!(!evidence.spans.is_empty() && evidence.spans.iter().all(|span| span.of(text).is_some()));
        }
    }
    let relay = trace.edges.iter().find(|edge| edge.kind == EdgeKind::Reported).unwrap();
    assert_eq!(name(&trace, &relay.from), "سمير الحلبي");
}

#[test]
fn outlets_that_cite_each_other_are_shown_as_the_circle_they_are() {
    let trace = traced(&story::circle(), "c1/a1");
    let circle = &trace.circles[0];
    let steps: Vec<String> = circle
        .citations
        .iter()
        .map(|one| format!("{} <- {} {}", name(&trace, &one.citing), name(&trace, &one.cited), one.evidence.article))
        .collect();
    assert_eq!(steps.len(), 3);
    for step in ["صحيفة الغد <- صحيفة الأفق c1", "صحيفة الأفق <- صحيفة المساء c2", "صحيفة المساء <- صحيفة الغد c3"]
    {
        assert!(steps.contains(&step.to_owned()), "{steps:?}");
    }
    // Each is cited by the next, and the circle closes.
    for (one, next) in circle.citations.iter().zip(circle.citations.iter().cycle().skip(1)) {
        assert_eq!(one.cited, next.citing);
    }
    assert!(circle.closed && !circle.undated);
    assert_eq!(lines(&trace), (0, 1), "nobody in the circle says where it is from");
}

#[test]
fn a_circle_with_an_entrance_is_not_closed() {
    let mut readings = story::circle();
    readings.push(speaking("c4", "الأفق", "2031-03-07", "النائب", "كمال الزين", story::RESIGNED).reading);
    let trace = traced(&readings, "c1/a1");
    assert_eq!(trace.circles.len(), 1);
    assert!(!trace.circles[0].closed);
    assert_eq!(lines(&trace), (1, 1));
}

#[test]
fn two_who_cite_one_outlet_are_no_circle() {
    let readings = [
        citing("c1", "الغد", "2031-03-08", "الأفق", story::RESIGNED).reading,
        citing("c2", "المساء", "2031-03-08", "الأفق", story::RESIGNED).reading,
    ];
    let trace = traced(&readings, "c1/a1");
    assert!(trace.circles.is_empty());
    assert_eq!(common(&trace), ["صحيفة الأفق"]);
    assert_eq!(lines(&trace), (1, 1));
}

#[test]
fn two_witnesses_in_two_outlets_are_two_lines() {
    let trace = traced(&story::independent(), "i1/a1");
    assert_eq!(lines(&trace), (2, 2));
    assert!(common(&trace).is_empty() && trace.single_root.is_none());
    assert_eq!(trace.credibility.rating, 2);
    let shown: Vec<Vec<String>> =
        trace.lines.shown.iter().map(|path| path.iter().map(|id| name(&trace, id)).collect()).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().any(|path| path[..] == ["نادر القاسم", "الغد", "i1"]));
}

#[test]
fn two_witnesses_in_one_outlet_are_one_line() {
    let mut readings = story::independent();
    readings[1].publisher = Some("صحيفة الغد".to_owned());
    assert_eq!(lines(&traced(&readings, "i1/a1")), (1, 1));
}

#[test]
fn a_minister_and_his_ministry_are_one_origin() {
    let content = "ثلاثة عمال أصيبوا بجروح عندما سقطت رافعة قرب جسر المرجان فجر السبت";
    let other = "رافعة سقطت قرب جسر المرجان فجر السبت وأصيب ثلاثة عمال بجروح متوسطة";
    let minister = speaking("i1", "الغد", "2031-03-02", "وزير الأشغال", "سامر الداية", content).reading;
    let mut ministry = draft("i2", "الأفق", "2031-03-02", &format!("أعلنت وزارة الأشغال أن {other}."));
    ministry.say(Say {
        source: "وزارة الأشغال", cue: "أعلنت", content: other, ..said_by(Who::Body("وزارة الأشغال"))
    });
    let trace = traced(&[minister, ministry.reading], "i1/a1");
    assert_eq!(lines(&trace), (1, 2));
    assert!(trace.nodes.iter().any(|node| !node.maybe.is_empty()));
}

#[test]
fn the_same_words_from_two_mouths_are_one_line_at_least() {
    let content = "ثلاثة عمال أصيبوا بجروح عندما سقطت رافعة قرب جسر المرجان فجر السبت";
    let readings = [
        speaking("i1", "الغد", "2031-03-02", "الطبيب", "نادر القاسم", content).reading,
        speaking("i2", "الأفق", "2031-03-02", "النقيب", "هاني الخوري", content).reading,
    ];
    assert_eq!(lines(&traced(&readings, "i1/a1")), (1, 2));
}

#[test]
fn unnamed_sources_raise_only_the_upper_bound() {
    let mut readings = story::independent();
    for (i, outlet) in ["المساء", "النجم", "الضحى"].iter().enumerate() {
        let content = "رافعة سقطت فجر السبت قرب جسر المرجان وإن ثلاثة عمال أصيبوا بجروح";
        readings.push(whispering(&format!("u{i}"), outlet, "2031-03-02", "مصدر مطلع", content).reading);
    }
    assert_eq!(lines(&traced(&readings, "i1/a1")), (2, 5));
}

#[test]
fn unknown_outlets_are_nobody_in_particular() {
    let mut readings = story::independent();
    readings[0].publisher = None;
    readings[1].publisher = None;
    let trace = traced(&readings, "i1/a1");
    assert_eq!(lines(&trace), (1, 2));
    assert_eq!(chains(&trace)[0], "نادر القاسم > [outlet] > i1");
}

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
fn a_hedge_that_disappears_is_named_with_both_cues() {
    let trace = traced(&story::hedge(), "h1/a1");
    let dropped = trace.distortions.iter().find(|one| one.kind == DistortionKind::HedgeDropped).unwrap();
    assert_eq!((dropped.from.article.as_str(), dropped.to.article.as_str()), ("h1", "h2"));
    assert_eq!((dropped.relation, dropped.directed), (Relation::Cites, true));
    assert!(dropped.before.contains("زعم") && dropped.after.contains("أكدت"));
    // The outlet stands where an unnamed source stood.
    let source = trace.distortions.iter().find(|one| one.kind == DistortionKind::SourceDropped).unwrap();
    assert_eq!((source.before.as_str(), source.after.as_str()), ("موظف سابق", "صحيفة الغد"));
}

#[test]
fn a_hedge_in_the_words_counts_too() {
    let one = |id: &str, outlet: &str, day: &str, hedge: &str| {
        let content = format!("أعمال الترميم في جسر المرجان {hedge}تستغرق ستة أشهر كاملة بسبب نقص المعدات");
        speaking(id, outlet, day, "المهندس", "سمير الحلبي", &content).reading
    };
    let trace = traced(&[one("h1", "الغد", "2031-03-02", "قد "), one("h2", "الأفق", "2031-03-03", "")], "h1/a1");
    let kinds: Vec<DistortionKind> = trace.distortions.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [DistortionKind::HedgeDropped]);
}

#[test]
fn a_word_changed_inside_a_quotation_is_shown() {
    let one = |id: &str, outlet: &str, day: &str, before: &str, word: &str| {
        let words = format!("لم نتلق حتى الآن أي رد من {word} على رسائلنا الثلاث حول سلامة الجسر وأهل القرى ينتظرون");
        let mut draft = draft(id, outlet, day, &format!("{before} المختار وليد شاهين: «{words}»."));
        draft.say(Say {
            source: "المختار وليد شاهين",
            cue: before,
            content: &words,
            mode: Mode::Direct,
            ..said_by(Who::Person("وليد شاهين"))
        });
        draft.reading
    };
    let readings =
        [one("q1", "الغد", "2031-03-02", "قال", "الوزارة"), one("q2", "الأفق", "2031-03-03", "صرح", "الشركة")];
    let trace = traced(&readings, "q1/a1");
    let changed: Vec<(&str, &str)> = trace
        .distortions
        .iter()
        .filter(|one| one.kind == DistortionKind::QuotationChanged)
        .map(|one| (one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(changed, [("الوزارة", "الشركة")]);
    // Trimmed ends and another spelling change nothing inside.
    let readings =
        [one("q1", "الغد", "2031-03-02", "قال", "الوزارة"), one("q2", "الأفق", "2031-03-03", "صرح", "الوزاره")];
    assert!(traced(&readings, "q1/a1").distortions.is_empty());
}

#[test]
fn an_unnamed_source_that_gets_a_name_is_promoted() {
    let first = print("w1", "الغد", "2031-03-02", "");
    let mut second = print("w2", "الأفق", "2031-03-03", "عاجل:");
    second.entity(EntityKind::Person, "عادل منصور", "");
    let named = second.reading.entities.iter().find(|entity| entity.name == "عادل منصور").unwrap().id.clone();
    second.reading.attributions[2].speaker = Some("عادل منصور".to_owned());
    second.reading.attributions[2].speaker_entity = Some(named);
    let trace = traced(&[first.reading, second.reading], "w1/a3");
    let promoted = trace.distortions.iter().find(|one| one.kind == DistortionKind::SourcePromoted).unwrap();
    assert_eq!((promoted.before.as_str(), promoted.after.as_str()), ("سائق شاحنة", "عادل منصور"));
}

#[test]
fn a_channel_that_is_no_longer_named_is_lost() {
    let with_via = |id: &str, outlet: &str, day: &str, via: Option<&str>| {
        let mut draft = print(id, outlet, day, "");
        draft.reading.attributions[0].via = via.map(str::to_owned);
        draft.reading
    };
    let readings =
        [with_via("w1", "الغد", "2031-03-02", Some("إذاعة الموج")), with_via("w2", "الأفق", "2031-03-03", None)];
    let trace = traced(&readings, "w1/a1");
    let lost = trace.distortions.iter().find(|one| one.kind == DistortionKind::ViaDropped).unwrap();
    assert_eq!(lost.before, "إذاعة الموج");
}

#[test]
fn ties_and_unknown_days_are_said_so() {
    let mut readings = story::four_prints();
    readings[3].published = None;
    let trace = traced(&readings[1..], "w2/a1");
    assert_eq!(trace.first.articles, ["w2", "w3"]);
    assert_eq!(trace.first.undated, ["w4"]);
}

#[test]
fn day_and_citation_may_disagree() {
    let readings = [
        citing("c1", "الغد", "2031-03-08", "الأفق", story::RESIGNED).reading,
        speaking("c2", "الأفق", "2031-03-09", "النائب", "كمال الزين", story::RESIGNED).reading,
    ];
    let trace = traced(&readings, "c1/a1");
    assert!(trace.first.disagree);
    assert_eq!(trace.first.articles, ["c1"]);
}

#[test]
fn a_sentence_without_a_source_is_an_unstated_origin() {
    let content = "ثلاثة عمال أصيبوا بجروح عندما سقطت رافعة قرب جسر المرجان فجر السبت";
    let mut readings = story::independent();
    readings.push(draft("x1", "المساء", "2031-03-02", &format!("{content}.")).reading);
    let trace = traced(&readings, "i1/a1");
    assert!(chains(&trace).contains(&"[unstated] > المساء > x1".to_owned()), "{:?}", chains(&trace));
    assert_eq!(lines(&trace), (2, 3));
}

#[test]
fn a_missing_or_changed_reading_is_refused() {
    let readings = story::independent();
    let index = index(&readings);
    let (story, group) = group_of(&index.stories(), "i1/a1");
    let missing = trace(&story, &group, &[&readings[0]], &[]);
    assert_eq!(missing, Err(TraceError::Missing { article: "i2".to_owned() }));
    let mut changed = readings.clone();
    changed[1].attributions.clear();
    let all: Vec<&Reading> = changed.iter().collect();
    assert!(matches!(trace(&story, &group, &all, &[]), Err(TraceError::Stale { .. })));
}

#[test]
fn text_and_dot_name_everybody_and_let_nothing_through() {
    let mut readings = story::relays();
    readings[0].publisher = Some("المي\u{202E}ناء\u{1b}[31m\"\\".to_owned());
    let trace = traced(&readings, "r1/a1");
    let (text, dot) = (trace.text(), trace.dot());
    for node in trace.nodes.iter().filter(|node| node.known) {
        let shown: String = node.name.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
        assert!(text.contains(shown.split(' ').next().unwrap()) && dot.contains(&format!("  {} [", node.id)));
    }
    for out in [&text, &dot] {
        assert!(!out.contains('\u{202E}') && !out.contains('\u{1b}'));
    }
    assert_eq!(dot.lines().filter(|line| line.contains(" -> ")).count(), trace.edges.len());
    // Every quote inside a DOT string is escaped.
    assert!(dot.lines().all(|line| line.replace("\\\\", "").replace("\\\"", "").matches('"').count() % 2 == 0));
}

#[test]
fn a_trace_survives_json() {
    let trace = traced(&story::all(), "w1/a1");
    let json = serde_json::to_string(&trace).unwrap();
    assert_eq!(serde_json::from_str::<musnad_compare::trace::Trace>(&json).unwrap(), trace);
    assert!(json.contains("\"schema\":\"musnad-trace/1\""));
}
