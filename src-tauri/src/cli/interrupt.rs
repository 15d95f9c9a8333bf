//! Ctrl-C asks the job to stop cleanly; a second one ends the process at once.

use starling_model::Cancel;

/// A token that SIGINT and SIGTERM set.
pub(super) fn cancel() -> Cancel {
    let cancel = Cancel::new();
    let on_signal = cancel.clone();
    // Where no handler can be set the job merely cannot be stopped softly.
    let _ = std::thread::Builder::new()
        .name("interrupt".into())
        .spawn(move || wait(&on_signal));
    cancel
}

#[expect(
    clippy::exit,
    reason = "the second Ctrl-C means now, and the store is whole after any kill"
)]
fn wait(cancel: &Cancel) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    else {
        return;
    };
    runtime.block_on(async {
        if signal().await.is_err() {
            return;
        }
        cancel.set();
        if signal().await.is_ok() {
            std::process::exit(130);
        }
    });
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    Ok(())
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
