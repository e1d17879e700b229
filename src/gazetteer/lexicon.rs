//! The lexicon: word classes of single words, found by key.
//!
//! Two tables: one by `orth` key with the classes of all spellings together,
//! and one by exact spelling for the words whose spellings differ in class
//! (على "on", علي "Ali"). Endings that are not in the table are taken off by
//! the rules of `seeds/lexicon/inflection.tsv`.
//!
//! Invariant: a lookup costs a bounded number of probes, whatever the word.

use super::class::Classes;
use super::names::merge_words;
use super::table::Table;
use crate::text::{Restore, Split, Text, WordKey, clitic};

/// What the lexicon says of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Classes of the stem.
    pub classes: Classes,
    /// Key of the stem as it was found, or of the whole word.
    pub key: u64,
    /// Proclitics taken off to find it.
    pub split: Split,
    /// Codes of the ending taken off to find it.
    pub suffix: u8,
    /// Whether the article was taken off to find it.
    pub article: bool,
}

impl Word {
    /// The same word with more classes.
    #[must_use]
    pub(super) fn with(self, classes: Classes) -> Self {
        Self { classes: self.classes | classes, ..self }
    }
}

/// A rule that takes an ending off.
#[derive(Clone, Debug)]
struct Ending {
    strip: Vec<u8>,
    affix: Vec<u8>,
}

/// The rules, longest ending first; those that can apply to a word are found
/// by its last letter.
#[derive(Clone, Debug, Default)]
struct Endings {
    rules: Vec<Ending>,
    /// Numbers of the rules for each last letter, in the order of the rules.
    by_last: Vec<Vec<u16>>,
}

impl Endings {
    fn new(mut rules: Vec<Ending>) -> Self {
        rules.sort_by_key(|e| std::cmp::Reverse(e.affix.len()));
        let mut by_last = vec![Vec::new(); usize::from(u8::MAX) + 1];
        for (number, rule) in rules.iter().enumerate() {
            match rule.affix.last() {
                Some(&last) => by_last[usize::from(last)].push(number as u16),
                None => by_last.iter_mut().for_each(|numbers| numbers.push(number as u16)),
            }
        }
        Self { rules, by_last }
    }

    /// The rules that may apply to `word`, longest ending first.
    fn of(&self, word: &[u8]) -> impl Iterator<Item = &Ending> {
        let last = usize::from(word.last().copied().unwrap_or_default());
        self.by_last.get(last).into_iter().flatten().filter_map(|&number| self.rules.get(usize::from(number)))
    }
}

/// Longest word whose endings are looked at, in codes.
const LONGEST: usize = 24;
/// Letters that must remain of a stem when an ending is taken off.
const SHORTEST_STEM: usize = 2;

const AL: [u8; 2] = [clitic_codes::ALEF, clitic_codes::LAM];

mod clitic_codes {
    pub(super) use crate::text::code::letter::{ALEF, HEH, LAM, WAW};
}

/// Collects words before they are compiled.
#[derive(Debug, Default)]
pub(crate) struct LexiconBuilder {
    /// Key, signature and classes of each form, in any order, repeated where
    /// several rows have it.
    words: Vec<(u64, u64, u64)>,
    endings: Vec<Ending>,
}

/// A folded word with its variants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) codes: Vec<u8>,
    pub(crate) variants: Vec<u8>,
}

impl Folded {
    pub(crate) fn one(text: &mut Text, word: &str) -> Option<Self> {
        text.analyse(word);
        (text.tokens().len() == 1)
            .then(|| Self { codes: text.codes_of(0).to_vec(), variants: text.variants_of(0).to_vec() })
    }

    /// The words of an analysed text, punctuation left out.
    pub(crate) fn all(text: &Text) -> Vec<Self> {
        (0..text.tokens().len())
            .filter(|&i| text.punctuation(i).is_none())
            .map(|i| Self { codes: text.codes_of(i).to_vec(), variants: text.variants_of(i).to_vec() })
            .collect()
    }

