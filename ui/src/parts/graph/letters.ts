/** Names on a canvas of their own, above the drawing: every script in its own direction, signs as marks. */
import type { Camera } from "../../lib/graph/camera";
import { directionOf, place, type Label } from "../../lib/graph/labels";
import { cutGraphemes } from "../../lib/text/graphemes";
import { namePieces } from "../../lib/text/pieces";
import type { Scene } from "./painter";

const LONGEST = 28;

/** A stranger's name as one line that nothing in it can turn: signs are written out, the rest is cut by graphemes. */
export function written(name: string): string {
  const { text, rest } = cutGraphemes(name, LONGEST);
  const parts = namePieces(text).map((part) => (part.kind === "sign" ? `⟨${part.title ?? ""}⟩` : part.text));
  return parts.join("") + (rest > 0 ? "…" : "");
}

interface Written {
  text: string;
  width: number;
  direction: "ltr" | "rtl";
}

export interface LetterLook {
  /** The face and size of the window's own text. */
  font: string;
  px: number;
  ink: string;
  paper: string;
}

export class Letters {
  readonly #out: CanvasRenderingContext2D | null;
  #known = new Map<number, Written>();
  #look: LetterLook = { font: "sans-serif", px: 12, ink: "black", paper: "white" };
  #ratio = 1;
  /** For tests and for whoever wants to know what stands where. */
  shown: readonly Label[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#out = canvas.getContext("2d");
  }

  resize(width: number, height: number, ratio: number): void {
    const canvas = this.#out?.canvas;
    if (!canvas) return;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    this.#ratio = ratio;
  }

  look(look: LetterLook): void {
    this.#look = look;
    this.forget();
  }

  /** All names have changed, or how they look. */
  forget(): void {
    this.#known.clear();
  }

  /** Some names came in: those that were not known are asked for again. */
  learn(): void {
    for (const [node, { text }] of this.#known) if (text === "") this.#known.delete(node);
  }

  draw(scene: Scene, camera: Camera, nameOf: (node: number) => string, always: readonly number[], most?: number): void {
    const out = this.#out;
    if (!out) return;
    const { px, font, ink, paper } = this.#look;
    out.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    out.clearRect(0, 0, camera.width, camera.height);
    out.font = `500 ${px}px ${font}`;
    out.textBaseline = "middle";
    out.lineJoin = "round";
    out.lineWidth = 4;
    out.strokeStyle = paper;
    out.fillStyle = ink;
    const known = (node: number): Written => {
      const held = this.#known.get(node);
      if (held) return held;
      const text = written(nameOf(node));
      const made = { text, width: Math.ceil(out.measureText(text).width), direction: directionOf(text) };
      // Names of a large network come and go with the view.
      if (this.#known.size > 20_000) this.#known.clear();
      this.#known.set(node, made);
      return made;
    };
    this.shown = place({
      picture: scene.picture,
      camera,
      order: scene.nodeOrder,
      light: scene.light,
      always,
      measure: (node) => {
        const { width, direction, text } = known(node);
        return { width: text === "" ? 0 : width, side: direction === "rtl" ? "left" : "right" };
      },
      lineHeight: px * 1.25,
      ...(most !== undefined && { most }),
    });
    for (const label of this.shown) {
      const { text, direction } = known(label.node);
      if (text === "") continue;
      out.direction = direction;
      // "left" and "right" are the canvas's own sides, whatever the direction.
      out.textAlign = label.side === "right" ? "left" : "right";
      out.strokeText(text, label.x, label.y);
      out.fillText(text, label.x, label.y);
    }
  }

  clear(): void {
    const out = this.#out;
    if (!out) return;
    out.setTransform(1, 0, 0, 1, 0, 0);
    out.clearRect(0, 0, out.canvas.width, out.canvas.height);
    this.shown = [];
  }
}
