/** What is drawn: nodes and edges in columns of numbers. Names and meanings belong to whoever made it. */

export interface Picture {
  readonly nodes: number;
  /** x and y of each node, one after the other. Changed in place while a node is dragged. */
  readonly xy: Float32Array;
  /** Radius in pixels where the whole fits the view. */
  readonly radius: Float32Array;
  /** Which of the palette's colours each node has. */
  readonly hue: Uint8Array;
  /** Drawn as a ring. */
  readonly hollow: Uint8Array;
  readonly edges: number;
  /** Source and target of each edge, one after the other. */
  readonly ends: Uint32Array;
  readonly weight: Float32Array;
  readonly edgeHue: Uint8Array;
  readonly directed: boolean;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The least box around the nodes; one around the origin where there are none. */
export function bounds(xy: Float32Array, nodes = xy.length / 2): Box {
  if (nodes === 0) return { left: -1, top: -1, right: 1, bottom: 1 };
  const box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = 0; i < nodes; i++) {
    const x = xy[2 * i]!;
    const y = xy[2 * i + 1]!;
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box;
}

/** Whom each node is tied to: neighbours of node `i` stand from `start[i]` to `start[i + 1]`, with their edges. */
export interface Ties {
  start: Uint32Array;
  node: Uint32Array;
  edge: Uint32Array;
}

/** Ties in both directions; an edge of a node to itself is left out. */
export function tiesOf({ nodes, edges, ends }: Pick<Picture, "nodes" | "edges" | "ends">): Ties {
  const start = new Uint32Array(nodes + 1);
  for (let e = 0; e < edges; e++) {
    const a = ends[2 * e]!;
    const b = ends[2 * e + 1]!;
    if (a === b) continue;
    start[a + 1]!++;
    start[b + 1]!++;
  }
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!;
  const at = start.slice(0, nodes);
  const node = new Uint32Array(start[nodes] ?? 0);
  const edge = new Uint32Array(node.length);
  const put = (from: number, to: number, e: number) => {
    const place = at[from]!++;
    node[place] = to;
    edge[place] = e;
  };
  for (let e = 0; e < edges; e++) {
    const a = ends[2 * e]!;
    const b = ends[2 * e + 1]!;
    if (a === b) continue;
    put(a, b, e);
    put(b, a, e);
  }
  return { start, node, edge };
}

/** A node's light: out, in, or chosen. Zero for all where nothing is chosen. */
export const OUT = 0;
export const IN = 1;
export const CHOSEN = 2;

/** The chosen nodes and, where wanted, all they are tied to. */
export function lightOf(nodes: number, chosen: Iterable<number>, ties: Ties | null): Uint8Array {
  const light = new Uint8Array(nodes);
  const list = [...chosen].filter((one) => one >= 0 && one < nodes);
  if (ties)
    for (const one of list) for (let k = ties.start[one]!; k < ties.start[one + 1]!; k++) light[ties.node[k]!] = IN;
  for (const one of list) light[one] = CHOSEN;
  return light;
}

/** An edge is lit where both its ends are and one of them is chosen. */
export const edgeLit = (light: Uint8Array, a: number, b: number): boolean =>
  light[a]! > OUT && light[b]! > OUT && (light[a] === CHOSEN || light[b] === CHOSEN);
