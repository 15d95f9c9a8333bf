import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure, host, useHost, type ExportOrder } from "../host";
import { makeMock } from "../host/mock";
import { live } from "../lib/live.svelte";
import { S } from "../lib/strings";
import { unitsOf } from "../lib/strings.leaving";
import { Acceptance } from "./agreement/acceptance.svelte";
import { Agreements, standing } from "./agreement/agreements.svelte";
import { ImportAgreements } from "./agreement/importing.svelte";
import { Log, filtered } from "./audit/log.svelte";
import { orderOf, paramsOf, productOf, stepOf } from "./leaving/ask";
import { Leaving, tally, worstFirst } from "./leaving/leaving.svelte";
import { Packages, overdue } from "./leaving/packages.svelte";
import { People, idFor } from "./people/people.svelte";
import { copyCitations } from "./tweet/copying";

beforeEach(() => {
  useHost(makeMock({ unlocked: true, rows: 600 }));
  live.close();
});

const order = (over: Partial<ExportOrder> = {}): ExportOrder => ({
  ...orderOf({ q: "#news", to: "chi", for: "academic_research" }),
  ...over,
});

describe("an order in the address", () => {
  it("comes back from its parameters as it was", () => {
    for (const one of [
      order(),
      order({ query: "*", format: "ids", to: null, purpose: null }),
      order({ format: "summary", by: "day", split: "lang", package: false }),
      order({ fields: ["tweetid", "tweet_text"], encrypt_to: ["age1a", "age1b"], to: "public" }),
    ]) {
      expect(orderOf(paramsOf(one))).toEqual(one);
    }
  });
  it("of a network is the network of the Network screen's address", () => {
    const params = { q: "#news", kind: "mention", what: "network", as: "gexf", brush: "2019-01-01~", chain: "[]" };
    const one = orderOf({ ...params, to: "chi" });
    expect(one.network).toEqual({
      kind: "mention",
      options: {},
      view: { chain: [], brush: { since: "2019-01-01", until: null } },
      betweenness: false,
      sources: null,
      communities: false,
      only_ids: false,
    });
    const collapsed = { ...one, network: { ...one.network!, communities: true } };
    expect(orderOf({ ...params, ...paramsOf(collapsed) })).toEqual(collapsed);
    const ids = { ...one, network: null, format: "ids" };
    expect(orderOf({ ...params, ...paramsOf(ids) }), "a remedy may leave the network").toEqual(ids);
    expect([productOf("csv", true), productOf("png", true), productOf("csv")]).toEqual(["graph", "figure", "records"]);
  });
  it("holds neither the path of the file nor any defaults", () => {
    expect(paramsOf({ ...order(), out: "/home/me/secret.csv" })).not.toHaveProperty("out");
    expect(Object.values(paramsOf(orderOf({})))).toEqual(Array(12).fill(""));
  });
  it("falls back to the first step for a step that is none", () => {
    expect(stepOf({ step: "check" })).toBe("check");
    expect(stepOf({ step: "nowhere" })).toBe("what");
    expect(productOf("parquet")).toBe("records");
    expect(productOf("svg")).toBe("figure");
  });
});

