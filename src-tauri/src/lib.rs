//! The app: the only code that knows Tauri, and the command line.
//!
//! Both sides ask [`starling_session::Session`] and nothing else, and both answer in the types of `starling_wire`:
//! the command line is no second implementation.
//! [`cli`] parses the call first; only a call without a subcommand touches the display.

pub mod cli;
pub mod commands;
pub mod places;
pub mod window;
pub mod words;

pub(crate) use cli::demo_failure;

/// What the binary does.
pub fn main() -> std::process::ExitCode {
    cli::main()
}
