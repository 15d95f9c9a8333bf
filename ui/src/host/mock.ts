/** The invented host: a small library in memory that answers as the real one does. For tests and for work on screens. */
import type * as wire from "../bindings/types";
import { Failure } from "./failure";
import { FIELDS, ask, domainOf, hits, type Part } from "./fixtures/ask";
import { edit } from "./fixtures/edit";
import { leavingAnswers } from "./fixtures/leaving";
import { type Row, makeRows } from "./fixtures/library";
import { InventedNetworks } from "./fixtures/network";
import { poisoned } from "./fixtures/poison";
import { SETS, WRITERS } from "./fixtures/texts";
import { KIND_ORDER, encode } from "./geometry";
import type { Arguments, Command, Drop, Host, Reply } from "./host";
import type { AccountSort, Bucket, Facet, Sort } from "./words";

export interface MockWishes {
  /** Rows in the library. */
  rows: number;
  passphrase: string;
  /** Answers take this long. */
  delayMs: number;
  unlocked: boolean;
  /** No vault has been made yet. */
  fresh: boolean;
  /** The library is empty. */
  empty: boolean;
  /** Whatever a stranger wrote is hostile. */
  hostile: boolean;
  /** Nodes of an invented network. */
  network: number;
  /** Commands that fail, with what. */
  fail: Record<string, Failure>;
  /** What is peculiar about agreements and the log: `broken`, `unsigned`, `empty`. */
  leaving: string[];
}

/** Four pixels, as PNG. */
const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGM4IRcgd2IBg01FQIXNAgAjwgUVQrfnVgAAAABJRU5ErkJggg==";

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** In the browser the address says what is wished: `?mock=rows:5000,unlocked`. */
function wishesOfAddress(): Partial<MockWishes> {
  const wished = new URLSearchParams(typeof location === "undefined" ? "" : location.search).get("mock") ?? "";
  const out: Partial<MockWishes> = {};
  for (const part of wished.split(",")) {
    const [name, value] = part.split(":");
    if (name === "rows") out.rows = Number(value);
    if (name === "network") out.network = Number(value);
    if (name === "delay") out.delayMs = Number(value);
    if (name === "unlocked") out.unlocked = true;
    if (name === "fresh") out.fresh = true;
    if (name === "empty") out.empty = true;
    if (name === "hostile") out.hostile = true;
    if (name === "leaving" && value) out.leaving = [...(out.leaving ?? []), value];
    if (name === "fail" && value)
      out.fail = { ...out.fail, [value]: new Failure("unexpected", "the index could not answer", { number: 7 }) };
  }
  return out;
}

type Key = string | number;
const VALUES: Record<Facet, (row: Row) => Key[]> = {
  dataset: (row) => [row.dataset],
  lang: (row) => (row.lang ? [row.lang] : []),
  account: (row) => [row.account.id],
  client: (row) => (row.client ? [row.client] : []),
  hashtag: (row) => [...new Set(row.hashtags.map((tag) => tag.toLowerCase()))],
  domain: (row) => [...new Set(row.urls.map(domainOf).filter(Boolean))],
  url: (row) => row.urls,
  mention: (row) => row.mentions,
  retweeted: (row) => (row.retweet_of_account ? [row.retweet_of_account] : []),
  kind: (row) => [row.kind],
  account_lang: (row) => [row.account_lang],
  location: (row) => (row.location ? [row.location] : []),
  year: (row) => (row.time ? [row.time.slice(0, 4)] : []),
  weekday: (row) => (row.time ? [String(new Date(row.time).getUTCDay() || 7)] : []),
  hour: (row) => (row.time ? [String(new Date(row.time).getUTCHours())] : []),
};

