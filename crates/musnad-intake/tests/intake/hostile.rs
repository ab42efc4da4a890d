//! Damaged, lying and oversized files: a clear error for each, and nothing else lost.

use std::{
    fs::File,
    io::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use musnad_intake::{Documents, Found, Intake, Options, Trouble};

use super::made::{WORDS, feed, folder, gzip, inputs, lines, page, run, warc, zip};

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

#[test]
fn what_is_empty_says_so_whatever_it_is_called() {
    let nothing = gzip(b"");
    for (name, bytes) in [
        ("a.txt", &b""[..]),
        ("a.html", b""),
        ("a.jsonl", b""),
        ("a.jsonl", b"\n \n"),
        ("a.jsonl.gz", &nothing),
        ("a.warc", b""),
        ("a.warc.gz", &nothing),
        ("a.rss", b""),
        ("a.zip", b""),
    ] {
        let folder = folder(&[(name, bytes.to_vec()), ("z.txt", WORDS.into())]);
        let found: Vec<_> = Documents::new(inputs(folder.path(), &[name, "z.txt"]), 1_000_000).collect();
        assert_eq!(found.len(), 2, "{name}");
        let error = match &found[0] {
            Ok(document) => &document.article().unwrap_err(),
            Err(error) => error,
        };
        assert!(matches!(error.trouble, Trouble::Empty), "{name}: {error}");
    }
    let folder = folder(&[("a.warc", warc()[0].clone())]);
    assert!(run(folder.path(), &["a.warc"])[0].contains("no article files are in it"));
}

#[test]
fn lines_in_another_charset_say_which() {
    let wide: Vec<u8> = lines(3).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xFF\xFE".to_vec(), wide.clone()].concat();
    let windows = encoding_rs::WINDOWS_1256.encode(&lines(2)).0.into_owned();
    let folder = folder(&[("a.jsonl", wide), ("b.jsonl", marked), ("c.jsonl", windows)]);
    for (name, count, charset) in
        [("a.jsonl", 1, "UTF-16LE"), ("b.jsonl", 1, "UTF-16LE"), ("c.jsonl", 2, "windows-1256")]
    {
        let found: Vec<_> = Documents::new(inputs(folder.path(), &[name]), 1_000_000).collect();
        assert_eq!(found.len(), count, "{name}");
        for found in found {
            let error = found.and_then(|document| document.article()).unwrap_err();
            assert!(matches!(&error.trouble, Trouble::NotUtf8 { charset: said } if said == charset), "{name}: {error}");
            assert!(error.trouble.hint().unwrap().contains("iconv"));
        }
    }
}

#[test]
fn pages_that_the_archive_cut_off_are_told_apart() {
    let whole = warc();
    let cut = String::from_utf8(whole[1].clone()).unwrap().replacen("\r\n", "\r\nWARC-Truncated: length\r\n", 1);
    let folder = folder(&[("a.warc", [cut.into_bytes(), whole[4].clone()].concat())]);
    let found = run(folder.path(), &["a.warc"]);
    assert!(found.len() == 2 && found[0].contains("only the beginning of the page (length)"), "{found:?}");
}

#[test]
fn entities_of_a_feed_do_not_unfold() {
    let mut entities = String::from("<!ENTITY a0 \"قال قال قال قال\">");
    for i in 1..30 {
        entities.push_str(&format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10)));
    }
    let outside = "<!ENTITY file SYSTEM \"file:///etc/passwd\">";
    let feed = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [{entities}{outside}]><rss version='2.0'><channel><title>&a29;</title>\
         <item><title>&a29;</title><link>https://example.org/1</link><description>{WORDS} &a29; &file; {}</description>\
         </item></channel></rss>",
        WORDS.repeat(20)
    );
    let folder = folder(&[("a.rss", feed.into_bytes())]);
    let started = Instant::now();
    for found in Documents::new(inputs(folder.path(), &["a.rss"]), 1_000_000) {
        let Ok(article) = found.and_then(|document| document.article()) else {
            continue;
        };
        assert!(article.text.len() < 10_000 && !article.text.contains("root:"), "{}", article.text);
    }
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn the_address_in_a_record_is_one_of_the_web_or_none() {
    for (written, read) in [
        ("<https://example.org/1>", Some("https://example.org/1")),
        ("https://example.org/1\rx", Some("https://example.org/1x")),
        ("urn:x", None),
        ("javascript:alert(1)", None),
        ("\u{1b}[2J", None),
    ] {
        let record = String::from_utf8(warc()[1].clone()).unwrap();
        let record = record.replace("WARC-Target-URI: https://example.org/1", &format!("WARC-Target-URI: {written}"));
        let folder = folder(&[("a.warc", record.into_bytes())]);
        let document = Documents::new(inputs(folder.path(), &["a.warc"]), 1_000_000).next().unwrap().unwrap();
        assert_eq!(document.article().unwrap().url.as_deref(), read, "{written:?}");
    }
}
