/** The address of the Network screen: everything that is asked of the engine stands in it. */
import type { Brush, LayoutOptions, NetworkFilter, NetworkOptions, NetworkView } from "../../host";
import { isKind, isMeasure, type Kind, type Measure } from "./words";

export type Tab = "picture" | "nodes" | "edges";
export type Draw = "ask" | "all" | "groups";
export type ColourBy = "community" | "kind" | Measure;

/** A filter, and whether it is on: one that is off stays in the chain to be put on again. */
export interface Link {
  filter: NetworkFilter;
  on: boolean;
}

export interface Wanted {
  query: string;
  kind: Kind;
  options: NetworkOptions;
  chain: Link[];
  brush: Brush | null;
  size: Measure;
  colour: ColourBy;
  draw: Draw;
  tab: Tab;
  /** How it is laid out, as far as that is not the usual. */
  layout: Partial<Pick<LayoutOptions, "gravity" | "communities" | "linLog">>;
}

type Params = Record<string, string>;
const NUMBERS = ["participation", "mostAccounts"] as const;
/** What may be asked of each; another number is none. */
export const RANGES = {
  seed: { least: 0, most: 4_294_967_295, usual: 1 },
  resolution: { least: 0.1, most: 10, usual: 1 },
  gravity: { least: 0.05, most: 1, usual: 0.15 },
  pull: { least: 0, most: 10, usual: 0 },
} as const;
/** Gravity where communities are separated more. */
export const LIN_LOG_GRAVITY = 0.05;

/** A number of the address, where it is one that can be asked for and not the usual. */
function within(params: Params, name: keyof typeof RANGES): number | undefined {
  const { least, most } = RANGES[name];
  const text = params[name] ?? "";
  const value = Number(text);
  const fits = text !== "" && value >= least && value <= most && (name !== "seed" || Number.isInteger(value));
  return fits ? value : undefined;
}

export function wantedOf(params: Params): Wanted {
  const kind = params["kind"] ?? "";
  const colour = params["colour"] ?? "";
  const size = params["size"] ?? "";
  const tab = params["tab"] ?? "";
  const draw = params["draw"] ?? "";
  const options: NetworkOptions = {};
  const window = params["window"] ?? "";
  if (window === "any") options.window = null;
  else if (window !== "" && Number(window) > 0) options.window = Number(window);
  if (params["counting"]) options.counting = params["counting"];
  if (params["retweets"] === "1") options.withRetweets = true;
  for (const name of NUMBERS) {
    const value = Number(params[name] ?? "");
    if ((params[name] ?? "") !== "" && Number.isFinite(value)) options[name] = value;
  }
  for (const name of ["seed", "resolution"] as const) {
    const value = within(params, name);
    if (value !== undefined) options[name] = value;
  }
  const layout: Wanted["layout"] = {};
  const [gravity, pull] = [within(params, "gravity"), within(params, "pull")];
  if (gravity !== undefined) layout.gravity = gravity;
  if (pull !== undefined && pull > 0) layout.communities = pull;
  if (params["linlog"] === "1") layout.linLog = true;
  return {
    query: params["q"] ?? "",
    kind: isKind(kind) ? kind : "retweet",
    options,
    chain: chainOf(params["chain"] ?? ""),
    brush: brushOf(params["brush"] ?? ""),
    size: isMeasure(size) ? size : "weight",
    colour: colour === "kind" || isMeasure(colour) ? colour : "community",
    draw: draw === "all" || draw === "groups" ? draw : "ask",
    tab: tab === "nodes" || tab === "edges" ? tab : "picture",
    layout,
  };
}

/** Only filters of a known shape: an address may come from anywhere. */
function chainOf(text: string): Link[] {
  try {
    const held: unknown = JSON.parse(text || "[]");
    if (!Array.isArray(held)) return [];
    return held.flatMap((one: unknown) => {
      if (!one || typeof one !== "object" || typeof (one as NetworkFilter).keep !== "string") return [];
      const { off, ...filter } = one as NetworkFilter & { off?: boolean };
      return [{ filter: filter as NetworkFilter, on: off !== true }];
    });
  } catch {
    return [];
  }
}

export function chainParam(chain: readonly Link[]): string {
  if (chain.length === 0) return "";
  return JSON.stringify(chain.map(({ filter, on }) => (on ? filter : { ...filter, off: true })));
}

function brushOf(text: string): Brush | null {
  const [since = "", until = ""] = text.split("~");
  return since === "" && until === "" ? null : { since: since || null, until: until || null };
}

export const brushParam = (brush: Brush | null): string => (brush ? `${brush.since ?? ""}~${brush.until ?? ""}` : "");

/** What is sent: the filters that are on. */
export function viewOf({ chain, brush }: Pick<Wanted, "chain" | "brush">): NetworkView {
  return { chain: chain.filter((one) => one.on).map((one) => one.filter), ...(brush && { brush }) };
}

/** The least weight is a filter as any other, and always the first of its kind. */
export function leastWeight(chain: readonly Link[]): number {
  const found = chain.find((one) => one.filter.keep === "weight" && one.on)?.filter;
  return found?.keep === "weight" ? found.least : 0;
}
export function withLeastWeight(chain: readonly Link[], least: number): Link[] {
  const at = chain.findIndex((one) => one.filter.keep === "weight");
  if (least <= 0) return at < 0 ? [...chain] : chain.filter((_, i) => i !== at);
  const link: Link = { filter: { keep: "weight", least }, on: true };
  return at < 0 ? [link, ...chain] : chain.map((one, i) => (i === at ? link : one));
}

/** Filters that name nodes or communities by number mean nothing in another network. */
const NUMBERED: readonly NetworkFilter["keep"][] = ["communities", "ego", "nodes", "without"];

/** What of these parameters another query or another meaning leaves: filters that hold anywhere stay. */
export function elsewhere(params: Params): Params {
  const chain = chainOf(params["chain"] ?? "").filter((one) => !NUMBERED.includes(one.filter.keep));
  return { n: "", e: "", c: "", draw: "", chain: chainParam(chain) };
}
