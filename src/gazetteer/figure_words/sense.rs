//! What a word of a figure can mean, and the names of these meanings in the
//! seeds.

use crate::pattern::figure::value::Bound;

/// Grammatical number and case, as far as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Form {
    /// Singular, or a form that does not tell.
    #[default]
    Singular,
    /// Accusative singular; of a scale also the construct dual (مليونا).
    Accusative,
    /// Dual with its final nun.
    Dual,
    /// Construct dual, genitive (مليوني).
    ConstructDual,
    /// Plural.
    Plural,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum TimeUnit {
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// Words for counts that are not exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vague {
    /// عشرات, at least ten.
    Tens,
    /// مئات, at least a hundred.
    Hundreds,
    /// بضع, three to nine.
    Few,
    /// عدة.
    Several,
    /// دزينات.
    Dozens,
}

/// Which way a relative date points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deictic {
    /// الماضي.
    Last,
    /// الجاري.
    This,
    /// المقبل.
    Next,
}

/// The era after a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// هـ.
    Hijri,
    /// م.
    Common,
    /// ق.م.
    BeforeCommon,
}

/// The part of the day that an hour belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    /// صباحا.
    Morning,
    /// مساء, عصرا.
    Evening,
    /// ظهرا.
    Noon,
    /// ليلا.
    Night,
}

/// A time of day with a name of its own, in hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock(pub u8);

/// What the hundredths are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentKind {
    /// Per hundred.
    Percent,
    /// Per thousand.
    Permille,
    /// Per ten thousand.
    BasisPoint,
}

/// A word that bounds a number, before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounding(pub Bound);

/// Words that join or introduce the parts of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Word {
    Point,
    From,
    To,
    Between,
    In,
    On,
    Before,
    After,
    Since,
    During,
    Lasting,
    Born,
    Share,
    Phone,
    Except,
    Middle,
    Begin,
    End,
    Or,
    Dated,
    At,
    Hour,
    Zone,
    Each,
    Age,
    Whole,
    Quarter,
    HalfYear,
    Now,
    This,
    BelowZero,
}

/// What a word or phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// 0 to 9.
    Digit(u8),
    /// عشرة, عشر: ten, and the second word of 11 to 19.
    Ten,
    /// 11 to 19 in one word.
    Teen(u8),
    /// 20 to 90.
    Tens(u8),
    /// 100 to 900.
    Hundred(u16),
    /// A power of ten from a thousand up.
    Scale(u8),
    /// A dozen.
    Dozen,
    /// One part of so many.
    Fraction(u8),
    /// 1 to 10, and حادي.
    Ordinal(u16),
    /// A count that is not exact.
    Vague(Vague),
    /// Minus.
    Sign,
    /// 1 to 12.
    Month(u8),
    /// 1 to 12.
    HijriMonth(u8),
    /// Monday is 1.
    Weekday(u8),
    /// A unit of time.
    TimeUnit(TimeUnit),
    /// A unit of measure.
    Unit(u16),
    /// A currency.
    Currency(u16),
    /// A part of a currency.
    Subunit(u16),
    /// 20 to 90.
    Decade(u8),
    /// EDTF season, 21 to 24.
    Season(u8),
    /// The part of the day.
    PartOfDay(PartOfDay),
    /// Midnight, noon.
    Clock(Clock),
    /// Last, this, next.
    Deictic(Deictic),
    /// Days from today.
    Day(i8),
    /// Era.
    Era(Era),
    /// Bounds the number after it.
    Bound(Bounding),
    /// Bounds the number before it.
    BoundAfter(Bounding),
    /// Percent and the like.
    Percent(PercentKind),
    /// Joins or introduces.
    Word(Word),
    /// A noun that numbers count.
    Counted,
    /// What a number after it only labels (رقم, المادة).
    Label,
    /// Speaks for a score.
    ScoreCue,
    /// A time zone.
    Zone(u16),
}

impl Sense {
    /// Whether a figure can begin with such a word.
    pub(super) fn starts(self) -> bool {
        matches!(
            self,
            Self::Digit(_)
                | Self::Ten
                | Self::Teen(_)
                | Self::Tens(_)
                | Self::Hundred(_)
                | Self::Scale(_)
                | Self::Dozen
                | Self::Fraction(_)
                | Self::Ordinal(_)
                | Self::Vague(_)
                | Self::Sign
                | Self::Month(_)
                | Self::HijriMonth(_)
                | Self::Weekday(_)
                | Self::TimeUnit(_)
                | Self::Decade(_)
                | Self::Season(_)
                | Self::Clock(_)
                | Self::Day(_)
                | Self::Word(Word::Hour | Word::Quarter | Word::HalfYear)
        )
    }
}

/// A currency as a word or sign names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 codes it may stand for, most likely first; one when certain.
    pub codes: Vec<String>,
}

/// A part of a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subunit {
    /// How many make one.
    pub divisor: u32,
    /// ISO 4217 codes of the whole, most likely first.
    pub codes: Vec<String>,
}
