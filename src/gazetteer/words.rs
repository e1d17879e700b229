//! Compiles lexicon and cue rows into word classes and phrases.

use super::class::Classes;
use super::fault::{Faults, SeedFault};
use super::lexicon::{Folded, LexiconBuilder};
use super::seed::{Row, SeedFile};
use crate::text::code::letter;
use crate::text::{Text, WordKey};

type EndingRow<'a> = (Row<'a>, [&'a str; 4]);

/// Endings that lookups take off.
pub(super) fn add_endings(rows: &[EndingRow<'_>], text: &mut Text, lexicon: &mut LexiconBuilder) {
    for (_, [class, strip, affix, _]) in rows {
        if *class == "suffix" {
            lexicon.add_ending(fold(text, strip).codes, fold(text, affix).codes);
        }
    }
}

fn fold(text: &mut Text, word: &str) -> Folded {
    Folded::one(text, word).unwrap_or_default()
}

/// The forms of a verb from its past and present, 3rd person masculine.
pub(super) struct Conjugation {
    past: Vec<(Folded, Folded)>,
    past_weak: Vec<(Folded, Folded)>,
    prefixes: Vec<(Folded, Folded)>,
    present: Vec<(Folded, Folded)>,
    present_weak: Vec<(Folded, Folded)>,
}

impl Conjugation {
    pub(super) fn new(rows: &[EndingRow<'_>], text: &mut Text) -> Self {
        let mut of = |wanted: &str| {
            rows.iter()
                .filter(|(_, columns)| columns[0] == wanted)
                .map(|(_, [_, strip, affix, _])| (fold(text, strip), fold(text, affix)))
                .collect()
        };
        Self {
            past: of("past"),
            past_weak: of("past_weak"),
            prefixes: of("present_prefix"),
            present: of("present_suffix"),
            present_weak: of("present_weak"),
        }
    }

    fn add_past(&self, stem: &Folded, classes: Classes, lexicon: &mut LexiconBuilder) {
        let mut form = Folded::default();
        lexicon.add(stem, classes);
        for (strip, affix) in self.past.iter().chain(&self.past_weak) {
            if stem.with_ending(strip, affix, &mut form) {
                lexicon.add(&form, classes);
            }
        }
    }

    fn add_present(&self, stem: &Folded, classes: Classes, lexicon: &mut LexiconBuilder) {
        let classes = classes | Classes::PRESENT;
        let (mut prefixed, mut form) = (stem.clone(), Folded::default());
        self.add_present_forms(stem, classes, &mut form, lexicon);
        for (strip, affix) in &self.prefixes {
            if stem.with_prefix(strip, affix, &mut prefixed) {
                self.add_present_forms(&prefixed, classes, &mut form, lexicon);
            }
        }
    }

    fn add_present_forms(&self, stem: &Folded, classes: Classes, form: &mut Folded, lexicon: &mut LexiconBuilder) {
        lexicon.add(stem, classes);
        for (strip, affix) in self.present.iter().chain(&self.present_weak) {
            if stem.with_ending(strip, affix, form) {
                lexicon.add(form, classes);
            }
        }
    }
}

fn lemma_class(name: &str) -> Option<Classes> {
    Some(match name {
        "noun" => Classes::NOUN,
        "adj" => Classes::ADJECTIVE,
        "verb" => Classes::VERB,
        "particle" | "interjection" | "conjunction" | "preposition" | "quantifier" | "number" => Classes::PARTICLE,
        "adverb" => Classes::ADVERB,
        "pronoun" => Classes::PRONOUN,
        _ => return None,
    })
}

/// Lemmas of the lexicon and their written-out forms. Lemmas of several words
/// are skipped: their words stand for themselves.
pub(super) fn add_lemmas(
    rows: &[(Row<'_>, [&str; 4])],
    conjugation: &Conjugation,
    text: &mut Text,
    lexicon: &mut LexiconBuilder,
    faults: &mut Faults,
) {
    for (row, [lemma, class, forms, _]) in rows {
        let classes = lemma_class(class).ok_or_else(|| row.fault(2, format!("unknown class '{class}'")));
        let Some(classes) = faults.note(classes) else { continue };
        let Some(word) = Folded::one(text, lemma) else { continue };
        if classes == Classes::VERB {
            conjugation.add_past(&word, classes, lexicon);
        } else {
            lexicon.add(&word, classes);
        }
        for form in forms.split(',').map(str::trim).filter(|f| !f.is_empty() && !f.starts_with('+')) {
            let Some(form) = Folded::one(text, form) else { continue };
            if classes != Classes::VERB {
                lexicon.add(&form, classes);
            } else if form.codes.first() == Some(&letter::YEH) {
                conjugation.add_present(&form, classes, lexicon);
            } else {
                conjugation.add_past(&form, classes, lexicon);
            }
        }
    }
}

fn cue_classes(kind: &str, subtype: &str, note: &str) -> Option<Classes> {
    let inside = subtype != "outside";
    let mut classes = match kind {
        "title" => Classes::TITLE,
        "rank" => Classes::RANK | Classes::TITLE,
        "job" if subtype == "sport" => Classes::JOB | Classes::NOUN | Classes::SPORT_TOPIC,
        "job" => Classes::JOB | Classes::NOUN,
        "topic" if subtype == "sport" => Classes::SPORT_TOPIC | Classes::NOUN,
        "kinship" => Classes::KINSHIP | Classes::NOUN,
        "honorific_after" => Classes::HONORIFIC,
        "speech_verb" => Classes::SPEECH | Classes::VERB,
        "action_verb" => Classes::ACTION | Classes::VERB,
        "sport_verb" if subtype == "match" => Classes::SPORT | Classes::SPORT_TOPIC | Classes::VERB,
        "sport_verb" => Classes::SPORT | Classes::VERB,
        "media_verb" => Classes::MEDIA_VERB | Classes::VERB,
        "motion_verb" => Classes::MOTION | Classes::VERB,
        "org_head" if inside => Classes::ORG_HEAD | Classes::NOUN,
        "org_head" => Classes::ORG_HEAD_OUT | Classes::NOUN,
        "company_head" if inside => Classes::COMPANY_HEAD | Classes::NOUN,
        "company_head" => Classes::COMPANY_HEAD_OUT | Classes::NOUN,
        "place_head" if inside => Classes::PLACE_HEAD | Classes::NOUN,
        "place_head" => Classes::PLACE_HEAD_OUT | Classes::NOUN,
        "nationality" => Classes::NATIONALITY | Classes::ADJECTIVE,
        "people" => Classes::PEOPLE | Classes::NOUN,
        "religion" | "ideology" => Classes::RELIGION | Classes::ADJECTIVE,
        "locative" => Classes::LOCATIVE | Classes::PARTICLE,
        "event" if subtype == "happening" => Classes::EVENT | Classes::HAPPENING | Classes::NOUN,
        "event" => Classes::EVENT | Classes::NOUN,
        "work" => Classes::WORK | Classes::NOUN,
        "temporal_adj" => Classes::TEMPORAL | Classes::ADJECTIVE,
        "relative" => Classes::RELATIVE | Classes::PARTICLE,
        "apposition" => Classes::PARTICLE,
        "field" => Classes::FIELD,
        "letter" => Classes::LETTER_NAME,
        "veto" => Classes::VETO,
        "divine" => Classes::DIVINE,
        "deen" if subtype == "first" => Classes::NAME_PART,
        "deen" => Classes::DEEN,
        "name_particle" => match subtype {
            "kunya" => Classes::KUNYA,
            "filiation" => Classes::FILIATION,
            "abd" => Classes::ABD,
            "suffix" | "regnal" => Classes::NAME_SUFFIX,
            "joiner" | "prefix" | "clan" => Classes::NAME_JOINER,
            _ => return None,
        },
        _ => return None,
    };
    for word in note.split([' ', ',', ';']) {
        match word {
            "plural" | "dual" => classes |= Classes::PLURAL,
            "media" => classes |= Classes::MEDIA_HEAD,
            "club" | "national_team" => classes |= Classes::CLUB_HEAD,
            "ministry" => classes |= Classes::MINISTRY_HEAD,
            "weak" => classes |= Classes::HEAD_WEAK,
            "strong" => classes |= Classes::HEAD_STRONG,
            _ => {}
        }
    }
    Some(classes)
}

/// Cues of one word go into the lexicon, of several words into phrases.
pub(super) fn add_cues(
    rows: &[(Row<'_>, [&str; 5])],
    conjugation: &Conjugation,
    text: &mut Text,
    lexicon: &mut LexiconBuilder,
    phrases: &mut Vec<(Vec<WordKey>, Classes)>,
    faults: &mut Faults,
) {
    for (row, columns) in rows {
        faults.note(add_cue(row, columns, conjugation, text, lexicon, phrases));
    }
}

fn add_cue(
    row: &Row<'_>,
    [cue, kind, subtype, inflect, note]: &[&str; 5],
    conjugation: &Conjugation,
    text: &mut Text,
    lexicon: &mut LexiconBuilder,
    phrases: &mut Vec<(Vec<WordKey>, Classes)>,
) -> Result<(), SeedFault> {
    let classes = cue_classes(kind, subtype, note).ok_or_else(|| row.fault(2, format!("unknown kind '{kind}'")))?;
    text.analyse(cue);
    let words = Folded::all(text);
    let word = match &words[..] {
        [] => return Err(row.fault(1, "the cue holds no letters")),
        [word] => word,
        several => {
            phrases.push((several.iter().map(Folded::key).collect(), classes));
            return Ok(());
        }
    };
    match inflect.split_once(':') {
        Some(("verb", present)) => {
            conjugation.add_past(word, classes, lexicon);
            match Folded::one(text, present) {
                Some(present) => conjugation.add_present(&present, classes, lexicon),
                None => return Err(row.fault(4, format!("'{present}' is not one word"))),
            }
        }
        None if matches!(*inflect, "no" | "noun" | "adj" | "") => lexicon.add(word, classes),
        _ => return Err(row.fault(4, format!("unknown inflection '{inflect}'"))),
    }
    Ok(())
}

/// Words of the figure tables, with their plurals: ordinary words that begin
/// or belong to figures. Phrases and names of time zones are left out: their
/// words stand for themselves.
pub(super) fn add_figure_words(file: &SeedFile<'_>, text: &mut Text, lexicon: &mut LexiconBuilder) {
    for row in file.rows() {
        let mut fields = row.fields();
        let (form, kind) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let plurals = fields.nth(2).unwrap_or_default();
        let classes = Classes::FIGURE
            | match kind {
                "month" | "hijri_month" => Classes::MONTH | Classes::NOUN,
                "weekday" => Classes::WEEKDAY | Classes::NOUN,
                "word" | "bound" | "bound_after" | "deictic" | "this" | "label" | "kind" | "sign" => Classes::NONE,
                _ => Classes::NOUN,
            };
        if kind == "zone" {
            continue;
        }
        for word in std::iter::once(form).chain(plurals.split(',')) {
            if let Some(word) = Folded::one(text, word).filter(|w| w.codes.len() > 1) {
                lexicon.add(&word, classes);
            }
        }
    }
}
