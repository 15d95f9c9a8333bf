/** Draws with the processor: for windows whose graphics card is slow or only pretended. */
import { growth, toX, toY, type Camera } from "../../lib/graph/camera";
import { CHOSEN, OUT, edgeLit } from "../../lib/graph/picture";
import { RICH_EDGES, edgeAlpha, edgeLooks, mix, type Painter, type Pass, type Rgb, type Scene } from "./painter";

/** Strengths an edge is drawn in: alike ones are stroked together. */
const STRENGTHS = 4;
const HUES = 16;
/** Segments stroked in one go: longer paths cost more than they save. */
const RUN = 600;

const css = ([r, g, b]: Rgb, alpha = 1) =>
  `rgb(${Math.round(r * 255)} ${Math.round(g * 255)} ${Math.round(b * 255)} / ${alpha.toFixed(3)})`;

export class CanvasPainter implements Painter {
  readonly kind = "canvas";
  readonly #canvas: HTMLCanvasElement;
  readonly #out: CanvasRenderingContext2D;
  readonly #layer: CanvasRenderingContext2D;
  #width = 1;
  #height = 1;
  #looks: { of: Float32Array; width: Float32Array; alpha: Uint8Array } | null = null;

  static on(canvas: HTMLCanvasElement): CanvasPainter | null {
    // Kept in the processor's memory: five times faster where there is no real graphics card.
    const wish: CanvasRenderingContext2DSettings = { alpha: false, willReadFrequently: true };
    const out = canvas.getContext("2d", wish);
    const under = canvas.ownerDocument.createElement("canvas");
    const layer = under.getContext("2d", wish);
    return out && layer ? new CanvasPainter(canvas, out, layer) : null;
  }

  private constructor(canvas: HTMLCanvasElement, out: CanvasRenderingContext2D, layer: CanvasRenderingContext2D) {
    this.#canvas = canvas;
    this.#out = out;
    this.#layer = layer;
  }

