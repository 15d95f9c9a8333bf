//! Deliveries whose end is not known: looked at when the vault opens, and after a failure.

use super::writing::from_export;
use crate::{Result, Session, clock};
use starling_audit::{Append, Digest, Event};
use starling_export::Recovered;
use starling_store::{LedgerChange, LedgerRow, LedgerState};
use std::collections::BTreeMap;
use std::path::Path;

/// Puts right what a crash left. What cannot be reached is kept as it is and still counts.
pub(crate) fn recover_all(session: &Session) -> Result<()> {
    for row in session.store.unfinished_deliveries()? {
        let logged = match row.state {
            LedgerState::Logged => row
                .package
                .as_deref()
                .and_then(|sha| sha.try_into().ok())
                .map(Digest),
            _ => None,
        };
        match starling_export::recover(Path::new(&row.partial), Path::new(&row.target), logged) {
            Recovered::Gone => release(session, &row)?,
            Recovered::Delivered => session.store.delivered(row.id)?,
            Recovered::Unknown => {}
        }
    }
    Ok(())
}

/// After a failure: whatever was written is gone, so nothing counts.
pub(crate) fn settle(session: &Session, id: i64) -> Result<()> {
    let Some(row) = session.store.delivery(id)? else {
        return Ok(());
    };
    let gone = !Path::new(&row.partial).exists();
    let named = row.state == LedgerState::Logged && Path::new(&row.target).exists();
    if gone && !named {
        release(session, &row)?;
    }
    Ok(())
}

fn release(session: &Session, row: &LedgerRow) -> Result<()> {
    let append = Append {
        decision: row.decision.as_slice().try_into().ok().map(Digest),
        counts: BTreeMap::from([
            ("ledger".to_owned(), row.id.unsigned_abs()),
            ("objects".to_owned(), row.objects),
            ("tweet_ids".to_owned(), row.tweet_ids),
        ]),
        recipient: Some(&row.recipient),
        ledger: Some(LedgerChange::Release { id: row.id }),
        ..Append::default()
    };
    session.log.append(Event::Released, append, clock::now())?;
    Ok(())
}

/// Writes a text of the record outside the vault.
pub(crate) fn write_text(session: &Session, target: &Path, text: &str) -> Result<()> {
    let target = std::path::absolute(target)
        .map_err(|why| crate::Error::Failed(format!("`{}` is no path: {why}", target.display())))?;
    let mut token = session.keys.id().to_string();
    token.push_str(&clock::now().0.to_string());
    let partial = starling_export::partial_name(&target, &token);
    starling_export::write_record(&target, &partial, text).map_err(from_export)
}
