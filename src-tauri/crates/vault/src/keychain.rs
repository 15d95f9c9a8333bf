//! The operating system's keychain: Secret Service on Linux, by D-Bus.
//!
//! It may ask the user for its own password in a window, so every call runs on a thread of its own (which also makes it
//! safe inside an async runtime) and is given up after some patience; every failure says in words what is the matter.

use crate::keys::VaultId;
use crate::secret::Bytes32;
use crate::{Error, Result};
use keyring_core::{CredentialStore, Entry};
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use zeroize::Zeroizing;

/// Under what name entries are kept; the user sees it in the keychain's own window.
const SERVICE: &str = "Starling vault";

type Opener = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// A keychain, opened anew for every call: one that was not there a moment ago may be there now.
#[derive(Clone)]
pub struct Keychain {
    open: Arc<Opener>,
    patience: Duration,
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keychain")
    }
}

impl Keychain {
    /// The user's keychain. A prompt of the keychain is waited for no longer than `patience`.
    pub fn system(patience: Duration) -> Self {
        Self {
            open: Arc::new(|| {
                zbus_secret_service_keyring_store::Store::new()
                    .map(|store| store as Arc<CredentialStore>)
            }),
            patience,
        }
    }

    /// Any other store, such as `keyring_core::mock::Store`.
    pub fn of_store(store: Arc<CredentialStore>) -> Self {
        Self {
            open: Arc::new(move || Ok(store.clone())),
            patience: Duration::from_secs(60),
        }
    }

    /// Keeps something small beside a vault's secret, under a name of its own.
    pub fn remember(&self, vault: VaultId, what: &str, bytes: &[u8]) -> Result<()> {
        let bytes = bytes.to_vec();
        self.on_a_thread(format!("{vault} {what}"), move |entry| {
            entry.set_secret(&bytes)
        })
    }

