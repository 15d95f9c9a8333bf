/** The loop: while things move, as much as a frame has room for; at rest, the whole, part after part. Chooses by measuring how it draws. */
import { Budget, keep } from "../../lib/graph/budget";
import type { Camera } from "../../lib/graph/camera";
import { CanvasPainter } from "./canvas";
import { Letters } from "./letters";
import type { Painter, Pass, Scene } from "./painter";
import { WebGlPainter } from "./webgl";

/** Rest begins so long after the last movement. */
const REST_MS = 120;
/** Part of the edges drawn between two frames at rest. */
const PART = 40_000;
/** Where the processor draws, parts follow each other for so long, so that the window still answers in between… */
const PARTS_MS = 30;
/** …and are shown so often: each time all nodes are drawn on them anew, which takes longer than a part. */
const SHOWN_MS = 400;
/** Names while things move: enough to keep one's bearings. */
const MOVING_LABELS = 24;
/** Measured with no more than this: a large picture would make the measuring itself felt. */
const MEASURED = 20_000;

export interface Frames {
  painter: "webgl" | "canvas";
  /** What a whole first frame took, in milliseconds. */
  firstMs: number;
  /** Frames a second over the last movement; 0 before any. */
  moving: number;
  /** Whether a movement shows less than all. */
  thinned: boolean;
}

interface Views {
  picture: HTMLCanvasElement;
  letters: HTMLCanvasElement;
  /** A canvas keeps its first kind for good: another kind needs another canvas. */
  another: (old: HTMLCanvasElement) => HTMLCanvasElement;
}

export class Drawing {
  readonly letters: Letters;
  camera: Camera | null = null;
  nameOf: (node: number) => string = () => "";
  always: readonly number[] = [];
  onFrames: (frames: Frames) => void = () => {};
  onSettled: () => void = () => {};

  #painter: Painter | null = null;
  #scene: Scene | null = null;
  #views: Views;
  #budget = new Budget(1, 1);
  #measured = false;
  #firstMs = 0;
  #size = { width: 0, height: 0, ratio: 1 };
  #frame = 0;
  #movedAt = -Infinity;
  #lastFrame = 0;
  #moves: number[] = [];
  /** What is still to be drawn at rest. */
  #rest: { pass: Pass; at: number }[] = [];
  #shownAt = 0;
  #thin = false;
  #relabel = false;

  constructor(views: Views, prefer: "measure" | "canvas" = "measure") {
    this.#views = views;
    this.letters = new Letters(views.letters);
    const card = prefer === "canvas" ? null : WebGlPainter.on(views.picture);
    if (card)
      views.picture.addEventListener("webglcontextlost", (event) => {
        event.preventDefault();
        this.#fallBack();
      });
    else if (prefer === "measure") views.picture = this.#views.picture = views.another(views.picture);
    this.#painter = card ?? CanvasPainter.on(this.#views.picture);
    this.#measured = card === null;
  }

