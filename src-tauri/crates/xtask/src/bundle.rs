//! A package for this system, by Tauri's own bundler.

use crate::step::{command, must};
use crate::{packages, root, run};
use anyhow::Result;

/// Builds the release and bundles it.
pub(crate) fn run() -> Result<()> {
    packages::install(packages::BUILD)?;
    let root = root()?;
    run::npm_ci(&root)?;
    // The bundler finds the project by the folder it is called in.
    must(&mut command(
        &root,
        &["npm", "--prefix", "ui", "exec", "--", "tauri", "build"],
    ))
}
