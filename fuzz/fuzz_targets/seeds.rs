//! Lists of any content: they load, or every fault has a place in the file.
//! What loads compiles to a snapshot that is read again.

#![no_main]

use kayan::gazetteer::{Gazetteer, SeedError, SeedFile, Snapshot};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &str| {
    let file = SeedFile { path: "fuzz.tsv", content };
    let lines = content.lines().count().max(1) as u32;
    match Gazetteer::from_files([file]) {
        Err(SeedError::Faults(faults)) => {
            assert!(faults.total() >= faults.first().len() as u64 && faults.total() > 0);
            for fault in faults.first() {
                assert_eq!(fault.file, "fuzz.tsv");
                assert!((1..=lines).contains(&fault.line), "{fault}");
            }
        }
        Err(error) => panic!("{error}"),
        Ok(_) => {
            let mut bytes = Vec::new();
            let snapshot = Snapshot::from_files([file]).expect("it loads");
            snapshot.write(&mut bytes).expect("memory");
            let again = Snapshot::read(&bytes[..], Some(bytes.len() as u64)).expect("as it was written");
            assert_eq!(snapshot.digest(), again.digest());
        }
    }
});
