// Written by `cargo xtask bindings` from the crate starling-wire. Do not edit.

/**
 * One clause of an agreement.
 */
export type AcceptedClause = { 
/**
 * The agreement.
 */
agreement: string, 
/**
 * The clause.
 */
clause: string, };

/**
 * One account, as lists show it.
 */
export type Account = { 
/**
 * As published: a number, or a hash.
 */
id: string, 
/**
 * As published; the hash itself where hashed.
 */
screen_name: string, display_name: string, 
/**
 * Whether the id is a hash, told from its form.
 */
hashed: boolean, 
/**
 * As published.
 */
followers: number | null, following: number | null, 
/**
 * The day the account was made.
 */
created: string | null, 
/**
 * The account's language, as published.
 */
lang: string | null, 
/**
 * Where it says it is.
 */
location: string | null, 
/**
 * What it says of itself.
 */
bio: string | null, 
/**
 * The address in its profile.
 */
url: string | null, 
/**
 * Its tweets in the query.
 */
tweets: number, 
/**
 * Retweets of its tweets in the query.
 */
retweeted: number, 
/**
 * Its first tweet in the query.
 */
first: string | null, 
/**
 * Its last.
 */
last: string | null, 
/**
 * The dataset it stands in; the first, where it stands in several.
 */
dataset: string | null, 
/**
 * All of them.
 */
datasets: Array<string>, 
/**
 * The researcher's tags.
 */
tags: Array<string>, 
/**
 * Only mentioned, answered or retweeted: no users row, no tweet.
 */
outsider: boolean, };

/**
 * `account`: one account whole, over the whole vault.
 */
export type AccountDetail = { 
/**
 * As in lists.
 */
account: Account, 
/**
 * Tweets by weekday (Monday first) and hour, UTC.
 */
activity: Array<Array<number>>, 
/**
 * Clients it posted with.
 */
clients: Values, 
/**
 * Languages of its tweets.
 */
languages: Values, 
/**
 * Its hashtags.
 */
hashtags: Values, 
/**
 * Hosts it links to.
 */
domains: Values, 
/**
 * Accounts whose tweets it retweets.
 */
amplifies: Values, 
/**
 * Accounts that retweet its tweets.
 */
amplified_by: Values, 
/**
 * Every version of its profile.
 */
profiles: Array<ProfileVersion>, 
/**
 * What users files published in another form than its value: `1.01421E+18`, `NaN`, a date with a time.
 */
oddities: Array<AccountOddity>, 
/**
 * Its tweets by month.
 */
timeline: Timeline, 
/**
 * The researcher's notes.
 */
notes: Array<Note>, 
/**
 * The image and banner of its profile, and where they lie.
 */
files: Array<MediaFile>, };

/**
 * A field of a users file as it was published, where that is not what its value would be written as.
 */
export type AccountOddity = { dataset: string, column: string, raw: string, };

/**
 * `accounts`.
 */
export type AccountPage = { 
/**
 * As asked.
 */
query: string, 
/**
 * All, not only this page.
 */
total: number, 
/**
 * The page.
 */
accounts: Array<Account>, };

/**
 * A file of an agreement, read.
 */
export type AgreementCheck = { 
/**
 * Nothing is wrong.
 */
ok: boolean, 
/**
 * Its title.
 */
title: string | null, 
/**
 * Its version.
 */
version: string | null, 
/**
 * SHA-256 of its canonical form.
 */
digest: string | null, 
/**
 * What is wrong, and where.
 */
problems: Array<AgreementProblem>, };

/**
 * One clause.
 */
export type AgreementClause = { 
/**
 * Its id.
 */
id: string, 
/**
 * In plain words.
 */
plain: string, 
/**
 * The licensor's wording, where the member pasted it.
 */
text: string | null, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * `licensor`, `summarised` or `house_rule`.
 */
basis: string, 
/**
 * Whether a permission can lift it.
 */
waivable: boolean, 
/**
 * What the program does by it: `matrix`, `quota_objects` …
 */
rules: Array<string>, };

/**
 * An agreement whole.
 */
export type AgreementDetail = { 
/**
 * As in lists.
 */
summary: AgreementSummary, 
/**
 * Its clauses.
 */
clauses: Array<AgreementClause>, 
/**
 * The file.
 */
text: string, 
/**
 * Who signed it.
 */
signer: Signer | null, 
/**
 * Every wording that was added, the oldest first.
 */
versions: Array<AgreementVersion>, };

/**
 * Something wrong in a file.
 */
export type AgreementProblem = { 
/**
 * From 1.
 */
line: number, 
/**
 * From 1.
 */
column: number, 
/**
 * What.
 */
message: string, };

/**
 * An agreement, by name and digest.
 */
export type AgreementRef = { id: string, title: string, digest: string, tier: string, };

/**
 * An agreement in a list.
 */
export type AgreementSummary = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its version.
 */
version: string, 
/**
 * Its title.
 */
title: string, 
/**
 * `public_hashed`, `consortium_unhashed` …
 */
tier: string, 
/**
 * SHA-256 of its canonical form.
 */
digest: string, 
/**
 * Whether it came with the program.
 */
shipped: boolean, 
/**
 * When the member signed this version.
 */
signed: string | null, 
/**
 * What is wrong with it now: `unsigned`, `changed`, `expired`, `not_yet`, `terminated`.
 */
problem: string | null, 
/**
 * Datasets that it holds for.
 */
datasets: Array<string>, 
/**
 * Last day.
 */
until: string | null, 
/**
 * The day by which all copies are destroyed.
 */
destroy_by: string | null, };

/**
 * One wording.
 */
export type AgreementVersion = { 
/**
 * As the file calls it.
 */
version: string, 
/**
 * SHA-256 of its canonical form.
 */
digest: string, 
/**
 * When it was added.
 */
added: string, 
/**
 * Whether it is the one that holds.
 */
holds: boolean, };

/**
 * A data steward's approval of one decision, on file.
 */
export type Approval = { 
/**
 * The decision's digest, as a plan has it.
 */
decision: string, 
/**
 * Who approves.
 */
name: string, 
/**
 * Where the paper is.
 */
reference: string, 
/**
 * When it was filed.
 */
at: string, };

/**
 * A reference that was ruined before it was published.
 */
export type Approximate = { 
/**
 * `reply_to`, `retweet_of` or `quote_of`.
 */
field: string, 
/**
 * As published.
 */
raw: string, };

/**
 * A place where the chain does not hold.
 */
export type AuditBreak = { 
/**
 * The entry that does not fit.
 */
seq: number, 
/**
 * The hash that it names for the entry before it, or its own as it was written.
 */
expected: string, 
/**
 * The hash as it is.
 */
found: string, };

/**
 * One entry.
 */
export type AuditEntry = { 
/**
 * Its place; none for what would be written.
 */
seq: number | null, 
/**
 * When.
 */
time: string | null, 
/**
 * `import`, `export`, `refusal` …
 */
event: string, 
/**
 * The member's key.
 */
actor: string, 
/**
 * By name.
 */
datasets: Array<string>, 
/**
 * Digest of the decision.
 */
decision: string | null, 
/**
 * Digests of the agreements.
 */
agreements: Array<string>, 
/**
 * How much.
 */
counts: { [key in string]: number }, 
/**
 * The recipient's keyed digest.
 */
recipient: string | null, 
/**
 * SHA-256 of what left.
 */
package: string | null, 
/**
 * Its own hash.
 */
hash: string | null, 
/**
 * The hash that it names for the entry before.
 */
prev: string | null, };

