//! Where things lie on this system when nobody says otherwise.

use std::path::{Path, PathBuf};

/// The folder of the user's data on this system.
fn data_dir() -> PathBuf {
    let from_env = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = || {
        from_env("HOME")
            .or_else(|| from_env("USERPROFILE"))
            .unwrap_or_default()
    };
    if cfg!(target_os = "macos") {
        home().join("Library/Application Support")
    } else if cfg!(windows) {
        from_env("APPDATA").unwrap_or_else(home)
    } else {
        // The standard asks for an absolute path and ignores any other.
        from_env("XDG_DATA_HOME")
            .filter(|dir| dir.is_absolute())
            .unwrap_or_else(|| home().join(".local/share"))
    }
}

/// Where the vault is, unless the call says so.
pub fn default_vault() -> PathBuf {
    data_dir().join("starling").join("vault")
}

fn recent_file() -> PathBuf {
    data_dir().join("starling").join("recent")
}

/// How many folders are remembered.
const MOST_RECENT: usize = 8;

/// Folders of vaults opened in the window before, the latest first.
pub fn recent() -> Vec<PathBuf> {
    let text = std::fs::read_to_string(recent_file()).unwrap_or_default();
    text.lines()
        .filter(|line| !line.is_empty())
        .map(PathBuf::from)
        .collect()
}

/// Remembers a vault's folder, and nothing else of it. A list that cannot be kept is no failure of what is done.
#[expect(
    clippy::disallowed_methods,
    reason = "holds folders only, nothing of what is in them"
)]
pub fn remember(dir: &Path) {
    let mut dirs = recent();
    dirs.retain(|known| known != dir);
    dirs.insert(0, dir.to_owned());
    dirs.truncate(MOST_RECENT);
    let text = dirs
        .iter()
        .map(|dir| format!("{}\n", dir.display()))
        .collect::<String>();
    let file = recent_file();
    let _ = file.parent().map(std::fs::create_dir_all);
    let _ = std::fs::write(file, text);
}
