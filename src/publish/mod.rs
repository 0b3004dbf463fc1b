//! Brings a built site to where its readers are: looks at what stands there, plans, and does what was planned.
//!
//! One engine for all targets: it knows what order is safe, and a target knows how to read, put and remove. Nothing
//! is deleted that the manifest there does not list as ours, nor before all that is new stands. It never prints; the
//! time is handed in. `cli` calls it.

mod engine;
mod fault;
mod guard;
mod headers;
mod host_files;
mod http;
mod local;
mod manifest;
mod order;
mod parallel;
mod plan;
mod secret;
mod target;

pub use engine::{Broken, Context, Outcome, Publication, Remote};
pub use fault::{Fault, Refusal};
pub use guard::Limits;
pub use manifest::MANIFEST;
pub use plan::{Change, Plan, Why};
