//! Which claims are one.

use musnad_compare::{MatchKind, Side};
use musnad_model::{Mode, Reading, Stance};

use crate::check::{group_of, index, members};
use crate::draft::{Say, Who, draft, said_by};
use crate::story::{self, speaking};

#[track_caller]
fn kind(readings: &[Reading], a: &str, b: &str) -> Option<MatchKind> {
    let stories = index(readings).stories();
    let of = |id: &musnad_compare::ClaimId| format!("{}/{}", id.article, id.attribution.as_deref().unwrap_or("n"));
    let group = stories.iter().flat_map(|story| &story.groups).find(|group| {
        let ids: Vec<String> = group.members.iter().map(|member| of(&member.claim)).collect();
        ids.contains(&a.to_owned()) && ids.contains(&b.to_owned())
    })?;
    group.matches.iter().find(|one| (of(&one.a), of(&one.b)) == (a.to_owned(), b.to_owned())).map(|one| one.kind)
}

fn pair(a: &str, b: &str) -> Vec<Reading> {
    vec![
        speaking("a", "الغد", "2031-03-02", "الوزير", "سامر الداية", a).reading,
        speaking("b", "الأفق", "2031-03-02", "النائب", "كمال الزين", b).reading,
    ]
}

#[test]
fn other_words_for_the_same_are_one_claim() {
    assert_eq!(kind(&story::independent(), "i1/a1", "i2/a1"), Some(MatchKind::Paraphrase));
}

#[test]
fn the_same_words_of_one_speaker_are_one_claim() {
    assert_eq!(kind(&story::four_prints(), "w1/a1", "w2/a1"), Some(MatchKind::SameWords));
    assert_eq!(kind(&story::statement(), "s1/a1", "s2/a1"), Some(MatchKind::SameQuotation));
}

#[test]
fn another_thing_of_the_same_people_is_another_claim() {
    for (a, b) in [
        // The same people and place, another event.
        (
            "بلدية المرجان وقعت عقدا جديدا مع شركة المقاولات لترميم الجسر القديم",
            "بلدية المرجان طردت مهندسي شركة المقاولات من موقع الجسر القديم أمس",
        ),
        // The same event elsewhere.
        (
            "حريقا كبيرا اندلع في مصنع النسيج بضاحية تل الزيتون دون إصابات",
            "حريقا كبيرا اندلع في سوق الخشب بميناء رأس الحمام وأصيب أربعة رجال إطفاء",
        ),
    ] {
        assert_eq!(kind(&pair(a, b), "a/a1", "b/a1"), None, "{a} / {b}");
    }
}

#[test]
fn what_happened_a_month_later_is_another_claim() {
    let content = "البنك المركزي رفع سعر الفائدة نصف نقطة مئوية لكبح التضخم";
    let mut later = speaking("b", "الأفق", "2031-04-20", "النائب", "كمال الزين", content);
    let now = speaking("a", "الغد", "2031-03-02", "الوزير", "سامر الداية", content);
    assert_eq!(kind(&[now.reading.clone(), later.reading.clone()], "a/a1", "b/a1"), None);
    later.reading.published = Some("2031-03-04".parse().unwrap());
    assert_eq!(kind(&[now.reading, later.reading], "a/a1", "b/a1"), Some(MatchKind::SameWords));
}

#[test]
fn a_quotation_is_one_claim_however_late_it_is_repeated() {
    let words = "لن نقبل بأي حل يترك أهل الوادي بلا جسر ولا مدرسة ولا مستشفى";
    let quoting = |id: &str, outlet: &str, day: &str, before: &str| {
        let mut draft = draft(id, outlet, day, &format!("{before} النائب كمال الزين: «{words}»."));
        draft.say(Say {
            source: "النائب كمال الزين",
            cue: before,
            content: words,
            mode: Mode::Direct,
            ..said_by(Who::Person("كمال الزين"))
        });
        draft.reading
    };
    let readings = [quoting("a", "الغد", "2031-03-02", "قال"), quoting("b", "الأفق", "2031-09-01", "وكان قد صرح")];
    assert_eq!(kind(&readings, "a/a1", "b/a1"), Some(MatchKind::SameQuotation));
}

