//! What a build is told, and whom it tells of its stages.

use std::sync::atomic::AtomicUsize;

use strum::Display;

use super::{Options, Views};
use crate::input::{Earlier, InputError, Inputs};
use crate::output::{Shard, Sources, Staging};
use crate::theme;
use crate::value::web::WebUrl;

/// How a build runs.
pub struct Run<'r> {
    /// Where it writes.
    pub staging: &'r Staging,
    /// Whether the pages' views are written too.
    pub views: Views,
    /// Once it is other than zero, the build ends.
    pub stop: &'r AtomicUsize,
    /// A share of the site, and what its sources are; `None`: all of it.
    pub shard: Option<(Shard, Sources)>,
    /// Told of each stage when it ends.
    pub watch: Watch<'r>,
}

/// Who is told of each stage when it ends, with the bytes that it read or made.
pub type Watch<'w> = &'w (dyn Fn(Stage, u64) + Sync);

/// Tells nobody.
pub const UNWATCHED: Watch<'static> = &|_, _| {};

/// What takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "the variants are the stages in their order")]
pub enum Stage {
    Read,
    Parse,
    Resolve,
    Method,
    Theme,
    Plan,
    Check,
    Draw,
    Pages,
    Files,
    Exports,
    Publish,
}

/// A sum over all that the output is made from: two runs with the same sum write the same files, but for an embargo
/// that ends between them.
///
/// # Errors
/// When an asset cannot be read.
pub fn sources(inputs: &Inputs, options: &Options) -> Result<Sources, InputError> {
    let mut sources = Sources::default();
    let base_url = options.base_url.as_ref().map_or("", WebUrl::href);
    sources.add("base_url", base_url.as_bytes());
    sources.add("drafts", format!("{:?}", options.drafts).as_bytes());
    for (path, text) in theme::FILES {
        sources.add(path, text.as_bytes());
    }
    for file in inputs.files.ids() {
        let again = inputs.text_again(file)?;
        let text = again.as_deref().unwrap_or_else(|| inputs.files.text(file));
        sources.add(inputs.files.path(file).as_str(), text.as_bytes());
    }
    if let Some(Ok(bytes)) = inputs.earlier.as_ref().map(Earlier::bytes) {
        sources.add("changes since", bytes);
    }
    for (path, asset) in &inputs.assets {
        sources.add(path.as_str(), &asset.read()?);
    }
    for (path, asset) in &inputs.theme.assets {
        sources.add(path, &asset.read()?);
    }
    Ok(sources)
}
