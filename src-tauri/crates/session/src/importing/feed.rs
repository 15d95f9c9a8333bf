//! Brings the index up to the store: after a crash, and when it is made anew.

use crate::convert::{Origin, convert};
use crate::{Error, Result};
use starling_index::{Index, Watermark};
use starling_model::{Cancel, Progress, Stage, Step};
use starling_store::{DatasetState, Interner, Store};

/// Rows read back at a time.
const ROWS: usize = 20_000;

/// Checks that the index belongs to this store, adds the rows it lacks, and ends removals that were interrupted.
pub(crate) fn catch_up(
    store: &Store,
    index: &Index,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<()> {
    let state = store.index_state()?;
    let watermark = index.watermark()?;
    if watermark.commit != state.confirmed && watermark.commit != state.pending {
        return Err(Error::Damaged {
            file: "index/meta.json".into(),
            reason: format!(
                "it is of another time than the store (commit {} where {} was the last); make it anew with `vault verify --repair`",
                watermark.commit, state.confirmed
            ),
        });
    }
    for dataset in store.datasets()? {
        if dataset.state == DatasetState::Removing {
            take_out(store, index, dataset.id)?;
        }
    }
    feed(store, index, index.watermark()?.row, progress, cancel)
}

/// Removes a dataset from index and store, in the order that a crash cannot spoil.
pub(crate) fn take_out(
    store: &Store,
    index: &Index,
    dataset: starling_model::DatasetId,
) -> Result<()> {
    store.begin_removal(dataset)?;
    index.delete_dataset(dataset.0)?;
    let row = index.watermark()?.row;
    commit(store, index, row)?;
    store.keep_last_row()?;
    store.remove(dataset)?;
    store.checkpoint()?;
    Ok(())
}

/// Commits the index under the store's next number.
pub(crate) fn commit(store: &Store, index: &Index, row: u64) -> Result<()> {
    let number = store.announce_index_commit()?;
    index.commit(Watermark {
        commit: number,
        row,
    })?;
    store.confirm_index_commit(number)?;
    Ok(())
}

/// Reads every row above `after` from the store into the index, and commits.
pub(crate) fn feed(
    store: &Store,
    index: &Index,
    after: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<()> {
    let last = store.last_row()?;
    if last <= after {
        return Ok(());
    }
    let mut interner = Interner::load(store)?;
    let mut at = after;
    loop {
        cancel.check()?;
        let rows = store.tweets_after(at, ROWS)?;
        let Some(newest) = rows.last() else { break };
        at = newest.row;
        let documents = rows
            .iter()
            .map(|stored| {
                let origin = Origin {
                    dataset: stored.dataset,
                    file: stored.file,
                    record: stored.record,
                    row: stored.row,
                };
                convert(&stored.tweet, origin, &mut interner).1
            })
            .collect();
        index.add(documents)?;
        progress.say(Step {
            stage: Stage::Indexing,
            subject: String::new(),
            done: at - after,
            total: Some(last - after),
            unit: "rows",
            rows: at - after,
            rejected: 0,
        });
    }
    let fresh = interner.take_fresh();
    if fresh.words() > 0 {
        return Err(Error::Damaged {
            file: store.file().to_owned(),
            reason: format!(
                "{} words of its rows are missing from its dictionaries",
                fresh.words()
            ),
        });
    }
    commit(store, index, last)?;
    index.rest()?;
    Ok(())
}
