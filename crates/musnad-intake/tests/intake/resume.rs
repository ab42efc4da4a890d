//! From where a stopped run goes on.

use std::{collections::HashMap, fs};

use musnad_intake::{Fetched, Found, Input, Intake, IntakeError, LinkKind, Options, Position, Trouble};

use super::made::{WORDS, everything, feed, folder, gzip, inputs, lines, page, told, warc, yielded, zip};

#[test]
fn a_run_goes_on_wherever_it_was_stopped() {
    let folder = everything();
    let inputs = || inputs(folder.path(), &["a.html", ".", "h.xml", "j.zip", "c.jsonl.gz"]);
    let whole = yielded(Intake::new(inputs(), Options::default()), folder.path());
    assert!(whole.len() >= 55);
    for stop in 0..=whole.len() {
        let mut first = Intake::new(inputs(), Options::default());
        let mut got: Vec<String> = first.by_ref().take(stop).map(|found| told(&found, folder.path())).collect();
        let kept = first.position().to_string();
        drop(first);
        let position: Position = kept.parse().unwrap();
        let again = Intake::resume(inputs(), Options::default(), &position);
        got.extend(yielded(again, folder.path()));
        assert_eq!(got, whole, "stopped after {stop} at {kept}");
    }
}

#[test]
fn a_position_is_found_among_other_files() {
    let folder = folder(&[("a.jsonl", lines(3).into_bytes()), ("c.jsonl", lines(2).into_bytes())]);
    let mut first = Intake::new(inputs(folder.path(), &["."]), Options::default());
    let _ = (first.next(), first.next());
    let position = first.position();
    fs::write(folder.path().join("0.txt"), WORDS).unwrap();
    fs::write(folder.path().join("b.txt"), WORDS).unwrap();
    let strip = |names: Vec<String>| names.iter().map(|name| name.replace("./", "")).collect::<Vec<_>>();
    let again = || Intake::resume(inputs(folder.path(), &["."]), Options::default(), &position);
    assert_eq!(strip(yielded(again(), folder.path())), ["a.jsonl:3", "b.txt", "c.jsonl:1", "c.jsonl:2"]);
    // The file itself is gone: what comes after it is read.
    fs::remove_file(folder.path().join("a.jsonl")).unwrap();
    assert_eq!(strip(yielded(again(), folder.path()))[..2], ["b.txt", "c.jsonl:1"]);
    // Another order of inputs, and an input that is there no more.
    let two = |names: &[&str]| inputs(folder.path(), names);
    let mut first = Intake::new(two(&["b.txt", "c.jsonl"]), Options::default());
    let _ = (first.next(), first.next());
    let position = first.position();
    let turned = Intake::resume(two(&["c.jsonl", "b.txt"]), Options::default(), &position);
    assert_eq!(yielded(turned, folder.path()), ["c.jsonl:2", "b.txt"]);
    let gone = yielded(Intake::resume(two(&["b.txt"]), Options::default(), &position), folder.path());
    assert!(gone.len() == 2 && gone[0].contains("cannot go on") && gone[1] == "b.txt", "{gone:?}");
}

#[test]
fn what_has_changed_since_is_read_anew() {
    for (name, before, after) in [
        ("a.jsonl", lines(5).into_bytes(), b"{\"text\": \"\xD9\x82\xD8\xA7\xD9\x84\"}".to_vec()),
        ("a.jsonl.gz", gzip(lines(5).as_bytes()), gzip(b"{\"text\": \"x\"}\n")),
        ("a.xml", feed(6).into_bytes(), feed(5).into_bytes()),
        ("a.warc", warc().concat(), [b"\r\n".to_vec(), warc().concat()[7..].to_vec(), warc()[1].clone()].concat()),
        ("a.warc.gz", warc().iter().flat_map(|record| gzip(record)).collect(), gzip(&warc()[1])),
        ("a.zip", zip(&[("1.txt", b"a", false), ("2.txt", b"b", false)]), zip(&[("3.txt", b"c", false)])),
    ] {
        let folder = folder(&[(name, before)]);
        let mut first = Intake::new(inputs(folder.path(), &[name]), Options::default());
        let _ = (first.next(), first.next());
        let position = first.position();
        drop(first);
        fs::write(folder.path().join(name), after).unwrap();
        let again =
            yielded(Intake::resume(inputs(folder.path(), &[name]), Options::default(), &position), folder.path());
        assert!(again[0].contains("cannot go on where it was stopped"), "{name}: {again:?}");
        assert!(again.len() > 1, "{name}: {again:?}");
    }
}

