//! What whoever hands a file on says with it: `serve` to browsers, `publish` to hosts.

/// The policy of a site (manual, safety.md#headers): names and values.
pub const SAFETY: [(&str, &str); 3] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
];

/// The media type of a file by the end of its name, with its character set where it is text.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    let end = path.rsplit(['.', '/']).next().unwrap_or_default().to_ascii_lowercase();
    match end.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "jsonld" => "application/ld+json; charset=utf-8",
        "geojson" => "application/geo+json; charset=utf-8",
        "ndjson" => "application/x-ndjson; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "trig" => "application/trig; charset=utf-8",
        "ttl" => "text/turtle; charset=utf-8",
        "nt" => "application/n-triples; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "argdown" | "bib" | "ris" | "sha256" | "minisig" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_names_its_character_set() {
        assert_eq!(media_type("briefs/مورا.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("a.PNG"), "image/png");
        assert_eq!(media_type("a.html/LICENSE"), "application/octet-stream");
    }
}