/**
 * The log, written out.
 */
export type AuditExport = { 
/**
 * The log.
 */
file: string, 
/**
 * The public key that checks it.
 */
key: string, 
/**
 * How many entries.
 */
entries: number, };

/**
 * A page of the audit log, the newest first.
 */
export type AuditPage = { total: number, entries: Array<AuditEntry>, };

/**
 * Whether the log is whole.
 */
export type AuditVerification = { 
/**
 * Nothing is wrong.
 */
ok: boolean, 
/**
 * How many entries.
 */
entries: number, 
/**
 * The last one's hash.
 */
head: string, 
/**
 * The log's public key.
 */
key: string, 
/**
 * How many signed checkpoints fit.
 */
checkpoints: number, 
/**
 * What is wrong, and where.
 */
problems: Array<string>, 
/**
 * Where the chain does not hold.
 */
breaks: Array<AuditBreak>, 
/**
 * The vault was put back to an earlier time: entries remembered, entries found.
 */
rolled_back: [number, number] | null, };

/**
 * The author, as the tweet's own row says.
 */
export type Author = { 
/**
 * As published: a number, or a hash.
 */
id: string, 
/**
 * As published; the hash itself where hashed.
 */
screen_name: string, display_name: string, 
/**
 * As published.
 */
followers: number | null, 
/**
 * Whether the id is a hash, told from its form.
 */
hashed: boolean, };

/**
 * How betweenness was computed.
 */
export type Betweenness = { 
/**
 * From every node.
 */
exact: boolean, 
/**
 * Nodes it was computed from.
 */
sources: number, 
/**
 * The standard error of the greatest value, as a share of it; 0 where exact.
 */
error: number, };

/**
 * A span of time.
 */
export type Brush = { 
/**
 * First moment, RFC 3339 or a date.
 */
since: string | null, 
/**
 * First moment that no longer belongs to it.
 */
until: string | null, };

/**
 * What the vault's parts weigh on disk.
 */
export type Bytes = { store: number, index: number, media: number, };

/**
 * One reason.
 */
export type Clause = { 
/**
 * The clause; the code where no clause stands behind it.
 */
id: string, 
/**
 * Its agreement; empty where none.
 */
agreement: string, 
/**
 * `QUOTA_OBJECTS_24H` …
 */
code: string, 
/**
 * `deny`, `transform` or `info`.
 */
effect: string, 
/**
 * For the eye: `refused`, `needs_you` (the member can bring what is missing), `changed` or `met`.
 */
state: string, 
/**
 * The clause in plain words.
 */
text: string, 
/**
 * The licensor's own wording, where the member has it.
 */
wording: string | null, 
/**
 * What it means here.
 */
detail: string, 
/**
 * Where the clause comes from.
 */
source: string, 
/**
 * `licensor`, `summarised` or `house_rule`.
 */
basis: string, 
/**
 * How much it concerns.
 */
affected: number, 
/**
 * What would make it possible.
 */
remedies: Array<Remedy>, };

/**
 * What the other side acts on; the message is for people only.
 */
export type Code = { "kind": "wrong_passphrase" } | { "kind": "cannot_unlock" } | { "kind": "locked" } | { "kind": "vault_in_use", "details": { 
/**
 * Its process; 0 where not known.
 */
pid: number, } } | { "kind": "vault_newer", "details": { 
/**
 * Its format.
 */
format: number, } } | { "kind": "no_vault", "details": { 
/**
 * The folder.
 */
dir: string, } } | { "kind": "vault_exists", "details": { 
/**
 * The folder.
 */
dir: string, } } | { "kind": "damaged", "details": { 
/**
 * Which.
 */
file: string, 
/**
 * Whether it belongs to the vault (else it is an input).
 */
vault: boolean, } } | { "kind": "disk_full", "details": { 
/**
 * What was being written.
 */
file: string, } } | { "kind": "release_unknown", "details": { 
/**
 * Which.
 */
file: string, 
/**
 * What it has and what was looked for.
 */
reason: string, } } | { "kind": "unreadable", "details": { 
/**
 * Which.
 */
file: string, } } | { "kind": "query_syntax", "details": { 
/**
 * Where the fault begins, in UTF-16 code units.
 */
at: number, 
/**
 * How long it is, in UTF-16 code units; 0 at the end of the query.
 */
len: number, 
/**
 * The same place for people: characters, from 1.
 */
column: number, } } | { "kind": "refused", "details": { 
/**
 * Every reason.
 */
clauses: Array<Clause>, } } | { "kind": "usage" } | { "kind": "not_found" } | { "kind": "busy" } | { "kind": "cancelled" } | { "kind": "failed" } | { "kind": "unexpected", "details": { 
/**
 * A number to quote.
 */
number: number, } };

/**
 * One community.
 */
export type Community = { 
/**
 * By size, the largest is 0.
 */
community: number, 
/**
 * Its nodes.
 */
nodes: number, 
/**
 * Those of them that are outsiders.
 */
outsiders: number, 
/**
 * Edges between its nodes.
 */
edges: number, 
/**
 * Their weight.
 */
inside: number, 
/**
 * The weight of edges that leave or enter it.
 */
outside: number, 
/**
 * Its nodes of the greatest weight, at most five.
 */
top: Array<NetworkNode>, };

/**
 * A page of communities.
 */
export type CommunityPage = { 
/**
 * All of them.
 */
total: number, 
/**
 * The page, the largest first.
 */
communities: Array<Community>, 
/**
 * Ties between the communities of the page: their places in it and the weight. To be drawn as nodes of their own.
 */
ties: Array<CommunityTie>, };

/**
 * How strongly two communities are tied.
 */
export type CommunityTie = { 
/**
 * One.
 */
a: number, 
/**
 * The other.
 */
b: number, 
/**
 * Both directions added.
 */
weight: number, };

/**
 * One of them.
 */
export type Completion = { 
/**
 * The text to put in.
 */
insert: string, 
/**
 * What it is, in a word or two.
 */
label: string, };

/**
 * What fits at the cursor.
 */
export type Completions = { 
/**
 * First UTF-16 unit that a completion takes the place of.
 */
from: number, 
/**
 * Behind the last.
 */
to: number, 
/**
 * The most likely first.
 */
items: Array<Completion>, };

/**
 * `count`.
 */
export type Count = { 
/**
 * As asked.
 */
query: string, 
/**
 * Tweets that match.
 */
tweets: number, 
/**
 * Their authors.
 */
accounts: number, };

/**
 * A new vault.
 */
export type Created = { 
/**
 * Its folder.
 */
vault: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Shown this once.
 */
recovery_key: string, };

/**
 * One dataset.
 */
