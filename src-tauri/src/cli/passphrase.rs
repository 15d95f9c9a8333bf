//! Where the passphrase comes from: a file, the keychain, the terminal; never an argument.

use super::args::Options;
use starling_session::{Session, Unlock};
use starling_wire::{Code, Failure};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Opens the vault that the options name.
pub(super) fn open(options: &Options) -> Result<Session, Failure> {
    let dir = options.vault_dir();
    let unlock = unlock(options)?;
    let by_keychain = matches!(unlock, Unlock::Keychain);
    match Session::open(&dir, unlock) {
        // A keychain that cannot be asked just now is no reason to turn a person away.
        Err(starling_session::Error::CannotUnlock(_)) if by_keychain && can_prompt() => {
            Session::open(&dir, Unlock::Passphrase(prompt("Passphrase: ")?)).map_err(Failure::from)
        }
        opened => opened.map_err(Failure::from),
    }
}

/// How the vault that the options name is to be unlocked.
pub(super) fn unlock(options: &Options) -> Result<Unlock, Failure> {
    let dir = options.vault_dir();
    let peek = Session::peek(&dir)?;
    if !peek.exists {
        return Err(starling_session::Error::NoVault(dir).into());
    }
    if let Some(file) = options.passphrase_file() {
        return Ok(Unlock::Passphrase(from_file(&file)?));
    }
    if peek.keychain {
        return Ok(Unlock::Keychain);
    }
    Ok(Unlock::Passphrase(prompt("Passphrase: ")?))
}

/// A new passphrase: from the file, or typed twice.
pub(super) fn chosen(file: Option<PathBuf>, what: &str) -> Result<String, Failure> {
    let passphrase = match file {
        Some(file) => from_file(&file)?,
        None => {
            let first = prompt(&format!("{what}: "))?;
            let second = prompt(&format!("{what}, again: "))?;
            if first != second {
                return Err(Failure::failed(
                    "the two passphrases differ; nothing was changed",
                ));
            }
            first
        }
    };
    if passphrase.is_empty() {
        return Err(Failure::failed(
            "the passphrase is empty; nothing was changed",
        ));
    }
    Ok(passphrase)
}

/// The file's text without the end of its line.
pub(super) fn from_file(file: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(file).map_err(|why| {
        let message = format!(
            "cannot read the passphrase from `{}`: {why}",
            file.display()
        );
        Failure::new(Code::CannotUnlock, message)
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

fn can_prompt() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks on the terminal, without echo.
pub(super) fn prompt(words: &str) -> Result<String, Failure> {
    if !can_prompt() {
        let message = "no passphrase: give --passphrase-file or STARLING_PASSPHRASE_FILE, \
                       keep the key in the keychain, or call from a terminal";
        return Err(Failure::new(Code::CannotUnlock, message));
    }
    rpassword::prompt_password(words).map_err(|why| {
        Failure::new(
            Code::CannotUnlock,
            format!("cannot ask on the terminal: {why}"),
        )
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("p");
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(from_file(&file).unwrap(), expected);
    }

    #[test]
    fn one_line_end_is_no_part_of_it() {
        check(b"secret\n", "secret");
        check(b"secret\r\n", "secret");
        check(b"secret", "secret");
    }

    #[test]
    fn blanks_are_part_of_it() {
        check(b" two words \n\n", " two words \n");
    }

    #[test]
    fn a_missing_file_is_exit_3() {
        assert_eq!(
            from_file(Path::new("/nowhere/at/all"))
                .unwrap_err()
                .code
                .exit_status(),
            3
        );
    }
}
