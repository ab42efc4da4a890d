//! What changed from one version to the next.

use musnad_compare::trace::{DistortionKind, Relation};
use musnad_model::{EntityKind, Mode};

use crate::check::traced;
use crate::draft::{Say, Who, draft, said_by};
use crate::story::{self, citing, print, speaking, whispering};

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
fn a_source_that_becomes_an_official_is_promoted() {
    let content = "أعمال الترميم في جسر المرجان توقفت منذ أسبوع بسبب نقص المعدات وغياب المهندسين";
    let first = whispering("w1", "الغد", "2031-03-02", "مصدر في البلدية", content);
    let mut second = citing("w2", "الأفق", "2031-03-03", "الغد", content);
    second.say(Say { content, parent: Some("a1"), ..said_by(Who::Unnamed("مسؤول في البلدية")) });
    let trace = traced(&[first.reading, second.reading], "w1/a1");
    let promoted = trace.distortions.iter().find(|one| one.kind == DistortionKind::SourcePromoted).unwrap();
    assert_eq!((promoted.before.as_str(), promoted.after.as_str()), ("مصدر في البلدية", "مسؤول في البلدية"));
}

#[test]
fn an_outlet_that_is_named_in_place_of_the_one_it_had_it_from_drops_a_source() {
    let readings = [
        citing("c1", "الغد", "2031-03-08", "الأفق", story::RESIGNED).reading,
        citing("c2", "المساء", "2031-03-09", "الغد", story::RESIGNED).reading,
    ];
    let trace = traced(&readings, "c1/a1");
    let dropped = trace.distortions.iter().find(|one| one.kind == DistortionKind::SourceDropped).unwrap();
    assert_eq!((dropped.from.article.as_str(), dropped.to.article.as_str()), ("c1", "c2"));
    assert_eq!((dropped.before.as_str(), dropped.after.as_str()), ("صحيفة الأفق", "صحيفة الغد"));
}
