//! Names as word keys: what the index is built from.
//!
//! Invariant of sorted rows: ascending by words, then by value, none twice.

use std::cmp::Ordering;

use crate::text::WordKey;

/// Names of one or more words with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyRows {
    /// The words of all names, one name after the other.
    pub(super) words: Vec<u64>,
    pub(super) lengths: Vec<u8>,
    pub(super) values: Vec<u32>,
}

impl KeyRows {
    /// Adds a name. Words beyond the 255th could never be matched.
    pub(crate) fn push(&mut self, words: impl IntoIterator<Item = WordKey>, value: u32) {
        let begin = self.words.len();
        self.words.extend(words.into_iter().take(255).map(|w| w.0));
        let length = self.words.len() - begin;
        if length > 0 {
            self.lengths.push(length as u8);
            self.values.push(value);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// The names in order.
    pub(crate) fn iter(&self) -> Rows<'_> {
        Rows { words: &self.words, lengths: &self.lengths, values: &self.values }
    }

    /// Sorts the rows and leaves repeated ones out.
    pub(crate) fn sort(&mut self) {
        let mut begins = Vec::with_capacity(self.len());
        let mut begin = 0u32;
        for &length in &self.lengths {
            begins.push(begin);
            begin += u32::from(length);
        }
        let row = |at: u32| {
            let at = at as usize;
            let begin = begins[at] as usize;
            (&self.words[begin..begin + usize::from(self.lengths[at])], self.values[at])
        };
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| row(a).cmp(&row(b)));
        order.dedup_by(|a, b| row(*a) == row(*b));
        let mut sorted = Self {
            words: Vec::with_capacity(self.words.len()),
            lengths: Vec::with_capacity(order.len()),
            values: Vec::with_capacity(order.len()),
        };
        for at in order {
            let (words, value) = row(at);
            sorted.words.extend_from_slice(words);
            sorted.lengths.push(words.len() as u8);
            sorted.values.push(value);
        }
        *self = sorted;
    }

    /// Whether the invariant of sorted rows holds and values are below `bound`.
    pub(crate) fn is_sorted(&self, bound: u32) -> bool {
        let total: usize = self.lengths.iter().map(|&l| usize::from(l)).sum();
        total == self.words.len()
            && self.lengths.len() == self.values.len()
            && self.lengths.iter().all(|&l| l > 0)
            && self.values.iter().all(|&v| v < bound)
            && self.iter().is_sorted_by(|a, b| a < b)
    }

    /// Renumbers the values; rows whose value is gone are left out. The map
    /// must be ascending, so that sorted rows stay sorted.
    pub(crate) fn map_values(&mut self, map: impl Fn(u32) -> Option<u32>) {
        let mut out = Self::default();
        for (words, value) in self.iter() {
            if let Some(value) = map(value) {
                out.words.extend_from_slice(words);
                out.lengths.push(words.len() as u8);
                out.values.push(value);
            }
        }
        *self = out;
    }
}

/// An iterator over rows.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'a> {
    words: &'a [u64],
    lengths: &'a [u8],
    values: &'a [u32],
}

impl<'a> Rows<'a> {
    fn peek(&self) -> Option<(&'a [u64], u32)> {
        Some((&self.words[..usize::from(*self.lengths.first()?)], *self.values.first()?))
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = (&'a [u64], u32);

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.peek()?;
        self.words = &self.words[row.0.len()..];
        self.lengths = &self.lengths[1..];
        self.values = &self.values[1..];
        Some(row)
    }
}

/// Several sorted rows as one, in order.
#[derive(Clone, Debug)]
pub(crate) struct Merged<'a>(pub(crate) Vec<Rows<'a>>);

impl<'a> Iterator for Merged<'a> {
    type Item = (&'a [u64], u32);

    fn next(&mut self) -> Option<Self::Item> {
        if let [only] = &mut self.0[..] {
            return only.next();
        }
        let mut least: Option<(usize, (&[u64], u32))> = None;
        for (at, rows) in self.0.iter().enumerate() {
            if let Some(row) = rows.peek()
                && least.is_none_or(|(_, l)| row.cmp(&l) == Ordering::Less)
            {
                least = Some((at, row));
            }
        }
        self.0[least?.0].next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(from: &[(&[u64], u32)]) -> KeyRows {
        let mut rows = KeyRows::default();
        from.iter().for_each(|(words, value)| rows.push(words.iter().map(|&w| WordKey(w)), *value));
        rows
    }

    #[test]
    fn rows_are_sorted_and_merged() {
        let mut a = rows(&[(&[2, 1], 0), (&[1], 1), (&[2], 2), (&[1], 1)]);
        assert!(!a.is_sorted(3));
        a.sort();
        assert_eq!(a, rows(&[(&[1], 1), (&[2], 2), (&[2, 1], 0)]));
        assert!(a.is_sorted(3) && !a.is_sorted(2));
        let b = rows(&[(&[1], 3), (&[1, 9], 4)]);
        let merged: Vec<_> = Merged(vec![a.iter(), b.iter()]).collect();
        assert_eq!(merged, [(&[1][..], 1), (&[1], 3), (&[1, 9], 4), (&[2], 2), (&[2, 1], 0)]);
        a.map_values(|v| v.checked_sub(1));
        assert_eq!(a, rows(&[(&[1], 0), (&[2], 1)]));
        assert!(!KeyRows { words: vec![1], lengths: vec![2], values: vec![0] }.is_sorted(1));
    }
}
