//! Word classes: what the lists say of a single word, as a set of bits.

use std::ops::{BitAnd, BitOr, BitOrAssign};

/// A set of word classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct Classes(pub u64);

impl Classes {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// Whether any class of `other` is in this set.
    #[inline]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// This set without the classes of `other`.
    #[inline]
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Classes {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

impl BitAnd for Classes {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

classes! {
    /// An ordinary noun.
    NOUN = 0;
    /// An ordinary adjective.
    ADJECTIVE = 1;
    /// A verb form.
    VERB = 2;
    /// A preposition, conjunction or other particle.
    PARTICLE = 3;
    /// A pronoun or demonstrative.
    PRONOUN = 4;
    /// An adverb.
    ADVERB = 5;
    /// A given name.
    GIVEN = 6;
    /// A family name.
    FAMILY = 7;
    /// Part of some name in a large list: evidence inside chains only.
    NAME_PART = 8;
    /// Marked as an ordinary word too.
    WEAK_NAME = 9;
    /// دي, فان, ماك …: joins the words of a name.
    NAME_JOINER = 10;
    /// أبو, أم …: begins a kunya or a compound family name.
    KUNYA = 11;
    /// عبد and the like, which need a divine name after them.
    ABD = 12;
    /// A divine name after عبد.
    DIVINE = 13;
    /// الدين and the like after a first word.
    DEEN = 14;
    /// بن, ابن, بنت.
    FILIATION = 15;
    /// A title before a name.
    TITLE = 16;
    /// A job or role before or after a name.
    JOB = 17;
    /// A military rank.
    RANK = 18;
    /// A word of kinship.
    KINSHIP = 19;
    /// A formula after a person's name.
    HONORIFIC = 20;
    /// A verb of speech.
    SPEECH = 21;
    /// A verb whose subject is usually a person.
    ACTION = 22;
    /// A verb of sport.
    SPORT = 23;
    /// A verb before a paper or agency.
    MEDIA_VERB = 24;
    /// A verb of motion.
    MOTION = 25;
    /// Head noun of an organization, inside its name.
    ORG_HEAD = 26;
    /// Head noun of an organization, outside its name.
    ORG_HEAD_OUT = 27;
    /// Head noun of a company, inside its name.
    COMPANY_HEAD = 28;
    /// Head noun of a company, outside its name.
    COMPANY_HEAD_OUT = 29;
    /// Feature noun of a place, inside its name.
    PLACE_HEAD = 30;
    /// Feature noun of a place, outside its name.
    PLACE_HEAD_OUT = 31;
    /// صحيفة, قناة …: a medium's head noun.
    MEDIA_HEAD = 32;
    /// فريق, نادي, منتخب …: a club's head noun.
    CLUB_HEAD = 33;
    /// A nationality or other relative adjective of a place.
    NATIONALITY = 34;
    /// A people or tribe.
    PEOPLE = 35;
    /// A religion or ideology.
    RELIGION = 36;
    /// A preposition or direction before places.
    LOCATIVE = 37;
    /// First word of an event.
    EVENT = 38;
    /// الماضي, الحالي, السابق …: ends a name.
    TEMPORAL = 39;
    /// الذي, التي …: ends a name.
    RELATIVE = 40;
    /// The head is dual or plural: it stands over several names.
    PLURAL = 41;
    /// A word of the figure tables.
    FIGURE = 42;
    /// The name of a month.
    MONTH = 43;
    /// The name of a weekday.
    WEEKDAY = 44;
    /// Spellings differ in class: look at the exact one.
    SPELLINGS = 45;
    /// The word carries the article.
    DEFINITE = 46;
    /// A name part of a foreign language.
    FOREIGN = 47;
    /// A female given name.
    FEMALE = 48;
    /// Begins a fixed phrase that is no name.
    VETO = 49;
    /// A verb in the present.
    PRESENT = 50;
    /// A ministry's head noun.
    MINISTRY_HEAD = 51;
    /// A single-word name of a place.
    PLACE_NAME = 52;
    /// A single-word name of an organization or company.
    BODY_NAME = 53;
    /// الأول, باشا …: follows a name and belongs to it.
    NAME_SUFFIX = 54;
    /// A word of sport: مباراة, مرمى, لاعب.
    SPORT_TOPIC = 55;
    /// A name that its list does not mark as an ordinary word.
    STRONG_NAME = 56;
    /// A given or family name of Arabic.
    ARABIC_NAME = 57;
    /// Something that happens at a place and leaves its name a place: تفجير
    /// بغداد.
    HAPPENING = 58;
    /// A product or a work that bears a name: سيارة, فيلم.
    WORK = 59;
    /// The name of a letter: letters in a row spell an acronym (بي بي سي).
    LETTER_NAME = 60;
    /// A head noun that is mostly an ordinary word (حركة, إدارة).
    HEAD_WEAK = 61;
    /// A head noun that hardly is anything but a body's (وزارة, حزب).
    HEAD_STRONG = 62;
    /// A field of activity or a standing that bodies are named after (النشر,
    /// الأعلى).
    FIELD = 63;
}

impl Classes {
    /// Ordinary words of any class.
    pub const COMMON: Self =
        Self(Self::NOUN.0 | Self::ADJECTIVE.0 | Self::VERB.0 | Self::PARTICLE.0 | Self::PRONOUN.0 | Self::ADVERB.0);
    /// Words that can stand in a name chain.
    pub const NAME: Self = Self(Self::GIVEN.0 | Self::FAMILY.0 | Self::NAME_PART.0);
    /// Words that announce a person.
    pub const ANNOUNCES_PERSON: Self = Self(Self::TITLE.0 | Self::JOB.0 | Self::RANK.0 | Self::KINSHIP.0);
    /// Words that can be the head of a body's name.
    pub const BODY_HEAD: Self =
        Self(Self::ORG_HEAD.0 | Self::ORG_HEAD_OUT.0 | Self::COMPANY_HEAD.0 | Self::COMPANY_HEAD_OUT.0);
}