#[test]
fn a_demand_does_not_report_what_it_demands() {
    let mut demand =
        draft("b", "الأفق", "2031-03-02", "طالب النائب كمال الزين بفتح الطريق الجبلي أمام حافلات المدارس في الوادي.");
    demand.say(Say {
        source: "النائب كمال الزين",
        cue: "طالب",
        content: "فتح الطريق الجبلي أمام حافلات المدارس في الوادي",
        stance: Stance::Urges,
        ..said_by(Who::Person("كمال الزين"))
    });
    let said =
        speaking("a", "الغد", "2031-03-02", "الوزير", "سامر الداية", "حافلات المدارس في الوادي عادت بعد فتح طريق جبلي");
    assert_eq!(kind(&[said.reading, demand.reading], "a/a1", "b/a1"), None);
}

#[test]
fn a_denial_is_in_the_group_on_the_other_side() {
    let readings = story::denial();
    assert_eq!(kind(&readings, "d1/a1", "d2/a1"), Some(MatchKind::Denial));
    let (_, group) = group_of(&index(&readings).stories(), "d1/a1");
    let sides: Vec<Side> = group.members.iter().map(|member| member.side).collect();
    assert_eq!(sides, [Side::For, Side::Against]);
}

#[test]
fn so_and_not_so_are_opposite() {
    let readings = pair(
        "البلدية أبلغت السكان رسميا بموعد إغلاق الجسر قبل أسبوع من التنفيذ",
        "البلدية لم تبلغ السكان رسميا بموعد إغلاق الجسر قبل أسبوع من التنفيذ",
    );
    // أبلغت and تبلغ have no common stem: what is negated must be a word of both.
    assert_ne!(kind(&readings, "a/a1", "b/a1"), Some(MatchKind::Opposite));
    let readings = pair(
        "الجسر القديم صالح لعبور الشاحنات الثقيلة بعد انتهاء أعمال الترميم",
        "الجسر القديم ليس صالحا لعبور الشاحنات الثقيلة بعد انتهاء أعمال الترميم",
    );
    assert_eq!(kind(&readings, "a/a1", "b/a1"), Some(MatchKind::Opposite));
}

#[test]
fn who_did_not_confirm_is_on_neither_side() {
    let mut readings = story::independent();
    let mut open = draft(
        "i3",
        "المساء",
        "2031-03-02",
        "ولم تؤكد الشرطة أن رافعة سقطت قرب جسر المرجان فجر السبت وأصيب ثلاثة عمال بجروح.",
    );
    open.say(Say {
        source: "الشرطة",
        cue: "لم تؤكد",
        content: "رافعة سقطت قرب جسر المرجان فجر السبت وأصيب ثلاثة عمال بجروح",
        stance: Stance::Affirms,
        negated: true,
        ..said_by(Who::Body("الشرطة"))
    });
    readings.push(open.reading);
    let (_, group) = group_of(&index(&readings).stories(), "i1/a1");
    let side = group.members.iter().find(|member| member.claim.article == "i3").unwrap().side;
    assert_eq!(side, Side::Open);
}

#[test]
fn a_number_that_differs_is_named() {
    let readings = story::numbers();
    let (_, group) = group_of(&index(&readings).stories(), "n1/a1");
    assert_eq!(members(&group), ["n1/a1", "n2/a1", "n3/a1"]);
    let differing = group.matches.iter().find(|one| one.kind == MatchKind::NumberDiffers).unwrap();
    assert_eq!(differing.reason.numbers, [("14".to_owned(), "21".to_owned())]);
}

#[test]
fn a_long_claim_does_not_join_two_short_ones() {
    let first = "إدارة الطرق ستعيد فتح جسر المرجان أمام الحافلات صباح الخميس المقبل";
    let second = "مستشفى الوادي استقبل تسعة مصابين بحالات تسمم غذائي من مدرسة واحدة";
    let both = format!("{first} كما {second}");
    let mut readings = pair(first, second);
    readings.push(speaking("c", "المساء", "2031-03-02", "المحافظ", "رامي الأسعد", &both).reading);
    assert_eq!(kind(&readings, "a/a1", "b/a1"), None);
    let stories = index(&readings).stories();
    let together = stories.iter().flat_map(|story| &story.groups).any(|group| {
        let members = members(group);
        members.contains(&"a/a1".to_owned()) && members.contains(&"b/a1".to_owned())
    });
    assert!(!together);
}

