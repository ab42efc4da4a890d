//! The bodies of the fuzz targets. Plain tests run the same bodies over the seeds:
//! `seeds.rs` in the tests of `musnad-intake`, `fuzzed.rs` in those of the program.

pub mod reading;
pub mod taking;
