//! The lists of names under `seeds/` keep their promises: well-formed rows,
//! one canonical form an entity, no stray letters, and no ordinary word that
//! counts as a name without evidence.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How many faults a failing test prints.
const SHOWN: usize = 20;

/// Ordinary words whose single-word form may stand alone without a prior:
/// سورية is the country as often as the adjective.
const ALLOWED: &[&str] = &["سورية"];

/// Letters of Persian, Urdu and Kurdish that Arabic lacks.
const FOREIGN_LETTERS: &str = "پچژگڤڨکیھہەۆێڕڵ";

/// One row of a list: the eleven columns, and where it stands.
struct Row {
    place: String,
    columns: Vec<String>,
}

impl Row {
    fn id(&self) -> &str {
        &self.columns[0]
    }

    fn entity_type(&self) -> &str {
        &self.columns[1]
    }

    fn subtype(&self) -> &str {
        &self.columns[2]
    }

    fn name(&self) -> &str {
        &self.columns[3]
    }

    fn form(&self) -> &str {
        &self.columns[4]
    }

    fn ids(&self) -> &str {
        &self.columns[6]
    }

    fn gate(&self) -> &str {
        &self.columns[7]
    }

    fn prior(&self) -> Option<f64> {
        self.columns[9].parse().ok()
    }
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The `.tsv` files of a folder, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let listing = fs::read_dir(seeds().join(folder)).expect("the folder of seeds is there");
    let mut paths: Vec<PathBuf> = listing.map(|entry| entry.expect("a folder entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "tsv"));
    paths.sort();
    paths
}

/// The rows of all lists with the schema, as columns with their place.
fn rows(folder: &str, schema: &str) -> Vec<Row> {
    let mut out = Vec::new();
    for path in files(folder) {
        let text = fs::read_to_string(&path).expect("a readable list");
        if !text.lines().any(|line| line == format!("# schema: {schema}")) {
            continue;
        }
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                let columns = line.split('\t').map(str::to_owned).collect();
                out.push(Row { place: format!("{folder}/{file}:{}", number + 1), columns });
            }
        }
    }
    out
}

fn names() -> Vec<Row> {
    let all: Vec<Row> =
        ["people", "places", "companies", "organizations"].iter().flat_map(|f| rows(f, "name")).collect();
    assert!(all.len() > 60_000, "only {} rows of names", all.len());
    for row in &all {
        assert_eq!(row.columns.len(), 11, "{}: not eleven columns", row.place);
    }
    all
}

/// Fails with the first of the faults.
fn none(what: &str, faults: &[String]) {
    let first: Vec<&str> = faults.iter().take(SHOWN).map(String::as_str).collect();
    assert!(faults.is_empty(), "{what}: {} rows\n{}", faults.len(), first.join("\n"));
}

fn is_arabic(c: char) -> bool {
    ('\u{621}'..='\u{64a}').contains(&c)
}

/// One spelling for all hamza seats, final ya and ta marbuta.
fn fold(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'أ' | 'إ' | 'آ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            'ؤ' | 'ئ' => 'ء',
            other => other,
        })
        .collect()
}

/// The ordinary words of the lexicon: lemmas and the forms written out.
fn lexicon() -> HashSet<String> {
    let mut words = HashSet::new();
    for row in rows("lexicon", "lexicon") {
        words.insert(fold(&row.columns[0]));
        let forms = row.columns.get(2).map_or("", String::as_str);
        for form in forms.split(',').map(str::trim) {
            if !form.is_empty() && !form.starts_with('+') {
                words.insert(fold(form));
            }
        }
    }
    assert!(words.len() > 6_000, "only {} words", words.len());
    words
}

fn is_ordinary(word: &str, lexicon: &HashSet<String>) -> bool {
    let word = fold(word);
    let bare = word.strip_prefix("ال").filter(|rest| rest.chars().count() > 2);
    lexicon.contains(&word) || bare.is_some_and(|rest| lexicon.contains(rest))
}

#[test]
fn no_row_stands_twice() {
    let all = names();
    let mut seen: HashMap<(&str, &str), &str> = HashMap::new();
    let mut faults = Vec::new();
    for row in &all {
        if let Some(first) = seen.insert((row.id(), row.name()), &row.place) {
            faults.push(format!("{} and {first}: {} {}", row.place, row.id(), row.name()));
        }
    }
    none("repeated", &faults);
}

/// A later file replaces an entity of an earlier one as a whole, which is for
/// lists of one's own: two of these files with one entity would lose names.
#[test]
fn no_entity_stands_in_two_files() {
    let all = names();
    let mut file_of: HashMap<&str, &str> = HashMap::new();
    let mut faults = BTreeSet::new();
    for row in &all {
        let file = row.place.rsplit_once(':').map_or("", |p| p.0);
        let first = *file_of.entry(row.id()).or_insert(file);
        if first != file {
            faults.insert(format!("{}: {first} and {file}", row.id()));
        }
    }
    none("entities in two files", &faults.into_iter().collect::<Vec<_>>());
}

