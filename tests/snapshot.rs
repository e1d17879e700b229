//! Lists at scale from end to end: a dump is imported, compiled and served, and
//! a damaged snapshot is refused by every command.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::Server;
use kayan::service::proto::{
    Document, EntityType, ExtractEntitiesRequest, ExtractEntitiesResponse, ExtractionOptions, GetGazetteerRequest,
};

fn kayan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kayan")).args(arguments).output().expect("the binary runs")
}

fn run(arguments: &[&str]) -> String {
    let output = kayan(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn fails(arguments: &[&str], parts: &[&str]) {
    let output = kayan(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
    for part in parts {
        assert!(error.contains(part), "{part} in {error}");
    }
}

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name).display().to_string()
}

async fn extract(server: &Server, text: &str) -> ExtractEntitiesResponse {
    let document = Document { id: "d".to_owned(), text: text.to_owned(), ..Document::default() };
    let request = ExtractEntitiesRequest { document: Some(document), options: Some(ExtractionOptions::default()) };
    server.client().await.extract_entities(request).await.expect("an answer").into_inner()
}

#[tokio::test]
async fn an_imported_entity_is_served_with_its_id() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (cities, people, snapshot) = (path("cities.tsv"), path("people.tsv"), path("world.kgz"));
    let (features, names, dump) = (sample("cities.txt"), sample("alternateNamesV2.txt"), sample("wikidata.json"));
    let lenient = ["--max-malformed", "0.6", "--quiet", "-o"];
    run(&[&["gazetteer", "import", "geonames", &features, &names][..], &lenient, &[&cities]].concat());
    run(&[&["gazetteer", "import", "wikidata", &dump, "--type", "person"][..], &lenient, &[&people]].concat());
    let told = run(&["gazetteer", "compile", &cities, &people, "-o", &snapshot]);
    assert!(told.contains("7 entities, 10 surface forms"), "{told}");

    // "Zaynab Abd al-Rahim al-Tawil came back from Gelsenkirchen to Cairo."
    let text = "عادت زينب عبد الرحيم الطويل من غيلزنكيرشن إلى القاهرة.";
    let server = Server::start(&["--gazetteer", &snapshot]);
    let response = extract(&server, text).await;
    let id = |system: &str, value: &str| {
        let has = |e: &&kayan::service::proto::Entity| e.ids.iter().any(|i| (&*i.system, &*i.value) == (system, value));
        response.entities.iter().find(has).unwrap_or_else(|| panic!("{system}:{value} in {response:?}"))
    };
    let town = id("geonames", "2921528");
    assert_eq!((town.r#type(), town.english_name.as_deref()), (EntityType::Place, Some("Gelsenkirchen")));
    let person = id("wikidata", "Q900001");
    assert_eq!((person.r#type(), person.english_name.as_deref()), (EntityType::Person, Some("Zaynab al-Tawil")));
    let mention = &response.mentions[person.mention_indices[0] as usize];
    assert_eq!(mention.text, "زينب عبد الرحيم الطويل");

    // The lists themselves give the same answer, and only they know the town.
    let lists = Server::start(&["--gazetteer", &format!("{cities}:{people}")]);
    let mut same = extract(&lists, text).await;
    assert_ne!(same.gazetteer, response.gazetteer);
    same.gazetteer.clone_from(&response.gazetteer);
    assert_eq!(same, response);

    // Without the default lists their names are unknown, the words still known.
    let only = Server::start(&["--gazetteer", &snapshot, "--gazetteer-only"]);
    let known = only.client().await.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner();
    let entities: u64 = known.counts.iter().map(|c| c.entities).sum();
    assert_eq!(entities, 7);
    let response = extract(&only, "زار بغداد ثم غيلزنكيرشن").await;
    let names: Vec<&str> = response.mentions.iter().map(|m| &*m.text).collect();
    assert_eq!(names, ["غيلزنكيرشن"]);
}

const HEAD: &str = "# schema: name\n# source: test\n# version: 1\n# licence: Apache-2.0\n# attribution: none\n";

/// A list of invented towns.
fn towns(count: usize) -> String {
    const SYLLABLES: [&str; 8] = ["زن", "بور", "كاد", "تيل", "غوم", "ريش", "فاض", "ثول"];
    let mut out = HEAD.to_owned();
    for n in 0..count {
        let name: String = (0..4).map(|i| SYLLABLES[n >> (3 * i) & 7]).collect();
        writeln!(out, "town/{n}\tplace\tcity\t{name}\tcanonical\t\t\talways\torth\t\t").expect("memory");
    }
    out
}

#[test]
fn damaged_snapshots_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (list, good, again) = (path("towns.tsv"), path("good.kgz"), path("again.kgz"));
    fs::write(&list, towns(3000)).expect("written");
    run(&["gazetteer", "compile", &list, "-o", &good]);
    run(&["gazetteer", "compile", folder.path().to_str().expect("UTF-8"), "-o", &again]);
    let bytes = fs::read(&good).expect("written");
    assert_ne!(bytes, fs::read(&again).expect("written"), "the folder holds the list and its snapshot");
    fs::remove_file(&again).expect("removed");
    run(&["gazetteer", "compile", &list, "-o", &again]);
    assert_eq!(bytes, fs::read(&again).expect("written"), "the same list gives the same bytes");
    assert_eq!(run(&["gazetteer", "check", &good, "--gazetteer-only"]), "ok: 3000 entities, 3000 surface forms\n");
    assert_eq!(run(&["gazetteer", "diff", &list, &good]), "0 added, 0 removed, 0 changed\n");

    let (mut flipped, mut longer, mut newer) = (bytes.clone(), bytes.clone(), bytes.clone());
    flipped[bytes.len() / 2] ^= 1;
    longer.extend(b"more");
    newer[8] = 9;
    for (name, bytes, told) in [
        ("truncated.kgz", &bytes[..bytes.len() - 1], "truncated"),
        ("flipped.kgz", &flipped, "does not match its digest"),
        ("longer.kgz", &longer, "more than its"),
        ("header.kgz", &newer, "header does not match its checksum"),
        ("foreign.kgz", b"PK\x03\x04", "no snapshot of Kayan"),
        ("text.kgz", HEAD.as_bytes(), "no snapshot of Kayan"),
        ("empty.kgz", b"", "no snapshot of Kayan"),
    ] {
        let file = path(name);
        fs::write(&file, bytes).expect("written");
        for arguments in [
            &["gazetteer", "check", &file][..],
            &["gazetteer", "stats", &file],
            &["gazetteer", "compile", &file, "-o", &again],
            &["gazetteer", "diff", &good, &file],
            &["extract", "--gazetteer", &file],
            &["serve", "--grpc-address", "127.0.0.1:0", "--gazetteer", &file],
        ] {
            fails(arguments, &[name, told]);
        }
        fs::remove_file(&file).expect("removed");
    }
    assert_eq!(bytes, fs::read(&again).expect("still there"), "a failed compilation leaves the old snapshot");
}

#[test]
fn every_fault_is_told_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("faults.tsv");
    // Every tenth line of a hundred thousand is faulty.
    let mut content = HEAD.as_bytes().to_vec();
    for n in 0..100_000 {
        let row = match n % 40 {
            0 => format!("town/{n}\tplanet\tcity\tزنبور\tcanonical\t\t\talways\torth\t\t\n"),
            10 => format!("town/{n}\tplace\tcity\tزنبور\tcanonical\tEgypt\t\talways\torth\t\t\n"),
            20 => format!("town/{n}\tplace\tcity\t...\tcanonical\t\t\talways\torth\t\t\n"),
            30 => format!("town/{n}\tplace\tcity\tزنبور\tcanonical\t\t\talways\torth\t\t\tmore\n"),
            _ => format!("town/{n}\tplace\tcity\tزنبور\tcanonical\t\t\talways\torth\t\t\n"),
        };
        content.extend(row.into_bytes());
    }
    fs::write(&file, &content).expect("written");
    let path = file.display().to_string();
    let output = kayan(&["gazetteer", "check", &path]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 101, "{error}");
    assert!(lines[0].ends_with("faults.tsv:6:2: unknown type 'planet'"), "{}", lines[0]);
    assert!(lines[1].ends_with("faults.tsv:16:6: country 'Egypt' is not two capital letters"), "{}", lines[1]);
    assert!(lines[2].ends_with("faults.tsv:26:4: '...' holds no letters"), "{}", lines[2]);
    assert!(lines[3].ends_with("faults.tsv:36:12: more than 11 columns"), "{}", lines[3]);
    assert!(lines[99].contains("faults.tsv:996:12: "), "{}", lines[99]);
    assert_eq!(lines[100], "… and 9900 more faults, 10000 in all");

    let mut broken = HEAD.as_bytes().to_vec();
    broken.extend(b"town/1\tplace\tcity\t\xff\n\ntown/2\tplace\t\xfe\n");
    fs::write(&file, broken).expect("written");
    fails(&["gazetteer", "check", &path], &["faults.tsv:6:4: invalid UTF-8", "faults.tsv:8:3: invalid UTF-8"]);
}

#[test]
fn what_changed_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (old, new, snapshot) = (path("old.tsv"), path("new.tsv"), path("new.kgz"));
    fs::write(&old, towns(3)).expect("written");
    let changed = towns(4).replace("town/0\t", "town/9\t").replace("town/1\tplace\tcity", "town/1\tplace\ttown");
    fs::write(&new, changed).expect("written");
    run(&["gazetteer", "compile", &new, "-o", &snapshot]);
    let told = run(&["gazetteer", "diff", &old, &snapshot]);
    let first: Vec<&str> = told.lines().filter_map(|l| l.get(..8)).collect();
    assert_eq!(first, ["- town/0", "~ town/1", "+ town/3", "+ town/9", "2 added,"], "{told}");
    let json = run(&["gazetteer", "diff", &old, &snapshot, "--output-format", "json"]);
    let changes: Vec<serde_json::Value> = json.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!((changes.len(), &changes[1]["fields"][0]), (4, &"subtype".into()), "{json}");

    let stats = run(&["gazetteer", "stats", &snapshot, "--gazetteer-only", "--output-format", "json"]);
    let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
    assert_eq!((&stats["entities"], &stats["forms"]), (&4.into(), &4.into()), "{stats}");
    let row = |table: &str, name: &str| {
        let rows = stats[table].as_array().expect("a table");
        let found = rows.iter().find(|r| r["name"].as_str().is_some_and(|n| n.ends_with(name))).expect("a row");
        found["entities"].clone()
    };
    assert_eq!((row("types", "place"), row("types", "person"), row("gates", "always")), (4.into(), 0.into(), 4.into()));
    assert_eq!(row("sources", "new.tsv"), serde_json::Value::from(4));
}
