//! `[publish.NAME]`: where a site goes, and what is needed to bring it there.
//!
//! `to` names the target in one line; which other keys there may be hangs on it. Secrets are named, never written:
//! a key that ends in `_env` names a variable of the environment, one that ends in `_file` a file.

use std::ops::Range;
use std::time::Duration;

use camino::Utf8PathBuf;

use super::reader::{Key, Reader, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Spanned;
use crate::value::web::WebUrl;

mod address;

pub use address::Address;

/// Releases that are kept for a roll-back, the present one included, unless `keep` says otherwise.
const KEEP: u64 = 5;
/// Seconds until a server that does not answer is given up, unless `timeout` says otherwise.
const TIMEOUT: u64 = 60;
/// How often a request is made that fails for a reason that may pass, unless `tries` says otherwise.
const TRIES: u64 = 4;
/// Names that are commands of `publish`.
const COMMANDS: [&str; 2] = ["status", "rollback"];

/// A place to publish to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// `to` as it was written.
    pub to: Spanned<String>,
    /// Where the site will be found there, instead of the site's `base_url`.
    pub base_url: Option<WebUrl>,
    /// What `to` says, with its keys.
    pub target: Target,
}

/// What `to` says, with the keys that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `dir:PATH`
    Folder(Folder),
    /// `git:REMOTE#BRANCH`
    Git(Git),
    /// `ssh:USER@HOST:PATH`
    Ssh(Ssh),
    /// `s3://BUCKET/PREFIX`
    S3(S3),
    /// `webdav:URL`
    WebDav(WebDav),
    /// `netlify:SITE`
    Netlify(Netlify),
}

/// A folder of this machine with releases and a link `current`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// From the site's folder.
    pub path: Utf8PathBuf,
    /// Releases to keep, the present one included; at least 1.
    pub keep: usize,
}

/// A branch of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Git {
    /// As `git push` takes it.
    pub remote: String,
    /// Its short name.
    pub branch: String,
    /// The token of a host that is reached by https.
    pub token: Option<Secret>,
    /// The site's own domain, for hosts that read a file `CNAME`.
    pub cname: Option<String>,
}

/// A folder of another machine with releases and a link `current`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ssh {
    /// `USER@HOST`, or a host of the user's ssh settings.
    pub login: String,
    /// Absolute, or from the user's home there.
    pub path: String,
    /// Other than the one in the user's settings.
    pub port: Option<u16>,
    /// Settings of ssh to use instead of the user's; from the site's folder.
    pub config: Option<Utf8PathBuf>,
    /// Releases to keep, the present one included; at least 1.
    pub keep: usize,
}

/// A bucket of a store that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3 {
    /// Its name.
    pub bucket: String,
    /// Put before every path: empty, or with a `/` at its end.
    pub prefix: String,
    /// Where the store is.
    pub endpoint: WebUrl,
    /// What requests are signed for.
    pub region: String,
    /// The key's id.
    pub key: Secret,
    /// The key's secret.
    pub secret: Secret,
    /// The third part of a key that is valid for a short time.
    pub session_token: Option<Secret>,
    /// How it is reached.
    pub wire: Wire,
}

/// A folder of a WebDAV server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebDav {
    /// The folder.
    pub url: WebUrl,
    /// Who writes there.
    pub user: Option<Secret>,
    /// By which the server knows that.
    pub password: Option<Secret>,
    /// How it is reached.
    pub wire: Wire,
}

/// A site of Netlify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Netlify {
    /// Its id or domain.
    pub site: String,
    /// An access token.
    pub token: Secret,
    /// Where the programming interface is.
    pub api: WebUrl,
    /// How it is reached.
    pub wire: Wire,
}

/// How a server is reached by HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// How long to wait for it.
    pub timeout: Duration,
    /// How often a request is made that fails for a reason that may pass; at least 1.
    pub tries: u32,
    /// Certificates that it is trusted by instead of the usual ones; a PEM file, from the site's folder.
    pub authority: Option<Utf8PathBuf>,
}

/// Where a secret is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// In a variable of the environment.
    Variable(String),
    /// In a file, from the site's folder; a line end behind it does not count.
    File(Utf8PathBuf),
}

