import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure, host, useHost } from "../host";
import { makeMock } from "../host/mock";
import { router } from "../lib/router.svelte";
import { quoted, unquoted } from "../lib/text/quote";
import { undo } from "../lib/undo.svelte";
import { cadence } from "./account/cadence";
import { Batch, linesOf, table, within } from "./batch/batch.svelte";
import { aligned, commonWidth, joint, overlap } from "./compare/compare.svelte";
import { Library } from "./dataset/library.svelte";
import { ImportJob } from "./job/job.svelte";
import { periodOf, pillTitle, stateOf, valuesOf } from "./query/edits";
import { Explore } from "./query/explore.svelte";
import { Brush, barsIn, sum } from "./timeline/brush.svelte";
import { OpenTweet } from "./tweet/thread.svelte";
import { strength } from "./vault/strength";
import { Vault } from "./vault/vault.svelte";

const newest = { sort: "newest" as const };
beforeEach(() => {
  useHost(makeMock({ unlocked: true, rows: 600 }));
  undo.clear();
  router.go("#/explore");
});

describe("explore", () => {
  it("shows one set of documents in every view", async () => {
    const explore = new Explore();
    await explore.ask({ query: "election", ...newest });
    expect(explore.total).toBeGreaterThan(0);
    expect(explore.facets.data?.total, "facets count the same tweets").toBe(explore.total);
    const timeline = explore.timeline.data!;
    expect(
      timeline.buckets.reduce((n, bucket) => n + bucket.count, timeline.undated),
      "so does the timeline",
    ).toBe(explore.total);
    const kinds = explore.facets.data!.facets["kind"]!;
    expect(
      kinds.reduce((n, one) => n + one.count, 0),
      "every tweet has one kind",
    ).toBe(explore.total);
  });
  it("loads the pages that come into sight, once", async () => {
    const explore = new Explore();
    await explore.ask({ query: "", ...newest });
    const call = vi.spyOn(host(), "call");
    await explore.tweets.show(95, 130);
    await explore.tweets.show(95, 130);
    expect(call.mock.calls.map(([, args]) => (args as { offset: number }).offset)).toEqual([50, 100]);
    expect(explore.tweets.at(120)).toBeDefined();
    expect(explore.tweets.at(0), "the first page is still there").toBeDefined();
  });
  it("keeps the old results when the query is wrong, and says where", async () => {
    const explore = new Explore();
    await explore.ask({ query: "#news", ...newest });
    const before = explore.total;
    await explore.ask({ query: "#news (lang:ru", ...newest });
    expect(explore.syntax?.at).toBe(6);
    expect(explore.total).toBe(before);
    await explore.ask({ query: "#news lang:en", ...newest });
    expect(explore.syntax, "mended").toBeNull();
  });
  it("asks nothing anew when only a tweet is opened", async () => {
    const explore = new Explore();
    await explore.ask({ query: "#news", ...newest });
    const call = vi.spyOn(host(), "call");
    await explore.ask({ query: "#news", ...newest });
    expect(call).not.toHaveBeenCalled();
  });
  it("asks only for the list when only the order changes", async () => {
    const explore = new Explore();
    await explore.ask({ query: "#news", ...newest });
    const call = vi.spyOn(host(), "call");
    await explore.ask({ query: "#news", sort: "likes" });
    expect(call.mock.calls.map(([command]) => command)).toEqual(["search"]);
  });
  it("says what taking out each part would give", async () => {
    const explore = new Explore();
    await explore.ask({ query: "lang:th #news", ...newest });
    expect(explore.total).toBe(0);
    await vi.waitFor(() => expect(explore.relief.data).toHaveLength(2));
    for (const one of explore.relief.data!) {
      expect((await host().call("count", { query: one.query })).tweets).toBe(one.tweets);
    }
  });
  it("draws the timeline over the whole span under a period, and narrow when zoomed", async () => {
    const explore = new Explore();
    const query = "since:2014-07-14 until:2014-08-04";
    await explore.ask({ query, ...newest });
    expect(explore.timeline.data!.total, "the brush stands on everything").toBe(600);
    await explore.ask({ query, ...newest, zoomed: true });
    expect(explore.timeline.data!.total).toBe(explore.total);
  });
  it("makes every press an address that undo takes back", async () => {
    const explore = new Explore();
    await explore.ask({ query: "", ...newest });
    await explore.edit({ do: "only", facet: "lang", value: "ru" }, "Russian");
    expect(router.param("q")).toBe("lang:ru");
    await undo.undo();
    expect(router.param("q")).toBe("");
    await undo.redo();
    expect(router.param("q")).toBe("lang:ru");
  });
  it("asks anew when the library has changed", async () => {
    const explore = new Explore();
    await explore.ask({ query: "", ...newest });
    await host().call("dataset_remove", { name: "ira_invented_1018" });
    explore.invalidate();
    await explore.ask({ query: "", ...newest });
    expect(explore.total).toBe((await host().call("count", { query: "*" })).tweets);
    expect(explore.total).toBeLessThan(600);
  });
  it("forgets everything at lock", async () => {
    const explore = new Explore();
    await explore.ask({ query: "#news", ...newest });
    explore.clear();
    expect([explore.query, explore.total, explore.tweets.at(0), explore.facets.data, explore.timeline.data]).toEqual([
      "",
      0,
      undefined,
      null,
      null,
    ]);
  });
});

