//! Surface forms.

use serde::{Deserialize, Serialize};

/// How a surface form relates to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Form {
    Canonical,
    Official,
    Short,
    Variant,
    Acronym,
    Exonym,
    Former,
    Nickname,
}

/// What a surface form needs before it may be a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Gate {
    /// Stands alone.
    Always,
    /// Needs evidence nearby.
    Cue,
    /// Only inside a name chain.
    Part,
    /// A phrase that must not match.
    Never,
}

/// How far spelling may differ from the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum FoldTier {
    Exact,
    Orth,
    Translit,
}

macro_rules! named {
    ($type:ident { $($name:literal => $value:ident),* $(,)? }) => {
        impl $type {
            /// The value with that name in a seed file.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$value),)* _ => None }
            }

            /// The name in a seed file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $name,)* }
            }
        }
    };
}

named!(Form {
    "canonical" => Canonical, "official" => Official, "short" => Short, "variant" => Variant,
    "acronym" => Acronym, "exonym" => Exonym, "former" => Former, "nickname" => Nickname,
});
named!(Gate { "always" => Always, "cue" => Cue, "part" => Part, "never" => Never });
named!(FoldTier { "exact" => Exact, "orth" => Orth, "translit" => Translit });

/// One surface form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of its entity.
    pub entity: u32,
    /// What kind of form it is.
    pub form: Form,
    /// What it needs.
    pub gate: Gate,
    /// How far spelling may differ.
    pub fold: FoldTier,
    /// Words in it.
    pub words: u8,
    /// 0 to 100: how often this surface is this name; 255 is "not said".
    pub prior: u8,
    /// Hash of its exact (`character` tier) spelling.
    #[serde(with = "postcard::fixint::le")]
    pub exact: u64,
    /// Number of its seed file.
    pub file: u16,
    /// Its line there.
    pub line: u32,
}

impl Entry {
    /// Whether its prior says that the surface, though it may be another word
    /// too, usually is this name: one half and more.
    pub fn is_usual(&self) -> bool {
        (50..=100).contains(&self.prior)
    }
}
