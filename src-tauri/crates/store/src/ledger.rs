//! What was handed out, to whom and when: the rows that quotas are counted from.
//!
//! A delivery is `reserved` before its first byte is written, `logged` in the transaction of its audit entry,
//! `delivered` when the file has its final name, or `released` when it is certain that nothing left.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use starling_model::Timestamp;

/// How far a delivery has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerState {
    /// Counted, and being written.
    Reserved,
    /// Whole and in the log; its file may not have its name yet.
    Logged,
    /// The file has its name.
    Delivered,
    /// Nothing left; it counts nothing.
    Released,
}

impl LedgerState {
    fn word(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Logged => "logged",
            Self::Delivered => "delivered",
            Self::Released => "released",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "logged" => Self::Logged,
            "delivered" => Self::Delivered,
            "released" => Self::Released,
            // What is not understood counts against the quota.
            _ => Self::Reserved,
        }
    }
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// The ledger's number, which packages carry.
    pub id: i64,
    /// How far it has come.
    pub state: LedgerState,
    /// When it was reserved.
    pub at: Timestamp,
    /// The recipient's id.
    pub recipient: String,
    /// What kind of thing left.
    pub product: String,
    /// Tweets and profiles counted.
    pub objects: u64,
    /// Distinct tweet ids counted.
    pub tweet_ids: u64,
    /// Rows written.
    pub rows: u64,
    /// Digest of the decision it rests on.
    pub decision: Vec<u8>,
    /// The temporary file; empty where nothing is written to a file.
    pub partial: String,
    /// The final name.
    pub target: String,
    /// What was asked for, as JSON: enough to write the same bytes again.
    pub order: String,
    /// SHA-256 of the rows as they left.
    pub payload: Option<Vec<u8>>,
    /// SHA-256 of the whole file.
    pub package: Option<Vec<u8>>,
    /// Its entry in the audit log.
    pub seq: Option<u64>,
}

/// A delivery to reserve.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are those of `LedgerRow`")]
pub struct NewLedgerRow<'a> {
    pub at: Timestamp,
    pub recipient: &'a str,
    pub product: &'a str,
    pub objects: u64,
    pub tweet_ids: u64,
    pub rows: u64,
    pub decision: &'a [u8],
    pub partial: &'a str,
    pub target: &'a str,
    pub order: &'a str,
}

/// A cell of totals that were given out, and the accounts that stood behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedCell {
    /// What the table counts by.
    pub dimensions: String,
    /// Which cell.
    pub cell: String,
    /// The accounts, packed by whoever compares them.
    pub accounts: Vec<u8>,
}

/// What an audit entry does to the ledger.
#[derive(Debug)]
pub enum LedgerChange<'a> {
    /// The file is whole.
    Commit {
        /// Which delivery.
        id: i64,
        /// SHA-256 of the rows.
        payload: &'a [u8],
        /// SHA-256 of the file.
        package: &'a [u8],
        /// Keyed digests of the accounts in it, packed.
        accounts: &'a [u8],
        /// And of the tweets.
        tweets: &'a [u8],
        /// The audience that totals were given to, and the totals.
        released: (&'a str, &'a [ReleasedCell]),
    },
    /// It is certain that nothing left.
    Release {
        /// Which delivery.
        id: i64,
    },
}

pub(crate) fn apply(
    change: &Transaction<'_>,
    ledger: &LedgerChange<'_>,
    seq: u64,
) -> rusqlite::Result<()> {
    match ledger {
        LedgerChange::Commit {
            id,
            payload,
            package,
            accounts,
            tweets,
            released: (audience, cells),
        } => {
            change.execute(
                "UPDATE ledger SET state = 'logged', payload = ?2, package = ?3, seq = ?4 WHERE id = ?1",
                params![id, payload, package, seq],
            )?;
            change.execute(
                "INSERT INTO ledger_contents(ledger, accounts, tweets) VALUES (?1, ?2, ?3)",
                params![id, accounts, tweets],
            )?;
            let mut add = change.prepare_cached(
                "INSERT INTO released_table(ledger, audience, dimensions, cell, accounts) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for cell in *cells {
                add.execute(params![
                    id,
                    audience,
                    cell.dimensions,
                    cell.cell,
                    cell.accounts
                ])?;
            }
        }
        LedgerChange::Release { id } => {
            change.execute(
                "UPDATE ledger SET state = 'released', seq = ?2 WHERE id = ?1",
                params![id, seq],
            )?;
        }
    }
    Ok(())
}

