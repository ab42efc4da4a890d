//! What is taken in, as scripts see it: files of every kind, damaged ones, full disks.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use super::{WORDS, code, folder, musnad, readings, refused, words};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A WARC record with a page that says who spoke.
fn record(number: u32) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><p>{WORDS}</p></html>");
    let url = format!("https://example.org/{number}");
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2020-06-11T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), http.as_bytes(), b"\r\n\r\n"].concat()
}

#[test]
fn archives_and_feeds_are_read_as_files_are() {
    let feed = format!(
        "<rss version='2.0'><channel><title>مرايا</title><item><title>خبر</title><link>https://example.org/7</link>\
         <description>{}</description></item><item><link>https://example.org/8</link></item></channel></rss>",
        WORDS.trim().repeat(20)
    );
    let warc = [gzip(&record(1)), gzip(&record(2))].concat();
    let folder = folder(&[
        ("a.warc.gz", &warc),
        ("b.xml", feed.as_bytes()),
        ("c.jsonl.gz", &gzip(format!("{{\"text\": \"{}\"}}\n", WORDS.trim()).as_bytes())),
    ]);
    let output = musnad(folder.path(), &["extract", "."]);
    let readings = readings(&output);
    assert_eq!(readings.len(), 4, "{}", words(&output.stderr));
    assert!(readings.iter().all(|reading| !reading["attributions"].as_array().unwrap().is_empty()));
    let urls: Vec<_> = readings.iter().filter_map(|reading| reading["url"].as_str()).collect();
    assert_eq!(urls, ["https://example.org/1", "https://example.org/2", "https://example.org/7"]);
    assert_eq!(readings[2]["publisher"], "مرايا");
    // The second entry is only a link, which is said and not fetched.
    assert_eq!(code(&output), 1);
    assert!(words(&output.stderr).contains("b.xml#2: only its address is known: https://example.org/8"));
}

#[test]
fn an_archive_that_was_cut_off_gives_what_stands_before() {
    let warc = [gzip(&record(1)), gzip(&record(2))].concat();
    let folder = folder(&[("a.warc.gz", &warc[..warc.len() - 40]), ("b.txt", WORDS.as_bytes())]);
    let output = musnad(folder.path(), &["extract", "a.warc.gz", "b.txt"]);
    assert_eq!((readings(&output).len(), code(&output)), (2, 1));
    let stderr = words(&output.stderr);
    assert!(stderr.contains("a.warc.gz: cut off after") && stderr.contains("hint: copy or download"), "{stderr}");
}

#[test]
fn an_address_is_not_fetched() {
    let folder = folder(&[]);
    for command in ["read", "extract"] {
        refused(&musnad(folder.path(), &[command, "https://example.org/1"]), 3, "only its address is known");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_is_no_success() {
    let folder = folder(&[("a.txt", WORDS.as_bytes())]);
    let output = musnad(folder.path(), &["extract", "-o", "/dev/full", "a.txt"]);
    let stderr = words(&output.stderr);
    assert_ne!(code(&output), 0);
    assert!(
        stderr.starts_with("musnad: ") && stderr.contains("No space left") && !stderr.contains("panicked"),
        "{stderr}"
    );
}
