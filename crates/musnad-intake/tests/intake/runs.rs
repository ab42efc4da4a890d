//! Whole runs over files of every kind: what comes out, in which order, and from where a
//! stopped run goes on.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use musnad_intake::{Document, Documents, Fetched, Found, Input, Intake, Kind, LinkKind, Options, Position, Trouble};
use musnad_model::{Step, provenance};
use tempfile::TempDir;

const WORDS: &str = "وقال المتحدث باسم الحكومة إن الوفد يصل غدا، وأضاف أن المحادثات مستمرة.";

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of these members, deflated where that is asked for.
pub(crate) fn zip(members: &[(&str, &[u8], bool)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, body, deflated) in members {
        let method = if *deflated { rawzip::CompressionMethod::DEFLATE } else { rawzip::CompressionMethod::STORE };
        let (mut entry, config) = archive.new_file(*name).compression_method(method).start().unwrap();
        if *deflated {
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, Compression::best());
            let mut writer = config.wrap(encoder);
            writer.write_all(body).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            entry.finish(descriptor).unwrap();
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(body).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
    }
    archive.finish().unwrap();
    bytes
}

/// A WARC record.
pub(crate) fn record(kind: &str, url: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{url}>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2020-06-11T10:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

pub(crate) fn response(url: &str, content_type: &str, body: &str) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Language: ar\r\n\r\n{body}");
    record("response", url, "application/http; msgtype=response", http.as_bytes())
}

pub(crate) fn page(number: usize) -> String {
    format!(
        "<html lang=ar><title>خبر {number}</title><body><h1>خبر {number}</h1><p>{WORDS}</p><p>{WORDS}</p></body></html>"
    )
}

pub(crate) fn feed(entries: usize) -> String {
    let items: String = (0..entries)
        .map(|i| {
            let body =
                if i % 2 == 0 { format!("<content:encoded>&lt;p&gt;{WORDS}</content:encoded>") } else { String::new() };
            format!("<item><title>خبر {i}</title><link>https://example.org/{i}</link>{body}</item>\n")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>مرايا</title>{items}</channel></rss>"
    )
}

fn lines(count: usize) -> String {
    (0..count).map(|i| format!("{{\"id\": {i}, \"text\": \"{i} {WORDS}\"}}\n")).collect()
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What a run yields, each as one line, with the folder's path left out.
fn yielded(intake: impl Iterator<Item = Result<Found, musnad_intake::IntakeError>>, folder: &Path) -> Vec<String> {
    intake.map(|found| told(&found, folder)).collect()
}

fn told(found: &Result<Found, musnad_intake::IntakeError>, folder: &Path) -> String {
    let line = match found {
        Ok(Found::Document(document)) => document.name.clone(),
        Ok(Found::Link(link)) => format!("{} -> {}", provenance::name(&link.found), link.url),
        Err(error) => format!("! {error}"),
    };
    line.replace(&format!("{}/", folder.display()), "")
}

fn run(folder: &Path, names: &[&str]) -> Vec<String> {
    yielded(Intake::new(inputs(folder, names), Options::default()), folder)
}

fn inputs(folder: &Path, names: &[&str]) -> Vec<Input> {
    names.iter().map(|name| Input::Path(folder.join(name))).collect()
}

fn document(folder: &Path, name: &str) -> Document {
    Documents::new(inputs(folder, &[name]), 1_000_000).next().unwrap().unwrap()
}

fn warc() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "urn:x", "application/warc-fields", b"software: test\r\n"),
        response("https://example.org/1", "text/html; charset=utf-8", &page(1)),
        record("request", "https://example.org/1", "application/http; msgtype=request", b"GET /1 HTTP/1.1\r\n\r\n"),
        response("https://example.org/p.png", "image/png", "x"),
        response("https://example.org/2", "text/html", &page(2)),
        response("https://example.org/3", "application/xhtml+xml", &page(3)),
    ]
}