const COLUMNS: &str =
    "id, state, at, recipient, product, objects, tweet_ids, rows, decision, partial, target,
    order_text, payload, package, seq";

fn row(row: &Row<'_>) -> rusqlite::Result<LedgerRow> {
    let state: String = row.get(1)?;
    Ok(LedgerRow {
        id: row.get(0)?,
        state: LedgerState::from_word(&state),
        at: Timestamp(row.get(2)?),
        recipient: row.get(3)?,
        product: row.get(4)?,
        objects: row.get(5)?,
        tweet_ids: row.get(6)?,
        rows: row.get(7)?,
        decision: row.get(8)?,
        partial: row.get(9)?,
        target: row.get(10)?,
        order: row.get(11)?,
        payload: row.get(12)?,
        package: row.get(13)?,
        seq: row.get(14)?,
    })
}

impl Store {
    /// Counts a delivery before anything of it is written; gives its number.
    pub fn reserve_delivery(&self, new: &NewLedgerRow<'_>) -> Result<i64> {
        let sql = self.sql();
        sql.execute(
            "INSERT INTO ledger(state, at, recipient, product, objects, tweet_ids, rows, decision, partial, target,
             order_text) VALUES ('reserved', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                new.at.0,
                new.recipient,
                new.product,
                new.objects,
                new.tweet_ids,
                new.rows,
                new.decision,
                new.partial,
                new.target,
                new.order
            ],
        )
        .map_err(|error| self.named(error))?;
        Ok(sql.last_insert_rowid())
    }

    /// The file has its name.
    pub fn delivered(&self, id: i64) -> Result<()> {
        self.sql()
            .execute(
                "UPDATE ledger SET state = ?2 WHERE id = ?1 AND state = 'logged'",
                params![id, LedgerState::Delivered.word()],
            )
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// Every delivery, oldest first.
    pub fn ledger(&self) -> Result<Vec<LedgerRow>> {
        self.ledger_where("1 = 1")
    }

    /// Deliveries whose end is not known: the program stopped while they were written.
    pub fn unfinished_deliveries(&self) -> Result<Vec<LedgerRow>> {
        self.ledger_where("state IN ('reserved', 'logged')")
    }

    fn ledger_where(&self, condition: &str) -> Result<Vec<LedgerRow>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM ledger WHERE {condition} ORDER BY id"
            ))
            .map_err(|error| self.named(error))?;
        let rows = find.query_map([], row).map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// One delivery.
    pub fn delivery(&self, id: i64) -> Result<Option<LedgerRow>> {
        self.sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM ledger WHERE id = ?1"))
            .and_then(|mut find| find.query_row([id], row).optional())
            .map_err(|error| self.named(error))
    }

    /// Keyed digests of the accounts and of the tweets of a delivery.
    pub fn delivery_contents(&self, id: i64) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        self.sql()
            .prepare_cached("SELECT accounts, tweets FROM ledger_contents WHERE ledger = ?1")
            .and_then(|mut find| {
                find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(|error| self.named(error))
    }

    /// Something promised with a delivery is done.
    pub fn meet_obligation(
        &self,
        id: i64,
        obligation: &str,
        (at, proof): (Timestamp, &str),
    ) -> Result<()> {
        self.sql()
            .execute(
                "INSERT OR REPLACE INTO obligation_met(ledger, obligation, at, proof) VALUES (?1, ?2, ?3, ?4)",
                params![id, obligation, at.0, proof],
            )
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// What is done of what was promised: delivery, obligation, when, and how that is shown.
    pub fn obligations_met(&self) -> Result<Vec<(i64, String, Timestamp, String)>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached("SELECT ledger, obligation, at, proof FROM obligation_met")
            .map_err(|error| self.named(error))?;
        let rows = find
            .query_map([], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    Timestamp(row.get(2)?),
                    row.get(3)?,
                ))
            })
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// Cells of earlier tables of these dimensions that an audience has: its own, and everybody has the public's.
    pub fn released_cells(&self, audience: &str, dimensions: &str) -> Result<Vec<ReleasedCell>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached(
                "SELECT r.dimensions, r.cell, r.accounts FROM released_table r JOIN ledger l ON l.id = r.ledger
                 WHERE r.dimensions = ?2 AND (r.audience = ?1 OR r.audience = 'public') AND l.state != 'released'",
            )
            .map_err(|error| self.named(error))?;
        let rows = find
            .query_map(params![audience, dimensions], |row| {
                Ok(ReleasedCell {
                    dimensions: row.get(0)?,
                    cell: row.get(1)?,
                    accounts: row.get(2)?,
                })
            })
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }
}
