//! Compiles seed files into a [`Gazetteer`].
//!
//! Later files override earlier ones by entity id: all forms of an entity come
//! from the last file that has it. Loading is all or nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::annotate::exact_spelling;
use super::class::Classes;
use super::entry::{Entry, FoldTier, Form, Gate, ListedEntity};
use super::index::IndexBuilder;
use super::kind::{EntityType, Subtype};
use super::lexicon::{Folded, LexiconBuilder};
use super::seed::{Row, SeedFile};
use super::translit::TranslitBuilder;
use super::words::Conjugation;
use super::{FigureWords, Gazetteer, SeedError};
use crate::text::code::letter;
use crate::text::{Split, Text, WordKey};

/// A name row that passed the checks.
struct NameRow<'a> {
    row: Row<'a>,
    file: u16,
    entity_type: EntityType,
    fields: [&'a str; 11],
    form: Form,
    gate: Gate,
    fold: FoldTier,
    prior: u8,
}

/// Reads the rows of a file into `out`.
fn read_rows<'a, const N: usize>(file: &SeedFile<'a>, out: &mut Vec<(Row<'a>, [&'a str; N])>) -> Result<(), SeedError> {
    for row in file.rows() {
        out.push((row, row.columns()?));
    }
    Ok(())
}

/// Collects files, then compiles them.
#[derive(Default)]
pub(super) struct Compiler<'a> {
    names: Vec<NameRow<'a>>,
    cues: Vec<(Row<'a>, [&'a str; 5])>,
    lemmas: Vec<(Row<'a>, [&'a str; 4])>,
    endings: Vec<(Row<'a>, [&'a str; 4])>,
    figure_words: Vec<SeedFile<'a>>,
    weights: Vec<Row<'a>>,
    gazetteer: Gazetteer,
    digest: Sha256,
}

impl<'a> Compiler<'a> {
    /// Reads one file.
    ///
    /// # Errors
    /// The first fault of the file.
    pub(super) fn add(&mut self, file: SeedFile<'a>) -> Result<(), SeedError> {
        let header = file.header()?;
        self.digest.update((file.content.len() as u64).to_le_bytes());
        self.digest.update(file.content.as_bytes());
        let number = self.gazetteer.sources.len() as u16;
        self.gazetteer.sources.push(header.source);
        match header.schema.as_str() {
            "name" => file.rows().try_for_each(|row| self.add_name(row, number)),
            "cue" => read_rows(&file, &mut self.cues),
            "lexicon" => read_rows(&file, &mut self.lemmas),
            "inflection" => read_rows(&file, &mut self.endings),
            "weights" => {
                self.weights.extend(file.rows());
                Ok(())
            }
            schema if schema.starts_with("figure") => {
                self.figure_words.push(file);
                Ok(())
            }
            other => Err(SeedError {
                file: file.path.to_owned(),
                line: 1,
                column: 1,
                message: format!("unknown schema '{other}'"),
            }),
        }
    }

