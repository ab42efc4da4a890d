//! Any bytes as a web archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| musnad_fuzz::taking::take_in(bytes, "application/warc"));
