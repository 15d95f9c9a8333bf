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

/** Where the steps of an amount begin: equal numbers of nodes in each, as far as values differ. Zero is the first step's. */
export function breaks(values: Float32Array): number[] {
  const sorted = Float64Array.from(values).sort();
  const known = sorted.filter((one) => !Number.isNaN(one));
  if (known.length === 0) return [];
  const out: number[] = [];
  for (let k = 0; k < STEPS; k++) {
    // The upper steps are finer: most accounts are small, and it is the others one asks about.
    const share = 1 - Math.pow(1 - k / STEPS, 2);
    const value = known[Math.min(known.length - 1, Math.floor(share * known.length))]!;
    if (k === 0 || value > out.at(-1)!) out.push(value);
  }
  return out;
}
export function stepOf(value: number, begins: readonly number[]): number {
  let step = 0;
  while (step + 1 < begins.length && value >= begins[step + 1]!) step++;
  // Few steps use the ends of the scale.
  return begins.length <= 1 ? STEPS - 3 : Math.round((step * (STEPS - 1)) / (begins.length - 1));
}

export interface LegendEntry {
  hue: number;
  hollow: boolean;
  /** A community's number, a kind, or the least and greatest value of a step. */
  community?: number;
  kind?: string;
  from?: number;
  to?: number;
  nodes: number;
}

export interface Look {
  picture: Picture;
  legend: LegendEntry[];
}

export function look(geometry: Geometry, colour: ColourBy, directed: boolean): Look {
  const { nodes, community, kind, colour: values } = geometry;
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
    const of = values ?? geometry.size;
    const begins = breaks(of);
    const counts = new Map<number, { from: number; to: number; nodes: number }>();
    for (let i = 0; i < nodes; i++) {
      const value = of[i]!;
      if (Number.isNaN(value)) {
        hue[i] = OTHER;
        continue;
      }
      const step = stepOf(value, begins);
      hue[i] = FIRST_STEP + step;
      const held = counts.get(step) ?? { from: value, to: value, nodes: 0 };
      held.from = Math.min(held.from, value);
      held.to = Math.max(held.to, value);
      held.nodes++;
      counts.set(step, held);
    }
    for (const [step, one] of [...counts].sort((a, b) => a[0] - b[0]))
      legend.push({ hue: FIRST_STEP + step, hollow: false, ...one });
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
