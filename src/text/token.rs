//! One analysed document: its codes, variants and tokens.
//!
//! Folding and tokenizing happen in one pass: runs of Arabic letters through a
//! table of their block, other characters one by one through a table of the
//! first 2,048 code points; what neither holds takes a cold path. Positions of
//! letters inside a word are not stored: they are found again by walking the
//! word's few bytes when a hit asks for them.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_compatible;

use super::code::{self, Folded, fold_char, letter, punct};
use super::key::WordKey;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TokenKind {
    /// Arabic letters.
    Word,
    /// Latin letters.
    Latin,
    /// Digits of one or more of the three scripts.
    Number,
    /// Letters of another script.
    Foreign,
    /// A single punctuation mark or symbol.
    Punctuation,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Gap {
    /// Nothing visible: the tokens touch.
    None,
    /// White space within a line.
    Space,
    /// At least one line break, or the start of the text.
    Line,
}

/// A run of letters or digits of one kind, or one punctuation mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the original text.
    pub begin: u32,
    /// One past the last byte, trailing harakat included.
    pub end: u32,
    /// Index of the first code in [`Text::codes`].
    pub code: u32,
    /// Number of codes.
    pub len: u32,
    /// What it is made of.
    pub kind: TokenKind,
    /// What stands before it.
    pub gap: Gap,
    /// Part of a URL, an @name or a hashtag of several words: never a mention.
    pub opaque: bool,
}

/// A document under analysis. Reuse one value for many documents: its buffers
/// are kept.
#[derive(Clone, Debug, Default)]
pub struct Text {
    raw: String,
    codes: Vec<u8>,
    variants: Vec<u8>,
    tokens: Vec<Token>,
    keys: Vec<WordKey>,
}

/// Room after the last code, so that keys can be read sixteen codes at a time.
const PADDING: usize = 16;
/// Letters that are folded at a time; most words have fewer.
const RUN: usize = 16;
/// Code points below this are folded by table.
const TABLE_SIZE: usize = 0x800;

const ACTION_CODE: u16 = 0;
const ACTION_MARK: u16 = 1;
const ACTION_COMBINING: u16 = 2;
const ACTION_IGNORE: u16 = 3;
const ACTION_COLD: u16 = 4;

static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    (0..TABLE_SIZE as u32).map(|cp| pack(char::from_u32(cp).map_or(Folded::Ignorable, fold_char))).collect()
});

/// First bytes of the UTF-8 of U+0600 to U+06FF have these high bits.
const ARABIC_LEAD: u8 = 0xD8;
const ARABIC_LEAD_MASK: u8 = 0xFC;

/// Code and variant of the letters of U+0600 to U+06FF, zero for all that is
/// no Arabic letter.
static LETTERS: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|low| match TABLE[0x600 + low] {
        packed if packed >> 12 == ACTION_CODE && code::is_arabic(packed as u8) => packed,
        _ => 0,
    })
});

fn pack(folded: Folded) -> u16 {
    match folded {
        Folded::Code(code, variant) => u16::from(code) | u16::from(variant) << 8 | ACTION_CODE << 12,
        Folded::Mark => ACTION_MARK << 12,
        Folded::Combining(which) => u16::from(which) | ACTION_COMBINING << 12,
        Folded::Ignorable => ACTION_IGNORE << 12,
        Folded::Compatibility => ACTION_COLD << 12,
    }
}

fn kind_of(code: u8) -> TokenKind {
    if code::is_arabic(code) {
        TokenKind::Word
    } else if code::is_digit(code) {
        TokenKind::Number
    } else if code::is_latin(code) {
        TokenKind::Latin
    } else if code == code::OTHER_LETTER {
        TokenKind::Foreign
    } else {
        TokenKind::Punctuation
    }
}

/// What the tokenizer carries from one character to the next.
struct Cursor {
    gap: Gap,
    open: Option<TokenKind>,
    /// Seen a character that can make tokens opaque.
    opaque_signs: bool,
}

impl Cursor {
    #[inline]
    fn separate(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
        self.open = None;
    }
}