export type Dataset = { 
/**
 * The set's name.
 */
name: string, 
/**
 * For people.
 */
title: string, 
/**
 * Said to be behind it.
 */
country: string | null, 
/**
 * When it was published.
 */
disclosed: string | null, 
/**
 * `hashed`, `unhashed`, `leaking`, `mixed` or `unknown`, told from the data.
 */
tier: string, 
/**
 * The agreement attached to it.
 */
agreement: string | null, 
/**
 * Tweets found.
 */
tweets: number, 
/**
 * Accounts found: of users files and authors.
 */
accounts: number, 
/**
 * Of them, rows of users files.
 */
users_rows: number, 
/**
 * Of them, accounts that wrote.
 */
tweeting: number, 
/**
 * Media found.
 */
media: number, 
/**
 * Rows refused.
 */
rejected: number, 
/**
 * Time of the first tweet.
 */
first: string | null, 
/**
 * Time of the last tweet.
 */
last: string | null, 
/**
 * The published figures.
 */
expected: Expected, 
/**
 * `ready`, or `partial` where an import of it has not ended.
 */
state: string, 
/**
 * Its files.
 */
files: Array<DatasetFile>, };

/**
 * A file of a dataset.
 */
export type DatasetFile = { path: string, kind: string, bytes: number, tweets: Tally, accounts: Tally, media: Tally, complete: boolean, };

/**
 * Where a vault would be looked for, were nothing said.
 */
export type DefaultVault = { 
/**
 * The folder.
 */
dir: string, 
/**
 * Whether it holds a vault.
 */
exists: boolean, 
/**
 * Folders of vaults opened before, the latest first, as far as they still hold one.
 */
recent: Array<string>, };

/**
 * Something that was handed out.
 */
export type Delivery = { 
/**
 * The ledger's number.
 */
ledger: number, 
/**
 * When.
 */
at: string, 
/**
 * `reserved`, `logged`, `delivered` or `released`.
 */
state: string, 
/**
 * The recipient's id.
 */
recipient: string, 
/**
 * `records`, `ids`, `aggregate` …
 */
product: string, 
/**
 * Rows.
 */
rows: number, 
/**
 * Counted against the quota.
 */
objects: number, 
/**
 * Counted against the quota.
 */
tweet_ids: number, 
/**
 * Where it was written.
 */
file: string, 
/**
 * SHA-256 of it.
 */
sha256: string | null, 
/**
 * Its entry in the audit log.
 */
audit: number | null, 
/**
 * The query.
 */
query: string, 
/**
 * What for.
 */
purpose: string, 
/**
 * What was promised with it.
 */
obligations: Array<Owed>, };

/**
 * A page of edges.
 */
export type EdgePage = { 
/**
 * All that fit.
 */
total: number, 
/**
 * The page.
 */
edges: Array<NetworkEdge>, };

/**
 * One tweet of an edge, or one pair.
 */
export type EdgeTweet = { 
/**
 * The source's.
 */
tweet: Tweet, 
/**
 * The tweet that is retweeted, answered or quoted, or the target's in a projection, where the vault holds it.
 */
other: Tweet | null, 
/**
 * When `other` was written; known from its id even where the vault does not hold it.
 */
other_time: string | null, 
/**
 * Milliseconds from `other` to `tweet`.
 */
gap_ms: number | null, 
/**
 * What both share, in a projection: a tweet's id, a hashtag, an address; empty for similar texts.
 */
shared: string | null, };

/**
 * The tweets that make an edge.
 */
export type EdgeTweets = { 
/**
 * All of them.
 */
total: number, 
/**
 * A page, the oldest first.
 */
tweets: Array<EdgeTweet>, };

/**
 * Which edges, and which page of them.
 */
export type EdgesAsk = { 
/**
 * `weight`, `count`, `first`, `last`, `source` or `target`; greatest first. Left out, it is `weight`.
 */
sort?: string, 
/**
 * The least first.
 */
ascending?: boolean, 
/**
 * Only edges at one of these nodes.
 */
nodes?: Array<number>, 
/**
 * Only edges one of whose ends holds this in its id or name.
 */
find?: string, 
/**
 * Edges to leave out at the start.
 */
offset: number, 
/**
 * At most so many.
 */
limit: number, };

/**
 * The query after an edit.
 */
export type Edited = { query: string, pills: Array<Pill>, };

/**
 * Published figures of a set, as far as the catalogue knows them.
 */
export type Expected = { 
/**
 * Tweets.
 */
tweets: number | null, 
/**
 * Accounts announced.
 */
accounts: number | null, 
/**
 * Rows of the users file, which may honestly differ from the accounts announced.
 */
users_rows: number | null, };

/**
 * What an order may choose from.
 */
export type ExportChoices = { 
/**
 * Columns of rows.
 */
fields: Array<FieldChoice>, 
/**
 * Purposes that some agreement of the vault knows.
 */
purposes: Array<string>, 
/**
 * What totals can count by.
 */
by: Array<string>, };

/**
 * A column, and what becomes of it.
 */
export type ExportColumn = { 
/**
 * Its name.
 */
name: string, 
/**
 * `keep`, `pseudonym`, `redact`, `band`, `month`, `drop`, `suppress`.
 */
action: string, 
/**
 * `text`, `integer`, `boolean` or `list`.
 */
kind: string, };

/**
 * A dataset of the selection.
 */
export type ExportDataset = { 
/**
 * Its name.
 */
name: string, 
/**
 * Rows of it.
 */
rows: number, 
/**
 * `public_hashed`, `consortium_unhashed` …
 */
tier: string, };

/**
 * Which network leaves, and how much of it.
 */
export type ExportNetwork = { 
/**
 * `retweet`, `mention`, `co-hashtag` …
 */
kind: string, 
/**
 * How it is built.
 */
options: NetworkOptions, 
/**
 * Which part of it.
 */
view: NetworkView, 
/**
 * Shortest paths through each node are counted too.
 */
betweenness: boolean, 
/**
 * From so many sources; none takes as many as it needs.
 */
sources: number | null, 
/**
 * Communities as nodes instead of accounts.
 */
communities: boolean, 
/**
 * The nodes' ids and nothing else of them.
 */
only_ids: boolean, };

/**
 * What is asked to leave, in which form, to whom and why.
 */
export type ExportOrder = { 
/**
 * The query; `*` is every tweet.
 */
query: string, 
/**
 * `csv`, `jsonl`, `parquet` (rows), `ids` (tweet ids), `summary` (totals, as CSV), `svg`, `png` (a figure of totals).
 * Of a network: `gexf`, `graphml`, `csv` (its edges), `nodes` (its nodes, as CSV), `json`, `svg`, `png`.
 */
format: string, 
/**
 * Columns by name; none are all.
 */
fields: Array<string>, 
/**
 * For totals and figures: what to count by, a facet's word or a bucket's (`day`, `month` …).
 */
by: string | null, 
/**
 * For totals and figures: the facet that each count is split by.
 */
split: string | null, 
/**
 * The network of the query's tweets, which then leaves instead of rows or totals.
 */
network: ExportNetwork | null, 
/**
 * The recipient's id; none is the member.
 */
to: string | null, 
/**
 * A purpose's word; none is the member's usual one.
 */
purpose: string | null, 
/**
 * age recipients to seal to; the recipient's own key is added where the agreement wants it.
 */
encrypt_to: Array<string>, 
/**
 * Whether it leaves as a package with its manifest, agreement and countersignature text.
 */
package: boolean, 
/**
 * The file; not needed for a plan.
 */
out: string | null, };

/**
 * What would leave, and how it was decided. Making it logs nothing.
 */
