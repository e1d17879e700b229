//! Weights of evidence, by name, in hundredths.

use std::collections::BTreeMap;

use super::fault::{Faults, SeedFault};
use super::seed::Row;

/// Reads `evidence  weight  note` rows. A later file weighs anew what an
/// earlier one has weighed; a weight that is not a number and a piece weighed
/// twice in one file are faults.
pub(super) fn read(rows: &[Row<'_>], faults: &mut Faults) -> BTreeMap<Box<str>, i32> {
    let mut out = BTreeMap::new();
    let mut weighed_in = BTreeMap::new();
    for row in rows {
        faults.note(add(row, &mut out, &mut weighed_in));
    }
    out
}

fn add<'a>(
    row: &Row<'a>,
    out: &mut BTreeMap<Box<str>, i32>,
    weighed_in: &mut BTreeMap<&'a str, &'a str>,
) -> Result<(), SeedFault> {
    let [name, weight, _] = row.columns()?;
    let weight: f32 = weight.parse().map_err(|_| row.fault(2, format!("'{weight}' is not a number")))?;
    out.insert(name.into(), (weight * 100.0).round() as i32);
    match weighed_in.insert(name, row.file) {
        Some(file) if file == row.file => Err(row.fault(1, format!("'{name}' is weighed twice"))),
        _ => Ok(()),
    }
}
