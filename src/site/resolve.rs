//! Builds the [`Site`] from all that may be published: names become ids, links find their ends.
//!
//! Never fails: what cannot be resolved is reported and left out. Briefs are taken in the order of their ids, so
//! that who came into being where does not depend on the order of files. `pipeline` calls it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use camino::{Utf8Path, Utf8PathBuf};

use super::claims::{self, Addresses, Defaults};
use super::links::{self, Home, Map, Place};
use super::names::{Names, Shown};
use super::reach::{Reach, Standings};
use super::records::{self, Declarations};
use super::references::{Roll, Rolls};
use super::rows::{self, Rows};
use super::table::{Id, Table};
use super::{Brief, Claim, Correction, Destination, Page, Prose, Reviewed, Site, derive};
use crate::brief::release::{HeldRecord, Manuscript};
use crate::brief::{self, CorrectionEntry, RecordKind, Status, Text};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Files, Span, Spanned};
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::value::word::Access;

/// The files of a site, as far as resolving needs them.
#[derive(Clone, Copy, Debug)]
pub struct Library<'i> {
    /// Their paths; those of content begin with `content/`.
    pub files: &'i Files,
    /// The files of `content/` that are neither Markdown nor registries, relative to it.
    pub assets: &'i BTreeSet<Utf8PathBuf>,
}

/// A site and all that is wrong with it.
#[derive(Debug)]
pub struct Resolved {
    /// The site.
    pub site: Site,
    /// What could not be resolved.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves a manuscript.
#[must_use]
pub fn resolve(mut manuscript: Manuscript, config: &Config, library: Library<'_>) -> Resolved {
    let mut diagnostics = Vec::new();
    order_briefs(&mut manuscript.briefs, &mut diagnostics);
    let record_files: Vec<_> =
        manuscript.record_files.iter().map(|file| (file.file, file.kind, file.id.value.clone())).collect();
    let declarations = records::declare(&mut manuscript, &mut diagnostics);
    let standings = standings(&declarations);
    let mut rolls = rolls(&declarations, &manuscript.held_records);
    let addresses = addresses(&manuscript);
    let mut claims = Table::default();
    let defaults = resolve_claims(&manuscript.briefs, &mut claims, &mut rolls, config);
    let rows = rows::rows(declarations, &mut rolls);
    resolve_relations(&manuscript.briefs, &mut claims, &addresses, &rows, &mut diagnostics);
    let shell = Shell {
        pages: pages(std::mem::take(&mut manuscript.pages), library.files),
        briefs: briefs(&manuscript.briefs, &addresses, config, &mut diagnostics),
        prose: manuscript.briefs.iter_mut().map(|brief| std::mem::take(&mut brief.body)).collect(),
    };
    let files = places(&manuscript, &shell, &record_files, &rows, library.files);
    let mut site = assemble(shell, claims, rows, &standings, &defaults, |shell, rows| {
        let map = Map {
            files,
            assets: library.assets,
            addresses: &addresses,
            rolls: &rolls,
            brief_headings: shell.prose.iter().map(|body| body.headings.clone()).collect(),
            page_headings: links::headings(&shell.pages, |page| &page.written.body),
        };
        link(shell, rows, &record_files, &map, library.files, &mut diagnostics)
    });
    site.assets = assets(&site, &manuscript.briefs, config, library, &mut diagnostics);
    site.tombstones = std::mem::take(&mut manuscript.tombstones);
    site.tombstones.sort_by(|a, b| a.slug.value.cmp(&b.slug.value));
    derive::derive(&mut site, &manuscript.briefs);
    diagnostics.append(&mut rolls.diagnostics);
    Resolved { site, diagnostics }
}
