use std::os::unix::fs::symlink;
use std::path::Path;

use super::*;

const HEADER: &str = "# schema: name\n# source: test\n# licence: CC0-1.0\n";

/// A list with one place, "Zanbourak".
fn list(id: &str) -> String {
    format!("{HEADER}{id}\tplace\tcity\tزنبورك\tcanonical\t\ten:Zanbourak\talways\torth\t0.9\t\n")
}

fn lists(path: &Path) -> Lists {
    // Without the names that are built in, loading is quick.
    Lists::new(LoadOptions { paths: vec![path.to_owned()], without_default: true })
}

fn has(gazetteer: &Gazetteer, id: &str) -> bool {
    gazetteer.entities().iter().any(|entity| entity.id == id)
}

#[test]
fn a_link_that_is_turned_is_a_new_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (version, id) in [("..1", "first"), ("..2", "second")] {
        std::fs::create_dir(root.join(version)).expect("a folder");
        std::fs::write(root.join(version).join("own.tsv"), list(id)).expect("written");
    }
    symlink("..1", root.join("..data")).expect("a link");
    symlink("..data/own.tsv", root.join("own.tsv")).expect("a link");
    let mut lists = lists(root);
    assert!(has(&lists.load().expect("lists"), "first"));
    assert!(lists.reload(false).expect("no fault").is_none());
    symlink("..2", root.join("..tmp")).expect("a link");
    std::fs::rename(root.join("..tmp"), root.join("..data")).expect("turned");
    let reloaded = lists.reload(false).expect("no fault").expect("a new version");
    assert!(has(&reloaded, "second") && !has(&reloaded, "first"));
    assert!(lists.reload(false).expect("no fault").is_none());
    assert!(lists.reload(true).expect("no fault").is_some(), "SIGHUP forces it");
}

#[test]
fn the_same_size_and_another_content_is_a_new_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.tsv");
    std::fs::write(&file, list("aaaa")).expect("written");
    let mut lists = lists(&file);
    lists.load().expect("lists");
    std::fs::write(&file, list("bbbb")).expect("written");
    assert!(has(&lists.reload(false).expect("no fault").expect("a new version"), "bbbb"));
}

#[test]
fn bad_lists_are_refused_once_with_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.tsv");
    std::fs::write(&file, list("good")).expect("written");
    let mut lists = lists(folder.path());
    lists.load().expect("lists");
    std::fs::write(&file, format!("{}bad\tTOWN\n", list("good"))).expect("written");
    let error = lists.reload(false).expect_err("a bad line").to_string();
    assert_eq!(error, format!("{}:5:2: unknown type 'TOWN'", file.display()));
    assert!(lists.reload(false).expect("told already").is_none());
    assert!(lists.reload(true).is_err(), "SIGHUP tells again");
    std::fs::write(&file, list("better")).expect("written");
    assert!(lists.reload(false).expect("no fault").is_some());
}

#[test]
fn lists_that_vanish_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.tsv");
    std::fs::write(&file, list("good")).expect("written");
    let mut whole = lists(folder.path());
    let mut one = lists(&file);
    whole.load().expect("lists");
    one.load().expect("lists");
    std::fs::remove_file(&file).expect("removed");
    assert!(matches!(whole.reload(false), Err(ListsError::Empty { .. })));
    assert!(matches!(one.reload(false), Err(ListsError::Seed(_))));
}

#[test]
fn files_that_are_no_lists_count_for_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, other) = (folder.path().join("own.tsv"), folder.path().join("README.md"));
    std::fs::write(&file, list("good")).expect("written");
    let mut lists = lists(folder.path());
    lists.load().expect("lists");
    std::fs::write(&other, "about the lists").expect("written");
    assert!(lists.reload(false).expect("no fault").is_none());
    std::fs::remove_file(&file).expect("removed");
    assert!(matches!(lists.reload(false), Err(ListsError::Empty { .. })));
}
