//! The one line that names a target: `dir:PATH`, `s3://BUCKET/PREFIX` and so on.

use std::fmt;
use std::str::FromStr;

use crate::value::web::{WebUrl, WebUrlError};

/// What `to` says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the parts of the line")]
pub enum Address {
    Folder { path: String },
    Git { remote: String, branch: String },
    Ssh { login: String, path: String },
    S3 { bucket: String, prefix: String },
    WebDav { url: WebUrl },
    Netlify { site: String },
}

/// Why a text names no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It does not begin with the name of a kind of target.
    Scheme,
    /// Something is missing behind it, or has characters that do not belong there.
    Part(&'static str),
    /// The address cannot be read.
    Url(WebUrlError),
    /// It holds a password or a token.
    Credentials,
}

impl Address {
    /// The word that it begins with.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "dir",
            Self::Git { .. } => "git",
            Self::Ssh { .. } => "ssh",
            Self::S3 { .. } => "s3",
            Self::WebDav { .. } => "webdav",
            Self::Netlify { .. } => "netlify",
        }
    }

    /// The keys beside `to` and `base_url` that mean something for it; secrets without `_env` and `_file`.
    #[must_use]
    pub const fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Folder { .. } => &["keep"],
            Self::Git { .. } => &["token", "cname"],
            Self::Ssh { .. } => &["port", "ssh_config", "keep"],
            Self::S3 { .. } => {
                &["endpoint", "region", "key", "secret", "session_token", "timeout", "tries", "ca_file"]
            }
            Self::WebDav { .. } => &["user", "password", "timeout", "tries", "ca_file"],
            Self::Netlify { .. } => &["token", "api", "timeout", "tries", "ca_file"],
        }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = text.split_once(':').ok_or(AddressError::Scheme)?;
        match scheme {
            "dir" if rest.is_empty() => Err(AddressError::Part("`dir:` needs a folder")),
            "dir" => Ok(Self::Folder { path: rest.to_owned() }),
            "git" => git(rest),
            "ssh" => ssh(rest),
            "s3" => s3(rest),
            "webdav" => match rest.parse() {
                Ok(url) => Ok(Self::WebDav { url }),
                Err(WebUrlError::Credentials) => Err(AddressError::Credentials),
                Err(error) => Err(AddressError::Url(error)),
            },
            "netlify" if rest.is_empty() || !rest.chars().all(is_host_character) => {
                Err(AddressError::Part("`netlify:` needs a site's id or domain"))
            }
            "netlify" => Ok(Self::Netlify { site: rest.to_owned() }),
            _ => Err(AddressError::Scheme),
        }
    }
}

fn git(rest: &str) -> Result<Address, AddressError> {
    let needed = AddressError::Part("`git:` needs a remote and a branch: `git:REMOTE#BRANCH`");
    let (remote, branch) = rest.rsplit_once('#').ok_or(needed)?;
    let plain = |one: char| one.is_alphanumeric() || matches!(one, '-' | '_' | '.' | '/');
    // A name that begins with `-` would be read as an option.
    if remote.is_empty()
        || branch.is_empty()
        || remote.starts_with('-')
        || branch.starts_with(['-', '/', '.'])
    {
        return Err(needed);
    }
    if !branch.chars().all(plain) || branch.contains("..") || branch.ends_with(['/', '.']) {
        return Err(AddressError::Part("the branch has characters that no branch has"));
    }
    if let Some((scheme, address)) = remote.split_once("://") {
        if !matches!(scheme, "https" | "ssh" | "file") {
            return Err(AddressError::Part("`git:` takes a path, `https://`, `ssh://` or `USER@HOST:PATH`"));
        }
        let authority = address.split('/').next().unwrap_or_default();
        let login = authority.rsplit_once('@').map_or("", |(login, _)| login);
        // A user's name before an https address is where tokens are put.
        if login.contains(':') || (scheme == "https" && !login.is_empty()) {
            return Err(AddressError::Credentials);
        }
    } else if remote.contains("::") {
        return Err(AddressError::Part("`git:` takes no remote helpers"));
    }
    Ok(Address::Git { remote: remote.to_owned(), branch: branch.to_owned() })
}

