/** A layout for some hundred nodes, here and now: for groups drawn as one node each. The same every time. */

export interface Springs {
  nodes: number;
  /** Radii in the units of the layout; nodes keep apart by them. */
  radius: Float32Array;
  /** Pairs of nodes, one after the other, and how strongly each is tied. */
  ends: Uint32Array;
  weight: Float32Array;
}

const TURNS = 260;
/** The golden angle: a start that favours no side. */
const ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Fruchterman and Reingold's, with weights by their root and a pull to the middle; overlaps are pushed apart at the end. */
export function spring({ nodes, radius, ends, weight }: Springs): Float32Array {
  const xy = new Float32Array(2 * nodes);
  if (nodes === 0) return xy;
  let area = 0;
  for (const r of radius) area += r * r * 16;
  const side = Math.sqrt(Math.max(area, nodes));
  const ideal = side / Math.sqrt(nodes);
  for (let i = 0; i < nodes; i++) {
    const far = (side / 2) * Math.sqrt((i + 0.5) / nodes);
    xy[2 * i] = far * Math.cos(i * ANGLE);
    xy[2 * i + 1] = far * Math.sin(i * ANGLE);
  }
  let most = 0;
  for (const one of weight) most = Math.max(most, one);
  const push = new Float64Array(2 * nodes);
  for (let turn = 0; turn < TURNS; turn++) {
    push.fill(0);
    for (let i = 0; i < nodes; i++)
      for (let j = 0; j < i; j++) {
        const dx = xy[2 * i]! - xy[2 * j]!;
        const dy = xy[2 * i + 1]! - xy[2 * j + 1]!;
        const far = Math.max(0.01, Math.hypot(dx, dy));
        const force = (ideal * ideal) / far / far;
        push[2 * i]! += dx * force;
        push[2 * i + 1]! += dy * force;
        push[2 * j]! -= dx * force;
        push[2 * j + 1]! -= dy * force;
      }
    for (let e = 0; 2 * e < ends.length; e++) {
      const a = ends[2 * e]!;
      const b = ends[2 * e + 1]!;
      const dx = xy[2 * b]! - xy[2 * a]!;
      const dy = xy[2 * b + 1]! - xy[2 * a + 1]!;
      const far = Math.hypot(dx, dy);
      const force = (far / ideal) * (0.15 + 0.85 * Math.sqrt(weight[e]! / (most || 1)));
      push[2 * a]! += dx * force;
      push[2 * a + 1]! += dy * force;
      push[2 * b]! -= dx * force;
      push[2 * b + 1]! -= dy * force;
    }
    const heat = (side / 8) * (1 - turn / TURNS) ** 1.5;
    for (let i = 0; i < nodes; i++) {
      const px = push[2 * i]! - xy[2 * i]! * 0.9;
      const py = push[2 * i + 1]! - xy[2 * i + 1]! * 0.9;
      const far = Math.max(0.01, Math.hypot(px, py));
      const step = Math.min(heat, far);
      xy[2 * i]! += (px / far) * step;
      xy[2 * i + 1]! += (py / far) * step;
    }
  }
  keepApart(xy, radius);
  return xy;
}

/** Moves nodes that lie over each other apart, each by half. */
function keepApart(xy: Float32Array, radius: Float32Array): void {
  const n = radius.length;
  for (let turn = 0; turn < 120; turn++) {
    let touched = false;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) {
        const dx = xy[2 * i]! - xy[2 * j]!;
        const dy = xy[2 * i + 1]! - xy[2 * j + 1]!;
        const want = (radius[i]! + radius[j]!) * 1.15;
        const far = Math.hypot(dx, dy);
        if (far >= want) continue;
        touched = true;
        const by = (want - far) / 2 + 1e-3;
        const [ux, uy] = far > 1e-6 ? [dx / far, dy / far] : [Math.cos(i), Math.sin(i)];
        xy[2 * i]! += ux * by;
        xy[2 * i + 1]! += uy * by;
        xy[2 * j]! -= ux * by;
        xy[2 * j + 1]! -= uy * by;
      }
    if (!touched) return;
  }
}