export type ExportPlan = { 
/**
 * `allow`, `transform` or `deny`.
 */
decision: string, 
/**
 * To be given back with `export_run`: this plan was seen.
 */
hash: string, 
/**
 * The same for people: `5f2c-91ab`.
 */
hash_short: string, 
/**
 * Who the recipient is in the agreement's eyes: `self`, `co_member`, `named`, `public` …
 */
audience: string, 
/**
 * What kind of thing it is: `records`, `ids`, `aggregate`, `figure` …
 */
product: string, 
/**
 * The datasets that the rows come from.
 */
datasets: Array<ExportDataset>, 
/**
 * The agreements in force.
 */
agreements: Array<AgreementRef>, 
/**
 * Every reason, the worst first.
 */
clauses: Array<Clause>, 
/**
 * The clauses of the agreements in force to which nothing was found.
 */
met: Array<Clause>, 
/**
 * Rows that would leave (cells, for totals).
 */
rows: number, 
/**
 * Rows of the selection.
 */
selected: number, 
/**
 * Tweets and profiles that count against the quota.
 */
objects: number, 
/**
 * Tweet ids that count against the quota.
 */
tweet_ids: number, 
/**
 * What is changed, by transform.
 */
transforms: Array<string>, 
/**
 * Rows that stay here, by reason.
 */
withheld: { [key in string]: number }, 
/**
 * What the member promises, in plain words.
 */
obligations: Array<Obligation>, 
/**
 * Columns as they will look.
 */
columns: Array<ExportColumn>, 
/**
 * Five rows as they will look: names replaced by made-up ones, never the originals.
 */
sample: Array<Array<string>>, 
/**
 * Quotas with what is used and asked.
 */
quotas: Array<Quota>, 
/**
 * What the log will say.
 */
log: AuditEntry, 
/**
 * What this cannot prevent, in plain words.
 */
limits: Array<string>, };

/**
 * What came of an export.
 */
export type ExportReport = { 
/**
 * `allow` or `transform`.
 */
decision: string, 
/**
 * Every reason.
 */
clauses: Array<Clause>, 
/**
 * Rows that left.
 */
rows: number, 
/**
 * How much was changed, by transform.
 */
transformed: { [key in string]: number }, 
/**
 * Rows that stayed, by reason.
 */
withheld: { [key in string]: number }, 
/**
 * What the member promised.
 */
obligations: Array<Obligation>, 
/**
 * The file.
 */
file: string, 
/**
 * Its manifest: a file beside it, or its place in the package.
 */
manifest: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * The number of its entry in the audit log.
 */
audit: number, 
/**
 * The ledger's number.
 */
ledger: number, };

/**
 * A field's totals.
 */
export type FacetField = { 
/**
 * Different values in all.
 */
distinct: number, 
/**
 * Tweets without a value.
 */
without: number, };

/**
 * One value and its tweets.
 */
export type FacetValue = { 
/**
 * By which it is asked for.
 */
value: string, 
/**
 * What a person reads, where that differs: a screen name for an account's id.
 */
label: string | null, 
/**
 * Tweets.
 */
count: number, };

/**
 * `facets`.
 */
export type Facets = { 
/**
 * As asked.
 */
query: string, 
/**
 * All tweets that match.
 */
total: number, 
/**
 * The values of each field that was asked for, the greatest counts first.
 */
facets: { [key in string]: Array<FacetValue> }, 
/**
 * What the lists of values do not say: of how many they are the first.
 */
fields: { [key in string]: FacetField }, };

/**
 * Something did not work.
 */
export type Failure = { 
/**
 * One sentence for people.
 */
message: string, } & ({ "kind": "wrong_passphrase" } | { "kind": "cannot_unlock" } | { "kind": "locked" } | { "kind": "vault_in_use", "details": { 
/**
 * Its process; 0 where not known.
 */
pid: number, } } | { "kind": "vault_newer", "details": { 
/**
 * Its format.
 */
format: number, } } | { "kind": "no_vault", "details": { 
/**
 * The folder.
 */
dir: string, } } | { "kind": "vault_exists", "details": { 
/**
 * The folder.
 */
dir: string, } } | { "kind": "damaged", "details": { 
/**
 * Which.
 */
file: string, 
/**
 * Whether it belongs to the vault (else it is an input).
 */
vault: boolean, } } | { "kind": "disk_full", "details": { 
/**
 * What was being written.
 */
file: string, } } | { "kind": "release_unknown", "details": { 
/**
 * Which.
 */
file: string, 
/**
 * What it has and what was looked for.
 */
reason: string, } } | { "kind": "unreadable", "details": { 
/**
 * Which.
 */
file: string, } } | { "kind": "query_syntax", "details": { 
/**
 * Where the fault begins, in UTF-16 code units.
 */
at: number, 
/**
 * How long it is, in UTF-16 code units; 0 at the end of the query.
 */
len: number, 
/**
 * The same place for people: characters, from 1.
 */
column: number, } } | { "kind": "refused", "details": { 
/**
 * Every reason.
 */
clauses: Array<Clause>, } } | { "kind": "usage" } | { "kind": "not_found" } | { "kind": "busy" } | { "kind": "cancelled" } | { "kind": "failed" } | { "kind": "unexpected", "details": { 
/**
 * A number to quote.
 */
number: number, } });

/**
 * A column that may be chosen.
 */
export type FieldChoice = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it means.
 */
meaning: string, 
/**
 * What agreements class it as: `tweet_ids`, `names`, `content` …
 */
class: string, };

/**
 * What a geometry is asked with.
 */
export type GeometryAsk = { 
/**
 * What sizes stand for: a `sort` of [`NodesAsk`]. Left out, it is `weight`.
 */
size?: string, 
/**
 * What colours stand for when they do not stand for communities: a `sort` of [`NodesAsk`].
 */
colour?: string, };

/**
 * The clauses that the member accepts for what is imported.
 */
export type ImportAcceptance = { 
/**
 * Who.
 */
signer: Signer, 
/**
 * Which.
 */
clauses: Array<AcceptedClause>, };

/**
 * What an import did.
 */
export type ImportReport = { 
/**
 * File by file.
 */
files: Array<ImportedFile>, 
/**
 * New tweets.
 */
tweets: number, 
/**
 * New accounts of users files.
 */
accounts: number, 
/**
 * New media files.
 */
media: number, 
/**
 * Rows refused.
 */
rejected: number, 
/**
 * How long it took.
 */
seconds: number, 
/**
 * Under which agreements the datasets stand that were read.
 */
agreements: Array<StandsUnder>, };

/**
 * What an import did with one file or member of an archive.
 */
export type ImportedFile = { 
/**
 * `archive.zip/member.csv` where it lay in an archive.
 */
path: string, 
/**
 * `tweets`, `users`, `media` or `ignored`.
 */
kind: string, 
/**
 * Where it went.
 */
dataset: string | null, 
/**
 * Its tweets.
 */
tweets: Tally, 
/**
 * Its users rows.
 */
accounts: Tally, 
/**
 * Its images and videos.
 */
media: Tally, 
/**
 * How long it took.
 */
seconds: number, 
/**
 * Why it was left out or cut short, where it was.
 */
problem: string | null, 
/**
 * The same in one word: `unknown-layout`, `damaged`, `unreadable` and the like.
 */
fault: string | null, };

