//! Looks at files and folders and says what each of them is.

use crate::{Catalogue, FoundFile, Result};
use starling_model::{Cancel, Progress};
use std::path::PathBuf;

/// Looks at the head of every member of every file below `paths`, in a fixed order.
///
/// A file that cannot be read is found with a refusal; the survey goes on.
pub fn survey(
    paths: &[PathBuf],
    catalogue: &Catalogue,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<FoundFile>> {
    let _ = (catalogue, progress, cancel);
    if paths.is_empty() {
        Ok(Vec::new())
    } else {
        todo!()
    }
}

/// A survey that also reads every member whole and counts ([`crate::Tally`]).
pub fn dry_run(
    paths: &[PathBuf],
    catalogue: &Catalogue,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<FoundFile>> {
    let _ = (catalogue, progress, cancel);
    if paths.is_empty() {
        Ok(Vec::new())
    } else {
        todo!()
    }
}