describe("pills", () => {
  const pill = (text: string, field: string | null, value: string, negated = false) => ({
    text,
    from: 0,
    to: text.length,
    negated,
    field,
    value,
    title: text,
  });
  it("give the values of a group", () => {
    expect(valuesOf(pill("", "client", '("Twitter Web Client" OR dlvr.it)'))).toEqual([
      "Twitter Web Client",
      "dlvr.it",
    ]);
    expect(valuesOf(pill("", "lang", "ru"))).toEqual(["ru"]);
  });
  it("read quotation marks inside values", () => {
    expect(valuesOf(pill("", "client", String.raw`("a \"b\" \\c" OR d)`))).toEqual([String.raw`a "b" \c`, "d"]);
    expect(unquoted(quoted(String.raw`a "b" \c`))).toBe(String.raw`a "b" \c`);
    expect([quoted("sample_0"), quoted("aB+c="), quoted("OR"), quoted("-x")]).toEqual([
      "sample_0",
      '"aB+c="',
      '"OR"',
      '"-x"',
    ]);
  });
  it("say what stands for a facet's value", () => {
    const pills = [pill("-is:retweet", "is", "retweet", true), pill("lang:(ru OR en)", "lang", "(ru OR en)")];
    expect(stateOf(pills, "kind", "retweet")).toBe("out");
    expect(stateOf(pills, "lang", "EN"), "codes regardless of case").toBe("in");
    expect(stateOf(pills, "lang", "fa")).toBeNull();
    expect(stateOf(pills, "hour", "3"), "no operator, no state").toBeNull();
    const year = [pill("", "since", "2014-01-01"), pill("", "until", "2015-01-01")];
    expect([stateOf(year, "year", "2014"), stateOf(year, "year", "2015")]).toEqual(["in", null]);
  });
  it("read as people would say it", () => {
    const title = (name: string) => (name === "ira" ? "IRA, October 2018" : name);
    expect(pillTitle(pill("dataset:ira", "dataset", "ira"), title)).toBe("Dataset: IRA, October 2018");
    expect(pillTitle(pill("-is:retweet", "is", "retweet", true), title)).toBe("Retweet");
    expect(pillTitle(pill("likes:>=10", "likes", ">=10"), title)).toBe("likes:>=10");
    expect(pillTitle(pill("-vote", null, "vote", true), title)).toBe("vote");
  });
  it("give the period in UTC", () => {
    expect(periodOf([pill("", "since", "2014-07-14"), pill("", "until", "2014-08-04T13:30")])).toEqual({
      since: Date.UTC(2014, 6, 14),
      until: Date.UTC(2014, 7, 4, 13, 30),
    });
    expect(periodOf([pill("", "lang", "ru")])).toBeNull();
  });
});

describe("the brush", () => {
  const bars = [0, 1, 2, 3].map((i) => ({ start: Date.UTC(2014, i, 1), count: i, split: [] }));
  it("takes a run of bars, end exclusive", () => {
    const brush = new Brush();
    brush.move(1, 4, false);
    brush.move(2, 4, true);
    expect(brush.period(bars, "month")).toEqual({ since: "2014-02-01", until: "2014-04-01" });
    expect(sum(bars, brush.range)).toBe(3);
  });
  it("goes backwards too, and stays inside", () => {
    const brush = new Brush();
    brush.move(1, 4, false);
    brush.move(-5, 4, true);
    expect(brush.range).toEqual([0, 1]);
  });
  it("takes the one bar it stands on", () => {
    const brush = new Brush();
    brush.move(3, 4, false);
    expect(brush.period(bars, "month")).toEqual({ since: "2014-04-01", until: "2014-05-01" });
  });
  it("finds the bars of a period", () => {
    expect(barsIn(bars, "month", { since: Date.UTC(2014, 1, 10), until: Date.UTC(2014, 3, 1) })).toEqual([1, 2]);
    expect(barsIn(bars, "month", { since: null, until: Date.UTC(2014, 1, 1) })).toEqual([0, 0]);
    expect(barsIn(bars, "month", { since: Date.UTC(2020, 0, 1), until: null })).toBeNull();
  });
});

