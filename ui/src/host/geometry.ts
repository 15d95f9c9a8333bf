/** The engine's columns, as they come over: raw numbers, laid one column after the other. */

export interface Geometry {
  nodes: number;
  edges: number;
  /** The network's own number of each node. */
  node: Uint32Array;
  xy: Float32Array;
  size: Float32Array;
  /** What colours stand for, where they stand for an amount. */
  colour: Float32Array | null;
  community: Uint32Array;
  /** Place in `KIND_ORDER`. */
  kind: Uint8Array;
  /** Places in these columns, not the network's numbers. */
  ends: Uint32Array;
  weight: Float32Array;
  /** Whether every node has a place. */
  placed: boolean;
}

/** Kinds of nodes, by their number in the column. */
export const KIND_ORDER = ["author", "known", "outsider", "hashtag"] as const;

const HEADER = 8;

/** Nodes, edges, whether placed, whether coloured; then the columns, each at a multiple of four bytes. */
export function decode(buffer: ArrayBuffer): Geometry {
  const [nodes = 0, edges = 0, placed = 0, coloured = 0] = new Uint32Array(buffer, 0, HEADER);
  let at = HEADER * 4;
  const take = <T>(
    make: new (from: ArrayBuffer, offset: number, length: number) => T,
    length: number,
    bytes = 4,
  ): T => {
    const column = new make(buffer, at, length);
    at += Math.ceil((length * bytes) / 4) * 4;
    return column;
  };
  return {
    nodes,
    edges,
    node: take(Uint32Array, nodes),
    xy: take(Float32Array, 2 * nodes),
    size: take(Float32Array, nodes),
    colour: coloured ? take(Float32Array, nodes) : null,
    community: take(Uint32Array, nodes),
    kind: take(Uint8Array, nodes, 1),
    ends: take(Uint32Array, 2 * edges),
    weight: take(Float32Array, edges),
    placed: placed === 1,
  };
}

/** Places alone, in the order of the geometry, as a layout sends them while it works. */
export function decodePlaces(buffer: ArrayBuffer): Float32Array {
  return new Float32Array(buffer);
}

/** For tests and the invented host: the same, the other way round. */
export function encode(geometry: Geometry): ArrayBuffer {
  const { nodes, edges } = geometry;
  const columns = [
    geometry.node,
    geometry.xy,
    geometry.size,
    ...(geometry.colour ? [geometry.colour] : []),
    geometry.community,
    geometry.kind,
    geometry.ends,
    geometry.weight,
  ];
  const bytes = columns.reduce((sum, one) => sum + Math.ceil(one.byteLength / 4) * 4, HEADER * 4);
  const buffer = new ArrayBuffer(bytes);
  new Uint32Array(buffer, 0, HEADER).set([nodes, edges, Number(geometry.placed), Number(geometry.colour !== null)]);
  let at = HEADER * 4;
  for (const one of columns) {
    new Uint8Array(buffer, at, one.byteLength).set(new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
    at += Math.ceil(one.byteLength / 4) * 4;
  }
  return buffer;
}
