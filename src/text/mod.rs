//! Arabic text as the matchers see it: folded letter codes, tokens and clitic
//! splits, each of which can be traced back to the original bytes.
//!
//! Invariant: everything here is a pure function of the text. Nothing knows of
//! names, lists or protobuf, and no text, however odd, makes it fail.
//!
//! Start with [`Text`], which holds one analysed document and its buffers;
//! then [`code`] (what a letter is folded to), [`clitic`] (which particles may
//! stand before a name in the same word) and [`offset`] (UTF-8, UTF-16 and
//! code-point positions).

pub mod clitic;
pub mod code;
mod deadline;
mod fold;
pub mod key;
pub mod offset;
mod token;

pub use clitic::{Restore, Split};
pub use deadline::Deadline;
pub use fold::{Tier, fold};
pub(crate) use fold::{fold_into, translit};
pub use key::WordKey;
pub use offset::{OffsetConverter, OffsetEncoding};
pub use token::{Gap, Text, Token, TokenKind};
