//! Reads the disk: a site's folder becomes [`Inputs`].
//!
//! The only room besides `output`, `serve` and `publish` that touches the machine.
