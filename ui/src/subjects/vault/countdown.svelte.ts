/** How long until the vault locks itself: the host decides, this says what it will decide if nobody comes. */
import { clock } from "../../lib/format/countdown";

const TICK_MS = 1000;

export class Countdown {
  /** Seconds left; `null` where it does not lock by itself. */
  left = $state<number | null>(null);
  #minutes = 0;
  #since = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Somebody is there. */
  touch(now = performance.now()): void {
    this.#since = now;
    this.tick(now);
  }

  start(minutes: number, now = performance.now()): void {
    this.stop();
    this.#minutes = minutes;
    this.touch(now);
    if (minutes > 0) this.#timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.left = null;
  }

  tick(now = performance.now()): void {
    if (this.#minutes <= 0) {
      this.left = null;
      return;
    }
    const gone = now - this.#since;
    // Still open past the time: a job keeps it so, and the host has begun anew.
    if (gone >= this.#minutes * 60_000 + TICK_MS * 2) this.#since = now;
    this.left = Math.max(0, Math.ceil((this.#minutes * 60_000 - (now - this.#since)) / 1000));
  }

  /** `14 min`, and in the last two minutes `1:43`. */
  get words(): string | null {
    return this.left === null ? null : clock(this.left);
  }
}

export const countdown = new Countdown();
