//! `robots.txt`, RFC 9309: everything may be read; programs that gather texts for models are refused if the site says
//! so. Hosts look for it at their top only.

use super::Material;
use crate::config::AiCrawlers;
use crate::value::format::ExportFormat;

/// The names under which such programs come, as their makers publish them. The list is ours, of November 2026.
const AI_CRAWLERS: [&str; 22] = [
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-ai",
    "cohere-training-data-crawler",
    "Diffbot",
    "DuckAssistBot",
    "FacebookBot",
    "Google-CloudVertexBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "meta-externalagent",
    "OAI-SearchBot",
    "omgili",
    "PanguBot",
    "PerplexityBot",
    "Timpibot",
];

/// The file.
pub(super) fn bytes(material: Material<'_>) -> Vec<u8> {
    let config = material.config;
    let mut text = String::new();
    if config.ai_crawlers == AiCrawlers::Refuse {
        for name in AI_CRAWLERS {
            text.push_str(&format!("User-agent: {name}\n"));
        }
        text.push_str("Disallow: /\n\n");
    }
    text.push_str("User-agent: *\nAllow: /\n");
    if let Some(base) = config.base_url.as_ref().filter(|_| config.makes(ExportFormat::Sitemap)) {
        text.push_str(&format!("\nSitemap: {}\n", base.join("sitemap.xml")));
    }
    text.into_bytes()
}
