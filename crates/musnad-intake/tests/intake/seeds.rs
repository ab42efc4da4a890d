//! The fuzz targets without a fuzzer: their seeds, and the seeds changed a little, by dice that
//! fall the same every time. `MUSNAD_ROUNDS=10000 cargo test -p musnad-intake --test intake seeds`
//! looks longer; `fuzz/README.md` says how to look for as long as you like.

use std::{fs, path::Path};

use super::taking::take_in;

/// Dice (xorshift) that fall the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }
}

/// Pieces that the formats are made of.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"</p>",
    b"<p>",
    b"<!--",
    b"-->",
    b"<script>",
    b"<![CDATA[",
    b"]]>",
    b"&#x202E;",
    b"&amp;",
    b"\0",
    b"\r\n\r\n",
    b"\n",
    b"{",
    b"}",
    b"[",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\x1F\x8B\x08",
    b"PK\x01\x02",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"<rss>",
    b"\xD9",
    b"\xC7\xE1",
];

/// A seed with a few changes.
fn changed(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.throw(4) {
        let at = dice.throw(bytes.len());
        let length = dice.throw(64).min(bytes.len() - at);
        match dice.throw(6) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.throw(8),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let again = bytes[at..at + length].to_vec();
                drop(bytes.splice(at..at, again));
            }
            3 => drop(bytes.splice(at..at, PIECES[dice.throw(PIECES.len())].iter().copied())),
            4 => bytes.truncate(at),
            _ => {
                let from = dice.throw(other.len());
                drop(bytes.splice(at..at, other[from..].iter().copied().take(256)));
            }
        }
    }
    bytes
}

fn all(kind: &str, media_type: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(kind);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(seeds.len() >= 3, "{kind}");
    seeds.iter().for_each(|seed| take_in(seed, media_type));
    let rounds = std::env::var("MUSNAD_ROUNDS").map_or(150, |rounds| rounds.parse().unwrap());
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for round in 0..rounds {
        let (seed, other) = (&seeds[round % seeds.len()], &seeds[dice.throw(seeds.len())]);
        take_in(&changed(seed, other, &mut dice), media_type);
    }
}

#[test]
fn pages() {
    all("html", "text/html");
}

#[test]
fn feeds() {
    all("feed", "application/rss+xml");
}

#[test]
fn archives_of_the_web() {
    all("warc", "application/warc");
}

#[test]
fn lines() {
    all("jsonl", "application/x-ndjson");
}

#[test]
fn archives_of_files() {
    all("zip", "application/zip");
}