/**
 * How the picture is made.
 */
export type LayoutOptions = { 
/**
 * Steps of refinement after the first picture. Left out, as many as the size calls for.
 */
steps?: number, 
/**
 * Separates communities better and takes longer.
 */
linLog?: boolean, 
/**
 * Pull towards the middle. Left out, it is 0.15.
 */
gravity?: number, 
/**
 * Keeps nodes from lying on each other. Left out, it does.
 */
noOverlap?: boolean, 
/**
 * Pulls communities together: the picture then shows what was put into it, and the caption says so.
 */
communities?: number, 
/**
 * Starts anew instead of from where the nodes lie.
 */
afresh?: boolean, };

/**
 * How a layout ended.
 */
export type LayoutReport = { 
/**
 * Steps made.
 */
steps: number, 
/**
 * Whether it was stopped before the end.
 */
stopped: boolean, 
/**
 * Seconds.
 */
seconds: number, 
/**
 * The parameters in words, for the caption.
 */
caption: string, };

/**
 * What is not in a network.
 */
export type LeftOut = { 
/**
 * Quotes whose quoted tweet is not in the vault, so that its author is not known.
 */
unknown_author: number, 
/**
 * Retweets, where the projection counts own messages only.
 */
retweets: number, 
/**
 * Acts without a time, where a window asks for one.
 */
undated: number, 
/**
 * Acts of accounts below the participation floor.
 */
participation: number, 
/**
 * Texts too short to be compared.
 */
short: number, 
/**
 * Things that more accounts share than the cap allows.
 */
capped_things: number, 
/**
 * Acts on them.
 */
capped_acts: number, };

/**
 * A hit, in UTF-16 code units of the text.
 */
export type Mark = { 
/**
 * First unit.
 */
from: number, 
/**
 * Behind the last.
 */
to: number, };

/**
 * One file of media, and where it lies.
 */
export type MediaFile = { 
/**
 * Its number in the vault, by which it is looked at.
 */
id: number, 
/**
 * `<tweetid>-<mediakey>.jpg`
 */
name: string, 
/**
 * The medium's own key; `media:` finds every tweet that carries it.
 */
key: string, 
/**
 * Its length.
 */
bytes: number, 
/**
 * The archive or folder where it lies.
 */
file: string, 
/**
 * Its path in there.
 */
entry: string, 
/**
 * `copied` into the vault, `here` where it was indexed, `missing` or `changed`.
 */
state: string, };

/**
 * A network, summed up.
 */
export type Network = { 
/**
 * The session's number for it.
 */
id: number, 
/**
 * As asked.
 */
query: string, 
/**
 * `retweet`, `reply`, `quote`, `mention`, `hashtag`, `co-retweet`, `co-hashtag`, `co-url` or `similar-text`.
 */
kind: string, 
/**
 * Whether edges have a direction.
 */
directed: boolean, 
/**
 * How it was counted: `tweets`, `messages`, `pairs` or `cosine`.
 */
counting: string, 
/**
 * Seconds, of projections; `null` is any time apart.
 */
window: number | null, 
/**
 * Tweets of the query.
 */
tweets: number, 
/**
 * Nodes that are shown, after brush and chain.
 */
nodes: number, 
/**
 * Edges that are shown.
 */
edges: number, 
/**
 * The sum of their weights.
 */
weight: number, 
/**
 * Tweets (or pairs of them) that make the edges.
 */
ties: number, 
/**
 * Nodes that wrote none of the vault's tweets and stand in none of its users files.
 */
outsiders: number, 
/**
 * Edges from a node to itself.
 */
loops: number, 
/**
 * Nodes and edges before the chain, then after each of its filters.
 */
steps: Array<NetworkStep>, 
/**
 * What is not in the network, and why; exact.
 */
left_out: LeftOut, 
/**
 * Weakly connected components.
 */
components: number, 
/**
 * Strongly connected components; equal to `components` where edges have no direction.
 */
strong_components: number, 
/**
 * Nodes of the largest weakly connected component.
 */
largest_component: number, 
/**
 * Communities, by the Leiden method.
 */
communities: number, 
/**
 * How much more lies inside communities than chance would put there.
 */
modularity: number, 
/**
 * The seed they were found with.
 */
seed: number, 
/**
 * The resolution.
 */
resolution: number, 
/**
 * Edges that run both ways, of all but loops; `null` where edges have no direction.
 */
reciprocity: number | null, 
/**
 * Edges of all that there could be.
 */
density: number, 
/**
 * The innermost core.
 */
core: number, 
/**
 * First and last moment of the ties that are shown.
 */
first: string | null, last: string | null, 
/**
 * Ties without a time.
 */
undated: number, 
/**
 * Whether PageRank has settled.
 */
pagerank: Settling, 
/**
 * Whether the eigenvectors have settled.
 */
eigenvector: Settling, 
/**
 * Betweenness, once it was asked for.
 */
betweenness: Betweenness | null, 
/**
 * What was done, in words, to stand under a picture.
 */
caption: string, 
/**
 * How the nodes' places were found, to stand beside it; `null` before they were laid out.
 */
layout: string | null, 
/**
 * How long it took.
 */
took_ms: number, };

/**
 * One edge.
 */
export type NetworkEdge = { 
/**
 * Number of the node where it begins.
 */
source: number, 
/**
 * Number of the node where it ends.
 */
target: number, 
/**
 * Its label.
 */
source_label: string, 
/**
 * Its label.
 */
target_label: string, 
/**
 * What it weighs.
 */
weight: number, 
/**
 * Tweets (or pairs of them) that make it.
 */
count: number, 
/**
 * The weight of the edge back, where there is one.
 */
back: number | null, 
/**
 * Their first moment.
 */
first: string | null, 
/**
 * Their last.
 */
last: string | null, };

/**
 * One filter of a chain. After each of them nodes without an edge are gone.
 */
export type NetworkFilter = { "keep": "weight", 
/**
 * The least.
 */
least: number, } | { "keep": "degree", 
/**
 * The least.
 */
least: number, } | { "keep": "core", 
/**
 * The least.
 */
least: number, } | { "keep": "components", 
/**
 * How many of them.
 */
largest: number, } | { "keep": "communities", 
/**
 * Their numbers.
 */
numbers: Array<number>, } | { "keep": "ego", 
/**
 * The node.
 */
node: number, 
/**
 * How far.
 */
hops: number, } | { "keep": "nodes", 
/**
 * Their numbers.
 */
nodes: Array<number>, } | { "keep": "without", 
/**
 * Their numbers.
 */
nodes: Array<number>, } | { "keep": "kind", 
/**
 * The kinds.
 */
kinds: Array<string>, } | { "keep": "mutual" } | { "keep": "without_loops" } | { "keep": "heaviest", 
/**
 * How many.
 */
nodes: number, };

/**
 * One node.
 */
