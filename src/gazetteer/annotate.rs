//! One document looked up: what the lists say of each token and which names
//! and phrases stand where.
//!
//! A word that was seen before costs one load ([`super::memo`]); the others
//! are looked up in the lexicon, and it is noted which of their splits begin a
//! name at all, so that only those are followed into the index.
//!
//! Invariant: one pass, a bounded number of probes for each token, and no
//! decision: every reading of every word is reported.

use super::class::Classes;
use super::entry::FoldTier;
use super::index::{Index, Step};
use super::lexicon::Word;
use super::memo::{Finding, Memo, begins};
use super::{EntryId, Gazetteer};
use crate::text::code::{letter, punct};
use crate::text::{Deadline, Gap, Restore, Split, Text, TokenKind, WordKey, clitic};

/// A name of the lists, found in the text.
#[derive(Clone, Copy, Debug)]
pub struct NameHit {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Proclitics before the name.
    pub split: Split,
    /// Codes of the last token after the name: a pronoun or an accusative ا.
    pub trim: u8,
    /// The entry.
    pub entry: EntryId,
    /// The loosest tier that was needed.
    pub tier: FoldTier,
}

/// A phrase of several words with classes (رئيس الوزراء, "prime minister").
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Proclitics before the phrase.
    pub split: Split,
    /// What the lists say of it.
    pub classes: Classes,
}

/// A value of an index, found in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexHit {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) split: Split,
    pub(super) trim: u8,
    pub(super) value: u32,
}

/// What the lists say of a document's tokens. Reuse one value: its buffers are
/// kept.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// One for each token.
    pub words: Vec<Word>,
    /// Names in the order of their first token.
    pub names: Vec<NameHit>,
    /// Phrases in the order of their first token.
    pub phrases: Vec<Phrase>,
    /// For each token, the number of the longest phrase that ends with it,
    /// plus one.
    ends: Vec<u32>,
    /// For each token, the number of the longest phrase that begins with it,
    /// plus one.
    begins: Vec<u32>,
    alternatives: Vec<Option<WordKey>>,
    /// For each token, how names may begin with it.
    names_begin: Vec<u8>,
    found: Vec<IndexHit>,
    memo: Memo,
}

/// Longest name, in tokens.
const LONGEST_NAME: usize = 16;

/// All splits of a word, for [`Annotations::scan`].
pub(super) const ALL_SPLITS: u8 = u8::MAX;

impl Annotations {
    /// The longest phrase that ends with token `i`.
    pub fn phrase_ending(&self, i: usize) -> Option<&Phrase> {
        self.phrases.get((*self.ends.get(i)? as usize).checked_sub(1)?)
    }

    /// The longest phrase that begins with token `i`.
    pub fn phrase_beginning(&self, i: usize) -> Option<&Phrase> {
        self.phrases.get((*self.begins.get(i)? as usize).checked_sub(1)?)
    }

    /// The names that begin with token `i`.
    pub fn names_at(&self, i: usize) -> &[NameHit] {
        let begin = self.names.partition_point(|n| (n.first as usize) < i);
        let end = begin + self.names[begin..].partition_point(|n| n.first as usize == i);
        &self.names[begin..end]
    }

    /// Classes of token `i`, none past the end.
    #[inline]
    pub fn classes(&self, i: usize) -> Classes {
        self.words.get(i).map_or(Classes::NONE, |w| w.classes)
    }

