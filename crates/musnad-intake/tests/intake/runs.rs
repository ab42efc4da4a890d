//! Whole runs over files of every kind: what comes out, in which order, and from where.

use std::sync::Arc;

use musnad_intake::{Documents, Fetched, Found, Input, Intake, Kind, LinkKind, Options, Trouble};
use musnad_model::{Step, provenance};

use super::made::{WORDS, document, everything, folder, gzip, inputs, run, warc};

#[test]
fn a_folder_of_everything_is_walked_in_order() {
    let folder = everything();
    let gz: Vec<u64> = warc().iter().map(|record| gzip(record).len() as u64).collect();
    let plain: Vec<u64> = warc().iter().map(|record| record.len() as u64).collect();
    let at = |lengths: &[u64], before: usize| lengths[..before].iter().sum::<u64>();
    let mut wanted: Vec<String> =
        ["a.html", "b/deep/x.TXT", "b/l.jsonl:1", "b/l.jsonl:2", "b/l.jsonl:5", "b/l.jsonl:6"]
            .into_iter()
            .chain(["c.jsonl.gz:1", "c.jsonl.gz:2", "c.jsonl.gz:3", "d.jsonl.zst:1", "d.jsonl.zst:2", "d.jsonl.zst:3"])
            .chain(["e.html.gz"])
            .map(str::to_owned)
            .collect();
    wanted.extend([1, 4, 5].map(|before| format!("f.warc@{}", at(&plain, before))));
    wanted.extend([1, 4, 5].map(|before| format!("g.warc.gz@{}", at(&gz, before))));
    wanted.extend(
        ["h.xml#1", "h.xml#2 -> https://example.org/1", "h.xml#3", "h.xml#4 -> https://example.org/3"]
            .map(str::to_owned),
    );
    wanted.extend(["i.json", "j.zip!a/1.html"].map(str::to_owned));
    wanted.extend((1..=3).map(|line| format!("j.zip!b.jsonl:{line}")));
    wanted.extend((1..=2).map(|line| format!("j.zip!c.jsonl.gz:{line}")));
    wanted.extend([1, 4, 5].map(|before| format!("j.zip!d.warc.gz@{}", at(&gz, before))));
    wanted.extend(["j.zip!e.xml#1", "j.zip!e.xml#2 -> https://example.org/1", "j.zip!e.xml#3"].map(str::to_owned));
    wanted.push("! j.zip!inner.zip: an archive inside an archive is not opened".into());
    wanted.push("j.zip!last.txt".into());
    assert_eq!(run(folder.path(), &["."]).iter().map(|name| name.replace("./", "")).collect::<Vec<_>>(), wanted);
    // What is named itself is taken, whatever its name.
    assert_eq!(run(folder.path(), &["i.json", ".hidden.txt"]), ["i.json", ".hidden.txt"]);
    assert_eq!(document(folder.path(), "i.json").article().unwrap().text, WORDS);
    assert_eq!(run(folder.path(), &["sitemap.xml"]), ["sitemap.xml"]);
}

#[test]
fn every_document_gives_its_article_and_says_where_it_came_from() {
    let folder = everything();
    let mut seen = 0;
    for found in Intake::new(inputs(folder.path(), &["."]), Options::default()) {
        let Ok(Found::Document(document)) = found else {
            continue;
        };
        if document.name.ends_with("l.jsonl:5") {
            assert!(document.article().is_err());
            continue;
        }
        let (article, provenance) = document.article_with_provenance().unwrap_or_else(|error| panic!("{error}"));
        assert!(article.text.contains("المتحدث باسم الحكومة"), "{}: {}", document.name, article.text);
        assert!(!article.text.contains('<'));
        assert_eq!(provenance.sha256, musnad_model::provenance::sha256(&document.bytes));
        assert_eq!(provenance::name(&provenance.found), document.name);
        if document.name.contains("warc") {
            assert_eq!(provenance.captured.unwrap().to_string(), "2020-06-11T10:00:00Z");
            let Some(Step::Record { url: Some(url), id: Some(id), .. }) = provenance.found.last() else {
                panic!("{:?}", provenance.found);
            };
            assert!(id.contains(url.as_str()) && article.url.as_ref() == Some(url));
            assert_eq!((article.language.as_deref(), provenance.media_type.as_str()), (Some("ar"), "text/html"));
        }
        if document.kind == Kind::Entry {
            assert_eq!(provenance.media_type, "application/rss+xml");
            assert_eq!(article.publisher.as_deref(), Some("مرايا"));
            // An entry can be read again from what was kept of it.
            let kept = Fetched { bytes: Arc::from(document.bytes.clone()), url: "kept".into(), ..Fetched::default() };
            let again = Intake::new(vec![Input::Fetched(Box::new(kept))], Options::default()).next().unwrap().unwrap();
            let Found::Document(again) = again else {
                panic!("{again:?}");
            };
            assert_eq!(again.article().unwrap().text, article.text);
        }
        seen += 1;
    }
    assert_eq!(seen, 33);
}

#[test]
fn a_list_of_feeds_gives_links_and_nothing_is_fetched() {
    let opml = "<?xml version='1.0'?><opml version='2.0'><head><title>t</title></head><body><outline text='a'>\
                <outline type='rss' text='مرايا' xmlUrl='https://example.org/feed?a=1&amp;b=2'/>\
                <outline text='x' xmlurl=' https://example.org/two '></outline><outline text='none'/>\
                <outline text='مرايا' xmlUrl='https://example.org/feed?a=1&amp;b=2'/></outline></body></opml>";
    let folder = folder(&[("feeds.opml", opml.into()), ("empty.opml", b"<opml><body/></opml>".to_vec())]);
    let links: Vec<_> = Intake::new(inputs(folder.path(), &["feeds.opml"]), Options::default())
        .map(|found| match found.unwrap() {
            Found::Link(link) => *link,
            found => panic!("{found:?}"),
        })
        .collect();
    let urls: Vec<_> = links.iter().map(|link| (link.url.as_str(), link.title.as_deref(), link.kind)).collect();
    let wanted = [
        ("https://example.org/feed?a=1&b=2", Some("مرايا"), LinkKind::Feed),
        ("https://example.org/two", Some("x"), LinkKind::Feed),
    ];
    assert_eq!(urls, wanted);
    let errors: Vec<_> = Documents::new(inputs(folder.path(), &["feeds.opml"]), 1000).map(Result::unwrap_err).collect();
    assert!(matches!(&errors[1].trouble, Trouble::OnlyLinked { url } if url.ends_with("/two")));
    assert!(run(folder.path(), &["empty.opml"])[0].contains("names no feed"));
}
