//! Both databases give the same results in the same order.

use musnad_ledger::{ArticleFilter, ClaimFilter, Days, Page, Search, Where};
use musnad_model::Stance;

use crate::{Place, add, invent, time};

#[test]
fn searches_give_the_same_results_in_the_same_order() {
    let Some(other) = Place::server() else { return };
    let (file, server) = (Place::file(), other);
    let ledgers = [file.open(), server.open()];
    for n in 0..300 {
        for ledger in &ledgers {
            add(&**ledger, &invent::article(n), n as i64).unwrap();
        }
    }
    for ledger in &ledgers {
        let merge = musnad_ledger::Act::Merge {
            entity: "person:احمد النجار".into(), into: "person:وليد الباز".into()
        };
        ledger.operate(&musnad_ledger::Operation::new("م", time(999), merge)).unwrap();
    }
    let words = [
        "احمد",
        "أحمد",
        "وأحمد",
        "النجار",
        "سلمى",
        "سلمي",
        "السفينة",
        "سفينة",
        "للسفينة",
        "الرصيف فجر",
        "فجر الرصيف",
        "وزير النقل",
        "وزير",
        "زير",
        "الميزانية الجديدة",
        "المجلس وافق",
        "مجلس",
        "راس المرجان",
        "عين الكروم",
        "إبراهيم",
        "ابراهيم",
        "آمنة",
        "امنه",
        "12",
        "١٢",
        "التقرير رقم 7",
        "صحيفة المرفأ",
        "لا شيء كهذا",
        "",
        "Bridge",
    ];
    assert_eq!(words.len(), 30);
    let filters = [
        ClaimFilter::default(),
        ClaimFilter { stances: vec![Stance::Denies, Stance::Says], ..Default::default() },
        ClaimFilter {
            place: Some(Where::Country("XB".into())),
            speaker: Some("person:وليد الباز".into()),
            ..Default::default()
        },
        ClaimFilter {
            published: Days { first: Some("2024-03-01".parse().unwrap()), last: Some("2024-09-01".parse().unwrap()) },
            happened: Days { first: Some("2024-05-05".parse().unwrap()), last: None },
            ..Default::default()
        },
    ];
    let mut found = 0;
    for exact in [false, true] {
        for word in words {
            let search = Search { words: word.into(), exact };
            let page = Page { skip: 3, limit: 40 };
            for filter in &filters {
                let [a, b] = ledgers.each_ref().map(|ledger| ledger.search_claims(&search, filter, page).unwrap());
                assert_eq!(a, b, "{word}");
                assert!(
                    a.iter().all(|hit| !hit.marks.is_empty())
                        && a.windows(2).all(|hits| hits[0].score >= hits[1].score)
                );
                found += a.len();
            }
            let [a, b] =
                ledgers.each_ref().map(|l| l.search_articles(&search, &ArticleFilter::default(), page).unwrap());
            assert_eq!(a, b, "{word}");
            found += a.len();
            let [a, b] = ledgers.each_ref().map(|ledger| ledger.search_names(&search, Page::default()).unwrap());
            assert_eq!(a, b, "{word}");
            found += a.len();
        }
    }
    assert!(found > 2_000, "{found}");
    for filter in &filters {
        let [a, b] = ledgers.each_ref().map(|ledger| ledger.claims(filter, Page { skip: 2, limit: 100 }).unwrap());
        assert_eq!(a, b);
        assert!(!a.is_empty());
        let [a, b] = ledgers.each_ref().map(|ledger| ledger.ties(filter, Page::default()).unwrap());
        assert_eq!(a, b);
    }
    let [a, b] = ledgers.each_ref().map(|ledger| ledger.head().unwrap());
    assert_eq!(a, b, "the same log");
}
