//! Offsets in the three units that clients count in.
//!
//! Inside the engine every position is a UTF-8 byte offset. A converter makes
//! one pass over the text and then answers each position from the nearest
//! block start.

/// The unit of `begin` and `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OffsetEncoding {
    /// Bytes of UTF-8.
    #[default]
    Utf8,
    /// Code units of UTF-16: Java, JavaScript, C#.
    Utf16,
    /// Unicode code points: Python.
    CodePoint,
}

/// Bytes between two remembered positions.
const BLOCK: usize = 256;

/// Converts byte offsets of one text.
#[derive(Debug)]
pub struct OffsetConverter<'a> {
    text: &'a str,
    encoding: OffsetEncoding,
    /// For each block: the byte offset of its first character and how many
    /// units stand before it.
    blocks: Vec<(u32, u32)>,
}

impl<'a> OffsetConverter<'a> {
    /// Prepares for `text`; linear for UTF-16 and code points, free for UTF-8.
    pub fn new(text: &'a str, encoding: OffsetEncoding) -> Self {
        let mut blocks = Vec::new();
        if encoding != OffsetEncoding::Utf8 {
            let mut units = 0;
            let mut at = 0;
            while at < text.len() {
                let begin = text.ceil_char_boundary(at);
                let end = text.ceil_char_boundary(at + BLOCK);
                blocks.push((begin as u32, units));
                units += count(&text[begin..end], encoding);
                at += BLOCK;
            }
        }
        Self { text, encoding, blocks }
    }

    /// The offset in the converter's unit of a byte offset on a character
    /// boundary.
    pub fn convert(&self, byte: u32) -> u32 {
        if self.encoding == OffsetEncoding::Utf8 {
            return byte;
        }
        let mut block = (byte as usize / BLOCK).min(self.blocks.len().saturating_sub(1));
        while block > 0 && self.blocks[block].0 > byte {
            block -= 1;
        }
        let Some(&(begin, units)) = self.blocks.get(block) else { return 0 };
        units + self.text.get(begin as usize..byte as usize).map_or(0, |part| count(part, self.encoding))
    }
}

fn count(part: &str, encoding: OffsetEncoding) -> u32 {
    let points = part.bytes().filter(|b| b & 0xC0 != 0x80).count();
    let units = match encoding {
        OffsetEncoding::Utf8 => part.len(),
        OffsetEncoding::CodePoint => points,
        OffsetEncoding::Utf16 => points + part.bytes().filter(|b| *b >= 0xF0).count(),
    };
    units as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_in_every_unit() {
        let text = "بيروت 😀 Beirut مُحَمَّد ".repeat(40);
        for encoding in [OffsetEncoding::Utf8, OffsetEncoding::Utf16, OffsetEncoding::CodePoint] {
            let converter = OffsetConverter::new(&text, encoding);
            for (at, _) in text.char_indices() {
                let before = &text[..at];
                let expected = match encoding {
                    OffsetEncoding::Utf8 => at,
                    OffsetEncoding::Utf16 => before.encode_utf16().count(),
                    OffsetEncoding::CodePoint => before.chars().count(),
                };
                assert_eq!(converter.convert(at as u32) as usize, expected);
            }
        }
    }
}