describe("the vault", () => {
  it("says wrong and stays shut", async () => {
    useHost(makeMock());
    const vault = new Vault();
    await vault.start();
    expect(vault.door).toBe("shut");
    expect(await vault.unlock({ passphrase: "no" })).toBe(false);
    expect([vault.door, vault.failure?.code]).toEqual(["shut", "wrong_passphrase"]);
    expect(await vault.unlock({ passphrase: "correct horse" })).toBe(true);
    expect([vault.door, vault.failure]).toEqual(["open", null]);
  });
  it("shows the recovery key once, before anything else", async () => {
    useHost(makeMock({ fresh: true }));
    const vault = new Vault();
    await vault.start();
    await vault.create("/tmp/v", "four words stand here", false);
    expect(vault.door).toBe("new-key");
    expect(vault.recoveryKey).not.toBe("");
    await vault.keyKept();
    expect([vault.door, vault.recoveryKey]).toEqual(["open", ""]);
  });
  it("has everything forgotten when it locks itself", async () => {
    const vault = new Vault();
    await vault.start();
    const forget = vi.fn();
    vault.onLeave(forget);
    vault.lockedByItself();
    expect([vault.door, vault.info, vault.idleLocked]).toEqual(["shut", null, true]);
    expect(forget).toHaveBeenCalledOnce();
  });
  it("advises on passphrases", () => {
    const check = (passphrase: string, wanted: string) => expect(strength(passphrase), passphrase).toBe(wanted);
    check("", "empty");
    check("abc", "short");
    check("aaaaaaaaaaaaaaaa", "repeated");
    check("abcdefgh12345678", "weak");
    check("password", "weak");
    check("correct horse battery staple", "strong");
    check("лошадь батарейка скрепка верно", "strong");
  });
});

describe("an import", () => {
  it("tells its steps and its end", async () => {
    const job = new ImportJob();
    const ended = vi.fn();
    job.onEnd = ended;
    await job.start(["/data/a.csv"], "");
    expect([job.state, job.report?.tweets]).toEqual(["done", 1200]);
    expect(job.step?.done).toBe(4800);
    expect(ended).toHaveBeenCalledOnce();
  });
  it("stops when asked, and goes on with the same files", async () => {
    const job = new ImportJob();
    const running = job.start(["/data/a.csv"], "set");
    await job.stop();
    await running;
    expect(job.state).toBe("cancelled");
    await job.goOn();
    expect([job.state, job.paths, job.dataset]).toEqual(["done", ["/data/a.csv"], "set"]);
  });
});

describe("the library", () => {
  it("keeps a dataset's colour for as long as it is there", async () => {
    const library = new Library();
    await library.load();
    const before = library.colour("serbia_invented_022020");
    expect(before).toMatch(/^var\(--cat-[1-6]\)$/);
    await library.remove("ira_invented_1018");
    expect(library.colour("serbia_invented_022020")).toBe(before);
    expect(library.colour("ira_invented_1018"), "whoever is gone has none").toBe("var(--cat-other)");
  });
});

describe("tags and notes", () => {
  it("can be undone and done again", async () => {
    const [first] = (await host().call("search", { query: "", offset: 0, limit: 1 })).tweets;
    const open = new OpenTweet();
    await open.open(first!.id);
    await open.addTag("checked");
    expect(open.thread.data?.tweet?.tags).toEqual(["checked"]);
    expect((await host().call("count", { query: "tag:checked" })).tweets, "the query finds it").toBe(1);
    await undo.undo();
    expect(open.thread.data?.tweet?.tags).toEqual([]);
    await open.addNote("read twice");
    expect(open.thread.data?.notes.map((note) => note.text)).toEqual(["read twice"]);
    await undo.undo();
    expect(open.thread.data?.notes).toEqual([]);
    await undo.redo();
    await open.removeNote(open.thread.data!.notes[0]!);
    expect(await host().call("notes", {})).toEqual([]);
    await undo.undo();
    expect(
      open.thread.data?.notes.map((note) => note.text),
      "a removed note comes back",
    ).toEqual(["read twice"]);
  });
});

