import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure, useHost, type NetworkFilter } from "../../host";
import { decode, decodePlaces, encode, type Geometry } from "../../host/geometry";
import { makeMock } from "../../host/mock";
import {
  brushParam,
  chainParam,
  elsewhere,
  leastWeight,
  viewOf,
  wantedOf,
  withLeastWeight,
  type Wanted,
} from "./address";
import { groupPicture } from "./groups";
import { communityHue, look, radii, stepOf } from "./look";
import { OpenNetwork } from "./network.svelte";
import { Pages } from "./pages.svelte";
import { stepAfter, stepFloor, stepped } from "./steps";
import { amount, edgeName, filterTitle, nodeHandle, nodeName } from "./words";

const wanted = (params: Record<string, string> = {}): Wanted => wantedOf(params);

describe("address", () => {
  it("says the same after being written and read", () => {
    const chain = [
      { filter: { keep: "weight", least: 3 } as NetworkFilter, on: true },
      { filter: { keep: "ego", node: 7, hops: 2 } as NetworkFilter, on: false },
    ];
    const params = { chain: chainParam(chain), brush: brushParam({ since: "2016-01-04", until: null }) };
    const read = wanted({ ...params, kind: "co-url", window: "any", size: "pagerank", colour: "core", draw: "all" });
    expect(read.chain).toEqual(chain);
    expect(read.brush).toEqual({ since: "2016-01-04", until: null });
    expect(read).toMatchObject({ kind: "co-url", size: "pagerank", colour: "core", draw: "all", tab: "picture" });
    expect(read.options.window).toBeNull();
    expect(viewOf(read)).toEqual({
      chain: [{ keep: "weight", least: 3 }],
      brush: { since: "2016-01-04", until: null },
    });
  });

  it("takes nothing for granted that may come from anywhere", () => {
    const read = wanted({ kind: "<b>", chain: '[1,{"keep":5},{"no":1}', size: "constructor", window: "-3", seed: "x" });
    expect(read).toMatchObject({ kind: "retweet", chain: [], size: "weight", options: {} });
    expect(wanted({ chain: '[null,{"keep":5},{"keep":"mutual"}]' }).chain).toHaveLength(1);
  });

  it("keeps the least weight as the one filter of its kind", () => {
    const first = withLeastWeight([{ filter: { keep: "mutual" }, on: true }], 4);
    expect(first.map((one) => one.filter.keep)).toEqual(["weight", "mutual"]);
    expect(leastWeight(first)).toBe(4);
    expect(leastWeight(withLeastWeight(first, 9))).toBe(9);
    expect(withLeastWeight(first, 0)).toHaveLength(1);
  });

  it("leaves behind, in another network, what names nodes by number", () => {
    const chain = chainParam([
      { filter: { keep: "core", least: 2 }, on: true },
      { filter: { keep: "without", nodes: [3] }, on: true },
    ]);
    expect(elsewhere({ chain, n: "4" })).toEqual({
      n: "",
      e: "",
      c: "",
      draw: "",
      chain: '[{"keep":"core","least":2}]',
    });
  });
});

describe("geometry", () => {
  const one: Geometry = {
    nodes: 3,
    edges: 2,
    directed: true,
    placed: true,
    node: Uint32Array.of(4, 9, 12),
    xy: Float32Array.of(1, 2, 3, 4, 5, 6),
    size: Float32Array.of(1, 0.25, 0),
    colour: Float32Array.of(1, 0.5, 0),
    community: Uint32Array.of(0, 1, 8),
    kind: Uint8Array.of(0, 1, 2),
    pinned: Uint8Array.of(0, 1, 0),
    ends: Uint32Array.of(0, 1, 2, 0),
    weight: Float32Array.of(7, 1),
  };

  it("comes over as it was sent, and strange bytes are refused", () => {
    expect(decode(encode(one))).toEqual(one);
    expect(() => decode(new ArrayBuffer(64))).toThrow(/no geometry/);
    expect(decodePlaces(Float32Array.of(0.5, 1, 2).buffer)).toEqual({ share: 0.5, xy: Float32Array.of(1, 2) });
  });

  it("is coloured by community, by kind and by amount, and the legend counts every node once", () => {
    const sum = (colour: Wanted["colour"]) => look(one, colour).legend.reduce((total, entry) => total + entry.nodes, 0);
    for (const colour of ["community", "kind", "pagerank"] as const) expect(sum(colour)).toBe(3);
    const by = look(one, "community");
    expect([...by.picture.hue]).toEqual([0, 1, communityHue(8)]);
    expect(by.legend.at(-1)?.community).toBeUndefined();
    expect([...by.picture.hollow], "outsiders are rings").toEqual([0, 0, 1]);
    expect(look(one, "pagerank").legend.map((entry) => entry.least)).toEqual([12, 9, 4]);
    expect([0, 0.5, 1].map(stepOf)).toEqual([0, 3, 6]);
    const sizes = radii(one.size);
    expect(sizes[0]! > sizes[1]! && sizes[1]! > sizes[2]! && sizes[2]! > 0).toBe(true);
  });
});