#[test]
fn a_mark_counts_for_its_own_file_only() {
    // The file in which the run stood is gone, and the next one holds lines too.
    let folder = folder(&[("a.jsonl", lines(3).into_bytes()), ("c.jsonl", lines(4).into_bytes())]);
    let mut first = Intake::new(inputs(folder.path(), &["."]), Options::default());
    let _ = (first.next(), first.next());
    let position = first.position();
    fs::remove_file(folder.path().join("a.jsonl")).unwrap();
    let again = Intake::resume(inputs(folder.path(), &["."]), Options::default(), &position);
    let names: Vec<String> = yielded(again, folder.path()).iter().map(|name| name.replace("./", "")).collect();
    assert_eq!(names, ["c.jsonl:1", "c.jsonl:2", "c.jsonl:3", "c.jsonl:4"]);
    // The same in an archive that is another now.
    let path = folder.path().join("z.zip");
    fs::write(&path, zip(&[("1.jsonl", lines(3).as_bytes(), true), ("2.txt", WORDS.as_bytes(), true)])).unwrap();
    let mut first = Intake::new(inputs(folder.path(), &["z.zip"]), Options::default());
    let _ = (first.next(), first.next());
    let position = first.position();
    drop(first);
    fs::write(&path, zip(&[("0.jsonl", lines(3).as_bytes(), true), ("1.jsonl", lines(2).as_bytes(), true)])).unwrap();
    let again =
        yielded(Intake::resume(inputs(folder.path(), &["z.zip"]), Options::default(), &position), folder.path());
    assert!(again[0].contains("cannot go on"), "{again:?}");
    let lines = ["z.zip!0.jsonl:1", "z.zip!0.jsonl:2", "z.zip!0.jsonl:3", "z.zip!1.jsonl:1", "z.zip!1.jsonl:2"];
    assert_eq!(again[1..], lines);
}

/// A few addresses and what is there.
fn web() -> HashMap<String, Vec<u8>> {
    let item = |i: usize| format!("<item><title>خبر {i}</title><link>https://example.org/{i}</link></item>");
    let feed = |from: usize| {
        let items: String = (from..from + 3).map(item).collect();
        format!("<rss version='2.0'><channel><title>مرايا</title>{items}</channel></rss>").into_bytes()
    };
    let list = "<opml version='2.0'><body><outline xmlUrl='https://example.org/a.rss'/><outline \
                xmlUrl='https://example.org/gone.rss'/><outline xmlUrl='https://example.org/b.rss'/></body></opml>";
    let mut web: HashMap<String, Vec<u8>> = (0..8).map(|i| (format!("{i}"), page(i).into_bytes())).collect();
    // Page 4 is not there any more.
    web.remove("4");
    web.extend([("a.rss".into(), feed(0)), ("b.rss".into(), feed(3)), ("list".into(), list.into())]);
    web.extend([
        ("l.jsonl".into(), lines(3).into_bytes()),
        ("loop".into(), list.replace("a.rss", "loop").into_bytes()),
    ]);
    web.extend([("wrong.rss".into(), String::from_utf8(feed(6)).unwrap().replace("/7", "/a.rss").into_bytes())]);
    web.into_iter().map(|(path, bytes)| (format!("https://example.org/{path}"), bytes)).collect()
}

