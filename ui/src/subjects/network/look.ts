/** From the engine's columns to a picture: sizes and colours by what the reader chose, and the legend that says so. */
import type { Picture } from "../../lib/graph/picture";
import type { ColourBy } from "./address";
import { KIND_ORDER, type Geometry } from "../../host/geometry";

/** Colours by hue: six categories and the other, then seven steps of amount, then the edges' own. */
export const NODE_COLOURS = [
  "--cat-1",
  "--cat-2",
  "--cat-3",
  "--cat-4",
  "--cat-5",
  "--cat-6",
  "--cat-other",
  "--seq-1",
  "--seq-2",
  "--seq-3",
  "--seq-4",
  "--seq-5",
  "--seq-6",
  "--seq-7",
] as const;
export const EDGE_COLOURS = ["--text-3"] as const;
export const CATEGORIES = 6;
const OTHER = CATEGORIES;
const FIRST_STEP = 7;
const STEPS = 7;

/** A community's colour: the six largest have their own. */
export const communityHue = (community: number): number =>
  community >= 0 && community < CATEGORIES ? community : OTHER;

const LEAST_PX = 2;
const MOST_PX = 17;

/** Areas by value; nobody is larger than a thumb or smaller than can be hit. Fewer nodes may be larger. */
export function radii(size: Float32Array): Float32Array {
  let most = 0;
  for (const one of size) if (one > most) most = one;
  const n = size.length;
  const scale = n < 60 ? 1.15 : Math.max(0.35, Math.min(1, Math.pow(400 / n, 0.16)));
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const part = most > 0 ? Math.sqrt(Math.max(0, size[i]!) / most) : 0;
    out[i] = (LEAST_PX + (MOST_PX - LEAST_PX) * part) * scale;
  }
  return out;
}

/** The step of an amount, by its rank among the different values there are. */
export const stepOf = (rank: number): number => Math.max(0, Math.min(STEPS - 1, Math.floor(rank * STEPS)));

export interface LegendEntry {
  hue: number;
  hollow: boolean;
  /** A community's number, a kind, or nodes that have the least and greatest value of a step. */
  community?: number;
  kind?: string;
  least?: number;
  greatest?: number;
  nodes: number;
}

export interface Look {
  picture: Picture;
  legend: LegendEntry[];
}

export function look(geometry: Geometry, colour: ColourBy): Look {
  const { nodes, community, kind, colour: rank, directed } = geometry;
  const hue = new Uint8Array(nodes);
  const hollow = new Uint8Array(nodes);
  for (let i = 0; i < nodes; i++) hollow[i] = KIND_ORDER[kind[i]!] === "outsider" ? 1 : 0;
  const legend: LegendEntry[] = [];
  if (colour === "community") {
    const counts = new Map<number, number>();
    for (let i = 0; i < nodes; i++) {
      hue[i] = communityHue(community[i]!);
      const key = Math.min(community[i]!, CATEGORIES);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, n] of [...counts].sort((a, b) => a[0] - b[0]))
      legend.push({ hue: communityHue(key), hollow: false, ...(key < CATEGORIES && { community: key }), nodes: n });
  } else if (colour === "kind") {
    const counts = new Uint32Array(KIND_ORDER.length);
    for (let i = 0; i < nodes; i++) {
      hue[i] = kind[i]!;
      counts[kind[i]!]!++;
    }
    KIND_ORDER.forEach((one, k) => {
      if (counts[k]! > 0) legend.push({ hue: k, hollow: one === "outsider", kind: one, nodes: counts[k]! });
    });
  } else {
    const steps = new Map<number, { least: number; greatest: number; nodes: number }>();
    for (let i = 0; i < nodes; i++) {
      const step = stepOf(rank[i]!);
      hue[i] = FIRST_STEP + step;
      const held = steps.get(step) ?? { least: i, greatest: i, nodes: 0 };
      if (rank[i]! < rank[held.least]!) held.least = i;
      if (rank[i]! > rank[held.greatest]!) held.greatest = i;
      held.nodes++;
      steps.set(step, held);
    }
    for (const [step, one] of [...steps].sort((a, b) => a[0] - b[0])) {
      const [least, greatest] = [geometry.node[one.least]!, geometry.node[one.greatest]!];
      legend.push({ hue: FIRST_STEP + step, hollow: false, nodes: one.nodes, least, greatest });
    }
  }
  return {
    picture: {
      nodes,
      xy: geometry.xy,
      radius: radii(geometry.size),
      hue,
      hollow,
      edges: geometry.edges,
      ends: geometry.ends,
      weight: geometry.weight,
      edgeHue: new Uint8Array(geometry.edges),
      directed,
    },
    legend,
  };
}
