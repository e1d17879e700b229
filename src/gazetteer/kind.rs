//! What an entity is: its type, and its kind within the type.

use serde::{Deserialize, Serialize};

/// The five types. The order is the tie-breaking order of resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum EntityType {
    /// A person.
    Person,
    /// A place.
    Place,
    /// A commercial firm.
    Company,
    /// Any other body that acts.
    Organization,
    /// A number, date, amount or the like.
    Figure,
}

impl EntityType {
    /// All types in order.
    pub const ALL: [Self; 5] = [Self::Person, Self::Place, Self::Company, Self::Organization, Self::Figure];

    /// The name used in seeds and statistics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Company => "company",
            Self::Organization => "organization",
            Self::Figure => "figure",
        }
    }

    /// The type with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// A kind within a type: an index into the gazetteer's table of subtype names.
/// The first ones are fixed, see [`Subtype::FIXED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Subtype(pub u16);

impl Subtype {
    /// No subtype.
    pub const NONE: Self = Self(0);

    /// Names that patterns use, in the order of their numbers.
    pub const FIXED: &'static [&'static str] = &[
        "",
        "number",
        "ordinal",
        "percent",
        "basis_point",
        "money",
        "date",
        "time",
        "duration",
        "age",
        "quantity",
        "score",
        "phone",
    ];

    /// The fixed subtype with that name, or [`Subtype::NONE`].
    pub const fn fixed(name: &str) -> Self {
        let mut i = 0;
        while i < Self::FIXED.len() {
            if const_equal(Self::FIXED[i].as_bytes(), name.as_bytes()) {
                return Self(i as u16);
            }
            i += 1;
        }
        Self::NONE
    }
}

const fn const_equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
