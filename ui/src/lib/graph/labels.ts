/** Which nodes are named: the largest of each part of the view, as far as their names do not lie over each other. */
import { growth, toX, toY, type Camera } from "./camera";
import type { Picture } from "./picture";

export interface Label {
  node: number;
  /** Where the name begins for the side it stands on, in pixels. */
  x: number;
  y: number;
  /** On which side of its node it stands. */
  side: "left" | "right";
}

export interface Wish {
  picture: Picture;
  camera: Camera;
  /** The largest first. */
  order: Uint32Array;
  /** Light of each node, or null while nothing is chosen; those out are not named. */
  light: Uint8Array | null;
  /** These are named whatever lies there. */
  always: readonly number[];
  /** Width of a node's name in pixels and the side its script asks for. */
  measure: (node: number) => { width: number; side: "left" | "right" };
  lineHeight: number;
  /** At most so many. */
  most?: number;
}

const CELL_WIDE = 110;
const CELL_HIGH = 36;
/** Smaller nodes are named only when one looks nearer. */
const LEAST_RADIUS = 2.5;
const MOST_LABELS = 160;
/** Looked at in one go; the rest is too small to matter. */
const MOST_LOOKS = 60_000;
const GAP = 4;

interface Held {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function place(wish: Wish): Label[] {
  const { picture, camera, order, light, always, measure, lineHeight, most = MOST_LABELS } = wish;
  const { xy, radius } = picture;
  const grow = growth(camera);
  const columns = Math.max(1, Math.ceil(camera.width / CELL_WIDE));
  const rows = Math.max(1, Math.ceil(camera.height / CELL_HIGH));
  const named = new Uint8Array(columns * rows);
  const taken: Held[][] = Array.from({ length: columns * rows }, () => []);
  const out: Label[] = [];
  const done = new Set<number>();

  const cells = function* (box: Held) {
    const clip = (n: number, most: number) => Math.max(0, Math.min(most - 1, n));
    for (let r = clip(Math.floor(box.top / CELL_HIGH), rows); r <= clip(Math.floor(box.bottom / CELL_HIGH), rows); r++)
      for (
        let c = clip(Math.floor(box.left / CELL_WIDE), columns);
        c <= clip(Math.floor(box.right / CELL_WIDE), columns);
        c++
      )
        yield r * columns + c;
  };
  const free = (box: Held) => {
    for (const cell of cells(box))
      for (const other of taken[cell]!)
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)
          return false;
    return true;
  };
  const put = (node: number, force: boolean) => {
    const px = toX(camera, xy[2 * node]!);
    const py = toY(camera, xy[2 * node + 1]!);
    if (px < -20 || py < -20 || px > camera.width + 20 || py > camera.height + 20) return;
    const cell =
      Math.max(0, Math.min(rows - 1, Math.floor(py / CELL_HIGH))) * columns +
      Math.max(0, Math.min(columns - 1, Math.floor(px / CELL_WIDE)));
    if (!force && named[cell]) return;
    const { width, side } = measure(node);
    const r = Math.max(1, radius[node]! * grow);
    const box = (which: "left" | "right"): Held => {
      const from = which === "right" ? px + r + GAP : px - r - GAP - width;
      return { left: from, right: from + width, top: py - lineHeight / 2, bottom: py + lineHeight / 2 };
    };
    // On the side its script asks for; at the view's edge on the other.
    const inView = (one: Held) => one.left >= 0 && one.right <= camera.width;
    const other = side === "right" ? "left" : "right";
    const where = !inView(box(side)) && inView(box(other)) ? other : side;
    const chosen = box(where);
    if (!force && !free(chosen)) return;
    for (const held of cells(chosen)) taken[held]!.push(chosen);
    named[cell] = 1;
    done.add(node);
    out.push({ node, x: where === "right" ? chosen.left : chosen.right, y: py, side: where });
  };
  for (const node of always) if (!done.has(node)) put(node, true);
  const least = LEAST_RADIUS / grow;
  for (let k = 0; k < order.length && k < MOST_LOOKS && out.length < most; k++) {
    const node = order[k]!;
    // The lit ones stand before larger ones that are not.
    if (radius[node]! < least) {
      if (light) continue;
      break;
    }
    if (done.has(node) || (light && light[node] === 0)) continue;
    put(node, false);
  }
  return out;
}

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name's direction: that of its first letter. */
export function directionOf(name: string): "ltr" | "rtl" {
  for (const letter of name) {
    if (RTL.test(letter) && /\p{L}/u.test(letter)) return "rtl";
    if (/\p{L}/u.test(letter)) return "ltr";
  }
  return "ltr";
}
