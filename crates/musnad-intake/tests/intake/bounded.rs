//! Memory: what a run holds at a time, measured in a process of its own.
#![cfg(target_os = "linux")]

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use flate2::{Compression, write::GzEncoder};
use musnad_intake::{Documents, Input};

use super::made::{WORDS, record};

/// One line or document is this long, in bytes; what is held is the limit of 20 MB, of a feed
/// 64 MB, with the program and its buffers.
const LONG: usize = 200_000_000;
const MOST_KB: u64 = 60_000;
const MOST_KB_OF_A_FEED: u64 = 110_000;

/// Writes `LONG` bytes of words without an end of line.
fn pour(out: &mut impl std::io::Write) {
    let some = WORDS.repeat(1000);
    for _ in 0..LONG / some.len() {
        out.write_all(some.as_bytes()).unwrap();
    }
}

/// Half a line of JSON, letters in no order so that they do not look like a bomb, and the rest.
fn packed_line(path: &Path) {
    let mut encoder = GzEncoder::new(File::create(path).unwrap(), Compression::fast());
    encoder.write_all(b"{\"text\": \"").unwrap();
    let mut dice = 88_172_645_463_325_252_u64;
    let noise: Vec<u8> = (0..4_000_000)
        .map(|_| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            b'a' + u8::try_from(dice % 26).unwrap()
        })
        .collect();
    (0..LONG / noise.len()).for_each(|_| encoder.write_all(&noise).unwrap());
    encoder.write_all(b"\"}\n{\"text\": \"x\"}\n").unwrap();
    encoder.finish().unwrap();
}

/// In a process that does nothing else: how much memory was held, and what came out.
fn measured(path: PathBuf) {
    let found: Vec<_> = Documents::new(vec![Input::Path(path)], 20_000_000).collect();
    let large = found.iter().filter(|found| matches!(found, Err(error) if error.trouble.code() == "too-large"));
    let (large, read) = (large.count(), found.iter().filter(|found| found.is_ok()).count());
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("MOST {} {large} {read}", most.trim().trim_end_matches(" kB"));
}

#[test]
fn a_line_of_two_hundred_megabytes_is_not_held() {
    if let Some(path) = std::env::var_os("MUSNAD_LONG") {
        return measured(path.into());
    }
    let mut record = String::from_utf8(record("response", "https://example.org/1", "application/http", b"")).unwrap();
    record = record.trim_end().replace("Content-Length: 0", &format!("Content-Length: {}", LONG - 10_000_000));
    let record = format!("{record}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>");
    for (name, before, after, read) in [
        ("a.txt", "", "", 0),
        ("b.html", "<html><p>", "", 0),
        ("c.jsonl", "{\"text\": \"", "\"}\n{\"text\": \"x\"}\n", 1),
        ("d.warc", record.as_str(), "\r\n\r\n", 0),
        ("e.jsonl.gz", "", "", 1),
        ("f.rss", "<rss version='2.0'><channel><item><title>", "</title></item></channel></rss>", 0),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        if name.ends_with(".gz") {
            packed_line(&path);
        } else {
            let mut file = File::create(&path).unwrap();
            file.write_all(before.as_bytes()).unwrap();
            pour(&mut file);
            file.write_all(after.as_bytes()).unwrap();
        }
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "bounded::a_line_of_two_hundred_megabytes_is_not_held", "--nocapture"])
            .env("MUSNAD_LONG", path)
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = words.lines().find_map(|line| line.split_once("MOST ")).unwrap_or_else(|| panic!("{output:?}")).1;
        let numbers: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
        println!("{name}: {} kB at most", numbers[0]);
        assert_eq!(numbers[1..], [1, read], "{name}: {line}");
        let most = if name == "f.rss" { MOST_KB_OF_A_FEED } else { MOST_KB };
        assert!(numbers[0] < most, "{name}: {line}");
    }
}
