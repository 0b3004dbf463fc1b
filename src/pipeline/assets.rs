//! Files of the content and of the theme that go out: pictures are cleaned on the way, drawings are looked at.
//!
//! What is wrong with one is a finding, told where the file is first referred to.

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::{BuildError, Loaded};
use crate::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Gate;
use crate::input::Asset;
use crate::picture;
use crate::site::Reviewed;
use crate::text::SitePath;

/// A file that goes out, without what nobody sees.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its place in the output.
    pub path: SitePath,
    /// Where it is read.
    pub asset: Asset,
    /// Whether a person says that it may go out as it is.
    pub reviewed: Reviewed,
}

impl Published {
    /// Its bytes as they go out.
    ///
    /// # Errors
    /// When the file cannot be read, or is a picture that cannot be cleaned and that nobody has looked through.
    pub fn bytes(&self) -> Result<Vec<u8>, BuildError> {
        let bytes = self.asset.read()?;
        let path = Utf8PathBuf::from(self.path.as_str());
        if !picture::is_picture(&path) {
            return Ok(bytes);
        }
        match (picture::clean(&bytes), self.reviewed) {
            (Ok(cleaned), _) => Ok(cleaned),
            (Err(_), Reviewed::Yes) => Ok(bytes),
            (Err(why), Reviewed::No) => {
                let message = format!("the picture `{path}` cannot be cleaned of what nobody sees: {why}");
                let help = format!(
                    "save it anew with a program for pictures, or look it through and say so under `metadata`: \
                     `{{\"{path}\": reviewed}}`"
                );
                Err(BuildError::Pages(vec![Diagnostic::of_site(Code::UncleanedAsset, message).help(help)]))
            }
        }
    }

    /// What is wrong with a drawing or another file that a browser would run; `bytes` are as they go out.
    fn complaints(&self, bytes: &[u8], gate: &Gate<'_>) -> Vec<Diagnostic> {
        let path = self.path.as_str();
        let kind = path.rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase());
        if !matches!(kind.as_deref(), Some("svg" | "xml")) {
            return Vec::new();
        }
        let complaints = gate.drawing(path, &String::from_utf8_lossy(bytes)).into_iter();
        complaints
            .map(|(_, what, help)| {
                Diagnostic::of_site(Code::AssetKind, format!("`{path}` {what}")).help(help)
            })
            .collect()
    }
}

/// Reads every file that goes out and gives what is wrong with them, in their order; each that is fine is handed to
/// `each`. Several are read at once, so that as many lie in memory as there are threads, and no more.
pub(super) fn publish<'f>(
    loaded: &Loaded,
    files: impl IntoIterator<Item = &'f Published>,
    gate: &Gate<'_>,
    each: impl Fn(&Published, &[u8]) -> Result<(), BuildError> + Sync,
) -> Result<Vec<Diagnostic>, BuildError> {
    let files: Vec<&Published> = files.into_iter().collect();
    let look = |file: &&Published| match file.bytes() {
        Ok(bytes) => {
            each(file, &bytes)?;
            Ok(file.complaints(&bytes, gate))
        }
        Err(BuildError::Pages(found)) => Ok(found),
        Err(error) => Err(error),
    };
    // One at a time is handed to a thread, for a picture may take as long as a thousand small files.
    let found: Vec<Vec<Diagnostic>> =
        files.par_iter().with_max_len(1).map(look).collect::<Result<_, BuildError>>()?;
    let placed = |(file, found): (&&Published, Vec<Diagnostic>)| {
        let place =
            if found.is_empty() { None } else { check::place_of_asset(&loaded.site, file.path.as_str()) };
        found.into_iter().map(move |fault| Diagnostic { place, ..fault })
    };
    Ok(files.iter().zip(found).flat_map(placed).collect())
}
