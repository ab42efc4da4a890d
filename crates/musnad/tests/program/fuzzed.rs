//! The fuzz target of the reader without a fuzzer: its seeds, and the seeds cut and joined.

use std::fs;

use super::{arrows::root, reading::read};

#[test]
fn the_seeds_of_the_reader_are_read_whole_cut_and_joined() {
    let mut paths: Vec<_> =
        fs::read_dir(root().join("fuzz/seeds/reader")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(seeds.len() >= 7);
    for (i, seed) in seeds.iter().enumerate() {
        let other = &seeds[(i + 1) % seeds.len()];
        read(seed);
        // Also in the middle of a letter.
        for at in (0..seed.len()).step_by(7) {
            read(&seed[at..]);
            read(&[&seed[..at], &other[at.min(other.len())..]].concat());
        }
    }
}
