//! The `kayan` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    kayan::cli::main()
}
