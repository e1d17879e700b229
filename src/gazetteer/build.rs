//! Joins lists of names and words into a [`Gazetteer`].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::class::Classes;
use super::compile::{NameCues, compile};
use super::index::Index;
use super::key_rows::{KeyRows, Merged};
use super::lexicon::LexiconBuilder;
use super::lists::{Layer, Lists};
use super::names::NameTable;
use super::translit::Translit;
use super::words::{self, Conjugation};
use super::{FigureWords, Gazetteer, SeedError};
use crate::text::{Text, WordKey};

/// Compiles the layers of names and joins them: a later one replaces the
/// entities of earlier ones.
///
/// # Errors
/// Every fault of the lists so far.
pub(super) fn names(lists: &mut Lists<'_>) -> Result<NameTable, SeedError> {
    let cues = NameCues::new(&lists.cues, &mut Text::new());
    let mut tables: Vec<NameTable> = Vec::new();
    // From the last layer to the first, so that what is replaced is known.
    for layer in std::mem::take(&mut lists.layers).into_iter().rev() {
        let later: Vec<&NameTable> = tables.iter().collect();
        let table = match layer {
            Layer::Files(files) => compile(files, &cues, &later, &mut lists.faults),
            Layer::Table(mut table) => {
                let gone: HashSet<u32> = later.iter().flat_map(|later| table.replaced_by(later)).collect();
                table.remove(&gone);
                *table
            }
        };
        tables.push(table);
    }
    std::mem::take(&mut lists.faults).or(())?;
    let mut joined = NameTable::new();
    while let Some(table) = tables.pop() {
        joined.append(table)?;
    }
    Ok(joined)
}

/// Builds the gazetteer of all lists.
///
/// # Errors
/// Every fault of the lists.
pub(super) fn gazetteer(mut lists: Lists<'_>) -> Result<Gazetteer, SeedError> {
    let names = names(&mut lists)?;
    let mut text = Text::new();
    let mut lexicon = LexiconBuilder::default();
    words::add_endings(&lists.endings, &mut text, &mut lexicon);
    let conjugation = Conjugation::new(&lists.endings, &mut text);
    let faults = &mut lists.faults;
    words::add_lemmas(&lists.lemmas, &conjugation, &mut text, &mut lexicon, faults);
    let mut phrases: Vec<(Vec<WordKey>, Classes)> = Vec::new();
    words::add_cues(&lists.cues, &conjugation, &mut text, &mut lexicon, &mut phrases, faults);
    for file in &lists.figure_words {
        words::add_figure_words(file, &mut text, &mut lexicon);
    }
    let figures: Vec<(&str, &str)> = lists.figure_words.iter().map(|f| (f.path, f.content)).collect();
    let figure_words = FigureWords::read(&figures, faults);
    let weights = super::weights::read(&lists.weights, faults);
    std::mem::take(faults).or(())?;

    // Phrases of the same words are one phrase with all their classes; their
    // values follow the entries'.
    let mut merged: BTreeMap<Vec<u64>, Classes> = BTreeMap::new();
    let listed = phrases.into_iter().map(|(words, classes)| (words.iter().map(|w| w.0).collect(), classes));
    for (words, classes) in names.phrases.into_iter().chain(listed) {
        *merged.entry(words).or_default() |= classes;
    }
    let mut phrases = Vec::with_capacity(merged.len());
    let mut phrase_keys = KeyRows::default();
    for (words, classes) in merged {
        phrase_keys.push(words.into_iter().map(WordKey), (names.entries.len() + phrases.len()) as u32);
        phrases.push(classes);
    }
    let keys = names.keys.iter().chain([&phrase_keys]).map(KeyRows::iter).collect();
    let index = Index::build(&Merged(keys));
    drop(names.keys);
    let short: HashSet<u64> = names.short.into_iter().collect();
    lexicon.extend(names.words);
    let mut spellings = HashMap::new();
    for (key, spelling) in names.spellings {
        spellings.entry(key).or_insert(spelling);
    }
    Ok(Gazetteer {
        digest: lists.digest(),
        sources: names.sources,
        entries: names.entries,
        entities: names.entities,
        subtypes: names.subtypes,
        phrases,
        index,
        lexicon: lexicon.build(|key| short.contains(&key)),
        translit: Translit::build(names.sounds),
        figure_words,
        weights,
        spellings,
    })
}
