//! Weights of evidence, by name, in hundredths.

use std::collections::BTreeMap;

use super::SeedError;
use super::seed::Row;

/// Reads `evidence  weight  note` rows. A later file weighs anew what an
/// earlier one has weighed.
///
/// # Errors
/// A weight that is not a number, or a piece weighed twice in one file.
pub(super) fn read(rows: &[Row<'_>]) -> Result<BTreeMap<Box<str>, i32>, SeedError> {
    let mut out = BTreeMap::new();
    let mut weighed_in = BTreeMap::new();
    for row in rows {
        let [name, weight, _] = row.columns()?;
        let weight: f32 = weight.parse().map_err(|_| row.fault(2, format!("'{weight}' is not a number")))?;
        out.insert(name.into(), (weight * 100.0).round() as i32);
        if weighed_in.insert(name, row.file) == Some(row.file) {
            return Err(row.fault(1, format!("'{name}' is weighed twice")));
        }
    }
    Ok(out)
}