    /// What was kept under that name.
    pub fn remembered(&self, vault: VaultId, what: &str) -> Result<Option<Vec<u8>>> {
        self.on_a_thread(format!("{vault} {what}"), |entry| {
            match entry.get_secret() {
                Ok(bytes) => Ok(Some(bytes)),
                Err(keyring_core::Error::NoEntry) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Keeps a vault's secret.
    pub(crate) fn set(&self, vault: VaultId, secret: &Bytes32) -> Result<()> {
        let secret = secret.clone();
        self.on_its_thread(vault, move |entry| entry.set_secret(&secret[..]))
    }

    /// A vault's secret, where the keychain has one.
    pub(crate) fn get(&self, vault: VaultId) -> Result<Option<Zeroizing<Vec<u8>>>> {
        self.on_its_thread(vault, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Forgets a vault's secret; one that is not there is forgotten already.
    pub(crate) fn remove(&self, vault: VaultId) -> Result<()> {
        self.on_its_thread(vault, |entry| match entry.delete_credential() {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }

    fn on_its_thread<T: Send + 'static>(
        &self,
        vault: VaultId,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T> {
        self.on_a_thread(vault.to_string(), call)
    }

    fn on_a_thread<T: Send + 'static>(
        &self,
        user: String,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (say, answer) = channel();
        let open = self.open.clone();
        let work = move || {
            let done = open()
                .and_then(|store| store.build(SERVICE, &user, None))
                .and_then(|entry| call(&entry));
            // Nobody listens any more when patience was lost.
            let _ = say.send(done);
        };
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(work)
            .map_err(|e| failure("cannot be asked: no thread can be started", Some(e.into())))?;
        match answer.recv_timeout(self.patience) {
            Ok(done) => done.map_err(in_words),
            Err(RecvTimeoutError::Timeout) => Err(failure(
                "does not answer; it may be asking for its password in a window",
                None,
            )),
            Err(RecvTimeoutError::Disconnected) => Err(failure("failed without saying why", None)),
        }
    }
}

fn failure(reason: &str, source: Option<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Keychain {
        reason: reason.into(),
        source,
    }
}

/// The situations that were met, as the desktop's parts report them; others are passed on as they are.
fn in_words(error: keyring_core::Error) -> Error {
    use keyring_core::Error as E;
    let told = format!("{error:?}");
    let reason = match &error {
        E::PlatformFailure(_) if told.contains("ServiceUnknown") => {
            "is not there: this desktop runs no Secret Service (such as GNOME Keyring or KWallet)"
        }
        E::PlatformFailure(_)
            if told.contains("Connection(")
                || told.contains("Address(")
                || told.contains("NotFound") =>
        {
            "cannot be reached: there is no session bus (D-Bus) here"
        }
        E::NoStorageAccess(_) if told.contains("Prompt") => "is locked, and it was not unlocked",
        E::NoStorageAccess(_) if told.contains("NoResult") => {
            "has no keyring yet to keep the key in"
        }
        E::NoStorageAccess(_) => "is locked or refuses access",
        E::NoEntry => "holds no key of this vault",
        E::Ambiguous(_) => "holds more than one key under this vault's name",
        _ => return failure(&format!("failed: {error}"), Some(Box::new(error))),
    };
    failure(reason, Some(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use keyring_core::mock;

    const ID: VaultId = VaultId([3; 16]);

    fn mock_keychain() -> (Keychain, Arc<CredentialStore>) {
        let store: Arc<CredentialStore> = mock::Store::new().unwrap();
        (Keychain::of_store(store.clone()), store)
    }

    #[test]
    fn keeps_gives_and_forgets() {
        let (keychain, _) = mock_keychain();
        assert!(keychain.get(ID).unwrap().is_none());
        keychain.set(ID, &Zeroizing::new([9; 32])).unwrap();
        assert_eq!(keychain.get(ID).unwrap().unwrap()[..], [9; 32]);
        assert!(
            keychain.get(VaultId([4; 16])).unwrap().is_none(),
            "another vault's"
        );
        keychain.remove(ID).unwrap();
        keychain.remove(ID).unwrap();
        assert!(keychain.get(ID).unwrap().is_none());
    }

    #[track_caller]
    fn check(error: keyring_core::Error, reason: &str) {
        let (keychain, store) = mock_keychain();
        let entry = store.build(SERVICE, &ID.to_string(), None).unwrap();
        entry
            .as_any()
            .downcast_ref::<mock::Cred>()
            .unwrap()
            .set_error(error);
        let said = keychain.get(ID).unwrap_err().to_string();
        assert!(said.contains(reason), "{said}");
    }

    #[test]
    fn every_failure_names_its_reason() {
        use keyring_core::Error as E;
        let said = |text: &'static str| -> Box<dyn std::error::Error + Send + Sync> { text.into() };
        check(
            E::PlatformFailure(said("Zbus(MethodError(ServiceUnknown))")),
            "runs no Secret Service",
        );
        check(
            E::PlatformFailure(said("Zbus(Connection(NotFound))")),
            "no session bus",
        );
        check(
            E::PlatformFailure(said("else")),
            "failed: Platform failure: else",
        );
        check(
            E::NoStorageAccess(said("Prompt")),
            "is locked, and it was not unlocked",
        );
        check(E::NoStorageAccess(said("NoResult")), "no keyring yet");
        check(E::NoStorageAccess(said("else")), "is locked or refuses");
        check(E::Ambiguous(vec![]), "more than one key");
    }

    #[test]
    fn one_that_asks_in_a_window_is_not_waited_for_for_ever() {
        let (release, wait) = channel::<()>();
        let wait = std::sync::Mutex::new(wait);
        let keychain = Keychain {
            open: Arc::new(move || {
                let _ = wait.lock().unwrap().recv();
                Err(keyring_core::Error::NoDefaultStore)
            }),
            patience: Duration::from_millis(1),
        };
        let said = keychain.get(ID).unwrap_err().to_string();
        assert!(said.contains("does not answer"), "{said}");
        drop(release);
    }

    #[test]
    fn a_panic_below_is_an_error_here() {
        let keychain = Keychain {
            open: Arc::new(|| panic!("below")),
            patience: Duration::from_secs(60),
        };
        assert!(
            keychain
                .get(ID)
                .unwrap_err()
                .to_string()
                .contains("without saying why")
        );
    }

    /// Says to the test below that it runs inside a session bus of its own.
    const INSIDE: &str = "STARLING_TEST_IN_KEYRING_SESSION";

    /// Runs `inner`, a test of this module, on a bus of its own with this shell script before it.
    /// `None` where the tools are missing.
    fn in_session(script: &str, inner: &str) -> Option<String> {
        use std::os::unix::fs::DirBuilderExt;
        use std::process::Command;
        let has = |tool: &str| {
            Command::new(tool)
                .arg("--version")
                .output()
                .is_ok_and(|out| out.status.success())
        };
        if !has("dbus-run-session") || !has("gnome-keyring-daemon") {
            eprintln!("skipped: dbus-run-session or gnome-keyring-daemon is missing");
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        for name in ["data", "cache", "run"] {
            std::fs::DirBuilder::new()
                .mode(0o700)
                .create(home.path().join(name))
                .unwrap();
        }
        let out = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", script, "sh"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", inner, "--nocapture"])
            .env(INSIDE, "yes")
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            .env("XDG_RUNTIME_DIR", home.path().join("run"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned();
        assert!(out.status.success(), "{said}");
        assert!(said.contains("inside:"), "the inner test ran: {said}");
        Some(said)
    }

    fn is_inside() -> bool {
        std::env::var_os(INSIDE).is_some()
    }

    #[test]
    fn a_real_secret_service_keeps_the_key() {
        let script = "printf test | gnome-keyring-daemon --daemonize --unlock --components=secrets \
                      >/dev/null 2>&1 || exit 97; \"$@\" && \"$@\"";
        in_session(script, "keychain::tests::inner_keeps_the_key");
    }

    /// Runs twice in one session: the second time finds what the first one kept.
    #[test]
    fn inner_keeps_the_key() {
        if !is_inside() {
            return;
        }
        let keychain = Keychain::system(Duration::from_secs(20));
        match keychain.get(ID).unwrap() {
            None => {
                keychain.set(ID, &Zeroizing::new([1; 32])).unwrap();
                keychain.set(ID, &Zeroizing::new([0xff; 32])).unwrap();
                eprintln!("inside: kept");
            }
            Some(secret) => {
                assert_eq!(secret[..], [0xff; 32], "the latest, whole and binary");
                assert!(keychain.get(VaultId([9; 16])).unwrap().is_none());
                keychain.remove(ID).unwrap();
                keychain.remove(ID).unwrap();
                assert!(keychain.get(ID).unwrap().is_none());
                eprintln!("inside: found again");
            }
        }
    }

    #[test]
    fn a_bus_without_a_secret_service_is_said_to_be_so() {
        // An address of a bus that starts nothing by itself.
        let script = "exec env DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus \"$@\"";
        let said = in_session(script, "keychain::tests::inner_says_what_is_missing");
        assert!(said.is_none_or(|said| said.contains("no session bus")));
    }

    #[test]
    fn inner_says_what_is_missing() {
        if is_inside() {
            let error = Keychain::system(Duration::from_secs(20))
                .get(ID)
                .unwrap_err();
            assert!(matches!(error, Error::Keychain { .. }));
            eprintln!("inside: {error}");
        }
    }
}
