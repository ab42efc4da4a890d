//! Sentences with the labels that are read in them: kind, words, what they are put on.

use musnad_model::{Article, LabelKind};

use crate::Reader;

/// Kind, words, what they are put on.
type Wanted = (LabelKind, &'static str, Option<&'static str>);

const CASES: &[(&str, &[Wanted])] = &[
    ("أعلن الجيش أن القائد المتمرد سالم الحداد غادر المدينة.", &[(LabelKind::Loaded, "المتمرد", Some("القائد"))]),
    ("هاجم التنظيم الإرهابي القرية أمس.", &[(LabelKind::Loaded, "الإرهابي", Some("التنظيم"))]),
    ("انسحبت قوات ما يسمى «حكومة الشمال» من المعبر.", &[(LabelKind::SoCalled, "ما يسمى", Some("حكومة الشمال"))]),
    ("رفض الحزب ما وصفه بالتدخل الأجنبي في البلاد.", &[(LabelKind::SoCalled, "ما وصفه", Some("التدخل الأجنبي"))]),
    (
        "قال الجيش إنه أنقذ رهائن كانت جماعة «بوكو حرام» المتطرفة تحتجزهم.",
        &[(LabelKind::Loaded, "المتطرفة", Some("بوكو حرام"))],
    ),
    ("تحدث الموقع عن المؤامرة المزعومة أمس.", &[(LabelKind::SoCalled, "المزعومة", Some("المؤامرة"))]),
    ("تتهم اللجنة الحراس بارتكاب \"انتهاكات\" في السجن.", &[]),
    ("تجمع السكان في ساحة الشهداء وسط العاصمة.", &[]),
    ("وصلت سفينة الشحن \"نجمة البحر\" إلى الميناء.", &[]),
    ("زار الوزير المصنع الجديد في المدينة.", &[]),
];

#[test]
fn labels_are_read() {
    let reader = Reader::arabic();
    let mut wrong = String::new();
    for (text, wanted) in CASES {
        let reading = reader.read(&Article::from_text(*text));
        let found: Vec<_> = reading
            .labels
            .iter()
            .map(|l| (l.kind, l.span.of(text).unwrap_or(""), l.target.and_then(|t| t.of(text))))
            .collect();
        if found != *wanted {
            wrong.push_str(&format!("{text}\n  wanted {wanted:?}\n  found {found:?}\n"));
        }
        for label in &reading.labels {
            assert!(crate::rule(&label.rule).is_some(), "{} is no rule", label.rule);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
