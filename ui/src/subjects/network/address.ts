/** The address of the Network screen: everything that is asked of the engine stands in it. */
import type { Brush, NetworkFilter, NetworkOptions, NetworkView } from "../../host";
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
}

type Params = Record<string, string>;
const NUMBERS = ["participation", "mostAccounts", "seed", "resolution"] as const;

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