    fn add_name(&mut self, row: Row<'a>, file: u16) -> Result<(), SeedError> {
        let fields: [&str; 11] = row.columns()?;
        let [id, entity_type, _, name, form, country, _, gate, fold, prior, _] = fields;
        if id.is_empty() {
            return Err(row.fault(1, "no entity id"));
        }
        let entity_type = EntityType::from_name(entity_type)
            .filter(|t| *t != EntityType::Figure)
            .ok_or_else(|| row.fault(2, format!("unknown type '{entity_type}'")))?;
        if name.is_empty() {
            return Err(row.fault(4, "no name"));
        }
        let form = Form::from_name(form).ok_or_else(|| row.fault(5, format!("unknown form '{form}'")))?;
        if !(country.is_empty() || country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase())) {
            return Err(row.fault(6, format!("country '{country}' is not two capital letters")));
        }
        let gate = Gate::from_name(gate).ok_or_else(|| row.fault(8, format!("unknown gate '{gate}'")))?;
        let fold = FoldTier::from_name(fold).ok_or_else(|| row.fault(9, format!("unknown fold tier '{fold}'")))?;
        let prior = match prior {
            "" => u8::MAX,
            text => match text.parse::<f32>() {
                Ok(p) if (0.0..=1.0).contains(&p) => (p * 100.0).round() as u8,
                _ => return Err(row.fault(10, format!("prior '{text}' is not between 0 and 1"))),
            },
        };
        self.names.push(NameRow { row, file, entity_type, fields, form, gate, fold, prior });
        Ok(())
    }

    /// Compiles what was read.
    ///
    /// # Errors
    /// The first fault that only shows across rows.
    pub(super) fn finish(mut self) -> Result<Gazetteer, SeedError> {
        let mut text = Text::new();
        let mut lexicon = LexiconBuilder::default();
        let mut translit = TranslitBuilder::default();
        let mut index = IndexBuilder::default();
        let mut lengths: HashMap<u64, usize> = HashMap::new();
        self.gazetteer.subtypes = Subtype::FIXED.iter().map(|s| (*s).into()).collect();
        self.drop_overridden();
        let names = std::mem::take(&mut self.names);
        let mut phrases: Vec<(Vec<WordKey>, Classes)> = Vec::new();
        let mut seen = HashMap::new();
        let titles: HashSet<&str> = self
            .cues
            .iter()
            .filter(|(_, c)| matches!(c[1], "title" | "rank" | "job") && c[0].starts_with("ال"))
            .map(|(_, c)| c[0])
            .collect();
        let particles: HashSet<WordKey> = self
            .cues
            .iter()
            .filter(|(_, c)| matches!(c[1], "name_particle" | "divine" | "deen"))
            .filter_map(|(_, c)| Folded::one(&mut text, c[0]))
            .map(|w| w.key())
            .collect();
        for name in &names {
            self.compile_name(
                name,
                &mut text,
                &mut lexicon,
                &mut translit,
                &mut index,
                &mut phrases,
                &mut seen,
                &mut lengths,
                &titles,
                &particles,
            )?;
        }
        super::words::add_endings(&self.endings, &mut text, &mut lexicon);
        let conjugation = Conjugation::new(&self.endings, &mut text);
        super::words::add_lemmas(&self.lemmas, &conjugation, &mut text, &mut lexicon)?;
        super::words::add_cues(&self.cues, &conjugation, &mut text, &mut lexicon, &mut phrases)?;
        for file in &self.figure_words {
            super::words::add_figure_words(file, &mut text, &mut lexicon);
        }
        let figures: Vec<(&str, &str)> = self.figure_words.iter().map(|f| (f.path, f.content)).collect();
        self.gazetteer.figure_words = FigureWords::from_seeds(&figures)?;
        let entries = self.gazetteer.entries.len() as u32;
        // Phrases of the same words are one phrase with all their classes.
        let mut merged: BTreeMap<Vec<WordKey>, Classes> = BTreeMap::new();
        for (words, classes) in phrases {
            *merged.entry(words).or_default() |= classes;
        }
        for (number, (words, classes)) in merged.into_iter().enumerate() {
            index.add(words, entries + number as u32);
            self.gazetteer.phrases.push(classes);
        }
        self.gazetteer.weights = super::weights::read(&self.weights)?;
        self.gazetteer.lexicon = lexicon.build(|key| lengths.get(&key).is_some_and(|&len| len <= 3));
        self.gazetteer.translit = translit.build();
        self.gazetteer.index = index.build();
        let digest = self.digest.finalize();
        self.gazetteer.digest = digest.iter().map(|b| format!("{b:02x}")).collect();
        Ok(self.gazetteer)
    }

    /// Later files override earlier ones by entity id.
    fn drop_overridden(&mut self) {
        let mut last: HashMap<&str, u16> = HashMap::new();
        for name in &self.names {
            last.insert(name.fields[0], name.file);
        }
        self.names.retain(|name| last.get(name.fields[0]) == Some(&name.file));
    }

    #[allow(clippy::too_many_arguments)]
    fn compile_name(
        &mut self,
        name: &NameRow<'a>,
        text: &mut Text,
        lexicon: &mut LexiconBuilder,
        translit: &mut TranslitBuilder,
        index: &mut IndexBuilder,
        phrases: &mut Vec<(Vec<WordKey>, Classes)>,
        seen: &mut HashMap<&'a str, u32>,
        lengths: &mut HashMap<u64, usize>,
        titles: &HashSet<&'a str>,
        particles: &HashSet<WordKey>,
    ) -> Result<(), SeedError> {
        let surface = without_title(name, titles);
        text.analyse(surface);
        let words = Folded::all(text);
        if words.is_empty() {
            return Err(name.row.fault(4, format!("'{surface}' holds no letters")));
        }
        let entity = self.entity(name, seen);
        let keys: Vec<WordKey> = words.iter().map(Folded::key).collect();
        if let [only] = &words[..] {
            lengths.insert(only.key().0, only.codes.len());
        }
        let classes = name_classes(name);
        if let Some(joined) = joined_keys(&words, name.entity_type) {
            add_name_keys(index, phrases, name, classes, joined, self.gazetteer.entries.len() as u32);
        }
        if let Some(spaced) = spaced_keys(&words, name.entity_type) {
            add_name_keys(index, phrases, name, classes, spaced, self.gazetteer.entries.len() as u32);
        }
        add_name_keys(index, phrases, name, classes, keys, self.gazetteer.entries.len() as u32);
        if let [only] = &words[..]
            && name.gate == Gate::Part
            && name.form == Form::Canonical
        {
            self.gazetteer.spellings.entry(only.key().0).or_insert_with(|| surface.into());
        }
        match &words[..] {
            [only] => lexicon.add(only, classes),
            several if name.entity_type == EntityType::Person && name.gate != Gate::Never => {
                let is_part = |w: &&Folded| w.codes.len() > 2 && !particles.contains(&w.key());
                several.iter().filter(is_part).for_each(|w| lexicon.add(w, Classes::NAME_PART));
            }
            _ => {}
        }
        if name.fold == FoldTier::Translit {
            words.iter().for_each(|w| translit.add(&w.codes));
        }
        self.gazetteer.entries.push(Entry {
            entity,
            form: name.form,
            gate: if surface.len() < name.fields[3].len() && words.len() == 1 { Gate::Cue } else { name.gate },
            fold: if words.len() == 1 && words[0].codes.len() <= 3 { FoldTier::Exact } else { name.fold },
            words: words.len().min(255) as u8,
            prior: name.prior,
            exact: exact_spelling(text, 0, text.tokens().len(), Split::WHOLE),
            file: name.file,
            line: name.row.line,
        });
        Ok(())
    }

    fn entity(&mut self, name: &NameRow<'a>, seen: &mut HashMap<&'a str, u32>) -> u32 {
        let [id, _, subtype, surface, _, country, ids, ..] = name.fields;
        let number = *seen.entry(id).or_insert_with(|| {
            let subtype = intern(&mut self.gazetteer.subtypes, subtype);
            let mut code = *b"  ";
            code.iter_mut().zip(country.bytes()).for_each(|(c, b)| *c = b);
            self.gazetteer.entities.push(ListedEntity {
                id: id.into(),
                entity_type: name.entity_type,
                subtype,
                name: surface.into(),
                country: code,
                ids: ids.into(),
            });
            self.gazetteer.entities.len() as u32 - 1
        });
        if name.form == Form::Canonical
            && let Some(entity) = self.gazetteer.entities.get_mut(number as usize)
        {
            entity.name = surface.into();
            if !ids.is_empty() {
                entity.ids = ids.into();
            }
        }
        number
    }
}