describe("a review", () => {
  it("of another order stops the one that is still being checked", async () => {
    const [mock, stops] = [makeMock({ unlocked: true, rows: 600 }), new Map<string, () => void>()];
    let running = 0;
    const asked: (string | null)[] = [];
    useHost({
      ...mock,
      call: (command, args) => {
        if (command === "job_cancel") stops.forEach((stop) => stop());
        return mock.call(command, args);
      },
      job: async (name, args, onStep) => {
        expect(++running, "one at a time").toBe(1);
        const to = (args as { order: ExportOrder }).order.to ?? "";
        asked.push(to);
        try {
          if (to !== "eve")
            await new Promise<void>((_, refuse) => stops.set(to, () => refuse(new Failure("cancelled", "stopped"))));
          return await mock.job(name, args, onStep);
        } finally {
          running--;
          stops.delete(to);
        }
      },
    });
    const leaving = new Leaving();
    const all = ["chi", "self", "public", "eve"].map((to) => leaving.check(order({ to })));
    await Promise.all(all);
    expect(asked, "those that were overtaken while they waited were never asked").toEqual(["chi", "eve"]);
    expect(leaving.plan.failure).toBeNull();
    expect(leaving.reasons(order({ to: "eve" })), "it is the last one's").not.toContain(S.export.checking);
    expect(leaving.reasons(order({ to: "chi" }))).toEqual([S.export.checking]);
  });
  it("has the worst first and counts each state", async () => {
    const leaving = new Leaving();
    await leaving.check(order({ to: "eve" }));
    const clauses = leaving.plan.data!.clauses;
    const states = worstFirst(clauses).map((one) => one.state);
    expect(states, "sorted").toEqual(
      [...states].sort(
        (a, b) =>
          ["refused", "needs_you", "changed", "met"].indexOf(a) - ["refused", "needs_you", "changed", "met"].indexOf(b),
      ),
    );
    const sums = tally(clauses);
    expect(Object.values(sums).reduce((a, b) => a + b)).toBe(clauses.length);
    expect(sums.needs_you).toBe(1);
  });
  it("asks once for the same order, and again when it changes", async () => {
    const leaving = new Leaving();
    const job = vi.spyOn(host(), "job");
    await leaving.check(order());
    await leaving.check(order());
    expect(job).toHaveBeenCalledTimes(1);
    await leaving.check(order({ to: "self" }));
    expect(job).toHaveBeenCalledTimes(2);
  });
  it("says every reason why the button cannot be pressed", async () => {
    const leaving = new Leaving();
    expect(leaving.reasons(order({ to: null, purpose: null }))).toHaveLength(2);
    expect(leaving.reasons(order()), "not looked at yet").toHaveLength(1);
    await leaving.check(order());
    expect(leaving.reasons(order()), "only the file is missing").toEqual(["Say where the file goes."]);
    leaving.out = "/home/me/out.age";
    expect(leaving.reasons(order())).toEqual([]);
    expect(leaving.reasons(order({ to: "self" })), "another order than the one that was reviewed").toHaveLength(1);
    await leaving.check(order({ to: "firm" }));
    expect(leaving.reasons(order({ to: "firm" })).join(), "a refusal has no way past it").toContain("P1-ids-only");
  });
  it("hands over exactly the decision that was reviewed, and the next one counts it", async () => {
    const leaving = new Leaving();
    leaving.out = " /home/me/out.age ";
    await leaving.check(order());
    const hash = leaving.plan.data!.hash;
    const job = vi.spyOn(host(), "job");
    await leaving.start();
    expect(leaving.state).toBe("done");
    const [, args] = job.mock.calls.find(([name]) => name === "export_run")!;
    expect(args).toMatchObject({ hash, order: { out: "/home/me/out.age" } });
    const used = leaving.plan.data!.quotas[0]!.used;
    leaving.dismiss();
    await leaving.check(order());
    expect(leaving.plan.data!.quotas[0]!.used).toBe(used + leaving.plan.data!.rows);
  });
  it("writes nothing when the decision is another one by then, and says so", async () => {
    const [first, second] = [new Leaving(), new Leaving()];
    first.out = second.out = "/home/me/out.age";
    await first.check(order());
    await second.check(order());
    await second.start();
    await first.start();
    expect(first.state).toBe("failed");
    expect(first.changed).toBe(true);
    expect(first.report).toBeNull();
  });
  it("forgets everything at lock", async () => {
    const leaving = new Leaving();
    leaving.out = "/home/me/out.age";
    await leaving.check(order());
    leaving.clear();
    expect([leaving.plan.data, leaving.out, leaving.report]).toEqual([null, "", null]);
  });
  it("names amounts", () => {
    expect(unitsOf(12_408, "tweets")).toBe("12,408 tweets");
    expect(unitsOf(1, "tweet ids")).toBe("1 tweet id");
  });
});

describe("packages", () => {
  it("are verified again, and what is owed can be met", async () => {
    const packages = new Packages();
    await packages.load();
    const one = packages.list.data![0]!;
    await packages.verify(one);
    expect(packages.checks[one.ledger]).toMatchObject({ ok: true });
    const owed = one.obligations[0]!;
    expect(overdue(owed, "2026-11-13")).toBe(true);
    expect(overdue(owed, "2026-11-12"), "its day has not passed").toBe(false);
    await packages.fulfil(one, owed, "signed copy in the office");
    expect(packages.list.data![0]!.obligations[0]!.done).not.toBeNull();
    expect(overdue(packages.list.data![0]!.obligations[0]!, "2030-01-01")).toBe(false);
  });
});

describe("the log", () => {
  it("shows where its chain does not hold", async () => {
    useHost(makeMock({ unlocked: true, rows: 600, leaving: ["broken"] }));
    const log = new Log();
    await Promise.all([log.load(), log.check()]);
    expect(log.chain.data!.ok).toBe(false);
    const gap = log.breakAt(3)!;
    expect(gap.expected).not.toBe(gap.found);
    expect(log.breakAt(4)).toBeUndefined();
  });
  it("is filtered by event, dataset and day", async () => {
    const log = new Log();
    await log.load();
    const all = log.page.data!.entries;
    const title = (name: string) => (name.startsWith("iran") ? "Persian release" : name);
    const event = (word: string) => (word === "refusal" ? "Refused" : word);
    const having = (filter: string) => filtered(all, filter, title, event).length;
    expect(having("")).toBe(all.length);
    expect(having("export 2026-11-05")).toBe(1);
    expect(having("PERSIAN import")).toBe(1);
    expect(having("refused")).toBe(1);
    expect(having("nothing-of-that")).toBe(0);
  });
});

