//! Whole files through the public interface: real ones where they are at hand, hostile ones always.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests write files of their own, and a failed unwrap is a failed test"
)]

#[path = "import/forms.rs"]
mod forms;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/published.rs"]
mod published;
#[path = "import/same.rs"]
mod same;
#[path = "import/support.rs"]
mod support;
