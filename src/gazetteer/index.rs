//! The index: which names begin at a word.
//!
//! A hash trie over word keys behind two bit filters, one for names of one
//! word and one for the first two words of longer names. Most words of a text
//! pass neither, so that the big tables are touched only near names and speed
//! hardly depends on how many names there are.
//!
//! Invariant: values come out in the order of the builder's ids, whatever the
//! order of insertion.

use super::filter::Filter;
use super::key_rows::{KeyRows, Merged};
use crate::text::WordKey;

/// A node of the trie; 0 is "no node".
pub(crate) type Node = u32;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    /// Number of the value list plus one, or 0.
    values: u32,
    node: Node,
}

/// What a word leads to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Step {
    /// Number of the value list plus one, or 0.
    pub(crate) values: u32,
    /// Where longer names go on, or 0.
    pub(crate) node: Node,
}

#[derive(Clone, Debug, Default)]
struct Slots {
    slots: Vec<Slot>,
    shift: u32,
}

impl Slots {
    fn with_capacity(len: usize) -> Self {
        let size = (len * 3 / 2).max(16).next_power_of_two();
        Self { slots: vec![Slot::default(); size], shift: 64 - size.trailing_zeros() }
    }

    fn insert(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = (slot.key >> self.shift) as usize;
        while self.slots[at & mask].key != 0 {
            at += 1;
        }
        self.slots[at & mask] = slot;
    }

    #[inline]
    fn get(&self, key: u64) -> Step {
        if self.slots.is_empty() {
            return Step::default();
        }
        let mask = self.slots.len() - 1;
        let mut at = (key >> self.shift) as usize;
        loop {
            let slot = self.slots[at & mask];
            if slot.key == key {
                return Step { values: slot.values, node: slot.node };
            }
            if slot.key == 0 {
                return Step::default();
            }
            at += 1;
        }
    }
}

/// Collects names before they are compiled.
#[derive(Debug, Default)]
pub(crate) struct IndexBuilder {
    names: KeyRows,
}

impl IndexBuilder {
    /// Adds a name of one or more words.
    pub(crate) fn add(&mut self, words: Vec<WordKey>, value: u32) {
        self.names.push(words, value);
    }

    pub(crate) fn build(mut self) -> Index {
        self.names.sort();
        Index::build(&Merged(vec![self.names.iter()]))
    }
}

/// How large the tables are to be.
#[derive(Debug, Default)]
struct Sizes {
    first: usize,
    rest: usize,
    singles: usize,
    pairs: usize,
    lists: usize,
    values: usize,
}

impl Sizes {
    fn of(names: Merged<'_>) -> Self {
        let mut sizes = Self::default();
        let mut last: &[u64] = &[];
        for (words, _) in names {
            let same = common(last, words);
            sizes.values += 1;
            if same < words.len() || words.len() < last.len() || last.is_empty() {
                sizes.lists += 1;
                sizes.singles += usize::from(words.len() == 1);
                sizes.first += usize::from(same == 0);
                sizes.rest += words.len() - same.max(1);
                sizes.pairs += usize::from(same < 2 && words.len() > 1);
            }
            last = words;
        }
        sizes
    }
}

/// How many words two names begin with in common.
fn common(a: &[u64], b: &[u64]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// The compiled index.
#[derive(Clone, Debug, Default)]
pub struct Index {
    first: Slots,
    rest: Slots,
    singles: Filter,
    pairs: Filter,
    /// Where each value list begins in `values`, and one past the last.
    bounds: Vec<u32>,
    values: Vec<u32>,
}

impl Index {
    /// Compiles names that come in the order of their words and values.
    pub(crate) fn build(names: &Merged<'_>) -> Self {
        let sizes = Sizes::of(names.clone());
        let mut index = Self {
            first: Slots::with_capacity(sizes.first),
            rest: Slots::with_capacity(sizes.rest),
            singles: Filter::new(sizes.singles),
            pairs: Filter::new(sizes.pairs),
            bounds: Vec::with_capacity(sizes.lists + 1),
            values: Vec::with_capacity(sizes.values),
        };
        // The slots of the last name's words: a slot is put into its table
        // when it is known whether a longer name goes on from it.
        let mut open: Vec<Slot> = Vec::new();
        let mut last: &[u64] = &[];
        let mut nodes: Node = 0;
        for (words, value) in names.clone() {
            if words != last {
                let same = common(last, words);
                index.close(&mut open, same);
                for (depth, &word) in words.iter().enumerate().skip(same) {
                    let key = match open.last_mut() {
                        None => word,
                        Some(before) => {
                            if before.node == 0 {
                                nodes += 1;
                                before.node = nodes;
                            }
                            WordKey(word).from_node(before.node)
                        }
                    };
                    open.push(Slot { key, ..Slot::default() });
                    if depth == 1 {
                        index.pairs.add(WordKey(words[0]).pair(WordKey(word)));
                    }
                }
                if words.len() == 1 {
                    index.singles.add(words[0]);
                }
                index.bounds.push(index.values.len() as u32);
                if let Some(slot) = open.last_mut() {
                    slot.values = index.bounds.len() as u32;
                }
                last = words;
            }
            index.values.push(value);
        }
        index.close(&mut open, 0);
        index.bounds.push(index.values.len() as u32);
        index
    }

    /// Puts the slots from a depth on into their tables.
    fn close(&mut self, open: &mut Vec<Slot>, depth: usize) {
        while open.len() > depth {
            let Some(slot) = open.pop() else { return };
            let table = if open.is_empty() { &mut self.first } else { &mut self.rest };
            table.insert(slot);
        }
    }

    /// Whether a name may begin with `word`, the word after it being `next`.
    #[inline]
    pub(crate) fn may_begin(&self, word: WordKey, next: Option<WordKey>) -> bool {
        self.singles.may_hold(word.0) || next.is_some_and(|n| self.pairs.may_hold(word.pair(n)))
    }

    /// Whether any name begins with `word`, whatever follows.
    #[inline]
    pub(crate) fn is_first(&self, word: WordKey) -> bool {
        let step = self.first.get(word.0);
        step.values | step.node != 0
    }

    /// The names that begin with `word`.
    #[inline]
    pub(crate) fn begin(&self, word: WordKey) -> Step {
        self.first.get(word.0)
    }

    /// The names that go on from `node` with `word`.
    #[inline]
    pub(crate) fn go_on(&self, node: Node, word: WordKey) -> Step {
        if node == 0 { Step::default() } else { self.rest.get(word.from_node(node)) }
    }

    /// The values of a step, ascending.
    #[inline]
    pub(crate) fn values(&self, step: Step) -> &[u32] {
        let Some(list) = (step.values as usize).checked_sub(1) else { return &[] };
        match (self.bounds.get(list), self.bounds.get(list + 1)) {
            (Some(&begin), Some(&end)) => &self.values[begin as usize..end as usize],
            _ => &[],
        }
    }

    /// Bytes of the tables.
    pub fn bytes(&self) -> usize {
        (self.first.slots.len() + self.rest.slots.len()) * size_of::<Slot>()
            + self.singles.bytes()
            + self.pairs.bytes()
            + (self.bounds.len() + self.values.len()) * 4
    }
}
