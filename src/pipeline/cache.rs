//! The parses that one load leaves to the next.
//!
//! A parse depends on its one file alone, so it holds as long as path and text do. `build` loads once and keeps
//! none; `serve` keeps them all, and parses again only what was edited.

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use crate::brief::decode::{Decoded, decode};
use crate::changes::{Snapshot, SnapshotError};
use crate::check;
use crate::input::{CONTENT, Inputs};
use crate::text::FileId;

/// Texts that are parsed before they are let go of: enough to keep every thread at work.
const AT_ONCE: usize = 1024;

/// Parses by file.
#[derive(Debug, Default)]
pub struct Cache {
    keeping: Keeping,
    parses: HashMap<FileId, Parse>,
    earlier: Option<EarlierState>,
}

/// The data of an earlier build and what was read from it.
#[derive(Clone, Debug)]
struct EarlierState {
    bytes: Arc<[u8]>,
    snapshot: Result<Arc<Snapshot>, Arc<SnapshotError>>,
}

/// Whether there will be another load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Keeping {
    #[default]
    Nothing,
    Parses,
}

/// A parse and what it was made from.
#[derive(Clone, Debug)]
struct Parse {
    path: Utf8PathBuf,
    text: Arc<str>,
    decoded: Arc<Decoded>,
}

impl Cache {
    /// For the first of many loads. The default is for one that stands alone.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeping: Keeping::Parses, ..Self::default() }
    }

    /// The state that an earlier build's data tells of.
    pub(super) fn snapshot(&mut self, bytes: &Arc<[u8]>) -> Result<Arc<Snapshot>, Arc<SnapshotError>> {
        if let Some(kept) = self.earlier.as_ref().filter(|kept| Arc::ptr_eq(&kept.bytes, bytes)) {
            return kept.snapshot.clone();
        }
        let snapshot = Snapshot::parse(bytes).map(Arc::new).map_err(Arc::new);
        if self.keeping == Keeping::Parses {
            self.earlier = Some(EarlierState { bytes: Arc::clone(bytes), snapshot: snapshot.clone() });
        }
        snapshot
    }

    /// What the file held when it was last parsed, and the text of then.
    pub(super) fn kept(&self, file: FileId) -> Option<(&str, &Decoded)> {
        self.parses.get(&file).map(|parse| (&*parse.text, &*parse.decoded))
    }

    /// Keeps a newer parse of a file that is kept.
    pub(super) fn replace(&mut self, file: FileId, text: String, decoded: Decoded) {
        if let Some(parse) = self.parses.get_mut(&file) {
            (parse.text, parse.decoded) = (text.into(), Arc::new(decoded));
        }
    }

    /// As [`Self::parse`]; where there is no other load, texts are let go of as soon as they are parsed, so that not all
    /// of them lie beside what is made of them. Those that a check reads stay.
    pub(super) fn parse_and_release(&mut self, inputs: &mut Inputs) -> Vec<Decoded> {
        if self.keeping == Keeping::Parses {
            return self.parse(inputs);
        }
        let documents = inputs.documents.clone();
        let mut decoded = Vec::with_capacity(documents.len());
        for files in documents.chunks(AT_ONCE) {
            let whole: &Inputs = inputs;
            decoded.par_extend(files.par_iter().map(|file| parse_one(whole, *file)));
            let done = files.iter().filter(|file| !check::reads(inputs.files.text(**file)));
            inputs.release(&done.copied().collect::<Vec<_>>());
        }
        decoded
    }

    /// Every document decoded, in the order of their paths.
    pub(super) fn parse(&mut self, inputs: &Inputs) -> Vec<Decoded> {
        match self.keeping {
            Keeping::Nothing => inputs.documents.par_iter().map(|file| parse_one(inputs, *file)).collect(),
            Keeping::Parses => {
                let kept = &self.parses;
                let documents = inputs.documents.par_iter();
                let parses: Vec<Parse> =
                    documents.map(|file| parse_anew(inputs, *file, kept.get(file))).collect();
                self.parses = inputs.documents.iter().copied().zip(parses.iter().cloned()).collect();
                parses.into_par_iter().map(|parse| Decoded::clone(&parse.decoded)).collect()
            }
        }
    }
}

fn parse_one(inputs: &Inputs, file: FileId) -> Decoded {
    parse_text(inputs, file, inputs.files.text(file))
}

/// A parse of what a file holds now, whatever it held when the inputs were read.
pub(super) fn parse_text(inputs: &Inputs, file: FileId, text: &str) -> Decoded {
    let path = inputs.files.path(file);
    decode(file, path.strip_prefix(CONTENT).unwrap_or(path), text)
}

/// The kept parse, if it still holds. Texts that were not read again are the same text, which is quick to see.
fn parse_anew(inputs: &Inputs, file: FileId, kept: Option<&Parse>) -> Parse {
    let (path, text) = (inputs.files.path(file), inputs.files.shared_text(file));
    let holds =
        |parse: &&Parse| parse.path == path && (Arc::ptr_eq(&parse.text, &text) || parse.text == text);
    match kept.filter(holds) {
        Some(parse) => parse.clone(),
        None => Parse { path: path.to_owned(), text, decoded: Arc::new(parse_one(inputs, file)) },
    }
}
