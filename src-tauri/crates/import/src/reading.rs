//! Streams the rows of one member.

use crate::{Batch, FoundMember, Result, Tally};
use starling_model::{Cancel, Progress};
use std::ops::ControlFlow;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadSummary {
    /// All rows given, rejected ones included.
    pub rows: u64,
    /// Tweets among them.
    pub tweets: u64,
    /// Users among them.
    pub users: u64,
    /// Rejected ones among them.
    pub rejected: u64,
    /// The number of the last record read; `rows` plus those skipped.
    pub last: u64,
    /// Whether the receiver stopped before the end.
    pub stopped: bool,
}

/// Reads a member's rows after the first `from_record` ones (0 reads all) and hands them over in batches.
///
/// The receiver may stop the reading by `ControlFlow::Break(())`.
/// An error that comes after rows (a cut zip) leaves what was handed over valid.
pub fn read(
    member: &FoundMember,
    from_record: u64,
    cancel: &Cancel,
    sink: &mut dyn FnMut(&mut Batch) -> ControlFlow<()>,
) -> Result<ReadSummary> {
    todo!(
        "{member:?} {from_record} {cancel:?} {}",
        std::mem::size_of_val(sink)
    )
}

/// Reads a member whole and only counts.
pub fn tally(member: &FoundMember, progress: &Progress, cancel: &Cancel) -> Result<Tally> {
    todo!("{member:?} {progress:?} {cancel:?}")
}