/// A person's name without the title it is listed with: titles stay outside
/// the span.
fn without_title<'a>(name: &NameRow<'a>, titles: &HashSet<&'a str>) -> &'a str {
    let surface = name.fields[3];
    match surface.split_once(' ') {
        Some((first, rest)) if name.entity_type == EntityType::Person && titles.contains(first) => rest,
        _ => surface,
    }
}

fn intern(subtypes: &mut Vec<Box<str>>, name: &str) -> Subtype {
    let at = subtypes.iter().position(|s| &**s == name).unwrap_or_else(|| {
        subtypes.push(name.into());
        subtypes.len() - 1
    });
    Subtype(at as u16)
}

fn name_classes(name: &NameRow<'_>) -> Classes {
    if name.gate == Gate::Never {
        return Classes::VETO;
    }
    let subtype = name.fields[2];
    let mut classes = match name.entity_type {
        EntityType::Person if subtype.starts_with("given") => Classes::GIVEN,
        EntityType::Person if subtype == "family" => Classes::FAMILY,
        EntityType::Person => Classes::NAME_PART,
        EntityType::Place => Classes::PLACE_NAME,
        _ => Classes::BODY_NAME,
    };
    if subtype.ends_with("female") {
        classes |= Classes::FEMALE;
    }
    if name.gate == Gate::Part {
        classes |= if name.prior < 50 { Classes::WEAK_NAME } else { Classes::STRONG_NAME };
        classes |= if name.fold == FoldTier::Translit { Classes::FOREIGN } else { Classes::ARABIC_NAME };
    }
    classes
}

