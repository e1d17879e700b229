//! What makes two mentions one thing: the entity of a list, the id of a
//! request, a short form and the full name that introduced it, or the same
//! name of the same type.
//!
//! Invariant: names are compared folded (`orth`), by their codes in full.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::gazetteer::EntityType;
use crate::text::code::SPACE;
use crate::text::{Gap, Text};

/// What a mention is besides its name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own<'a> {
    /// The entity of the lists with this number.
    Listed(u32),
    /// The id that the request gave, within a type.
    Given(EntityType, &'a str),
    /// Short for the candidate with this number.
    ShortFor(u32),
    /// Its name alone.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Number {
    Listed(u32),
    Candidate(u32),
}

/// The entities of a document by what they are known by.
#[derive(Debug, Default)]
pub(super) struct Known {
    numbered: HashMap<Number, u32, RandomState>,
    given: HashMap<(EntityType, Box<str>), u32, RandomState>,
    named: HashMap<Box<[u8]>, u32, RandomState>,
    /// Type and folded name of the mention at hand.
    name: Vec<u8>,
    text: Text,
}

impl Own<'_> {
    fn number(self) -> Option<Number> {
        match self {
            Self::Listed(entity) => Some(Number::Listed(entity)),
            Self::ShortFor(candidate) => Some(Number::Candidate(candidate)),
            Self::Given(..) | Self::Nothing => None,
        }
    }
}

impl Known {
    /// Forgets the entities of the last document.
    pub(super) fn clear(&mut self) {
        self.numbered.clear();
        self.given.clear();
        self.named.clear();
    }

    /// The entity of a mention with this surface, if it is known.
    pub(super) fn find(&mut self, own: Own<'_>, entity_type: EntityType, surface: &str) -> Option<u32> {
        self.set_name(entity_type, surface);
        let of_own = match own {
            Own::Given(entity_type, id) => self.given.get(&(entity_type, id.into())),
            own => own.number().and_then(|number| self.numbered.get(&number)),
        };
        of_own.or_else(|| self.named.get(&self.name[..])).copied()
    }

    /// Remembers that the mention of the last [`Known::find`], which is
    /// candidate `number`, names `entity`. What was known before stays.
    pub(super) fn keep(&mut self, own: Own<'_>, number: u32, entity: u32) {
        if let Own::Given(entity_type, id) = own {
            self.given.entry((entity_type, id.into())).or_insert(entity);
        }
        if let Some(number) = own.number() {
            self.numbered.entry(number).or_insert(entity);
        }
        self.numbered.entry(Number::Candidate(number)).or_insert(entity);
        if !self.named.contains_key(&self.name[..]) {
            self.named.insert(self.name.as_slice().into(), entity);
        }
    }

    fn set_name(&mut self, entity_type: EntityType, surface: &str) {
        self.text.analyse(surface);
        self.name.clear();
        self.name.push(entity_type as u8);
        for (i, token) in self.text.tokens().iter().enumerate() {
            if i > 0 && token.gap != Gap::None {
                self.name.push(SPACE);
            }
            self.name.extend_from_slice(self.text.codes_of(i));
        }
    }
}
