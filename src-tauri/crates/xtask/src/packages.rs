//! Packages of the system: what is missing is installed, what is there is left alone.

use crate::step::{command, has, must};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// To build the app on Debian and its kin.
pub(crate) const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
];

/// To test it as well: a display without a screen, a driver for the web view, a keychain, fonts for every script, and another
/// program's window to drag files from.
pub(crate) const TEST: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus",
    "dbus-daemon",
    "gnome-keyring",
    "fonts-dejavu-core",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
    "chromium",
    "python3",
    "python3-venv",
    "libxml2-utils",
    "sqlite3",
    "strace",
    "xdotool",
    "python3-gi",
    "gir1.2-gtk-3.0",
];

/// Installs those of them that are missing. On systems without apt it only says what is needed.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if !has("dpkg-query") || !has("apt-get") {
        println!(
            "no apt here; make sure of the like of: {}",
            packages.join(" ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        println!("all {} packages are there", packages.len());
        return Ok(());
    }
    println!("installing {}", missing.join(" "));
    let mut words = vec!["apt-get"];
    if !is_root() {
        if !has("sudo") {
            bail!("missing: {}; install them as root", missing.join(" "));
        }
        words.insert(0, "sudo");
    }
    let here = Path::new(".");
    let mut update = words.clone();
    update.extend(["update", "-qq"]);
    must(&mut command(here, &update))?;
    words.extend(["install", "-y", "-qq", "--no-install-recommends"]);
    words.extend(missing);
    must(command(here, &words).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_installed(package: &str) -> bool {
    let asked = Command::new("dpkg-query")
        .args(["-W", "-f=${Status}", package])
        .output();
    asked.is_ok_and(|answer| {
        String::from_utf8_lossy(&answer.stdout).contains("install ok installed")
    })
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}
