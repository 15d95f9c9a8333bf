//! The tables, and how an older store becomes a newer one.
//!
//! The number of migrations run stands in `user_version`; a store with more than this program knows is refused.

/// Each is run once, in order, in a transaction of its own.
pub(crate) const MIGRATIONS: &[&str] = &["
CREATE TABLE state(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE dataset(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    country TEXT,
    disclosed TEXT,
    tier TEXT NOT NULL,
    agreement TEXT,
    expected_accounts INTEGER,
    expected_tweets INTEGER,
    expected_users_rows INTEGER,
    tweets INTEGER NOT NULL DEFAULT 0,
    first INTEGER,
    last INTEGER,
    evidence BLOB,
    state TEXT NOT NULL DEFAULT 'ready');

CREATE TABLE file(
    id INTEGER PRIMARY KEY,
    dataset INTEGER NOT NULL REFERENCES dataset(id),
    path TEXT NOT NULL,
    member TEXT NOT NULL,
    kind TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    records INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    read INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    UNIQUE(fingerprint, member, dataset));

-- Runs of row numbers that came from one file, so that a dataset can be taken out by ranges.
CREATE TABLE span(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, file INTEGER NOT NULL);

CREATE TABLE rejected(
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    record INTEGER NOT NULL,
    line INTEGER NOT NULL,
    col TEXT,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL);
CREATE INDEX rejected_by_file ON rejected(file);

-- Appended by row number; the body is a compressed record (see `body`).
CREATE TABLE tweet(id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE compression(id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, words BLOB NOT NULL);

CREATE TABLE account(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE hashtag(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE domain(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE client(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE language(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
-- Too many and too long for an index that nothing needs: urls are found by reading them through.
CREATE TABLE url(id INTEGER PRIMARY KEY, word TEXT NOT NULL);

CREATE TABLE profile_text(
    id INTEGER PRIMARY KEY,
    display_name TEXT NOT NULL,
    screen_name TEXT NOT NULL,
    location TEXT NOT NULL,
    bio TEXT NOT NULL,
    url TEXT NOT NULL,
    folded_name TEXT NOT NULL);
CREATE INDEX profile_text_by_name ON profile_text(folded_name);
CREATE TABLE profile(
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    texts INTEGER NOT NULL,
    followers INTEGER,
    following INTEGER,
    created INTEGER,
    language INTEGER);
CREATE INDEX profile_by_texts ON profile(texts);

CREATE TABLE user(
    dataset INTEGER NOT NULL,
    account INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    file INTEGER NOT NULL,
    record INTEGER NOT NULL,
    oddities BLOB,
    PRIMARY KEY(dataset, account)) WITHOUT ROWID;

CREATE TABLE tagging(
    tag TEXT NOT NULL,
    kind INTEGER NOT NULL,
    target INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY(tag, kind, target)) WITHOUT ROWID;
CREATE INDEX tagging_by_target ON tagging(kind, target);
CREATE TABLE note(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, target INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX note_by_target ON note(kind, target);
CREATE TABLE saved(name TEXT PRIMARY KEY, query TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE history(id INTEGER PRIMARY KEY, query TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
", "
-- The record of what came in and what left: one row an entry, chained by hash. Nothing here is ever changed.
CREATE TABLE audit_entry(seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL);
CREATE TABLE audit_checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL);

-- What was handed out and to whom, for the quotas. `state`: reserved, logged, delivered, released.
CREATE TABLE ledger(
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    product TEXT NOT NULL,
    objects INTEGER NOT NULL,
    tweet_ids INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    decision BLOB NOT NULL,
    partial TEXT NOT NULL,
    target TEXT NOT NULL,
    order_text TEXT NOT NULL,
    payload BLOB,
    package BLOB,
    seq INTEGER);
CREATE INDEX ledger_by_state ON ledger(state);
-- Keyed digests of the accounts and tweets in a delivery, so that a recall notice can name the package.
CREATE TABLE ledger_contents(ledger INTEGER PRIMARY KEY, accounts BLOB NOT NULL, tweets BLOB NOT NULL);
-- Totals that were given out: a later table that differs by too few accounts would tell them apart.
CREATE TABLE released_table(
    ledger INTEGER NOT NULL,
    audience TEXT NOT NULL,
    dimensions TEXT NOT NULL,
    cell TEXT NOT NULL,
    accounts BLOB NOT NULL,
    PRIMARY KEY(ledger, cell)) WITHOUT ROWID;
-- What was promised with a delivery and is done.
CREATE TABLE obligation_met(
    ledger INTEGER NOT NULL,
    obligation TEXT NOT NULL,
    at INTEGER NOT NULL,
    proof TEXT NOT NULL,
    PRIMARY KEY(ledger, obligation)) WITHOUT ROWID;
CREATE INDEX released_by_dimensions ON released_table(dimensions, cell);
", "
-- Media where they lie: an entry of an archive or a file below a folder, and the pack that has a sealed copy, if any.
CREATE TABLE medium(
    id INTEGER PRIMARY KEY,
    dataset INTEGER NOT NULL,
    file INTEGER NOT NULL,
    tweet INTEGER,
    account TEXT,
    key TEXT NOT NULL,
    entry TEXT NOT NULL,
    start INTEGER NOT NULL,
    packed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    method INTEGER NOT NULL,
    crc INTEGER,
    pack INTEGER,
    pack_at INTEGER);
CREATE INDEX medium_by_tweet ON medium(tweet) WHERE tweet IS NOT NULL;
CREATE INDEX medium_by_account ON medium(account) WHERE account IS NOT NULL;
CREATE INDEX medium_by_key ON medium(key) WHERE tweet IS NOT NULL;
CREATE INDEX medium_by_pack ON medium(pack) WHERE pack IS NOT NULL;
-- AUTOINCREMENT: the number is a sealed file's name, which must not be given twice.
CREATE TABLE pack(id INTEGER PRIMARY KEY AUTOINCREMENT, seal BLOB);
", "
-- Where the nodes of a network lie, by a name of its query and kind.
CREATE TABLE network_places(view TEXT PRIMARY KEY, places BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
", "
-- Every wording of every agreement that was added, the newest last; the file as it was read.
CREATE TABLE agreement(
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    digest BLOB NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL);
CREATE INDEX agreement_by_id ON agreement(id, seq);
CREATE TABLE agreement_signature(
    seq INTEGER PRIMARY KEY,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    digest BLOB NOT NULL,
    name TEXT NOT NULL,
    institution TEXT NOT NULL,
    role TEXT NOT NULL,
    at INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL);
CREATE INDEX agreement_signature_by_agreement ON agreement_signature(agreement, seq);
CREATE TABLE acceptance(
    dataset INTEGER NOT NULL,
    agreement TEXT NOT NULL,
    digest BLOB NOT NULL,
    clause TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY(dataset, agreement, digest, clause)) WITHOUT ROWID;
-- Agreements beside the one that follows from a dataset's tier, and what a dataset was made from.
CREATE TABLE dataset_agreement(
    dataset INTEGER NOT NULL, agreement TEXT NOT NULL, PRIMARY KEY(dataset, agreement)) WITHOUT ROWID;
CREATE TABLE dataset_lineage(
    dataset INTEGER NOT NULL, source TEXT NOT NULL, PRIMARY KEY(dataset, source)) WITHOUT ROWID;
CREATE TABLE dataset_standing(
    dataset INTEGER PRIMARY KEY, published INTEGER, public_twin TEXT, superseded_by TEXT);
-- People, as JSON whose fields the session knows.
CREATE TABLE person(kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY(kind, id)) WITHOUT ROWID;
CREATE TABLE permission(
    agreement TEXT NOT NULL, clause TEXT NOT NULL, reference TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY(agreement, clause)) WITHOUT ROWID;
CREATE TABLE approval(
    decision TEXT PRIMARY KEY, name TEXT NOT NULL, reference TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
-- Ids alone, of what must not come back: kind 0 a tweet, 1 an account. `purged` is 0 until every trace is gone.
CREATE TABLE subject(
    kind INTEGER NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, purged INTEGER NOT NULL,
    PRIMARY KEY(kind, id)) WITHOUT ROWID;
", "
-- Second rows of a tweet in one dataset, as far as they differ from the first.
CREATE TABLE variant(
    id INTEGER PRIMARY KEY,
    row INTEGER NOT NULL,
    tweet INTEGER NOT NULL,
    file INTEGER NOT NULL,
    record INTEGER NOT NULL,
    changes BLOB NOT NULL);
CREATE INDEX variant_by_tweet ON variant(tweet);
"];
