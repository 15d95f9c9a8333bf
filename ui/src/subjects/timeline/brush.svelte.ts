/** The brush on a timeline: a run of bars, moved by mouse or arrows, taken as a period. */
import type { Bucket } from "../../host";
import { bucketEnd, queryTime } from "../../lib/format/time";

export interface Bar {
  start: number;
  count: number;
  split: readonly { value: string; count: number }[];
}

export class Brush {
  /** The bar the keyboard stands on. */
  cursor = $state(0);
  /** The other end of what is being selected, or null while nothing is. */
  anchor = $state<number | null>(null);

  get range(): [number, number] | null {
    if (this.anchor === null) return null;
    return [Math.min(this.anchor, this.cursor), Math.max(this.anchor, this.cursor)];
  }

  move(to: number, n: number, extend: boolean): void {
    const next = Math.max(0, Math.min(n - 1, to));
    if (extend) this.anchor ??= this.cursor;
    else this.anchor = null;
    this.cursor = next;
  }

  begin(at: number): void {
    this.cursor = at;
    this.anchor = at;
  }

  drop(): void {
    this.anchor = null;
  }

  /** `since` and `until` of the run, or of the bar the cursor stands on. */
  period(bars: readonly Bar[], by: Bucket): { since: string; until: string } | null {
    const [from, to] = this.range ?? [this.cursor, this.cursor];
    const [first, last] = [bars[from], bars[to]];
    if (!first || !last) return null;
    return { since: queryTime(first.start), until: queryTime(bucketEnd(last.start, by)) };
  }
}

/** The bars that lie in a period, as a run: what the query's own dates select. */
export function barsIn(
  bars: readonly Bar[],
  by: Bucket,
  period: { since: number | null; until: number | null },
): [number, number] | null {
  let first = -1;
  let last = -1;
  bars.forEach(({ start }, i) => {
    const inside = bucketEnd(start, by) > (period.since ?? -Infinity) && start < (period.until ?? Infinity);
    if (!inside) return;
    if (first < 0) first = i;
    last = i;
  });
  return first < 0 ? null : [first, last];
}

/** How many tweets a run of bars holds. */
export function sum(bars: readonly Bar[], run: readonly [number, number] | null): number {
  if (!run) return 0;
  return bars.slice(run[0], run[1] + 1).reduce((total, bar) => total + bar.count, 0);
}
