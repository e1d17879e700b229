//! The table of files in `docs/gazetteer.md` is the one that the files give.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 4] = ["people", "places", "companies", "organizations"];
const GATES: [&str; 4] = ["always", "cue", "part", "never"];
const TITLE: &str = "| file | entities | forms | always | cue | part | never | licence |\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What one file holds.
#[derive(Default)]
struct Count {
    entities: BTreeSet<String>,
    forms: usize,
    gates: BTreeMap<String, usize>,
    licence: String,
}

impl Count {
    fn of(file: &Path) -> Self {
        let content = fs::read_to_string(file).expect("UTF-8");
        let mut out = Self::default();
        for line in content.lines().filter(|l| !l.is_empty()) {
            if let Some(header) = line.strip_prefix('#') {
                if let Some(licence) = header.trim().strip_prefix("licence:") {
                    out.licence = licence.trim().to_owned();
                }
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            out.entities.insert(columns[0].to_owned());
            out.forms += 1;
            *out.gates.entry(columns[7].to_owned()).or_default() += 1;
        }
        out
    }
}

/// A number with a comma before each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("seeds").join(folder)).expect("a folder of lists");
    let mut out: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    out.retain(|path| path.extension().is_some_and(|e| e == "tsv"));
    out.sort();
    out
}

fn table() -> String {
    let mut out = format!("{TITLE}|---|---|---|---|---|---|---|---|\n");
    let (mut entities, mut forms) = (BTreeSet::new(), 0);
    for folder in FOLDERS {
        for path in files(folder) {
            let count = Count::of(&path);
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let gates: Vec<String> =
                GATES.iter().map(|&g| grouped(count.gates.get(g).copied().unwrap_or_default())).collect();
            out.push_str(&format!(
                "| `{folder}/{name}` | {} | {} | {} | {} |\n",
                grouped(count.entities.len()),
                grouped(count.forms),
                gates.join(" | "),
                count.licence
            ));
            entities.extend(count.entities);
            forms += count.forms;
        }
    }
    out.push_str(&format!("| all | {} | {} | | | | | |\n", grouped(entities.len()), grouped(forms)));
    out
}

#[test]
fn the_table_of_files_is_current() {
    let path = root().join("docs/gazetteer.md");
    let page = fs::read_to_string(&path).expect("docs/gazetteer.md");
    let (before, written) = page.split_at(page.find(TITLE).expect("the table of files"));
    let table = table();
    if std::env::var_os("KAYAN_UPDATE").is_some() {
        fs::write(&path, format!("{before}{table}")).expect("docs/gazetteer.md is written");
        return;
    }
    assert_eq!(written, table, "run KAYAN_UPDATE=1 cargo test --test gazetteer_doc");
}
