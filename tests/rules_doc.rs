//! `docs/rules.md` names every rule and every piece of evidence of the code,
//! and `seeds/weights.tsv` weighs nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kayan::pattern::Evidence;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Rule names in the sources under `folder`: string literals `family.rule`.
fn rules(folder: &Path, out: &mut BTreeSet<String>) {
    const FAMILIES: [&str; 6] = ["person.", "place.", "company.", "organization.", "request.", "figure."];
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rules(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let source = fs::read_to_string(&path).expect("UTF-8");
            let literals = source.split('"').skip(1).step_by(2);
            let named = |s: &&str| {
                FAMILIES.iter().any(|f| s.starts_with(f))
                    && s.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_')
            };
            out.extend(literals.filter(named).map(str::to_owned));
        }
    }
}

#[test]
fn every_rule_is_documented() {
    let page = fs::read_to_string(root().join("docs/rules.md")).expect("docs/rules.md");
    let mut found = BTreeSet::new();
    rules(&root().join("src/pattern"), &mut found);
    rules(&root().join("src/resolve"), &mut found);
    assert!(found.len() > 40, "the sources hold rules: {found:?}");
    let missing: Vec<&String> = found.iter().filter(|rule| !page.contains(&format!("`{rule}`"))).collect();
    assert!(missing.is_empty(), "not in docs/rules.md: {missing:?}");
}

#[test]
fn every_piece_of_evidence_is_documented_and_weighed() {
    let page = fs::read_to_string(root().join("docs/rules.md")).expect("docs/rules.md");
    let weights = fs::read_to_string(root().join("seeds/weights.tsv")).expect("weights");
    let weighed: BTreeSet<&str> = weights
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split('\t').next())
        .filter(|n| !n.is_empty())
        .collect();
    for evidence in Evidence::ALL {
        assert!(page.contains(&format!("`{}`", evidence.name())), "{} is not in docs/rules.md", evidence.name());
        assert!(weighed.contains(evidence.name()), "{} is not weighed", evidence.name());
    }
    let known: BTreeSet<&str> = Evidence::ALL.iter().map(|e| e.name()).chain(["length"]).collect();
    let unknown: Vec<&&str> = weighed.difference(&known).collect();
    assert!(unknown.is_empty(), "weights of nothing: {unknown:?}");
}
