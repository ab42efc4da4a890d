//! Which articles repeat others.

use musnad_compare::{CopyKind, Digest, copied};
use musnad_model::{Block, BlockKind, EntityKind, Reading, Span};

use crate::check::index;
use crate::story::{self, print};

fn found(readings: &[Reading]) -> Vec<(String, String, CopyKind, Option<String>)> {
    index(readings).copies().into_iter().map(|copy| (copy.a, copy.b, copy.kind, copy.from)).collect()
}

#[test]
fn a_wire_text_under_four_names_is_six_silent_pairs() {
    let readings = story::four_prints();
    let first = |id: &str| Some(id.to_owned());
    let pair = |a: &str, b: &str, from| (a.to_owned(), b.to_owned(), CopyKind::Silent, from);
    assert_eq!(
        found(&readings),
        [
            pair("w1", "w2", first("w1")),
            pair("w1", "w3", first("w1")),
            pair("w1", "w4", first("w1")),
            // Both of the third of March: nobody can say which was first.
            pair("w2", "w3", None),
            pair("w2", "w4", first("w2")),
            pair("w3", "w4", first("w3")),
        ]
    );
    assert!(index(&readings).copies().iter().all(|copy| copy.whole()));
}

#[test]
fn the_passages_stand_in_both_texts() {
    let readings = story::four_prints();
    let (a, b) = (&readings[0], &readings[2]);
    let copy = copied(&Digest::of(a), &Digest::of(b)).unwrap();
    let passage = copy.passages.iter().max_by_key(|passage| passage.words).unwrap();
    let (in_a, in_b) = (passage.a.of(&a.text).unwrap(), passage.b.of(&b.text).unwrap());
    assert_eq!(in_a, in_b);
    assert!(passage.own >= 40 && passage.words > passage.own, "{passage:?}");
}

#[test]
fn a_quoted_statement_is_no_copy() {
    assert_eq!(found(&story::statement()), []);
}

#[test]
fn a_press_release_in_indirect_speech_is_no_copy() {
    let content = "الإدارة قررت تأجيل افتتاح المعرض السنوي للكتاب إلى مطلع الشهر المقبل بسبب أعمال الصيانة في القاعة \
الكبرى على أن تبقى التذاكر المباعة صالحة للدخول في الموعد الجديد دون أي رسوم إضافية";
    let one = |id: &str, outlet: &str, before: &str, after: &str| {
        let mut draft = crate::draft::draft(id, outlet, "2031-03-05", &format!("{before} أن {content}. {after}"));
        draft.say(crate::draft::Say {
            cue: before,
            content,
            ..crate::draft::said_by(crate::draft::Who::Body("إدارة المعرض"))
        });
        draft.reading
    };
    let readings = [
        one("p1", "الغد", "أفاد القائمون على المعرض في نشرتهم الأسبوعية", "وكان الزوار ينتظرون الحدث منذ أشهر طويلة."),
        one("p2", "الأفق", "علم القراء من لوحة معلقة على الباب", "ويضم جناح الأطفال هذا العام رسوما من عشرين دولة."),
    ];
    assert_eq!(found(&readings), []);
}

#[test]
fn naming_the_other_outlet_is_credit() {
    let first = print("w1", "الغد", "2031-03-02", "");
    let mut second = print("w2", "الأفق", "2031-03-03", "عن صحيفة الغد (الغد):");
    second.entity(EntityKind::Outlet, "الغد", "");
    let copies = index(&[first.reading, second.reading]).copies();
    assert_eq!((copies[0].kind, copies[0].credits.clone()), (CopyKind::Credited, vec!["الغد".to_owned()]));
}