#[test]
fn parts_of_one_content_go_to_their_own_groups() {
    let first = "إدارة الطرق ستعيد فتح جسر المرجان أمام الحافلات صباح الخميس المقبل";
    let second = "مستشفى الوادي استقبل تسعة مصابين بحالات تسمم غذائي من مدرسة واحدة";
    let both = format!("{first}، وأن {second}");
    let mut readings = pair(first, second);
    readings.push(speaking("c", "المساء", "2031-03-02", "المحافظ", "رامي الأسعد", &both).reading);
    let stories = index(&readings).stories();
    assert_eq!(members(&group_of(&stories, "a/a1").1), ["a/a1", "c/a1"]);
    assert_eq!(members(&group_of(&stories, "b/a1").1), ["b/a1", "c/a1"]);
}

#[test]
fn every_match_says_why_with_the_words() {
    for reading in [story::independent(), story::four_prints()] {
        let index = index(&reading);
        for one in index.stories().iter().flat_map(|story| &story.groups).flat_map(|group| &group.matches) {
            assert!((0.0..=1.0).contains(&one.score) && !one.reason.sentence().is_empty());
            for (id, spans) in [(&one.a, &one.reason.common_a), (&one.b, &one.reason.common_b)] {
                let text = &reading.iter().find(|reading| reading.id == id.article).unwrap().text;
                assert!(spans.len() >= 3 && spans.iter().all(|span| span.of(text).is_some()));
            }
        }
    }
}

#[test]
fn propositions_join_what_wording_does_not() {
    let reading = |id: &str, outlet: &str, content: &str, trigger: &str, person: &str, place: &str| {
        let mut draft = speaking(id, outlet, "2031-03-02", "الوزير", &format!("سامر {id}"), content);
        draft.entity(musnad_model::EntityKind::Person, person, "");
        draft.place(place, 10.0, 20.0);
        draft.proposition("a1", "travel", trigger, true, &[("who", person), ("to", place)]);
        draft.reading
    };
    let a = reading(
        "a",
        "الغد",
        "فؤاد النجار وصل فجر اليوم إلى رأس الحمام على متن سفينة شحن صغيرة",
        "وصل",
        "فؤاد النجار",
        "رأس الحمام",
    );
    let b = reading(
        "b",
        "الأفق",
        "المتهم الهارب فؤاد النجار وصل إلى رأس الحمام قبل ساعات من موعد محاكمته",
        "وصل",
        "فؤاد النجار",
        "رأس الحمام",
    );
    assert_eq!(kind(&[a.clone(), b.clone()], "a/a1", "b/a1"), Some(MatchKind::Paraphrase));
    let bare = |mut reading: Reading| {
        reading.propositions.clear();
        reading
    };
    assert_eq!(kind(&[bare(a), bare(b)], "a/a1", "b/a1"), None);
}

#[test]
fn taking_and_losing_are_not_the_same() {
    let reading = |id: &str, outlet: &str, verb: &str| {
        let content = format!("لواء الفرسان {verb} معبر الوادي الحدودي فجر الاثنين بعد معركة قصيرة");
        let mut draft = speaking(id, outlet, "2031-03-20", "المراقب", &format!("سليم {id}"), &content);
        draft.entity(musnad_model::EntityKind::Group, "لواء الفرسان", "");
        draft.place("معبر الوادي", 10.0, 20.0);
        draft.proposition("a1", "control", verb, true, &[("who", "لواء الفرسان"), ("place", "معبر الوادي")]);
        draft.reading
    };
    assert_eq!(kind(&[reading("a", "الغد", "انتزع"), reading("b", "الأفق", "خسر")], "a/a1", "b/a1"), None);
    let same = [reading("a", "الغد", "انتزع"), reading("b", "الأفق", "انتزع")];
    assert_eq!(kind(&same, "a/a1", "b/a1"), Some(MatchKind::SameWords));
}

