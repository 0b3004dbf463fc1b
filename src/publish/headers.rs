//! With which headers a file is served, for targets that keep headers with a file.
//!
//! A page is asked for anew each time; a file whose name holds its own hash never changes, and is kept for ever.

use std::collections::BTreeMap;

use crate::output::media_type;

/// Names in lower case, and values.
pub(super) type Headers = BTreeMap<String, String>;

/// A year, the longest time that is heeded (RFC 9111 names no limit; RFC 2616 named this one).
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_EACH_TIME: &str = "no-cache";

/// So many digits of a hash in a name make it a name that changes with the bytes.
const HASH_DIGITS: usize = 8;

/// The headers of one file.
pub(super) fn of(path: &str, sha256: &str) -> Headers {
    let cache = if is_hashed(path, sha256) { FOR_EVER } else { ASK_EACH_TIME };
    [("content-type", media_type(path)), ("cache-control", cache)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// Whether the file's name holds the beginning of its own hash, so that other bytes would have another name.
pub(super) fn is_hashed(path: &str, sha256: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    sha256.get(..HASH_DIGITS).is_some_and(|start| name.contains(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_its_own_hash_is_kept_for_ever() {
        let hash = "0123abcd4567";
        let cache = |path: &str| of(path, hash)["cache-control"].clone();
        assert_eq!(cache("theme/style.0123abcd.css"), FOR_EVER);
        for path in
            ["index.html", "theme/style.css", "briefs/20220327.html", "0123abcd/a.css", "a.ffff0000.css"]
        {
            assert_eq!(cache(path), ASK_EACH_TIME, "{path}");
        }
    }
}
