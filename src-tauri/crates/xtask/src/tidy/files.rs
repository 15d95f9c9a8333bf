//! Rules for single files: length, module docs, names; and what may stand at the top.

use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file longer than this is listed below with a reason.
const MOST_LINES: usize = 800;

/// Longer files, each with its reason.
const LONG_ON_PURPOSE: &[(&str, &str)] = &[
    ("ui/src/bindings/types.ts", "written by a program"),
    (
        "ui/src/host/mock.ts",
        "one answer for every command, in one list; what they are made of stands in fixtures",
    ),
];

/// What may lie at the top, besides files whose name begins with a dot.
const TOP: &[&str] = &[
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "assets",
    "clippy.toml",
    "deny.toml",
    "rust-toolchain.toml",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
];

/// Every file that git knows or would take, by its path from the top.
pub(super) fn sources(root: &Path) -> Result<Vec<String>> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()?;
    let text = String::from_utf8_lossy(&listed.stdout);
    Ok(text
        .lines()
        .filter(|path| root.join(path).is_file())
        .map(str::to_owned)
        .collect())
}

/// What breaks a rule.
pub(super) fn problems(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for path in sources(root)? {
        let top = path.split('/').next().unwrap_or(&path);
        if !top.starts_with('.') && !TOP.contains(&top) {
            problems.push(format!("{path}: `{top}` does not belong at the top"));
        }
        let extension = Path::new(&path)
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        if !["rs", "ts", "svelte", "css", "py"].contains(&extension) {
            continue;
        }
        let text = std::fs::read_to_string(root.join(PathBuf::from(&path)))?;
        problems.extend(file_problems(&path, &text));
    }
    Ok(problems)
}

fn file_problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let n_lines = text.lines().count();
    if n_lines > MOST_LINES && !LONG_ON_PURPOSE.iter().any(|(long, _)| *long == path) {
        problems.push(format!(
            "{path}: {n_lines} lines; more than {MOST_LINES} need a reason in xtask's list"
        ));
    }
    if path.ends_with("/mod.rs") {
        problems.push(format!("{path}: foo.rs beside foo/, never mod.rs"));
    }
    if path.ends_with(".rs") {
        if !text.trim_start().starts_with("//!") {
            problems.push(format!(
                "{path}: does not say what it is (`//!` at its head)"
            ));
        }
        // Written in two parts, so that this file keeps the rule itself.
        if text
            .lines()
            .any(|line| line.trim_start().starts_with(concat!("#[", "ignore")))
        {
            problems.push(format!("{path}: a test that never runs tests nothing"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, n_problems: usize) {
        assert_eq!(
            file_problems(path, text).len(),
            n_problems,
            "{:?}",
            file_problems(path, text)
        );
    }

    #[test]
    fn module_docs_are_asked_for() {
        check("a.rs", "//! What.\n", 0);
        check("a.rs", "fn main() {}\n", 1);
    }

    #[test]
    fn long_files_need_a_reason() {
        check(
            "a.rs",
            &format!("//! What.\n{}", "\n".repeat(MOST_LINES)),
            1,
        );
        check("ui/src/bindings/types.ts", &"\n".repeat(MOST_LINES + 1), 0);
    }

    #[test]
    fn no_mod_rs() {
        check("a/mod.rs", "//! What.\n", 1);
    }
}