#[test]
fn an_agency_in_both_bylines_is_a_common_source() {
    let with_byline = |id: &str, outlet: &str, day: &str| {
        let mut draft = print(id, outlet, day, "المرجان (وكالة الساحل)");
        let byline = draft.span("المرجان (وكالة الساحل)");
        draft.entity(EntityKind::Outlet, "وكالة الساحل", "");
        draft.reading.blocks = vec![
            Block { kind: BlockKind::Byline, span: byline },
            Block {
                kind: BlockKind::Paragraph,
                span: Span::new(byline.end, draft.reading.text.chars().count() as u32),
            },
        ];
        draft.reading
    };
    let copies = index(&[with_byline("w1", "الغد", "2031-03-02"), with_byline("w2", "الأفق", "2031-03-02")]).copies();
    assert_eq!(copies[0].kind, CopyKind::CommonSource);
    assert_eq!(copies[0].agency.as_deref(), Some("وكالة الساحل"));
}

#[test]
fn an_outlet_that_prints_its_text_again_copies_nobody() {
    let readings =
        [print("w1", "الغد", "2031-03-02", "").reading, print("w2", "صحيفة الغد", "2031-03-03", "تحديث:").reading];
    assert_eq!(found(&readings)[0].2, CopyKind::Republished);
}

#[test]
fn unknown_days_leave_a_copy_without_direction() {
    let readings = [print("w1", "الغد", "", "").reading, print("w2", "الأفق", "2031-03-03", "عاجل:").reading];
    assert_eq!(found(&readings)[0].3, None);
}

#[test]
fn agencies_without_a_name_are_a_credit_all_the_same() {
    let first = print("w1", "الغد", "2031-03-02", "");
    for lead in ["المرجان – وكالات\n", "(وكالات)"] {
        let second = print("w2", "الأفق", "2031-03-03", lead);
        assert_eq!(found(&[first.reading.clone(), second.reading])[0].2, CopyKind::Agencies, "{lead}");
    }
    let third = print("w3", "المساء", "2031-03-03", "ونقلت وكالات سفر عدة مكاتبها إلى شارع آخر منذ ذلك اليوم.\n");
    assert_eq!(found(&[first.reading, third.reading])[0].2, CopyKind::Silent);
}

#[test]
fn the_hour_tells_which_way_a_copy_of_one_day_went() {
    let at = |id: &str, outlet: &str, hour: &str| {
        let mut draft = print(id, outlet, "2031-03-02", "");
        draft.reading.published_at = hour.parse().ok();
        draft.reading
    };
    let (early, late) = (at("w2", "الأفق", "2031-03-02T06:00:00Z"), at("w1", "الغد", "2031-03-02T09:00:00Z"));
    assert_eq!(found(&[early.clone(), late])[0].3.as_deref(), Some("w2"));
    assert_eq!(found(&[early, at("w1", "الغد", "")])[0].3, None);
}

#[test]
fn an_earlier_article_explains_what_later_ones_share() {
    let copies = index(&story::four_prints()).copies();
    let through: Vec<(&str, &str, Option<&str>)> =
        copies.iter().map(|copy| (copy.a.as_str(), copy.b.as_str(), copy.through.as_deref())).collect();
    let by = Some("w1");
    assert_eq!(
        through,
        [
            ("w1", "w2", None),
            ("w1", "w3", None),
            ("w1", "w4", None),
            ("w2", "w3", by),
            ("w2", "w4", by),
            ("w3", "w4", by)
        ]
    );
    // What two have that the first lacks is theirs.
    let more = " وأضاف مراسلنا أن عمال الورشة نصبوا سياجا من الحديد حول المكان ووضعوا إشارات ضوئية على جانبي الطريق \
حتى مسافة كيلومترين قبل المدخل الجنوبي، وأن شرطيين يقفان عند كل طرف ليلا ونهارا لمنع المارة من الاقتراب، وأن البلدية \
استأجرت قاربين لنقل التلاميذ إلى الضفة الأخرى كل صباح مجانا بعد أن شكا الأهالي من طول الطريق الجديد وكلفته.";
    let mut readings = story::four_prints();
    for reading in &mut readings[1..3] {
        reading.text.push_str(more);
    }
    let copies = index(&readings).copies();
    let pair = copies.iter().find(|copy| (copy.a.as_str(), copy.b.as_str()) == ("w2", "w3")).unwrap();
    assert_eq!(pair.through, None);
}
