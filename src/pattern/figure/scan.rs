//! What the figure rules see: the tokens of a text with the meanings of their
//! words. Positions are token indices; every question is answered in constant
//! time.

use std::cell::Cell;

use crate::extract::CivilDate;
use crate::gazetteer::figure_words::{Bounding, Meanings, Reading, Sense, Word, prefix};
use crate::gazetteer::{FigureWords, Subtype};
use crate::pattern::figure::value::{Bound, Value};
use crate::text::code::{self, DIGIT_ZERO, letter, punct};
use crate::text::{Gap, Split, Text, TokenKind};

/// Meanings of this many tokens are kept, so that rules which look at the same
/// token share one probe.
const KEPT: usize = 32;

/// A text with the tables that explain it.
pub(super) struct Scan<'a> {
    pub(super) text: &'a Text,
    pub(super) words: &'a FigureWords,
    /// Resolves relative dates.
    pub(super) reference: Option<CivilDate>,
    recent: [Cell<(u32, Meanings)>; KEPT],
}

/// A figure that a rule has found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First token.
    pub(super) begin: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// Proclitics of the first token.
    pub(super) split: Split,
    /// Codes of a suffix of the last token.
    pub(super) trim: u8,
    pub(super) subtype: Subtype,
    pub(super) rule: &'static str,
    pub(super) weak: bool,
    pub(super) value: Value,
}

impl Found {
    pub(super) fn new(begin: usize, end: usize, split: Split, kind: &str, rule: &'static str, value: Value) -> Self {
        Self { begin, end, split, trim: 0, subtype: Subtype::fixed(kind), rule, weak: false, value }
    }

    #[must_use]
    pub(super) fn weak_if(mut self, weak: bool) -> Self {
        self.weak = weak;
        self
    }
}