export type NetworkNode = { 
/**
 * Its number in this network.
 */
node: number, 
/**
 * The account's id as published, or the hashtag.
 */
account: string, 
/**
 * What a person reads: the screen name, else the id; the hashtag with its sign.
 */
label: string, 
/**
 * The display name, where there is one.
 */
name: string | null, 
/**
 * `author` of tweets of the query, `known` to the vault by other tweets or a users file, `outsider`, or `hashtag`.
 */
kind: string, 
/**
 * Different nodes that are tied to it.
 */
in: number, 
/**
 * Different nodes that it is tied to.
 */
out: number, 
/**
 * The weight of the edges towards it.
 */
in_weight: number, 
/**
 * The weight of the edges away from it.
 */
out_weight: number, 
/**
 * The weight of all its edges.
 */
weight: number, 
/**
 * Adds up to 1 over the network.
 */
pagerank: number, 
/**
 * Shortest paths through it, once that was asked for.
 */
betweenness: number | null, 
/**
 * Greatest 1 in each component.
 */
eigenvector: number, 
/**
 * The greatest k whose core it is in.
 */
core: number, 
/**
 * Communities are numbered by size, the largest is 0.
 */
community: number, 
/**
 * Weak components, numbered by size.
 */
component: number, 
/**
 * Its tweets of the query.
 */
tweets: number, 
/**
 * Where it lies, once it was laid out.
 */
x: number | null, y: number | null, 
/**
 * Whether it was put there by hand.
 */
pinned: boolean, };

/**
 * How a network is built. Everything may be left out.
 */
export type NetworkOptions = { 
/**
 * Projections: two acts count as together when they lie at most so many seconds apart. `null` is any time apart.
 * Left out, it is 60.
 */
window?: number | null, 
/**
 * Projections: `messages` (messages of one account that have a match by the other, directed, as the QUT toolkit
 * counts), `pairs` (pairs of messages, undirected, as CooRTweet counts) or `cosine` (TF-IDF over all time).
 */
counting?: string, 
/**
 * Projections: accounts with fewer such messages are left out. `pairs` counts again among the matched ones.
 */
participation?: number, 
/**
 * Projections: things shared by more accounts than that are left out and counted in `left_out`.
 */
mostAccounts?: number, 
/**
 * Projections other than `co-retweet`: retweets count as acts too.
 */
withRetweets?: boolean, 
/**
 * Draws of communities, layout and sampling. Left out, it is 1.
 */
seed?: number, 
/**
 * Of communities: above 1 makes more and smaller ones.
 */
resolution?: number, };

/**
 * What a filter left.
 */
export type NetworkStep = { 
/**
 * The filter; `null` before the first.
 */
filter: NetworkFilter | null, 
/**
 * Nodes left.
 */
nodes: number, 
/**
 * Edges left.
 */
edges: number, };

/**
 * Ties over time, for the brush.
 */
export type NetworkTimeline = { 
/**
 * Width of the buckets: `hour`, `day`, `week`, `month` or `year`.
 */
by: string, 
/**
 * Ties without a time.
 */
undated: number, 
/**
 * Every bucket from the first to the last, empty ones too.
 */
buckets: Array<TieBucket>, };

/**
 * What is shown of a network.
 */
export type NetworkView = { 
/**
 * Only ties of this span of time; those without a time are then left out. Exact at any span.
 */
brush?: Brush, 
/**
 * One after the other; each sees what the ones before have left.
 */
chain: Array<NetworkFilter>, };

/**
 * One node with what it is tied to.
 */
export type NodeDetail = { 
/**
 * The node.
 */
node: NetworkNode, 
/**
 * Edges towards it, the heaviest first, at most 50.
 */
towards: Array<NetworkEdge>, 
/**
 * Edges away from it.
 */
away: Array<NetworkEdge>, };

/**
 * A page of nodes.
 */
export type NodePage = { 
/**
 * All that fit.
 */
total: number, 
/**
 * The page.
 */
nodes: Array<NetworkNode>, };

/**
 * Which nodes, and which page of them.
 */
export type NodesAsk = { 
/**
 * `weight`, `in`, `out`, `in_weight`, `out_weight`, `pagerank`, `betweenness`, `eigenvector`, `core`,
 * `community`, `tweets` or `label`; greatest first. Left out, it is `weight`.
 */
sort?: string, 
/**
 * The least first.
 */
ascending?: boolean, 
/**
 * Only nodes whose id, screen name or display name holds this.
 */
find?: string, 
/**
 * Only these communities.
 */
communities?: Array<number>, 
/**
 * Only these nodes.
 */
nodes?: Array<number>, 
/**
 * Nodes to leave out at the start.
 */
offset: number, 
/**
 * At most so many.
 */
limit: number, };

/**
 * A note.
 */
export type Note = { 
/**
 * Its number.
 */
note: number, 
/**
 * `tweet` or `account`.
 */
target: string, 
/**
 * The id of what it is about.
 */
id: string, 
/**
 * The words.
 */
text: string, 
/**
 * When.
 */
at: string, };

/**
 * Something promised.
 */
export type Obligation = { 
/**
 * `attribution`, `countersign` …
 */
id: string, 
/**
 * In plain words.
 */
text: string, 
/**
 * The day by which it is to be done, where it has one.
 */
due: string | null, };

/**
 * Something promised with a delivery, and whether it was done.
 */
export type Owed = { 
/**
 * `attribution`, `countersign` …
 */
id: string, 
/**
 * In plain words.
 */
text: string, 
/**
 * The day by which it is to be done.
 */
due: string | null, 
/**
 * When it was done.
 */
done: string | null, 
/**
 * How that is shown.
 */
proof: string | null, };

/**
 * A package, checked.
 */
export type PackageVerification = { 
/**
 * Nothing is wrong.
 */
ok: boolean, 
/**
 * What is wrong, and where.
 */
problems: Array<string>, 
/**
 * Whether the vault gave the same bytes again; none where it was not asked.
 */
rerun: boolean | null, 
/**
 * Files that were checked.
 */
files: number, };

/**
 * A licensor's written permission for one clause, on file.
 */
export type Permission = { 
/**
 * The agreement.
 */
agreement: string, 
/**
 * The clause that it lifts.
 */
clause: string, 
/**
 * Where the paper is.
 */
reference: string, 
/**
 * When it was filed.
 */
at: string, };

/**
 * One part of a query that stands by itself: all parts must hold.
 */
export type Pill = { 
/**
 * As written.
 */
text: string, 
/**
 * First UTF-16 unit in the query.
 */
from: number, 
/**
 * Behind the last.
 */
to: number, 
/**
 * Whether it is negated.
 */
negated: boolean, 
/**
 * The operator before the colon, where there is one.
 */
field: string | null, 
/**
 * What stands behind the colon, unquoted.
 */
value: string | null, 
/**
 * What a person reads.
 */
title: string, };

/**
 * A node put in its place by hand.
 */
export type Pin = { node: number, x: number, y: number, };

/**
 * What the account's rows said of it, and when.
 */
export type ProfileVersion = { screen_name: string, display_name: string, location: string | null, bio: string | null, url: string | null, followers: number | null, following: number | null, created: string | null, lang: string | null, 
/**
 * Tweets that carry it; 0 for a users file's.
 */
tweets: number, first: string | null, last: string | null, 
/**
 * Whether a users file says so.
 */
users_file: boolean, };

/**
 * One message of a job, ready to be shown.
 */
