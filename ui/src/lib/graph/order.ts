/** In what order edges and nodes are drawn, so that any first part of them is a fair picture of all. */

/** Park–Miller: the same order every time. */
function dice(seed: number): () => number {
  let state = seed % 2147483647 || 1;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

const CLASSES = 64;
/** Four classes for each doubling: 0 is the heaviest. */
function classes(weight: Float32Array): Uint8Array {
  let most = 0;
  for (const one of weight) if (one > most) most = one;
  const out = new Uint8Array(weight.length);
  for (let e = 0; e < weight.length; e++) {
    const one = weight[e]!;
    out[e] = one > 0 && most > 0 ? Math.min(CLASSES - 2, Math.floor(4 * Math.log2(most / one))) : CLASSES - 1;
  }
  return out;
}

/**
 * Heavier classes first, shuffled inside each: a prefix then holds the heaviest and, of the rest, a part of every region.
 * Edges of no weight come last.
 */
export function heaviestFirst(weight: Float32Array, seed = 1): Uint32Array {
  const of = classes(weight);
  const start = new Uint32Array(CLASSES + 1);
  for (const one of of) start[one + 1]!++;
  for (let c = 0; c < CLASSES; c++) start[c + 1]! += start[c]!;
  const next = start.slice();
  const order = new Uint32Array(weight.length);
  for (let e = 0; e < weight.length; e++) order[next[of[e]!]!++] = e;
  const roll = dice(seed);
  for (let c = 0; c < CLASSES; c++) {
    for (let k = start[c + 1]! - 1; k > start[c]!; k--) {
      const j = start[c]! + Math.floor(roll() * (k - start[c]! + 1));
      const held = order[k]!;
      order[k] = order[j]!;
      order[j] = held;
    }
  }
  return order;
}

/** How many have any weight: they come first in `heaviestFirst`. */
export function present(weight: Float32Array): number {
  let n = 0;
  for (const one of weight) if (one > 0) n++;
  return n;
}

/** The largest first; equal ones by number. */
export function largestFirst(size: Float32Array): Uint32Array {
  // One number a node, so that the engine's own fast sort does it: size before number.
  const keyed = new Float64Array(size.length);
  const n = Math.max(1, size.length);
  for (let i = 0; i < size.length; i++) keyed[i] = -Math.round(Math.fround(size[i]!) * 1024) * n + i;
  keyed.sort();
  const order = new Uint32Array(size.length);
  for (let k = 0; k < keyed.length; k++) order[k] = ((keyed[k]! % n) + n) % n;
  return order;
}

/** The lit ones before all others, each part in its own order: they are then drawn last, and in any prefix. */
export function litFirst(order: Uint32Array, light: Uint8Array): Uint32Array {
  const out = new Uint32Array(order.length);
  let at = 0;
  for (let shine = 2; shine >= 0; shine--) for (const one of order) if (light[one] === shine) out[at++] = one;
  return out;
}