    /// Fills these annotations for `text`.
    pub(super) fn fill(&mut self, text: &Text, gazetteer: &Gazetteer, deadline: &Deadline) {
        self.words.clear();
        self.names.clear();
        self.phrases.clear();
        self.alternatives.clear();
        self.names_begin.clear();
        self.memo.belong_to(gazetteer.digest());
        for (i, token) in text.tokens().iter().enumerate() {
            if deadline.stops() {
                break;
            }
            let key = text.key(i, 0);
            let finding = match token.kind {
                _ if token.opaque => Finding::default(),
                TokenKind::Word => {
                    let (codes, variants) = (text.codes_of(i), text.variants_of(i));
                    self.memo.get_or(key, codes, variants, || find_word(text, i, gazetteer))
                }
                TokenKind::Latin => {
                    let word = Word { classes: gazetteer.lexicon.classes(key), key: key.0, ..Word::default() };
                    Finding { word, begins: 1, ..Finding::default() }
                }
                TokenKind::Number | TokenKind::Foreign => Finding { begins: 1, ..Finding::default() },
                TokenKind::Punctuation => Finding::default(),
            };
            self.words.push(finding.word);
            self.alternatives.push(finding.alternative);
            self.names_begin.push(finding.begins);
        }
        // Cut short by the deadline, the rest counts as unknown words.
        self.words.resize(text.tokens().len(), Word::default());
        self.alternatives.resize(text.tokens().len(), None);
        self.names_begin.resize(text.tokens().len(), 0);
        self.read_final_ya(text, gazetteer);
        for i in 0..text.tokens().len() {
            if deadline.stops() {
                break;
            }
            if self.names_begin[i] != 0 {
                self.find_names(text, i, gazetteer);
            }
        }
        self.mark_phrases(text.tokens().len());
    }

    /// Where a document writes ي for final ى (إلي for إلى), as is usual in
    /// Egypt, every word in final ي has the classes of both spellings.
    fn read_final_ya(&mut self, text: &Text, gazetteer: &Gazetteer) {
        let writes_ya = (0..text.tokens().len()).any(|i| {
            let codes = text.codes_of(i);
            codes == [letter::ALEF, letter::LAM, letter::YEH] && text.variants_of(i)[2] == 0
        });
        if !writes_ya {
            return;
        }
        for (i, word) in self.words.iter_mut().enumerate() {
            let ends_in_ya = text.codes_of(i).last() == Some(&letter::YEH) && text.variants_of(i).last() == Some(&0);
            if ends_in_ya && word.classes.any(Classes::SPELLINGS) {
                word.classes |= gazetteer.lexicon.classes(WordKey(word.key));
            }
        }
    }

    fn find_names(&mut self, text: &Text, i: usize, gazetteer: &Gazetteer) {
        let index = &gazetteer.index;
        let ways = self.names_begin[i];
        let mut found = std::mem::take(&mut self.found);
        self.scan(text, i, index, ways, &mut found);
        let word = self.words[i];
        if ways & begins::OTHER != 0
            && let Some(key) = other_key(self.alternatives[i], &word)
            && index.may_begin(key, self.next_in_name(text, i).map(|n| text.key(n, 0)))
        {
            self.walk(text, i, word.split, index.begin(key), index, &mut found);
        }
        if found.is_empty() && ways & begins::SUFFIXED != 0 {
            scan_suffixed(text, i, index, &mut found);
        }
        for hit in found.drain(..) {
            self.report(text, hit, gazetteer);
        }
        self.found = found;
    }

    /// Every name of `index` that begins with token `i`, after each of the
    /// proclitic splits whose bits are in `splits`.
    pub(super) fn scan(&self, text: &Text, i: usize, index: &Index, splits: u8, found: &mut Vec<IndexHit>) {
        let next = self.next_in_name(text, i);
        let next_key = next.map(|n| text.key(n, 0));
        if text.tokens()[i].kind != TokenKind::Word {
            let key = text.key(i, 0);
            if index.may_begin(key, next_key) {
                self.walk(text, i, Split::WHOLE, index.begin(key), index, found);
            }
            return;
        }
        let codes = text.codes_of(i);
        let other = next.and_then(|n| self.alternatives[n]);
        for (number, &split) in clitic::splits(codes).as_slice().iter().enumerate() {
            if splits >> number & 1 == 0 {
                continue;
            }
            let key = if split.skip == 0 { text.key(i, 0) } else { clitic::stem_key(codes, split) };
            if index.may_begin(key, next_key) || (other.is_some() && index.may_begin(key, other)) {
                self.walk(text, i, split, index.begin(key), index, found);
            }
        }
    }

