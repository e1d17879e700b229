//! Letter codes: every character is folded to one byte, its *code*, and two
//! bits, its *variant*.
//!
//! The code is what the `orth` tier compares: ا أ إ آ share one code, as do
//! ي ى, ه ة and ء ؤ ئ. The variant tells them apart again for the `character`
//! tier. Characters that are only another way to write the same letter
//! (presentation forms, Persian ی and ک, digits of the three scripts) share
//! both.

/// Padding after the last code of a text.
pub const PAD: u8 = 0;
/// White space other than a line break.
pub const SPACE: u8 = 1;
/// A line or paragraph break.
pub const NEWLINE: u8 = 2;
/// Any other symbol, emoji included.
pub const SYMBOL: u8 = 48;
/// A letter of a script other than Arabic or Latin.
pub const OTHER_LETTER: u8 = 49;
/// The digit zero; the ten digits follow in order.
pub const DIGIT_ZERO: u8 = 64;
/// The Latin letter a; the twenty-six letters follow in order.
pub const LATIN_A: u8 = 80;
/// The last Latin letter code: a letter outside the basic alphabet.
pub const LATIN_OTHER: u8 = 106;
/// The first Arabic letter code.
pub const ARABIC: u8 = 128;

/// Codes of punctuation, so that rules can name what they look at.
pub mod punct {
    #![allow(missing_docs)]
    pub const FULL_STOP: u8 = 3;
    pub const COMMA: u8 = 4;
    pub const SEMICOLON: u8 = 5;
    pub const COLON: u8 = 6;
    pub const QUESTION: u8 = 7;
    pub const EXCLAMATION: u8 = 8;
    pub const OPEN_PAREN: u8 = 9;
    pub const CLOSE_PAREN: u8 = 10;
    pub const QUOTE: u8 = 11;
    pub const OPEN_QUOTE: u8 = 12;
    pub const CLOSE_QUOTE: u8 = 13;
    pub const APOSTROPHE: u8 = 14;
    pub const HYPHEN: u8 = 15;
    pub const DASH: u8 = 16;
    pub const SLASH: u8 = 17;
    pub const PERCENT: u8 = 18;
    pub const HASH: u8 = 19;
    pub const AT: u8 = 20;
    pub const UNDERSCORE: u8 = 21;
    pub const AMPERSAND: u8 = 22;
    pub const PLUS: u8 = 23;
    pub const DECIMAL: u8 = 24;
    pub const THOUSANDS: u8 = 25;
    pub const ELLIPSIS: u8 = 26;
    pub const DOLLAR: u8 = 27;
    pub const EURO: u8 = 28;
    pub const POUND: u8 = 29;
    pub const YEN: u8 = 30;
    pub const RIAL: u8 = 31;
    pub const FRACTION: u8 = 32;
    pub const DEGREE: u8 = 33;
    pub const ASTERISK: u8 = 34;
    pub const EQUALS: u8 = 35;
    pub const SUPERSCRIPT: u8 = 36;
    pub const OPEN_BRACKET: u8 = 37;
    pub const CLOSE_BRACKET: u8 = 38;
    pub const MINUS: u8 = 39;
    pub const CURRENCY: u8 = 40;
    pub const BULLET: u8 = 41;
}

/// Codes of the Arabic letters that rules name.
pub mod letter {
    #![allow(missing_docs)]
    pub const ALEF: u8 = 128;
    pub const BEH: u8 = 129;
    pub const TEH: u8 = 130;
    pub const THEH: u8 = 131;
    pub const JEEM: u8 = 132;
    pub const HAH: u8 = 133;
    pub const KHAH: u8 = 134;
    pub const DAL: u8 = 135;
    pub const THAL: u8 = 136;
    pub const REH: u8 = 137;
    pub const ZAIN: u8 = 138;
    pub const SEEN: u8 = 139;
    pub const SHEEN: u8 = 140;
    pub const SAD: u8 = 141;
    pub const DAD: u8 = 142;
    pub const TAH: u8 = 143;
    pub const ZAH: u8 = 144;
    pub const AIN: u8 = 145;
    pub const GHAIN: u8 = 146;
    pub const FEH: u8 = 147;
    pub const QAF: u8 = 148;
    pub const KAF: u8 = 149;
    pub const LAM: u8 = 150;
    pub const MEEM: u8 = 151;
    pub const NOON: u8 = 152;
    pub const HEH: u8 = 153;
    pub const WAW: u8 = 154;
    pub const YEH: u8 = 155;
    pub const HAMZA: u8 = 156;
}