#[test]
fn every_entity_has_one_canonical_form() {
    let all = names();
    let mut count: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for row in &all {
        let file = row.place.rsplit_once(':').map_or("", |p| p.0).to_owned();
        *count.entry((file, row.id())).or_default() += usize::from(row.form() == "canonical");
    }
    let faults: Vec<String> = count
        .iter()
        .filter(|(_, n)| **n != 1)
        .map(|((file, id), n)| format!("{file}: {id}: {n} canonical forms"))
        .collect();
    none("canonical", &faults);
}

#[test]
fn the_columns_hold_known_values() {
    const FORMS: [&str; 8] = ["canonical", "official", "short", "variant", "acronym", "exonym", "former", "nickname"];
    let mut faults = Vec::new();
    for row in &names() {
        let prefix = row.id().split('/').next().unwrap_or_default();
        let id_fits = match row.entity_type() {
            "person" => ["person", "given", "family", "part"].contains(&prefix),
            other => ["place", "company", "organization"].contains(&other) && prefix == other,
        };
        let subtype_fits = row.subtype().chars().all(|c| c.is_ascii_lowercase() || c == '_');
        // The people of one registry list come without an occupation.
        let subtype_there = !row.subtype().is_empty() || row.place.contains("arwikicats_people");
        let part_fits = (row.gate() == "part") == ["given", "family", "part"].contains(&prefix);
        let country_fits = row.columns[5].is_empty()
            || row.columns[5].len() == 2 && row.columns[5].chars().all(|c| c.is_ascii_uppercase());
        let prior_fits = row.columns[9].is_empty() || row.prior().is_some_and(|p| (0.0..=1.0).contains(&p));
        let fits = id_fits
            && subtype_fits
            && subtype_there
            && part_fits
            && country_fits
            && prior_fits
            && FORMS.contains(&row.form())
            && ["always", "cue", "part", "never"].contains(&row.gate())
            && ["exact", "orth", "translit"].contains(&row.columns[8].as_str());
        if !fits {
            faults.push(format!("{}: {}", row.place, row.columns.join(" | ")));
        }
    }
    none("values", &faults);
}

#[test]
fn arabic_names_have_arabic_letters() {
    let mut faults = Vec::new();
    for row in &names() {
        let name = row.name();
        let latin = name.chars().any(|c| c.is_ascii_alphabetic());
        let arabic = name.chars().any(is_arabic);
        let foreign = name.chars().any(|c| FOREIGN_LETTERS.contains(c));
        let may_be_latin = ["exonym", "acronym"].contains(&row.form());
        let stray = name.chars().any(|c| "?!;|:\"«»،".contains(c) || ('\u{64b}'..='\u{652}').contains(&c));
        let spaced = name != name.trim() || name.contains("  ");
        if foreign
            || stray
            || spaced
            || latin && !may_be_latin
            || !(arabic || latin && may_be_latin)
            || name.chars().count() < 2
        {
            faults.push(format!("{}: {name} ({})", row.place, row.form()));
        }
    }
    none("letters", &faults);
}

#[test]
fn no_row_is_reversed() {
    let mut faults = Vec::new();
    for row in &names() {
        let english = row.ids().split(';').find_map(|part| part.strip_prefix("en:"));
        let needs_english = row.form() == "canonical" && row.gate() != "part";
        let reversed = english.is_some_and(|e| e.is_empty() || e.chars().any(is_arabic))
            || row.name().contains('\t')
            || row.name().starts_with("en:");
        if reversed || needs_english && english.is_none() || row.form() != "canonical" && !row.ids().is_empty() {
            faults.push(format!("{}: {} | {}", row.place, row.name(), row.ids()));
        }
    }
    none("reversed", &faults);
}

#[test]
fn ordinary_words_do_not_stand_alone() {
    let words = lexicon();
    let mut faults = BTreeSet::new();
    for row in &names() {
        let name = row.name();
        let alone = row.gate() == "always" && !name.contains(' ') && row.prior().is_none_or(|p| p < 0.5);
        if alone && is_ordinary(name, &words) && !ALLOWED.contains(&name) {
            faults.insert(format!("{}: {name} ({})", row.place, row.id()));
        }
    }
    none("ordinary words with gate `always`", &faults.into_iter().collect::<Vec<_>>());
}

#[test]
fn no_veto_strikes_out_a_canonical_name() {
    let all = names();
    let vetoes: HashMap<&str, &str> =
        all.iter().filter(|r| r.gate() == "never").map(|r| (r.name(), &*r.place)).collect();
    let mut faults = Vec::new();
    for row in all.iter().filter(|r| r.form() == "canonical" && r.gate() != "never") {
        if let Some(veto) = vetoes.get(row.name()) {
            faults.push(format!("{veto}: {} is the name of {} ({})", row.name(), row.id(), row.place));
        }
    }
    none("vetoes", &faults);
}
