//! `kayan eval-values`: scores figure values against corpora of expressions.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::eval_values;

/// Measures the values of figures against corpora of expressions
#[derive(Debug, Args)]
pub(super) struct EvalValuesArgs {
    /// Files of expressions with their values, a JSON object a line
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Scores each file and prints its report.
pub(super) fn run(args: &EvalValuesArgs, out: &mut dyn Write) -> Result<(), CliError> {
    for file in &args.files {
        let report = eval_values::run(file)?;
        write!(out, "{report}")?;
    }
    Ok(())
}
