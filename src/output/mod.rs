//! Writes the disk: the built site replaces the old one whole, or not at all.
//!
//! Deletes only what it wrote.
