//! What stands around a candidate: the questions that all rule families ask.
//!
//! Invariant: every answer looks at a bounded number of tokens.

use crate::gazetteer::{Annotations, Classes, Gazetteer, Word};
use crate::text::code::{self, letter, punct};
use crate::text::{Deadline, Gap, Text, Token, TokenKind};

use super::evidence::{Evidence, EvidenceList};

/// A document with its annotations, as the rules see it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The text.
    pub text: &'a Text,
    /// What the lists say of it.
    pub annotations: &'a Annotations,
    /// The lists.
    pub gazetteer: &'a Gazetteer,
    /// When the rules are to stop.
    pub deadline: &'a Deadline,
}

/// How far to the left an announcing job is looked for, in tokens.
const REACH: usize = 9;

/// How far around a club words of sport are looked for, in tokens.
const SPORT_WINDOW: usize = 30;
/// How many of them make a text of sport.
const SPORT_WORDS: usize = 2;

/// What announces a name on its left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// Title, job, rank or kinship.
    pub classes: Classes,
    /// Whether a nationality stands between it and the name.
    pub nationality: bool,
    /// Whether nouns of a complement stand between (مدير المركز, "director of
    /// the centre").
    pub complement: bool,
    /// Whether a comma stands between.
    pub comma: bool,
}

