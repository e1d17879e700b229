//! The inflected forms of a seed line, as text.

use std::collections::HashMap;

use super::Form;

/// Duals, accusatives and plurals of a noun, with its adjective if it has one.
pub(super) fn noun_forms(form: &str, plurals: &str, known_plurals: &HashMap<String, Vec<String>>) -> Vec<(String, Form)> {
    let mut out = vec![(form.to_owned(), Form::Singular)];
    let (head, rest) = form.split_once(' ').map_or((form, ""), |(head, rest)| (head, rest));
    if head.ends_with('ة') && !rest.is_empty() {
        let adjective = rest.split(' ').map(feminine).collect::<Vec<_>>().join(" ");
        out.push((joined(head, &adjective), Form::Singular));
    }
    for (dual, ending) in duals(head) {
        let adjective = rest.split(' ').map(|word| agree(word, ending)).collect::<Vec<_>>().join(" ");
        let form = if ending.is_empty() { Form::ConstructDual } else { Form::Dual };
        out.push((joined(&dual, &adjective), form));
    }
    if let Some(accusative) = accusative(head) {
        let adjective = rest.split(' ').map(accusative_of).collect::<Vec<_>>().join(" ");
        out.push((joined(&accusative, rest), Form::Accusative));
        if !rest.is_empty() {
            out.push((joined(&accusative, &adjective), Form::Accusative));
            out.push((joined(head, &adjective), Form::Accusative));
        }
    } else if !rest.is_empty() {
        let adjective = rest.split(' ').map(accusative_of).collect::<Vec<_>>().join(" ");
        out.push((joined(head, &adjective), Form::Accusative));
    }
    let own: Vec<String> = plurals.split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    let of_head = if own.is_empty() && !rest.is_empty() { known_plurals.get(head).cloned().unwrap_or_default() } else { Vec::new() };
    for plural in &own {
        out.push((plural.clone(), Form::Plural));
        if rest.is_empty() && !plural.contains(' ') && !plural.ends_with("ات") && !plural.ends_with("ين") {
            out.push((format!("{plural}ا"), Form::Plural));
        }
    }
    for plural in &of_head {
        let adjective = rest.split(' ').map(feminine).collect::<Vec<_>>().join(" ");
        out.push((joined(plural, &adjective), Form::Plural));
        out.push((joined(plural, rest), Form::Plural));
    }
    out
}

fn joined(head: &str, rest: &str) -> String {
    if rest.is_empty() { head.to_owned() } else { format!("{head} {rest}") }
}

/// The duals of a noun with the ending that its adjective takes.
fn duals(noun: &str) -> Vec<(String, &'static str)> {
    let stem = noun.strip_suffix('ة').map_or_else(|| noun.to_owned(), |stem| format!("{stem}ت"));
    [("ان", "ان"), ("ين", "ين"), ("ي", "")].iter().map(|(end, adjective)| (format!("{stem}{end}"), *adjective)).collect()
}

fn agree(word: &str, ending: &str) -> String {
    if word.is_empty() || ending.is_empty() {
        return word.to_owned();
    }
    match word.strip_suffix('ة') {
        Some(stem) => format!("{stem}ت{ending}"),
        None => format!("{word}{ending}"),
    }
}

fn accusative(noun: &str) -> Option<String> {
    (!noun.ends_with(['ة', 'ا', 'ى', 'ء'])).then(|| format!("{noun}ا"))
}

fn accusative_of(word: &str) -> String {
    if word.is_empty() { String::new() } else { accusative(word).unwrap_or_else(|| word.to_owned()) }
}

fn feminine(word: &str) -> String {
    if word.is_empty() || word.ends_with('ة') { word.to_owned() } else { format!("{word}ة") }
}
