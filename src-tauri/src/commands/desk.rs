//! What the window's host keeps: the open vault, the one job, and when the vault locks itself.

use starling_model::{Cancel, Progress};
use starling_session::Session;
use starling_session::clock::Stopwatch;
use starling_wire::{Code, Failure, Pace};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tauri::ipc::Channel;

/// The setting, kept inside the vault, of how many minutes without a touch lock it; `0` is never.
pub(crate) const AUTO_LOCK_KEY: &str = "auto_lock_minutes";
const AUTO_LOCK_MINUTES: f64 = 15.0;
/// A job stops within 100 ms of being asked; committing what it holds may take longer.
const JOB_END_SECONDS: u64 = 60;

/// The state behind all commands.
pub struct Desk {
    /// The vault that the call named, or the usual place.
    pub(crate) first_dir: PathBuf,
    open: Mutex<Option<Open>>,
    job: Mutex<Option<Cancel>>,
    /// Building and measuring networks; beside the job, since it only reads.
    weaving: Mutex<(u64, Option<Cancel>)>,
    touched: Mutex<Stopwatch>,
    on_locked: OnceLock<Listener>,
}

/// Whom to tell when the vault locks itself, and why it did.
type Listener = Box<dyn Fn(&str) + Send + Sync>;

struct Open {
    session: Arc<Session>,
    lock_after_minutes: f64,
}

/// A panic elsewhere must not lock the user out of locking.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// With the vault to offer first.
    pub fn new(first_dir: PathBuf) -> Self {
        Self {
            first_dir,
            open: Mutex::new(None),
            job: Mutex::new(None),
            weaving: Mutex::default(),
            touched: Mutex::new(Stopwatch::start()),
            on_locked: OnceLock::new(),
        }
    }

    /// Whom to tell when the vault locks itself; the first one stays.
    pub(crate) fn on_locked(&self, listener: impl Fn(&str) + Send + Sync + 'static) {
        let _ = self.on_locked.set(Box::new(listener));
    }

    /// The open vault.
    pub(crate) fn session(&self) -> Result<Arc<Session>, Failure> {
        let open = held(&self.open);
        let open = open
            .as_ref()
            .ok_or_else(|| Failure::new(Code::Locked, "the vault is locked"))?;
        Ok(Arc::clone(&open.session))
    }

    /// Keeps an opened vault; the one before, if any, is locked by that.
    pub(crate) fn put(&self, session: Session) -> Arc<Session> {
        let kept = session.setting(AUTO_LOCK_KEY).ok().flatten();
        let session = Arc::new(session);
        let lock_after_minutes = minutes(kept.as_deref());
        *held(&self.open) = Some(Open {
            session: Arc::clone(&session),
            lock_after_minutes,
        });
        self.touch();
        session
    }

    /// Somebody is there.
    pub(crate) fn touch(&self) {
        *held(&self.touched) = Stopwatch::start();
    }

    /// The setting was changed.
    pub(crate) fn lock_after(&self, value: &str) {
        if let Some(open) = held(&self.open).as_mut() {
            open.lock_after_minutes = minutes(Some(value));
        }
    }

    /// Locks: asks the job to stop, waits for whoever still reads, and drops the keys.
    pub(crate) fn lock(&self) {
        if let Some(cancel) = held(&self.job).as_ref() {
            cancel.set();
        }
        self.stop_weaving();
        let Some(open) = held(&self.open).take() else {
            return;
        };
        open.session.stop_all_arranging();
        let rest = Arc::downgrade(&open.session);
        drop(open);
        let waiting = Stopwatch::start();
        while rest.strong_count() > 0 && waiting.seconds() < JOB_END_SECONDS as f64 {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Locks if nobody has been there for long enough. A running job keeps the vault open: it needs the keys.
    pub(crate) fn lock_if_idle(&self) {
        let idle_minutes = held(&self.touched).seconds() / 60.0;
        let due = held(&self.open).as_ref().is_some_and(|open| {
            open.lock_after_minutes > 0.0 && idle_minutes >= open.lock_after_minutes
        });
        if !due {
            return;
        }
        if held(&self.job).is_some() {
            // The time begins anew when the job has ended, so that its result can be read.
            self.touch();
            return;
        }
        self.lock();
        if let Some(tell) = self.on_locked.get() {
            tell("idle");
        }
    }

    /// Runs the one job there may be at a time.
    pub(crate) fn job<T>(
        &self,
        steps: Channel<starling_wire::Progress>,
        work: impl FnOnce(&Progress, &Cancel) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let cancel = Cancel::new();
        {
            let mut job = held(&self.job);
            if job.is_some() {
                return Err(Failure::new(
                    Code::Busy,
                    "another job is running; wait for it or cancel it",
                ));
            }
            *job = Some(cancel.clone());
        }
        let _ending = Ending(self);
        work(&paced(steps), &cancel)
    }

    /// Builds or measures a network, beside the job. What was being built before is given up: nobody waits for it.
    pub(crate) fn weave<T>(
        &self,
        steps: Channel<starling_wire::Progress>,
        work: impl FnOnce(&Progress, &Cancel) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let cancel = Cancel::new();
        let turn = {
            let mut weaving = held(&self.weaving);
            if let Some(before) = weaving.1.replace(cancel.clone()) {
                before.set();
            }
            weaving.0 += 1;
            weaving.0
        };
        let _ending = Woven(self, turn);
        work(&paced(steps), &cancel)
    }

    /// Gives up what is being built; `false` where nothing is.
    pub(crate) fn stop_weaving(&self) -> bool {
        held(&self.weaving)
            .1
            .take()
            .map(|cancel| cancel.set())
            .is_some()
    }

    /// Asks the job to stop; `false` where none is running.
    pub(crate) fn cancel_job(&self) -> bool {
        held(&self.job).as_ref().map(Cancel::set).is_some()
    }
}

/// Steps with their rate, at the pace of the eye.
fn paced(steps: Channel<starling_wire::Progress>) -> Progress {
    let (watch, pace) = (Stopwatch::start(), Mutex::new(Pace::new()));
    Progress::new(move |step| {
        if let Some(shown) = held(&pace).take(&step, watch.seconds()) {
            // A window that is gone needs no progress.
            let _ = steps.send(shown);
        }
    })
}

/// A network is built, also when that panicked; a later one has taken its place where the turns differ.
struct Woven<'a>(&'a Desk, u64);

