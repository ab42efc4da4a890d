//! One story that a ledger goes through, the same on both databases: articles come, come again, are read anew, corrected,
//! grouped, packed, forgotten.

use std::collections::BTreeSet;

use jiff::civil::date;
use musnad_ledger::{
    Act, Addition, ArticleFilter, Bounds, ClaimFilter, Comparison, Copied, Credibility, Dated, Days, Error, Id, Key,
    Ledger, Membership, Operation, Page, Passage, PropositionFilter, Reliability, Search, Source, Subject, Wanted,
    Where,
};
use musnad_model::{EntityKind, Reading, Span, Stance};

use crate::invent::{self, Draft};
use crate::{Place, add, on_both, time};

const ALL: Page = Page { skip: 0, limit: 1000 };

/// "The harbour says that Salma arrived at …", as one outlet has it.
fn harbour(outlet: &str, day: &str, speaker: &str, verb: (&str, Stance), town: usize) -> Reading {
    let mut draft = Draft::new(outlet, day);
    draft.reading.title = Some("خبر الميناء".into());
    let cue = draft.put(verb.0);
    draft.put(" ");
    let (source, entity) = draft.name(EntityKind::Person, speaker, speaker);
    draft.put(" أن ");
    let (who, _) = draft.name(EntityKind::Person, "سلمى الرواحي", "سلمى الرواحي");
    draft.put(" ");
    let trigger = draft.put("وصلت إلى");
    draft.put(" ");
    let (town, country, lat, lon) = invent::TOWNS[town];
    let place = draft.place(town, country, lat, lon);
    draft.put(" ");
    let when = draft.time("صباح الأحد", day);
    let claim = draft.attribute(source, cue, Span::new(who.start, when.end), verb.1, speaker, &entity);
    draft.propose(Some(&claim), "travel", &[("who", who), ("place", place), ("time", when)], trigger);
    draft.put(".");
    draft.done()
}

