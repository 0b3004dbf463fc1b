//! An edit of mere wording goes into the site that is there; no other needs to be made.
//!
//! What more an edit may have changed (a diagnostic, where it stands) a whole load tells, which `serve` sees to once
//! nothing more is saved.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use camino::Utf8PathBuf;

use super::cache::parse_text;
use super::{Cache, Loaded};
use crate::brief::decode::Decoded;
use crate::brief::wording::{Reading, differ_in_wording_alone};
use crate::diagnostic::Code;
use crate::input::Inputs;
use crate::text::FileId;

/// What files that changed were to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reworded {
    /// The site has their new words.
    Anew,
    /// They hold what they held.
    Same,
    /// More than wording changed: nothing was done, and the site must be loaded anew.
    Otherwise,
}

/// Gives a site without errors the words that changed files hold now, if nothing but wording changed. `inputs` and
/// `cache` are those that the site was loaded from.
pub fn reword(
    loaded: &mut Loaded,
    inputs: &Inputs,
    changed: &BTreeSet<Utf8PathBuf>,
    cache: &mut Cache,
) -> Reworded {
    // Claims with other words are changes against an earlier state, which has pages of its own.
    let Some(texts) = inputs.documents_again(changed).filter(|_| loaded.plan.changes.is_none()) else {
        return Reworded::Otherwise;
    };
    let mut fresh: Vec<(FileId, String, Decoded)> = Vec::new();
    for (file, text) in texts {
        let Some((before, known)) = cache.kept(file) else { return Reworded::Otherwise };
        if before == text {
            continue;
        }
        let decoded = parse_text(inputs, file, &text);
        let readings = [(before, known), (&*text, &decoded)];
        let [before, after] = readings.map(|(text, decoded)| Reading { text, document: &decoded.document });
        let same_findings = codes(known) == codes(&decoded);
        if !same_findings || !loaded.site.shows(after.document) || !differ_in_wording_alone(before, after) {
            return Reworded::Otherwise;
        }
        fresh.push((file, text, decoded));
    }
    if fresh.is_empty() {
        return Reworded::Same;
    }
    for (file, text, decoded) in fresh {
        loaded.site.reword(&decoded.document);
        cache.replace(file, text, decoded);
    }
    loaded.index = OnceLock::new();
    Reworded::Anew
}

/// Of its findings: those that are errors here stay errors, and no others come in.
fn codes(decoded: &Decoded) -> Vec<Code> {
    decoded.diagnostics.iter().map(|found| found.code).collect()
}
