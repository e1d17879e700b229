//! `kayan gazetteer compile`: lists in one file that loads fast.

use std::io::Write;
use std::path::PathBuf;

use crate::cli::error::CliError;
use crate::gazetteer::Snapshot;
use crate::import::Atomic;

/// What is compiled, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct CompileArgs {
    /// Folders, TSV files or snapshots; later ones override by entity id
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// The snapshot to write
    #[arg(short, long, value_name = "OUT.kgz")]
    output: PathBuf,
}

/// Compiles the lists; the snapshot appears whole or not at all.
pub(crate) fn run(args: &CompileArgs, out: &mut impl Write) -> Result<(), CliError> {
    let snapshot = Snapshot::compile(&args.inputs)?;
    let fault = |source| CliError::WriteFile { file: args.output.clone(), source };
    let mut file = Atomic::new(&args.output).map_err(fault)?;
    snapshot.write(&mut file).map_err(fault)?;
    file.commit().map_err(fault)?;
    let bytes = std::fs::metadata(&args.output).map_err(fault)?.len();
    let (entities, forms) = snapshot.counts();
    writeln!(out, "{}: {entities} entities, {forms} surface forms, {bytes} bytes", args.output.display())?;
    writeln!(out, "digest {}", snapshot.digest())?;
    Ok(())
}