fn only<T>(mut all: Vec<T>) -> T {
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn passes(ledger: &dyn Ledger) {
    let verified = ledger.verify(None).unwrap();
    assert_eq!(verified.faults, vec![], "{verified:?}");
}

fn of_article(id: Id) -> ClaimFilter {
    ClaimFilter { article: Some(id), ..ClaimFilter::default() }
}

#[test]
fn adding_twice_changes_nothing_and_a_new_reading_keeps_the_old() {
    on_both(|place| {
        let ledger = place.open();
        let reading = invent::article(1);
        let first = add(&*ledger, &reading, 1).unwrap();
        assert!(first.new_article && first.new_arrival && first.new_reading);
        let head = ledger.head().unwrap();
        let again = add(&*ledger, &reading, 99).unwrap();
        assert_eq!((again.new_article, again.new_arrival, again.new_reading), (false, false, false));
        assert_eq!(ledger.head().unwrap(), head);

        // From another place, the same article; in another outlet, another one with the same text.
        let mut elsewhere = reading.clone();
        elsewhere.url = Some("https://mirror.example/1".into());
        let mirrored = add(&*ledger, &elsewhere, 2).unwrap();
        assert_eq!((mirrored.article, mirrored.new_arrival, mirrored.new_reading), (first.article, true, false));
        let mut copied = reading.clone();
        copied.publisher = Some("صحيفة أخرى".into());
        assert!(add(&*ledger, &copied, 3).unwrap().new_article);

        // A newer engine, with a field that this program does not know.
        let mut newer = reading.clone();
        newer.engine.version = "0.2.0".into();
        newer.attributions.remove(0);
        let mut json: serde_json::Value = serde_json::to_value(&newer).unwrap();
        json["weather"] = "مشمس".into();
        let json = serde_json::to_string_pretty(&json).unwrap();
        let claims = ledger.claims(&of_article(first.article), ALL).unwrap();
        let addition = Addition {
            reading: &json,
            bytes: None,
            media: "",
            place: "again",
            how: "reread",
            author: None,
            at: time(4),
        };
        assert!(ledger.add(&addition).unwrap().new_reading);
        let article = ledger.article(first.article).unwrap().unwrap();
        assert_eq!(article.readings.iter().map(|r| r.engine.as_str()).collect::<Vec<_>>(), ["0.1.0", "0.2.0"]);
        assert_eq!(article.readings[0].json, invent::line(&reading));
        assert_eq!(article.readings[1].json, json);
        assert_eq!((article.text, article.arrivals.len()), (reading.text.clone(), 3));
        assert_eq!(article.story.author.as_deref(), Some("كاتبة الخبر"));
        let after = ledger.claims(&of_article(first.article), ALL).unwrap();
        let ids = |claims: &[musnad_ledger::Claim]| claims.iter().map(|claim| claim.id).collect::<BTreeSet<_>>();
        assert_eq!(after.len() + 1, claims.len());
        assert!(ids(&after).is_subset(&ids(&claims)), "claims keep their ids");
        passes(&*ledger);
    });
}

#[test]
fn questions_are_answered() {
    on_both(|place| {
        let ledger = place.open();
        let readings = [
            harbour("صحيفة المرفأ", "2024-03-03", "أحمد النجار", ("أعلن", Stance::Says), 0),
            harbour("وكالة الساحل", "2024-03-04", "أحمد النجار", ("أكد", Stance::Affirms), 0),
            harbour("قناة السهل", "2024-03-05", "هدى الصباغ", ("اتهم", Stance::Accuses), 2),
        ];
        let ids: Vec<Id> =
            (0..).zip(&readings).map(|(at, reading)| add(&*ledger, reading, at).unwrap().article).collect();
        let outlets = |filter: ClaimFilter| -> Vec<String> {
            ledger.claims(&filter, ALL).unwrap().into_iter().filter_map(|claim| claim.outlet).collect()
        };
        let any = ClaimFilter::default;
        let day = |day| Some(date(2024, 3, day));
        assert_eq!(outlets(any()), ["قناة السهل", "وكالة الساحل", "صحيفة المرفأ"]);
        let ahmad = || Some("person:احمد النجار".to_owned());
        assert_eq!(outlets(ClaimFilter { speaker: ahmad(), ..any() }), ["وكالة الساحل", "صحيفة المرفأ"]);
        let salma = || Some("person:سلمي الرواحي".to_owned());
        assert_eq!(outlets(ClaimFilter { about: salma(), ..any() }).len(), 3);
        assert_eq!(outlets(ClaimFilter { stances: vec![Stance::Accuses, Stance::Denies], ..any() }), ["قناة السهل"]);
        assert_eq!(outlets(ClaimFilter { outlet: Some("وكالة الساحل".into()), ..any() }).len(), 1);
        assert_eq!(outlets(ClaimFilter { place: Some(Where::Named("راس المرجان".into())), ..any() }).len(), 2);
        assert_eq!(outlets(ClaimFilter { place: Some(Where::Country("xb".into())), ..any() }), ["قناة السهل"]);
        let north = Where::Box { south: 20.0, west: 10.0, north: 40.0, east: 30.0 };
        assert_eq!(outlets(ClaimFilter { place: Some(north), ..any() }), ["قناة السهل"]);
        let happened = Days { first: day(4), last: day(4) };
        assert_eq!(outlets(ClaimFilter { happened, ..any() }), ["وكالة الساحل"]);
        let published = Days { first: None, last: day(3) };
        assert_eq!(outlets(ClaimFilter { published, ..any() }), ["صحيفة المرفأ"]);
        assert_eq!(outlets(ClaimFilter { speaker: Some("person:nobody".into()), ..any() }), Vec::<String>::new());

        let claim = only(ledger.claims(&of_article(ids[0]), ALL).unwrap());
        assert_eq!(claim.content, "سلمى الرواحي وصلت إلى رأس المرجان صباح الأحد");
        assert_eq!((claim.speaker.as_deref(), claim.local.as_str()), (Some("أحمد النجار"), "a1"));
        assert_eq!(claim.content_spans, readings[0].attributions[0].content);
        assert_eq!(claim.published, day(3));

        let tie = ledger.ties(&ClaimFilter { stances: vec![Stance::Accuses], ..any() }, ALL).unwrap();
        let tie = only(tie);
        assert_eq!((tie.from.as_str(), Some(tie.to), tie.claims), ("person:هدي الصباغ", salma(), 1));

        // Whereabouts.
        let filter = PropositionFilter { entity: salma(), placed: true, ..PropositionFilter::default() };
        let facts = ledger.facts(&filter, ALL).unwrap();
        let towns: Vec<&str> =
            facts.iter().map(|fact| fact.roles["place"][0].place.as_ref().unwrap().name.as_str()).collect();
        assert_eq!(towns, ["تل الزعفران", "رأس المرجان", "رأس المرجان"]);
        assert_eq!(facts[0].roles["time"][0].days, Some((date(2024, 3, 5), date(2024, 3, 5))));
        assert_eq!(facts[0].claim.as_ref().unwrap().stance, Stance::Accuses);
        let role = PropositionFilter { role: Some("place".into()), ..filter.clone() };
        assert_eq!(ledger.facts(&role, ALL).unwrap(), vec![]);
        let said = PropositionFilter { speaker: ahmad(), ..filter };
        assert_eq!(ledger.facts(&said, ALL).unwrap().len(), 2);

        let stories = ledger.articles(&ArticleFilter { outlet: Some("قناة السهل".into()), ..Default::default() }, ALL);
        assert_eq!(only(stories.unwrap()).id, ids[2]);
        let counts = ledger.counts().unwrap();
        assert_eq!((counts.articles, counts.readings, counts.documents, counts.claims, counts.log), (3, 3, 3, 3, 9));
        let page = |skip| ledger.claims(&any(), Page { skip, limit: 2 }).unwrap().len();
        assert_eq!((page(0), page(2), page(4)), (2, 1, 0));
    });
}

#[test]
fn words_are_found_in_every_spelling() {
    on_both(|place| {
        let ledger = place.open();
        let reading = harbour("صحيفة المرفأ", "2024-03-03", "وأحمد النجار", ("أعلن", Stance::Says), 0);
        add(&*ledger, &reading, 1).unwrap();
        let words = |words: &str, exact| Search { words: words.into(), exact };
        let claims = |search| ledger.search_claims(&search, &ClaimFilter::default(), ALL).unwrap();
        for spelled in ["احمد", "أحمد", "وأحمد", "أَحْمَد", "النجار احمد", "نجار"] {
            assert_eq!(claims(words(spelled, false)).len(), 1, "{spelled}");
        }
        for other in ["محمد", "", "!", "احمد محمد"] {
            assert_eq!(claims(words(other, false)), vec![], "{other}");
        }
        assert_eq!(claims(words("احمد", true)), vec![]);
        let hit = only(claims(words("وأحمد", true)));
        let marked: Vec<&str> = hit.marks.iter().map(|mark| mark.of(&hit.text).unwrap()).collect();
        assert_eq!(marked, ["وأحمد"]);
        let denied = ClaimFilter { stances: vec![Stance::Denies], ..ClaimFilter::default() };
        assert_eq!(ledger.search_claims(&words("احمد", false), &denied, ALL).unwrap(), vec![]);
        let story =
            only(ledger.search_articles(&words("الميناء المرجان", false), &ArticleFilter::default(), ALL).unwrap());
        assert_eq!(story.found.title.as_deref(), Some("خبر الميناء"));
        let named = only(ledger.search_names(&words("الرواحي", false), ALL).unwrap());
        assert_eq!((named.found.name.as_str(), named.found.articles, named.found.claims), ("سلمى الرواحي", 1, 0));
        let odd = words("\" OR * NEAR( ' & | ! :* -- ;", false);
        assert_eq!(claims(odd), vec![], "no word of a query is a command to the index");
    });
}

#[test]
fn people_correct_and_undo() {
    on_both(|place| {
        let ledger = place.open();
        let one = harbour("صحيفة المرفأ", "2024-03-03", "أحمد النجار", ("أعلن", Stance::Says), 0);
        let two = harbour("وكالة الساحل", "2024-03-04", "احمد نجار", ("أكد", Stance::Affirms), 0);
        let ids = [add(&*ledger, &one, 1).unwrap().article, add(&*ledger, &two, 2).unwrap().article];
        let claim = |n: usize| {
            let filter = ClaimFilter { rejected: true, ..of_article(ids[n]) };
            only(ledger.claims(&filter, ALL).unwrap())
        };
        let id = claim(0).id;
        let mut at = 10;
        let mut act = |act| {
            at += 1;
            ledger.operate(&Operation::new("مراجِعة", time(at), act))
        };
        let said_by = |key: &str| {
            let filter = ClaimFilter { speaker: Some(key.into()), ..ClaimFilter::default() };
            ledger.claims(&filter, ALL).unwrap().len()
        };
        let (full, short) = ("person:احمد النجار", "person:احمد نجار");

        // Merge, and undo, and undo the undo.
        assert_eq!((said_by(full), said_by(short)), (1, 1));
        let merge = act(Act::Merge { entity: short.into(), into: full.into() }).unwrap();
        assert_eq!(ledger.standing().unwrap().merges.get(short).map(String::as_str), Some(full));
        assert!(ledger.operation(merge).unwrap().is_some_and(|one| one.active && one.id == merge));
        assert_eq!((said_by(full), said_by(short), claim(1).entity.as_deref()), (2, 2, Some(full)));
        passes(&*ledger);
        let undo = act(Act::Undo { operation: merge }).unwrap();
        assert_eq!((said_by(full), said_by(short), claim(1).entity.as_deref()), (1, 1, Some(short)));
        act(Act::Undo { operation: undo }).unwrap();
        assert_eq!(said_by(full), 2);
        let history = ledger.operations(&Subject::Entity(short.into())).unwrap();
        assert_eq!(history.iter().map(|stored| stored.active).collect::<Vec<_>>(), [true, false, true]);
        passes(&*ledger);

        // In one article the name is somebody else's.
        let split =
            act(Act::Split {
                entity: full.into(), articles: vec![ids[0]], into: "person:احمد النجار 2".into()
            });
        let split = split.unwrap();
        assert_eq!((said_by(full), said_by("person:احمد النجار 2")), (1, 1));
        passes(&*ledger);
        act(Act::Undo { operation: split }).unwrap();
        assert_eq!(said_by(full), 2);

        // The wrong source.
        let key = Some("person:هدي الصباغ".to_owned());
        let speaker = Some("هدى الصباغ".to_owned());
        let set =
            act(Act::SetSource { claim: id, speaker, entity: key.clone(), via: Some("قناة السهل".into()) }).unwrap();
        let changed = claim(0);
        assert_eq!((changed.speaker.as_deref(), &changed.entity), (Some("هدى الصباغ"), &key));
        assert!(changed.review.source_set && changed.via.is_some());
        let search = Search { words: "الصباغ".into(), exact: false };
        assert_eq!(ledger.search_claims(&search, &ClaimFilter::default(), ALL).unwrap().len(), 1);
        passes(&*ledger);
        act(Act::Undo { operation: set }).unwrap();
        assert_eq!(claim(0).speaker.as_deref(), Some("أحمد النجار"));
        assert_eq!(ledger.search_claims(&search, &ClaimFilter::default(), ALL).unwrap(), vec![]);

        // No claim; confirmed; rated.
        let no = act(Act::NotAClaim { claim: id }).unwrap();
        assert_eq!(ledger.claims(&of_article(ids[0]), ALL).unwrap(), vec![]);
        act(Act::Undo { operation: no }).unwrap();
        act(Act::Confirm { claim: id }).unwrap();
        act(Act::RateClaim { claim: id, credibility: Credibility::Doubtful }).unwrap();
        let review = claim(0).review;
        assert!(review.confirmed && !review.rejected);
        assert_eq!(review.credibility, Some(Credibility::Doubtful));
        let source = Source::Outlet("صحيفة المرفأ".into());
        act(Act::RateSource { source: source.clone(), reliability: Reliability::C }).unwrap();
        act(Act::RateSource { source, reliability: Reliability::B }).unwrap();
        let about = Subject::Outlet("صحيفة المرفأ".into());
        let rated: Vec<_> = ledger.operations(&about).unwrap().into_iter().map(|stored| stored.operation.act).collect();
        assert!(matches!(
            &rated[..],
            [Act::RateSource { reliability: Reliability::C, .. }, Act::RateSource { reliability: Reliability::B, .. }]
        ));
        act(Act::Note { about: Subject::Claim(id), text: "اتصلت بالمكتب".into() }).unwrap();

        // Corrections survive a newer engine that reads the same words.
        let mut newer = one.clone();
        newer.engine.version = "9".into();
        add(&*ledger, &newer, 50).unwrap();
        assert!(claim(0).review.confirmed);
        passes(&*ledger);

        // What makes no sense is refused, and leaves no trace.
        let head = ledger.head().unwrap();
        let nobody = Id::of(b"nobody");
        assert!(matches!(act(Act::Confirm { claim: nobody }), Err(Error::Unknown { what: "claim", .. })));
        assert!(matches!(act(Act::Merge { entity: full.into(), into: full.into() }), Err(Error::Operation(_))));
        assert!(matches!(act(Act::Undo { operation: nobody }), Err(Error::Unknown { .. })));
        assert_eq!(ledger.head().unwrap(), head);
    });
}

#[test]
fn groups_and_copies_are_kept_and_can_be_dropped() {
    on_both(|place| {
        let ledger = place.open();
        let readings: Vec<Reading> = invent::OUTLETS[..3]
            .iter()
            .map(|outlet| harbour(outlet, "2024-03-03", "أحمد النجار", ("أعلن", Stance::Says), 0))
            .collect();
        let articles: Vec<Id> = readings.iter().map(|reading| add(&*ledger, reading, 1).unwrap().article).collect();
        let claims: Vec<Id> =
            articles.iter().map(|&id| only(ledger.claims(&of_article(id), ALL).unwrap()).id).collect();
        let new = ArticleFilter { not_compared_by: Some("1".into()), ..ArticleFilter::default() };
        assert_eq!(ledger.articles(&new, ALL).unwrap().len(), 3);
        let group = claims[0];
        for n in 0..3 {
            let wanted = [
                Wanted { key: Key::from("ahmad"), periods: Some((3, 5)) },
                Wanted { key: Key(7), periods: None },
                // It has this one in another period only, and this period only of another key.
                Wanted { key: Key(8), periods: Some((3, 5)) },
                Wanted { key: Key(9), periods: Some((6, 6)) },
            ];
            let found = ledger.candidates(&wanted, &[Key(-5)], Bounds::default()).unwrap();
            assert_eq!((found.statements.len(), found.articles.len()), (n, n));
            assert!(found.statements.iter().all(|(_, statements)| *statements == [0, 2]));
            let anywhere = [Wanted { key: Key(8), periods: Some((i32::MIN, i32::MAX)) }];
            let found = ledger.candidates(&anywhere, &[], Bounds::default()).unwrap();
            assert!(found.statements.len() == n && found.statements.iter().all(|(_, statements)| *statements == [3]));
            let member = |claim| Membership { claim, group, statement: 1, kind: "quotation".into(), score: 0.75 };
            let passage = Passage { copy: Span::new(0, 9), original: Span::new(3, 12) };
            let copy = |original| Copied {
                copy: articles[n],
                original,
                kind: "verbatim".into(),
                score: 1.0,
                passages: vec![passage],
            };
            let comparison = Comparison {
                article: articles[n],
                version: "1".into(),
                digest: format!("ملخص {n}").into_bytes(),
                fingerprints: vec![Key(-5), Key(-5), Key(i64::MIN)],
                keys: vec![
                    vec![Dated { key: Key(7), period: None }, Dated { key: Key::from("ahmad"), period: Some(4) }],
                    vec![],
                    vec![Dated { key: Key::from("ahmad"), period: Some(5) }],
                    vec![Dated { key: Key(8), period: Some(9) }, Dated { key: Key(9), period: Some(-700) }],
                ],
                members: vec![member(claims[n])],
                copies: articles[..n].iter().map(|&original| copy(original)).collect(),
            };
            ledger.relate(&comparison).unwrap();
            ledger.relate(&comparison).unwrap();
        }
        let bounds = Bounds { per_key: 2, all: 1 };
        let found = ledger.candidates(&[Wanted { key: Key(7), periods: None }], &[Key(-5)], bounds).unwrap();
        assert_eq!((found.statements.len(), found.articles.len()), (1, 1));
        let digests = ledger.digests(&articles, "1").unwrap();
        assert_eq!(digests.len(), 3);
        assert!(digests.contains(&(articles[2], "ملخص 2".as_bytes().to_vec())));
        assert_eq!(ledger.digests(&articles, "2").unwrap(), vec![], "another version kept them");
        assert_eq!(ledger.claim_ids(articles[1]).unwrap().first().map(|(_, id)| *id), Some(claims[1]));
        assert_eq!(ledger.articles(&new, ALL).unwrap(), vec![]);
        assert_eq!(ledger.copies(articles[1]).unwrap().len(), 2, "it copies one and is copied by one");
        assert_eq!(ledger.copies(articles[2]).unwrap().iter().filter(|c| c.copy == articles[2]).count(), 2);
        let members = |id| ledger.group(id).unwrap().map_or(0, |group| group.members.len());
        assert_eq!((members(group), members(claims[1])), (3, 0));
        let recorded = ledger.memberships(&claims).unwrap();
        assert!(recorded.len() == 3 && recorded.iter().all(|m| (m.group, m.statement) == (group, 1)));
        passes(&*ledger);

        // People move a claim out and back in; the machine's word is under it.
        let out = Operation::new("م", time(5), Act::Move { claim: claims[2], to: None });
        let out = ledger.operate(&out).unwrap();
        assert_eq!(members(group), 2);
        assert_eq!(ledger.groups(&claims).unwrap().len(), 2);
        ledger.operate(&Operation::new("م", time(6), Act::Move { claim: claims[2], to: Some(claims[1]) })).unwrap();
        assert_eq!(ledger.standing().unwrap().moves.get(&claims[2]), Some(&Some(claims[1])), "the later one");
        let moved = ledger.group(group).unwrap().unwrap();
        assert_eq!(moved.members.iter().find(|m| m.claim.id == claims[2]).unwrap().kind, "moved");
        ledger.operate(&Operation::new("م", time(7), Act::Undo { operation: out })).unwrap();
        assert_eq!(members(group), 3);

        // A newer reading keeps the groups of the claims that it still sees.
        let mut newer = readings[0].clone();
        newer.engine.version = "2".into();
        add(&*ledger, &newer, 9).unwrap();
        assert_eq!(members(group), 3);
        // What was known of the older one finds nobody any more.
        assert_eq!(ledger.digests(&articles, "1").unwrap().len(), 2);
        let found = ledger.candidates(&[Wanted { key: Key(7), periods: None }], &[Key(-5)], Bounds::default()).unwrap();
        assert_eq!((found.statements.len(), found.articles.len()), (2, 2));
        passes(&*ledger);
        let unknown = Comparison {
            article: Id::of(b"x"),
            version: String::new(),
            digest: vec![],
            fingerprints: vec![],
            keys: vec![],
            members: vec![],
            copies: vec![],
        };
        assert!(matches!(ledger.relate(&unknown), Err(Error::Unknown { .. })));
        let head = ledger.head().unwrap();
        ledger.drop_relations().unwrap();
        assert_eq!((members(group), ledger.copies(articles[0]).unwrap().len()), (0, 0));
        assert_eq!(ledger.head().unwrap(), head);
        passes(&*ledger);
    });
}

#[test]
fn what_is_forgotten_is_gone_and_its_hash_stays() {
    on_both(|place| {
        let ledger = place.open();
        let mut secret = Draft::new("صحيفة المرفأ", "2024-03-03");
        let cue = secret.put("قالت");
        let (source, entity) = secret.name(EntityKind::Person, "زمردة الكهرماني", "زمردة الكهرماني");
        let content = secret.put("إن القنفذ الأرجواني نائم");
        secret.attribute(source, cue, content, Stance::Says, "زمردة الكهرماني", &entity);
        let secret = secret.done();
        let id = add(&*ledger, &secret, 1).unwrap().article;
        let other = add(&*ledger, &invent::article(3), 2).unwrap().article;
        let before = ledger.head().unwrap();
        ledger.forget(id, "المحررة", time(9), "أمر المحكمة 12").unwrap();
        ledger.forget(id, "المحررة", time(10), "مرة أخرى").unwrap();
        assert_eq!(ledger.article(id).unwrap(), None);
        assert!(ledger.article(other).unwrap().is_some());
        let search = Search { words: "القنفذ".into(), exact: false };
        assert_eq!(ledger.search_articles(&search, &ArticleFilter::default(), ALL).unwrap(), vec![]);
        assert_eq!(ledger.search_names(&Search { words: "زمردة".into(), exact: false }, ALL).unwrap(), vec![]);
        let verified = ledger.verify(Some(before)).unwrap();
        assert_eq!((verified.faults, verified.counts.log), (vec![], 7));
        assert!(matches!(add(&*ledger, &secret, 11), Err(Error::Forgotten(_))));
        assert!(matches!(ledger.forget(Id::of(b"x"), "a", time(0), ""), Err(Error::Unknown { .. })));

        // Not a byte of it is left in any file of the folder.
        let folded = musnad_model::fold::fold("القنفذ", musnad_model::fold::Strength::Lossy);
        for entry in std::fs::read_dir(place.folder.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            for word in ["القنفذ", "قنفذ", "زمرد", &folded] {
                assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} is still there");
            }
        }
    });
}

