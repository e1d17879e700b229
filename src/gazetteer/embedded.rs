//! The default lists, embedded in the binary by the build script.

use super::seed::SeedFile;

include!(concat!(env!("OUT_DIR"), "/embedded_seeds.rs"));

/// All files under `seeds/`, by path.
pub(super) fn files() -> impl Iterator<Item = SeedFile<'static>> {
    EMBEDDED.iter().map(|&(path, content)| SeedFile { path, content })
}
