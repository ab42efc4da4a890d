//! The invented story that most tests tell: the closed bridge of المرجان.

use musnad_model::{EntityKind, Mode, Reading, Stance};

use crate::draft::{Draft, Say, Who, draft, said_by};

pub(crate) const DIRECTOR: &str = "ليلى الصباغ";

/// A wire text: narration, a named director, a driver without a name.
const WIRE: &str = "أغلقت السلطات جسر المرجان أمام الشاحنات الثقيلة مساء الأحد بعد ظهور شقوق واسعة في دعامته الشرقية. \
وقالت مديرة الطرق ليلى الصباغ إن الجسر سيبقى مغلقا أسبوعين على الأقل حتى تنتهي أعمال الفحص. \
وأضافت أن فريقا من المهندسين أخذ عينات من الخرسانة لفحصها في مختبر العاصمة. \
واصطفت عشرات الشاحنات على الطريق الساحلي، واضطر سائقون إلى سلوك طريق جبلي يزيد مسافة الرحلة سبعين كيلومترا. \
وذكر سائق شاحنة أن أحدا لم يبلغ الشركات مسبقا بقرار الإغلاق المفاجئ. \
وكان الجسر قد بني قبل أربعين عاما وخضع لترميم جزئي بعد فيضان ضرب الوادي في الخريف الماضي.";

/// What the director says in [`WIRE`].
pub(crate) const TWO_WEEKS: &str = "الجسر سيبقى مغلقا أسبوعين على الأقل حتى تنتهي أعمال الفحص";

/// An outlet's print of the wire text, with its own lead and end.
pub(crate) fn print(id: &str, outlet: &str, day: &str, lead: &str) -> Draft {
    let mut draft = draft(id, outlet, day, &format!("{lead} {WIRE}"));
    draft.say(Say {
        source: "مديرة الطرق ليلى الصباغ",
        cue: "قالت",
        content: TWO_WEEKS,
        ..said_by(Who::Person(DIRECTOR))
    });
    draft.say(Say {
        cue: "أضافت",
        content: "فريقا من المهندسين أخذ عينات من الخرسانة لفحصها في مختبر العاصمة",
        ..said_by(Who::Person(DIRECTOR))
    });
    draft.say(Say {
        source: "سائق شاحنة",
        cue: "ذكر",
        content: "أحدا لم يبلغ الشركات مسبقا بقرار الإغلاق المفاجئ",
        ..said_by(Who::Unnamed("سائق شاحنة"))
    });
    draft
}

/// One wire text under four names.
pub(crate) fn four_prints() -> Vec<Reading> {
    vec![
        print("w1", "الغد", "2031-03-02", "").reading,
        print("w2", "الأفق", "2031-03-03", "عاجل:").reading,
        print("w3", "المساء", "2031-03-03", "متابعة من مندوبنا في الوادي.").reading,
        print("w4", "النجم", "2031-03-04", "خاص بالنجم.").reading,
    ]
}

pub(crate) const COLLAPSE: &str = "دعامة الجسر الشرقية انهارت بسبب تآكل قديم في الأساسات لم تعالجه أعمال الترميم";

/// A named engineer speaks to one outlet; two others relay it, the second through the first.
pub(crate) fn relays() -> Vec<Reading> {
    let mut origin = draft("r1", "الميناء", "2031-03-05", &format!("قال المهندس سمير الحلبي للميناء إن {COLLAPSE}."));
    origin.say(Say {
        source: "المهندس سمير الحلبي",
        cue: "قال",
        content: COLLAPSE,
        ..said_by(Who::Person("سمير الحلبي"))
    });
    let mut second = draft(
        "r2",
        "الضحى",
        "2031-03-06",
        &format!("نقلت صحيفة الميناء عن المهندس سمير الحلبي قوله إن {COLLAPSE}، وهو ما يقلق الأهالي."),
    );
    let relay = second.say(Say {
        source: "صحيفة الميناء",
        cue: "نقلت",
        content: &format!("عن المهندس سمير الحلبي قوله إن {COLLAPSE}"),
        ..said_by(Who::Outlet("صحيفة الميناء"))
    });
    second.say(Say {
        source: "المهندس سمير الحلبي",
        cue: "قوله",
        content: COLLAPSE,
        parent: Some(&relay),
        ..said_by(Who::Person("سمير الحلبي"))
    });
    let mut third =
        draft("r3", "الشفق", "2031-03-07", &format!("وبحسب قناة الضحى فإن {COLLAPSE}. ولم يصدر تعليق بعد."));
    third.say(Say {
        source: "قناة الضحى", cue: "بحسب", content: COLLAPSE, ..said_by(Who::Outlet("قناة الضحى"))
    });
    vec![origin.reading, second.reading, third.reading]
}

pub(crate) const RESIGNED: &str = "محافظ الوادي قدم استقالته سرا إلى مجلس الإدارة بعد فضيحة الجسر";

/// An article whose only source for a claim is another outlet.
pub(crate) fn citing(id: &str, outlet: &str, day: &str, cited: &str, content: &str) -> Draft {
    let mut draft = draft(id, outlet, day, &format!("ذكرت صحيفة {cited} أن {content}."));
    draft.say(Say {
        source: &format!("صحيفة {cited}"),
        cue: "ذكرت",
        content,
        ..said_by(Who::Outlet(&format!("صحيفة {cited}")))
    });
    draft
}

/// الغد cites الأفق, which cites المساء, which cites الغد.
pub(crate) fn circle() -> Vec<Reading> {
    vec![
        citing("c1", "الغد", "2031-03-08", "الأفق", RESIGNED).reading,
        citing("c2", "الأفق", "2031-03-08", "المساء", RESIGNED).reading,
        citing("c3", "المساء", "2031-03-09", "الغد", RESIGNED).reading,
    ]
}

