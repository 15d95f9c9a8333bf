/** The network of the current query: built once, looked at through brush and filters, laid out, chosen from. */
import {
  Failure,
  host,
  type Community,
  type CommunityPage,
  type EdgeTweets,
  type LayoutReport,
  type Network,
  type NetworkNode,
  type NetworkTimeline,
  type NodeDetail,
  type Progress,
} from "../../host";
import { decode, decodePlaces, type Geometry } from "../../host/geometry";
import { CHOSEN, lightOf, tiesOf, type Ties } from "../../lib/graph/picture";
import { Resource } from "../../lib/resource.svelte";
import { DRAWN } from "../../lib/strings.network";
import { RANGES, viewOf, type ColourBy, type Wanted } from "./address";
import { look, type Look } from "./look";
import { Names } from "./names.svelte";
import { isMeasure, nodeName, valueOf, type Measure } from "./words";

/** Fewer nodes than that are no network. */
export const TOO_THIN = 4;
export const COMMUNITIES_PAGE = 100;
export const EDGE_TWEETS_PAGE = 50;
/** The picture follows a running layout at most so often. */
const REFRESH_MS = 250;

/** What a layout depends on besides the network. */
const layoutKey = ({ layout, options }: Pick<Wanted, "layout" | "options">) =>
  JSON.stringify([layout, options.seed ?? RANGES.seed.usual]);
const USUAL_LAYOUT = layoutKey({ layout: {}, options: {} });

export class OpenNetwork {
  readonly built = new Resource<Network>();
  readonly geometry = new Resource<Geometry>();
  readonly timeline = new Resource<NetworkTimeline>();
  readonly communities = new Resource<CommunityPage>();
  readonly detail = new Resource<NodeDetail>();
  readonly edgeTweets = new Resource<EdgeTweets>();
  readonly scale = new Resource<ReadonlyMap<number, number | null>>();
  readonly names = new Names();

  /** What runs long, and how far it is. */
  doing = $state<"nothing" | "build" | "view" | "betweenness">("nothing");
  step = $state.raw<Progress | null>(null);
  layingOut = $state(false);
  /** How far the layout is, from 0 to 1. */
  layoutShare = $state(0);
  layout = $state.raw<LayoutReport | null>(null);
  layoutFailure = $state.raw<Failure | null>(null);
  /** Changes when nodes were moved in place. */
  places = $state(0);
  pinned = $state.raw<ReadonlySet<number>>(new Set());
  /** Several nodes, chosen by lasso, by keys or from a table. The network's own numbers. */
  chosen = $state.raw<readonly number[]>([]);
  /** The library changed: the same question has another answer. */
  version = $state(0);
  wanted = $state.raw<Wanted | null>(null);

  #builtKey = "";
  #viewKey = "";
  #drawnKey = "";
  /** As what the drawing was laid out last; nothing is the usual. */
  #laidKey = USUAL_LAYOUT;
  #layouts = 0;
  #turn = 0;
  #placed = 0;
  #drawnColour = $state<ColourBy>("community");

  get network(): Network | null {
    return this.built.data;
  }
  get id(): number {
    return this.network?.id ?? -1;
  }
  get running(): boolean {
    return this.doing !== "nothing";
  }
  /** Why nothing is shown, where something went wrong; a stop is no failure. */
  get stopped(): boolean {
    return this.built.failure instanceof Failure && this.built.failure.code === "cancelled";
  }
  /** Whether the reader must say how so much is drawn. */
  get mustAsk(): boolean {
    return (this.network?.nodes ?? 0) > DRAWN && this.wanted?.draw === "ask";
  }