/// What stands in one table, key by key, before `to` says which of it counts.
#[derive(Default)]
struct Written {
    to: Option<Spanned<String>>,
    base_url: Option<WebUrl>,
    numbers: Vec<(&'static str, u64)>,
    texts: Vec<(&'static str, String)>,
    addresses: Vec<(&'static str, WebUrl)>,
    secrets: Vec<(&'static str, Secret)>,
    /// Every key that belongs to some targets only, and its place.
    keys: Vec<(&'static str, Range<usize>)>,
}

/// Keys that hold a number, and the largest it may be.
const NUMBERS: [(&str, u64); 4] =
    [("keep", 1000), ("port", u16::MAX as u64), ("timeout", 3600), ("tries", 20)];
/// Keys that hold a text, an address or a secret; the last are followed by `_env` or `_file`.
const TEXTS: [&str; 4] = ["region", "cname", "ssh_config", "ca_file"];
const ADDRESSES: [&str; 2] = ["endpoint", "api"];
const SECRETS: [&str; 6] = ["key", "secret", "session_token", "token", "user", "password"];

pub(super) fn decode(value: &Value<'_>, reader: &mut Reader<'_>) -> Vec<(String, Host)> {
    let Some(table) = reader.table(value) else { return Vec::new() };
    let mut hosts = Vec::new();
    for (name, value) in table {
        check_name(name, reader);
        hosts.extend(host(value, reader).map(|host| (name.get_ref().clone().into_owned(), host)));
    }
    hosts
}

fn check_name(name: &Key<'_>, reader: &mut Reader<'_>) {
    let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    let text = name.get_ref();
    let message = if COMMANDS.contains(&text.as_ref()) {
        format!("`{text}` is a command of `publish`, not a name")
    } else if text.is_empty() || text.starts_with('-') || !text.chars().all(plain) {
        "expected a name of Latin letters, digits, `-` and `_`".to_owned()
    } else {
        return;
    };
    let place = reader.span(name.span());
    reader.diagnostics.push(Diagnostic::new(Code::InvalidValue, place, message).help("choose another name"));
}

fn host(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<Host> {
    let written = read(value, reader)?;
    let Some(to) = written.to.clone() else {
        let table = reader.table(value)?;
        if !table.contains_key("to") {
            let place = reader.span(value.span());
            let missing = Diagnostic::new(Code::MissingKey, place, "the place has no `to`");
            reader.diagnostics.push(missing.help("add `to = \"dir:PATH\"` or another target"));
        }
        return None;
    };
    let address = match to.value.parse::<Address>() {
        Ok(address) => address,
        Err(address::AddressError::Credentials) => {
            // No place: its line would be drawn, and holds the secret.
            let message = "`to` of a `[publish]` table holds a password or token";
            let help = "leave it out of the address and name it in a key that ends with `_env` or `_file`";
            reader.diagnostics.push(Diagnostic::of_site(Code::SecretInConfig, message).help(help));
            return None;
        }
        Err(error) => {
            let place = to.span;
            let help = "write `dir:PATH`, `git:REMOTE#BRANCH`, `ssh:USER@HOST:PATH`, `s3://BUCKET/PREFIX`, \
                        `webdav:URL` or `netlify:SITE`";
            reader.diagnostics.push(Diagnostic::new(Code::InvalidValue, place, error.to_string()).help(help));
            return None;
        }
    };
    written.refuse_foreign_keys(&address, reader);
    let base_url = written.base_url.clone();
    let target = written.target(address).map_err(|(message, help)| {
        reader.diagnostics.push(Diagnostic::new(Code::InvalidValue, to.span, message).help(help));
    });
    Some(Host { to, base_url, target: target.ok()? })
}

fn read(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<Written> {
    let table = reader.table(value)?;
    let mut written = Written::default();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let own = |names: &[&'static str]| names.iter().copied().find(|one| *one == name);
        match name {
            "to" => written.to = reader.spanned_text(value),
            "base_url" => written.base_url = address_of(value, reader),
            _ => {
                if let Some((own, most)) = NUMBERS.into_iter().find(|(one, _)| *one == name) {
                    written.keys.push((own, key.span()));
                    written.numbers.extend(reader.number(value, 1..=most).map(|number| (own, number)));
                } else if let Some(own) = own(&TEXTS) {
                    written.keys.push((own, key.span()));
                    written.texts.extend(reader.text(value).map(|text| (own, text)));
                } else if let Some(own) = own(&ADDRESSES) {
                    written.keys.push((own, key.span()));
                    written.addresses.extend(address_of(value, reader).map(|url| (own, url)));
                } else if let Some((own, is_file)) = secret_key(name) {
                    written.keys.push((own, key.span()));
                    let found = reader.text(value).map(|text| secret(text, is_file));
                    written.secrets.extend(found.map(|secret| (own, secret)));
                } else {
                    reader.unknown_key(key, &known());
                }
            }
        }
    }
    Some(written)
}

/// The secret's name, and whether a file holds it.
fn secret_key(key: &str) -> Option<(&'static str, bool)> {
    let (stem, is_file) = match (key.strip_suffix("_env"), key.strip_suffix("_file")) {
        (Some(stem), _) => (stem, false),
        (_, Some(stem)) => (stem, true),
        _ => return None,
    };
    Some((SECRETS.into_iter().find(|one| *one == stem)?, is_file))
}

fn secret(text: String, is_file: bool) -> Secret {
    if is_file { Secret::File(text.into()) } else { Secret::Variable(text) }
}

fn known() -> Vec<&'static str> {
    const OTHERS: [&str; 6] = ["to", "base_url", "key_env", "secret_env", "token_env", "password_env"];
    OTHERS.into_iter().chain(NUMBERS.map(|(name, _)| name)).chain(TEXTS).chain(ADDRESSES).collect()
}

fn address_of(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<WebUrl> {
    let text = reader.text(value)?;
    super::base_url(&text).map_err(|error| reader.report(Code::InvalidUrl, value, error)).ok()
}

impl Written {
    fn refuse_foreign_keys(&self, address: &Address, reader: &mut Reader<'_>) {
        let known = address.keys();
        for (name, place) in self.keys.iter().filter(|(name, _)| !known.contains(name)) {
            let message = format!("`{name}` means nothing for `{}`", address.scheme());
            let place = reader.span(place.clone());
            reader.diagnostics.push(Diagnostic::new(Code::UnknownKey, place, message).help("remove the key"));
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.texts.iter().find(|(one, _)| *one == name).map(|(_, text)| text.clone())
    }

    fn url(&self, name: &str) -> Option<WebUrl> {
        self.addresses.iter().find(|(one, _)| *one == name).map(|(_, url)| url.clone())
    }

    fn secret(&self, name: &str) -> Option<Secret> {
        self.secrets.iter().find(|(one, _)| *one == name).map(|(_, secret)| secret.clone())
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.numbers.iter().find(|(one, _)| *one == name).map(|(_, number)| *number)
    }

    fn keep(&self) -> usize {
        usize::try_from(self.number("keep").unwrap_or(KEEP)).unwrap_or(usize::MAX)
    }

    fn wire(&self) -> Wire {
        Wire {
            timeout: Duration::from_secs(self.number("timeout").unwrap_or(TIMEOUT)),
            tries: u32::try_from(self.number("tries").unwrap_or(TRIES)).unwrap_or(u32::MAX),
            authority: self.text("ca_file").map(Into::into),
        }
    }

    /// The target, or what is wrong and what to do.
    fn target(&self, address: Address) -> Result<Target, (String, &'static str)> {
        let variable = |name: &str| Secret::Variable(name.to_owned());
        Ok(match address {
            Address::Folder { path } => Target::Folder(Folder { path: path.into(), keep: self.keep() }),
            Address::Git { remote, branch } => {
                Target::Git(Git { remote, branch, token: self.secret("token"), cname: self.text("cname") })
            }
            Address::Ssh { login, path } => Target::Ssh(Ssh {
                login,
                path,
                port: self.number("port").and_then(|port| u16::try_from(port).ok()),
                config: self.text("ssh_config").map(Into::into),
                keep: self.keep(),
            }),
            Address::S3 { bucket, prefix } => {
                let region = self.text("region");
                Target::S3(S3 {
                    bucket,
                    prefix,
                    endpoint: protected(endpoint(self.url("endpoint"), region.as_deref())?)?,
                    region: region.unwrap_or_else(|| "auto".to_owned()),
                    key: self.secret("key").unwrap_or_else(|| variable("AWS_ACCESS_KEY_ID")),
                    secret: self.secret("secret").unwrap_or_else(|| variable("AWS_SECRET_ACCESS_KEY")),
                    session_token: self.secret("session_token"),
                    wire: self.wire(),
                })
            }
            Address::WebDav { url } => Target::WebDav(WebDav {
                url: protected(url)?,
                user: self.secret("user"),
                password: self.secret("password"),
                wire: self.wire(),
            }),
            Address::Netlify { site } => Target::Netlify(Netlify {
                site,
                token: self.secret("token").unwrap_or_else(|| variable("NETLIFY_AUTH_TOKEN")),
                api: protected(self.url("api").map_or_else(netlify_api, Ok)?)?,
                wire: self.wire(),
            }),
        })
    }
}

fn netlify_api() -> Result<WebUrl, (String, &'static str)> {
    default_address("https://api.netlify.com/api/v1")
}

/// Amazon's own store where no other is named.
fn endpoint(written: Option<WebUrl>, region: Option<&str>) -> Result<WebUrl, (String, &'static str)> {
    let help = "add `region = \"...\"` for Amazon's store, or `endpoint = \"https://...\"` for another";
    match (written, region) {
        (Some(endpoint), _) => Ok(endpoint),
        (None, Some(region)) => default_address(&format!("https://s3.{region}.amazonaws.com")),
        (None, None) => Err(("neither `region` nor `endpoint` says where the bucket is".to_owned(), help)),
    }
}

fn default_address(text: &str) -> Result<WebUrl, (String, &'static str)> {
    text.parse().map_err(|_| (format!("`{text}` is no address"), "mend the `region`"))
}

/// Keys must not travel in the clear: https, or a connection that leaves this machine only through Tor.
fn protected(url: WebUrl) -> Result<WebUrl, (String, &'static str)> {
    let host = url.host();
    let inside = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".onion");
    if url.href().starts_with("https:") || inside {
        return Ok(url);
    }
    Err((format!("`{url}` would send the key over the network in the clear"), "write `https://`"))
}
