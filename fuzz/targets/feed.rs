//! Any bytes as a feed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| musnad_fuzz::taking::take_in(bytes, "application/rss+xml"));
