//! Where the nodes of a network lie, view by view, so that a picture comes back as it was left.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};
use starling_model::Timestamp;

impl Store {
    /// What was kept under that name.
    pub fn places(&self, view: &str) -> Result<Option<Vec<u8>>> {
        self.sql()
            .prepare_cached("SELECT places FROM network_places WHERE view = ?1")
            .and_then(|mut find| find.query_row([view], |row| row.get(0)).optional())
            .map_err(|error| self.named(error))
    }

    /// Keeps places under a name; of all names the last 200 are kept.
    pub fn keep_places(&self, view: &str, places: &[u8], at: Timestamp) -> Result<()> {
        self.change(
            "INSERT OR REPLACE INTO network_places(view, places, at) VALUES (?1, ?2, ?3)",
            params![view, places, at.0],
        )?;
        self.change(
            "DELETE FROM network_places WHERE view NOT IN
                 (SELECT view FROM network_places ORDER BY at DESC, view LIMIT 200)",
            [],
        )
        .map(|_| ())
    }
}