export type Progress = { 
/**
 * What is being done, in one word.
 */
stage: string, 
/**
 * To what; may be empty.
 */
subject: string, 
/**
 * How much is done.
 */
done: number, 
/**
 * Of how much, where that is known.
 */
total: number | null, 
/**
 * What is counted: `bytes`, `rows`, `files`, `blocks`.
 */
unit: string, 
/**
 * Rows so far.
 */
rows: number, 
/**
 * Rows refused so far.
 */
rejected: number, 
/**
 * Rows a second where rows are what passes, else units a second; once it is steady.
 */
rate: number | null, 
/**
 * What `rate` counts.
 */
rate_unit: string, 
/**
 * Seconds still to go; once it is steady.
 */
seconds_left: number | null, 
/**
 * Seconds since the job began.
 */
seconds: number, };

/**
 * What was pressed.
 */
export type QueryAction = { "do": "add", 
/**
 * A facet's word.
 */
facet: string, 
/**
 * One of its values.
 */
value: string, } | { "do": "only", 
/**
 * A facet's word.
 */
facet: string, 
/**
 * One of its values.
 */
value: string, } | { "do": "exclude", 
/**
 * A facet's word.
 */
facet: string, 
/**
 * One of its values.
 */
value: string, } | { "do": "remove", 
/**
 * A facet's word.
 */
facet: string, 
/**
 * One of its values.
 */
value: string, } | { "do": "between", 
/**
 * First moment, as the query language writes it.
 */
since: string | null, 
/**
 * First moment that no longer belongs to it.
 */
until: string | null, } | { "do": "remove_part", 
/**
 * Its place among the pills.
 */
part: number, } | { "do": "negate_part", 
/**
 * Its place among the pills.
 */
part: number, };

/**
 * A query whose wording is right.
 */
export type QueryCheck = { 
/**
 * Its parts.
 */
pills: Array<Pill>, };

/**
 * A quota's meter.
 */
export type Quota = { 
/**
 * The agreement.
 */
agreement: string, 
/**
 * `objects` or `ids`.
 */
kind: string, 
/**
 * Whose: a person's or an entity's id.
 */
whose: string, 
/**
 * Given out in the window already.
 */
used: number, 
/**
 * Asked for now.
 */
asked: number, 
/**
 * At most.
 */
limit: number, 
/**
 * The window.
 */
window_hours: number, 
/**
 * When there will be room for what is asked, if there is none now and ever will be.
 */
free_at: string | null, };

/**
 * One column of it.
 */
export type RawField = { column: string, value: string, };

/**
 * A row as it was published, column by column.
 */
export type RawRecord = { 
/**
 * Where it was read.
 */
source: Source | null, 
/**
 * Every column, in the archive's order.
 */
fields: Array<RawField>, };

/**
 * A delivery that held what was withdrawn: its recipient is to be told.
 */
export type Recall = { 
/**
 * The ledger's number.
 */
ledger: number, 
/**
 * When it was handed out.
 */
at: string, 
/**
 * The recipient's id.
 */
recipient: string, };

/**
 * Somebody who may receive.
 */
export type Recipient = { 
/**
 * A short name, given by the member.
 */
id: string, 
/**
 * `person`, `public`, `journal`, `company`, `government`, `intelligence` …
 */
kind: string, 
/**
 * The person's or organisation's name.
 */
name: string, 
/**
 * `reviewer` where that is the role.
 */
role: string | null, 
/**
 * The institution's id.
 */
entity: string | null, 
/**
 * E-mail.
 */
email: string | null, 
/**
 * ORCID.
 */
orcid: string | null, 
/**
 * Public key of age.
 */
age_key: string | null, 
/**
 * Agreements of their own.
 */
own_agreements: Array<string>, 
/**
 * `undergraduate`, `industry` …
 */
tags: Array<string>, 
/**
 * Whether the recipient's terms were accepted.
 */
accepted_terms: boolean, };

/**
 * `import rejected`.
 */
export type Rejected = { 
/**
 * All of them, not only this page.
 */
total: number, 
/**
 * The page.
 */
rows: Array<RejectedRow>, };

/**
 * A row that was refused.
 */
export type RejectedRow = { 
/**
 * The dataset its file belongs to.
 */
dataset: string, 
/**
 * The file and member.
 */
file: string, 
/**
 * Its number in the file, from 1, the header not counted.
 */
record: number, 
/**
 * Its first line in the file, from 1.
 */
line: number, 
/**
 * The column at fault, where one is.
 */
column: string | null, 
/**
 * Why.
 */
reason: string, 
/**
 * The row as it was, at most 64 KiB of it.
 */
raw: string, };

/**
 * One row that would be refused.
 */
export type Rejection = { 
/**
 * Its number, from 1.
 */
record: number, 
/**
 * Why.
 */
reason: string, };

/**
 * What would make it possible.
 */
export type Remedy = { 
/**
 * `ids_only`, `leave_out`, `accept_terms`, `sign` …
 */
kind: string, 
/**
 * In plain words.
 */
text: string, 
/**
 * The order as it would be; none where something has to be done elsewhere first.
 */
order: ExportOrder | null, };

/**
 * A saved search.
 */
export type SavedSearch = { name: string, query: string, at: string, };

/**
 * `search`.
 */
export type SearchResult = { 
/**
 * As asked.
 */
query: string, 
/**
 * All that match, not only this page.
 */
total: number, 
/**
 * The page.
 */
tweets: Array<Tweet>, 
/**
 * How long it took.
 */
took_ms: number, };

/**
 * Nodes as a query, to be looked at elsewhere or tagged.
 */
export type Selection = { 
/**
 * Nodes of the selection that are accounts or hashtags of the query.
 */
nodes: number, 
/**
 * `from:a OR from:b`, with the network's own query before it; empty where nothing can be asked for.
 */
query: string, 
/**
 * Nodes that no query can name: outsiders have no tweets.
 */
without_tweets: number, };

/**
 * Whether a measure that is computed round by round has settled.
 */
export type Settling = { 
/**
 * Components whose values may be wrong, since it has not settled in them; of PageRank 1, where it has not.
 */
unsettled: number, 
/**
 * The greatest change that one more round would make, in those where there are any; the greatest value of a
 * component is 1, all of PageRank's together are.
 */
residual: number, };

/**
 * Who signed.
 */
export type Signer = { name: string, institution: string, role: string, };

/**
 * Where a row was read.
 */
export type Source = { file: string, member: string, record: number, };

/**
 * A part of a bucket.
 */
export type SplitValue = { value: string, count: number, };

/**
 * An agreement that a dataset stands under, and how much of it the member accepted for it.
 */
export type StandsUnder = { 
/**
 * The dataset.
 */
dataset: string, 
/**
 * The agreement's id.
 */
agreement: string, 
/**
 * Its clauses.
 */
clauses: number, 
/**
 * Those that were accepted in this wording.
 */
accepted: number, };

/**
 * What a dry run says.
 */
export type Survey = { 
/**
 * File by file.
 */
files: Array<SurveyedFile>, };

/**
 * What a dry run says of one file.
 */