#[test]
fn a_case_opens_on_another_machine() {
    on_both(|place| {
        let ledger = place.open();
        let mut articles = Vec::new();
        for n in 0..6 {
            articles.push(add(&*ledger, &invent::article(n), n as i64).unwrap().article);
        }
        let claim = ledger.claims(&of_article(articles[1]), ALL).unwrap().remove(0);
        let confirm = ledger.operate(&Operation::new("م", time(20), Act::Confirm { claim: claim.id })).unwrap();
        ledger.operate(&Operation::new("م", time(21), Act::Undo { operation: confirm })).unwrap();
        let set = Act::SetSource { claim: claim.id, speaker: Some("غيره".into()), entity: None, via: None };
        ledger.operate(&Operation::new("م", time(22), set)).unwrap();
        let merge =
            Act::Merge { entity: "person:احمد النجار".into(), into: "person:وليد الباز".into() };
        ledger.operate(&Operation::new("م", time(23), merge)).unwrap();

        let file = place.folder.path().join("one.musnad");
        let header = ledger.export_case(Some(&articles[1..3]), &file).unwrap();
        assert_eq!(header.articles, 2);
        assert!(matches!(ledger.export_case(None, &file), Err(Error::File(_))), "nothing is written over");

        // Into a new ledger, of the other kind too, and twice.
        for other in [Some(Place::file()), Place::server()].into_iter().flatten() {
            let opened = other.open();
            assert_eq!(opened.open_case(&file).unwrap().new, header.entries);
            assert_eq!(opened.open_case(&file).unwrap().new, 0);
            passes(&*opened);
            assert_eq!(opened.counts().unwrap().articles, 2);
            for &id in &articles[1..3] {
                assert_eq!(opened.article(id).unwrap(), ledger.article(id).unwrap());
            }
            let got = opened.claims(&ClaimFilter { ids: vec![claim.id], ..ClaimFilter::default() }, ALL).unwrap();
            assert_eq!(
                got,
                ledger.claims(&ClaimFilter { ids: vec![claim.id], ..ClaimFilter::default() }, ALL).unwrap()
            );
            assert_eq!(only(got).speaker.as_deref(), Some("غيره"));
        }

        // Everything, with what was forgotten: the same log on the other side.
        ledger.forget(articles[5], "المحررة", time(30), "أمر").unwrap();
        let dump = place.folder.path().join("all.musnad");
        ledger.export_case(None, &dump).unwrap();
        for other in [Some(Place::file()), Place::server()].into_iter().flatten() {
            let opened = other.open();
            opened.open_case(&dump).unwrap();
            assert_eq!(opened.head().unwrap(), ledger.head().unwrap());
            assert_eq!(opened.counts().unwrap(), ledger.counts().unwrap());
            passes(&*opened);
            assert!(matches!(opened.open_case(&dump), Err(Error::Case(_))), "a dump goes into an empty ledger only");
        }

        // A byte changed anywhere, or a part cut off: refused, and nothing is taken in.
        let whole = std::fs::read(&file).unwrap();
        let victim = Place::file();
        let opened = victim.open();
        let damaged = victim.folder.path().join("damaged.musnad");
        for at in (0..whole.len()).step_by(whole.len() / 40) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            std::fs::write(&damaged, &bytes).unwrap();
            match opened.open_case(&damaged) {
                Err(Error::Case(_)) => {}
                // A bit of the frame that changes nothing in what comes out of it.
                Ok(taken) => assert_eq!(taken.header, header),
                Err(other) => panic!("byte {at}: {other}"),
            }
            std::fs::write(&damaged, &whole[..at]).unwrap();
            assert!(matches!(opened.open_case(&damaged), Err(Error::Case(_))), "cut at {at}");
        }
    });
}

