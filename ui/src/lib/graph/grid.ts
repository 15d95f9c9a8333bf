/** What lies under the pointer: nodes sorted into square cells, so that only a few are looked at. */
import { fromX, fromY, growth, toX, toY, type Camera } from "./camera";
import { bounds, type Picture } from "./picture";

/** Nodes a cell on average. */
const FILL = 2;
/** Nobody hits a pixel exactly. */
const SLOP_PX = 4;
const EDGE_SLOP_PX = 5;

export class Grid {
  readonly #left: number;
  readonly #top: number;
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #start: Uint32Array;
  readonly #nodes: Uint32Array;
  readonly #most: number;
  readonly picture: Picture;

  constructor(picture: Picture) {
    this.picture = picture;
    const { xy, nodes, radius } = picture;
    const box = bounds(xy, nodes);
    const wide = Math.max(box.right - box.left, 1e-6);
    const high = Math.max(box.bottom - box.top, 1e-6);
    const cells = Math.max(1, nodes / FILL);
    this.#cell = Math.max(Math.sqrt((wide * high) / cells), Math.max(wide, high) / 2048);
    this.#left = box.left;
    this.#top = box.top;
    this.#columns = Math.floor(wide / this.#cell) + 1;
    this.#rows = Math.floor(high / this.#cell) + 1;
    const start = new Uint32Array(this.#columns * this.#rows + 1);
    const place = new Uint32Array(nodes);
    let most = 0;
    for (let i = 0; i < nodes; i++) {
      const at = this.#row(xy[2 * i + 1]!) * this.#columns + this.#column(xy[2 * i]!);
      place[i] = at;
      start[at + 1]!++;
      most = Math.max(most, radius[i]!);
    }
    for (let c = 0; c + 1 < start.length; c++) start[c + 1]! += start[c]!;
    const next = start.slice();
    this.#nodes = new Uint32Array(nodes);
    for (let i = 0; i < nodes; i++) this.#nodes[next[place[i]!]!++] = i;
    this.#start = start;
    this.#most = most;
  }

  /** Nodes inside a box of the picture. */
  within(left: number, top: number, right: number, bottom: number, visit: (node: number) => void): void {
    const { xy } = this.picture;
    const [c0, c1] = [this.#column(left), this.#column(right)];
    for (let row = this.#row(top); row <= this.#row(bottom); row++) {
      for (let k = this.#start[row * this.#columns + c0]!; k < this.#start[row * this.#columns + c1 + 1]!; k++) {
        const i = this.#nodes[k]!;
        const x = xy[2 * i]!;
        const y = xy[2 * i + 1]!;
        if (x >= left && x <= right && y >= top && y <= bottom) visit(i);
      }
    }
  }

  /** The node under a pixel: the one whose rim is nearest, the smaller of two that lie over each other; -1 for none. */
  nodeAt(camera: Camera, px: number, py: number): number {
    const { xy, radius } = this.picture;
    const grow = growth(camera);
    const reach = (this.#most * grow + SLOP_PX) / camera.scale;
    const x = fromX(camera, px);
    const y = fromY(camera, py);
    let best = -1;
    let nearest = Infinity;
    this.within(x - reach, y - reach, x + reach, y + reach, (i) => {
      const away = Math.hypot(toX(camera, xy[2 * i]!) - px, toY(camera, xy[2 * i + 1]!) - py);
      const r = Math.max(1, radius[i]! * grow);
      if (away > r + SLOP_PX) return;
      // Inside several, the smaller lies on top; else the nearer rim.
      const rank = away <= r ? r - 1e6 : away - r;
      if (rank < nearest) {
        nearest = rank;
        best = i;
      }
    });
    return best;
  }

  #column(x: number): number {
    return Math.max(0, Math.min(this.#columns - 1, Math.floor((x - this.#left) / this.#cell)));
  }
  #row(y: number): number {
    return Math.max(0, Math.min(this.#rows - 1, Math.floor((y - this.#top) / this.#cell)));
  }
}

/** The edge nearest to a pixel, by distance to its line; the heavier of two alike; -1 for none near. */
export function edgeAt(picture: Picture, camera: Camera, px: number, py: number): number {
  const { xy, ends, edges, weight } = picture;
  const x = fromX(camera, px);
  const y = fromY(camera, py);
  const reach = EDGE_SLOP_PX / camera.scale;
  let best = -1;
  let nearest = reach;
  for (let e = 0; e < edges; e++) {
    if (!(weight[e]! > 0)) continue;
    const a = 2 * ends[2 * e]!;
    const b = 2 * ends[2 * e + 1]!;
    const ax = xy[a]!;
    const ay = xy[a + 1]!;
    const bx = xy[b]!;
    const by = xy[b + 1]!;
    if ((ax < x - reach && bx < x - reach) || (ax > x + reach && bx > x + reach)) continue;
    if ((ay < y - reach && by < y - reach) || (ay > y + reach && by > y + reach)) continue;
    const dx = bx - ax;
    const dy = by - ay;
    const long = dx * dx + dy * dy;
    const t = long === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long));
    const away = Math.hypot(ax + t * dx - x, ay + t * dy - y);
    const closer = away < nearest - 1e-9 || (best >= 0 && away <= nearest + 1e-9 && weight[e]! > weight[best]!);
    if (away <= reach && (best < 0 || closer)) {
      nearest = away;
      best = e;
    }
  }
  return best;
}