fn ssh(rest: &str) -> Result<Address, AddressError> {
    let needed = AddressError::Part("`ssh:` needs a host and a folder: `ssh:USER@HOST:PATH`");
    let (login, path) = rest.split_once(':').ok_or(needed)?;
    let plain = |one: char| is_host_character(one) || matches!(one, '@' | '_');
    if login.is_empty() || path.is_empty() || login.starts_with('-') || !login.chars().all(plain) {
        return Err(needed);
    }
    Ok(Address::Ssh { login: login.to_owned(), path: path.trim_end_matches('/').to_owned() })
        .and_then(|address| if path == "/" { Err(needed) } else { Ok(address) })
}

fn s3(rest: &str) -> Result<Address, AddressError> {
    let rest = rest.strip_prefix("//").ok_or(AddressError::Part("write `s3://BUCKET/PREFIX`"))?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() || !bucket.chars().all(|one| is_host_character(one) || one == '_') {
        return Err(AddressError::Part("`s3://` needs the name of a bucket"));
    }
    let prefix = prefix.trim_matches('/');
    if prefix.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(AddressError::Part("a prefix has no `.` and `..`"));
    }
    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    Ok(Address::S3 { bucket: bucket.to_owned(), prefix })
}

fn is_host_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.')
}

impl fmt::Display for AddressError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => formatter.write_str("`to` names no kind of target that is known"),
            Self::Part(text) => formatter.write_str(text),
            Self::Url(error) => error.fmt(formatter),
            Self::Credentials => formatter.write_str("an address with a password or token"),
        }
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Address {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_kind_is_read() {
        assert_eq!(parsed("dir:../www"), Address::Folder { path: "../www".into() });
        let git = |remote: &str, branch: &str| Address::Git { remote: remote.into(), branch: branch.into() };
        assert_eq!(
            parsed("git:git@host.example:a/b.git#gh-pages"),
            git("git@host.example:a/b.git", "gh-pages")
        );
        assert_eq!(parsed("git:https://host.example/a#b/c"), git("https://host.example/a", "b/c"));
        assert_eq!(
            parsed("ssh:me@h.example:/srv/w/"),
            Address::Ssh { login: "me@h.example".into(), path: "/srv/w".into() }
        );
        assert_eq!(parsed("s3://b"), Address::S3 { bucket: "b".into(), prefix: String::new() });
        assert_eq!(parsed("s3://b/a/c/"), Address::S3 { bucket: "b".into(), prefix: "a/c/".into() });
        assert_eq!(parsed("netlify:a.netlify.app").scheme(), "netlify");
        assert_eq!(parsed("webdav:https://h.example/d").scheme(), "webdav");
    }

    #[test]
    fn what_misleads_a_program_is_refused() {
        for text in [
            "",
            "dir",
            "dir:",
            "ftp:x",
            "git:x",
            "git:#b",
            "git:-x#b",
            "git:x#-b",
            "git:ext::sh -c x#b",
            "git:http://h.example/a#b",
            "git:x#a..b",
            "ssh:h",
            "ssh:-oProxyCommand=x:y",
            "ssh:h h:x",
            "ssh:h:",
            "ssh:h:/",
            "s3:b",
            "s3://",
            "s3://b/../c",
            "webdav:x",
            "netlify:",
            "netlify:a/b",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
        for text in
            ["git:https://token@h.example/a#b", "git:ssh://u:p@h.example/a#b", "webdav:https://u:p@h.example"]
        {
            assert_eq!(text.parse::<Address>(), Err(AddressError::Credentials), "{text}");
        }
    }
}