/// Files of every kind in one folder.
fn everything() -> TempDir {
    let inner = zip(&[("deep/x.html", page(8).as_bytes(), true), ("y.jsonl", lines(2).as_bytes(), false)]);
    let archive = zip(&[
        ("a/1.html", page(7).as_bytes(), true),
        ("a/picture.png", b"x", false),
        ("__MACOSX/a/._1.html", b"x", false),
        ("b.jsonl", lines(3).as_bytes(), true),
        ("c.jsonl.gz", &gzip(lines(2).as_bytes()), true),
        ("d.warc.gz", &warc().iter().flat_map(|record| gzip(record)).collect::<Vec<_>>(), false),
        ("e.xml", feed(3).as_bytes(), true),
        ("inner.zip", &inner, true),
        ("last.txt", WORDS.as_bytes(), false),
    ]);
    folder(&[
        ("a.html", page(0).into_bytes()),
        ("b/deep/x.TXT", WORDS.into()),
        ("b/l.jsonl", format!("{}\n\nnonsense\n{}", lines(2), lines(1)).into_bytes()),
        ("c.jsonl.gz", gzip(lines(3).as_bytes())),
        ("d.jsonl.zst", zstd::encode_all(lines(3).as_bytes(), 1).unwrap()),
        ("e.html.gz", gzip(page(1).as_bytes())),
        ("f.warc", warc().concat()),
        ("g.warc.gz", warc().iter().flat_map(|record| gzip(record)).collect()),
        ("h.xml", feed(4).into_bytes()),
        ("i.json", format!("{{\n  \"text\": \"{WORDS}\"\n}}").into_bytes()),
        ("j.zip", archive),
        ("sitemap.xml", b"<urlset><url><loc>https://example.org</loc></url></urlset>".to_vec()),
        ("picture.png", b"x".to_vec()),
        ("settings.json", b"{\"indent\": 4}".to_vec()),
        (".hidden.txt", WORDS.into()),
    ])
}

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
fn files_that_were_cut_off_give_what_stands_before() {
    let records = warc();
    let packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    let less = |bytes: Vec<u8>, less: usize| bytes[..bytes.len() - less].to_vec();
    let folder = folder(&[
        ("a.warc.gz", less(packed.concat(), 60)),
        ("b.warc", less(records.concat(), 40)),
        ("c.jsonl.gz", less(gzip(lines(2000).as_bytes()), 4)),
        ("d.jsonl.zst", less(zstd::encode_all(lines(2000).as_bytes(), 1).unwrap(), 4)),
        ("e.html.gz", less(gzip(page(1).as_bytes()), 4)),
        ("f.zip", less(zip(&[("a.txt", b"x", false)]), 30)),
        ("g.xml", less(feed(4).into_bytes(), 60)),
    ]);
    for (name, whole) in
        [("a.warc.gz", 2), ("b.warc", 2), ("c.jsonl.gz", 2000), ("d.jsonl.zst", 2000), ("e.html.gz", 0)]
    {
        let found: Vec<_> = Intake::new(inputs(folder.path(), &[name]), Options::default()).collect();
        assert!(found[..found.len() - 1].iter().all(Result::is_ok), "{name}");
        let error = found.last().unwrap().as_ref().unwrap_err();
        assert!(matches!(error.trouble, Trouble::CutOff { .. }) && error.trouble.hint().is_some(), "{name}: {error}");
        // Lines at the end may be lost with the last block.
        assert!(found.len() - 1 == whole || whole > 100 && found.len() > 100, "{name}: {}", found.len());
    }
    let zip = run(folder.path(), &["f.zip"]);
    assert!(zip.len() == 1 && zip[0].contains("damaged"), "{zip:?}");
    let feed = run(folder.path(), &["g.xml"]);
    assert!(feed.len() == 4 && feed[3].contains("not a feed that can be read"), "{feed:?}");
}

#[test]
fn a_broken_record_does_not_stop_the_others() {
    let all = warc();
    let broken = all[1].iter().map(|&b| if b == b'/' { b'-' } else { b }).collect::<Vec<u8>>();
    let long = [b"WARC/1.0\r\nX: ".to_vec(), vec![b'x'; 100_000], b"\r\n\r\n".to_vec()].concat();
    for (bytes, wanted) in [
        ([broken.clone(), all[4].clone()].concat(), 1),
        ([long.clone(), all[4].clone()].concat(), 1),
        ([gzip(&broken), gzip(&long), gzip(&all[4])].concat(), 2),
        ([b"WARC/1.0\r\nContent-Length: 9x\r\n\r\nnot nothing\r\n".to_vec(), all[4].clone()].concat(), 1),
    ] {
        let folder = folder(&[("a.warc.gz", bytes)]);
        let found: Vec<_> = Intake::new(inputs(folder.path(), &["a.warc.gz"]), Options::default()).collect();
        let errors = found.iter().filter(|found| found.is_err()).count();
        assert!((1..=wanted).contains(&errors), "{found:?}");
        assert!(matches!(found.last(), Some(Ok(_))), "{found:?}");
    }
}