describe("steps through time", () => {
  const [from, to] = [Date.UTC(2016, 0, 6, 5), Date.UTC(2016, 2, 3)];

  it("begin on Monday, at midnight, on the first", () => {
    expect(new Date(stepFloor(from, "week")).toISOString()).toBe("2016-01-04T00:00:00.000Z");
    expect(new Date(stepFloor(Date.UTC(2016, 0, 4), "week")).toISOString()).toBe("2016-01-04T00:00:00.000Z");
    expect(new Date(stepFloor(from, "day")).toISOString()).toBe("2016-01-06T00:00:00.000Z");
    expect(new Date(stepFloor(from, "month")).toISOString()).toBe("2016-01-01T00:00:00.000Z");
    expect(new Date(stepAfter(Date.UTC(2016, 0, 1), "month", 1)).toISOString()).toBe("2016-02-01T00:00:00.000Z");
  });

  it("cover the whole without a gap and end at its end", () => {
    for (const width of ["day", "week", "month"] as const) {
      let at: { since: number; until: number } | null = stepped(null, { from, to }, width, 1);
      expect(at!.since).toBeLessThanOrEqual(from);
      for (let k = 0; k < 100 && at; k++) {
        const next: { since: number; until: number } | null = stepped(at, { from, to }, width, 1);
        if (next) expect(next.since).toBe(at.until);
        else expect(at.until).toBeGreaterThanOrEqual(to);
        at = next;
      }
      expect(at).toBeNull();
    }
    expect(stepped({ since: from, until: from + 5 }, { from, to }, "day", 1)).toEqual({
      since: from + 86_400_000,
      until: from + 86_400_005,
    });
  });
});

describe("words", () => {
  const node = { account: "12345", label: "sample", name: "Новости", kind: "author" };

  it("call a node by its own name, else its handle, else its id; a hash is cut", () => {
    const hash = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop=";
    expect(nodeName(node)).toBe("Новости");
    expect(nodeName({ ...node, name: null })).toBe("@sample");
    expect(nodeName({ ...node, name: null, label: "12345" })).toBe("12345");
    expect(nodeName({ account: hash, label: hash, name: hash, kind: "author" })).toBe("ABCD…op");
    expect(nodeHandle({ account: "x", label: "выборы", kind: "hashtag" })).toBe("#выборы");
  });

  it("say amounts so that they can be told apart", () => {
    expect([amount(1204), amount(0.123456), amount(null), amount(1234.5), amount(0.00001234)]).toEqual([
      "1,204",
      "0.123",
      "–",
      "1,235",
      "1.2e-5",
    ]);
  });

  it("name every filter and edge", () => {
    const filters: NetworkFilter[] = [
      { keep: "weight", least: 2 },
      { keep: "degree", least: 1 },
      { keep: "core", least: 3 },
      { keep: "components", largest: 1 },
      { keep: "communities", numbers: [0, 4] },
      { keep: "ego", node: 3, hops: 2 },
      { keep: "nodes", nodes: [1] },
      { keep: "without", nodes: [1, 2] },
      { keep: "kind", kinds: ["author"] },
      { keep: "mutual" },
      { keep: "without_loops" },
      { keep: "heaviest", nodes: 5000 },
    ];
    expect(new Set(filters.map((one) => filterTitle(one, () => "A"))).size).toBe(filters.length);
    expect(filterTitle(filters[5]!, () => "A")).toBe("Around A, 2 steps");
    const edge = { source_label: "a", target_label: "b" } as Parameters<typeof edgeName>[0];
    expect([edgeName(edge, true), edgeName(edge, false)]).toEqual(["a → b", "a – b"]);
  });
});