export type SurveyedFile = { 
/**
 * `archive.zip/member.csv` where it lies in an archive.
 */
path: string, 
/**
 * `tweets`, `users`, `media`, `ignored` or `unknown`.
 */
kind: string, 
/**
 * The layout in words.
 */
layout: string, 
/**
 * Where it would go.
 */
dataset: string | null, 
/**
 * That dataset's title.
 */
title: string | null, 
/**
 * `hashed`, `unhashed`, `leaking` or `unknown`.
 */
tier: string, 
/**
 * The agreement it would stand under, by its tier; none where it brings no rows.
 */
agreement: string | null, 
/**
 * Header names or JSON keys.
 */
columns: Array<string>, 
/**
 * Rows in all.
 */
rows: number, 
/**
 * Rows that would be refused.
 */
rejected: number, 
/**
 * The first of them.
 */
rejections: Array<Rejection>, 
/**
 * Bytes, uncompressed where known.
 */
bytes: number, 
/**
 * The set's published figures.
 */
expected: Expected, 
/**
 * Why it cannot be imported, where it cannot.
 */
problem: string | null, };

/**
 * A tag and what bears it.
 */
export type Tagging = { 
/**
 * The tag.
 */
tag: string, 
/**
 * `tweet` or `account`.
 */
target: string, 
/**
 * Its id.
 */
id: string, 
/**
 * When.
 */
at: string, };

/**
 * Rows of one kind. `read = new + duplicate + rejected`, always.
 */
export type Tally = { read: number, new: number, duplicate: number, rejected: number, };

/**
 * A tweet with what hangs together with it, as far as the vault holds it.
 */
export type Thread = { 
/**
 * The tweet itself.
 */
tweet: Tweet | null, 
/**
 * The same tweet in other datasets.
 */
copies: Array<Tweet>, 
/**
 * What it answers, upwards, nearest first.
 */
replies_to: Array<Tweet>, 
/**
 * What it quotes.
 */
quoted: Tweet | null, 
/**
 * What it retweets.
 */
retweeted: Tweet | null, 
/**
 * Its answers.
 */
replies: TweetPage, 
/**
 * Tweets that quote it.
 */
quotes: TweetPage, 
/**
 * Its retweets.
 */
retweets: TweetPage, 
/**
 * The researcher's notes.
 */
notes: Array<Note>, 
/**
 * The tweet's images and videos, and where they lie.
 */
files: Array<MediaFile>, 
/**
 * Further rows of it in one dataset that say something else.
 */
variants: Array<Variant>, };

/**
 * One bucket.
 */
export type TieBucket = { 
/**
 * Its first moment.
 */
start: string, 
/**
 * Ties (of projections: acts) in it.
 */
ties: number, };

/**
 * One bucket.
 */
export type TimeBucket = { 
/**
 * Its first moment.
 */
start: string, 
/**
 * Tweets in it.
 */
count: number, 
/**
 * The same by value, where a split was asked for.
 */
split?: Array<SplitValue>, };

/**
 * `timeline`.
 */
export type Timeline = { 
/**
 * As asked.
 */
query: string, 
/**
 * The width of the buckets: `minute`, `hour`, `day`, `week`, `month` or `year`.
 */
by: string, 
/**
 * All tweets that match.
 */
total: number, 
/**
 * Those of them without a time.
 */
undated: number, 
/**
 * From the first tweet to the last, empty ones too.
 */
buckets: Array<TimeBucket>, };

/**
 * One tweet, as published.
 */
export type Tweet = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its number in the vault, by which the raw record is asked for.
 */
row: number, 
/**
 * The time it is filed under: the id's millisecond where that agrees with the published minute.
 */
time: string | null, 
/**
 * The time as published, to the minute.
 */
published: string | null, 
/**
 * Untouched.
 */
text: string, 
/**
 * Where the query hit the text.
 */
marks: Array<Mark>, 
/**
 * As published.
 */
lang: string | null, 
/**
 * Who wrote it, as the tweet's own row says.
 */
account: Author, 
/**
 * The dataset's name.
 */
dataset: string, 
/**
 * `retweet`, `reply`, `quote` or `original`.
 */
kind: string, 
/**
 * Every kind that it is; a reply may quote.
 */
kinds: Array<string>, 
/**
 * As published; engagements of accounts suspended or deleted by the release are not in it.
 */
likes: number | null, retweets: number | null, replies: number | null, quotes: number | null, 
/**
 * Without their sign; case and duplicates as published.
 */
hashtags: Array<string>, 
/**
 * As published.
 */
urls: Array<string>, 
/**
 * Account ids; `0` entries kept.
 */
mentions: Array<string>, 
/**
 * Names of its media files.
 */
media: Array<string>, 
/**
 * The client that posted.
 */
client: string | null, 
/**
 * The tweet it answers.
 */
reply_to: string | null, 
/**
 * The account it answers.
 */
reply_to_account: string | null, 
/**
 * The tweet it retweets.
 */
retweet_of: string | null, 
/**
 * The account it retweets.
 */
retweet_of_account: string | null, 
/**
 * The tweet it quotes.
 */
quote_of: string | null, 
/**
 * References whose published value was ruined on its way; kept as text, never joined on.
 */
approximate: Array<Approximate>, 
/**
 * `absent`, `present` or degrees, as published.
 */
latitude: string | null, longitude: string | null, 
/**
 * Choices of its poll.
 */
poll: Array<string>, 
/**
 * The researcher's tags.
 */
tags: Array<string>, 
/**
 * Where it was read.
 */
source: Source | null, };

/**
 * Some of the tweets that hang together with another, and how many there are.
 */
export type TweetPage = { total: number, tweets: Array<Tweet>, };

/**
 * One facet's values by themselves, as an account's page shows them.
 */
export type Values = { 
/**
 * The greatest counts first.
 */
values: Array<FacetValue>, 
/**
 * Different values in all.
 */
distinct: number, 
/**
 * Tweets without a value.
 */
without: number, };

/**
 * A second row of a tweet, as far as it differs from the first; it counts as a duplicate.
 */
export type Variant = { 
/**
 * The tweet.
 */
tweet: string, 
/**
 * The dataset that has both rows.
 */
dataset: string, 
/**
 * Where the second was read.
 */
file: string, 
/**
 * Its number there, from 1.
 */
record: number, 
/**
 * What it says otherwise.
 */
changes: Array<VariantChange>, };

/**
 * A column that two rows of one tweet fill differently.
 */
export type VariantChange = { 
/**
 * Which.
 */
column: string, 
/**
 * As the row has it that counts.
 */
first: string, 
/**
 * As the other has it.
 */
second: string, };

/**
 * `vault info`.
 */
export type VaultInfo = { dir: string, id: string, format: number, created: string, tweets: number, accounts: number, media: number, datasets: number, bytes: Bytes, keychain: boolean, };

/**
 * What can be told of a vault before it is unlocked.
 */
export type VaultPeek = { 
/**
 * The folder that was looked at.
 */
dir: string, 
/**
 * Whether it holds a vault.
 */
exists: boolean, 
/**
 * The vault's own id.
 */
id: string | null, 
/**
 * Its format; 0 where there is none.
 */
format: number, 
/**
 * Whether the operating system's keychain holds its key.
 */
keychain: boolean, };

/**
 * What a file of ids takes out of the vault.
 */
export type Withdrawal = { 
/**
 * Tweets that go.
 */
tweets: number, 
/**
 * Accounts that go.
 */
accounts: number, 
/**
 * Ids that the vault does not hold.
 */
unknown: number, 
/**
 * Deliveries that held some of them.
 */
recalls: Array<Recall>, };
