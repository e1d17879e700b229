use super::*;
use crate::gazetteer::{Gazetteer, LoadOptions, SeedFile, diff};

const HEAD: &str = "# schema: name\n# source: test\n# version: 1\n# licence: Apache-2.0\n# attribution: none\n";
const ROWS: &str = "place/x\tplace\tcity\tغلزنكيرشن\tcanonical\tDE\ten:X;geonames:1\talways\ttranslit\t\t\n\
    place/x\tplace\tcity\tجلزن كيرشن\tvariant\tDE\t\tcue\ttranslit\t0.40\t\n\
    person/y\tperson\tpolitician\tالرئيس فولفغانغ المجهول\tcanonical\t\t\talways\torth\t\t\n\
    given/z\tperson\tgiven_male\tزنبور\tcanonical\t\t\tpart\torth\t0.90\t\n\
    veto/v\tperson\tother\tزنبور سعيد\tcanonical\t\t\tnever\torth\t\t\n";
const CUES: &str = "# schema: cue\nالزعيمالتجريبي\ttitle\t\tno\t\n";

fn compiled(rows: &str) -> Snapshot {
    let names = format!("{HEAD}{rows}");
    let files = [SeedFile { path: "a.tsv", content: &names }, SeedFile { path: "cues.tsv", content: CUES }];
    Snapshot::from_files(files).expect("well-formed rows")
}

fn bytes(snapshot: &Snapshot) -> Vec<u8> {
    let mut out = Vec::new();
    snapshot.write(&mut out).expect("memory");
    out
}

fn read(bytes: &[u8]) -> Result<Snapshot, SnapshotError> {
    Snapshot::read(bytes, Some(bytes.len() as u64))
}

#[test]
fn what_is_written_is_read() {
    let snapshot = compiled(ROWS);
    let written = bytes(&snapshot);
    assert_eq!(written, bytes(&compiled(ROWS)), "the same lists give the same bytes");
    let again = read(&written).expect("as it was written");
    assert_eq!(bytes(&again), written);
    assert_eq!((again.counts(), again.digest()), ((4, 5), snapshot.digest()));
    assert!(diff(&snapshot, &again).is_empty());
    assert_eq!(again.entities().next(), snapshot.entities().next());
}

#[test]
fn every_damage_has_its_error() {
    let written = bytes(&compiled(ROWS));
    let fails = |bytes: &[u8]| read(bytes).map(|_| ()).expect_err("damaged").to_string();
    assert_eq!(fails(b""), SnapshotError::Foreign.to_string());
    assert_eq!(fails(b"# schema: name\n"), SnapshotError::Foreign.to_string());
    let mut text_mode = written.clone();
    text_mode.remove(4);
    assert_eq!(fails(&text_mode), SnapshotError::Foreign.to_string());
    for cut in 8..written.len() {
        assert!(fails(&written[..cut]).contains("truncated"), "cut at {cut}: {}", fails(&written[..cut]));
        let unknown = Snapshot::read(&written[..cut], None).map(|_| ()).expect_err("cut").to_string();
        assert!(unknown.contains("truncated"), "cut at {cut}: {unknown}");
    }
    for at in 8..written.len() {
        let mut flipped = written.clone();
        flipped[at] ^= 0x40;
        let error = fails(&flipped);
        let expected = if at < HEADER { "header does not match its checksum" } else { "does not match its digest" };
        assert!(error.contains(expected), "byte {at}: {error}");
    }
    let mut longer = written;
    longer.push(0);
    assert!(fails(&longer).contains("more than"));
    assert!(matches!(Snapshot::read(&longer[..], None), Err(SnapshotError::TooLong { .. })));
}

/// The header with another value at a place and the right checksum.
fn with_header(written: &[u8], at: usize, value: &[u8]) -> Vec<u8> {
    let mut out = written.to_vec();
    out[at..at + value.len()].copy_from_slice(value);
    let header: &[u8; HEADER] = out[..HEADER].try_into().expect("a header");
    let sum = checksum(header).to_le_bytes();
    out[12..16].copy_from_slice(&sum);
    out
}

