//! What a browser is told that a file is, by the ending of its name.

/// Endings and media types; text bears its encoding.
const TYPES: [(&str, &str); 25] = [
    ("atom", "application/atom+xml; charset=utf-8"),
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/vnd.microsoft.icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ndjson", "application/x-ndjson"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml; charset=utf-8"),
];

/// What is not known; browsers save it.
const UNKNOWN: &str = "application/octet-stream";

/// The media type of a path.
pub(super) fn of(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    TYPES.binary_search_by(|(known, _)| (*known).cmp(ending.as_str())).map_or(UNKNOWN, |found| TYPES[found].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_are_in_order_and_found_whatever_the_case() {
        assert!(TYPES.is_sorted_by(|one, other| one.0 < other.0));
        for (ending, media) in TYPES {
            assert_eq!(of(&format!("a/b.c.{}", ending.to_uppercase())), media);
        }
        assert_eq!(of("a.b/c"), UNKNOWN);
    }
}
