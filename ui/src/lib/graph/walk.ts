/** Walking from node to node by the arrows. */
import type { Picture, Ties } from "./picture";

export type Way = "left" | "right" | "up" | "down";
const STEPS: Record<Way, readonly [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
/** Half of a quarter turn and a little: every direction belongs to some arrow. */
const WIDEST = Math.cos((60 * Math.PI) / 180);

/** Of the nodes tied to this one, the one that lies most in that direction; -1 where none does. */
export function stepTo(picture: Picture, ties: Ties, from: number, way: Way): number {
  const { xy } = picture;
  const [ux, uy] = STEPS[way];
  const [x, y] = [xy[2 * from]!, xy[2 * from + 1]!];
  let best = -1;
  let least = Infinity;
  for (let k = ties.start[from]!; k < ties.start[from + 1]!; k++) {
    const to = ties.node[k]!;
    if (!(picture.weight[ties.edge[k]!]! > 0)) continue;
    const [dx, dy] = [xy[2 * to]! - x, xy[2 * to + 1]! - y];
    const far = Math.hypot(dx, dy);
    if (far === 0) continue;
    const along = (dx * ux + dy * uy) / far;
    if (along < WIDEST) continue;
    // Straight ahead counts more than near.
    const cost = far * (1 + 2 * (1 - along));
    if (cost < least) {
      least = cost;
      best = to;
    }
  }
  return best;
}

/** The neighbours, the strongest tie first; of several edges to one, their sum counts. */
export function strongest(
  picture: Picture,
  ties: Ties,
  of: number,
): { node: number; weight: number; edges: number[] }[] {
  const held = new Map<number, { node: number; weight: number; edges: number[] }>();
  for (let k = ties.start[of]!; k < ties.start[of + 1]!; k++) {
    const [node, edge] = [ties.node[k]!, ties.edge[k]!];
    const weight = picture.weight[edge]!;
    if (!(weight > 0)) continue;
    const one = held.get(node) ?? { node, weight: 0, edges: [] };
    one.weight += weight;
    one.edges.push(edge);
    held.set(node, one);
  }
  return [...held.values()].sort((a, b) => b.weight - a.weight || a.node - b.node);
}
