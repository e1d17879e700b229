//! Lists of any content: they load, or every fault has a place in the file.

#![no_main]

use kayan::gazetteer::{Gazetteer, SeedFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &str| {
    let lines = content.lines().count().max(1) as u32;
    if let Err(fault) = Gazetteer::from_files([SeedFile { path: "fuzz.tsv", content }]) {
        assert_eq!(fault.file, "fuzz.tsv");
        assert!((1..=lines).contains(&fault.line), "{fault}");
    }
});