/// Names that are mentions go into the index as entries; name parts and vetoes
/// only as phrases, and name parts of one word only into the lexicon.
fn add_name_keys(
    index: &mut IndexBuilder,
    phrases: &mut Vec<(Vec<WordKey>, Classes)>,
    name: &NameRow<'_>,
    classes: Classes,
    keys: Vec<WordKey>,
    value: u32,
) {
    match name.gate {
        Gate::Always | Gate::Cue => index.add(keys, value),
        Gate::Part if keys.len() == 1 => {}
        Gate::Part | Gate::Never => phrases.push((keys, classes)),
    }
}

/// Compounds of أبو and عبد are written in one word too (أبوظبي, عبدالله), and
/// so are places of a short word and a definite one (حفرالباطن).
fn joined_keys(words: &[Folded], entity_type: EntityType) -> Option<Vec<WordKey>> {
    use letter::{AIN, ALEF, BEH, DAL, LAM, WAW, YEH};
    const FIRST: [&[u8]; 4] = [&[ALEF, BEH, WAW], &[ALEF, BEH, YEH], &[ALEF, BEH, ALEF], &[AIN, BEH, DAL]];
    let place = matches!(words, [first, second]
        if entity_type == EntityType::Place && first.codes.len() <= 4 && second.codes.starts_with(&[ALEF, LAM]));
    let at = if place { 0 } else { words.iter().position(|w| FIRST.contains(&&w.codes[..]))? };
    let next = words.get(at + 1)?;
    let joined = [&words[at].codes[..], &next.codes[..]].concat();
    let mut keys: Vec<WordKey> = words.iter().map(Folded::key).collect();
    keys[at] = WordKey::of(&joined);
    keys.remove(at + 1);
    Some(keys)
}

/// و ("and") is written apart by many: وزارة التربية و التعليم.
fn spaced_keys(words: &[Folded], entity_type: EntityType) -> Option<Vec<WordKey>> {
    /// و and a word of two letters.
    const SHORTEST: usize = 3;
    let joins = |at: usize, w: &Folded| at > 0 && w.codes.len() >= SHORTEST && w.codes.starts_with(&[letter::WAW]);
    if entity_type == EntityType::Person || !words.iter().enumerate().any(|(at, w)| joins(at, w)) {
        return None;
    }
    let mut keys = Vec::with_capacity(words.len() + 1);
    for (at, word) in words.iter().enumerate() {
        if joins(at, word) {
            keys.push(WordKey::of(&word.codes[..1]));
            keys.push(WordKey::of(&word.codes[1..]));
        } else {
            keys.push(word.key());
        }
    }
    Some(keys)
}

/// Entities and forms by type.
pub(super) fn count(gazetteer: &Gazetteer) -> Vec<(EntityType, u64, u64)> {
    EntityType::ALL
        .into_iter()
        .filter(|t| *t != EntityType::Figure)
        .map(|t| {
            let entities: HashSet<u32> = (0..gazetteer.entities.len() as u32)
                .filter(|&e| gazetteer.entities[e as usize].entity_type == t)
                .collect();
            let forms = gazetteer.entries.iter().filter(|e| entities.contains(&e.entity)).count();
            (t, entities.len() as u64, forms as u64)
        })
        .collect()
}
