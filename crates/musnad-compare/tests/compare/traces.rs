//! What a trace says of each part of the story, with the expected graph written by hand.

use musnad_compare::trace::{EdgeKind, TraceError, trace};
use musnad_model::{EntityKind, Reading};

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

#[test]
fn the_hour_says_who_was_first_of_a_day() {
    let mut readings = story::four_prints();
    let hour = |reading: &mut Reading, hour: &str| {
        reading.published = Some("2031-03-02".parse().unwrap());
        reading.published_at = Some(format!("2031-03-02T{hour}:00Z").parse().unwrap());
    };
    for (reading, at) in readings.iter_mut().zip(["09:00", "07:30", "11:00", "12:00"]) {
        hour(reading, at);
    }
    let first = traced(&readings, "w1/a1").first;
    assert_eq!((first.articles, first.at), (vec!["w2".to_owned()], readings[1].published_at));
    // One without an hour may have been earlier.
    readings[3].published_at = None;
    assert_eq!(traced(&readings, "w1/a1").first.articles, ["w2", "w4"]);
}

#[test]
fn whoever_is_called_like_an_outlet_at_hand_is_that_outlet() {
    let first = speaking("r1", "الميناء", "2031-03-05", "المهندس", "سمير الحلبي", story::COLLAPSE);
    let mut second = draft("r2", "الضحى", "2031-03-06", &format!("وبحسب «الميناء» فإن {}.", story::COLLAPSE));
    second.say(Say {
        source: "«الميناء»", cue: "بحسب", content: story::COLLAPSE, ..said_by(Who::Person("الميناء"))
    });
    let trace = traced(&[first.reading, second.reading], "r1/a1");
    assert_eq!(chains(&trace)[1], "سمير الحلبي > الميناء > الضحى > r2");
    assert_eq!(lines(&trace), (1, 1));
}

#[test]
fn a_claim_that_stands_alone_is_traced_too() {
    let readings = story::independent();
    let digest = musnad_compare::Digest::of(&readings[0]);
    let group = musnad_compare::Group::of_one(&digest.claims[0]);
    let story = musnad_compare::Story { id: String::new(), groups: Vec::new(), rivals: Vec::new() };
    let trace = trace(&story, &group, &[&readings[0]], &[]).unwrap();
    assert_eq!(chains(&trace), ["نادر القاسم > الغد > i1"]);
    assert_eq!(lines(&trace), (1, 1));
}

#[test]
fn a_name_that_the_cited_article_does_not_have_shows_no_line() {
    let mut third =
        draft("u3", "المساء", "2031-03-04", &format!("ذكرت صحيفة الغد نقلا عن فؤاد عمران أن {}.", story::RESIGNED));
    let outer = third.say(Say {
        source: "صحيفة الغد",
        cue: "ذكرت",
        content: story::RESIGNED,
        ..said_by(Who::Outlet("صحيفة الغد"))
    });
    third.say(Say {
        source: "فؤاد عمران",
        cue: "نقلا عن",
        content: story::RESIGNED,
        parent: Some(&outer),
        ..said_by(Who::Person("فؤاد عمران"))
    });
    let whisper = |day: &str| whispering("u1", "الغد", day, "مصدر مطلع", story::RESIGNED).reading;
    let trace_of = |day: &str| traced(&[whisper(day), third.reading.clone()], "u1/a1");
    let trace = trace_of("2031-03-03");
    assert_eq!(lines(&trace), (0, 1));
    assert_eq!(chains(&trace)[1], "مصدر مطلع > صحيفة الغد > المساء > u3");
    assert_eq!(trace.chains[1].unconfirmed.as_deref(), Some("فؤاد عمران"));
    // An article that is later is not the one that was cited.
    assert_eq!(lines(&trace_of("2031-03-09")), (1, 1));
}

#[test]
fn readings_that_are_not_of_the_group_change_nothing() {
    let readings = story::relays();
    let index = index(&readings);
    let (story, group) = group_of(&index.stories(), "r1/a1");
    // Another outlet that is called like the engineer.
    let other = draft("z1", "سمير الحلبي", "2031-03-01", "نشرة الطقس لهذا اليوم.").reading;
    let few: Vec<&Reading> = readings.iter().collect();
    let more: Vec<&Reading> = readings.iter().chain([&other]).rev().collect();
    assert_eq!(trace(&story, &group, &few, &[]), trace(&story, &group, &more, &[]));
}
