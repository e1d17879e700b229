//! What the engine answers: mentions, the entities they are grouped into, and
//! why. Offsets here are UTF-8 bytes of the original text.

use crate::gazetteer::EntityType;
use crate::pattern::figure::value::Value;

/// One place in the text that names or states something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// What it is.
    pub entity_type: EntityType,
    /// Its kind within the type (`city`, `bank`, `percent`), or empty.
    pub subtype: String,
    /// First byte, clitics left out.
    pub begin: u32,
    /// One past the last byte.
    pub end: u32,
    /// Particles before the name in the same word, in order.
    pub proclitics: Vec<&'static str>,
    /// 0 to 1, a monotone map of the score.
    pub confidence: f32,
    /// Index into [`Extraction::entities`]; figures have none.
    pub entity: Option<u32>,
    /// The value of a figure.
    pub value: Option<Value>,
    /// Present when it was asked for.
    pub explanation: Option<Explanation>,
}

/// Mentions of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub entity_type: EntityType,
    /// Its kind within the type, or empty.
    pub subtype: String,
    /// The name of the list, or the fullest mention.
    pub canonical_name: String,
    /// English name where a list knows it, or empty.
    pub english_name: String,
    /// Known ids as `(system, value)`, in the list's order.
    pub ids: Vec<(String, String)>,
    /// Indices into [`Extraction::mentions`], ascending.
    pub mentions: Vec<u32>,
}

/// Why a mention was chosen.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Explanation {
    /// The rule that proposed it, `family.rule`.
    pub rule: String,
    /// Entity id of the list entry, or empty.
    pub entry_id: String,
    /// `file:line` of the list entry, or empty.
    pub source: String,
    /// Each piece of evidence with its weight.
    pub evidence: Vec<(&'static str, f32)>,
    /// Spelling differences that were folded away.
    pub folding: Vec<&'static str>,
    /// Overlapping candidates that lost.
    pub displaced: Vec<Displaced>,
}

/// A candidate that lost to an overlapping mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Displaced {
    /// What it would have been.
    pub entity_type: EntityType,
    /// First byte.
    pub begin: u32,
    /// One past the last byte.
    pub end: u32,
    /// The rule that proposed it.
    pub rule: String,
    /// Why it lost.
    pub reason: &'static str,
}

/// Something the caller should know that is no error.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Stable code, UPPER_SNAKE.
    pub code: &'static str,
    /// Plain English.
    pub message: String,
    /// First byte it concerns.
    pub begin: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The answer for one document.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Extraction {
    /// Ordered by begin, then by end descending.
    pub mentions: Vec<Mention>,
    /// Ordered by first mention.
    pub entities: Vec<Entity>,
    /// In text order.
    pub warnings: Vec<Warning>,
}

impl Extraction {
    /// Keeps the mentions that `wanted` accepts, and the entities that still
    /// have mentions.
    pub fn keep(&mut self, wanted: impl Fn(&Mention) -> bool) {
        if self.mentions.iter().all(&wanted) {
            return;
        }
        self.mentions.retain(wanted);
        let mut numbers = vec![None; self.entities.len()];
        let mut kept: Vec<Entity> = Vec::new();
        for (number, mention) in self.mentions.iter_mut().enumerate() {
            let Some(entity) = mention.entity else { continue };
            let at = *numbers[entity as usize].get_or_insert_with(|| {
                let mut entity = self.entities[entity as usize].clone();
                entity.mentions.clear();
                kept.push(entity);
                kept.len() as u32 - 1
            });
            kept[at as usize].mentions.push(number as u32);
            mention.entity = Some(at);
        }
        self.entities = kept;
    }
}
