//! Gates by rule: what an imported name needs before it may be a mention,
//! judged by the default lists.
//!
//! What the default lists let stand alone stands alone, with their prior. Else
//! `cue` for a name that is an ordinary word, a name part or three letters
//! long, for the single name of a person, for a small or unknown settlement of
//! one word, and for several words that are all ordinary; `always` otherwise.

use std::sync::Arc;

use super::record::Record;
use crate::gazetteer::{Annotations, Classes, EntityType, FoldTier, Gate, Gazetteer, LoadOptions, NameHit, SeedError};
use crate::text::Text;

/// Below this many people a place of one word needs a cue.
const KNOWN_PLACE: u64 = 15_000;

/// Kinds of places of which most are hardly known, so that nothing but their
/// population vouches for them.
const SETTLEMENTS: [&str; 5] = ["city", "settlement", "district", "village", "town"];

/// Countries that write their own names in Arabic; names of others are spelt by
/// ear, and so folded further.
const ARAB: [&str; 22] = [
    "AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO",
    "SY", "TN", "YE",
];

/// What a name's line says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) gate: Gate,
    pub(super) fold: FoldTier,
    /// In hundredths.
    pub(super) prior: Option<u8>,
}

/// Judges names.
#[derive(Debug)]
pub(super) struct Gates {
    gazetteer: Arc<Gazetteer>,
    text: Text,
    annotations: Annotations,
}

impl Gates {
    pub(super) fn new() -> Result<Self, SeedError> {
        let gazetteer = Gazetteer::load(&LoadOptions::default())?;
        Ok(Self { gazetteer, text: Text::new(), annotations: Annotations::default() })
    }

    /// What the default lists say of the whole name, where they let it stand
    /// alone as a name of this type.
    fn listed(&self, record: &Record) -> Option<u8> {
        let whole = |hit: &&NameHit| {
            let whole = hit.last as usize == self.text.tokens().len() && hit.split.skip == 0 && hit.trim == 0;
            whole && self.gazetteer.entity_of(hit.entry).entity_type == record.entity_type
        };
        let entries = self.annotations.names_at(0).iter().filter(whole).map(|hit| self.gazetteer.entry(hit.entry));
        entries.filter(|entry| entry.gate == Gate::Always).map(|entry| entry.prior).min()
    }

    /// Gate, fold tier and prior of a name; `None` when it holds no word.
    pub(super) fn judge(&mut self, name: &str, record: &Record) -> Option<Judgement> {
        self.text.analyse(name);
        self.gazetteer.annotate(&self.text, &mut self.annotations);
        let words: Vec<usize> = (0..self.text.tokens().len()).filter(|&i| self.text.punctuation(i).is_none()).collect();
        let classes = |i: usize| self.gazetteer.lexicon().look_up(&self.text, i).classes;
        let letters = |i: usize| self.text.codes_of(i).len();
        const ORDINARY: Classes = Classes::COMMON.union(Classes::FIGURE).union(Classes::MONTH);
        let gate = match words[..] {
            [] => return None,
            [only] => {
                let taken = classes(only).any(ORDINARY.union(Classes::NAME));
                let settlement = record.entity_type == EntityType::Place && SETTLEMENTS.contains(&&*record.subtype);
                let small = settlement && record.population.unwrap_or_default() < KNOWN_PLACE;
                let cue = letters(only) <= 3 || taken || small || record.entity_type == EntityType::Person;
                if cue { Gate::Cue } else { Gate::Always }
            }
            _ if words.iter().all(|&i| classes(i).any(ORDINARY) || letters(i) <= 2) => Gate::Cue,
            _ => Gate::Always,
        };
        let foreign = matches!(record.entity_type, EntityType::Person | EntityType::Place)
            && !record.country.is_empty()
            && !ARAB.contains(&record.country.as_str());
        let fold = if foreign { FoldTier::Translit } else { FoldTier::Orth };
        Some(match self.listed(record) {
            Some(prior) => Judgement { gate: Gate::Always, fold, prior: (prior <= 100).then_some(prior) },
            None => Judgement { gate, fold, prior: None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_follow_the_rule() {
        let mut gates = Gates::new().expect("the default lists");
        let record = |entity_type, subtype: &'static str, country: &str, population| Record {
            id: "x/1".to_owned(),
            entity_type,
            subtype: subtype.into(),
            country: country.to_owned(),
            population,
            english: String::new(),
            ids: Vec::new(),
            names: Vec::new(),
        };
        let city = record(EntityType::Place, "city", "DE", Some(90_000));
        let village = record(EntityType::Place, "city", "EG", Some(900));
        let river = record(EntityType::Place, "river", "", None);
        let person = record(EntityType::Person, "", "", None);
        let company = record(EntityType::Company, "", "SA", None);
        for (name, record, gate, fold) in [
            ("غلزنكيرشن", &city, Gate::Always, FoldTier::Translit), // Gelsenkirchen
            ("غلزنكيرشن", &village, Gate::Cue, FoldTier::Orth),
            ("الكتاب", &city, Gate::Cue, FoldTier::Translit), // "the book"
            ("سعيد", &river, Gate::Cue, FoldTier::Orth),      // a given name
            ("آنو", &river, Gate::Cue, FoldTier::Orth),
            ("غلزنكيرشن", &river, Gate::Always, FoldTier::Orth),
            ("غلزنكيرشن", &person, Gate::Cue, FoldTier::Orth),
            ("فولفغانغ غلزنكيرشن", &person, Gate::Always, FoldTier::Orth),
            ("البيت الكبير", &company, Gate::Cue, FoldTier::Orth), // "the big house"
        ] {
            assert_eq!(gates.judge(name, record), Some(Judgement { gate, fold, prior: None }), "{name}");
        }
        assert_eq!(gates.judge("...", &river), None);
        // Cairo, though it is the adjective "compelling" too.
        let cairo = gates.judge("القاهرة", &city).expect("a word");
        assert_eq!(cairo.gate, Gate::Always);
    }
}