describe("cadence", () => {
  const at = (ms: number) => String(((BigInt(ms) - 1_288_834_974_657n) << 22n) | 5n);
  const T = Date.UTC(2016, 5, 1);
  it("finds gaps, the most common one, and runs", () => {
    const ids = [0, 10_000, 20_000, 30_000, 40_000, 86_400_000].map((ms) => at(T + ms));
    expect(cadence(ids)).toMatchObject({
      n: 6,
      medianMs: 10_000,
      shortestMs: 10_000,
      commonS: 10,
      commonTimes: 4,
      bursts: 1,
      histogram: [0, 0, 4, 0, 0, 1, 0],
    });
  });
  it("does not guess from too few", () => expect(cadence([at(T), at(T + 5)])).toBeNull());
  it("leaves ids without a clock out", () => expect(cadence(["1", "2", "3", "4"])).toBeNull());
});

describe("comparing", () => {
  const value = (name: string, count: number) => ({ value: name, label: null, count });
  it("finds who wrote in both", () => {
    const answer = overlap(
      { values: [value("a", 5), value("b", 9)], distinct: 2 },
      { values: [value("b", 1), value("c", 2)], distinct: 40 },
    );
    expect(answer.both.map((one) => one.value)).toEqual(["b"]);
    expect(answer.sampled, "the second side was cut").toBe(true);
  });
  it("puts a value of both sides in one line, by share", () => {
    const all = { values: [value("x", 10), value("y", 5)], distinct: 2 };
    const lines = aligned(all, { values: [value("y", 90)], distinct: 1 }, [100, 100]);
    expect(lines.map((line) => [line.value, line.a, line.b])).toEqual([
      ["y", 5, 90],
      ["x", 10, 0],
    ]);
    const cut = aligned(all, { values: [value("y", 90)], distinct: 300 }, [100, 100]);
    expect(cut[1]?.b, "what lies below the values that are known is not said to be none").toBeNull();
  });
  it("puts both timelines on the same bars", () => {
    const line = (starts: string[]) => ({
      query: "",
      by: "day",
      total: 1,
      undated: 0,
      buckets: starts.map((start) => ({ start, count: 1 })),
    });
    expect(
      joint(line(["2014-01-01T00:00:00Z", "2014-01-02T00:00:00Z"]), line(["2014-01-02T00:00:00Z"])).map((bar) => [
        bar.a,
        bar.b,
      ]),
    ).toEqual([
      [1, 0],
      [1, 1],
    ]);
    const apart = joint(line(["2014-01-30T00:00:00Z"]), line(["2014-02-02T00:00:00Z"]));
    expect(
      apart.map((bar) => new Date(bar.start).toISOString().slice(5, 10)),
      "days without a tweet of either stand between",
    ).toEqual(["01-30", "01-31", "02-01", "02-02"]);
    expect(commonWidth(line(["2014-01-30T00:00:00Z"]), line(["2014-02-02T00:00:00Z"]))).toBe("day");
    expect(commonWidth(line(["2009-01-30T00:00:00Z"]), line(["2019-02-02T00:00:00Z"]))).toBe("month");
  });
});

describe("batch search", () => {
  it("reads lines of any system, without repeats", () =>
    expect(linesOf("\ufeffa\r\n\r\n b \na\n")).toEqual(["a", "b"]));
  it("counts each, and says which could not be", async () => {
    const batch = new Batch();
    await batch.run(["#news", "(broken"], "lang:en");
    const [first, second] = batch.lines;
    expect(first?.tweets).toBe((await host().call("count", { query: "(lang:en) (#news)" })).tweets);
    expect(second?.problem).toContain("bracket");
    expect(batch.total).toBe((await host().call("count", { query: "lang:en" })).tweets);
  });
  it("keeps alternatives together", () => {
    expect(within("a OR b", "c OR d")).toBe("(c OR d) (a OR b)");
    expect(within("a", "*")).toBe("a");
  });
  it("writes no formulas into a spreadsheet", () => {
    const text = table([{ query: '=cmd|"x"', tweets: 1, accounts: 1, problem: null }], 2);
    expect(text.split("\n")[1]).toBe(`'=cmd|"x"\t1\t1\t0.500000`);
  });
});

describe("failures", () => {
  it("come from the host's own shape", () => {
    const failure = Failure.from({ kind: "query_syntax", details: { at: 3, len: 2, column: 4 }, message: "no" });
    expect([failure.code, failure.at, failure.len, failure.message]).toEqual(["query_syntax", 3, 2, "no"]);
    expect(failure.details).toContain("column: 4");
  });
  it("are unexpected otherwise", () => {
    expect(Failure.from("boom").code).toBe("unexpected");
    expect(Failure.from(new TypeError("x")).message).toBe("x");
  });
});
