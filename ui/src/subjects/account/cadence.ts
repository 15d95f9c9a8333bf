/** How an account's tweets follow each other, by the milliseconds in their ids. Says what was seen, not who or what it was. */
import { idTime } from "../../lib/format/time";

export interface Cadence {
  /** Tweets that carry their millisecond. */
  n: number;
  medianMs: number;
  shortestMs: number;
  /** The most common gap, rounded to the second, and how often it stands. */
  commonS: number;
  commonTimes: number;
  /** Runs of five or more within a minute. */
  bursts: number;
  /** Gaps by length: under a second, ten seconds, a minute, ten minutes, an hour, a day, longer. */
  histogram: number[];
}

export const GAP_EDGES_MS = [1000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000];
const RUN = 5;
const RUN_MS = 60_000;

export function cadence(ids: readonly string[]): Cadence | null {
  const times = ids
    .map(idTime)
    .filter((at) => at !== null)
    .sort((a, b) => a - b);
  if (times.length < 3) return null;
  const gaps = times.slice(1).map((at, i) => at - times[i]!);
  const sorted = [...gaps].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const medianMs = sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;

  const bySecond = new Map<number, number>();
  for (const gap of gaps) {
    const second = Math.round(gap / 1000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
  }
  let [commonS, commonTimes] = [0, 0];
  for (const [second, n] of bySecond) if (n > commonTimes) [commonS, commonTimes] = [second, n];

  const histogram = new Array<number>(GAP_EDGES_MS.length + 1).fill(0);
  for (const gap of gaps) {
    const at = GAP_EDGES_MS.findIndex((edge) => gap < edge);
    histogram[at < 0 ? GAP_EDGES_MS.length : at]!++;
  }
  return { n: times.length, medianMs, shortestMs: sorted[0]!, commonS, commonTimes, bursts: runs(times), histogram };
}

/** Runs that do not overlap. */
function runs(times: readonly number[]): number {
  let n = 0;
  let from = 0;
  while (from < times.length) {
    let to = from;
    while (to + 1 < times.length && times[to + 1]! - times[from]! <= RUN_MS) to++;
    if (to - from + 1 >= RUN) {
      n++;
      from = to + 1;
    } else from++;
  }
  return n;
}