    pub(crate) fn key(&self) -> WordKey {
        WordKey::of(&self.codes)
    }

    /// Makes `out` this word with `strip` taken off its end and `affix` put
    /// on; `false` when it does not end so.
    pub(crate) fn with_ending(&self, strip: &Self, affix: &Self, out: &mut Self) -> bool {
        let Some(stem) = self.codes.strip_suffix(&strip.codes[..]) else { return false };
        out.set(&[stem, &affix.codes], &[&self.variants[..stem.len()], &affix.variants]);
        true
    }

    /// Makes `out` this word with `strip` taken off its beginning and `affix`
    /// put before; `false` when it does not begin so.
    pub(crate) fn with_prefix(&self, strip: &Self, affix: &Self, out: &mut Self) -> bool {
        let Some(stem) = self.codes.strip_prefix(&strip.codes[..]) else { return false };
        out.set(&[&affix.codes, stem], &[&affix.variants, &self.variants[strip.codes.len()..]]);
        true
    }

    fn set(&mut self, codes: &[&[u8]], variants: &[&[u8]]) {
        self.codes.clear();
        self.variants.clear();
        codes.iter().for_each(|part| self.codes.extend_from_slice(part));
        variants.iter().for_each(|part| self.variants.extend_from_slice(part));
    }
}

/// The signature of a spelling: its variants, packed.
#[inline]
pub(crate) fn signature(variants: &[u8]) -> u64 {
    variants.iter().take(32).fold(0, |sum, &v| sum << 2 | u64::from(v))
}

#[inline]
fn exact_key(key: u64, signature: u64) -> u64 {
    (key ^ signature.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)).max(1)
}

impl LexiconBuilder {
    pub(crate) fn add(&mut self, word: &Folded, classes: Classes) {
        self.words.push((word.key().0, signature(&word.variants), classes.0));
    }

    /// Adds rows of key, signature and classes.
    pub(super) fn extend(&mut self, rows: Vec<(u64, u64, u64)>) {
        self.words.extend(rows);
    }

    pub(crate) fn add_ending(&mut self, strip: Vec<u8>, affix: Vec<u8>) {
        self.endings.push(Ending { strip, affix });
    }

    /// Compiles the tables. Name classes of words of three letters or fewer
    /// hold for their exact spelling only.
    pub(crate) fn build(mut self, short: impl Fn(u64) -> bool) -> Lexicon {
        let names = Classes::NAME.0 | Classes::PLACE_NAME.0 | Classes::BODY_NAME.0;
        // One entry for each spelling, with the classes of all its rows.
        merge_words(&mut self.words);
        let (mut any, mut exact) = (Vec::with_capacity(self.words.len()), Vec::new());
        for spellings in self.words.chunk_by(|a, b| a.0 == b.0) {
            let key = spellings[0].0;
            let mut classes = spellings.iter().fold(0, |sum, s| sum | s.2);
            let differ = spellings.iter().any(|s| s.2 != spellings[0].2);
            let short_name = short(key) && classes & names != 0;
            if differ || short_name {
                if short_name {
                    classes &= !names;
                }
                classes |= Classes::SPELLINGS.0;
                exact.extend(spellings.iter().map(|&(key, signature, own)| (exact_key(key, signature), Classes(own))));
            }
            any.push((key, Classes(classes)));
        }
        exact.sort_unstable_by_key(|e| (e.0, e.1.0));
        exact.dedup_by_key(|e| e.0);
        Lexicon { any: Table::build(&any), exact: Table::build(&exact), endings: Endings::new(self.endings) }
    }
}

/// The compiled lexicon.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    any: Table<Classes>,
    exact: Table<Classes>,
    endings: Endings,
}

/// Classes that a word with the article can have: a verb takes none.
fn nominal(classes: Classes) -> Classes {
    const VERBAL: Classes = Classes(
        Classes::VERB.0
            | Classes::PRESENT.0
            | Classes::SPEECH.0
            | Classes::ACTION.0
            | Classes::SPORT.0
            | Classes::MEDIA_VERB.0
            | Classes::MOTION.0
            | Classes::PARTICLE.0
            | Classes::SPELLINGS.0,
    );
    classes.without(VERBAL)
}

