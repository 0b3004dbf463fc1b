//! Requests, and when they are tried again.
//!
//! A message names host, path and status, never an address with its query (which holds a signature) nor a header.
