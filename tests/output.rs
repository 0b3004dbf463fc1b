//! The promises of the output, on the real binary: whole or not at all, nothing left, the same bytes everywhere.
//!
//! What needs Linux, root, or a tool that is missing says so and passes. `tests/tools/20-faults` installs the tools.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]
#![expect(clippy::print_stderr, reason = "what is left out is said")]

mod output {
    pub(crate) mod disks;
    pub(crate) mod faults;
    pub(crate) mod ground;
    pub(crate) mod leftovers;
    pub(crate) mod same;
    pub(crate) mod turns;
    pub(crate) mod verify;
}
mod sites;