describe("agreements", () => {
  it("stand as they are signed and used", async () => {
    useHost(makeMock({ unlocked: true, rows: 600, leaving: ["unsigned"] }));
    const agreements = new Agreements();
    await agreements.load();
    expect(agreements.all.map(standing)).toEqual(["unsigned", "unsigned"]);
    await agreements.sign("invented-public", { name: "Ada", institution: "A", role: "R" });
    expect(agreements.all.map(standing)).toEqual(["in_force", "unsigned"]);
    expect(await agreements.lastSigner(), "remembered for the next one").toMatchObject({ name: "Ada" });
    expect(standing({ ...agreements.all[0]!, problem: "expired" })).toBe("trouble");
    expect(standing({ ...agreements.all[0]!, datasets: [] })).toBe("unused");
  });
  it("are accepted clause by clause, and for exactly one text", async () => {
    const [agreements, acceptance] = [new Agreements(), new Acceptance()];
    const one = await agreements.detail("invented-public");
    for (const clause of one.clauses.slice(1)) acceptance.set(one, clause.id, true);
    expect(acceptance.whole(one)).toBe(false);
    acceptance.set(one, one.clauses[0]!.id, true);
    expect(acceptance.whole(one)).toBe(true);
    const later = { ...one, summary: { ...one.summary, digest: "another" } };
    expect(acceptance.count(later), "another version is accepted anew").toBe(0);
    acceptance.set(one, one.clauses[0]!.id, false);
    expect(acceptance.whole(one)).toBe(false);
  });
  it("of an import are those that its files fall under, and are asked for once", async () => {
    useHost(makeMock({ unlocked: true, rows: 600, leaving: ["unsigned"] }));
    const file = (await host().job("import_survey", { paths: ["/a_tweets.csv"] }, () => {})).files[0]!;
    const step = new ImportAgreements();
    await step.load([file]);
    expect(step.open.map((one) => one.summary.id)).toEqual(["invented-public"]);
    expect(step.ready).toBe(false);
    for (const clause of step.open[0]!.clauses) step.acceptance.set(step.open[0]!, clause.id, true);
    expect(step.ready, "nobody has said who accepts").toBe(false);
    step.acceptance.who = { name: "Ada", institution: "A", role: "R" };
    expect(step.ready).toBe(true);
    await step.sign();
    const again = new ImportAgreements();
    await again.load([file]);
    expect([again.open.length, again.held.length, again.ready]).toEqual([0, 1, true]);
    const unhashed = new ImportAgreements();
    await unhashed.load([{ ...file, agreement: "invented-unhashed" }]);
    expect(unhashed.open[0]!.summary.tier, "the survey says which one it is").toBe("consortium_unhashed");
    expect(again.accepted!.clauses, "what was accepted before holds for what comes in").toEqual(step.accepted!.clauses);
    expect(step.accepted!.clauses.length).toBe(step.list[0]!.clauses.length);
  });
});

describe("people", () => {
  it("count as one by key or ORCID", async () => {
    const people = new People();
    await people.load();
    expect(people.same(people.byId("chi")!).map((one) => one.id)).toEqual(["chi-2"]);
    expect(people.same(people.byId("eve")!), "no key is not a shared key").toEqual([]);
  });
  it("get a short name that nobody has", () => {
    expect(idFor("Łucja Ćwik", [])).toBe("łucja-cwik");
    expect(idFor("Chi Invented", ["chi-invented", "chi-invented-2"])).toBe("chi-invented-3");
    expect(idFor("Public", [])).toBe("public-2");
    expect(idFor("!!!", [])).toBe("recipient");
  });
});

describe("copying rows", () => {
  const tweets = async (n: number) => (await host().call("search", { query: "", offset: 0, limit: n })).tweets;

  it("copies what the policy gives back, not what the screen holds", async () => {
    const written: string[] = [];
    vi.stubGlobal("navigator", { clipboard: { writeText: async (text: string) => void written.push(text) } });
    const call = host().call.bind(host());
    vi.spyOn(host(), "call").mockImplementation((async (command: never, args: never) =>
      command === "copy_rows" ? "as the policy lets it go" : call(command, args)) as never);
    await copyCitations(await tweets(2));
    expect(written).toEqual(["as the policy lets it go"]);
    vi.unstubAllGlobals();
  });
  it("copies nothing past the limit, and says why", async () => {
    const written: string[] = [];
    vi.stubGlobal("navigator", { clipboard: { writeText: async (text: string) => void written.push(text) } });
    await copyCitations(await tweets(21));
    expect(written).toEqual([]);
    expect(live.toast?.kind).toBe("failure");
    expect(live.toast?.text).toContain("At most 20 rows");
    vi.unstubAllGlobals();
  });
  it("copies nothing where the policy cannot be asked", async () => {
    useHost(makeMock({ unlocked: true, rows: 600, fail: { copy_rows: new Failure("failed", "no answer") } }));
    await copyCitations(await tweets(1));
    expect(live.toast?.text).toContain("no answer");
  });
});
