//! The window: what it may do, and what it may never do.
//!
//! It shows its own pages only, opens no other window, loads nothing from anywhere,
//! and can ask the host nothing but the commands that its capability lists.

use crate::commands::Desk;
use starling_wire::Failure;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tauri::webview::NewWindowResponse;
use tauri::{Builder, Emitter, Manager, RunEvent, Runtime, Url, WebviewWindowBuilder};

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// The graphics card, where there is one.
    Card,
    /// The processor: right on every machine.
    Software,
}

/// Opens the window and stays until it is closed.
#[allow(
    clippy::exit,
    reason = "`generate_context!` writes one for platforms that are not ours"
)]
pub fn main(dir: PathBuf, drawing: Drawing) -> ExitCode {
    if let Err(failure) = before_display(drawing) {
        return refuse(&failure);
    }
    let built = std::panic::catch_unwind(move || {
        builder(Builder::default(), dir).build(tauri::generate_context!())
    });
    let app = match built {
        Ok(Ok(app)) => app,
        Ok(Err(why)) => {
            return refuse(&Failure::failed(format!(
                "the window cannot be opened: {why}"
            )));
        }
        // GTK's initialisation panics where the display does not answer.
        Err(_) => {
            return refuse(&Failure::failed(
                "the window cannot be opened: the display does not answer",
            ));
        }
    };
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            app.state::<Arc<Desk>>().lock();
        }
    });
    ExitCode::SUCCESS
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn refuse(failure: &Failure) -> ExitCode {
    eprintln!("starling: {failure}");
    ExitCode::FAILURE
}

/// The app, for the real window and for tests without a display.
pub fn builder<R: Runtime>(builder: Builder<R>, dir: PathBuf) -> Builder<R> {
    let desk = Arc::new(Desk::new(dir));
    builder
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(crate::handlers!())
        .manage(Arc::clone(&desk))
        .setup(move |app| {
            let handle = app.handle().clone();
            desk.on_locked(move |why| {
                // A window that is gone needs no word of it.
                let _ = handle.emit("locked", why);
            });
            watch_idle(desk)?;
            if let Some(config) = app.config().app.windows.first().cloned() {
                WebviewWindowBuilder::from_config(app.handle(), &config)?
                    .on_navigation(is_own_page)
                    .on_new_window(|_, _| NewWindowResponse::Deny)
                    .on_document_title_changed(|window, title| {
                        let _ = window.set_title(&title);
                    })
                    .devtools(cfg!(debug_assertions))
                    .build()?;
            }
            Ok(())
        })
}

/// Looks each second whether somebody was there.
fn watch_idle(desk: Arc<Desk>) -> std::io::Result<()> {
    let watch = move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            desk.lock_if_idle();
        }
    };
    std::thread::Builder::new()
        .name("idle".into())
        .spawn(watch)
        .map(drop)
}

/// Nothing but the app's own pages is ever shown.
fn is_own_page(url: &Url) -> bool {
    let own = match url.scheme() {
        "tauri" => true,
        // The same on Windows, where the scheme is written so.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        "about" => url.as_str() == "about:blank",
        _ => false,
    };
    own || (cfg!(debug_assertions)
        && url.host_str() == Some("localhost")
        && url.port() == Some(1420))
}

/// What must be right before anything touches the display.
#[cfg(target_os = "linux")]
fn before_display(drawing: Drawing) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        let message = "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); \
                       the commands need none: see `starling --help`";
        return Err(Failure::failed(message));
    }
    // Blank windows with NVIDIA's driver on Wayland (tauri#9304); this cure keeps the acceleration.
    let nvidia =
        set("WAYLAND_DISPLAY") && std::path::Path::new("/proc/driver/nvidia/version").exists();
    let wanted = [
        ("__NV_DISABLE_EXPLICIT_SYNC", nvidia),
        (
            "WEBKIT_DISABLE_DMABUF_RENDERER",
            drawing == Drawing::Software || !has_card(),
        ),
    ];
    let missing: Vec<_> = wanted
        .into_iter()
        .filter(|(name, wanted)| *wanted && !set(name))
        .collect();
    // The variables must stand before the process starts any thread, so the process starts itself anew.
    if !missing.is_empty()
        && let Ok(own) = std::env::current_exe()
    {
        let mut again = std::process::Command::new(own);
        again
            .args(std::env::args_os().skip(1))
            .envs(missing.iter().map(|(name, _)| (name, "1")));
        // Only a failure comes back; the window may still work.
        drop(again.exec());
    }
    Ok(())
}

/// Whether the kernel offers a card to draw with. Without one the web view composes through a card that the processor
/// plays, at 20 frames a second; told so, it paints itself and reaches 60.
#[cfg(target_os = "linux")]
fn has_card() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|devices| {
        devices
            .flatten()
            .any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
    })
}

#[cfg(not(target_os = "linux"))]
fn before_display(_: Drawing) -> Result<(), Failure> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, own: bool) {
        assert_eq!(is_own_page(&url.parse().unwrap()), own, "{url}");
    }

    #[test]
    fn only_own_pages_are_shown() {
        check("tauri://localhost/index.html#/explore", true);
        check("http://tauri.localhost/", true);
        check("https://example.com/", false);
        check("https://tauri.localhost.example.com/", false);
        check("file:///etc/passwd", false);
        check("data:text/html,hi", false);
        check("javascript:alert(1)", false);
    }
}