    /// Follows the trie from token `first` and reports every name on the way.
    fn walk(&self, text: &Text, first: usize, split: Split, begin: Step, index: &Index, found: &mut Vec<IndexHit>) {
        let mut step = begin;
        let mut at = first;
        for _ in 0..LONGEST_NAME {
            for &value in index.values(step) {
                found.push(IndexHit { first, last: at + 1, split, trim: 0, value });
            }
            let Some(next) = self.next_in_name(text, at) else { return };
            let mut following = index.go_on(step.node, text.key(next, 0));
            if following.values == 0 && following.node == 0 {
                let Some(other) = self.alternatives[next] else { return };
                following = index.go_on(step.node, other);
            }
            if following.values == 0 && following.node == 0 {
                return;
            }
            step = following;
            at = next;
        }
    }

    fn report(&mut self, text: &Text, hit: IndexHit, gazetteer: &Gazetteer) {
        let IndexHit { first, last, split, trim, value } = hit;
        let Some(entry) = gazetteer.entries.get(value as usize) else {
            let classes = gazetteer.phrases.get(value as usize - gazetteer.entries.len()).copied().unwrap_or_default();
            self.phrases.push(Phrase { first: first as u32, last: last as u32, split, classes });
            return;
        };
        let exact =
            trim > 0 || split.restore != Restore::None || exact_spelling(text, first, last, split) == entry.exact;
        let foreign = (first..last).any(|i| self.alternatives[i].is_some());
        let tier = match (exact, foreign) {
            (_, true) => FoldTier::Translit,
            (true, _) => FoldTier::Exact,
            _ => FoldTier::Orth,
        };
        if tier > entry.fold || (tier != FoldTier::Exact && reads_as_particle(text, first, last, self)) {
            return;
        }
        self.names.push(NameHit { first: first as u32, last: last as u32, split, trim, entry: EntryId(value), tier });
    }

    /// The token that may go on a name after token `i`: the next word on the
    /// same line, or the one after a hyphen, an apostrophe or an initial's
    /// full stop.
    fn next_in_name(&self, text: &Text, i: usize) -> Option<usize> {
        let tokens = text.tokens();
        let next = tokens.get(i + 1)?;
        if next.gap == Gap::Line || next.opaque {
            return None;
        }
        if next.kind != TokenKind::Punctuation {
            return Some(i + 1);
        }
        let after = tokens.get(i + 2)?;
        if after.kind == TokenKind::Punctuation || after.gap == Gap::Line || after.opaque {
            return None;
        }
        let joins = match text.punctuation(i + 1)? {
            punct::HYPHEN | punct::APOSTROPHE => next.gap == Gap::None && after.gap == Gap::None,
            punct::AMPERSAND => true,
            punct::FULL_STOP => next.gap == Gap::None && tokens[i].len <= 2,
            _ => false,
        };
        joins.then_some(i + 2)
    }

    fn mark_phrases(&mut self, tokens: usize) {
        self.ends.clear();
        self.ends.resize(tokens, 0);
        self.begins.clear();
        self.begins.resize(tokens, 0);
        for (number, phrase) in self.phrases.iter().enumerate() {
            let length =
                |n: u32| n.checked_sub(1).map_or(0, |n| self.phrases[n as usize].last - self.phrases[n as usize].first);
            let own = phrase.last - phrase.first;
            let end = phrase.last as usize - 1;
            if own > length(self.ends[end]) {
                self.ends[end] = number as u32 + 1;
            }
            if own > length(self.begins[phrase.first as usize]) {
                self.begins[phrase.first as usize] = number as u32 + 1;
            }
        }
    }
}

