//! What a served page carries and a built one does not: a style sheet, a script, and a banner while drafts are shown.
//!
//! It is one stretch, put before the end of the body, so that served and built pages are the same but for it. The
//! script and the style are files of the server's own folder, under a name that no file of a site can have, so the
//! policy of a published site holds here too.

use crate::pipeline::Drafts;
use crate::plan::urls;
use crate::text::SitePath;

/// The server's own folder. Names that begin with a dot are never read, so a site cannot have it.
pub(super) const FOLDER: &str = "/.variorum";
/// The script that reloads the page and shows what is wrong.
pub(super) const SCRIPT: &str = include_str!("hook.js");
/// How the banner and the problems look.
pub(super) const STYLE: &str = include_str!("hook.css");

const BANNER: &str = "<p class=\"variorum-drafts\" role=\"note\" lang=\"en\" dir=\"ltr\">Drafts and embargoed briefs \
                      are shown here. A build leaves them out unless it is told otherwise.</p>";

const END_OF_BODY: &[u8] = b"</body>";

/// The page with the hook in it.
pub(super) fn inject(page: &[u8], path: &SitePath, digest: &str, drafts: Drafts) -> Vec<u8> {
    let at = page.windows(END_OF_BODY.len()).rposition(|window| window == END_OF_BODY).unwrap_or(page.len());
    let hook = hook(path.as_str(), digest, drafts);
    [&page[..at], hook.as_bytes(), &page[at..]].concat()
}

/// A page for when there is none: the diagnostics, and the hook that waits for better times.
pub(super) fn fault_page(path: &str, problems: &str, digest: &str) -> String {
    let text = problems.replace('&', "&amp;").replace('<', "&lt;");
    let hook = hook(path, digest, Drafts::Hidden);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Not shown: errors</title>\n</head>\n<body>\n\
         <main class=\"variorum-fault\">\n<h1>This page cannot be shown yet</h1>\n<pre>{text}</pre>\n</main>\n\
         {hook}</body>\n</html>\n"
    )
}

fn hook(path: &str, digest: &str, drafts: Drafts) -> String {
    let banner = if drafts == Drafts::Shown { BANNER } else { "" };
    let page = urls::encode(path);
    format!(
        "<link rel=\"stylesheet\" href=\"{FOLDER}/hook.css\">{banner}\
         <script src=\"{FOLDER}/hook.js\" data-page=\"{page}\" data-digest=\"{digest}\" defer></script>"
    )
}