impl Text {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Analyses `raw`, replacing what was held before. Linear in the text.
    ///
    /// Offsets are `u32`: the caller limits texts to less than 4 GiB.
    pub fn analyse(&mut self, raw: &str) {
        self.raw.clear();
        self.raw.push_str(raw);
        self.codes.clear();
        self.variants.clear();
        self.tokens.clear();
        self.keys.clear();
        let (table, letters): (&[u16], &[u16; 256]) = (&TABLE, &LETTERS);
        let bytes = raw.as_bytes();
        let mut cursor = Cursor { gap: Gap::Line, open: None, opaque_signs: false };
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b' ' {
                cursor.separate(Gap::Space);
                at += 1;
                continue;
            }
            if bytes[at] & ARABIC_LEAD_MASK == ARABIC_LEAD {
                let run = self.push_letters(&bytes[at..], letters);
                if run > 0 {
                    self.extend_word(run, at, at + 2 * run, &mut cursor);
                    at += 2 * run;
                    continue;
                }
            }
            let Some(c) = raw[at..].chars().next() else { break };
            let begin = at;
            at += c.len_utf8();
            self.push_char(c, table, begin as u32, at as u32, &mut cursor);
        }
        self.codes.extend([code::PAD; PADDING]);
        self.variants.extend([0; PADDING]);
        let codes = &self.codes;
        self.keys.extend(self.tokens.iter().map(|t| WordKey::at(codes, t.code as usize, t.len as usize)));
        if cursor.opaque_signs {
            self.mark_opaque();
        }
    }

    /// Appends the codes of the Arabic letters that `bytes` begin with, and
    /// says how many they are.
    #[inline]
    fn push_letters(&mut self, bytes: &[u8], letters: &[u16; 256]) -> usize {
        let before = self.codes.len();
        for chunk in bytes.chunks(2 * RUN) {
            let (mut codes, mut variants, mut run) = ([0u8; RUN], [0u8; RUN], 0);
            for ((pair, code), variant) in chunk.chunks_exact(2).zip(&mut codes).zip(&mut variants) {
                let packed = letters[usize::from(pair[0] & 3) << 6 | usize::from(pair[1] & 0x3F)];
                if pair[0] & ARABIC_LEAD_MASK != ARABIC_LEAD || packed == 0 {
                    break;
                }
                (*code, *variant) = (packed as u8, (packed >> 8) as u8 & 3);
                run += 1;
            }
            // A fixed number of codes is copied, then cut: that is cheaper.
            let end = self.codes.len() + run;
            self.codes.extend_from_slice(&codes);
            self.variants.extend_from_slice(&variants);
            self.codes.truncate(end);
            self.variants.truncate(end);
            if run < RUN {
                break;
            }
        }
        self.codes.len() - before
    }

    /// The last `run` codes stand for the bytes `begin..end` and belong to the
    /// open word, or begin one.
    #[inline]
    fn extend_word(&mut self, run: usize, begin: usize, end: usize, cursor: &mut Cursor) {
        if cursor.open == Some(TokenKind::Word)
            && let Some(last) = self.tokens.last_mut()
        {
            last.len += run as u32;
            last.end = end as u32;
            return;
        }
        self.tokens.push(Token {
            begin: begin as u32,
            end: end as u32,
            code: (self.codes.len() - run) as u32,
            len: run as u32,
            kind: TokenKind::Word,
            gap: cursor.gap,
            opaque: false,
        });
        cursor.gap = Gap::None;
        cursor.open = Some(TokenKind::Word);
    }

    /// Any one character, at the bytes `begin..end`.
    fn push_char(&mut self, c: char, table: &[u16], begin: u32, end: u32, cursor: &mut Cursor) {
        let packed = match table.get(c as usize) {
            Some(&packed) => packed,
            None => pack(fold_char(c)),
        };
        match packed >> 12 {
            ACTION_CODE => self.push(packed as u8, (packed >> 8) as u8 & 3, begin, end, cursor),
            ACTION_MARK => self.extend_mark(end, cursor),
            ACTION_COMBINING => self.combine(packed as u8, end, cursor),
            ACTION_COLD => decompose_compatible(c, |part| match fold_char(part) {
                Folded::Code(code, variant) => self.push(code, variant, begin, end, cursor),
                Folded::Combining(which) => self.combine(which, end, cursor),
                _ => self.extend_mark(end, cursor),
            }),
            _ => {}
        }
    }

    #[inline]
    fn push(&mut self, code: u8, variant: u8, begin: u32, end: u32, cursor: &mut Cursor) {
        if code == code::SPACE || code == code::NEWLINE {
            cursor.separate(if code == code::SPACE { Gap::Space } else { Gap::Line });
            return;
        }
        let kind = kind_of(code);
        if cursor.open == Some(kind)
            && let Some(last) = self.tokens.last_mut()
        {
            last.len += 1;
            last.end = end;
        } else {
            let code_at = self.codes.len() as u32;
            self.tokens.push(Token { begin, end, code: code_at, len: 1, kind, gap: cursor.gap, opaque: false });
            cursor.gap = Gap::None;
            cursor.open = (kind != TokenKind::Punctuation).then_some(kind);
            cursor.opaque_signs |=
                matches!(code, punct::AT | punct::HASH | punct::UNDERSCORE | punct::SLASH) || kind == TokenKind::Latin;
        }
        self.codes.push(code);
        self.variants.push(variant);
    }

    fn extend_mark(&mut self, end: u32, cursor: &Cursor) {
        if cursor.open == Some(TokenKind::Word)
            && let Some(last) = self.tokens.last_mut()
        {
            last.end = end;
        }
    }

    /// Combining hamza and madda: turns the last letter into its precomposed
    /// form.
    fn combine(&mut self, which: u8, end: u32, cursor: &Cursor) {
        self.extend_mark(end, cursor);
        if cursor.open != Some(TokenKind::Word) {
            return;
        }
        if let (Some(code), Some(variant)) = (self.codes.last_mut(), self.variants.last_mut()) {
            match (*code, which) {
                (letter::ALEF, _) => *variant = which,
                (letter::WAW, code::HAMZA_ABOVE) => (*code, *variant) = (letter::HAMZA, 1),
                (letter::YEH, code::HAMZA_ABOVE) => (*code, *variant) = (letter::HAMZA, 2),
                _ => {}
            }
        }
    }

    /// Marks the tokens of URLs, @names, e-mail addresses and hashtags of
    /// several words.
    fn mark_opaque(&mut self) {
        let mut first = 0;
        while first < self.tokens.len() {
            let mut last = first + 1;
            while last < self.tokens.len() && self.tokens[last].gap == Gap::None {
                last += 1;
            }
            self.mark_run(first, last);
            first = last;
        }
    }

    /// `first..last` are tokens that touch.
    fn mark_run(&mut self, first: usize, last: usize) {
        let code_at = |text: &Self, i: usize| text.codes[text.tokens[i].code as usize];
        let mut i = first;
        while i < last {
            let code = code_at(self, i);
            let is_joint = |text: &Self, j: usize| {
                text.tokens[j].kind != TokenKind::Punctuation || code_at(text, j) == punct::UNDERSCORE
            };
            let mut end = i + 1;
            if code == punct::AT || code == punct::HASH {
                while end < last && is_joint(self, end) {
                    end += 1;
                }
                let several = (i..end).any(|j| code_at(self, j) == punct::UNDERSCORE);
                if code == punct::AT && end > i + 1 {
                    // What touches the sign on the left is an address.
                    let mut begin = i;
                    while begin > first && (is_joint(self, begin - 1) || code_at(self, begin - 1) == punct::FULL_STOP) {
                        begin -= 1;
                    }
                    self.tokens[begin..end].iter_mut().for_each(|t| t.opaque = true);
                } else if several {
                    self.tokens[i..end].iter_mut().for_each(|t| t.opaque = true);
                }
            } else if code == punct::UNDERSCORE {
                let begin = if i > first { i - 1 } else { i };
                let after = (i + 2).min(last);
                self.tokens[begin..after].iter_mut().for_each(|t| t.opaque = true);
            } else if self.starts_url(i, last) {
                // Links end at white space or at the first Arabic letter.
                while end < last && self.tokens[end].kind != TokenKind::Word {
                    end += 1;
                }
                self.tokens[i..end].iter_mut().for_each(|t| t.opaque = true);
            }
            i = end;
        }
    }

    fn starts_url(&self, i: usize, last: usize) -> bool {
        if self.tokens[i].kind != TokenKind::Latin {
            return false;
        }
        let next = |j: usize| (j < last).then(|| self.codes[self.tokens[j].code as usize]);
        let scheme =
            next(i + 1) == Some(punct::COLON) && next(i + 2) == Some(punct::SLASH) && next(i + 3) == Some(punct::SLASH);
        scheme || (self.raw_of(i).eq_ignore_ascii_case("www") && next(i + 1) == Some(punct::FULL_STOP))
    }

    /// The original text.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The folded codes of all tokens, followed by padding.
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// The original bytes of token `i`.
    pub fn raw_of(&self, i: usize) -> &str {
        let token = &self.tokens[i];
        &self.raw[token.begin as usize..token.end as usize]
    }

    /// The codes of token `i`.
    #[inline]
    pub fn codes_of(&self, i: usize) -> &[u8] {
        let token = &self.tokens[i];
        &self.codes[token.code as usize..(token.code + token.len) as usize]
    }

    /// The variants of token `i`, one for each code.
    #[inline]
    pub fn variants_of(&self, i: usize) -> &[u8] {
        let token = &self.tokens[i];
        &self.variants[token.code as usize..(token.code + token.len) as usize]
    }

    /// The key of token `i` without its first `skip` codes.
    #[inline]
    pub fn key(&self, i: usize, skip: usize) -> WordKey {
        if skip == 0 {
            return self.keys[i];
        }
        let token = &self.tokens[i];
        WordKey::at(&self.codes, token.code as usize + skip, token.len as usize - skip)
    }

    /// The punctuation code of token `i`, or `None` for a token of letters or
    /// digits and past the end.
    #[inline]
    pub fn punctuation(&self, i: usize) -> Option<u8> {
        let token = self.tokens.get(i)?;
        (token.kind == TokenKind::Punctuation).then(|| self.codes[token.code as usize])
    }

    /// First byte of code number `skip` of token `i`, in the original text. A
    /// position inside a ligature is the ligature's end.
    pub fn offset_in(&self, i: usize, skip: usize) -> u32 {
        let token = &self.tokens[i];
        if skip == 0 {
            return token.begin;
        }
        let mut seen = 0;
        for (at, c) in self.raw_of(i).char_indices() {
            let kept = kept_codes(c);
            if kept > 0 && seen >= skip {
                return token.begin + at as u32;
            }
            seen += kept;
        }
        token.end
    }

    /// One past the last byte of the first `keep` codes of token `i`, with the
    /// harakat that follow them.
    pub fn end_in(&self, i: usize, keep: usize) -> u32 {
        let token = &self.tokens[i];
        if keep >= token.len as usize {
            return token.end;
        }
        let mut seen = 0;
        let mut end = token.begin;
        for (at, c) in self.raw_of(i).char_indices() {
            let folded = fold_char(c);
            let after = token.begin + (at + c.len_utf8()) as u32;
            match folded {
                Folded::Ignorable => {}
                Folded::Mark | Folded::Combining(_) => end = after,
                _ if seen >= keep => break,
                _ => end = after,
            }
            seen += kept_codes(c);
        }
        end
    }
}

fn kept_codes(c: char) -> usize {
    match fold_char(c) {
        Folded::Code(..) => 1,
        Folded::Compatibility => {
            let mut count = 0;
            decompose_compatible(c, |part| count += usize::from(matches!(fold_char(part), Folded::Code(..))));
            count
        }
        _ => 0,
    }
}
