//! Compiles files of names into a [`NameTable`].
//!
//! Later files override earlier ones by entity id: all forms of an entity come
//! from the last file that has it. Every fault of every line is noted.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::Source;
use super::annotate::exact_spelling;
use super::class::Classes;
use super::entities::{LONGEST, ListedEntity};
use super::entry::{Entry, FoldTier, Form, Gate};
use super::fault::{Faults, SeedFault};
use super::key_rows::KeyRows;
use super::kind::EntityType;
use super::lexicon::{Folded, signature};
use super::lists::Rows;
use super::names::{NameTable, merge_words};
use super::seed::{Row, SeedFile};
use super::translit::sounds;
use crate::text::code::letter;
use crate::text::{Split, Text, WordKey};

/// A file of a layer; of those without names only the source is kept.
pub(super) struct NameFile<'a> {
    pub(super) file: SeedFile<'a>,
    pub(super) source: Source,
    pub(super) has_names: bool,
}

/// The words of cues that say how names are read.
pub(super) struct NameCues<'a> {
    /// Titles stay outside of a person's name.
    titles: HashSet<&'a str>,
    /// Words inside names that are no name parts.
    particles: HashSet<WordKey>,
}

impl<'a> NameCues<'a> {
    pub(super) fn new(cues: &Rows<'a, 5>, text: &mut Text) -> Self {
        let titles = cues
            .iter()
            .filter(|(_, c)| matches!(c[1], "title" | "rank" | "job") && c[0].starts_with("ال"))
            .map(|(_, c)| c[0])
            .collect();
        let particles = cues
            .iter()
            .filter(|(_, c)| matches!(c[1], "name_particle" | "divine" | "deen"))
            .filter_map(|(_, c)| Folded::one(text, c[0]))
            .map(|w| w.key())
            .collect();
        Self { titles, particles }
    }

    /// A person's name without the title it is listed with: titles stay
    /// outside the span.
    fn without_title<'n>(&self, name: &NameRow<'n>) -> &'n str {
        let surface = name.fields[3];
        match surface.split_once(' ') {
            Some((first, rest)) if name.entity_type == EntityType::Person && self.titles.contains(first) => rest,
            _ => surface,
        }
    }
}

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

impl<'a> NameRow<'a> {
    fn read(row: Row<'a>, file: u16) -> Result<Self, SeedFault> {
        let fields: [&str; 11] = row.columns()?;
        let [id, entity_type, _, name, form, country, ids, gate, fold, prior, _] = fields;
        if id.is_empty() {
            return Err(row.fault(1, "no entity id"));
        }
        let entity_type = EntityType::from_name(entity_type)
            .filter(|t| *t != EntityType::Figure)
            .ok_or_else(|| row.fault(2, format!("unknown type '{entity_type}'")))?;
        if name.is_empty() {
            return Err(row.fault(4, "no name"));
        }
        for (column, value) in [(1, id), (4, name), (7, ids)] {
            if value.len() > LONGEST {
                return Err(row.fault(column, format!("longer than {LONGEST} bytes")));
            }
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
        Ok(Self { row, file, entity_type, fields, form, gate, fold, prior })
    }

    fn classes(&self) -> Classes {
        if self.gate == Gate::Never {
            return Classes::VETO;
        }
        let subtype = self.fields[2];
        let mut classes = match self.entity_type {
            EntityType::Person if subtype.starts_with("given") => Classes::GIVEN,
            EntityType::Person if subtype == "family" => Classes::FAMILY,
            EntityType::Person => Classes::NAME_PART,
            EntityType::Place => Classes::PLACE_NAME,
            _ => Classes::BODY_NAME,
        };
        if subtype.ends_with("female") {
            classes |= Classes::FEMALE;
        }
        if self.gate == Gate::Part {
            classes |= if self.prior < 50 { Classes::WEAK_NAME } else { Classes::STRONG_NAME };
            classes |= if self.fold == FoldTier::Translit { Classes::FOREIGN } else { Classes::ARABIC_NAME };
        }
        classes
    }
}

/// Where the entity of an id is.
struct Place {
    /// The last file that has it.
    last: u16,
    /// Its number, once it has one.
    number: Option<u32>,
}

/// Compiles the files of one layer. Entities that a table of `later` has are
/// left out.
pub(super) fn compile(
    files: Vec<NameFile<'_>>,
    cues: &NameCues<'_>,
    later: &[&NameTable],
    faults: &mut Faults,
) -> NameTable {
    let mut places: HashMap<&str, Place, RandomState> = HashMap::default();
    for (file, number) in files.iter().zip(0..).filter(|(file, _)| file.has_names) {
        for id in file.file.rows().filter_map(|row| row.fields().next()) {
            places.entry(id.trim_matches(' ')).or_insert(Place { last: number, number: None }).last = number;
        }
    }
    for entity in later.iter().flat_map(|table| table.entities.iter()) {
        if let Some(place) = places.get_mut(entity.id) {
            place.last = u16::MAX;
        }
    }
    let mut compiler =
        Compiler { table: NameTable::new(), keys: KeyRows::default(), text: Text::new(), merged: 0, cues };
    for (file, number) in files.iter().zip(0..).filter(|(file, _)| file.has_names) {
        for row in file.file.rows() {
            let Some(name) = faults.note(NameRow::read(row, number)) else { continue };
            if let Some(place) = places.get_mut(name.fields[0]).filter(|place| place.last == number) {
                faults.note(compiler.add(&name, place));
            }
        }
    }
    let Compiler { mut table, keys, .. } = compiler;
    table.sources = files.into_iter().map(|file| file.source).collect();
    table.keys.push(keys);
    table.finish();
    table
}

struct Compiler<'c> {
    table: NameTable,
    keys: KeyRows,
    text: Text,
    /// Lexicon rows when they were last merged.
    merged: usize,
    cues: &'c NameCues<'c>,
}

