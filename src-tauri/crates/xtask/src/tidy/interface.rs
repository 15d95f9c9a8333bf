//! Rules for the interface: no sides but start and end, no colours but tokens, no strangers' markup,
//! Tauri in one place only.

use super::files::sources;
use anyhow::Result;
use std::path::Path;

const TOKENS: &str = "ui/src/styles/tokens.css";

/// What breaks a rule.
pub(super) fn problems(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for path in sources(root)? {
        let is_source = path.starts_with("ui/src/")
            && [".css", ".svelte", ".ts"]
                .iter()
                .any(|end| path.ends_with(end));
        if is_source {
            problems.extend(file_problems(
                &path,
                &std::fs::read_to_string(root.join(&path))?,
            ));
        }
    }
    Ok(problems)
}

fn file_problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    // Written in two parts, so that a search for it finds the sinners only.
    if text.contains(concat!("{@", "html")) {
        problems.push(format!("{path}: strangers' text is never markup"));
    }
    if text.contains("@tauri-apps/") && !path.starts_with("ui/src/host/") {
        problems.push(format!("{path}: only ui/src/host knows Tauri"));
    }
    for (line, css) in styles(path, text) {
        if let Some(word) = words(css).find(|word| has_side(word)) {
            problems.push(format!("{path}:{line}: `{word}`; say start or end"));
        }
        if path != TOKENS
            && let Some(colour) = colour_literal(css)
        {
            problems.push(format!(
                "{path}:{line}: `{colour}`; colours stand in tokens.css"
            ));
        }
    }
    problems
}

/// The lines of CSS in a file, with their numbers, comments left out.
fn styles<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    let mut in_style = path.ends_with(".css");
    let whole = in_style;
    let mut in_comment = false;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !whole && line.trim_start().starts_with("<style") {
            in_style = true;
            continue;
        }
        if !whole && line.contains("</style>") {
            in_style = false;
        }
        if !in_style {
            continue;
        }
        let mut rest = line;
        loop {
            if in_comment {
                let Some((_, behind)) = rest.split_once("*/") else {
                    break;
                };
                in_comment = false;
                rest = behind;
            } else if let Some((before, behind)) = rest.split_once("/*") {
                lines.push((at + 1, before));
                in_comment = true;
                rest = behind;
            } else {
                lines.push((at + 1, rest));
                break;
            }
        }
    }
    lines
}

fn words(css: &str) -> impl Iterator<Item = &str> {
    css.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty() && !word.starts_with("--"))
}

fn has_side(word: &str) -> bool {
    word.split('-')
        .any(|part| part == "left" || part == "right")
}

fn colour_literal(css: &str) -> Option<String> {
    // An id selector may look like a colour; a value stands behind a colon.
    let value = css.split_once(':').map_or("", |(_, value)| value);
    if let Some(function) = [
        "rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "lab(", "lch(",
    ]
    .into_iter()
    .find(|function| value.contains(function))
    {
        return Some(function.to_owned() + "…)");
    }
    let (_, behind) = value.split_once('#')?;
    let digits: String = behind.chars().take_while(char::is_ascii_hexdigit).collect();
    let ends = behind[digits.len()..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric());
    ([3, 4, 6, 8].contains(&digits.len()) && ends).then(|| format!("#{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, n_problems: usize) {
        let found = file_problems(path, text);
        assert_eq!(found.len(), n_problems, "{found:?}");
    }

    #[test]
    fn sides_are_start_and_end() {
        check("ui/src/a.css", "a { margin-left: 1px }", 1);
        check("ui/src/a.css", "a { text-align: right }", 1);
        check(
            "ui/src/a.css",
            "a { margin-inline-start: 1px } /* left */",
            0,
        );
        check("ui/src/a.css", "a { color: var(--left-over) }", 0);
        check(
            "ui/src/A.svelte",
            "<p>left</p>\n<style>\n  p { left: 0 }\n</style>",
            1,
        );
        check("ui/src/a.ts", "const left = 1;", 0);
    }

    #[test]
    fn colours_are_tokens() {
        check("ui/src/a.css", "a { color: #1451B6 }", 1);
        check("ui/src/a.css", "a { color: rgb(1 2 3) }", 1);
        check("ui/src/a.css", "#add { color: var(--text) }", 0);
        check("ui/src/styles/tokens.css", ":root { --text: #1451B6 }", 0);
    }

    #[test]
    fn strangers_text_is_never_markup() {
        check("ui/src/A.svelte", concat!("<p>{@", "html text}</p>"), 1);
    }

    #[test]
    fn tauri_is_known_in_one_place() {
        check(
            "ui/src/lib/a.ts",
            "import { invoke } from '@tauri-apps/api/core'",
            1,
        );
        check(
            "ui/src/host/tauri.ts",
            "import { invoke } from '@tauri-apps/api/core'",
            0,
        );
    }
}
