/** What puts a picture on the screen. Two ways of doing it, one outside: edges pile up in a layer of their own, nodes lie on it. */
import { growth, type Camera } from "../../lib/graph/camera";
import type { Picture } from "../../lib/graph/picture";

export type Rgb = readonly [number, number, number];

/** Colours from the tokens, as numbers. */
export interface Inks {
  paper: Rgb;
  text: Rgb;
  faded: Rgb;
  nodes: readonly Rgb[];
  edges: readonly Rgb[];
}

/** What is the same for every frame until somebody changes it. */
export interface Scene {
  picture: Picture;
  /** Edges, the heaviest first; those of no weight stand behind `shownEdges`. */
  edgeOrder: Uint32Array;
  shownEdges: number;
  /** Nodes, the largest first. */
  nodeOrder: Uint32Array;
  /** Light of each node; null while nothing is chosen. */
  light: Uint8Array | null;
  pinned: ReadonlySet<number>;
  inks: Inks;
}

/** Edges that keep their width, side and arrow; more than that are hairlines. */
export const RICH_EDGES = 6000;
/** Nodes drawn with a smooth rim; more than that are points. */
export const RICH_NODES = 20_000;

export type Pass = "all" | "faded" | "lit";

export interface Painter {
  readonly kind: "webgl" | "canvas";
  resize(width: number, height: number, ratio: number): void;
  /** Takes over what changed. */
  load(scene: Scene): void;
  /** Only the places of the nodes changed. */
  moved(scene: Scene, nodes: readonly number[] | null): void;
  clear(camera: Camera): void;
  /** Adds these of the edges to their layer. */
  edges(scene: Scene, camera: Camera, from: number, to: number, pass: Pass): void;
  /** Shows the edges so far, with so many of the nodes on them. */
  show(scene: Scene, camera: Camera, nodes: number): void;
  /** Waits until all of it is really drawn. */
  finish(): void;
  dispose(): void;
}

/** How strongly edges are drawn: the more there are, the paler each. */
export function edgeAlpha(edges: number): number {
  return Math.max(0.09, Math.min(0.6, 0.6 * Math.pow(800 / Math.max(800, edges), 0.3)));
}

/** Width in pixels and strength of each edge by its weight against the heaviest. */
export function edgeLooks(weight: Float32Array): { width: Float32Array; alpha: Uint8Array } {
  let most = 0;
  for (const one of weight) if (one > most) most = one;
  const width = new Float32Array(weight.length);
  const alpha = new Uint8Array(weight.length);
  const scale = most > 1 ? Math.log1p(most) : 1;
  for (let e = 0; e < weight.length; e++) {
    const part = most > 0 ? Math.log1p(weight[e]!) / scale : 0;
    width[e] = most > 1 ? 0.9 + 3.1 * part * part : 1;
    alpha[e] = Math.round(255 * (most > 1 ? 0.45 + 0.55 * part : 0.8));
  }
  return { width, alpha };
}

export const radiusOn = (radius: number, camera: Camera): number => Math.max(1, radius * growth(camera));

/** `rgb(…)` or `#…` as numbers from 0 to 1. */
export function parseColour(text: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text.trim());
  if (hex) return [1, 2, 3].map((k) => parseInt(hex[k]!, 16) / 255) as unknown as Rgb;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text.trim());
  if (short) return [1, 2, 3].map((k) => parseInt(short[k]! + short[k]!, 16) / 255) as unknown as Rgb;
  const rgb = text.match(/[\d.]+/g)?.map(Number) ?? [];
  return [(rgb[0] ?? 0) / 255, (rgb[1] ?? 0) / 255, (rgb[2] ?? 0) / 255];
}

export const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