impl<'a> Context<'a> {
    /// Token `i`, if there is one.
    #[inline]
    pub fn token(&self, i: usize) -> Option<&'a Token> {
        self.text.tokens().get(i)
    }

    /// What the lexicon says of token `i`.
    #[inline]
    pub fn word(&self, i: usize) -> Word {
        self.annotations.words.get(i).copied().unwrap_or_default()
    }

    /// Classes of token `i`.
    #[inline]
    pub fn classes(&self, i: usize) -> Classes {
        self.annotations.classes(i)
    }

    /// Whether token `i` is a word of Arabic letters that may be part of a
    /// name.
    #[inline]
    pub fn is_word(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.kind == TokenKind::Word && !t.opaque)
    }

    /// Whether token `i` follows the one before it on the same line.
    #[inline]
    pub fn follows(&self, i: usize) -> bool {
        i > 0 && self.token(i).is_some_and(|t| t.gap != Gap::Line)
    }

    /// The token before `i` on the same line.
    #[inline]
    pub fn before(&self, i: usize) -> Option<usize> {
        self.follows(i).then(|| i - 1)
    }

    /// The token at `i` if it follows on the same line: what stands after a
    /// span that ends at `i`.
    #[inline]
    pub fn after(&self, i: usize) -> Option<usize> {
        self.follows(i).then_some(i)
    }

    /// Whether token `i` begins with the article, after its proclitics.
    pub fn is_definite(&self, i: usize) -> bool {
        if !self.is_word(i) {
            return false;
        }
        let word = self.word(i);
        let codes = self.text.codes_of(i);
        // ألمانيا and آليات begin with other letters than the article.
        let hamza = word.split.skip == 0
            && codes.first() == Some(&letter::ALEF)
            && self.text.variants_of(i).first().is_some_and(|v| *v != 0);
        !hamza
            && (word.article
                || word.classes.any(Classes::DEFINITE)
                || codes.len() > 3 && codes.starts_with(&[letter::ALEF, letter::LAM]))
    }

    /// Whether token `i` is a word that no list and no rule of inflection
    /// knows.
    pub fn is_unknown(&self, i: usize) -> bool {
        self.is_word(i)
            && self.classes(i).without(Classes::DEFINITE | Classes::SPELLINGS).is_empty()
            && !self.is_letter(i)
    }

    /// Whether token `i` is a single letter.
    pub fn is_letter(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.len == 1 && t.kind == TokenKind::Word)
    }

    /// Whether the letters of an unknown word are those that foreign names are
    /// written with: none of the letters that only Arabic words have.
    pub fn looks_foreign(&self, i: usize) -> bool {
        let codes = self.text.codes_of(i);
        let variants = self.text.variants_of(i);
        let skip = usize::from(self.word(i).split.skip).min(codes.len());
        let stem = &codes[skip..];
        // ئ is common in foreign names (غابريئيل), ء and ؤ are not.
        let native = |(code, variant): (&u8, &u8)| {
            matches!(*code, letter::HAH | letter::AIN | letter::SAD | letter::DAD | letter::ZAH | letter::THAL)
                || *code == letter::HAMZA && *variant != 2
        };
        // ة ends Arabic words: مرفوقة, "accompanied".
        let feminine = codes.last() == Some(&letter::HEH) && variants.last() == Some(&1);
        stem.len() >= 3
            && !feminine
            && stem.iter().all(|&c| code::is_arabic(c))
            && !stem.iter().zip(&variants[skip..]).any(native)
            && !stem.starts_with(&[letter::ALEF, letter::LAM])
            && stem[1..].iter().any(|c| matches!(*c, letter::ALEF | letter::WAW | letter::YEH))
    }

    /// Whether token `i` opens or closes a quotation or bracket.
    pub fn is_opening(&self, i: usize) -> bool {
        matches!(
            self.text.punctuation(i),
            Some(punct::QUOTE | punct::OPEN_QUOTE | punct::OPEN_PAREN | punct::OPEN_BRACKET | punct::APOSTROPHE)
        )
    }

    /// Whether token `i` closes a quotation or bracket.
    pub fn is_closing(&self, i: usize) -> bool {
        matches!(
            self.text.punctuation(i),
            Some(punct::QUOTE | punct::CLOSE_QUOTE | punct::CLOSE_PAREN | punct::CLOSE_BRACKET | punct::APOSTROPHE)
        )
    }

    /// Classes of the longest phrase or word that ends right before token `i`,
    /// and where it begins.
    pub fn ending_before(&self, i: usize) -> Option<(usize, Classes)> {
        let last = self.before(i)?;
        match self.annotations.phrase_ending(last) {
            Some(phrase) => Some((phrase.first as usize, phrase.classes | self.classes(last))),
            None => Some((last, self.classes(last))),
        }
    }

    /// Title, job, rank or kinship on the left of a name that begins at `i`.
    pub fn announcement(&self, i: usize) -> Option<Announcement> {
        let mut found = Announcement::default();
        let mut at = i;
        if let Some(previous) = self.before(at)
            && self.is_opening(previous)
        {
            at = previous;
        }
        for step in 0..REACH {
            let previous = self.before(at)?;
            if self.text.punctuation(previous) == Some(punct::COMMA) && step == 0 {
                found.comma = true;
                at = previous;
                continue;
            }
            // A dot after an abbreviated title: د. محمد.
            if self.text.punctuation(previous) == Some(punct::FULL_STOP) && step == 0 {
                let letter = self.before(previous)?;
                if self.classes(letter).any(Classes::TITLE) && self.text.tokens()[letter].len <= 2 {
                    found.classes = Classes::TITLE;
                    return Some(found);
                }
                return None;
            }
            if !self.is_word(previous) {
                break;
            }
            let (begin, classes) = self.ending_before(at)?;
            let announces = if found.complement { Classes::JOB } else { Classes::ANNOUNCES_PERSON };
            if classes.any(announces) {
                found.classes = classes & Classes::ANNOUNCES_PERSON;
                // «قال الرئيس، محمد» needs the comma only after a full title.
                return (!found.comma || step > 1 || begin + 1 < at).then_some(found);
            }
            let adjective = self.is_definite(previous)
                && classes.any(Classes::NATIONALITY | Classes::TEMPORAL | Classes::ADJECTIVE | Classes::RELIGION);
            if adjective {
                found.nationality |= classes.any(Classes::NATIONALITY);
            } else if self.continues_complement(previous, classes) {
                found.complement = true;
            } else {
                break;
            }
            at = begin;
        }
        // A nationality that touches the name announces it weakly: البرازيلي
        // كاكا ("the Brazilian Kaka").
        let touching = self.before(i).is_some_and(|p| self.is_definite(p) && self.classes(p).any(Classes::NATIONALITY));
        touching.then_some(Announcement { classes: Classes::NONE, nationality: true, complement: false, comma: false })
    }

    /// Whether a word can stand between a job and its holder's name.
    fn continues_complement(&self, i: usize, classes: Classes) -> bool {
        if classes.any(Classes::VERB | Classes::PRONOUN | Classes::RELATIVE)
            && !classes.any(Classes::NOUN | Classes::ADJECTIVE)
        {
            return false;
        }
        if classes.any(Classes::PARTICLE) && !classes.any(Classes::NOUN) {
            return false;
        }
        self.is_definite(i)
            || classes.any(Classes::NOUN | Classes::PLACE_NAME | Classes::BODY_NAME | Classes::NAME)
            || self.is_unknown(i)
    }

    /// Evidence for a person from what stands around the tokens
    /// `first..last`.
    pub fn person_surroundings(&self, first: usize, last: usize, evidence: &mut EvidenceList) {
        if let Some(found) = self.announcement(first) {
            let piece = if found.classes.is_empty() {
                Evidence::NationalityAlone
            } else if found.complement {
                Evidence::JobComplementBefore
            } else if found.classes.any(Classes::TITLE | Classes::RANK) {
                Evidence::TitleBefore
            } else if found.classes.any(Classes::JOB) {
                Evidence::JobBefore
            } else {
                Evidence::KinshipBefore
            };
            evidence.push(piece);
            if found.nationality && !found.classes.is_empty() {
                evidence.push(Evidence::NationalityBefore);
            }
        }
        let quoted = self.before(first).filter(|&p| self.is_opening(p));
        if quoted.is_some() && self.is_closing(last) {
            evidence.push(Evidence::Quoted);
        }
        if let Some((_, classes)) = self.ending_before(quoted.unwrap_or(first)) {
            if classes.any(Classes::SPEECH) {
                evidence.push(Evidence::SpeechBefore);
            } else if classes.any(Classes::ACTION | Classes::MOTION) {
                evidence.push(Evidence::ActionBefore);
            } else if classes.any(Classes::VERB) && !classes.any(Classes::NOUN | Classes::ADJECTIVE | Classes::PARTICLE)
            {
                evidence.push(Evidence::VerbBefore);
            }
            if classes.any(Classes::EVENT) && !classes.any(Classes::ANNOUNCES_PERSON) {
                evidence.push(Evidence::NamedAfter);
            }
        }
        self.person_after(last, evidence);
    }

    fn person_after(&self, last: usize, evidence: &mut EvidenceList) {
        let mut next = last;
        if self.after(next).is_some() && self.is_closing(next) {
            next += 1;
        }
        let Some(next) = self.after(next) else { return };
        let classes = self.classes(next) | self.annotations.phrase_beginning(next).map_or(Classes::NONE, |p| p.classes);
        if classes.any(Classes::HONORIFIC) {
            evidence.push(Evidence::HonorificAfter);
        } else if classes.any(Classes::SPEECH) {
            evidence.push(Evidence::SpeechAfter);
        } else if classes.any(Classes::ACTION | Classes::MOTION) {
            evidence.push(Evidence::ActionAfter);
        }
        let comma =
            matches!(self.text.punctuation(next), Some(punct::COMMA | punct::OPEN_PAREN | punct::DASH | punct::HYPHEN));
        let job = if comma { next + 1 } else { next };
        let classes = self.classes(job) | self.annotations.phrase_beginning(job).map_or(Classes::NONE, |p| p.classes);
        if classes.any(Classes::JOB | Classes::RANK) && self.follows(job) && self.word(job).split.skip == 0 {
            evidence.push(Evidence::AppositionAfter);
        }
    }
}

