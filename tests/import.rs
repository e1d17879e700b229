//! Every importer on small samples in the real formats, through the command.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name).display().to_string()
}

fn import(arguments: &[&str], output: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kayan"))
        .args(["gazetteer", "import"])
        .args(arguments)
        .arg("-o")
        .arg(output)
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// Header lines and rows of what an import writes; rows without the empty
/// columns at the end, columns joined by a bar.
fn rows(arguments: &[&str]) -> (Vec<String>, Vec<String>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.tsv");
    let output = import(arguments, &path);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let content = fs::read_to_string(&path).expect("the list");
    let check = Command::new(env!("CARGO_BIN_EXE_kayan")).args(["gazetteer", "check"]).arg(&path).output();
    let check = check.expect("the binary runs");
    assert!(check.status.success(), "{}", text(&check.stderr));
    let (header, rows): (Vec<&str>, Vec<&str>) = content.lines().partition(|l| l.starts_with('#'));
    let rows = rows.iter().map(|r| r.trim_end_matches('\t').replace('\t', "|")).collect();
    (header.into_iter().map(str::to_owned).collect(), rows, text(&output.stdout).to_owned())
}

#[track_caller]
fn check(arguments: &[&str], expected: &[&str], summary: &str) {
    let (header, rows, told) = rows(arguments);
    assert_eq!(rows, expected);
    assert!(told.contains(summary), "{told}");
    for key in ["schema: name", "source: ", "version: ", "licence: CC", "attribution: ", "generator: kayan"] {
        assert!(header.iter().any(|line| line[2..].starts_with(key)), "{key} in {header:?}");
    }
}

const LENIENT: [&str; 3] = ["--max-malformed", "0.6", "--quiet"];

#[test]
fn geonames() {
    let (cities, names) = (sample("cities.txt"), sample("alternateNamesV2.txt"));
    let [a, b, c] = LENIENT;
    check(
        &["geonames", &cities, &names, a, b, c],
        &[
            "geonames/360630|place|city|القاهرة|canonical|EG|en:Cairo;geonames:360630;wikidata:Q85|always|orth|0.80",
            "geonames/360630|place|city|قاهرة المعز|nickname|EG||always|orth",
            "geonames/2921528|place|city|غيلزنكيرشن|canonical|DE|en:Gelsenkirchen;geonames:2921528|always|translit",
            "geonames/2921528|place|city|جلزنكيرشن|variant|DE||always|translit",
            "geonames/9999001|place|city|أبو زعبل الشرقي|canonical|EG|en:Abu Zaʻbal ash Sharqi;geonames:9999001|always|orth",
            "geonames/9999002|place|city|سمالتون|canonical|US|en:Small Town;geonames:9999002|cue|translit",
            "geonames/9999002|place|city|بلدة سمالتون القديمة|former|US||always|translit",
            "geonames/9999005|place|valley|وادي الاختبار|canonical|JO|en:Wadi Test;geonames:9999005|cue|orth",
        ],
        "12 records read: 2 without an Arabic name, 1 of no known type or withdrawn, 0 filtered, 0 repeated, 4 malformed",
    );
    // Untagged names: none of Iran, none in Persian letters.
    let (_, rows, _) = rows(&["geonames", &cities, a, b, c]);
    let names: Vec<&str> = rows.iter().filter_map(|r| r.split('|').nth(3)).collect();
    assert_eq!(names, ["القاهرة", "قاهره", "غلزنكيرشن", "ابو زعبل الشرقي", "سمالتون", "وادي الاختبار"]);
}

#[test]
fn filters() {
    let (cities, names) = (sample("cities.txt"), sample("alternateNamesV2.txt"));
    let kept = |more: &[&str]| {
        let mut arguments = vec!["geonames", &cities, &names];
        arguments.extend(LENIENT);
        arguments.extend(more);
        let (header, rows, _) = rows(&arguments);
        let mut ids: Vec<String> = rows.iter().filter_map(|r| r.split('|').next()).map(str::to_owned).collect();
        ids.dedup();
        (ids, header.iter().find_map(|h| h.strip_prefix("# filter: ")).expect("a filter line").to_owned())
    };
    let ids = |short: &[&str]| short.iter().map(|i| format!("geonames/{i}")).collect::<Vec<_>>();
    assert_eq!(kept(&["--type", "place/valley"]), (ids(&["9999005"]), "types place/valley".to_owned()));
    assert_eq!(kept(&["--country", "us,DE"]), (ids(&["2921528", "9999002"]), "countries US DE".to_owned()));
    let large = (ids(&["360630", "2921528"]), "population 10000 and more".to_owned());
    assert_eq!(kept(&["--min-population", "10000"]), large);
    assert_eq!(kept(&["--type", "person,company"]).0, ids(&[]));
}

#[test]
fn wikidata() {
    let dump = sample("wikidata.json");
    let [a, b, c] = LENIENT;
    check(
        &["wikidata", &dump, a, b, c],
        &[
            "wikidata/Q85|place|city|القاهرة|canonical|EG|en:Cairo;wikidata:Q85;geonames:360630|always|orth|0.80",
            "wikidata/Q85|place|city|قاهرة المعز|variant|EG||always|orth",
            "wikidata/Q900001|person||زينب عبد الرحيم الطويل|canonical|EG|en:Zaynab al-Tawil;wikidata:Q900001|always|orth",
            "wikidata/Q900004|company|bank|مصرف الواحة|canonical|SA|en:Oasis Bank  plc;wikidata:Q900004|cue|orth",
            "wikidata/Q900004|company|bank|بنك الواحة|variant|SA||cue|orth",
            "wikidata/Q900005|person||محمد|canonical||wikidata:Q900005|cue|orth",
        ],
        "8 records read: 1 without an Arabic name, 2 of no known type or withdrawn, 0 filtered, 0 repeated, 1 malformed",
    );
}

#[test]
fn paranames() {
    let dump = sample("paranames.tsv");
    let [a, b, c] = LENIENT;
    check(
        &["paranames", &dump, a, b, c],
        &[
            "wikidata/Q85|place||القاهرة|canonical||en:Cairo;wikidata:Q85|always|orth|0.80",
            "wikidata/Q900001|person||زينب عبد الرحيم الطويل|canonical||en:Zaynab al-Tawil;wikidata:Q900001|always|orth",
            "wikidata/Q900006|organization|other|نادي الشطرنج|canonical||en:Chess Club;wikidata:Q900006|cue|orth",
        ],
        "8 records read: 1 without an Arabic name, 0 of no known type or withdrawn, 0 filtered, 1 repeated, 3 malformed",
    );
}

const WHOS_ON_FIRST: [&str; 4] = [
    "whosonfirst/421174285|place|city|القاهرة|canonical|EG|en:Cairo;whosonfirst:421174285;geonames:360630;wikidata:Q85|always|orth|0.80",
    "whosonfirst/421174285|place|city|قاهرة المعز|variant|EG||always|orth",
    "whosonfirst/900000001|place|district|الحي العتيق الشرقي|canonical|EG|en:Old Quarter;whosonfirst:900000001|cue|orth",
    "whosonfirst/900000001|place|district|حي السور|former|EG||cue|orth",
];

#[test]
fn whosonfirst_lines_and_bundles() {
    let lines = sample("whosonfirst.geojsonl");
    let [a, b, c] = LENIENT;
    let mut expected = WHOS_ON_FIRST.to_vec();
    expected.push(
        "whosonfirst/900000006|place|territory|أرض متنازعة|canonical||en:Disputed;whosonfirst:900000006|cue|orth",
    );
    let summary = "8 records read: 1 without an Arabic name, 3 of no known type or withdrawn, 0 filtered, 0 repeated, 1 malformed";
    check(&["whosonfirst", &lines, a, b, c], &expected, summary);

    // The same features as a bundle comes: a tar of one file each, in bz2.
    let folder = tempfile::tempdir().expect("a folder");
    let mut tar = tar::Builder::new(Vec::new());
    let content = fs::read_to_string(&lines).expect("the sample");
    let mut put = |name: String, content: &str| {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, content.as_bytes()).expect("memory");
    };
    for (i, line) in content.lines().enumerate() {
        put(format!("whosonfirst-data-admin-eg-latest/data/{i}/{i}.geojson"), line);
        put(format!("whosonfirst-data-admin-eg-latest/data/{i}/{i}-alt-quattroshapes.geojson"), line);
    }
    put("whosonfirst-data-admin-eg-latest/meta/locality.csv".to_owned(), "id,name\n");
    let tar = tar.into_inner().expect("memory");
    let path = pack(folder.path(), "bundle.tar.bz2", &tar);
    check(&["whosonfirst", &path, a, b, c], &expected, summary);
}

