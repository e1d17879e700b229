//! The table of entities: strings in one piece of memory, a small record each.
//!
//! Invariant: the order of entities is the order in which they were added, and
//! a million of them are two allocations, not three million.

use super::kind::{EntityType, Subtype};

/// One entity of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedEntity<'a> {
    /// Stable id, `place/tunis`.
    pub id: &'a str,
    /// What it is.
    pub entity_type: EntityType,
    /// Its kind.
    pub subtype: Subtype,
    /// Canonical Arabic name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-2, or spaces.
    pub country: [u8; 2],
    /// English name and ids, as `system:value;…`.
    pub ids: &'a str,
}

impl<'a> ListedEntity<'a> {
    /// English name, or empty.
    pub fn english_name(&self) -> &'a str {
        self.systems().find(|s| s.0 == "en").map_or("", |s| s.1)
    }

    /// Known ids as `(system, value)`.
    pub fn known_ids(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.systems().filter(|s| s.0 != "en")
    }

    fn systems(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.ids.split(';').filter_map(|part| part.split_once(':'))
    }
}

/// Longest string of an entity, in bytes.
pub(super) const LONGEST: usize = u16::MAX as usize;

#[derive(Clone, Copy, Debug)]
struct Record {
    /// Where id, name and ids lie in the text, one after the other.
    begin: u32,
    lengths: [u16; 3],
    subtype: Subtype,
    country: [u8; 2],
    entity_type: EntityType,
}

/// Entities by number.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    records: Vec<Record>,
    text: String,
}

impl Entities {
    /// Number of entities.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// An entity by number.
    #[inline]
    pub fn get(&self, number: u32) -> ListedEntity<'_> {
        self.view(&self.records[number as usize])
    }

    /// All entities in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = ListedEntity<'_>> {
        self.records.iter().map(|record| self.view(record))
    }

    #[inline]
    fn view(&self, record: &Record) -> ListedEntity<'_> {
        let [id, name, ids] = record.lengths.map(usize::from);
        let begin = record.begin as usize;
        let text = &self.text[begin..begin + id + name + ids];
        ListedEntity {
            id: &text[..id],
            entity_type: record.entity_type,
            subtype: record.subtype,
            name: &text[id..id + name],
            country: record.country,
            ids: &text[id + name..],
        }
    }

    /// Adds an entity; `None` when its strings or the table would be too long.
    pub(super) fn push(&mut self, entity: &ListedEntity<'_>) -> Option<u32> {
        let record = self.write(entity)?;
        self.records.push(record);
        Some(self.records.len() as u32 - 1)
    }

    /// Gives an entity another name and ids.
    pub(super) fn replace(&mut self, number: u32, entity: &ListedEntity<'_>) -> Option<()> {
        self.records[number as usize] = self.write(entity)?;
        Some(())
    }

    fn write(&mut self, entity: &ListedEntity<'_>) -> Option<Record> {
        let strings = [entity.id, entity.name, entity.ids];
        let begin = u32::try_from(self.text.len()).ok()?;
        let mut lengths = [0; 3];
        for (length, string) in lengths.iter_mut().zip(strings) {
            *length = u16::try_from(string.len()).ok()?;
        }
        strings.into_iter().for_each(|s| self.text.push_str(s));
        let &ListedEntity { entity_type, subtype, country, .. } = entity;
        Some(Record { begin, lengths, subtype, country, entity_type })
    }

    /// Renumbers the subtypes.
    pub(super) fn map_subtypes(&mut self, map: &[Subtype]) {
        for record in &mut self.records {
            record.subtype = map.get(usize::from(record.subtype.0)).copied().unwrap_or_default();
        }
    }

    /// Keeps the entities for which `keep` holds; their strings stay.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(u32) -> bool) {
        let mut number = 0;
        self.records.retain(|_| {
            number += 1;
            keep(number - 1)
        });
    }

    /// Puts the entities of `other` after these. The longer text stays where it
    /// is; `None` when both are too long together.
    pub(super) fn append(&mut self, mut other: Self) -> Option<()> {
        u32::try_from(self.text.len() + other.text.len()).ok()?;
        let moved = if self.text.len() < other.text.len() {
            std::mem::swap(&mut self.text, &mut other.text);
            &mut self.records
        } else {
            &mut other.records
        };
        let by = self.text.len() as u32;
        moved.iter_mut().for_each(|record| record.begin += by);
        self.text.reserve_exact(other.text.len());
        self.text.push_str(&other.text);
        drop(other.text);
        self.records.reserve_exact(other.records.len());
        self.records.append(&mut other.records);
        Some(())
    }

    /// Gives unused memory back.
    pub(super) fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    /// Bytes of the table.
    pub fn bytes(&self) -> usize {
        self.records.capacity() * size_of::<Record>() + self.text.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity<'a>(id: &'a str, name: &'a str, ids: &'a str) -> ListedEntity<'a> {
        let (entity_type, subtype) = (EntityType::Place, Subtype::NONE);
        ListedEntity { id, entity_type, subtype, name, country: *b"EG", ids }
    }

    #[test]
    fn strings_stay_with_their_entity() {
        let cairo = entity("place/cairo", "القاهرة", "en:Cairo;geonames:360630");
        let giza = entity("place/giza", "الجيزة", "");
        let aswan = entity("place/aswan", "أسوان", "en:Aswan");
        let (mut first, mut second) = (Entities::default(), Entities::default());
        assert_eq!((first.push(&cairo), second.push(&giza), second.push(&aswan)), (Some(0), Some(0), Some(1)));
        second.retain(|number| number == 1);
        assert!(first.append(second).is_some());
        assert_eq!(first.iter().collect::<Vec<_>>(), [cairo, aswan]);
        let mut longer = Entities::default();
        for _ in 0..9 {
            longer.push(&giza);
        }
        assert!(first.append(longer).is_some());
        assert_eq!((first.len(), first.get(0), first.get(1), first.get(10)), (11, cairo, aswan, giza));
        assert_eq!((cairo.english_name(), cairo.known_ids().collect()), ("Cairo", vec![("geonames", "360630")]));
        assert!(first.push(&entity("x", &"ا".repeat(40_000), "")).is_none());
    }
}