impl Context<'_> {
    /// Whether token `i` is definite and stands right after a definite noun or
    /// title, as its adjective would: الصحابي الجليل, القوات الجوية.
    pub fn follows_definite_noun(&self, i: usize) -> bool {
        let noun = |p: usize| self.is_definite(p) && self.classes(p).any(Classes::NOUN | Classes::TITLE);
        self.is_definite(i) && self.word(i).split.skip == 0 && self.before(i).is_some_and(noun)
    }

    /// Whether token `i` is the first in quotation marks after a word that says
    /// what is so called: رواية «الكرنك», "the novel 'Karnak'".
    pub fn begins_title_of_work(&self, i: usize) -> bool {
        let quote = self.before(i).filter(|&p| {
            matches!(self.text.punctuation(p), Some(punct::QUOTE | punct::OPEN_QUOTE | punct::APOSTROPHE))
        });
        quote.and_then(|quote| self.ending_before(quote)).is_some_and(|(_, classes)| classes.any(Classes::WORK))
    }

    /// Whether the tokens `first..last` lie inside a fixed phrase that is no
    /// name.
    pub fn in_veto(&self, first: usize, last: usize) -> bool {
        let covers = |i: usize| {
            let begins = self.annotations.phrase_beginning(i);
            let ends = self.annotations.phrase_ending(i);
            [begins, ends]
                .into_iter()
                .flatten()
                .any(|p| p.classes.any(Classes::VETO) && p.first as usize <= first && p.last as usize >= last)
        };
        covers(first) || covers(last - 1)
    }

    /// Whether the words around token `i` are about sport: at least two of
    /// them among the thirty on either side.
    pub fn is_sporting(&self, i: usize) -> bool {
        let from = i.saturating_sub(SPORT_WINDOW);
        let to = (i + SPORT_WINDOW).min(self.text.tokens().len());
        let sport = Classes::SPORT | Classes::SPORT_TOPIC | Classes::CLUB_HEAD;
        (from..to).filter(|&j| self.classes(j).any(sport)).take(SPORT_WORDS).count() == SPORT_WORDS
    }

    /// Whether the stem of token `i`, its article taken off, is unknown.
    pub fn is_unknown_stem(&self, i: usize) -> bool {
        !self.classes(i).any(Classes::COMMON)
    }
}
