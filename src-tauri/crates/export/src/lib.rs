//! The one door by which data leaves: writes a file against a grant.
//!
//! Last station before the outside: `session` measures and asks `policy`, and hands the rows, already as the decision
//! wants them, to this crate. Rows stream through a [`Form`], the scan for protected names, a package where one is
//! wanted, and age where it is sealed, into a file that has no name until its entry stands in the audit log.

mod cell;
mod error;
mod figure;
mod format;
pub mod manifest;
mod package;
mod partial;
mod recover;
mod scan;
mod seal;
mod verify;
mod write;

pub use cell::{Cell, Column, Kind};
pub use error::{Error, Result};
pub use figure::{Bar, Figure};
pub use format::{Form, guarded};
pub use package::{Covering, Payload};
pub use partial::{is_partial, partial_name};
pub use recover::{Recovered, recover};
pub use scan::{Escapes, Found, Protected, is_distinctive, look_through, scan, unmasked};
pub use seal::recipients;
pub use verify::{Checked, verify};
pub use write::{
    Content, Order, Rows, Wrapping, Writes, Written, manifest_path, payload_again, write,
    write_record,
};
