//! Whole files through the public interface: real ones where they are at hand, hostile ones always.

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