#[test]
fn bombs_are_given_up_and_the_rest_is_read() {
    let spaces = vec![b' '; 30_000_000];
    let bomb =
        zip(&[("a.txt", &spaces, true), ("b.txt", &spaces, true), ("c.txt", &spaces, true), ("d.txt", b"x", false)]);
    let mut endless = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..10 {
        endless.write_all(&spaces).unwrap();
    }
    let folder = folder(&[
        ("a.zip", bomb),
        ("b.jsonl.gz", endless.finish().unwrap()),
        ("c.html.gz", gzip(&spaces)),
        ("d.txt", WORDS.into()),
    ]);
    let started = Instant::now();
    let found = run(folder.path(), &["a.zip", "b.jsonl.gz", "c.html.gz", "d.txt"]);
    assert_eq!(found.len(), 6, "{found:?}");
    assert!(found[0].starts_with("! a.zip!a.txt: too large") && found[1].starts_with("! a.zip!b.txt: too large"));
    for (at, name) in [(2, "a.zip!c.txt"), (3, "b.jsonl.gz")] {
        assert!(found[at].starts_with(&format!("! {name}: unpacks to far more than any text does")), "{found:?}");
    }
    assert!(found[4].starts_with("! c.html.gz: too large") && found[5] == "d.txt", "{found:?}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn archives_that_lie_are_found_out() {
    let honest = zip(&[("a.txt", WORDS.as_bytes(), false), ("b.txt", WORDS.as_bytes(), true)]);
    let at = honest.windows(4).position(|window| window == &WORDS.as_bytes()[..4]).unwrap();
    let mut changed = honest.clone();
    changed[at] ^= 1;
    let mut encrypted = honest.clone();
    // The flags of the first member in the central directory.
    let central = encrypted.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    encrypted[central + 8] |= 1;
    let folder = folder(&[
        ("a.zip", changed),
        ("b.zip", encrypted),
        ("c.zip", b"PK\x03\x04 and no more".to_vec()),
        ("d.zip", b"no zip at all".to_vec()),
        ("e.zip", zip(&[("picture.png", b"x", false)])),
        ("f.docx", zip(&[("word/document.xml", b"<w/>", true)])),
    ]);
    let a = run(folder.path(), &["a.zip"]);
    assert!(a[0].contains("a.zip!a.txt: damaged") && a[1] == "a.zip!b.txt", "{a:?}");
    let b = run(folder.path(), &["b.zip"]);
    assert!(b[0].contains("encrypted") && b[1] == "b.zip!b.txt", "{b:?}");
    for (name, words) in
        [("c.zip", "damaged"), ("d.zip", "damaged"), ("e.zip", "no article files"), ("f.docx", "not text")]
    {
        let found = run(folder.path(), &[name]);
        assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
    }
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

#[test]
fn large_files_are_passed_by_without_being_held() {
    let folder = folder(&[("z.txt", WORDS.into())]);
    let large = |name: &str| {
        let path: PathBuf = folder.path().join(name);
        let mut file = File::create(&path).unwrap();
        // A line end and 500 MB of nothing, which take no room on the disk.
        file.write_all(b"{\"text\": \"x\"}\n").unwrap();
        file.set_len(500_000_000).unwrap();
    };
    for name in ["a.txt", "b.html", "c.jsonl", "d.xml", "e.warc", "f.rss"] {
        large(name);
    }
    let started = Instant::now();
    let found = run(folder.path(), &["a.txt", "b.html", "c.jsonl", "d.xml", "e.warc", "f.rss", "z.txt"]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(found.last().unwrap(), "z.txt");
    for name in ["a.txt", "b.html", "d.xml", "f.rss"] {
        assert!(found.iter().any(|line| line.starts_with(&format!("! {name}: too large"))), "{found:?}");
    }
    assert!(
        found.contains(&"c.jsonl:1".to_owned()) && found.iter().any(|line| line.starts_with("! c.jsonl:2: too large"))
    );
    assert!(found.iter().any(|line| line.starts_with("! e.warc@0: not a WARC record")), "{found:?}");
}

#[test]
fn a_feed_of_fifty_megabytes_is_read_entry_by_entry() {
    let long = WORDS.repeat(100);
    let items: String = (0..4_200)
        .map(|i| format!("<item><title>خبر {i}</title><link>https://example.org/{i}</link><description>{long}</description></item>"))
        .collect();
    let feed = format!("<rss version='2.0'><channel><title>t</title>{items}</channel></rss>");
    assert!(feed.len() > 50_000_000);
    let folder = folder(&[("a.xml", feed.into_bytes())]);
    let started = Instant::now();
    let documents: Vec<_> = Documents::new(inputs(folder.path(), &["a.xml"]), 1_000_000).map(Result::unwrap).collect();
    assert_eq!(documents.len(), 4_200);
    assert!(documents[4_199].article().unwrap().title.unwrap().ends_with("4199"));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn nothing_and_noise_are_errors_and_no_more() {
    let noise: Vec<u8> = (0..40_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let names =
        ["txt", "html", "jsonl", "xml", "json", "rss", "atom", "warc", "zip", "warc.gz", "jsonl.zst", "opml", "bin"];
    for body in
        [Vec::new(), noise, vec![0; 4000], b"\x1F\x8B\x08".to_vec(), b"\x28\xB5\x2F\xFD".to_vec(), b"<".repeat(5000)]
    {
        for name in names {
            let name = format!("a.{name}");
            let folder = folder(&[(&name, body.clone()), ("z.txt", WORDS.into())]);
            let found: Vec<_> = Intake::new(inputs(folder.path(), &[&name, "z.txt"]), Options::default()).collect();
            assert!(found.len() < 1_000 && matches!(found.last(), Some(Ok(_))), "{name}");
            for found in &found[..found.len() - 1] {
                match found {
                    Ok(Found::Document(document)) => drop(document.article()),
                    Ok(Found::Link(link)) => panic!("{link:?}"),
                    Err(error) => {
                        assert!(error.document.ends_with(&name) || error.document.contains(&format!("{name}@")))
                    }
                }
            }
        }
    }
}
