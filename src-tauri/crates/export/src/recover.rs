//! What a crash left: half-written files go, whole and logged ones get their name.

use crate::partial::{is_partial, rename_new};
use crate::verify::digest_of;
use crate::write::manifest_path;
use starling_audit::Digest;
use std::path::{Path, PathBuf};

/// What became of a delivery whose end was not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// Nothing of it is left: it counts nothing.
    Gone,
    /// It was whole and logged; its file has its name now.
    Delivered,
    /// The folder cannot be reached, so nobody knows; it still counts.
    Unknown,
}

/// The manifest's temporary name.
pub(crate) fn side_partial(partial: &Path) -> PathBuf {
    let mut name = partial.as_os_str().to_owned();
    name.push(".manifest.partial");
    PathBuf::from(name)
}

/// Puts one right. `logged` is the digest in its entry, where the log has one.
pub fn recover(partial: &Path, target: &Path, logged: Option<Digest>) -> Recovered {
    let folder = match partial.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !is_partial(partial) || !folder.is_dir() {
        return Recovered::Unknown;
    }
    let side = side_partial(partial);
    let Some(logged) = logged else {
        let _ = std::fs::remove_file(&side);
        let removed = match std::fs::remove_file(partial) {
            Ok(()) => true,
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        return if removed {
            Recovered::Gone
        } else {
            Recovered::Unknown
        };
    };
    // Where the temporary file is gone, it was renamed: that is the last thing that happens to it.
    if !partial.exists() {
        let _ = std::fs::remove_file(&side);
        return Recovered::Delivered;
    }
    if digest_of(partial).is_ok_and(|(sha, _)| sha == logged)
        && (!side.exists() || rename_new(&side, &manifest_path(target)).is_ok())
        && rename_new(partial, target).is_ok()
    {
        return Recovered::Delivered;
    }
    let _ = std::fs::remove_file(&side);
    match std::fs::remove_file(partial) {
        Ok(()) => Recovered::Gone,
        Err(_) => Recovered::Unknown,
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files of their own")]
mod tests {
    use super::*;
    use crate::partial_name;

    #[test]
    fn half_files_go_whole_ones_get_their_name_and_unknown_ones_count() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.csv");
        let partial = partial_name(&target, "ab");
        std::fs::write(&partial, "half").unwrap();
        assert_eq!(recover(&partial, &target, None), Recovered::Gone);
        assert!(!partial.exists());
        assert_eq!(recover(&partial, &target, None), Recovered::Gone);

        std::fs::write(&partial, "whole").unwrap();
        std::fs::write(side_partial(&partial), "{}").unwrap();
        let sha = Digest::of(b"whole");
        assert_eq!(recover(&partial, &target, Some(sha)), Recovered::Delivered);
        assert!(target.exists() && manifest_path(&target).exists());
        assert_eq!(recover(&partial, &target, Some(sha)), Recovered::Delivered);

        std::fs::write(&partial, "cut").unwrap();
        assert_eq!(recover(&partial, &target, Some(sha)), Recovered::Gone);
        let elsewhere = partial_name(&dir.path().join("gone/out.csv"), "ab");
        assert_eq!(recover(&elsewhere, &target, None), Recovered::Unknown);
        assert_eq!(
            recover(Path::new("/etc/passwd"), &target, None),
            Recovered::Unknown,
            "only temporary files of ours are ever removed"
        );
    }
}
