//! The house rules that a compiler does not know.
//!
//! `cargo xtask tidy` prints what breaks them; the same is a test.

mod arrows;
mod files;
mod interface;

use crate::{bindings, root};
use anyhow::{Result, bail};
use std::process::ExitCode;

/// Everything, with the bindings.
pub(crate) fn run() -> Result<ExitCode> {
    check()?;
    bindings::check()?;
    println!("tidy");
    Ok(ExitCode::SUCCESS)
}

/// Fails with a list of what breaks a rule.
pub(crate) fn check() -> Result<()> {
    let root = root()?;
    let mut problems = files::problems(&root)?;
    problems.extend(arrows::problems(&root)?);
    problems.extend(interface::problems(&root)?);
    if problems.is_empty() {
        return Ok(());
    }
    bail!(
        "{} house rules are broken:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        if let Err(why) = super::check() {
            panic!("{why:#}");
        }
    }
}
