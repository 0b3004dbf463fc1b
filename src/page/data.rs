//! The page of open data: its files with their sizes and checksums, under which licence, and how it is cited.

use serde::Serialize;

use super::Pages;
use super::cite::CiteView;
use crate::output::Written;
use crate::plan::urls;
use crate::value::web::WebUrl;

/// What the page of open data shows.
#[derive(Clone, Debug, Serialize)]
pub struct DataView {
    /// The files, by name.
    pub files: Vec<DataFileView>,
    /// Under which licence they may be used.
    pub license: Option<LicenseView>,
    /// How the data is cited.
    pub cite: CiteView,
}

/// A file of data.
#[derive(Clone, Debug, Serialize)]
pub struct DataFileView {
    /// Its name.
    pub name: String,
    /// Its address, from the site's top.
    pub href: String,
    /// In bytes.
    pub size: u64,
    /// Hexadecimal.
    pub sha256: String,
}

/// A licence.
#[derive(Clone, Debug, Serialize)]
pub struct LicenseView {
    /// Its name, or its address.
    pub name: String,
    /// Its address, where that is what is given.
    pub href: Option<String>,
}

impl Pages<'_> {
    /// Known are only the files that were made before this page.
    pub(super) fn data(&self) -> DataView {
        let file = |written: &Written| DataFileView {
            name: written.path.as_str().trim_start_matches(urls::DATA).to_owned(),
            href: urls::encode(written.path.as_str()),
            size: written.size,
            sha256: written.sha256.clone(),
        };
        let license = self.config.license.as_ref().map(|name| LicenseView {
            name: name.clone(),
            href: name.parse::<WebUrl>().ok().map(|address| address.href().to_owned()),
        });
        DataView { files: self.files.iter().map(file).collect(), license, cite: self.cite_data() }
    }
}
