//! What goes with a delivery: which decision it rests on, what was changed, and a signature over all of it.
//!
//! The file is one line of canonical JSON: `{"key": …, "manifest": {…}, "signature": …}`. Any other writing of the same
//! is refused when it is checked, so no byte of it can be changed unnoticed.

use crate::{Error, Result};
use serde_json::{Value, json};
use starling_audit::{Verifier, canonical};
use std::path::Path;

/// Signs texts with the log's key.
pub trait Signer {
    /// The signature of a text, in base64.
    fn sign(&self, text: &str) -> String;
    /// The public half.
    fn verifier(&self) -> Verifier;
}

impl Signer for starling_audit::Log {
    fn sign(&self, text: &str) -> String {
        starling_audit::Log::sign(self, text)
    }

    fn verifier(&self) -> Verifier {
        starling_audit::Log::verifier(self)
    }
}

/// The signed file of a manifest.
pub(crate) fn signed(manifest: &Value, signer: &dyn Signer) -> Vec<u8> {
    let text = canonical(manifest);
    let file = json!({
        "key": signer.verifier().to_string(),
        "manifest": manifest,
        "signature": signer.sign(&text),
    });
    let mut bytes = canonical(&file).into_bytes();
    bytes.push(b'\n');
    bytes
}

/// A manifest that was read, and the key that signed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Signed {
    /// What it says.
    pub manifest: Value,
    /// Whose signature it bears.
    pub key: Verifier,
}

/// Reads a signed manifest; what is wrong, if it is not one.
pub(crate) fn open(bytes: &[u8]) -> std::result::Result<Signed, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no text in UTF-8")?;
    let file: Value = serde_json::from_str(text).map_err(|why| format!("it is no JSON: {why}"))?;
    if canonical(&file) + "\n" != text {
        return Err("it is not in canonical form".into());
    }
    let word = |name: &str| {
        file.get(name)
            .and_then(Value::as_str)
            .ok_or_else(|| format!("it has no `{name}`"))
    };
    let key = Verifier::parse(word("key")?).map_err(|why| why.to_string())?;
    let signature = word("signature")?;
    let manifest = file.get("manifest").ok_or("it has no `manifest`")?;
    if !key.signed(&canonical(manifest), signature) {
        return Err("the signature does not fit it".into());
    }
    Ok(Signed {
        manifest: manifest.clone(),
        key,
    })
}

/// Reads the manifest in a file.
pub fn read(path: &Path) -> Result<Signed> {
    let broken = |reason: String| Error::Package {
        path: path.to_owned(),
        reason,
    };
    let bytes = std::fs::read(path).map_err(|why| broken(why.to_string()))?;
    open(&bytes).map_err(broken)
}
