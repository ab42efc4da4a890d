//! Any bytes as an archive of files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| musnad_fuzz::taking::take_in(bytes, "application/zip"));
