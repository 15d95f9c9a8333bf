/** One answer that is asked for again and again: keeps the last good one while the next loads. */

/** Past this the 2 px bar runs; past `STALE_MS` the old rows dim (brief, rule 4). */
export const SLOW_MS = 150;
export const STALE_MS = 1000;

export class Resource<T> {
  data = $state.raw<T | null>(null);
  failure = $state.raw<unknown>(null);
  loading = $state(false);
  /** Loading for longer than a glance. */
  slow = $state(false);
  /** Loading for so long that what is shown should say it is old. */
  stale = $state(false);

  #turn = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** The first load, when there is nothing to show yet. */
  get first(): boolean {
    return this.loading && this.data === null;
  }

  /** Asks; a later call makes this one's answer of no account. */
  async load(ask: () => Promise<T>): Promise<T | null> {
    const turn = ++this.#turn;
    this.loading = true;
    this.#clearTimers();
    this.#timers = [setTimeout(() => (this.slow = true), SLOW_MS), setTimeout(() => (this.stale = true), STALE_MS)];
    try {
      const answer = await ask();
      if (turn !== this.#turn) return null;
      this.data = answer;
      this.failure = null;
      return answer;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = thrown;
      return null;
    } finally {
      if (turn === this.#turn) this.#settle();
    }
  }

  /** Forgets everything, and any answer still on its way. */
  clear(): void {
    this.#turn++;
    this.#settle();
    this.data = null;
    this.failure = null;
  }

  /** Changes what is held, for an edit that the host has already taken. */
  patch(change: (held: T) => T): void {
    if (this.data !== null) this.data = change(this.data);
  }

  #settle(): void {
    this.#clearTimers();
    this.loading = false;
    this.slow = false;
    this.stale = false;
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
