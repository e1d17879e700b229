//! A compact table from word keys to values, behind a bit filter.
//!
//! A slot is eight bytes: the low 40 bits of the key, which together with the
//! place of the slot tell nearly all of its 64 bits, and the number of its
//! value. Equal values are stored once.
//!
//! Invariant: which keys are found, and with what, does not depend on the
//! order they were added in.

use std::collections::HashMap;
use std::hash::Hash;

use super::filter::Filter;

/// Low bits of the key in a slot.
const KEY_BITS: u32 = 40;
const KEY_MASK: u64 = (1 << KEY_BITS) - 1;

/// Open addressing; see the module.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<T> {
    /// Key bits, and above them the number of the value plus one; 0 is free.
    slots: Vec<u64>,
    shift: u32,
    filter: Filter,
    values: Vec<T>,
    len: usize,
}

impl<T: Copy + Eq + Hash> Table<T> {
    /// `pairs` are distinct keys with their values; fewer than 2²⁴ values
    /// differ.
    pub(super) fn build(pairs: &[(u64, T)]) -> Self {
        let mut numbers = HashMap::new();
        Self::number(pairs, |value, values| {
            *numbers.entry(value).or_insert_with(|| {
                values.push(value);
                values.len() as u64
            })
        })
    }

    /// The same where hardly two keys have one value: none is looked for.
    /// Pairs beyond what a slot can number are left out.
    pub(super) fn build_distinct(pairs: &[(u64, T)]) -> Self {
        let most = (1 << (64 - KEY_BITS)) - 1;
        Self::number(&pairs[..pairs.len().min(most)], |value, values| {
            values.push(value);
            values.len() as u64
        })
    }

    fn number(pairs: &[(u64, T)], mut number: impl FnMut(T, &mut Vec<T>) -> u64) -> Self {
        let size = (pairs.len() * 3 / 2).max(16).next_power_of_two();
        let (mut slots, shift) = (vec![0u64; size], 64 - size.trailing_zeros());
        let mut values = Vec::new();
        for &(key, value) in pairs {
            let number = number(value, &mut values);
            let mut at = (key >> shift) as usize;
            while slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = number << KEY_BITS | key & KEY_MASK;
        }
        let filter = Filter::of(pairs.iter().map(|p| p.0));
        Self { slots, shift, filter, values, len: pairs.len() }
    }

    /// The value of a key.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<T> {
        if !self.filter.may_hold(key) {
            return None;
        }
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = (key >> self.shift) as usize;
        loop {
            let slot = self.slots[at & mask];
            if slot == 0 {
                return None;
            }
            if slot & KEY_MASK == key & KEY_MASK {
                return self.values.get((slot >> KEY_BITS) as usize - 1).copied();
            }
            at += 1;
        }
    }

    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::text::WordKey;

    #[test]
    fn every_key_is_found_and_no_other() {
        let key = |n: u32| WordKey::of(&n.to_le_bytes()).0;
        let pairs: Vec<(u64, u32)> = (0..50_000).map(|n| (key(n), n % 1000)).collect();
        let table = Table::build(&pairs);
        assert_eq!((table.len(), table.values.len()), (50_000, 1000));
        assert!(pairs.iter().all(|&(key, value)| table.get(key) == Some(value)));
        assert!((50_000..200_000).all(|n| table.get(key(n)).is_none()));
        assert_eq!(Table::<u32>::default().get(7), None);
    }
}
