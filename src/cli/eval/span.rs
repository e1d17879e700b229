//! Spans as they are compared: conventions that differ between corpora are
//! taken off both sides.
//!
//! Some corpora count the particles و ف ب ل ك as part of the mention and some
//! do not. Every leading particle is therefore skipped, as far as the word
//! allows, on both sides: two spans that differ only in particles end up with
//! the same begin. The assimilated article of لل- needs no care here, because
//! its ل is skipped too. Of dates, leading prepositions and heads are skipped
//! in the same way.

const PROCLITICS: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ك'];

/// Words that may stand inside or outside at the beginning of a date.
const DATE_HEADS: &[&str] = &[
    "بتاريخ",
    "خلال",
    "منذ",
    "من",
    "بعد",
    "قبل",
    "حتى",
    "حتي",
    "بين",
    "بداية",
    "نهاية",
    "في",
    "فى",
    "عام",
    "سنة",
    "شهر",
    "يوم",
    "إلى",
    "الى",
];

/// Nouns that may stand inside or outside directly before a name or a date in
/// the seed annotation.
const GENERIC_HEADS: &[&str] = &[
    "شركة",
    "صحيفة",
    "جريدة",
    "مجلة",
    "موقع",
    "فريق",
    "نادي",
    "حكومة",
    "مدينة",
    "محافظة",
    "ولاية",
    "منطقة",
    "دولة",
    "حوض",
    "إقليم",
    "جمهورية",
    "مملكة",
    "شهر",
    "السنوات",
    "عام",
    "سنة",
    "يوم",
];

/// Where the half-open byte span `begin..end` of `text` begins for comparison.
pub(super) fn comparable_begin(text: &str, begin: usize, end: usize, date: bool) -> usize {
    let mut at = begin;
    loop {
        let rest = &text[at..end];
        if date && let Some(skip) = leading_head(rest, DATE_HEADS) {
            at += skip;
            continue;
        }
        let Some(after) = rest.strip_prefix(PROCLITICS) else { return at };
        let after = after.trim_start_matches(is_mark);
        let stem = after.trim_start();
        let stands_alone = stem.len() < after.len();
        let letters = stem.chars().take_while(|c| c.is_alphanumeric() || is_mark(*c)).filter(|c| !is_mark(*c)).count();
        if letters < 2 && !(stands_alone && letters > 0) {
            return at;
        }
        at = end - stem.len();
    }
}

/// The begin of a generic head noun directly before `begin`, its proclitics
/// left out, if one stands there.
pub(super) fn generic_head_before(text: &str, begin: usize) -> Option<usize> {
    let before = text[..begin].trim_end_matches(' ');
    if before.len() == begin {
        return None;
    }
    let word_begin = before
        .rfind(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let word = &before[word_begin..];
    GENERIC_HEADS.iter().find_map(|head| {
        let clitics = word.strip_suffix(head)?;
        clitics.chars().all(|c| PROCLITICS.contains(&c)).then_some(word_begin + clitics.len())
    })
}

/// The end of a definite nisba adjective directly after `end`, if one stands
/// there: «الإسرائيلية» after «هآرتس».
pub(super) fn nisba_after(text: &str, end: usize) -> Option<usize> {
    let rest = text[end..].strip_prefix(' ')?;
    let len = rest.find(|c: char| !c.is_alphanumeric() && !is_mark(c)).unwrap_or(rest.len());
    let word = &rest[..len];
    let nisba = word.starts_with("ال") && (word.ends_with("ية") || word.ends_with('ي'));
    nisba.then_some(end + 1 + len)
}

/// Whether `c` is a harakah, a superscript alef or a tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}')
}

/// The bytes of the first word and the space after it, when it is one of
/// `heads` and something follows.
fn leading_head(rest: &str, heads: &[&str]) -> Option<usize> {
    let (word, tail) = rest.split_once(char::is_whitespace)?;
    let tail = tail.trim_start();
    (heads.contains(&word) && !tail.is_empty()).then(|| rest.len() - tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str, date: bool) -> &str {
        &text[comparable_begin(text, 0, text.len(), date)..]
    }

    #[test]
    fn particles_are_skipped_from_wherever_the_span_begins() {
        let cases = [
            ("وبغداد", "غداد"),
            ("بغداد", "غداد"),
            ("للسعودية", "سعودية"),
            ("لسعودية", "سعودية"),
            ("القاهرة", "القاهرة"),
            ("وَلندن", "ندن"),
            ("و عمان", "عمان"),
            ("بل", "بل"),
            ("ك", "ك"),
        ];
        for (text, expected) in cases {
            assert_eq!(stripped(text, false), expected, "{text}");
        }
    }

    #[test]
    fn heads_of_dates_may_be_in_or_out() {
        for text in ["في عام 2006", "بعام 2006", "عام 2006", "2006", "ومن عام 2006"] {
            assert_eq!(stripped(text, true), "2006", "{text}");
        }
        assert_eq!(stripped("منذ عام", true), "عام");
        assert_eq!(stripped("في عام", false), "في عام");
    }

    #[test]
    fn a_generic_head_is_found_with_its_particles() {
        let text = "زار ومدينة حيفا";
        let begin = text.len() - "حيفا".len();
        assert_eq!(generic_head_before(text, begin).map(|at| &text[at..]), Some("مدينة حيفا"));
        assert_eq!(generic_head_before("زار حيفا", "زار ".len()), None);
        assert_eq!(generic_head_before("حيفا", 0), None);
    }

    #[test]
    fn a_nisba_is_found_after_the_name() {
        let text = "معاريف الإسرائيلية أمس";
        let end = nisba_after(text, "معاريف".len());
        assert_eq!(end.map(|end| &text[..end]), Some("معاريف الإسرائيلية"));
        assert_eq!(nisba_after("معاريف أمس", "معاريف".len()), None);
    }
}
