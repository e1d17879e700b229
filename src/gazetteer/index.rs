//! The index: which names begin at a word.
//!
//! A hash trie over word keys behind two bit filters, one for names of one
//! word and one for the first two words of longer names. Most words of a text
//! pass neither, so that the big tables are touched only near names and speed
//! hardly depends on how many names there are.
//!
//! Invariant: values come out in the order of the builder's ids, whatever the
//! order of insertion.

use std::collections::BTreeMap;

use super::filter::Filter;
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
    names: Vec<(Vec<WordKey>, u32)>,
}

impl IndexBuilder {
    /// Adds a name of one or more words.
    pub(crate) fn add(&mut self, words: Vec<WordKey>, value: u32) {
        if !words.is_empty() {
            self.names.push((words, value));
        }
    }

    pub(crate) fn build(mut self) -> Index {
        self.names.sort_unstable();
        self.names.dedup();
        let mut lists = Vec::new();
        let mut ends: BTreeMap<u64, (u32, Node)> = BTreeMap::new();
        let mut firsts: BTreeMap<u64, (u32, Node)> = BTreeMap::new();
        let mut next_node: Node = 0;
        let (mut singles, mut pairs) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < self.names.len() {
            let words = &self.names[at].0;
            let same = self.names[at..].iter().take_while(|n| n.0 == *words).count();
            lists.push(self.names[at..at + same].iter().map(|n| n.1).collect::<Box<[u32]>>());
            let values = lists.len() as u32;
            let mut node = 0;
            for (i, word) in words.iter().enumerate() {
                let slot = if i == 0 { firsts.entry(word.0) } else { ends.entry(word.from_node(node)) }.or_default();
                if i + 1 == words.len() {
                    slot.0 = values;
                } else {
                    if slot.1 == 0 {
                        next_node += 1;
                        slot.1 = next_node;
                    }
                    node = slot.1;
                }
            }
            match words[..] {
                [only] => singles.push(only.0),
                [first, second, ..] => pairs.push(first.pair(second)),
                [] => {}
            }
            at += same;
        }
        Index::compile(&firsts, &ends, &singles, pairs, &lists)
    }
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
    fn compile(
        firsts: &BTreeMap<u64, (u32, Node)>,
        ends: &BTreeMap<u64, (u32, Node)>,
        singles: &[u64],
        mut pairs: Vec<u64>,
        lists: &[Box<[u32]>],
    ) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let slots = |map: &BTreeMap<u64, (u32, Node)>| {
            let mut out = Slots::with_capacity(map.len());
            map.iter().for_each(|(&key, &(values, node))| out.insert(Slot { key, values, node }));
            out
        };
        let filter = |keys: &[u64]| Filter::of(keys.iter().copied());
        let mut index = Self {
            first: slots(firsts),
            rest: slots(ends),
            singles: filter(singles),
            pairs: filter(&pairs),
            bounds: vec![0],
            values: Vec::new(),
        };
        for list in lists {
            index.values.extend(list);
            index.bounds.push(index.values.len() as u32);
        }
        index
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