/// What folding makes of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    /// One code with its variant.
    Code(u8, u8),
    /// A mark that belongs to the letter before it (harakat, superscript alef).
    Mark,
    /// Combining hamza or madda: changes the letter before it.
    Combining(u8),
    /// Nothing visible, or tatweel: dropped, and never the end of a span.
    Ignorable,
    /// A presentation form or ligature: folded letter by letter after
    /// compatibility decomposition, off the hot path.
    Compatibility,
}

/// Combining madda above (U+0653), for [`Folded::Combining`].
pub(crate) const MADDA: u8 = 3;
/// Combining hamza above (U+0654).
pub(crate) const HAMZA_ABOVE: u8 = 1;
/// Combining hamza below (U+0655).
pub(crate) const HAMZA_BELOW: u8 = 2;

/// Folds one character. Total: every character has a result.
pub(crate) fn fold_char(c: char) -> Folded {
    use Folded::{Code, Combining, Ignorable, Mark};
    let cp = c as u32;
    match cp {
        0x00..=0x7F => fold_ascii(cp as u8),
        0x064B..=0x0652 | 0x0656..=0x065F | 0x0670 | 0x0610..=0x061A | 0x06D6..=0x06DC => Mark,
        0x06DF..=0x06E4 | 0x06E7 | 0x06E8 | 0x06EA..=0x06ED | 0x08D3..=0x08FF => Mark,
        0x0653 => Combining(MADDA),
        0x0654 => Combining(HAMZA_ABOVE),
        0x0655 => Combining(HAMZA_BELOW),
        0x0640 | 0x061C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 => Ignorable,
        0x2066..=0x206F | 0xFEFF | 0x00AD | 0xFE00..=0xFE0F => Ignorable,
        0x0300..=0x036F => Mark,
        0x0660..=0x0669 => Code(DIGIT_ZERO + (cp - 0x0660) as u8, 1),
        0x06F0..=0x06F9 => Code(DIGIT_ZERO + (cp - 0x06F0) as u8, 2),
        0x0600..=0x06FF | 0x0750..=0x077F => fold_arabic(c),
        0xFDFC => Folded::Code(punct::RIAL, 0),
        0xFB50..=0xFDFF | 0xFE70..=0xFEFC | 0xFF01..=0xFF5E => Folded::Compatibility,
        _ => fold_other(c),
    }
}

fn fold_ascii(b: u8) -> Folded {
    use Folded::{Code, Ignorable};
    match b {
        b'\n' | 0x0B | 0x0C | b'\r' => Code(NEWLINE, 0),
        b' ' | b'\t' => Code(SPACE, 0),
        b'0'..=b'9' => Code(DIGIT_ZERO + (b - b'0'), 0),
        b'a'..=b'z' => Code(LATIN_A + (b - b'a'), 0),
        b'A'..=b'Z' => Code(LATIN_A + (b - b'A'), 1),
        0..=0x1F | 0x7F => Ignorable,
        _ => Code(ascii_punctuation(b), 0),
    }
}

fn ascii_punctuation(b: u8) -> u8 {
    match b {
        b'.' => punct::FULL_STOP,
        b',' => punct::COMMA,
        b';' => punct::SEMICOLON,
        b':' => punct::COLON,
        b'?' => punct::QUESTION,
        b'!' => punct::EXCLAMATION,
        b'(' => punct::OPEN_PAREN,
        b')' => punct::CLOSE_PAREN,
        b'[' | b'{' => punct::OPEN_BRACKET,
        b']' | b'}' => punct::CLOSE_BRACKET,
        b'"' => punct::QUOTE,
        b'\'' | b'`' => punct::APOSTROPHE,
        b'-' => punct::HYPHEN,
        b'/' => punct::SLASH,
        b'%' => punct::PERCENT,
        b'#' => punct::HASH,
        b'@' => punct::AT,
        b'_' => punct::UNDERSCORE,
        b'&' => punct::AMPERSAND,
        b'+' => punct::PLUS,
        b'*' => punct::ASTERISK,
        b'=' => punct::EQUALS,
        b'$' => punct::DOLLAR,
        _ => SYMBOL,
    }
}