function valuesOf(rows: Row[], facet: Facet, top: number): wire.Values {
  const counts = new Map<string, number>();
  let without = 0;
  for (const row of rows) {
    const values = VALUES[facet](row);
    if (values.length === 0) without++;
    for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  const label = (value: string) =>
    ["account", "mention", "retweeted"].includes(facet)
      ? (WRITERS.find((one) => one.id === value)?.screen_name ?? null)
      : null;
  const values = [...counts]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { values: values.slice(0, top), distinct: values.length, without };
}

function facetsOf(rows: Row[], by: Facet[], top: number): Pick<wire.Facets, "facets" | "fields"> {
  const all = by.map((facet) => ({ facet, ...valuesOf(rows, facet, top) }));
  return {
    facets: Object.fromEntries(all.map(({ facet, values }) => [facet, values])),
    fields: Object.fromEntries(all.map(({ facet, distinct, without }) => [facet, { distinct, without }])),
  };
}

const WIDTHS: Bucket[] = ["minute", "hour", "day", "week", "month", "year"];

function floor(ms: number, by: Bucket): number {
  const date = new Date(ms);
  if (by === "year") return Date.UTC(date.getUTCFullYear(), 0, 1);
  if (by === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  if (by === "week") return Math.floor((ms - 4 * 86_400_000) / (7 * 86_400_000)) * 7 * 86_400_000 + 4 * 86_400_000;
  const width = by === "minute" ? 60_000 : by === "hour" ? 3_600_000 : 86_400_000;
  return Math.floor(ms / width) * width;
}

function step(ms: number, by: Bucket): number {
  const date = new Date(ms);
  if (by === "year") return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
  if (by === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return ms + { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[by];
}

export function timelineOf(query: string, rows: Row[], by?: Bucket, split?: Facet): wire.Timeline {
  const dated = rows.filter((row) => row.time !== null);
  const times = dated.map((row) => Date.parse(row.time!));
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const fits = (width: Bucket) => {
    let n = 0;
    for (let at = floor(first, width); at <= last && n <= 400; at = step(at, width)) n++;
    return n <= 400;
  };
  const width = by ?? WIDTHS.find(fits) ?? "year";
  const buckets: wire.TimeBucket[] = [];
  const place = new Map<number, wire.TimeBucket>();
  for (let at = floor(first, width); at <= last; at = step(at, width)) {
    const bucket: wire.TimeBucket = { start: new Date(at).toISOString(), count: 0, ...(split && { split: [] }) };
    buckets.push(bucket);
    place.set(at, bucket);
  }
  const order = split ? valuesOf(rows, split, 6).values.map((one) => one.value) : [];
  dated.forEach((row, i) => {
    const bucket = place.get(floor(times[i]!, width));
    if (!bucket) return;
    bucket.count++;
    if (!split || !bucket.split) return;
    for (const key of VALUES[split](row)) {
      const value = order.includes(String(key)) ? String(key) : "other";
      const held = bucket.split!.find((one) => one.value === value);
      if (held) held.count++;
      else bucket.split!.push({ value, count: 1 });
    }
  });
  return { query, total: rows.length, undated: rows.length - dated.length, by: width, buckets };
}

type Answers = { [C in Command]: (args: Arguments<C>) => Reply<C> };

// A title of the host's own is part of the wire from its next writing on.
const pillOf = ({ start, len, text, field, values, negated }: Part) =>
  ({
    text,
    from: start,
    to: start + len,
    negated,
    field,
    value: field === null ? null : values.length > 1 ? `(${values.join(" OR ")})` : (values[0] ?? null),
    title: text,
  }) as wire.Pill;

/** Numbers of the profiles' images; those of tweets are ten times their row. */
const OF_PROFILES = 9_000_000;

const profileFiles = (id: string, dataset: string): wire.MediaFile[] =>
  ["banner", "image"].map((what, at) => ({
    id: OF_PROFILES + at,
    name: `${id}_${what}.png`,
    key: what,
    bytes: 2048,
    file: `/data/${dataset}_profile_media_hashed.zip`,
    entry: `${dataset}_profiles/${id}_${what}.png`,
    state: what === "image" ? "here" : "missing",
  }));

const surveyed = (path: string): wire.SurveyedFile => ({
  path,
  kind: path.includes("users") ? "users" : path.endsWith(".txt") ? "unknown" : "tweets",
  layout: path.includes("users")
    ? "archive CSV, 10 columns"
    : path.endsWith(".txt")
      ? "text"
      : "archive CSV, 31 columns",
  dataset: path.endsWith(".txt") ? null : "ira_invented_1018",
  title: path.endsWith(".txt") ? null : SETS[0].title,
  tier: "hashed",
  agreement: path.endsWith(".txt") ? null : "invented-public",
  columns: ["tweetid", "userid"],
  rows: path.endsWith(".txt") ? 0 : 1200,
  rejected: path.endsWith(".txt") ? 0 : 2,
  rejections: [{ record: 17, reason: "`tweet_time` is not a time" }],
  bytes: 812_000,
  expected: { accounts: 20, tweets: 1200, users_rows: 20 },
  problem: path.endsWith(".txt") ? "no known layout: found 1 column `hello`; looked for `tweetid` or `userid`" : null,
});

export function makeMock(wishes: Partial<MockWishes> = {}): Host & { lockNow(): void; drop(drop: Drop): void } {
  const wish: MockWishes = {
    rows: 2400,
    passphrase: "correct horse",
    delayMs: 0,
    unlocked: false,
    fresh: false,
    empty: false,
    hostile: false,
    network: 240,
    fail: {},
    leaving: [],
    ...wishesOfAddress(),
    ...wishes,
  };
  let rows = wish.empty || wish.fresh ? [] : makeRows(wish.rows);
  let sets: string[] = rows.length ? SETS.map((set) => set.name) : [];
  let open = wish.unlocked;
  let exists = !wish.fresh;
  let passphrase = wish.passphrase;
  let cancelled = false;
  const networks = new InventedNetworks(wish.network);
  const settings = new Map<string, string>();
  const history: string[] = [];
  let notes: wire.Note[] = [];
  let tags: wire.Tagging[] = [];
  let saved: wire.SavedSearch[] = rows.length
    ? [
        { name: "MH17, first week", query: "since:2014-07-14 until:2014-07-21", at: "2026-11-02T09:00:00Z" },
        { name: "#news by hour", query: "#news", at: "2026-11-03T09:00:00Z" },
      ]
    : [];
  const lockedListeners = new Set<() => void>();
  const dropListeners = new Set<(drop: Drop) => void>();
  const now = () => new Date().toISOString();

  const notesOn = (target: string, id: string) => notes.filter((note) => note.target === target && note.id === id);
  const tagsOn = (kind: string, id: string) =>
    tags.filter((one) => one.target === kind && one.id === id).map((one) => one.tag);
  const understand = (query: string) =>
    ask(query, (row) => [...tagsOn("tweet", row.id), ...tagsOn("account", row.account.id)]);
  const find = (query: string) => {
    const asked = understand(query);
    return { ...asked, rows: rows.filter(asked.test) };
  };
  const shown = (row: Row, words: string[] = []): wire.Tweet => {
    const marks: wire.Mark[] = [];
    for (const [from, to] of words.flatMap((word) => hits(row.text, word)).sort((a, b) => a[0] - b[0])) {
      if (from >= (marks.at(-1)?.to ?? 0)) marks.push({ from, to });
    }
    const { account_lang: _lang, location: _location, ...tweet } = row;
    return { ...tweet, marks, tags: tagsOn("tweet", row.id) };
  };
  const order: Record<Sort, (a: Row, b: Row) => number> = {
    newest: (a, b) => (b.time ?? "").localeCompare(a.time ?? "") || b.row - a.row,
    oldest: (a, b) => (a.time ?? "9").localeCompare(b.time ?? "9") || a.row - b.row,
    relevance: (a, b) => a.text.length - b.text.length || a.row - b.row,
    likes: (a, b) => (b.likes ?? -1) - (a.likes ?? -1) || a.row - b.row,
    retweets: (a, b) => (b.retweets ?? -1) - (a.retweets ?? -1) || a.row - b.row,
  };
  const info = (): wire.VaultInfo => ({
    dir: "/home/reader/Starling",
    id: "0f1e2d3c",
    format: 1,
    created: "2026-11-01T08:00:00Z",
    tweets: rows.length,
    accounts: new Set(rows.map((row) => row.account.id)).size,
    media: 0,
    datasets: sets.length,
    bytes: { store: rows.length * 410, index: rows.length * 190, media: 0 },
    keychain: false,
  });
  const dataset = (name: string): wire.Dataset => {
    const set = SETS.find((one) => one.name === name);
    const mine = rows.filter((row) => row.dataset === name);
    const times = mine.flatMap((row) => (row.time ? [row.time] : [])).sort();
    const accounts = new Set(mine.map((row) => row.account.id)).size;
    const partial = name === "china_invented_052020";
    const tally = { read: mine.length + 2, new: mine.length, duplicate: 0, rejected: 2 };
    return {
      name,
      title: set?.title ?? name,
      country: set?.country ?? null,
      disclosed: set?.disclosed ?? null,
      tier: name.startsWith("saudi") ? "leaking" : "hashed",
      agreement: "public-hashed",
      tweets: mine.length,
      accounts,
      users_rows: accounts,
      tweeting: accounts,
      media: 0,
      rejected: 2,
      first: times[0] ?? null,
      last: times.at(-1) ?? null,
      expected: {
        accounts: accounts + (partial ? 4 : 0),
        tweets: partial ? mine.length * 2 : mine.length,
        users_rows: accounts,
      },
      state: partial ? "partial" : "ready",
      files: [
        {
          path: `${name}_tweets_csv_hashed.zip/${name}_tweets_csv_hashed.csv`,
          kind: "tweets",
          bytes: mine.length * 640,
          tweets: tally,
          accounts: { read: 0, new: 0, duplicate: 0, rejected: 0 },
          media: { read: 0, new: 0, duplicate: 0, rejected: 0 },
          complete: !partial,
        },
        {
          path: `${name}_users_csv_hashed.zip/${name}_users_csv_hashed.csv`,
          kind: "users",
          bytes: accounts * 300,
          tweets: { read: 0, new: 0, duplicate: 0, rejected: 0 },
          accounts: { read: accounts, new: accounts, duplicate: 0, rejected: 0 },
          media: { read: 0, new: 0, duplicate: 0, rejected: 0 },
          complete: true,
        },
      ],
    };
  };
  const account = (id: string, mine: Row[], all: Row[]): wire.Account => {
    const writer = WRITERS.find((one) => one.id === id);
    const times = mine.flatMap((row) => (row.time ? [row.time] : [])).sort();
    return {
      id,
      screen_name: writer?.screen_name ?? id,
      display_name: writer?.display_name ?? id,
      hashed: writer?.hashed ?? true,
      followers: writer?.followers ?? null,
      following: writer ? (writer.followers * 3) % 2000 : null,
      created: writer ? "2012-03-04" : null,
      lang: writer?.lang ?? null,
      location: writer?.location || null,
      bio: writer?.bio || null,
      url: null,
      tweets: mine.length,
      retweeted: all.filter((row) => row.retweet_of_account === id).length,
      first: times[0] ?? null,
      last: times.at(-1) ?? null,
      dataset: mine[0]?.dataset ?? null,
      datasets: [...new Set(mine.map((row) => row.dataset))],
      tags: tagsOn("account", id),
      outsider: mine.length === 0,
    };
  };
  const page = (list: Row[], limit = 5) => ({
    total: list.length,
    tweets: list.slice(0, limit).map((row) => shown(row)),
  });

  const leaving = leavingAnswers({
    find: (query) => {
      const found = find(query).rows;
      return { rows: found, accounts: new Set(found.map((row) => row.account.id)).size };
    },
    byRow: (number) => rows.find((row) => row.row === number),
    remove: (test) => (rows = rows.filter((row) => !test(row))),
    datasets: () => sets,
    title: (name) => SETS.find((one) => one.name === name)?.title ?? name,
    now,
    wish: new Set([...wish.leaving, ...(rows.length === 0 ? ["empty"] : [])]),
  });

  const answers: Answers = {
    ...leaving.answers,
    default_vault: () => ({ dir: "/home/reader/Starling", exists, recent: exists ? ["/home/reader/Starling"] : [] }),
    vault_peek: ({ dir }) => ({ dir: dir ?? "", exists, id: exists ? "0f1e2d3c" : null, format: 1, keychain: false }),
    vault_create: (args) => {
      exists = true;
      open = true;
      passphrase = args.passphrase;
      return { vault: args.dir, id: "0f1e2d3c", recovery_key: "K7QM-2TXR-9FHA-W3NC-5JDE-8PVB-4GYS-6ZLU" };
    },
    vault_unlock: ({ passphrase: given, recoveryKey }) => {
      if (given !== passphrase && recoveryKey === undefined)
        throw new Failure("wrong_passphrase", "the passphrase is wrong");
      open = true;
      return info();
    },
    vault_lock: () => {
      open = false;
      return null;
    },
    vault_info: info,
    vault_passwd: ({ passphrase: wanted }) => {
      passphrase = wanted;
      return null;
    },
    vault_recovery_key: () => "N3WK-EY00-9FHA-W3NC-5JDE-8PVB-4GYS-6ZLU",
    vault_keychain: () => null,
    idle_touch: () => null,
    job_cancel: () => {
      cancelled = true;
      return true;
    },
    rejected_rows: ({ dataset: name, offset, limit }) => {
      const all = sets
        .filter((set) => !name || set === name)
        .flatMap((set) =>
          [17, 204].map((record) => ({
            dataset: set,
            file: `${set}_tweets_csv_hashed.csv`,
            record,
            line: record * 2,
            column: record === 17 ? "tweet_time" : null,
            reason: record === 17 ? "`tweet_time` is not a time: `yesterday`" : "31 columns wanted, 12 found",
            raw: `"${record}","${"x".repeat(60)}","yesterday"`,
          })),
        );
      return { total: all.length, rows: all.slice(offset, offset + limit) };
    },
    datasets: () => sets.map(dataset),
    dataset_remove: ({ name }) => {
      rows = rows.filter((row) => row.dataset !== name);
      sets = sets.filter((set) => set !== name);
      return null;
    },
    search: ({ query, sort, offset, limit }) => {
      const { rows: found, words } = find(query);
      found.sort(order[(sort ?? "newest") as Sort]);
      return {
        query,
        total: found.length,
        tweets: found.slice(offset, offset + limit).map((row) => shown(row, words)),
        took_ms: 12,
      };
    },
    count: ({ query }) => {
      const found = find(query).rows;
      return { query, tweets: found.length, accounts: new Set(found.map((row) => row.account.id)).size };
    },
    facets: ({ query, by, top }) => {
      const found = find(query).rows;
      return { query, total: found.length, ...facetsOf(found, by as Facet[], top ?? 10) };
    },
    timeline: ({ query, by, split }) =>
      timelineOf(
        query,
        find(query).rows,
        (by ?? undefined) as Bucket | undefined,
        (split ?? undefined) as Facet | undefined,
      ),
    accounts: ({ query, sort, offset, limit }) => {
      const found = find(query).rows;
      const ids = [...new Set(found.map((row) => row.account.id))];
      const all = ids.map((id) =>
        account(
          id,
          found.filter((row) => row.account.id === id),
          found,
        ),
      );
      const by: Record<AccountSort, (a: wire.Account, b: wire.Account) => number> = {
        tweets: (a, b) => b.tweets - a.tweets,
        followers: (a, b) => (b.followers ?? -1) - (a.followers ?? -1),
        created: (a, b) => (a.created ?? "").localeCompare(b.created ?? ""),
        retweeted: (a, b) => b.retweeted - a.retweeted,
      };
      all.sort((a, b) => by[(sort ?? "tweets") as AccountSort](a, b) || a.id.localeCompare(b.id));
      return { query, total: all.length, accounts: all.slice(offset, offset + limit) };
    },
    account: ({ id }) => {
      const writer = WRITERS.find((one) => one.id === id || one.screen_name === id);
      if (!writer) throw new Failure("not_found", `no account \`${id}\` in this vault`);
      const mine = rows.filter((row) => row.account.id === writer.id);
      const grid = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
      for (const row of mine) {
        if (!row.time) continue;
        const at = new Date(row.time);
        grid[(at.getUTCDay() + 6) % 7]![at.getUTCHours()]!++;
      }
      const view = account(writer.id, mine, rows);
      const { screen_name, display_name, location, bio, url, followers, following, created, lang } = view;
      const said = { screen_name, display_name, location, bio, url, followers, following, created, lang };
      const profile = { ...said, users_file: true, tweets: 0, first: null, last: null };
      return {
        account: view,
        activity: grid,
        clients: valuesOf(mine, "client", 10),
        languages: valuesOf(mine, "lang", 10),
        hashtags: valuesOf(mine, "hashtag", 10),
        domains: valuesOf(mine, "domain", 10),
        amplifies: valuesOf(mine, "retweeted", 10),
        amplified_by: valuesOf(
          rows.filter((row) => row.retweet_of_account === writer.id),
          "account",
          10,
        ),
        profiles: [
          profile,
          {
            ...profile,
            display_name: `${view.display_name} (earlier)`,
            followers: 12,
            users_file: false,
            tweets: mine.length,
            first: view.first,
            last: view.last,
          },
        ],
        oddities:
          mine.length > 0
            ? [{ dataset: mine[0]!.dataset, column: "follower_count", raw: `${writer.followers}.0` }]
            : [],
        timeline: timelineOf("", mine, "month"),
        notes: notesOn("account", writer.id),
        files: writer.hashed ? [] : profileFiles(writer.id, mine[0]?.dataset ?? "ira_invented_1018"),
      };
    },
    tweet: ({ id }) => {
      const mine = rows.filter((row) => row.id === id);
      const self = mine[0];
      if (!self) throw new Failure("not_found", `no tweet \`${id}\` in this vault`);
      const byId = (other: string | null) => rows.find((row) => row.id === other);
      const ancestors: Row[] = [];
      for (let up = byId(self.reply_to); up && ancestors.length < 20; up = byId(up.reply_to)) ancestors.push(up);
      const quoted = byId(self.quote_of);
      const retweeted = byId(self.retweet_of);
      return {
        tweet: shown(self),
        copies: mine.slice(1).map((row) => shown(row)),
        replies_to: ancestors.map((row) => shown(row)),
        quoted: quoted ? shown(quoted) : null,
        retweeted: retweeted ? shown(retweeted) : null,
        replies: page(rows.filter((row) => row.reply_to === id)),
        quotes: page(rows.filter((row) => row.quote_of === id)),
        retweets: page(rows.filter((row) => row.retweet_of === id)),
        notes: notesOn("tweet", id),
        variants:
          self.row % 29 === 5
            ? [
                {
                  tweet: id,
                  dataset: self.dataset,
                  file: `${self.dataset}_tweets_csv_hashed_2.csv`,
                  record: 17,
                  changes: [{ column: "like_count", first: String(self.likes ?? ""), second: "12" }],
                },
              ]
            : [],
        files: self.media.map((name, at) => ({
          id: self.row * 10 + at,
          name,
          key: name.replace(/^\d+-|\.\w+$/g, ""),
          bytes: 2048,
          file: `/data/${self.dataset}_tweet_media_hashed/${self.dataset}_hashed_001.zip`,
          entry: `${self.dataset}_hashed_001/${self.account.id}/images/${name}`,
          state: at === 1 ? "missing" : "here",
        })),
      };
    },
    picture: () => Uint8Array.from(atob(PICTURE), (letter) => letter.charCodeAt(0)).buffer,
    raw_record: ({ row: number }) => {
      const row = rows.find((one) => one.row === number);
      if (!row) throw new Failure("not_found", "no such row");
      return {
        source: row.source,
        fields: Object.entries({
          tweetid: row.id,
          userid: row.account.id,
          user_display_name: row.account.display_name,
          user_screen_name: row.account.screen_name,
          user_reported_location: row.location,
          follower_count: String(row.account.followers ?? ""),
          tweet_language: row.lang ?? "",
          tweet_text: row.text,
          tweet_time: row.published?.slice(0, 16).replace("T", " ") ?? "",
          tweet_client_name: row.client ?? "",
          in_reply_to_tweetid: row.reply_to ?? "",
          quoted_tweet_tweetid: row.quote_of ?? "",
          is_retweet: String(row.kind === "retweet"),
          like_count: String(row.likes ?? ""),
          hashtags: `[${row.hashtags.join(", ")}]`,
          urls: `[${row.urls.join(", ")}]`,
        }).map(([column, value]) => ({ column, value })),
      };
    },
    check_query: ({ query }) => ({ pills: understand(query).pills.map(pillOf) }),
    edit_query: ({ query, action }) => {
      const edited = edit(query, understand(query).pills, action);
      return { query: edited, pills: understand(edited).pills.map(pillOf) };
    },
    complete: ({ query, cursor }) => {
      const before = /[^\s()]*$/.exec(query.slice(0, cursor))?.[0] ?? "";
      const start = cursor - before.length;
      const bare = before.replace(/^-/, "");
      const from = start + (before.length - bare.length);
      const top = (facet: Facet, begins: string, write: (value: wire.FacetValue) => string, hint: string) =>
        valuesOf(rows, facet, 10_000)
          .values.filter((one) => (one.label ?? one.value).toLowerCase().startsWith(begins.toLowerCase()))
          .slice(0, 8)
          .map((one) => ({ insert: write(one), label: `${hint} · ${one.count}` }));
      const [, field = "", value = ""] = /^([\w.]+):"?(.*)$/.exec(bare) ?? [];
      const facets: Record<string, Facet> = {
        lang: "lang",
        dataset: "dataset",
        client: "client",
        hashtag: "hashtag",
        from: "account",
        domain: "domain",
      };
      let items: wire.Completion[] = [];
      if (bare.startsWith("#")) items = top("hashtag", bare.slice(1), (one) => `#${one.value}`, "hashtag");
      else if (bare.startsWith("@")) items = top("mention", bare.slice(1), (one) => `@${one.value}`, "account");
      else if (facets[field]) {
        const quote = (text: string) => (/\s/.test(text) ? `"${text}"` : text);
        items = top(facets[field], value, (one) => `${field}:${quote(one.label ?? one.value)}`, facets[field]);
      } else if (field === "is" || field === "has") {
        const words =
          field === "is"
            ? ["retweet", "reply", "quote", "original"]
            : ["link", "hashtag", "mention", "media", "geo", "poll"];
        items = words
          .filter((word) => word.startsWith(value))
          .map((word) => ({ insert: `${field}:${word}`, label: field }));
      } else if (bare !== "" && field === "") {
        items = FIELDS.filter((name) => name.startsWith(bare.toLowerCase())).map((name) => ({
          insert: `${name}:`,
          label: "operator",
        }));
      }
      return { from, to: cursor, items };
    },
    tag_add: ({ tag, target, id }) => {
      if (!tagsOn(target, id).includes(tag)) tags = [...tags, { tag, target, id, at: now() }];
      return null;
    },
    tag_remove: ({ tag, target, id }) => {
      const before = tags.length;
      tags = tags.filter((one) => !(one.tag === tag && one.target === target && one.id === id));
      return tags.length < before;
    },
    tags: ({ tag }) => tags.filter((one) => !tag || one.tag === tag),
    note_add: ({ target, id, text }) => {
      const note = { note: (notes.at(-1)?.note ?? 0) + 1, target, id, text, at: now() };
      notes = [...notes, note];
      return note;
    },
    note_remove: ({ note: number }) => {
      const before = notes.length;
      notes = notes.filter((one) => one.note !== number);
      return notes.length < before;
    },
    notes: ({ target, id }) => notes.filter((note) => !target || (note.target === target && note.id === id)),
    saved_list: () => saved,
    saved_add: ({ name, query }) => {
      saved = [...saved.filter((one) => one.name !== name), { name, query, at: now() }].sort((a, b) =>
        a.name.localeCompare(b.name),
      );
      return null;
    },
    saved_remove: ({ name }) => {
      const before = saved.length;
      saved = saved.filter((one) => one.name !== name);
      return saved.length < before;
    },
    history_list: ({ limit }) => history.slice(0, limit ?? 100),
    history_add: ({ query }) => {
      const at = history.indexOf(query);
      if (at >= 0) history.splice(at, 1);
      history.unshift(query);
      return null;
    },
    setting_get: ({ key }) => settings.get(key) ?? null,
    setting_set: ({ key, value }) => {
      settings.set(key, value);
      return null;
    },
    network_cancel: () => {
      cancelled = true;
      return true;
    },
    network_layout_stop: () => true,
    network_close: ({ id }) => networks.close(id),
    network_geometry: ({ id, ask: wanted }) => {
      const { nodes, ...columns } = networks.columns(id, wanted ?? {});
      const most = columns.size.reduce((top, one) => Math.max(top, one), 0) || 1;
      const distinct = [...new Set(columns.colour)].sort((one, other) => one - other);
      return encode({
        nodes: nodes.length,
        edges: columns.weight.length,
        directed: columns.directed,
        placed: columns.placed,
        node: Uint32Array.from(nodes.map((one) => one.node)),
        xy: Float32Array.from(nodes.flatMap((one) => [one.x ?? NaN, one.y ?? NaN])),
        size: Float32Array.from(columns.size, (one) => one / most),
        colour: Float32Array.from(columns.colour, (one) => distinct.indexOf(one) / Math.max(1, distinct.length - 1)),
        community: Uint32Array.from(nodes.map((one) => one.community)),
        kind: Uint8Array.from(nodes.map((one) => KIND_ORDER.indexOf(one.kind as (typeof KIND_ORDER)[number]))),
        pinned: Uint8Array.from(nodes.map((one) => Number(one.pinned))),
        ends: Uint32Array.from(columns.ends),
        weight: Float32Array.from(columns.weight),
      });
    },
    network_pin: ({ id, pins }) => {
      networks.pin(id, pins);
      return null;
    },
    network_unpin: ({ id, nodes }) => {
      networks.unpin(id, nodes);
      return null;
    },
    network_nodes: ({ id, ask: wanted }) => networks.nodes(id, wanted),
    network_edges: ({ id, ask: wanted }) => networks.edges(id, wanted),
    network_node: ({ id, node }) => networks.node(id, node),
    network_edge_tweets: ({ id, source, target, ...page }) => networks.edgeTweets(id, source, target, page, rows),
    network_communities: ({ id, offset, limit }) => networks.communities(id, offset, limit),
    network_ego: ({ id, node, hops }) => networks.ego(id, node, hops),
    network_selection: ({ id, nodes }) => networks.selection(id, nodes),
    network_timeline: ({ id }) => networks.timeline(id),
  };
  /** Commands of networks that run long: some steps, then the answer. */
  const networkJob = async (job: string, args: unknown, onStep: (step: never) => void): Promise<unknown> => {
    const failure = wish.fail[job];
    if (failure) throw failure;
    if (!open) throw new Failure("unexpected", "the vault is locked");
    cancelled = false;
    if (job === "network_layout") {
      const { id, options } = args as Arguments<"network_layout">;
      onStep(Float32Array.of(1, ...networks.layout(id, options ?? {})).buffer as never);
      return {
        steps: 120,
        stopped: false,
        seconds: 0.1,
        caption: networks.captionOf(id),
      } satisfies wire.LayoutReport;
    }
    const steps = wish.delayMs ? 20 : 1;
    for (let done = 0; done < steps; done++) {
      if (cancelled) throw new Failure("cancelled", "stopped as asked");
      onStep({
        stage: "Counting",
        subject: "edges",
        done,
        total: steps,
        unit: "rows",
        rows: done,
        rejected: 0,
        rate: null,
        rate_unit: "rows",
        seconds_left: null,
        seconds: done / 10,
      } satisfies wire.Progress as never);
      if (wish.delayMs) await wait(wish.delayMs);
    }
    if (job === "network_build") {
      const { query, kind, options, view } = args as Arguments<"network_build">;
      understand(query);
      return networks.build(query, kind, options ?? {}, view ?? { chain: [] });
    }
    const { id } = args as { id: number };
    if (job === "network_view") return networks.view(id, (args as Arguments<"network_view">).view);
    return networks.betweenness(id);
  };
  const beforeUnlock = ["default_vault", "vault_peek", "vault_create", "vault_unlock"];

  return {
    name: "mock",
    async call(command, args) {
      if (wish.delayMs) await wait(wish.delayMs);
      const failure = wish.fail[command];
      if (failure) throw failure;
      if (!open && !beforeUnlock.includes(command)) throw new Failure("unexpected", "the vault is locked");
      const answer = answers[command] as (given: typeof args) => Reply<typeof command>;
      // As it would cross: a copy, so that nobody changes the library by changing an answer.
      const copy = structuredClone(answer(args)) as Reply<typeof command>;
      return wish.hostile ? poisoned(copy) : copy;
    },
    async job(job, args, onStep: (step: never) => void) {
      const failure = wish.fail[job];
      if (failure) throw failure;
      if (job.startsWith("network_")) return structuredClone(await networkJob(job, args, onStep)) as never;
      if (job === "export_plan") {
        if (wish.delayMs) await wait(wish.delayMs);
        const plan = structuredClone(leaving.plan((args as Arguments<"export_plan">).order));
        return (wish.hostile ? poisoned(plan) : plan) as never;
      }
      if (job === "import_survey") return { files: (args as { paths: string[] }).paths.map(surveyed) } as never;
      cancelled = false;
      const total = 4800;
      for (let done = 0; done <= total; done += 240) {
        if (cancelled) throw new Failure("cancelled", "stopped as asked; what was stored is kept");
        onStep({
          stage: job === "export_run" ? "Writing" : done < total * 0.8 ? "Reading" : "Indexing",
          subject: job === "export_run" ? "tweets" : "ira_invented_1018_tweets.csv",
          done,
          total,
          unit: "rows",
          rows: done,
          rejected: done > 2400 && job !== "export_run" ? 2 : 0,
          rate: 8200,
          rate_unit: "rows",
          seconds_left: (total - done) / 8200,
          seconds: done / 8200,
        } satisfies wire.Progress as never);
        await wait(wish.delayMs || 30);
      }
      if (job === "export_run") {
        const { order, hash } = args as Arguments<"export_run">;
        return structuredClone(leaving.run(order, hash)) as never;
      }
      if (job === "demo_generate") return [`${(args as { dir: string }).dir}/demo_tweets.csv`] as never;
      if (rows.length === 0) {
        rows = makeRows(wish.rows);
        sets = SETS.map((set) => set.name);
      }
      const tally = { read: 1202, new: 1200, duplicate: 0, rejected: 2 };
      const files = (args as { paths: string[] }).paths.map((path) => ({
        path,
        kind: "tweets",
        dataset: "ira_invented_1018",
        tweets: tally,
        accounts: { read: 0, new: 0, duplicate: 0, rejected: 0 },
        media: { read: 0, new: 0, duplicate: 0, rejected: 0 },
        seconds: 1.2,
        problem: null,
        fault: null,
      }));
      return {
        files,
        tweets: 1200 * files.length,
        accounts: 20,
        media: 0,
        rejected: 2 * files.length,
        seconds: 1.2,
        agreements: [],
      } as never;
    },
    onLocked(listener) {
      lockedListeners.add(listener);
      return () => lockedListeners.delete(listener);
    },
    onDrop(listener) {
      dropListeners.add(listener);
      return () => dropListeners.delete(listener);
    },
    async choose(what) {
      if (what === "save") return ["/home/reader/out/package.age"];
      return what === "folder" ? ["/home/reader/Starling"] : ["/home/reader/ira_invented_1018_tweets_csv_hashed.zip"];
    },
    lockNow() {
      open = false;
      for (const listener of lockedListeners) listener();
    },
    drop(drop) {
      for (const listener of dropListeners) listener(drop);
    },
  };
}
