//! Overriding by path, mistakes with their places, words and their fallback.

use super::*;
