//! Importers: lists of names made from the dumps of public projects.
//!
//! A source reads its dump record by record ([`Job::take`]); what is kept is
//! cleaned, gated by rule ([`gate`]) and written as seed lines ([`output`]).
//! One file a source; [`input`] unpacks, [`record`] says what a record is.
//!
//! Invariant: nothing but the names that are kept is held in memory, and the
//! output appears whole or not at all.

mod error;
mod gate;
mod geonames;
mod gleif;
mod input;
mod job;
mod lines;
mod output;
mod paranames;
mod progress;
mod record;
mod ror;
mod whosonfirst;
mod wikidata;

use std::path::PathBuf;

pub use self::error::ImportError;
use self::input::Inputs;
use self::job::Job;
pub use self::job::Report;
pub(crate) use self::output::Atomic;
pub use self::record::Filter;

/// A project whose dumps can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Source {
    /// GeoNames: allCountries or citiesNNN, and alternateNamesV2
    #[value(name = "geonames")]
    GeoNames,
    /// Wikidata: the JSON dump, an entity a line
    #[value(name = "wikidata")]
    Wikidata,
    /// ParaNames: the TSV of names in many languages
    #[value(name = "paranames")]
    ParaNames,
    /// Who's On First: a bundle (tar) or GeoJSON, a feature a line
    #[value(name = "whosonfirst")]
    WhosOnFirst,
    /// GLEIF: the golden copy of LEI records in CSV
    #[value(name = "gleif")]
    Gleif,
    /// ROR: the data dump in JSON, schema 2
    #[value(name = "ror")]
    Ror,
}

/// What the header of an imported list says of its source.
struct Terms {
    name: &'static str,
    origin: &'static str,
    licence: &'static str,
    attribution: &'static str,
}

impl Source {
    fn terms(self) -> Terms {
        let (name, origin, licence, attribution) = match self {
            Self::GeoNames => ("geonames", "GeoNames", "CC-BY-4.0", "GeoNames (geonames.org), CC BY 4.0"),
            Self::Wikidata => ("wikidata", "Wikidata JSON dump", "CC0-1.0", "Wikidata (wikidata.org), CC0"),
            Self::ParaNames => (
                "paranames",
                "ParaNames",
                "CC-BY-4.0",
                "ParaNames (Sälevä and Lignos), CC BY 4.0; names from Wikidata, CC0",
            ),
            Self::WhosOnFirst => (
                "whosonfirst",
                "Who's On First",
                "CC-BY-4.0",
                "Who's On First (whosonfirst.org), CC BY 4.0; sources: whosonfirst.org/docs/licenses",
            ),
            Self::Gleif => ("gleif", "GLEIF golden copy, LEI-CDF 3.1", "CC0-1.0", "GLEIF (gleif.org), CC0"),
            Self::Ror => ("ror", "Research Organization Registry, schema 2", "CC0-1.0", "ROR (ror.org), CC0"),
        };
        Terms { name, origin, licence, attribution }
    }
}

/// What to import.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The project.
    pub source: Source,
    /// Its files; `-` is standard input.
    pub inputs: Vec<PathBuf>,
    /// The list to write.
    pub output: PathBuf,
    /// Which records are kept.
    pub filter: Filter,
    /// Version of the dump for the header; the day the files were last changed
    /// when it is not given.
    pub version: Option<String>,
    /// Share of malformed records, 0 to 1, above which the import fails.
    pub max_malformed: f64,
    /// Whether progress is told on standard error.
    pub progress: bool,
}

/// Reads dumps and writes the list.
///
/// # Errors
/// When a file cannot be read or is none of the source's, when more records
/// are malformed than allowed, or when the list cannot be written. Nothing is
/// written then.
pub fn run(options: &ImportOptions) -> Result<Report, ImportError> {
    let inputs = Inputs::new(&options.inputs)?;
    let mut job = Job::new(options, &inputs)?;
    match options.source {
        Source::GeoNames => geonames::read(&inputs, &mut job)?,
        Source::Wikidata => inputs.each_line(&mut job, wikidata::line)?,
        Source::ParaNames => paranames::read(&inputs, &mut job)?,
        Source::WhosOnFirst => whosonfirst::read(&inputs, &mut job)?,
        Source::Gleif => gleif::read(&inputs, &mut job)?,
        Source::Ror => ror::read(&inputs, &mut job)?,
    }
    job.finish()
}