#[test]
fn a_statement_that_goes_on_is_of_whom_the_first_spoke() {
    let first = "المقاول فؤاد النجار غادر الوادي ليلا بسيارة مستأجرة";
    let mut readings =
        pair(&format!("{first}، وأنه كان صباح الجمعة في رأس الحمام"), "فؤاد النجار كان صباح الجمعة في رأس الحمام");
    assert_eq!(kind(&readings, "a/a1", "b/a1"), None, "nobody is named");
    for (reading, name) in readings.iter_mut().zip(["فؤاد النجار", "فؤاد النجار"]) {
        let mut draft = crate::draft::Draft { reading: reading.clone() };
        draft.entity(musnad_model::EntityKind::Person, name, "");
        *reading = draft.reading;
    }
    assert_eq!(kind(&readings, "a/a1", "b/a1"), Some(MatchKind::SameWords));
}

#[test]
fn a_count_that_both_have_is_common_to_them() {
    let reading = |id: &str, outlet: &str, content: &str, count: f64| {
        let mut draft = speaking(id, outlet, "2031-03-02", "الضابط", &format!("سليم {id}"), content);
        draft.count(&format!("{count} جريحا"), count, count, "persons:injured");
        draft.reading
    };
    let a = reading("a", "الغد", "فرق الإسعاف نقلت 36 جريحا إلى مستوصف الزيتون", 36.0);
    let b = reading("b", "الأفق", "رجاله نقلوا 36 جريحا إلى مستوصف الزيتون في ساعتين", 36.0);
    let c = reading("c", "المساء", "رجاله نقلوا 52 جريحا إلى مستوصف الزيتون في ساعتين", 52.0);
    assert!(kind(&[a.clone(), b.clone()], "a/a1", "b/a1").is_some());
    assert_eq!(kind(&[a, c.clone()], "a/a1", "c/a1"), None);
    assert_eq!(kind(&[b, c], "b/a1", "c/a1"), Some(MatchKind::NumberDiffers));
}

#[test]
fn short_claims_are_one_if_they_are_the_same_from_end_to_end() {
    let long = "القوات الخاصة قامت بهذه المهمة وتدخلت معها قوات أخرى أيضا";
    assert_eq!(kind(&pair(long, long), "a/a1", "b/a1"), Some(MatchKind::SameWords));
    let more = "القوات الخاصة قامت بهذه المهمة بعد ساعتين من وصول الوزير إلى المكان";
    assert_eq!(kind(&pair(long, more), "a/a1", "b/a1"), None);
}

#[test]
fn the_same_words_in_another_order_are_one_claim() {
    let with_names = |reading: Reading| {
        let mut draft = crate::draft::Draft { reading };
        draft.entity(musnad_model::EntityKind::Person, "فؤاد النجار", "");
        draft.place("رأس الحمام", 10.0, 20.0);
        draft.reading
    };
    let readings: Vec<Reading> =
        pair("فؤاد النجار كان مساء الجمعة في رأس الحمام", "فؤاد النجار كان في رأس الحمام مساء الجمعة")
            .into_iter()
            .map(with_names)
            .collect();
    assert!(kind(&readings, "a/a1", "b/a1").is_some());
}

#[test]
fn a_denial_need_not_repeat_all_that_it_denies() {
    let said = "الوزير سامر الداية التقى المقاول فؤاد النجار مساء الجمعة في فندق الميناء قبل يوم من توقيع العقد";
    let denied = "يكون قد التقى المقاول فؤاد النجار عشية توقيع العقد";
    let first = speaking("a", "الغد", "2031-03-02", "النائب", "كمال الزين", said);
    let mut denial = draft("b", "الأفق", "2031-03-03", &format!("نفى الوزير سامر الداية أن {denied}."));
    denial.say(Say {
        source: "الوزير سامر الداية",
        cue: "نفى",
        content: denied,
        stance: Stance::Denies,
        ..said_by(Who::Person("سامر الداية"))
    });
    let mut readings = [first, denial];
    for draft in &mut readings {
        draft.entity(musnad_model::EntityKind::Person, "سامر الداية", "");
        draft.entity(musnad_model::EntityKind::Person, "فؤاد النجار", "");
    }
    let readings = readings.map(|draft| draft.reading);
    assert_eq!(kind(&readings, "a/a1", "b/a1"), Some(MatchKind::Denial));
}
