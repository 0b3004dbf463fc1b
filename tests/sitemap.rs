//! The sitemap of a site that has more pages than one file may list: 50,000, by the protocol of sitemaps.org.
//!
//! The pages are those of tags, of which each of 500 briefs bears a hundred; nothing is rendered.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its site has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use variorum::config::Config;
use variorum::export::{Maker, Material, Words, list};
use variorum::plan::plan;

mod support;

const MOST: usize = 50_000;
const BRIEFS: usize = 500;
const BASE: &str = "https://example.org/desk/";

/// The files of a site with so many tags that have to do with the sitemap, and how many pages are listed.
fn files(tags: usize) -> (BTreeMap<String, String>, usize) {
    let briefs: Vec<(String, String)> = (0..BRIEFS)
        .map(|brief| {
            let mut text = format!("---\ntitle: Brief {brief}\ndate: 2022-04-12\ntags: [");
            for number in (brief..tags).step_by(BRIEFS) {
                write!(text, "t{number}, ").unwrap();
            }
            (format!("briefs/b{brief}.md"), text + "]\n---\n")
        })
        .collect();
    let briefs: Vec<(&str, String)> =
        briefs.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let config = Config { base_url: Some(BASE.parse().unwrap()), ..Config::default() };
    let built = support::build_with(&briefs, &config);
    let (plan, _) = plan(&built.site, &built.method, &config, None);
    let (site, method) = (&built.site, &built.method);
    let maker = Maker::new(Material { site, method, config: &config, plan: &plan, words: Words::default() });
    let exports = list(site, &config, &plan.pages);
    let wanted = exports.iter().filter(|export| {
        let path = export.path.as_str();
        path.starts_with("sitemap") || path == "robots.txt"
    });
    let text = |export| String::from_utf8(maker.bytes(export)).unwrap();
    let files = wanted.map(|export| (export.path.to_string(), text(export))).collect();
    (files, plan.pages.len() - 1)
}

fn places(text: &str) -> Vec<&str> {
    text.split("<loc>").skip(1).map(|rest| rest.split_once("</loc>").unwrap().0).collect()
}

#[test]
fn a_sitemap_is_split_where_the_protocol_wants_it() {
    let (_, others) = files(0);
    let (files_of_one, listed) = files(MOST - others);
    assert_eq!(listed, MOST);
    assert_eq!(files_of_one.keys().collect::<Vec<_>>(), ["robots.txt", "sitemap.xml"]);
    assert_eq!(places(&files_of_one["sitemap.xml"]).len(), MOST);
    let (files, listed) = files(MOST - others + 1);
    assert_eq!(listed, MOST + 1);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["robots.txt", "sitemap.xml", "sitemap/1.xml", "sitemap/2.xml"]
    );
    let index = &files["sitemap.xml"];
    assert!(index.contains("<sitemapindex"), "an index");
    assert_eq!(places(index), ["sitemap/1.xml", "sitemap/2.xml"].map(|path| format!("{BASE}{path}")));
    let mut all = places(&files["sitemap/1.xml"]);
    assert_eq!(all.len(), MOST);
    all.extend(places(&files["sitemap/2.xml"]));
    let ordered = all.is_sorted();
    all.dedup();
    assert!(ordered && all.len() == listed, "each page once: {}", all.len());
    assert!(files["robots.txt"].contains(&format!("\nSitemap: {BASE}sitemap.xml\n")), "it names the index");
}
