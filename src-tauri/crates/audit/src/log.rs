//! The record of an open vault.

use crate::{
    Digest, Entry, Error, Event, Head, LogKey, Result, RollBack, Text, Tree, Verifier, keyed,
};
use starling_model::Timestamp;
use starling_store::{AuditAppend, AuditRow, LedgerChange, Store};
use starling_vault::{Subkey, VaultId, sealed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Clocks are set right by a second or two now and then; more than this is a clock put back.
const CLOCK_TOLERANCE_MS: i64 = 120_000;
/// Rows read at a time.
const PAGE: u64 = 4096;
const HEAD_FILE: &str = "audit.head";

/// The record, and the key that signs it.
pub struct Log {
    store: Arc<Store>,
    dir: PathBuf,
    seal: Subkey,
    names: Subkey,
    key: LogKey,
    actor: String,
    state: Mutex<State>,
}

struct State {
    tree: Tree,
    head: Head,
    broken: Option<(u64, String)>,
    rolled_back: Option<RollBack>,
}

/// Whether the record can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Integrity {
    /// The clock stands before the last entry.
    pub clock_behind: bool,
    /// Where the chain is broken, and how it shows.
    pub broken: Option<(u64, String)>,
    /// The record has been further on already.
    pub rolled_back: Option<RollBack>,
}

/// What is to be written down.
#[derive(Debug, Default)]
pub struct Append<'a> {
    /// The datasets concerned.
    pub datasets: Vec<String>,
    /// Digest of the decision.
    pub decision: Option<Digest>,
    /// Digests of the agreements.
    pub agreements: Vec<Digest>,
    /// How much.
    pub counts: BTreeMap<String, u64>,
    /// The recipient's id; only its keyed digest is written.
    pub recipient: Option<&'a str>,
    /// SHA-256 of what left.
    pub package: Option<Digest>,
    /// What this does to the ledger.
    pub ledger: Option<LedgerChange<'a>>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// A name that says nothing of a person stays as it is; any other is a digest of itself.
fn harmless(name: &str, key: &Subkey) -> String {
    let plain = !name.is_empty()
        && name.len() <= 64
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if plain {
        name.to_owned()
    } else {
        format!("named:{}", keyed(key.expose(), "dataset", name).short())
    }
}

/// What is wrong with the record of the vault in `dir`; writes nothing.
pub fn check(store: &Store, (dir, vault, key): (&Path, VaultId, &Subkey)) -> Result<Vec<String>> {
    let log_key = LogKey::from_seed(
        &format!("starling/{vault}"),
        key.child("log signing key").expose(),
    );
    let (_, hashes, _, broken) = read(store)?;
    let broken = broken.or_else(|| against_checkpoints(store, &log_key.verifier(), &hashes));
    let broken = broken.map(|(seq, what)| Error::Broken { seq, what }.to_string());
    let rolled_back = head_file(dir, key)?
        .and_then(|head| head.compare(&hashes))
        .map(|back| {
            format!(
                "the audit log was put back: it has been at {} entries, and holds {}",
                back.remembered, back.found
            )
        });
    Ok(broken.into_iter().chain(rolled_back).collect())
}