/// Tokens that a cue before a figure can take.
const CUE_REACH: usize = 5;

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a Text, words: &'a FigureWords, reference: Option<CivilDate>) -> Self {
        Self { text, words, reference, recent: [const { Cell::new((u32::MAX, Meanings::NONE)) }; KEPT] }
    }

    pub(super) fn len(&self) -> usize {
        self.text.tokens().len()
    }

    pub(super) fn find<T>(&self, i: usize, accept: impl FnMut(&Reading) -> Option<T>) -> Option<(Reading, T)> {
        let kept = &self.recent[i % KEPT];
        let (token, mut meanings) = kept.get();
        if token != i as u32 {
            meanings = self.words.meanings(self.text, i);
            kept.set((i as u32, meanings));
        }
        self.words.find(self.text, i, &meanings, accept)
    }

    /// What stands before token `i`; a line break past the end.
    pub(super) fn gap(&self, i: usize) -> Gap {
        self.text.tokens().get(i).map_or(Gap::Line, |t| t.gap)
    }

    /// Whether token `i` is on the same line as the one before it.
    pub(super) fn same_line(&self, i: usize) -> bool {
        i > 0 && self.gap(i) != Gap::Line
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.text.tokens().get(i).filter(|t| !t.opaque).map(|t| t.kind)
    }

    pub(super) fn punctuation(&self, i: usize) -> Option<u8> {
        self.text.punctuation(i)
    }

    pub(super) fn is_punctuation(&self, i: usize, code: u8) -> bool {
        self.punctuation(i) == Some(code)
    }

    pub(super) fn is_dash(&self, i: usize) -> bool {
        matches!(self.punctuation(i), Some(punct::HYPHEN | punct::DASH | punct::MINUS))
    }

    pub(super) fn is_number(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Number)
    }

    /// Digits of a number token, when it is one.
    pub(super) fn digit_count(&self, i: usize) -> Option<usize> {
        self.is_number(i).then(|| self.text.codes_of(i).len())
    }

    /// The value of a number token of at most eighteen digits.
    pub(super) fn integer(&self, i: usize) -> Option<u64> {
        let codes = self.is_number(i).then(|| self.text.codes_of(i))?;
        (codes.len() <= 18).then(|| codes.iter().fold(0, |n, &c| n * 10 + u64::from(c - DIGIT_ZERO)))
    }

    /// A joining word without proclitic at `i`: the token after it.
    pub(super) fn word(&self, i: usize, wanted: Word) -> Option<usize> {
        self.word_of(i, |word| word == wanted).filter(|(_, r)| r.prefix == 0).map(|(end, _)| end)
    }

    /// Any of some joining words at `i`, with the token after it.
    pub(super) fn word_of(&self, i: usize, wanted: impl Fn(Word) -> bool) -> Option<(usize, Reading)> {
        self.find(i, |r| match r.sense {
            Sense::Word(word) if wanted(word) => Some(i + usize::from(r.tokens)),
            _ => None,
        })
        .map(|(reading, end)| (end, reading))
    }

    /// A joining word that ends right before token `i`: its first token.
    pub(super) fn word_before(&self, i: usize, wanted: impl Fn(Word) -> bool + Copy) -> Option<(usize, Reading)> {
        self.before(i, |r| matches!(r.sense, Sense::Word(word) if wanted(word)))
    }

    /// A phrase that ends right before token `i`, the longest one first.
    pub(super) fn before(&self, i: usize, wanted: impl Fn(&Reading) -> bool) -> Option<(usize, Reading)> {
        if !self.same_line(i) {
            return None;
        }
        (1..=CUE_REACH.min(i)).rev().find_map(|n| {
            let at = i - n;
            self.find(at, |r| (usize::from(r.tokens) == n && wanted(r)).then_some(()))
                .map(|(reading, ())| (at, reading))
        })
    }

    /// The bound that the words before token `i` set.
    pub(super) fn bound_before(&self, i: usize) -> Option<Bound> {
        let mut at = i;
        if self.is_single_letter(at.wrapping_sub(1), letter::BEH)
            || self.is_single_letter(at.wrapping_sub(1), letter::LAM)
        {
            at -= 1;
        }
        let (_, reading) = self.before(at, |r| matches!(r.sense, Sense::Bound(_)))?;
        match reading.sense {
            Sense::Bound(Bounding(bound)) => Some(bound),
            _ => None,
        }
    }

    /// The bound that the words from token `i` on set.
    pub(super) fn bound_after(&self, i: usize) -> Option<Bound> {
        if !self.same_line(i) {
            return None;
        }
        let (reading, bound) = self.find(i, |r| match r.sense {
            Sense::BoundAfter(Bounding(bound)) => Some(bound),
            _ => None,
        })?;
        // «أو أكثر من 30» bounds what comes after it.
        let end = i + usize::from(reading.tokens);
        let next = self.word(end, Word::From).unwrap_or(end);
        (!(self.same_line(next) && self.is_number(next))).then_some(bound)
    }

    /// Whether token `i` is this one letter.
    pub(super) fn is_single_letter(&self, i: usize, letter: u8) -> bool {
        self.kind(i) == Some(TokenKind::Word) && self.text.codes_of(i) == [letter]
    }

    /// Where a word joined by و stands: in one word with it (`true`), or
    /// after a و of its own.
    pub(super) fn joined(&self, i: usize) -> (usize, bool) {
        if self.is_single_letter(i, letter::WAW) && self.same_line(i + 1) { (i + 1, false) } else { (i, true) }
    }

    /// Whether `reading` is joined by و, given what [`Scan::joined`] said.
    pub(super) fn is_joined(&self, reading: &Reading, attached: bool) -> bool {
        if attached { reading.prefix == prefix::WAW } else { reading.prefix == 0 }
    }

    /// Whether token `i` touches a letter on its left (كوفيد-19, F16).
    pub(super) fn glued_left(&self, i: usize) -> bool {
        if self.gap(i) != Gap::None || i == 0 {
            return false;
        }
        let currency =
            |at: usize| self.find(at, |r| (r.symbol && matches!(r.sense, Sense::Currency(_))).then_some(())).is_some();
        let touches = |at: usize| match self.kind(at) {
            Some(TokenKind::Latin) => !currency(at),
            Some(TokenKind::Foreign) => true,
            Some(TokenKind::Word) => self.text.codes_of(at).len() > 1,
            _ => false,
        };
        let article = matches!(self.text.codes_of(i - 1), [.., letter::ALEF, letter::LAM] | [letter::LAM, letter::LAM]);
        let short = self.kind(i - 1) == Some(TokenKind::Word) && self.text.codes_of(i - 1).len() < 3;
        if touches(i - 1) && !article && !short {
            return true;
        }
        let joint = matches!(self.punctuation(i - 1), Some(punct::HYPHEN | punct::UNDERSCORE | punct::DASH));
        joint && i > 1 && self.gap(i - 1) == Gap::None && touches(i - 2)
    }

    /// Whether a Latin letter touches token `i - 1` on its right.
    pub(super) fn glued_right(&self, i: usize) -> bool {
        self.gap(i) == Gap::None && self.kind(i) == Some(TokenKind::Latin)
    }

    /// Whether the word at `i` has one of the marks of tanween.
    pub(super) fn has_tanween(&self, i: usize) -> bool {
        self.text.raw_of(i).chars().any(|c| matches!(c, '\u{64B}'..='\u{64D}'))
    }

    /// Whether the first letter of the stem at `i` bears a damma: خُمس is a
    /// fifth, خمس may be five.
    pub(super) fn has_damma(&self, i: usize, skip: u8) -> bool {
        let begin = self.text.offset_in(i, usize::from(skip)) as usize;
        let end = self.text.tokens()[i].end as usize;
        self.text.raw().get(begin..end).is_some_and(|stem| stem.chars().nth(1) == Some('\u{64F}'))
    }

    /// Whether token `i` is a word with the article.
    pub(super) fn is_definite(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Word)
            && self.text.codes_of(i).len() > 3
            && self.text.codes_of(i).starts_with(&[letter::ALEF, letter::LAM])
            && self.text.variants_of(i)[0] == 0
            // «الف» and «الفا» without their hamza are thousands.
            && self.find(i, |r| (!r.article && r.prefix == 0 && matches!(r.sense, Sense::Scale(_))).then_some(())).is_none()
    }

    /// Whether token `i` is an Arabic word on the same line.
    pub(super) fn is_word(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Word) && self.same_line(i)
    }
}

/// The code of a digit as a number.
pub(super) fn digit(c: u8) -> u32 {
    debug_assert!(code::is_digit(c));
    u32::from(c - DIGIT_ZERO)
}
