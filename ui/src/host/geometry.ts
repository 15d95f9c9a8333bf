/** The engine's columns, as they come over: raw numbers of four bytes, one column after the other. */

export interface Geometry {
  nodes: number;
  edges: number;
  directed: boolean;
  /** Whether every node has a place. */
  placed: boolean;
  /** The network's own number of each node. */
  node: Uint32Array;
  /** x and y by turns. */
  xy: Float32Array;
  /** From 0 to 1, by area. */
  size: Float32Array;
  /** From 0 to 1, by rank. */
  colour: Float32Array;
  community: Uint32Array;
  /** Place in `KIND_ORDER`. */
  kind: Uint8Array;
  pinned: Uint8Array;
  /** Places in these columns, not the network's numbers; the heaviest edges first. */
  ends: Uint32Array;
  weight: Float32Array;
}

/** Kinds of nodes, by their number in the column. */
export const KIND_ORDER = ["author", "known", "outsider", "hashtag"] as const;

/** `SNET` in the order of the bytes. */
const SIGN = 0x54454e53;
const VERSION = 1;
const HEADER = 8;
const DIRECTED = 1;
const PLACED = 2;
const PINNED = 256;

export function decode(buffer: ArrayBuffer): Geometry {
  const [sign, version, nodes = 0, edges = 0, flags = 0] = new Uint32Array(buffer, 0, HEADER);
  if (sign !== SIGN || version !== VERSION) throw new Error("BUG: these bytes are no geometry of a network");
  let at = HEADER * 4;
  const take = <T>(make: new (from: ArrayBuffer, offset: number, length: number) => T, length: number): T => {
    const column = new make(buffer, at, length);
    at += length * 4;
    return column;
  };
  const node = take(Uint32Array, nodes);
  const [x, y] = [take(Float32Array, nodes), take(Float32Array, nodes)];
  const [size, colour] = [take(Float32Array, nodes), take(Float32Array, nodes)];
  const community = take(Uint32Array, nodes);
  const kinds = take(Uint32Array, nodes);
  const ends = take(Uint32Array, 2 * edges);
  const weight = take(Float32Array, edges);
  const xy = new Float32Array(2 * nodes);
  const kind = new Uint8Array(nodes);
  const pinned = new Uint8Array(nodes);
  for (let i = 0; i < nodes; i++) {
    xy[2 * i] = x[i]!;
    xy[2 * i + 1] = y[i]!;
    kind[i] = kinds[i]! % PINNED;
    pinned[i] = kinds[i]! >= PINNED ? 1 : 0;
  }
  const flag = (one: number) => (flags & one) !== 0;
  return {
    nodes,
    edges,
    directed: flag(DIRECTED),
    placed: flag(PLACED),
    node,
    xy,
    size,
    colour,
    community,
    kind,
    pinned,
    ends,
    weight,
  };
}

/** What a layout sends while it works: how far it is, from 0 to 1, then x and y by turns, in the order of the geometry. */
export function decodePlaces(buffer: ArrayBuffer): { share: number; xy: Float32Array } {
  const numbers = new Float32Array(buffer);
  return { share: numbers[0] ?? 0, xy: numbers.subarray(1) };
}

/** For tests and the invented host: the same, the other way round. */
export function encode(one: Geometry): ArrayBuffer {
  const every = (from: number) => Float32Array.from({ length: one.nodes }, (_, i) => one.xy[2 * i + from]!);
  const kinds = Uint32Array.from(one.kind, (kind, i) => kind + (one.pinned[i] ? PINNED : 0));
  const columns = [
    Uint32Array.of(SIGN, VERSION, one.nodes, one.edges, Number(one.directed) + 2 * Number(one.placed), 0, 0, 0),
    one.node,
    every(0),
    every(1),
    one.size,
    one.colour,
    one.community,
    kinds,
    one.ends,
    one.weight,
  ];
  const bytes = new Uint8Array(columns.reduce((sum, column) => sum + column.byteLength, 0));
  let at = 0;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes.buffer;
}
