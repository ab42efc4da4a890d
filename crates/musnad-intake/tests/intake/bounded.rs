//! Memory: what a run holds at a time, measured in a process of its own.
#![cfg(target_os = "linux")]

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use flate2::{Compression, write::GzEncoder};
use musnad_intake::{Documents, Input, Trouble};

use super::made::{WORDS, record};

/// One line or document is 200 MB long; none of it may be held beyond the limit of 20 MB and the
/// buffers around it.
const LONG: usize = 200_000_000;
const MOST_KB: u64 = 120_000;

/// Writes `LONG` bytes of words without an end of line.
fn pour(out: &mut impl std::io::Write) {
    let some = WORDS.repeat(1000);
    for _ in 0..LONG / some.len() {
        out.write_all(some.as_bytes()).unwrap();
    }
}

fn long_files(folder: &Path) -> Vec<PathBuf> {
    let around = |name: &str, before: &[u8], after: &[u8]| {
        let path = folder.join(name);
        let mut file = File::create(&path).unwrap();
        file.write_all(before).unwrap();
        pour(&mut file);
        file.write_all(after).unwrap();
        path
    };
    let mut head = String::from_utf8(record("response", "https://example.org/1", "application/http", b"")).unwrap();
    head = head.trim_end().replace("Content-Length: 0", &format!("Content-Length: {}", LONG - 10_000_000));
    let head = format!("{head}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>");
    let packed = folder.join("e.jsonl.gz");
    let mut encoder = GzEncoder::new(File::create(&packed).unwrap(), Compression::fast());
    encoder.write_all(b"{\"text\": \"").unwrap();
    // Half of it is letters in no order, so that it does not look like a bomb.
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
    vec![
        around("a.txt", b"", b""),
        around("b.html", b"<html><p>", b""),
        around("c.jsonl", b"{\"text\": \"", b"\"}\n{\"text\": \"x\"}\n"),
        around("d.warc", head.as_bytes(), b"\r\n\r\n"),
        packed,
        around("f.rss", b"<rss version='2.0'><channel><item><description>", b"</description></item></channel></rss>"),
    ]
}

#[test]
fn a_line_of_two_hundred_megabytes_is_not_held() {
    // Once more in a process that does nothing else.
    if let Some(folder) = std::env::var_os("MUSNAD_LONG") {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let found: Vec<_> = Documents::new(paths.into_iter().map(Input::Path).collect(), 20_000_000).collect();
        let large = found.iter().filter(|found| {
            matches!(found, Err(error) if matches!(error.trouble, Trouble::TooLarge { .. } | Trouble::CutOff { .. }))
        });
        let (large, read) = (large.count(), found.iter().filter(|found| found.is_ok()).count());
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        println!("MOST {} LARGE {large} READ {read}", most.trim().trim_end_matches(" kB"));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    long_files(folder.path());
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "bounded::a_line_of_two_hundred_megabytes_is_not_held", "--nocapture"])
        .env("MUSNAD_LONG", folder.path())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = words.lines().find_map(|line| line.split_once("MOST ")).unwrap_or_else(|| panic!("{output:?}")).1;
    let numbers: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(numbers[1..], [6, 2], "{line}");
    assert!(numbers[0] < MOST_KB, "{line}");
}