/// An article with one named speaker.
pub(crate) fn speaking(id: &str, outlet: &str, day: &str, title: &str, name: &str, content: &str) -> Draft {
    let mut draft = draft(id, outlet, day, &format!("قال {title} {name} إن {content}."));
    draft.say(Say {
        source: &format!("{title} {name}"),
        role: title,
        cue: "قال",
        content,
        ..said_by(Who::Person(name))
    });
    draft
}

/// An article with a source that it does not name.
pub(crate) fn whispering(id: &str, outlet: &str, day: &str, source: &str, content: &str) -> Draft {
    let mut draft = draft(id, outlet, day, &format!("قال {source} إن {content}."));
    draft.say(Say { source, cue: "قال", content, ..said_by(Who::Unnamed(source)) });
    draft
}

/// Two who saw it, in other words, in two outlets.
pub(crate) fn independent() -> Vec<Reading> {
    vec![
        speaking(
            "i1",
            "الغد",
            "2031-03-02",
            "طبيب المستشفى",
            "نادر القاسم",
            "ثلاثة عمال أصيبوا بجروح عندما سقطت رافعة قرب جسر المرجان فجر السبت",
        )
        .reading,
        speaking(
            "i2",
            "الأفق",
            "2031-03-02",
            "رئيس النقابة",
            "هاني الخوري",
            "رافعة سقطت قرب جسر المرجان فجر السبت وأصيب ثلاثة عمال بجروح متوسطة",
        )
        .reading,
    ]
}

/// The ministry denies what a deputy says.
pub(crate) fn denial() -> Vec<Reading> {
    let said = "وزارة الأشغال دفعت تعويضات سرية لشركة المقاولات المنفذة لجسر المرجان";
    let denied = "دفع تعويضات سرية لشركة المقاولات المنفذة لجسر المرجان";
    let mut denial = draft("d2", "الأفق", "2031-03-11", &format!("نفت وزارة الأشغال {denied}."));
    denial.say(Say {
        source: "وزارة الأشغال",
        cue: "نفت",
        content: denied,
        stance: Stance::Denies,
        ..said_by(Who::Body("وزارة الأشغال"))
    });
    vec![speaking("d1", "الغد", "2031-03-10", "النائب", "كمال الزين", said).reading, denial.reading]
}

/// The same sentence with another number.
pub(crate) fn numbers() -> Vec<Reading> {
    let one = |id: &str, outlet: &str, day: &str, count: &str, value: f64| {
        let content = format!("الفيضان أودى بحياة {count} في قرى الوادي وألحق أضرارا بمئات المنازل والحقول");
        let mut draft = speaking(id, outlet, day, "مدير الدفاع المدني", "جمال العطار", &content);
        draft.count(count, value, value, "persons:killed");
        draft.reading
    };
    vec![
        one("n1", "الغد", "2031-03-12", "14 شخصا", 14.0),
        one("n2", "الأفق", "2031-03-12", "14 شخصا", 14.0),
        one("n3", "المساء", "2031-03-13", "21 شخصا", 21.0),
    ]
}

/// "Alleges" becomes "says" on the way from one outlet to the next.
pub(crate) fn hedge() -> Vec<Reading> {
    let content = "شركة المقاولات استخدمت إسمنتا مغشوشا في ترميم دعامات جسر المرجان";
    let mut first = draft("h1", "الغد", "2031-03-14", &format!("زعم موظف سابق أن {content}."));
    first.say(Say {
        source: "موظف سابق",
        cue: "زعم",
        content,
        stance: Stance::Alleges,
        ..said_by(Who::Unnamed("موظف سابق"))
    });
    let mut second = draft("h2", "الأفق", "2031-03-15", &format!("أكدت صحيفة الغد أن {content}."));
    second.say(Say {
        source: "صحيفة الغد",
        cue: "أكدت",
        content,
        stance: Stance::Affirms,
        ..said_by(Who::Outlet("صحيفة الغد"))
    });
    vec![first.reading, second.reading]
}

/// A statement that two outlets quote, each in its own article.
pub(crate) fn statement() -> Vec<Reading> {
    let quoted = "تهيب إدارة الطرق بجميع السائقين سلوك الطريق الجبلي حتى إشعار آخر، وتؤكد أن سلامة المسافرين تأتي قبل \
كل اعتبار، وأن فرق الصيانة تعمل ليلا ونهارا لإعادة فتح الجسر في أقرب وقت ممكن أمام حركة السير";
    let one = |id: &str, outlet: &str, before: &str, after: &str| {
        let mut draft = draft(id, outlet, "2031-03-05", &format!("{before} «{quoted}». {after}"));
        draft.say(Say {
            cue: before, content: quoted, mode: Mode::Direct, ..said_by(Who::Body("إدارة الطرق"))
        });
        draft.entity(EntityKind::Organization, "إدارة الطرق", "");
        draft.reading
    };
    vec![
        one("s1", "الغد", "جاء في بيان وزعته الإدارة صباحا:", "وتكدست المركبات عند مدخل البلدة منذ ساعات الفجر الأولى."),
        one("s2", "الأفق", "ونشرت الإدارة على صفحتها ما يلي:", "ويشكو أصحاب المتاجر من تراجع المبيعات إلى النصف تقريبا."),
    ]
}

/// Everything together, with an article on something else.
pub(crate) fn all() -> Vec<Reading> {
    let other =
        speaking("z1", "النجم", "2031-03-03", "المدرب", "فادي مراد", "الفريق سيخوض مباراتين وديتين في المعسكر الشتوي")
            .reading;
    [four_prints(), relays(), circle(), independent(), denial(), numbers(), hedge(), statement(), vec![other]].concat()
}