impl Drop for Woven<'_> {
    fn drop(&mut self) {
        let mut weaving = held(&self.0.weaving);
        if weaving.0 == self.1 {
            weaving.1 = None;
        }
        drop(weaving);
        self.0.touch();
    }
}

/// The job is over, also when it panicked.
struct Ending<'a>(&'a Desk);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        *held(&self.0.job) = None;
        self.0.touch();
    }
}

fn minutes(kept: Option<&str>) -> f64 {
    kept.and_then(|text| text.trim_matches('"').parse().ok())
        .filter(|minutes: &f64| *minutes >= 0.0)
        .unwrap_or(AUTO_LOCK_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_is_read_as_the_window_writes_it() {
        assert_eq!(minutes(Some("5")), 5.0);
        assert_eq!(minutes(Some("\"0\"")), 0.0);
        assert_eq!(minutes(Some("soon")), AUTO_LOCK_MINUTES);
        assert_eq!(minutes(None), AUTO_LOCK_MINUTES);
    }

    #[test]
    fn there_is_one_job_at_a_time_and_it_can_be_cancelled() {
        let desk = Desk::new(PathBuf::new());
        let steps = || Channel::new(|_| Ok(()));
        assert!(!desk.cancel_job());
        desk.job(steps(), |_, cancel| {
            let second = desk.job(steps(), |_, _| Ok(()));
            assert_eq!(second.unwrap_err().code, Code::Busy);
            assert!(desk.cancel_job());
            assert!(cancel.is_set());
            Ok(())
        })
        .unwrap();
        assert!(
            desk.job(steps(), |_, _| Ok(())).is_ok(),
            "the first one has ended"
        );
    }

    #[test]
    fn a_panicking_job_makes_room_for_the_next() {
        let desk = Desk::new(PathBuf::new());
        let steps = || Channel::new(|_| Ok(()));
        let fell = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            desk.job(steps(), |_, _| -> Result<(), Failure> {
                panic!("as planned")
            })
        }));
        assert!(fell.is_err());
        assert!(desk.job(steps(), |_, _| Ok(())).is_ok());
    }
}
