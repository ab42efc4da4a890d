//! Any text to a reading.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| musnad_fuzz::reading::read(bytes));