  get kind(): "webgl" | "canvas" | "none" {
    return this.#painter?.kind ?? "none";
  }

  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.#painter?.resize(width, height, ratio);
    this.letters.resize(width, height, ratio);
    this.restart();
  }

  load(scene: Scene): void {
    const other = this.#scene?.picture.ends !== scene.picture.ends;
    this.#scene = scene;
    this.#painter?.load(scene);
    if (other) this.#measure();
    this.restart();
  }

  /** Some nodes lie elsewhere now. */
  nodesMoved(nodes: readonly number[] | null): void {
    if (this.#scene) this.#painter?.moved(this.#scene, nodes);
    this.move();
  }

  /** The view moved: a thin frame now, the whole when it rests. */
  move(): void {
    this.#movedAt = performance.now();
    this.#ask();
  }

  /** Only what is named changed: edges and nodes stay as they are drawn. */
  relabel(): void {
    this.#relabel = true;
    this.#ask();
  }

  /** All of it anew, without a movement. */
  restart(): void {
    this.#movedAt = this.#shownAt = -Infinity;
    this.#rest = [];
    this.#begin();
    this.#ask();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const painter = this.#painter;
    this.#painter = null;
    painter?.dispose();
  }

  #ask(): void {
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now: number): void {
    this.#frame = 0;
    const [scene, camera, painter] = [this.#scene, this.camera, this.#painter];
    if (!scene || !camera || !painter || this.#size.width === 0) return;
    if (performance.now() - this.#movedAt < REST_MS) {
      this.#moving(now, scene, camera, painter);
      this.#ask();
      return;
    }
    if (this.#lastFrame > 0) {
      this.#lastFrame = 0;
      // What the movement ended with is on the screen.
      this.#shownAt = performance.now();
      this.#begin();
      this.#report();
    }
    if (this.#rest.length > 0 || !this.#relabel) this.#settle(scene, camera, painter);
    else this.letters.draw(scene, camera, this.nameOf, this.always);
    this.#relabel = false;
  }

  #moving(now: number, scene: Scene, camera: Camera, painter: Painter): void {
    if (this.#lastFrame > 0) {
      const ms = now - this.#lastFrame;
      this.#budget.took(ms);
      this.#moves.push(ms);
      if (this.#moves.length > 60) this.#moves.shift();
    } else this.#moves = [];
    this.#lastFrame = now;
    const n = this.#budget.of(scene.shownEdges);
    this.#thin = n < scene.shownEdges;
    painter.clear(camera);
    if (scene.light) {
      painter.edges(scene, camera, 0, n, "faded");
      painter.edges(scene, camera, 0, n, "lit");
    } else painter.edges(scene, camera, 0, n, "all");
    painter.show(scene, camera, this.#budget.of(scene.picture.nodes));
    this.letters.draw(scene, camera, this.nameOf, this.always, MOVING_LABELS);
  }

  /** A clean sheet for the drawing at rest. */
  #begin(): void {
    const scene = this.#scene;
    if (!scene || !this.camera) return;
    this.#painter?.clear(this.camera);
    const passes: Pass[] = scene.light ? ["faded", "lit"] : ["all"];
    this.#rest = passes.map((pass) => ({ pass, at: 0 }));
  }

  #settle(scene: Scene, camera: Camera, painter: Painter): void {
    const begun = performance.now();
    // Names need not wait for the last edge.
    if (this.#rest.length > 0 && this.#rest.every((one) => one.at === 0))
      this.letters.draw(scene, camera, this.nameOf, this.always);
    const part = Math.max(2000, Math.min(PART, this.#budget.of(PART)));
    do this.#part(scene, camera, painter, part);
    while (painter.kind === "canvas" && this.#rest.length > 0 && performance.now() - begun < PARTS_MS);
    const isWhole = this.#rest.length === 0;
    if (isWhole || painter.kind === "webgl" || begun - this.#shownAt >= SHOWN_MS) {
      painter.show(scene, camera, scene.picture.nodes);
      this.#shownAt = performance.now();
    }
    if (!isWhole) return this.#ask();
    this.letters.draw(scene, camera, this.nameOf, this.always);
    this.onSettled();
  }

  /** Adds the next edges to their layer. */
  #part(scene: Scene, camera: Camera, painter: Painter, part: number): void {
    const now = this.#rest[0];
    if (!now) return;
    const to = Math.min(scene.shownEdges, now.at + part);
    painter.edges(scene, camera, now.at, to, now.pass);
    now.at = to;
    if (to >= scene.shownEdges) this.#rest.shift();
  }

  /** Times a frame of this very picture; where the card is slow, the processor's way is timed too, and the faster stays. */
  #measure(): void {
    const [scene, camera] = [this.#scene, this.camera];
    if (!scene || !camera || !this.#painter || scene.picture.nodes === 0) return;
    const time = (painter: Painter) => {
      const once = () => {
        const from = performance.now();
        painter.clear(camera);
        painter.edges(scene, camera, 0, Math.min(MEASURED, scene.shownEdges), "all");
        painter.show(scene, camera, Math.min(MEASURED, scene.picture.nodes));
        painter.finish();
        return performance.now() - from;
      };
      // The first frame also builds the programs.
      once();
      return Math.min(once(), once());
    };
    const first = time(this.#painter);
    let ms = first;
    if (!this.#measured) {
      let other: { painter: Painter; canvas: HTMLCanvasElement; ms: number } | null = null;
      const choice = keep(first, () => {
        const canvas = this.#views.picture.ownerDocument.createElement("canvas");
        const painter = CanvasPainter.on(canvas);
        if (!painter) return Infinity;
        painter.resize(this.#size.width, this.#size.height, this.#size.ratio);
        painter.load(scene);
        other = { painter, canvas, ms: time(painter) };
        return other.ms;
      });
      if (choice === "other" && other) {
        ms = (other as { ms: number }).ms;
        this.#fallBack();
      }
      this.#measured = true;
    }
    const all = scene.picture.nodes + scene.shownEdges;
    const part = Math.min(MEASURED, scene.shownEdges) + Math.min(MEASURED, scene.picture.nodes);
    this.#firstMs = ms;
    this.#budget = new Budget(all, (ms * all) / Math.max(1, part));
    this.#moves = [];
    this.#report();
  }

  /** From the card to the processor, on a canvas of its own. */
  #fallBack(): void {
    const old = this.#painter;
    if (old?.kind !== "webgl") return;
    this.#views.picture = this.#views.another(this.#views.picture);
    this.#painter = CanvasPainter.on(this.#views.picture);
    old.dispose();
    this.#painter?.resize(this.#size.width, this.#size.height, this.#size.ratio);
    if (this.#scene) this.#painter?.load(this.#scene);
    this.restart();
  }

  #report(): void {
    const sum = this.#moves.reduce((a, b) => a + b, 0);
    this.onFrames({
      painter: this.#painter?.kind ?? "canvas",
      firstMs: this.#firstMs,
      moving: sum > 0 ? (1000 * this.#moves.length) / sum : 0,
      thinned: this.#thin,
    });
  }
}
