//! Head nouns of bodies: what kind of body, how sure a sign, inside the name
//! or outside of it.

use crate::gazetteer::{Classes, EntityType};
use crate::text::code::letter;

use super::super::context::Context;
use super::super::evidence::Evidence;

/// A head noun in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token: heads may be phrases.
    pub(super) end: usize,
    /// What the lists say of it.
    pub(super) classes: Classes,
    /// Whether it carries the article.
    pub(super) definite: bool,
}

impl Head {
    /// The head that begins with token `i`: the longest phrase, or the word.
    pub(super) fn at(context: &Context<'_>, i: usize) -> Option<Self> {
        if !context.is_word(i) {
            return None;
        }
        let mut classes = context.classes(i);
        let mut end = i + 1;
        if let Some(phrase) = context.annotations.phrase_beginning(i)
            && phrase.classes.any(Classes::BODY_HEAD)
        {
            // A phrase that stays outside announces whatever its first word is.
            let outside = !phrase.classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD);
            classes = if outside {
                phrase.classes
            } else {
                phrase.classes | classes & (Classes::HEAD_STRONG | Classes::HEAD_WEAK)
            };
            end = phrase.last as usize;
        }
        classes.any(Classes::BODY_HEAD).then(|| Self { first: i, end, classes, definite: context.is_definite(i) })
    }

    /// A company, unless it may be the head of an organization too.
    pub(super) fn entity_type(&self) -> EntityType {
        let organization = self.classes.any(Classes::ORG_HEAD)
            || self.classes.any(Classes::ORG_HEAD_OUT) && !self.classes.any(Classes::COMPANY_HEAD);
        if self.classes.any(Classes::COMPANY_HEAD | Classes::COMPANY_HEAD_OUT) && !organization {
            EntityType::Company
        } else {
            EntityType::Organization
        }
    }

    /// Whether the head stays outside of a proper name after it.
    pub(super) fn is_outside(&self) -> bool {
        !self.classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD)
    }

    /// صحيفة, قناة … without the article.
    pub(super) fn is_medium(&self) -> bool {
        self.is_outside() && self.classes.any(Classes::MEDIA_HEAD) && !self.definite
    }

    /// Dual and plural heads stand over several names.
    pub(super) fn is_plural(&self) -> bool {
        self.classes.any(Classes::PLURAL)
    }

    /// Whether the head is mostly an ordinary word.
    pub(super) fn is_weak(&self) -> bool {
        self.classes.any(Classes::HEAD_WEAK)
    }

    /// What the head alone says.
    pub(super) fn evidence(&self) -> Evidence {
        if self.is_weak() {
            Evidence::HeadWeak
        } else if self.classes.any(Classes::HEAD_STRONG) {
            Evidence::Head
        } else {
            Evidence::HeadPlain
        }
    }

    /// Tokens of the head after its first, when it is a listed phrase.
    pub(super) fn is_phrase(&self) -> bool {
        self.end > self.first + 1
    }
}

/// How the ending of a noun agrees with an adjective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// ة, ات, اء, ى.
    Feminine,
    /// No feminine ending.
    Masculine,
    /// A broken plural of a common pattern: feminine in agreement, often.
    Either,
    /// ين or ون: a plural of people.
    People,
}

/// The gender of token `i` in agreement, by its letters.
pub(super) fn gender(context: &Context<'_>, i: usize) -> Gender {
    let codes = context.text.codes_of(i);
    let skip = usize::from(context.word(i).split.skip).min(codes.len());
    let mut stem = &codes[skip..];
    if stem.starts_with(&[letter::ALEF, letter::LAM]) && stem.len() > 4 {
        stem = &stem[2..];
    } else if skip > 0 && stem.starts_with(&[letter::LAM]) && stem.len() > 3 {
        stem = &stem[1..];
    }
    let last = |n: usize| stem.len().checked_sub(n).and_then(|at| stem.get(at)).copied();
    match (last(2), last(1)) {
        (Some(letter::YEH | letter::WAW), Some(letter::NOON)) if stem.len() > 4 => Gender::People,
        (_, Some(letter::HEH)) if stem.len() > 2 => Gender::Feminine,
        (Some(letter::ALEF), Some(letter::TEH | letter::HAMZA)) if stem.len() > 3 => Gender::Feminine,
        (Some(letter::YEH), Some(letter::ALEF)) => Gender::Feminine,
        (_, Some(letter::YEH)) if stem.len() == 3 && last(2) == Some(letter::WAW) => Gender::Feminine,
        _ if stem.len() == 4 && stem[2] == letter::WAW => Gender::Either,
        _ if stem.len() == 5 && stem[0] == letter::ALEF && stem[3] == letter::ALEF => Gender::Either,
        _ => Gender::Masculine,
    }
}

/// Whether an adjective of gender `adjective` can belong to the noun at `i`.
pub(super) fn agrees(context: &Context<'_>, adjective: Gender, i: usize) -> bool {
    match (adjective, gender(context, i)) {
        (Gender::People, noun) => noun == Gender::People || takes_people(context, i),
        (Gender::Feminine, noun) => noun != Gender::Masculine,
        (_, noun) => matches!(noun, Gender::Masculine | Gender::Either),
    }
}

/// Broken plurals of people: علماء, عمال, أطباء, كتاب.
pub(super) fn takes_people(context: &Context<'_>, i: usize) -> bool {
    let codes = context.text.codes_of(i);
    matches!(codes, [.., letter::ALEF, letter::HAMZA | letter::LAM | letter::NOON | letter::BEH] if codes.len() > 4)
}