fn fold_arabic(c: char) -> Folded {
    use Folded::Code;
    use letter as l;
    let (code, variant) = match c {
        'ا' | 'ٱ' => (l::ALEF, 0),
        'أ' | 'ٲ' | 'ٵ' => (l::ALEF, 1),
        'إ' | 'ٳ' => (l::ALEF, 2),
        'آ' => (l::ALEF, 3),
        'ب' => (l::BEH, 0),
        'پ' => (l::BEH, 1),
        'ت' | 'ټ' | 'ٹ' => (l::TEH, 0),
        'ث' => (l::THEH, 0),
        'ج' => (l::JEEM, 0),
        'چ' | 'ڃ' | 'ڄ' => (l::JEEM, 1),
        'ح' => (l::HAH, 0),
        'خ' => (l::KHAH, 0),
        'د' | 'ڈ' | 'ډ' => (l::DAL, 0),
        'ذ' => (l::THAL, 0),
        'ر' | 'ڕ' | 'ړ' | 'ڑ' => (l::REH, 0),
        'ز' => (l::ZAIN, 0),
        'ژ' => (l::ZAIN, 1),
        'س' => (l::SEEN, 0),
        'ش' => (l::SHEEN, 0),
        'ص' => (l::SAD, 0),
        'ض' => (l::DAD, 0),
        'ط' => (l::TAH, 0),
        'ظ' => (l::ZAH, 0),
        'ع' => (l::AIN, 0),
        'غ' => (l::GHAIN, 0),
        'ف' | 'ڢ' => (l::FEH, 0),
        'ڤ' | 'ڥ' => (l::FEH, 1),
        'ق' | 'ڧ' => (l::QAF, 0),
        'ڨ' => (l::QAF, 1),
        'ك' | 'ک' | 'ڪ' => (l::KAF, 0),
        'گ' | 'ڭ' | 'ݣ' => (l::KAF, 1),
        'ل' | 'ڵ' => (l::LAM, 0),
        'م' => (l::MEEM, 0),
        'ن' | 'ں' => (l::NOON, 0),
        'ه' | 'ہ' | 'ھ' | 'ە' | 'ۀ' | 'ۂ' => (l::HEH, 0),
        'ة' | 'ۃ' => (l::HEH, 1),
        'و' | 'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' => (l::WAW, 0),
        'ي' | 'ی' | 'ې' | 'ێ' | 'ے' => (l::YEH, 0),
        'ى' => (l::YEH, 1),
        'ء' => (l::HAMZA, 0),
        'ؤ' => (l::HAMZA, 1),
        'ئ' => (l::HAMZA, 2),
        '،' | '٬' | '؍' => return Code(if c == '٬' { punct::THOUSANDS } else { punct::COMMA }, 1),
        '؛' => return Code(punct::SEMICOLON, 1),
        '؟' => return Code(punct::QUESTION, 1),
        '٪' => return Code(punct::PERCENT, 1),
        '٫' => return Code(punct::DECIMAL, 0),
        '٭' => return Code(punct::ASTERISK, 1),
        '۔' => return Code(punct::FULL_STOP, 1),
        c if c.is_alphabetic() => return Code(OTHER_LETTER, 0),
        _ => return Code(SYMBOL, 0),
    };
    Code(code, variant)
}