impl Lexicon {
    /// Number of distinct words.
    pub fn len(&self) -> usize {
        self.any.len()
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Classes of a word by key alone, whatever its spelling.
    #[inline]
    pub fn classes(&self, key: WordKey) -> Classes {
        self.any.get(key.0).unwrap_or_default()
    }

    /// Classes of a word in its exact spelling where that matters.
    #[inline]
    fn spelled(&self, key: WordKey, variants: &[u8]) -> Classes {
        let any = self.classes(key);
        if !any.any(Classes::SPELLINGS) {
            return any;
        }
        let Some(exact) = self.exact.get(exact_key(key.0, signature(variants))).filter(|c| !c.is_empty()) else {
            return any;
        };
        // A longer name is the same name in either spelling of its last letter.
        let names = if variants.len() > 3 { any & Self::SPELLING_FREE } else { Classes::NONE };
        exact | names | Classes::SPELLINGS
    }

    /// What the lexicon says of token `i`: whole word first, then without the
    /// article, then without proclitics, then without endings.
    pub fn look_up(&self, text: &Text, i: usize) -> Word {
        let codes = text.codes_of(i);
        let variants = text.variants_of(i);
        let whole = text.key(i, 0);
        let classes = self.spelled(whole, variants);
        let mut word = Word { classes, key: whole.0, ..Word::default() };
        if !classes.is_empty() {
            if !classes.any(Classes::COMMON) && codes.first() == Some(&clitic_codes::WAW) && codes.len() > 3 {
                word.classes |= self.conjoined(codes, variants);
            }
            return self.definite(codes, variants, word);
        }
        for &split in clitic::splits(codes).as_slice() {
            if let Some(found) = self.look_up_stem(codes, variants, split) {
                // كثيرون is an ordinary word with an ending, not ك and a name.
                let name_only = split.skip > 0 && !found.classes.any(Classes::COMMON);
                let whole = if name_only { self.look_up_inflected(codes, Split::WHOLE) } else { None };
                return whole.unwrap_or(found);
            }
        }
        for &split in clitic::splits(codes).as_slice() {
            if let Some(found) = self.look_up_inflected(codes, split) {
                return found;
            }
        }
        word.article = codes.starts_with(&AL);
        word
    }

    /// A listed name in و may be و and a verb or particle: واكد, وسوف.
    fn conjoined(&self, codes: &[u8], variants: &[u8]) -> Classes {
        let rest = self.spelled(WordKey::of(&codes[1..]), &variants[1..]);
        rest & (Classes::VERB | Classes::PARTICLE | Classes::SPEECH)
    }

    /// A word that is listed as a name, or with its article, has the classes of
    /// its stem too (المصري as a surname, التعاون as a club).
    fn definite(&self, codes: &[u8], variants: &[u8], mut word: Word) -> Word {
        let skip = usize::from(word.split.skip);
        let rest = &codes[skip..];
        let with_article = word.split.restore == Restore::None && rest.starts_with(&AL) && rest.len() > 3;
        if with_article {
            word.classes |= Classes::DEFINITE;
        }
        if word.classes.any(Classes::COMMON.without(Classes::VERB)) {
            return word;
        }
        const NAMES: Classes = Classes(
            Classes::NAME.0 | Classes::WEAK_NAME.0 | Classes::PLACE_NAME.0 | Classes::BODY_NAME.0 | Classes::VERB.0,
        );
        if with_article {
            word.classes |= nominal(self.spelled(WordKey::of(&rest[2..]), &variants[skip + 2..])).without(NAMES);
        }
        // بيانه ("his statement") is no place called بيانة.
        let pronoun = rest.last() == Some(&clitic_codes::HEH)
            && variants.last() == Some(&0)
            && !word.classes.any(Classes::GIVEN | Classes::FAMILY);
        let bare = with_article || pronoun || !word.classes.any(NAMES);
        if bare
            && !word.classes.any(Classes::COMMON.without(Classes::VERB))
            && let Some(found) = self.look_up_inflected(codes, word.split)
        {
            word.classes |= found.classes.without(NAMES);
        }
        word
    }

    fn look_up_stem(&self, codes: &[u8], variants: &[u8], split: Split) -> Option<Word> {
        let skip = usize::from(split.skip);
        let rest = &codes[skip..];
        if skip > 0 {
            let key = clitic::stem_key(codes, split);
            let classes = match split.restore {
                Restore::None => self.spelled(key, &variants[skip..]),
                _ => self.classes(key),
            };
            if !classes.is_empty() {
                return Some(self.definite(codes, variants, Word { classes, key: key.0, split, ..Word::default() }));
            }
        }
        // Without the article: written in full, or only its ل after ل.
        let article = match split.restore {
            Restore::None if rest.starts_with(&AL) && rest.len() > SHORTEST_STEM + 1 => 2,
            Restore::Alef if rest.len() > SHORTEST_STEM => 1,
            _ => return None,
        };
        let key = WordKey::of(&rest[article..]);
        let classes = nominal(self.spelled(key, &variants[skip + article..]));
        (!classes.is_empty()).then(|| Word {
            classes: classes | Classes::DEFINITE,
            key: key.0,
            split,
            suffix: 0,
            article: true,
        })
    }

    fn look_up_inflected(&self, codes: &[u8], split: Split) -> Option<Word> {
        let mut rest = &codes[usize::from(split.skip)..];
        let mut article = false;
        match split.restore {
            Restore::None if rest.starts_with(&AL) && rest.len() > SHORTEST_STEM + 2 => {
                (rest, article) = (&rest[2..], true)
            }
            Restore::None => {}
            Restore::Alef if rest.len() > SHORTEST_STEM + 1 => (rest, article) = (&rest[1..], true),
            _ => return None,
        }
        if rest.len() > LONGEST {
            return None;
        }
        // The longest ending wins, but a shorter one that leaves a nationality
        // wins over it: المصرية is مصري with ة, not مصر with ية.
        let mut best: Option<Word> = None;
        for ending in self.endings.of(rest) {
            let Some(stem) = rest.strip_suffix(&ending.affix[..]) else { continue };
            if stem.len() + ending.strip.len() <= SHORTEST_STEM {
                continue;
            }
            let mut buffer = [0u8; LONGEST + 8];
            let len = stem.len() + ending.strip.len();
            buffer[..stem.len()].copy_from_slice(stem);
            buffer[stem.len()..len].copy_from_slice(&ending.strip);
            let key = WordKey::of(&buffer[..len]);
            let classes = self.classes(key) & Self::INFLECTS;
            let classes = if article { nominal(classes) } else { classes };
            if classes.any(Classes::COMMON) && (best.is_none() || classes.any(Classes::NATIONALITY)) {
                let definite = if article { Classes::DEFINITE } else { Classes::NONE };
                let found =
                    Word { classes: classes | definite, key: key.0, split, suffix: ending.affix.len() as u8, article };
                if classes.any(Classes::NATIONALITY) {
                    return Some(found);
                }
                best = Some(found);
            }
        }
        best
    }

    /// Classes of longer words that hold for every spelling.
    const SPELLING_FREE: Classes = Classes(
        Classes::NAME.0
            | Classes::STRONG_NAME.0
            | Classes::ARABIC_NAME.0
            | Classes::PLACE_NAME.0
            | Classes::BODY_NAME.0,
    );

    /// Classes that a word keeps with an ending.
    const INFLECTS: Classes = Classes(
        Classes::COMMON.0
            | Classes::JOB.0
            | Classes::KINSHIP.0
            | Classes::SPEECH.0
            | Classes::ACTION.0
            | Classes::SPORT.0
            | Classes::NATIONALITY.0
            | Classes::PEOPLE.0
            | Classes::RELIGION.0,
    );
}
