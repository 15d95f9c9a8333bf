/** How much is drawn in a frame while things move: learnt from how long frames take, never from what a driver says. */

/** 30 frames a second are aimed at; fewer than 20 are felt as stumbling. */
const AIM_MS = 33;
const SLOW_MS = 45;
const QUICK_MS = 25;
export const LEAST = 1000;

export class Budget {
  /** Nodes and edges that fit into a frame. */
  #share: number;
  readonly #all: number;

  /** `all` is what a whole frame holds; `firstMs` is what one took. */
  constructor(all: number, firstMs: number) {
    this.#all = all;
    this.#share = firstMs <= AIM_MS ? 1 : AIM_MS / firstMs;
  }

  /** Of so many, how many to draw now. */
  of(n: number): number {
    return Math.min(n, Math.max(LEAST, Math.ceil(n * this.#share)));
  }

  get whole(): boolean {
    return this.#share >= 1;
  }

  /** A frame took this long from the one before it. */
  took(ms: number): void {
    // A pause is not a slow frame.
    if (ms > 1000) return;
    if (ms > SLOW_MS) this.#share *= Math.max(0.5, AIM_MS / ms);
    else if (ms < QUICK_MS && this.#share < 1) this.#share = Math.min(1, this.#share * 1.15);
    this.#share = Math.max(this.#share, LEAST / Math.max(LEAST, this.#all));
  }
}

/** Which way of drawing to keep, by what both were measured at: the first unless it is slow and the other is faster. */
export function keep(firstMs: number, otherMs: () => number): "first" | "other" {
  if (firstMs <= 50) return "first";
  return otherMs() < firstMs ? "other" : "first";
}