#[test]
fn other_versions_and_engines_are_told() {
    let written = bytes(&compiled(ROWS));
    let refused = |at: usize, value: &[u8]| read(&with_header(&written, at, value)).map(|_| ()).expect_err("refused");
    assert!(matches!(refused(8, &2u32.to_le_bytes()), SnapshotError::Newer { found: 2 }));
    assert!(matches!(refused(8, &0u32.to_le_bytes()), SnapshotError::Older { found: 0 }));
    assert!(matches!(refused(16, &[7; 8]), SnapshotError::OtherEngine));
}

#[test]
fn wrong_content_under_a_right_digest_is_refused() {
    let mut snapshot = compiled(ROWS);
    snapshot.names.entries[1].entity = 99;
    assert!(matches!(read(&bytes(&snapshot)), Err(SnapshotError::Malformed("a form points to no entity or file"))));
    let mut snapshot = compiled(ROWS);
    snapshot.names.keys[0].values[0] = 99;
    assert!(matches!(read(&bytes(&snapshot)), Err(SnapshotError::Malformed("the keys are not in order"))));
    for payload in [&b"\x01"[..], b"\xff\xff\xff\xffabc", b"\x01\0\0\0\xff", b"\x02\0\0\0\x05"] {
        assert!(matches!(read(&Snapshot::seal_payload(payload)), Err(SnapshotError::Malformed(_))), "{payload:?}");
    }
    assert_eq!(read(&Snapshot::seal_payload(b"")).expect("empty lists").counts(), (0, 0));
}

#[test]
fn a_snapshot_is_loaded_as_its_lists_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let (list, file) = (folder.path().join("a.tsv"), folder.path().join("b.kgz"));
    std::fs::write(&list, format!("{HEAD}{ROWS}")).expect("written");
    let snapshot = Snapshot::compile(std::slice::from_ref(&list)).expect("well-formed");
    std::fs::write(&file, bytes(&snapshot)).expect("written");
    let load = |paths: &[&std::path::PathBuf]| {
        let paths = paths.iter().map(|p| (*p).clone()).collect();
        Gazetteer::load(&LoadOptions { paths, without_default: true }).expect("loads")
    };
    let (from_list, from_snapshot) = (load(&[&list]), load(&[&file]));
    assert_eq!(from_list.entries(), from_snapshot.entries());
    assert!(from_list.entities().iter().eq(from_snapshot.entities().iter()));
    assert_eq!(from_list.index().bytes(), from_snapshot.index().bytes());
    assert_eq!(from_list.lexicon().len(), from_snapshot.lexicon().len());

    // A later list replaces an entity of a snapshot, and a later snapshot one
    // of a list.
    let over = folder.path().join("c.tsv");
    let row = "place/x\tplace\ttown\tبلدة أخرى\tcanonical\tDE\t\talways\torth\t\t\n";
    std::fs::write(&over, format!("{HEAD}{row}")).expect("written");
    let replaced = load(&[&file, &over]);
    assert_eq!((replaced.entities().len(), replaced.entries().len()), (4, 4));
    let forms = |gazetteer: &Gazetteer, id: &str| {
        let entities = gazetteer.entities();
        let entity = entities.iter().position(|e| e.id == id).expect("listed") as u32;
        let count = gazetteer.entries().iter().filter(|e| e.entity == entity).count();
        (entities.get(entity).name.to_owned(), count)
    };
    assert_eq!(forms(&replaced, "place/x"), ("بلدة أخرى".to_owned(), 1));
    let restored = load(&[&over, &file]);
    assert_eq!(forms(&restored, "place/x"), ("غلزنكيرشن".to_owned(), 2));
    assert_ne!(restored.digest(), replaced.digest());
}

#[test]
fn changes_are_told_by_entity() {
    let new =
        ROWS.replace("جلزن كيرشن\tvariant", "جلزن كيرشن\tformer").replace("given/z", "given/w").replace("en:X", "en:Z");
    let changes = diff(&compiled(ROWS), &compiled(&new));
    let ids: Vec<_> = changes.iter().map(|c| (&*c.id, c.in_old, c.in_new)).collect();
    assert_eq!(ids, [("given/w", false, true), ("given/z", true, false), ("place/x", true, true)]);
    assert_eq!((&changes[2].fields[..], changes[2].added.len(), changes[2].removed.len()), (&["ids"][..], 1, 1));
    assert_eq!(changes[2].added, ["a.tsv:7"]);
}
