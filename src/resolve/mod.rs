//! Decides, once, which candidates become mentions.

pub mod mention;

pub use mention::{Displaced, Entity, Explanation, Extraction, Mention, Warning};