/// What the lists say of the word at token `i`, wherever it stands.
fn find_word(text: &Text, i: usize, gazetteer: &Gazetteer) -> Finding {
    let codes = text.codes_of(i);
    let mut finding = Finding { word: gazetteer.lexicon.look_up(text, i), ..Finding::default() };
    if finding.word.classes.is_empty() {
        look_up_alternative(codes, gazetteer, &mut finding);
    }
    let index = &gazetteer.index;
    for (number, &split) in clitic::splits(codes).as_slice().iter().enumerate() {
        finding.begins |= u8::from(index.is_first(clitic::stem_key(codes, split))) << number;
    }
    if other_key(finding.alternative, &finding.word.with(Classes::FOREIGN)).is_some_and(|key| index.is_first(key)) {
        finding.begins |= begins::OTHER;
    }
    if finding.word.classes.is_empty() {
        let mut found = Vec::new();
        scan_suffixed(text, i, index, &mut found);
        finding.begins |= if found.is_empty() { 0 } else { begins::SUFFIXED };
    }
    finding
}

/// An unknown word may be a listed foreign word in another spelling of the
/// foreign sounds.
fn look_up_alternative(codes: &[u8], gazetteer: &Gazetteer, finding: &mut Finding) {
    for &split in clitic::splits(codes).as_slice() {
        if split.restore != Restore::None {
            continue;
        }
        if let Some(key) = gazetteer.translit.get(&codes[usize::from(split.skip)..]) {
            let classes = gazetteer.lexicon.classes(key)
                & (Classes::NAME | Classes::FOREIGN | Classes::PLACE_NAME | Classes::BODY_NAME);
            if split == Split::WHOLE {
                finding.alternative = Some(key);
            }
            finding.word = Word { classes, key: key.0, split, ..Word::default() };
            return;
        }
    }
}

/// The key by which a name may begin with a word in another spelling, or with
/// the stem of a foreign word.
fn other_key(alternative: Option<WordKey>, word: &Word) -> Option<WordKey> {
    alternative.or((word.split.skip > 0 && word.classes.any(Classes::FOREIGN)).then_some(WordKey(word.key)))
}

/// Single-word names with a pronoun or an accusative ا (بغدادنا, "our
/// Baghdad"). They stay outside the span.
fn scan_suffixed(text: &Text, i: usize, index: &Index, found: &mut Vec<IndexHit>) {
    use letter::{ALEF, HEH, KAF, MEEM, NOON};
    const SUFFIXES: [&[u8]; 7] = [&[HEH, ALEF], &[HEH, MEEM], &[NOON, ALEF], &[KAF, MEEM], &[HEH], &[KAF], &[ALEF]];
    let codes = text.codes_of(i);
    for suffix in SUFFIXES {
        let Some(stem) = codes.strip_suffix(suffix).filter(|s| s.len() >= 4) else { continue };
        for &split in clitic::splits(stem).as_slice() {
            let key = clitic::stem_key(stem, split);
            if !index.may_begin(key, None) {
                continue;
            }
            let values = index.values(index.begin(key));
            found.extend(values.iter().map(|&value| IndexHit {
                first: i,
                last: i + 1,
                split,
                trim: suffix.len() as u8,
                value,
            }));
        }
        if !found.is_empty() {
            return;
        }
    }
}

/// Hash of the exact spelling of the tokens `first..last` after `split`.
pub(super) fn exact_spelling(text: &Text, first: usize, last: usize, split: Split) -> u64 {
    let mut hash = 0u64;
    for i in first..last {
        if text.tokens()[i].kind == TokenKind::Punctuation {
            continue;
        }
        let skip = if i == first { usize::from(split.skip) } else { 0 };
        let key = WordKey::of(&text.codes_of(i)[skip..]);
        let signature = super::lexicon::signature(&text.variants_of(i)[skip..]);
        hash = (hash.rotate_left(17) ^ key.0).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ signature.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    }
    hash
}

/// على inside what would be a name with علي: never the same word.
fn reads_as_particle(text: &Text, first: usize, last: usize, annotations: &Annotations) -> bool {
    (first..last).any(|i| {
        let token = &text.tokens()[i];
        token.len <= 3
            && annotations.words[i].classes.any(Classes::SPELLINGS)
            && annotations.words[i].classes.any(Classes::PARTICLE)
            && !annotations.words[i].classes.any(Classes::GIVEN | Classes::FAMILY)
    })
}
