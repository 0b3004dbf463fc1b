//! Signatures of the checksums, as `minisign` makes and checks them.
//!
//! Only here the package `minisign` is used. A signature has chance in it, so one that holds is kept as long as the
//! checksums stay the same. The secret key is never shown: nothing here that has it can be printed. `cli` gives the
//! keys.

use std::io::{self, Cursor};

use camino::Utf8Path;
use minisign::{SecretKey, SecretKeyBox, SignatureBox};

/// What the signature says of itself; `minisign -V` shows it. No time: it would tell when the site was built.
const TRUSTED_COMMENT: &str = "checksums of a site, made by variorum";
/// What stands above the signature and is signed by nobody.
const UNTRUSTED_COMMENT: &str = "signature of manifest.sha256";

/// A secret key as it lies in its file, perhaps under a password.
pub struct SigningKey(String);

/// Signs sites with a key that is open.
pub struct Signer(SecretKey);

/// The key by which readers check a signature.
#[derive(Clone, Debug)]
pub struct PublicKey(minisign::PublicKey);

/// A key or a signature that is no good, in one plain sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureError(String);

impl SigningKey {
    /// The key of a file that `minisign -G` made.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Utf8Path) -> io::Result<Self> {
        fs_err::read_to_string(path).map(Self)
    }

    /// The text of such a file.
    #[must_use]
    pub fn of(text: String) -> Self {
        Self(text)
    }

    /// Opens the key; asks for the password only if there is one.
    ///
    /// # Errors
    /// When this is no secret key, or the password is not its own.
    pub fn open(
        self,
        password: impl FnOnce() -> Result<String, SignatureError>,
    ) -> Result<Signer, SignatureError> {
        let locked = SecretKeyBox::from(self.0);
        let text = locked.to_string();
        match locked.into_unencrypted_secret_key() {
            Ok(key) => Ok(Signer(key)),
            Err(_) if !text.lines().nth(1).is_some_and(|line| line.starts_with(UNDER_PASSWORD)) => {
                Err(SignatureError("this is no secret key of minisign".to_owned()))
            }
            Err(_) => match SecretKeyBox::from(text).into_secret_key(Some(password()?)) {
                Ok(key) => Ok(Signer(key)),
                Err(_) => Err(SignatureError("the password is not that of the secret key".to_owned())),
            },
        }
    }
}

/// How a key under a password begins: the letters `EdSc` in base 64, for Ed25519 and scrypt.
const UNDER_PASSWORD: &str = "RWRTY";

impl Signer {
    /// The text of a signature file.
    pub(super) fn sign(&self, text: &str) -> io::Result<String> {
        minisign::sign(None, &self.0, Cursor::new(text), Some(TRUSTED_COMMENT), Some(UNTRUSTED_COMMENT))
            .map(|signature| signature.to_string())
            .map_err(|error| io::Error::other(format!("the signature could not be made: {error}")))
    }

    /// Whether a signature is of this text by this key.
    pub(super) fn has_signed(&self, text: &str, signature: &str) -> bool {
        let key = minisign::PublicKey::from_secret_key(&self.0);
        key.is_ok_and(|key| PublicKey(key).check(text.as_bytes(), signature).is_ok())
    }
}

impl PublicKey {
    /// The key itself, `RWQ...`, or the name of a file that holds it.
    ///
    /// # Errors
    /// When it is neither.
    pub fn find(written: &str) -> Result<Self, SignatureError> {
        let of_file = || {
            let text = fs_err::read_to_string(written).ok()?;
            minisign::PublicKeyBox::from(text).into_public_key().ok()
        };
        let key = minisign::PublicKey::from_base64(written.trim()).ok().or_else(of_file);
        let error =
            || SignatureError(format!("`{written}` is neither a public key of minisign nor a file with one"));
        key.map(Self).ok_or_else(error)
    }

    /// Checks the text of a signature file.
    pub(super) fn check(&self, text: &[u8], signature: &str) -> Result<(), SignatureError> {
        let refused = |error: minisign::PError| SignatureError(error.to_string());
        let signature = SignatureBox::from_string(signature).map_err(refused)?;
        minisign::verify(&self.0, &signature, Cursor::new(text), QUIET, WITHOUT_OUTPUT, WITHOUT_LEGACY)
            .map_err(refused)
    }
}

/// Parameters of `minisign::verify`: it prints nothing, and takes no signature of the old kind.
const QUIET: bool = true;
const WITHOUT_OUTPUT: bool = false;
const WITHOUT_LEGACY: bool = false;

impl SignatureError {
    /// An error of its own words.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Signer")
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SigningKey")
    }
}

impl std::fmt::Display for SignatureError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for SignatureError {}

#[cfg(test)]
mod tests {
    use minisign::KeyPair;

    use super::*;

    fn no_password() -> Result<String, SignatureError> {
        Err(SignatureError::new("asked for a password"))
    }

    #[test]
    fn a_signature_holds_for_its_text_and_key_alone() {
        let pair = KeyPair::generate_unencrypted_keypair().expect("a key");
        let signer =
            SigningKey::of(pair.sk.to_box(None).expect("text").to_string()).open(no_password).expect("open");
        let signature = signer.sign("text").expect("signed");
        let key = PublicKey::find(&pair.pk.to_base64()).expect("a key");
        assert_eq!(key.check(b"text", &signature), Ok(()));
        assert!(signer.has_signed("text", &signature) && !signer.has_signed("texts", &signature));
        assert!(key.check(b"other", &signature).is_err());
        assert!(key.check(b"text", &signature.replace("checksums", "checksum")).is_err());
        assert!(key.check(b"text", "").is_err());
        let other = KeyPair::generate_unencrypted_keypair().expect("a key");
        assert!(PublicKey(other.pk).check(b"text", &signature).is_err());
    }

    #[test]
    fn a_password_is_asked_for_where_there_is_one() {
        let pair = KeyPair::generate_encrypted_keypair(Some("p".to_owned())).expect("a key");
        let text = pair.sk.to_box(None).expect("text").to_string();
        let open = |password: &str| SigningKey::of(text.clone()).open(|| Ok(password.to_owned()));
        assert!(open("p").is_ok());
        assert!(open("q").expect_err("refused").to_string().contains("password"));
        assert!(
            SigningKey::of("x\ny\n".to_owned())
                .open(no_password)
                .expect_err("refused")
                .0
                .contains("no secret key")
        );
        assert!(!format!("{:?}", open("p")).contains("RWR"));
    }
}
