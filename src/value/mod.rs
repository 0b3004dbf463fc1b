//! Small values, one file each, with their whole grammar: `FromStr` reads what a writer types, `Display` writes it.
//!
//! No value knows of files or places; a parse error is a plain sentence that `brief` puts beside the place.

pub mod country;
pub mod date;
pub mod figure;
pub mod format;
pub mod grade;
pub mod kind;
pub mod lang;
pub mod measure;
pub mod place;
pub mod slug;
pub mod time;
pub mod web;
pub mod word;
