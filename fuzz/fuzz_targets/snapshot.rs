//! Snapshots of any content. The header is made right, so that the fuzzer comes
//! past digest and checksum: what is read must load, everything else be refused.

#![no_main]

use kayan::gazetteer::{Gazetteer, Snapshot};
use kayan::text::Text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|payload: &[u8]| {
    // As it stands, and as the payload of a right header.
    let _ = Snapshot::read(payload, Some(payload.len() as u64));
    let bytes = Snapshot::seal_payload(payload);
    let Ok(snapshot) = Snapshot::read(&bytes[..], None) else { return };
    let mut out = Vec::new();
    snapshot.write(&mut out).expect("memory");
    let Ok(gazetteer) = Gazetteer::from_snapshot(snapshot) else { return };
    let (mut text, mut annotations) = (Text::new(), Default::default());
    text.analyse("سافر محمد علي إلى القاهرة وبغداد");
    gazetteer.annotate(&text, &mut annotations);
    for hit in &annotations.names {
        assert!(!gazetteer.source_of(hit.entry).is_empty());
        let _ = gazetteer.subtype_name(gazetteer.entity_of(hit.entry).subtype);
    }
});