describe("network", () => {
  let mock: ReturnType<typeof makeMock>;
  let network: OpenNetwork;
  beforeEach(() => {
    mock = makeMock({ unlocked: true, network: 300 });
    useHost(mock);
    network = new OpenNetwork();
  });

  it("is built once, laid out, and only looked at anew when the view changes", async () => {
    const job = vi.spyOn(mock, "job");
    await network.ask(wanted());
    expect(network.network?.nodes).toBe(300);
    expect(network.geometry.data).toMatchObject({ nodes: 300, placed: true });
    expect(job.mock.calls.map(([name]) => name)).toEqual(["network_build", "network_layout"]);
    await network.ask(wanted());
    expect(job).toHaveBeenCalledTimes(2);
    const before = network.geometry.data!;
    await network.ask(wanted({ chain: chainParam([{ filter: { keep: "core", least: 2 }, on: true }]) }));
    expect(job.mock.calls.map(([name]) => name).slice(2), "places are kept, not made anew").toEqual(["network_view"]);
    const after = network.geometry.data!;
    expect(after.nodes).toBeLessThan(before.nodes);
    expect(network.network?.steps.at(-1)?.nodes).toBe(after.nodes);
    const [node, at] = [after.node[0]!, before.node.indexOf(after.node[0]!)];
    expect(network.placeOf(node)).toBe(0);
    expect([after.xy[0], after.xy[1]]).toEqual([before.xy[2 * at], before.xy[2 * at + 1]]);
    await network.ask(wanted());
    expect(network.geometry.data!.nodes, "a filter taken off leaves nothing behind").toBe(300);
  });

  it("shows at a brush exactly the edges of that time", async () => {
    await network.ask(wanted());
    const whole = network.network!.ties;
    const weeks = network.timeline.data!.buckets;
    let sum = 0;
    for (const [k, bucket] of weeks.entries()) {
      const until = weeks[k + 1]?.start ?? null;
      await network.ask(wanted({ brush: brushParam({ since: bucket.start, until }) }));
      expect(network.network!.ties, "the bar's figure is what is drawn").toBe(bucket.ties);
      sum += network.network!.ties;
    }
    expect(sum).toBe(whole);
  });

  it("asks before it draws too much, and draws nothing of it until then", async () => {
    useHost((mock = makeMock({ unlocked: true, network: 5200 })));
    await network.ask(wanted());
    expect(network.mustAsk).toBe(true);
    expect(network.geometry.data).toBeNull();
    await network.ask(wanted({ chain: chainParam([{ filter: { keep: "heaviest", nodes: 5000 }, on: true }]) }));
    expect(network.mustAsk).toBe(false);
    expect(network.geometry.data!.nodes).toBe(network.network!.nodes);
    expect(network.network!.nodes).toBeLessThanOrEqual(5000);
    await network.ask(wanted({ draw: "groups" }));
    const picture = groupPicture(network.communities.data!);
    expect(picture.nodes).toBe(network.communities.data!.communities.length);
    expect(Math.max(...picture.ends)).toBeLessThan(picture.nodes);
    // The invented engine counts everything anew for each answer.
  }, 60_000);

  it("lights a node with its neighbours, a community, the ends of an edge and what was chosen", async () => {
    await network.ask(wanted());
    const nothing = { node: -1, community: -1, edge: null };
    const lit = (light: Uint8Array | null) => light!.filter((one) => one > 0).length;
    expect(network.light(nothing)).toBeNull();
    const node = network.nodeAt(0);
    const neighbours = new Set(network.ties!.node.subarray(network.ties!.start[0]!, network.ties!.start[1]!)).size;
    expect(lit(network.light({ ...nothing, node }))).toBe(1 + neighbours);
    const members = network.geometry.data!.community.filter((one) => one === 1).length;
    expect(lit(network.light({ ...nothing, community: 1 }))).toBe(members);
    expect((await network.membersOf(1)).length).toBe(members);
    expect(lit(network.light({ ...nothing, edge: [network.nodeAt(3), network.nodeAt(8)] }))).toBe(2);
    network.choose([1, 2, 3], "only");
    network.choose([3, 4], "more");
    expect([...network.chosen]).toEqual([1, 2, 3, 4]);
    network.choose([3, 4], "more");
    expect([...network.chosen]).toEqual([1, 2]);
    expect(lit(network.light({ ...nothing, node }))).toBe(2);
  });

  it("is stopped, says so, and is built when asked again", async () => {
    useHost((mock = makeMock({ unlocked: true, network: 300, delayMs: 5 })));
    const asked = network.ask(wanted());
    await vi.waitFor(() => expect(network.step).not.toBeNull());
    expect(network.doing).toBe("build");
    await network.cancel();
    await asked;
    expect(network.stopped).toBe(true);
    expect(network.running).toBe(false);
    await network.again();
    expect(network.network?.nodes).toBe(300);
    expect(network.stopped).toBe(false);
  });

  it("gives up what is being built when something else is asked", async () => {
    useHost((mock = makeMock({ unlocked: true, network: 300, delayMs: 5 })));
    const first = network.ask(wanted());
    await vi.waitFor(() => expect(network.step).not.toBeNull());
    await Promise.all([first, network.ask(wanted({ kind: "reply" }))]);
    expect(network.network?.kind).toBe("reply");
    expect(network.running).toBe(false);
  });

  it("keeps a failure, and the old picture under it", async () => {
    await network.ask(wanted());
    const real = mock.job.bind(mock);
    vi.spyOn(mock, "job").mockImplementation((name, ...rest) =>
      name === "network_view"
        ? Promise.reject(new Failure("unexpected", "no", { number: 3 }))
        : (real(name, ...rest) as never),
    );
    await network.ask(wanted({ chain: chainParam([{ filter: { keep: "mutual" }, on: true }]) }));
    expect(network.built.failure).toBeInstanceOf(Failure);
    expect(network.geometry.data!.nodes).toBe(300);
  });

  it("computes betweenness when it is first wanted, and pins hold", async () => {
    await network.ask(wanted({ size: "betweenness" }));
    expect(network.network?.betweenness).not.toBeNull();
    await network.pin(5, 1, 2);
    await network.ask(wanted({ size: "weight" }));
    expect(network.pinned.has(5)).toBe(true);
    await network.layOut(true);
    const place = network.placeOf(5);
    expect([...network.geometry.data!.xy.slice(2 * place, 2 * place + 2)]).toEqual([1, 2]);
    await network.unpin([5]);
    expect(network.pinned.has(5)).toBe(false);
  });

  it("lays out anew when the address asks for another layout, and the last that was asked for has the say", async () => {
    await network.ask(wanted());
    expect(network.layout?.caption).toContain("gravity 0.15, seed 1");
    await Promise.all([
      network.ask(wanted({ gravity: "0.3" })),
      network.ask(wanted({ gravity: "0.5", pull: "2", linlog: "1" })),
    ]);
    expect(network.layingOut).toBe(false);
    expect(network.layout?.caption).toContain("LinLog, gravity 0.5, seed 1. Ties within a community pull 3 times");
    await network.ask(wanted({ seed: "4" }));
    expect(network.layout?.caption).toBe("Invented layout, gravity 0.15, seed 4.");
  });

  it("forgets everything when the vault is locked", async () => {
    await network.ask(wanted());
    await network.openNode(3);
    network.choose([1], "only");
    network.clear();
    expect(network.network).toBeNull();
    expect(network.geometry.data).toBeNull();
    expect(network.detail.data).toBeNull();
    expect(network.chosen).toEqual([]);
    expect(network.names.known(3)).toBeUndefined();
  });
});

describe("pages", () => {
  it("fetch what comes into sight, once, and drop a late answer", async () => {
    const pages = new Pages<number>();
    const fetch = vi.fn(async (offset: number, limit: number) => ({
      total: 950,
      rows: Array.from({ length: Math.min(limit, 950 - offset) }, (_, k) => offset + k),
    }));
    await pages.ask("a", fetch);
    await pages.show(340, 520);
    await pages.show(340, 520);
    expect(fetch.mock.calls.map(([offset]) => offset)).toEqual([0, 300, 400, 500]);
    expect([pages.at(0), pages.at(519), pages.at(700)]).toEqual([0, 519, undefined]);
    const late = pages.ask("b", () => new Promise((done) => setTimeout(() => done({ total: 1, rows: [7] }), 20)));
    await pages.ask("c", async () => ({ total: 2, rows: [8, 9] }));
    await late;
    expect([pages.total, pages.at(0), pages.key]).toEqual([2, 8, "c"]);
  });
});