  resize(width: number, height: number, ratio: number): void {
    [this.#width, this.#height] = [width, height];
    for (const one of [this.#canvas, this.#layer.canvas]) {
      one.width = Math.max(1, Math.round(width * ratio));
      one.height = Math.max(1, Math.round(height * ratio));
    }
    for (const one of [this.#out, this.#layer]) one.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  load({ picture, inks }: Scene): void {
    this.#paper = inks.paper;
    if (this.#looks?.of !== picture.weight) this.#looks = { of: picture.weight, ...edgeLooks(picture.weight) };
  }
  #paper: Rgb = [1, 1, 1];

  moved(): void {}

  clear(): void {
    this.#layer.fillStyle = css(this.#paper);
    this.#layer.fillRect(0, 0, this.#width, this.#height);
  }

  edges(scene: Scene, camera: Camera, from: number, to: number, pass: Pass): void {
    const { picture, edgeOrder, light } = scene;
    const { xy, ends, edgeHue } = picture;
    const looks = this.#looks;
    if (!looks || to <= from) return;
    const { width, height } = camera;
    const rich = scene.shownEdges <= RICH_EDGES;
    // Sorted by look, so that a run of alike edges is stroked together.
    const kinds = HUES * STRENGTHS;
    const start = new Uint32Array(kinds + 1);
    const kind = new Uint8Array(to - from);
    const HIDDEN = 255;
    for (let k = from; k < to; k++) {
      const e = edgeOrder[k]!;
      const a = ends[2 * e]!;
      const b = ends[2 * e + 1]!;
      const ax = toX(camera, xy[2 * a]!);
      const bx = toX(camera, xy[2 * b]!);
      const ay = toY(camera, xy[2 * a + 1]!);
      const by = toY(camera, xy[2 * b + 1]!);
      const away =
        (ax < 0 && bx < 0) || (ax > width && bx > width) || (ay < 0 && by < 0) || (ay > height && by > height);
      const other = pass !== "all" && light !== null && edgeLit(light, a, b) !== (pass === "lit");
      if (away || other || a === b) {
        kind[k - from] = HIDDEN;
        continue;
      }
      const one = edgeHue[e]! * STRENGTHS + Math.min(STRENGTHS - 1, (looks.alpha[e]! * STRENGTHS) >> 8);
      kind[k - from] = one;
      start[one + 1]!++;
    }
    for (let c = 0; c < kinds; c++) start[c + 1]! += start[c]!;
    const next = start.slice();
    const sorted = new Uint32Array(start[kinds]!);
    for (let k = from; k < to; k++) if (kind[k - from] !== HIDDEN) sorted[next[kind[k - from]!]!++] = edgeOrder[k]!;

    const out = this.#layer;
    const base = edgeAlpha(scene.shownEdges);
    for (let c = 0; c < kinds; c++) {
      if (start[c] === start[c + 1]) continue;
      const strength = ((c % STRENGTHS) + 0.75) / STRENGTHS;
      let alpha = base * strength;
      let ink = scene.inks.edges[Math.floor(c / STRENGTHS)] ?? scene.inks.text;
      if (pass === "faded") [alpha, ink] = [alpha * 0.22, scene.inks.faded];
      if (pass === "lit") alpha = Math.max(alpha, 0.5);
      out.strokeStyle = out.fillStyle = css(ink, alpha);
      if (rich) {
        for (let k = start[c]!; k < start[c + 1]!; k++) this.#strip(scene, camera, sorted[k]!, looks.width);
        continue;
      }
      out.lineWidth = 1;
      for (let k = start[c]!; k < start[c + 1]!;) {
        out.beginPath();
        for (const stop = Math.min(k + RUN, start[c + 1]!); k < stop; k++) {
          const e = sorted[k]!;
          const a = 2 * ends[2 * e]!;
          const b = 2 * ends[2 * e + 1]!;
          out.moveTo(toX(camera, xy[a]!), toY(camera, xy[a + 1]!));
          out.lineTo(toX(camera, xy[b]!), toY(camera, xy[b + 1]!));
        }
        out.stroke();
      }
    }
  }

  #strip({ picture }: Scene, camera: Camera, e: number, widths: Float32Array): void {
    const { xy, ends, radius, directed } = picture;
    const a = ends[2 * e]!;
    const b = ends[2 * e + 1]!;
    const wide = widths[e]!;
    const ax = toX(camera, xy[2 * a]!);
    const ay = toY(camera, xy[2 * a + 1]!);
    const bx = toX(camera, xy[2 * b]!);
    const by = toY(camera, xy[2 * b + 1]!);
    const far = Math.hypot(bx - ax, by - ay);
    if (far < 0.5) return;
    const [ux, uy] = [(bx - ax) / far, (by - ay) / far];
    const out = this.#layer;
    out.lineWidth = wide;
    out.beginPath();
    if (!directed) {
      out.moveTo(ax, ay);
      out.lineTo(bx, by);
      out.stroke();
      return;
    }
    const head = 5 + 1.6 * wide;
    const end = Math.max(0, far - Math.max(1, radius[b]! * growth(camera)) - 1);
    const beside = 1 + wide * 0.5;
    const [ox, oy] = [ax - uy * beside, ay + ux * beside];
    const stop = Math.max(0, end - head * 0.8);
    out.moveTo(ox, oy);
    out.lineTo(ox + ux * stop, oy + uy * stop);
    out.stroke();
    const [tx, ty] = [ox + ux * end, oy + uy * end];
    const half = 2.2 + wide;
    out.beginPath();
    out.moveTo(tx, ty);
    out.lineTo(tx - ux * head - uy * half, ty - uy * head + ux * half);
    out.lineTo(tx - ux * head + uy * half, ty - uy * head - ux * half);
    out.fill();
  }

  show(scene: Scene, camera: Camera, nodes: number): void {
    const out = this.#out;
    out.save();
    out.setTransform(1, 0, 0, 1, 0, 0);
    out.drawImage(this.#layer.canvas, 0, 0);
    out.restore();
    const { picture, nodeOrder, light, inks, pinned } = scene;
    const { xy, radius, hue, hollow } = picture;
    const grow = growth(camera);
    const ink = inks.nodes.map((one) => css(one));
    const pale = inks.nodes.map((one) => css(mix(inks.paper, mix(one, inks.faded, 0.5), 0.3)));
    const [paper, text] = [css(inks.paper), css(inks.text)];
    let held = "";
    for (let k = nodes - 1; k >= 0; k--) {
      const i = nodeOrder[k]!;
      const x = toX(camera, xy[2 * i]!);
      const y = toY(camera, xy[2 * i + 1]!);
      const r = Math.max(1, radius[i]! * grow);
      if (x < -r || y < -r || x > camera.width + r || y > camera.height + r) continue;
      const out_ = light !== null && light[i] === OUT;
      const chosen = light !== null && light[i] === CHOSEN;
      const colour = (out_ ? pale : ink)[hue[i]!] ?? text;
      if (r < 2 && !chosen) {
        if (held !== colour) out.fillStyle = held = colour;
        out.fillRect(x - r, y - r, 2 * r, 2 * r);
        continue;
      }
      const disc = (fill: string, size: number) => {
        if (held !== fill) out.fillStyle = held = fill;
        out.beginPath();
        out.arc(x, y, size, 0, 7);
        out.fill();
      };
      if (chosen) disc(text, r + 2.5);
      else if (r > 3) disc(paper, r + 1);
      disc(colour, r);
      if (hollow[i]) disc(paper, Math.max(r * 0.55, r - 3));
      if (pinned.has(i)) disc(text, Math.max(1.5, r * 0.3));
    }
  }

  finish(): void {
    this.#out.getImageData(0, 0, 1, 1);
  }

  dispose(): void {
    this.#layer.canvas.width = 0;
  }
}