#[test]
fn gleif() {
    let dump = sample("gleif.csv");
    let [a, b, c] = LENIENT;
    check(
        &["gleif", &dump, a, b, c],
        &[
            "gleif/5493000000000000AR01|company||شركة واحة الشمال للتجارة|canonical|AE|lei:5493000000000000AR01|cue|orth",
            "gleif/5493000000000000AR01|company||واحة الشمال للتجارة|short|AE||cue|orth",
            "gleif/5493000000000000AR02|company||بنك الساحل الجديد|canonical|QA|en:Coastal Bank, PJSC;lei:5493000000000000AR02|cue|orth",
            "gleif/5493000000000000AR02|company||بنك المرفأ|former|QA||cue|orth",
            "gleif/5493000000000000AR05|organization|agency|هيئة تنمية الواحات|canonical|SA|lei:5493000000000000AR05|cue|orth",
        ],
        "7 records read: 1 without an Arabic name, 1 of no known type or withdrawn, 0 filtered, 0 repeated, 2 malformed",
    );
}

#[test]
fn ror() {
    let dump = sample("ror.json");
    let [a, b, c] = LENIENT;
    check(
        &["ror", &dump, a, b, c],
        &[
            "ror/03q21mh05|organization|university|جامعة القاهرة|canonical|EG|en:Cairo University;ror:03q21mh05;wikidata:Q194445;isni:0000000406399286|always|orth",
            "ror/03q21mh05|organization|university|الجامعة المصرية|variant|EG||cue|orth",
            "ror/000000001|company||مختبرات الصحراء|canonical|AE|en:Desert Labs;ror:000000001|cue|orth",
        ],
        "6 records read: 1 without an Arabic name, 1 of no known type or withdrawn, 0 filtered, 0 repeated, 2 malformed",
    );
}