/// Where the record stood last, as the file beside the store keeps it.
fn head_file(dir: &Path, key: &Subkey) -> Result<Option<Head>> {
    match sealed::read_blob(dir, HEAD_FILE, &key.child("head file")) {
        Ok((bytes, _)) => Ok(Head::from_bytes(&bytes)),
        Err(starling_vault::Error::Io { source, .. })
            if source.kind() == std::io::ErrorKind::NotFound =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

impl Log {
    /// Opens the record of the vault in `dir`; begins it where there is none.
    /// `elsewhere` is what the keychain remembers of it.
    pub fn open(
        store: Arc<Store>,
        (dir, vault, key): (&Path, VaultId, &Subkey),
        elsewhere: Option<Head>,
        now: Timestamp,
    ) -> Result<Self> {
        let name = format!("starling/{vault}");
        let log_key = LogKey::from_seed(&name, key.child("log signing key").expose());
        let seal = key.child("head file");
        let (tree, hashes, last, broken) = read(&store)?;
        let kept = head_file(dir, key)?;
        let broken = broken.or_else(|| against_checkpoints(&store, &log_key.verifier(), &hashes));
        let rolled_back = [kept, elsewhere]
            .into_iter()
            .flatten()
            .find_map(|head| head.compare(&hashes));
        let head = Head {
            entries: hashes.len() as u64,
            hash: hashes.last().copied().unwrap_or_default(),
            time: last,
        };
        let [a, b, c, d] = log_key.verifier().id;
        let log = Self {
            store,
            dir: dir.to_owned(),
            seal,
            names: key.child("recipients"),
            actor: format!("key:{a:02x}{b:02x}{c:02x}{d:02x}"),
            key: log_key,
            state: Mutex::new(State {
                tree,
                head,
                broken,
                rolled_back,
            }),
        };
        if head.entries == 0 && rolled_back.is_none() {
            log.append(Event::VaultCreated, Append::default(), now)?;
        }
        Ok(log)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a panic left is still the last entry that was written.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an entry, with what it does to the ledger, in one transaction; signs the record with it.
    pub fn append(&self, event: Event, append: Append<'_>, now: Timestamp) -> Result<Entry> {
        let mut state = self.state();
        let seq = state.head.entries;
        // A record's times never go back, whatever the clock does.
        let time = Timestamp(now.0.max(state.head.time.0));
        let entry = Entry {
            seq,
            time: time.rfc3339(),
            event,
            actor: self.actor.clone(),
            datasets: append
                .datasets
                .iter()
                .map(|name| harmless(name, &self.names))
                .collect(),
            decision: append.decision,
            agreements: append.agreements,
            counts: append.counts,
            recipient: append.recipient.map(|name| self.recipient(name)),
            package: append.package,
            prev: state.head.hash,
        };
        let body = entry.canonical();
        let hash = Digest::of(body.as_bytes());
        let mut tree = state.tree.clone();
        tree.push(body.as_bytes());
        let note = self.key.checkpoint(tree.size(), tree.root());
        self.store.audit_append(&AuditAppend {
            entry: &AuditRow {
                seq,
                time,
                body,
                hash: hash.0,
            },
            checkpoint: Some(&note),
            ledger: append.ledger,
        })?;
        state.tree = tree;
        state.head = Head {
            entries: seq + 1,
            hash,
            time,
        };
        // After the database: a record that is further on than its head file is what a crash leaves.
        // While a roll-back is not acknowledged the file still says how far the record had been.
        if state.rolled_back.is_none() {
            self.remember(state.head)?;
        }
        Ok(entry)
    }

    fn remember(&self, head: Head) -> Result<()> {
        sealed::write_blob(&self.dir, HEAD_FILE, &head.to_bytes(), &self.seal)?;
        Ok(())
    }

    /// How far the record has come, for the keychain to remember; nothing while a roll-back stands.
    pub fn head(&self) -> Option<Head> {
        let state = self.state();
        state.rolled_back.is_none().then_some(state.head)
    }

    /// Whether the record can be relied on at this moment.
    pub fn integrity(&self, now: Timestamp) -> Integrity {
        let state = self.state();
        Integrity {
            clock_behind: now.0 + CLOCK_TOLERANCE_MS < state.head.time.0,
            broken: state.broken.clone(),
            rolled_back: state.rolled_back,
        }
    }

    /// The member knows that the vault was put back to an earlier time; the record says so and goes on from here.
    pub fn acknowledge_roll_back(&self, now: Timestamp) -> Result<Option<Entry>> {
        let Some(rolled_back) = self.state().rolled_back else {
            return Ok(None);
        };
        let counts = BTreeMap::from([
            ("entries_found".to_owned(), rolled_back.found),
            ("entries_remembered".to_owned(), rolled_back.remembered),
        ]);
        let append = Append {
            counts,
            ..Append::default()
        };
        let entry = self.append(Event::RollBackAcknowledged, append, now)?;
        let mut state = self.state();
        state.rolled_back = None;
        self.remember(state.head)?;
        Ok(Some(entry))
    }

    /// The keyed digest that stands for a recipient.
    pub fn recipient(&self, id: &str) -> Digest {
        keyed(self.names.expose(), "recipient", id)
    }

    /// The public half of the key that signs it.
    pub fn verifier(&self) -> Verifier {
        self.key.verifier()
    }

    /// Signs a text that goes with a package.
    pub fn sign(&self, text: &str) -> String {
        self.key.signature(text)
    }

    /// A key for keyed digests of what a delivery holds.
    pub fn contents_key(&self) -> Subkey {
        self.names.child("contents")
    }

    /// The signed checkpoint of the record as it is.
    pub fn checkpoint(&self) -> String {
        let state = self.state();
        self.key.checkpoint(state.tree.size(), state.tree.root())
    }

    /// The newest entries, the newest first; and how many there are in all.
    pub fn newest(&self, limit: u64) -> Result<(u64, Vec<Entry>)> {
        let total = self.store.audit_count()?;
        let rows = self
            .store
            .audit_entries(total.saturating_sub(limit), limit.min(total))?;
        let mut entries = rows.iter().map(parse).collect::<Result<Vec<_>>>()?;
        entries.reverse();
        Ok((total, entries))
    }

    /// One entry.
    pub fn entry(&self, seq: u64) -> Result<Option<Entry>> {
        self.store
            .audit_entries(seq, 1)?
            .first()
            .filter(|row| row.seq == seq)
            .map(parse)
            .transpose()
    }

    /// The whole record as a text that others can check.
    pub fn text(&self) -> Result<String> {
        let mut text = Text::new();
        let mut next = 0;
        loop {
            let rows = self.store.audit_entries(next, PAGE)?;
            for row in &rows {
                text.line(&Digest(row.hash), &row.body);
                next = row.seq + 1;
            }
            if rows.is_empty() {
                break;
            }
        }
        for (_, note) in self.store.audit_checkpoints()? {
            text.checkpoint(&note);
        }
        Ok(text.into_string())
    }
}

fn parse(row: &AuditRow) -> Result<Entry> {
    Entry::parse(&row.body).map_err(|what| Error::Broken { seq: row.seq, what })
}

type Read = (Tree, Vec<Digest>, Timestamp, Option<(u64, String)>);

/// Reads the chain through; says where it is broken first.
fn read(store: &Store) -> Result<Read> {
    let mut tree = Tree::new();
    let mut hashes: Vec<Digest> = Vec::new();
    let mut last = Timestamp(i64::MIN / 2);
    let mut broken = None;
    let mut next = 0;
    loop {
        let rows = store.audit_entries(next, PAGE)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let place = hashes.len() as u64;
            let wrong = link(&row, place, hashes.last().copied().unwrap_or_default());
            if let (None, Some(what)) = (&broken, wrong) {
                broken = Some((place, what));
            }
            tree.push(row.body.as_bytes());
            hashes.push(Digest::of(row.body.as_bytes()));
            last = last.max(row.time);
            next = row.seq + 1;
        }
    }
    Ok((tree, hashes, last, broken))
}

fn link(row: &AuditRow, place: u64, before: Digest) -> Option<String> {
    if Digest::of(row.body.as_bytes()).0 != row.hash {
        return Some("it does not have its hash".into());
    }
    match Entry::parse(&row.body) {
        Err(why) => Some(why),
        Ok(entry) if entry.seq != place || row.seq != place => {
            Some("an entry before it is missing".into())
        }
        Ok(entry) if entry.prev != before => Some("it does not follow the entry before it".into()),
        Ok(entry) if entry.time != row.time.rfc3339() => Some("its time was changed".into()),
        Ok(_) => None,
    }
}

fn against_checkpoints(store: &Store, key: &Verifier, hashes: &[Digest]) -> Option<(u64, String)> {
    let entries = hashes.len() as u64;
    let Ok(checkpoints) = store.audit_checkpoints() else {
        return Some((entries, "the checkpoints cannot be read".into()));
    };
    let covered = checkpoints.last().map_or(0, |(size, _)| *size);
    if covered != entries {
        let what = format!("{entries} entries are there, and {covered} were signed");
        return Some((entries.min(covered), what));
    }
    // Signing vouches for roots; the newest one vouches for all, so the older ones need no second look here.
    let (_, note) = checkpoints.last()?;
    match key.checkpoint(note) {
        Err(why) => Some((entries, why)),
        Ok(checkpoint) => {
            let mut tree = Tree::new();
            let mut next = 0;
            while let Ok(rows) = store.audit_entries(next, PAGE) {
                let Some(last) = rows.last() else { break };
                next = last.seq + 1;
                rows.iter().for_each(|row| tree.push(row.body.as_bytes()));
            }
            (tree.root() != checkpoint.root)
                .then(|| (0, "the entries are not those that were signed".into()))
        }
    }
}

#[cfg(test)]
mod tests;
