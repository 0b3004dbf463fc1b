//! The program: calls `cli` and turns its answer into an exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A page is made of thousands of small values, which the system's allocator takes a sixth longer for; see the manual's
/// page on benchmarks.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    variorum::cli::run().into()
}