impl Compiler<'_> {
    fn add(&mut self, name: &NameRow<'_>, place: &mut Place) -> Result<(), SeedFault> {
        let surface = self.cues.without_title(name);
        self.text.analyse(surface);
        let words = Folded::all(&self.text);
        if words.is_empty() {
            return Err(name.row.fault(4, format!("'{surface}' holds no letters")));
        }
        let entity = self.entity(name, place)?;
        let number = self.table.entries.len() as u32;
        let classes = name.classes();
        if let Some(joined) = joined_keys(&words, name.entity_type) {
            self.add_keys(name, classes, joined, number);
        }
        if let Some(spaced) = spaced_keys(&words, name.entity_type) {
            self.add_keys(name, classes, spaced, number);
        }
        self.add_keys(name, classes, words.iter().map(Folded::key).collect(), number);
        match &words[..] {
            [only] => {
                if only.codes.len() <= 3 {
                    self.table.short.push(only.key().0);
                }
                if name.gate == Gate::Part && name.form == Form::Canonical {
                    self.table.spellings.push((only.key().0, surface.into()));
                }
                self.add_word(only, classes);
            }
            several if name.entity_type == EntityType::Person && name.gate != Gate::Never => {
                for word in several {
                    if word.codes.len() > 2 && !self.cues.particles.contains(&word.key()) {
                        self.add_word(word, Classes::NAME_PART);
                    }
                }
            }
            _ => {}
        }
        if name.fold == FoldTier::Translit {
            self.table.sounds.extend(words.iter().filter_map(|w| sounds(&w.codes)));
        }
        self.table.entries.push(Entry {
            entity,
            form: name.form,
            gate: if surface.len() < name.fields[3].len() && words.len() == 1 { Gate::Cue } else { name.gate },
            fold: if words.len() == 1 && words[0].codes.len() <= 3 { FoldTier::Exact } else { name.fold },
            words: words.len().min(255) as u8,
            prior: name.prior,
            exact: exact_spelling(&self.text, 0, self.text.tokens().len(), Split::WHOLE),
            file: name.file,
            line: name.row.line,
        });
        Ok(())
    }

    fn entity(&mut self, name: &NameRow<'_>, place: &mut Place) -> Result<u32, SeedFault> {
        let full = || name.row.fault(1, "the lists hold more than 4 GiB of names");
        let [id, _, subtype, surface, _, country, ids, ..] = name.fields;
        let Some(number) = place.number else {
            let mut code = *b"  ";
            code.iter_mut().zip(country.bytes()).for_each(|(c, b)| *c = b);
            let (entity_type, subtype) = (name.entity_type, self.table.subtype(subtype));
            let entity = ListedEntity { id, entity_type, subtype, name: surface, country: code, ids };
            let number = self.table.entities.push(&entity).ok_or_else(full)?;
            place.number = Some(number);
            return Ok(number);
        };
        if name.form == Form::Canonical {
            let listed = self.table.entities.get(number);
            // Copied, since the strings are written after those that are read.
            let kept = if ids.is_empty() { listed.ids.to_owned() } else { ids.to_owned() };
            let entity = ListedEntity { id, name: surface, ids: &kept, ..listed_without_text(&listed) };
            self.table.entities.replace(number, &entity).ok_or_else(full)?;
        }
        Ok(number)
    }

    /// Adds a row of the lexicon. Rows are merged from time to time, so that
    /// words which a million names share are not kept a million times.
    fn add_word(&mut self, word: &Folded, classes: Classes) {
        let words = &mut self.table.words;
        words.push((word.key().0, signature(&word.variants), classes.0));
        if words.len() > 2 * self.merged + (1 << 18) {
            merge_words(words);
            self.merged = words.len();
        }
    }

    /// Names that are mentions go into the index as entries; name parts and
    /// vetoes only as phrases, and name parts of one word only into the
    /// lexicon.
    fn add_keys(&mut self, name: &NameRow<'_>, classes: Classes, keys: Vec<WordKey>, number: u32) {
        match name.gate {
            Gate::Always | Gate::Cue => self.keys.push(keys, number),
            Gate::Part if keys.len() == 1 => {}
            Gate::Part | Gate::Never => self.table.phrases.push((keys.into_iter().map(|k| k.0).collect(), classes)),
        }
    }
}

fn listed_without_text(entity: &ListedEntity<'_>) -> ListedEntity<'static> {
    let &ListedEntity { entity_type, subtype, country, .. } = entity;
    ListedEntity { id: "", entity_type, subtype, name: "", country, ids: "" }
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