fn fold_other(c: char) -> Folded {
    use Folded::{Code, Ignorable};
    let code = match c {
        '\u{0085}' | '\u{2028}' | '\u{2029}' => NEWLINE,
        '«' | '“' | '„' | '‹' | '‘' | '‚' => punct::OPEN_QUOTE,
        '»' | '”' | '‟' | '›' => punct::CLOSE_QUOTE,
        '’' => punct::APOSTROPHE,
        '‐' | '‑' => punct::HYPHEN,
        '–' | '—' | '‒' | '―' => punct::DASH,
        '−' => punct::MINUS,
        '…' => punct::ELLIPSIS,
        '€' => punct::EURO,
        '£' => punct::POUND,
        '¥' => punct::YEN,
        '₪' | '₤' | '₺' | '₹' | '₽' | '₩' | '¢' => punct::CURRENCY,
        '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛' | '⅜' | '⅝' | '⅞' | '⅕' | '⅖' | '⅗' | '⅘' | '⅙' | '⅚' => {
            punct::FRACTION
        }
        '°' | '℃' | '℉' => punct::DEGREE,
        '²' | '³' | '¹' => punct::SUPERSCRIPT,
        '•' | '·' | '●' | '▪' | '◦' => punct::BULLET,
        '⁄' | '∕' => punct::SLASH,
        '٪' | '‰' => punct::PERCENT,
        c if c.is_whitespace() => SPACE,
        c if c.is_control() => return Ignorable,
        c if c.is_alphabetic() => return latin(c),
        _ => SYMBOL,
    };
    Code(code, 2)
}

/// Latin letters with diacritics fold to their base letter; the variant keeps
/// the case.
fn latin(c: char) -> Folded {
    const BASES: &str = "\
aàáâãäåāăąǎ cçćĉċčcdďđ eèéêëēĕėęěẽ gĝğġģǧ hĥħ iìíîïĩīĭįıĵ kķĸ lĺļľŀł nñńņňŋ \
oòóôõöøōŏő rŕŗř sśŝşšșß tţťŧț uùúûüũūŭůűų wŵ yýÿŷ zźżž";
    let lower = c.to_lowercase().next().unwrap_or(c);
    let variant = u8::from(lower != c);
    if !('\u{00C0}'..='\u{024F}').contains(&c) {
        return if ('\u{1E00}'..='\u{1EFF}').contains(&c) {
            Folded::Code(LATIN_OTHER, variant)
        } else {
            Folded::Code(OTHER_LETTER, 0)
        };
    }
    for group in BASES.split(' ') {
        let mut letters = group.chars();
        let base = letters.next().unwrap_or('a');
        if letters.any(|l| l == lower) {
            return Folded::Code(LATIN_A + (base as u8 - b'a'), variant);
        }
    }
    Folded::Code(LATIN_OTHER, variant)
}

/// Whether `code` is an Arabic letter.
#[inline]
pub fn is_arabic(code: u8) -> bool {
    code >= ARABIC
}

/// Whether `code` is a digit of any of the three scripts.
#[inline]
pub fn is_digit(code: u8) -> bool {
    (DIGIT_ZERO..DIGIT_ZERO + 10).contains(&code)
}

/// Whether `code` is a Latin letter.
#[inline]
pub fn is_latin(code: u8) -> bool {
    (LATIN_A..=LATIN_OTHER).contains(&code)
}

/// One character that folds to the given non-letter code.
pub(crate) fn representative(code: u8) -> char {
    use punct as p;
    match code {
        p::FULL_STOP => '.',
        p::COMMA => ',',
        p::SEMICOLON => ';',
        p::COLON => ':',
        p::QUESTION => '?',
        p::EXCLAMATION => '!',
        p::OPEN_PAREN => '(',
        p::CLOSE_PAREN => ')',
        p::OPEN_BRACKET => '[',
        p::CLOSE_BRACKET => ']',
        p::QUOTE => '"',
        p::OPEN_QUOTE => '«',
        p::CLOSE_QUOTE => '»',
        p::APOSTROPHE => '\'',
        p::HYPHEN => '-',
        p::DASH => '–',
        p::MINUS => '−',
        p::SLASH => '/',
        p::PERCENT => '%',
        p::HASH => '#',
        p::AT => '@',
        p::UNDERSCORE => '_',
        p::AMPERSAND => '&',
        p::PLUS => '+',
        p::DECIMAL => '٫',
        p::THOUSANDS => '٬',
        p::ELLIPSIS => '…',
        p::DOLLAR => '$',
        p::EURO => '€',
        p::POUND => '£',
        p::YEN => '¥',
        p::CURRENCY => '₪',
        p::RIAL => '﷼',
        p::FRACTION => '½',
        p::DEGREE => '°',
        p::ASTERISK => '*',
        p::EQUALS => '=',
        p::SUPERSCRIPT => '²',
        p::BULLET => '•',
        LATIN_OTHER => 'þ',
        OTHER_LETTER => 'я',
        _ => '☆',
    }
}