/// What comes next, with every link followed.
fn surfed(intake: &mut Intake, web: &HashMap<String, Vec<u8>>) -> Option<Result<Found, IntakeError>> {
    loop {
        let link = match intake.next()? {
            Ok(Found::Link(link)) => link,
            found => return Some(found),
        };
        let Some(bytes) = web.get(&link.url) else {
            return Some(Err(link.unfetched()));
        };
        let (asked, url) = (link.url.clone(), link.url.clone());
        let fetched = Fetched { bytes: bytes.clone().into(), asked, url, link: Some(*link), ..Fetched::default() };
        if let Some(found) = intake.follow(fetched) {
            return Some(found);
        }
    }
}

fn addresses(paths: &[&str]) -> Vec<Input> {
    paths.iter().map(|path| Input::Address(format!("https://example.org/{path}"))).collect()
}

fn all_surfed(mut intake: Intake, web: &HashMap<String, Vec<u8>>) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(found) = surfed(&mut intake, web) {
        names.push(told(&found, std::path::Path::new("-")).replace("https://example.org/", "~"));
    }
    names
}

#[test]
fn a_run_over_the_web_goes_on_inside_of_its_feeds() {
    let web = web();
    let inputs = || addresses(&["5", "list", "l.jsonl", "a.rss", "nowhere", "6"]);
    let whole = all_surfed(Intake::new(inputs(), Options::default()), &web);
    let missing = |path: &str, at: &str| format!("! {at}: only its address is known: ~{path}");
    let mut wanted: Vec<String> = ["~5", "~0", "~1", "~2"].map(str::to_owned).into();
    wanted.extend([missing("gone.rss", "~list"), "~3".into(), missing("4", "~b.rss#2"), "~5".into()]);
    wanted.extend(["~l.jsonl:1", "~l.jsonl:2", "~l.jsonl:3", "~0", "~1", "~2"].map(str::to_owned));
    wanted.extend([missing("nowhere", "~nowhere"), "~6".into()]);
    assert_eq!(whole, wanted);
    for stop in 0..=whole.len() {
        let mut first = Intake::new(inputs(), Options::default());
        (0..stop).for_each(|_| drop(surfed(&mut first, &web)));
        let position: Position = first.position().to_string().parse().unwrap();
        let rest = all_surfed(Intake::resume(inputs(), Options::default(), &position), &web);
        assert_eq!(rest, whole[stop..], "stopped after {stop} at {position}");
    }
}

#[test]
fn a_feed_that_changed_in_the_meantime_is_read_from_its_head() {
    let mut web = web();
    let mut first = Intake::new(addresses(&["list", "6"]), Options::default());
    (0..2).for_each(|_| drop(surfed(&mut first, &web)));
    let position = first.position();
    // A newer entry at the head of the first feed, and another feed before it in the list.
    web.insert("https://example.org/a.rss".into(), feed(2).into_bytes());
    let list = String::from_utf8(web["https://example.org/list"].clone()).unwrap();
    let list = list.replace("<body>", "<body><outline xmlUrl='https://example.org/wrong.rss'/>");
    web.insert("https://example.org/list".into(), list.into_bytes());
    let rest = all_surfed(Intake::resume(addresses(&["list", "6"]), Options::default(), &position), &web);
    assert_eq!(rest[..2], ["~a.rss#1", "~1"], "{rest:?}");
    assert_eq!(rest.last().unwrap(), "~6");
}

#[test]
fn chains_of_addresses_end() {
    let web = web();
    // A list that names itself as a feed, and a feed that names a feed as a page.
    let looped = all_surfed(Intake::new(addresses(&["loop", "wrong.rss"]), Options::default()), &web);
    assert_eq!(looped[0], "! ~loop: not a feed that can be read: it holds something else");
    assert_eq!(looped[looped.len() - 3..][..2], ["~6", "! ~a.rss: it is no page but a feed or an archive"]);
    // A page in the place of a feed.
    let link = musnad_intake::Link::given("https://example.org/5", LinkKind::Feed);
    let bytes = web["https://example.org/5"].clone().into();
    let page =
        Fetched { bytes, asked: link.url.clone(), url: link.url.clone(), link: Some(link), ..Fetched::default() };
    let found = Intake::new(vec![Input::Fetched(Box::new(page))], Options::default()).next().unwrap();
    assert!(matches!(found.unwrap_err().trouble, Trouble::Feed(_)));
}