  readonly #look = $derived.by<Look | null>(() => {
    const geometry = this.geometry.data;
    return geometry ? look(geometry, this.#drawnColour) : null;
  });
  get look(): Look | null {
    return this.#look;
  }
  readonly #ties = $derived.by<Ties | null>(() => (this.#look ? tiesOf(this.#look.picture) : null));
  get ties(): Ties | null {
    return this.#ties;
  }
  readonly #placeOf = $derived.by<Map<number, number>>(() => {
    const map = new Map<number, number>();
    this.geometry.data?.node.forEach((node, at) => map.set(node, at));
    return map;
  });
  /** A node's place in the picture; -1 where it is not drawn. */
  placeOf(node: number): number {
    return this.#placeOf.get(node) ?? -1;
  }
  /** The network's number of a node of the picture. */
  nodeAt(place: number): number {
    return this.geometry.data?.node[place] ?? -1;
  }
  nameAt(place: number): string {
    const node = this.names.get(this.nodeAt(place));
    return node ? nodeName(node) : "";
  }

  /** The light on the picture for what is chosen. */
  light(open: { node: number; community: number; edge: readonly [number, number] | null }): Uint8Array | null {
    const geometry = this.geometry.data;
    if (!geometry) return null;
    const places = (nodes: readonly number[]) => nodes.map((node) => this.placeOf(node)).filter((one) => one >= 0);
    if (this.chosen.length > 0) return lightOf(geometry.nodes, places(this.chosen), null);
    if (open.edge) return lightOf(geometry.nodes, places(open.edge), null);
    if (open.node >= 0 && this.placeOf(open.node) >= 0) return lightOf(geometry.nodes, places([open.node]), this.#ties);
    if (open.community >= 0) {
      const light = new Uint8Array(geometry.nodes);
      for (let i = 0; i < geometry.nodes; i++) if (geometry.community[i] === open.community) light[i] = CHOSEN;
      return light;
    }
    return null;
  }

  /** Asks for what the address says, as far as it is not here already. */
  async ask(wanted: Wanted): Promise<void> {
    const builtKey = JSON.stringify([wanted.query, wanted.kind, wanted.options, this.version]);
    const viewKey = JSON.stringify(viewOf(wanted));
    const drawnKey = JSON.stringify([wanted.size, wanted.colour, wanted.draw]);
    const other = builtKey !== this.#builtKey;
    const seen = other || viewKey !== this.#viewKey;
    const drawn = seen || drawnKey !== this.#drawnKey || layoutKey(wanted) !== this.#laidKey;
    this.wanted = wanted;
    if (!drawn) return;
    [this.#builtKey, this.#viewKey, this.#drawnKey] = [builtKey, viewKey, drawnKey];
    const turn = ++this.#turn;
    if (this.running) await this.cancel();
    if (other) await this.#build(wanted, turn);
    else if (seen) await this.#view(wanted, turn);
    if (turn !== this.#turn || this.built.failure || !this.network) return;
    await Promise.all([
      other ? this.timeline.load(() => host().call("network_timeline", { id: this.id })) : null,
      seen ? this.#askCommunities() : null,
      this.#draw(wanted, turn),
    ]);
  }

  /** The same again, after a stop or a failure. */
  async again(): Promise<void> {
    this.#builtKey = "";
    if (this.wanted) await this.ask(this.wanted);
  }

  async #build(wanted: Wanted, turn: number): Promise<void> {
    const before = this.network?.id;
    this.chosen = [];
    this.layout = null;
    this.#laidKey = USUAL_LAYOUT;
    this.pinned = new Set();
    const built = await this.built.load(() =>
      this.#job("build", turn, (onStep) =>
        host().job(
          "network_build",
          { query: wanted.query, kind: wanted.kind, options: wanted.options, view: viewOf(wanted) },
          onStep,
        ),
      ),
    );
    if (!built) return;
    this.names.of(built.id);
    if (before !== undefined && before !== built.id) this.#close(before);
  }

  async #view(wanted: Wanted, turn: number): Promise<void> {
    await this.built.load(() =>
      this.#job("view", turn, (onStep) => host().job("network_view", { id: this.id, view: viewOf(wanted) }, onStep)),
    );
  }

  async #job<T>(
    what: "build" | "view" | "betweenness",
    turn: number,
    run: (on: (step: Progress) => void) => Promise<T>,
  ) {
    this.doing = what;
    this.step = null;
    try {
      return await run((step) => {
        if (turn === this.#turn) this.step = step;
      });
    } finally {
      if (turn === this.#turn) {
        this.doing = "nothing";
        this.step = null;
      }
    }
  }

  async #draw(wanted: Wanted, turn: number): Promise<void> {
    const network = this.network;
    if (!network) return;
    if ([wanted.size, wanted.colour].includes("betweenness") && network.betweenness === null) {
      await this.measureBetweenness();
      if (turn !== this.#turn || this.network?.betweenness === null) return;
    }
    if (this.mustAsk || wanted.draw === "groups" || network.nodes < TOO_THIN) return this.geometry.clear();
    const geometry = await this.#askGeometry(wanted);
    const otherwise = layoutKey(wanted) !== this.#laidKey;
    if (geometry && (otherwise || !geometry.placed)) await this.layOut(otherwise);
  }

  async #askGeometry(wanted: Wanted): Promise<Geometry | null> {
    const { size, colour } = wanted;
    const amount = isMeasure(colour) ? colour : null;
    const geometry = await this.geometry.load(async () => {
      const one = decode(
        await host().call("network_geometry", { id: this.id, ask: { size, ...(amount && { colour: amount }) } }),
      );
      // What it is drawn in changes with the columns, never before them.
      this.#drawnColour = colour;
      return one;
    });
    if (!geometry) return null;
    const { node, pinned } = geometry;
    this.pinned = new Set(node.filter((_, i) => pinned[i] === 1));
    if (amount) void this.#askScale(amount);
    else this.scale.clear();
    return geometry;
  }

  /** The values at which the legend's steps begin and end. */
  async #askScale(measure: Measure): Promise<void> {
    const ends = (this.look?.legend ?? []).flatMap(({ least, greatest }) => [least ?? -1, greatest ?? -1]);
    const nodes = [...new Set(ends)].filter((one) => one >= 0);
    await this.scale.load(async () => {
      const page = await host().call("network_nodes", { id: this.id, ask: { nodes, offset: 0, limit: nodes.length } });
      return new Map(page.nodes.map((one) => [one.node, valueOf(one, measure)]));
    });
  }

  async #askCommunities(): Promise<void> {
    const answer = await this.communities.load(() =>
      host().call("network_communities", { id: this.id, offset: 0, limit: COMMUNITIES_PAGE }),
    );
    if (answer) this.names.learn(answer.communities.flatMap((one) => one.top));
  }
  async moreCommunities(): Promise<void> {
    const held = this.communities.data;
    if (!held) return;
    await this.communities.load(async () => {
      const offset = held.communities.length;
      const next = await host().call("network_communities", { id: this.id, offset, limit: COMMUNITIES_PAGE });
      return { ...next, communities: [...held.communities, ...next.communities], ties: held.ties };
    });
  }
  community(number: number): Community | undefined {
    return this.communities.data?.communities.find((one) => one.community === number);
  }

  async measureBetweenness(): Promise<void> {
    const turn = this.#turn;
    await this.built.load(() =>
      this.#job("betweenness", turn, (onStep) => host().job("network_betweenness", { id: this.id }, onStep)),
    );
  }

  /** Lays the picture out as the address says; it is refreshed while that goes on, and can be stopped at what it is. */
  async layOut(afresh: boolean): Promise<void> {
    const { id, wanted } = this;
    if (id < 0 || !wanted) return;
    const mine = ++this.#layouts;
    this.#laidKey = layoutKey(wanted);
    this.layingOut = true;
    this.layoutShare = 0;
    this.layoutFailure = null;
    const still = typeof matchMedia !== "undefined" && matchMedia("(prefers-reduced-motion: reduce)").matches;
    try {
      const report = await host().job("network_layout", { id, options: { afresh, ...wanted.layout } }, (buffer) => {
        if (id !== this.id || mine !== this.#layouts) return;
        if (still && this.geometry.data?.placed) return;
        const { share, xy } = decodePlaces(buffer);
        this.layoutShare = share;
        this.#place(xy);
      });
      // One that began later has the say.
      if (mine === this.#layouts) this.layout = report;
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.code !== "cancelled" && mine === this.#layouts) this.layoutFailure = failure;
    } finally {
      if (mine === this.#layouts) this.layingOut = false;
    }
    if (id === this.id && mine === this.#layouts && this.wanted) await this.#askGeometry(this.wanted);
  }

  #place(xy: Float32Array): void {
    const geometry = this.geometry.data;
    const now = performance.now();
    if (!geometry || xy.length !== geometry.xy.length || (geometry.placed && now - this.#placed < REFRESH_MS)) return;
    this.#placed = now;
    if (geometry.placed) {
      geometry.xy.set(xy);
      this.places++;
    } else this.geometry.data = { ...geometry, xy, placed: true };
  }

  async stopLayout(): Promise<void> {
    await host()
      .call("network_layout_stop", { id: this.id })
      .catch(() => false);
  }

  async cancel(): Promise<void> {
    await host()
      .call("network_cancel", {})
      .catch(() => false);
  }

  async openNode(node: number): Promise<void> {
    if (node < 0 || this.id < 0) return this.detail.clear();
    const detail = await this.detail.load(() => host().call("network_node", { id: this.id, node }));
    if (detail) this.names.learn([detail.node]);
  }

  async openEdge(edge: readonly [number, number] | null): Promise<void> {
    if (!edge || this.id < 0) return this.edgeTweets.clear();
    const [source, target] = edge;
    await this.edgeTweets.load(() =>
      host().call("network_edge_tweets", { id: this.id, source, target, offset: 0, limit: EDGE_TWEETS_PAGE }),
    );
  }
  /** What an edge weighs, where it is drawn. */
  weightOf([source, target]: readonly [number, number]): number | null {
    const [geometry, ties] = [this.geometry.data, this.#ties];
    const [a, b] = [this.placeOf(source), this.placeOf(target)];
    if (!geometry || !ties || a < 0 || b < 0) return null;
    for (let k = ties.start[a]!; k < ties.start[a + 1]!; k++) {
      const e = ties.edge[k]!;
      const forth = geometry.ends[2 * e] === a && geometry.ends[2 * e + 1] === b;
      const back = geometry.ends[2 * e] === b && geometry.ends[2 * e + 1] === a;
      if (forth || (back && this.network?.directed === false)) return geometry.weight[e]!;
    }
    return null;
  }
  async moreEdgeTweets(edge: readonly [number, number]): Promise<void> {
    const held = this.edgeTweets.data;
    if (!held) return;
    const [source, target] = edge;
    await this.edgeTweets.load(async () => {
      const next = await host().call("network_edge_tweets", {
        id: this.id,
        source,
        target,
        offset: held.tweets.length,
        limit: EDGE_TWEETS_PAGE,
      });
      return { ...held, total: next.total, tweets: [...held.tweets, ...next.tweets] };
    });
  }

  async pin(node: number, x: number, y: number): Promise<void> {
    await host().call("network_pin", { id: this.id, pins: [{ node, x, y }] });
    this.pinned = new Set([...this.pinned, node]);
  }
  async unpin(nodes: readonly number[]): Promise<void> {
    await host().call("network_unpin", { id: this.id, nodes: [...nodes] });
    this.pinned = new Set([...this.pinned].filter((one) => !nodes.includes(one)));
  }

  /** The chosen nodes with these, or without them where all were chosen already. */
  choose(nodes: readonly number[], how: "only" | "more"): void {
    if (how === "only") this.chosen = [...nodes];
    else {
      const held = new Set(this.chosen);
      const all = nodes.every((one) => held.has(one));
      for (const one of nodes) {
        if (all) held.delete(one);
        else held.add(one);
      }
      this.chosen = [...held];
    }
  }

  /** All nodes of a community, the heaviest first. */
  async membersOf(community: number): Promise<NetworkNode[]> {
    const out: NetworkNode[] = [];
    for (;;) {
      const page = await host().call("network_nodes", {
        id: this.id,
        ask: { communities: [community], offset: out.length, limit: 1000 },
      });
      out.push(...page.nodes);
      if (page.nodes.length === 0 || out.length >= page.total) return out;
    }
  }

  invalidate(): void {
    this.version++;
  }

  clear(): void {
    this.#turn++;
    for (const one of [
      this.built,
      this.geometry,
      this.timeline,
      this.communities,
      this.detail,
      this.edgeTweets,
      this.scale,
      this.names,
    ])
      one.clear();
    this.doing = "nothing";
    this.step = null;
    this.layingOut = false;
    this.layout = null;
    this.#laidKey = USUAL_LAYOUT;
    this.chosen = [];
    this.pinned = new Set();
    this.wanted = null;
    this.#builtKey = this.#viewKey = this.#drawnKey = "";
  }

  #close(id: number): void {
    void host()
      .call("network_close", { id })
      .catch(() => false);
  }
}

export const network = new OpenNetwork();
