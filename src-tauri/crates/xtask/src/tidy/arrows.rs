//! Who may use whom, by `cargo metadata`.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each crate of the project and the ones it may use. Tests may use what they like below the app.
const ARROWS: &[(&str, &[&str])] = &[
    ("starling-model", &[]),
    ("starling-vault", &["model"]),
    ("starling-import", &["model"]),
    ("starling-policy", &["model"]),
    ("starling-store", &["model", "vault"]),
    ("starling-index", &["model", "vault", "store"]),
    ("starling-media", &["model", "vault", "store"]),
    ("starling-query", &["model", "store", "index"]),
    ("starling-network", &["model"]),
    ("starling-audit", &["model", "vault", "store"]),
    (
        "starling-export",
        &["model", "query", "network", "policy", "audit"],
    ),
    (
        "starling-session",
        &[
            "model", "vault", "import", "store", "index", "media", "query", "network", "policy",
            "audit", "export", "audit", "export", "model", "vault", "import", "store", "index",
            "query", "policy", "model", "vault", "import", "store", "index", "query", "network",
            "model", "vault", "import", "store", "index", "query", "policy", "model", "vault",
            "import", "store", "index", "query", "network", "model", "vault", "import", "store",
            "index", "media", "query", "audit", "export", "model", "vault", "import", "store",
            "index", "query", "policy", "model", "vault", "import", "store", "index", "query",
            "network",
        ],
    ),
    // The demo stands outside the data's way: it writes what `import` reads.
    ("starling-demo", &["model"]),
    // The wire turns answers into what is sent, so it knows the words they are made of.
    (
        "starling-wire",
        &["model", "query", "network", "policy", "session"],
    ),
    ("starling-testkit", &["model", "demo", "session"]),
    // The app asks the session and speaks the wire's types; the questions' own words come from query and model.
    (
        "starling",
        &["model", "query", "policy", "session", "wire", "demo"],
    ),
    ("xtask", &[]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

/// What breaks a rule.
pub(super) fn problems(root: &Path) -> Result<Vec<String>> {
    let answer = Command::new("cargo")
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root)
        .output()?;
    let metadata: Metadata =
        serde_json::from_slice(&answer.stdout).context("cargo metadata gives JSON")?;
    let own = metadata
        .packages
        .iter()
        .filter(|package| !is_private(root, package));
    Ok(own.flat_map(wrong).collect())
}

/// A crate that git is told to ignore is somebody's own and never shipped.
fn is_private(root: &Path, package: &Package) -> bool {
    let asked = Command::new("git")
        .args(["check-ignore", "-q"])
        .arg(&package.manifest_path)
        .current_dir(root)
        .status();
    asked.is_ok_and(|status| status.success())
}

fn wrong(package: &Package) -> Vec<String> {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
        return vec![format!(
            "{}: nobody has said whom this crate may use",
            package.name
        )];
    };
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind.is_none())
        .filter_map(|dependency| dependency.name.strip_prefix("starling-"))
        .filter(|used| !allowed.contains(used))
        .map(|used| format!("{}: may not use starling-{used}", package.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, used: &str, kind: Option<&str>) -> Package {
        let dependency = Dependency {
            name: used.to_owned(),
            kind: kind.map(str::to_owned),
        };
        Package {
            name: name.to_owned(),
            manifest_path: PathBuf::new(),
            dependencies: vec![dependency],
        }
    }

    #[test]
    fn an_arrow_against_the_direction_is_seen() {
        assert_eq!(
            wrong(&package("starling-model", "starling-store", None)).len(),
            1
        );
        assert_eq!(
            wrong(&package("starling-store", "starling-model", None)).len(),
            0
        );
        assert_eq!(wrong(&package("starling-model", "serde", None)).len(), 0);
    }

    #[test]
    fn tests_are_free() {
        assert_eq!(
            wrong(&package("starling-query", "starling-vault", Some("dev"))).len(),
            0
        );
    }

    #[test]
    fn a_new_crate_must_be_placed() {
        assert_eq!(wrong(&package("starling-new", "serde", None)).len(), 1);
    }
}