/// Writes `content` packed as the name says.
fn pack(folder: &Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    let file = || fs::File::create(&path).expect("a file");
    match Path::new(name).extension().and_then(|e| e.to_str()) {
        Some("gz") => {
            let mut packed = flate2::write::GzEncoder::new(file(), flate2::Compression::fast());
            packed.write_all(content).expect("written");
            packed.finish().expect("written");
        }
        Some("bz2") => {
            let mut packed = bzip2::write::BzEncoder::new(file(), bzip2::Compression::fast());
            packed.write_all(content).expect("written");
            packed.finish().expect("written");
        }
        Some("zst") => zstd::stream::copy_encode(content, file(), 1).expect("written"),
        Some("zip") => {
            let mut packed = zip::ZipWriter::new(file());
            let options = zip::write::SimpleFileOptions::default();
            packed.start_file("readme.txt", options).expect("written");
            packed.write_all(b"not the dump").expect("written");
            packed.start_file("dump.txt", options).expect("written");
            packed.write_all(content).expect("written");
            packed.finish().expect("written");
        }
        _ => fs::write(&path, content).expect("written"),
    }
    path.display().to_string()
}

#[test]
fn packed_dumps_are_read_directly() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = fs::read(sample("paranames.tsv")).expect("the sample");
    let [a, b, c] = LENIENT;
    let plain = rows(&["paranames", &sample("paranames.tsv"), a, b, c]).1;
    assert_eq!(plain.len(), 3);
    // The last has no name that tells: its first bytes do.
    for name in ["dump.gz", "dump.bz2", "dump.zst", "dump.zip"] {
        let path = pack(folder.path(), name, &content);
        assert_eq!(rows(&["paranames", &path, a, b, c]).1, plain, "{name}");
        let renamed = folder.path().join("dump");
        fs::copy(&path, &renamed).expect("copied");
        assert_eq!(rows(&["paranames", &renamed.display().to_string(), a, b, c]).1, plain, "{name} by content");
    }
    // Two packed streams one after the other are one dump.
    let mut twice = fs::read(folder.path().join("dump.gz")).expect("packed");
    let more = pack(folder.path(), "more.gz", "Q900011\tY\tاسم آخر طويل\tar\tPER\n".as_bytes());
    twice.extend(fs::read(more).expect("packed"));
    let path = pack(folder.path(), "twice", &twice);
    assert_eq!(rows(&["paranames", &path, a, b, c]).1.len(), 4);
}

#[test]
fn a_failed_import_leaves_the_old_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = folder.path().join("out.tsv");
    fs::write(&old, "old").expect("written");
    let fails = |arguments: &[&str], parts: &[&str]| {
        let output = import(arguments, &old);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        for part in parts {
            assert!(text(&output.stderr).contains(part), "{part} in {}", text(&output.stderr));
        }
        assert_eq!(fs::read_to_string(&old).expect("still there"), "old");
        let left: Vec<PathBuf> =
            fs::read_dir(folder.path()).expect("the folder").map(|e| e.expect("an entry").path()).collect();
        assert!(left.iter().all(|p| !p.to_string_lossy().contains("partial")), "{left:?}");
    };
    let paranames = sample("paranames.tsv");
    fails(&["paranames", &paranames], &["3 of 8 records are malformed", "paranames.tsv:7: unknown type 'MISC'"]);
    fails(&["paranames", &sample("cities.txt")], &["cities.txt", "wikidata_id"]);
    fails(&["geonames", &paranames], &["5 columns"]);
    fails(&["geonames", &sample("alternateNamesV2.txt")], &["features"]);
    fails(&["gleif", &paranames], &["Entity.LegalName"]);
    fails(&["ror", &paranames], &["paranames.tsv"]);
    fails(&["wikidata", "/no/such/dump"], &["/no/such/dump"]);
    fails(&["wikidata", &folder.path().display().to_string()], &["directory"]);
    let wrong = pack(folder.path(), "wrong", b"plain");
    fs::rename(&wrong, folder.path().join("wrong.gz")).expect("renamed");
    fails(&["wikidata", &format!("{wrong}.gz")], &["Gzip", "Plain"]);
    let whole = fs::read(pack(folder.path(), "cut.gz", &fs::read(sample("ror.json")).expect("the sample")));
    let cut = folder.path().join("cut.gz");
    let whole = whole.expect("packed");
    fs::write(&cut, &whole[..whole.len() / 2]).expect("written");
    fails(&["ror", &cut.display().to_string()], &["cut.gz"]);
}
