//! What changed between two compiled lists, entity by entity.

use std::collections::HashMap;

use super::entry::Entry;
use super::snapshot::Snapshot;

/// A change of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// Its canonical name, the new one if it has one.
    pub name: String,
    /// What changed of it: `type`, `subtype`, `name`, `country`, `ids`. Empty
    /// when it is only in one of the lists.
    pub fields: Vec<&'static str>,
    /// Forms that are new, as `file:line`.
    pub added: Vec<String>,
    /// Forms that are gone, as `file:line` of the old list.
    pub removed: Vec<String>,
    /// Whether the entity is in the old list.
    pub in_old: bool,
    /// Whether it is in the new list.
    pub in_new: bool,
}

/// The forms of each entity, by number.
fn forms(snapshot: &Snapshot) -> Vec<Vec<&Entry>> {
    let mut forms = vec![Vec::new(); snapshot.names.entities.len()];
    for entry in &snapshot.names.entries {
        forms[entry.entity as usize].push(entry);
    }
    forms
}

fn place(snapshot: &Snapshot, entry: &Entry) -> String {
    let source = snapshot.names.sources.get(usize::from(entry.file)).map_or("", |s| &s.name);
    format!("{source}:{}", entry.line)
}

/// The forms of `of` that `among` lacks.
fn missing(of: &[&Entry], among: &[&Entry], snapshot: &Snapshot) -> Vec<String> {
    let same = |a: &Entry, b: &Entry| {
        (a.exact, a.form, a.gate, a.fold, a.prior, a.words) == (b.exact, b.form, b.gate, b.fold, b.prior, b.words)
    };
    of.iter().filter(|a| !among.iter().any(|b| same(a, b))).map(|a| place(snapshot, a)).collect()
}

/// The changes from `old` to `new`, by id. Forms are compared by their
/// spelling, kind, gate, tier and prior, not by where they stand.
pub fn diff(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let (old_forms, new_forms) = (forms(old), forms(new));
    let numbers: HashMap<&str, u32> = old.names.entities.iter().zip(0..).map(|(e, n)| (e.id, n)).collect();
    let mut changes = Vec::new();
    let mut met = vec![false; old.names.entities.len()];
    for (entity, number) in new.names.entities.iter().zip(0usize..) {
        let mut change = Change {
            id: entity.id.to_owned(),
            name: entity.name.to_owned(),
            fields: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
            in_old: false,
            in_new: true,
        };
        let forms = &new_forms[number];
        let Some(&before) = numbers.get(entity.id) else {
            change.added = missing(forms, &[], new);
            changes.push(change);
            continue;
        };
        met[before as usize] = true;
        change.in_old = true;
        let was = old.names.entities.get(before);
        let subtype = |snapshot: &Snapshot, s: super::Subtype| snapshot.names.subtypes[usize::from(s.0)].clone();
        for (field, changed) in [
            ("type", was.entity_type != entity.entity_type),
            ("subtype", subtype(old, was.subtype) != subtype(new, entity.subtype)),
            ("name", was.name != entity.name),
            ("country", was.country != entity.country),
            ("ids", was.ids != entity.ids),
        ] {
            if changed {
                change.fields.push(field);
            }
        }
        let was = &old_forms[before as usize];
        change.added = missing(forms, was, new);
        change.removed = missing(was, forms, old);
        if !(change.fields.is_empty() && change.added.is_empty() && change.removed.is_empty()) {
            changes.push(change);
        }
    }
    for (entity, number) in old.names.entities.iter().zip(0usize..).filter(|(_, number)| !met[*number]) {
        changes.push(Change {
            id: entity.id.to_owned(),
            name: entity.name.to_owned(),
            fields: Vec::new(),
            added: Vec::new(),
            removed: missing(&old_forms[number], &[], old),
            in_old: true,
            in_new: false,
        });
    }
    changes.sort_by(|a, b| a.id.cmp(&b.id));
    changes
}