#[test]
fn a_backup_is_the_whole_ledger() {
    on_both(|place| {
        let ledger = place.open();
        for n in 0..4 {
            add(&*ledger, &invent::article(n), n as i64).unwrap();
        }
        let file = place.folder.path().join("backup");
        ledger.backup(&file).unwrap();
        assert!(matches!(ledger.backup(&file), Err(Error::File(_))));
        let other = Place::file();
        let restored = if place.url.contains("://") {
            other.open().open_case(&file).unwrap();
            other.open()
        } else {
            musnad_ledger::open(&file.display().to_string(), &musnad_ledger::Options::default()).unwrap()
        };
        assert_eq!(restored.verify(Some(ledger.head().unwrap())).unwrap().faults, vec![]);
        assert_eq!(restored.counts().unwrap(), ledger.counts().unwrap());
    });
}

#[test]
fn readings_that_do_not_hang_together_are_refused() {
    on_both(|place| {
        let ledger = place.open();
        let good = invent::article(1);
        let refused = |change: &dyn Fn(&mut Reading)| {
            let mut reading = good.clone();
            change(&mut reading);
            matches!(add(&*ledger, &reading, 1), Err(Error::Reading(_)))
        };
        assert!(refused(&|reading| reading.schema = "musnad/2".into()));
        assert!(refused(&|reading| reading.text.push('.')));
        assert!(refused(&|reading| reading.attributions[0].content[0].end = 1_000_000));
        assert!(refused(&|reading| reading.attributions[1].id = "a1".into()));
        assert_eq!(ledger.counts().unwrap(), Default::default());
        // Hostile, and acceptable.
        let mut odd = Draft::new("صحيفة \0 المرفأ'); DROP TABLE log; --", "2024-03-03");
        let cue = odd.put("قال\0");
        let (source, entity) = odd.name(EntityKind::Person, "اسم\0\r\n\u{2028}آخر", "اسم\0آخر");
        let content = odd.put("\u{202e}<script>\u{10ffff}\0 ك");
        odd.attribute(source, cue, content, Stance::Says, "\0", &entity);
        let odd = odd.done();
        let id = add(&*ledger, &odd, 1).unwrap().article;
        assert_eq!(ledger.article(id).unwrap().unwrap().text, odd.text);
        passes(&*ledger);
    });
}
