//! The `kayan` command.

use std::process::ExitCode;

/// The engine's answers are many small strings, which this allocator serves in
/// fewer steps than that of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kayan::cli::main()
}
