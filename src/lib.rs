//! Variorum: a static-site generator for annotated briefs.
//!
//! Files become **briefs**; briefs become one **site** in which every name is an id; from it follow the **answers**; a
//! **plan** says which pages there are; each claim is made once, **pages** and **exports** are put together from it; all
//! of that is a map of paths to bytes, which is written if it differs. Arrows
//! go one way: a module imports only from lower floors, and `tests/architecture.rs` holds them to it.
//!
//! The stable promises are the command line, the format of briefs, the views of pages and the exports; this
//! library is none of them: it exists for the program and its tests.

pub mod brief;
pub mod changes;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod export;
pub mod gate;
pub mod import;
pub mod input;
pub mod markdown;
pub mod method;
pub mod output;
pub mod page;
pub mod picture;
pub mod pipeline;
pub mod plan;
#[cfg(feature = "publish")]
pub mod publish;
pub mod query;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod text;
pub mod theme;
pub mod value;
pub mod yaml;
