/** Words for a time axis: a few moments that people count by, each at the bar it begins in. */
import { day, minute } from "./time";

export interface Tick {
  /** The bar it stands at. */
  bar: number;
  words: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** From the widest to the narrowest: which stretch a moment lies in, and what its beginning is called. */
const STRETCHES: readonly { of: (at: Date) => number; words: (at: Date) => string }[] = [
  ...[10, 5, 2, 1].map((n) => ({
    of: (at: Date) => Math.floor(at.getUTCFullYear() / n),
    words: (at: Date) => String(at.getUTCFullYear()),
  })),
  ...[6, 3, 1].map((n) => ({
    of: (at: Date) => at.getUTCFullYear() * 12 + Math.floor(at.getUTCMonth() / n) * n,
    words: (at: Date) => (at.getUTCMonth() === 0 ? String(at.getUTCFullYear()) : (MONTHS[at.getUTCMonth()] ?? "")),
  })),
  ...[7, 1].map((n) => ({
    of: (at: Date) => Math.floor((at.getTime() / 86_400_000 + 3) / n),
    words: (at: Date) => day(at.getTime()).slice(5),
  })),
  ...[6, 1].map((n) => ({
    of: (at: Date) => Math.floor(at.getTime() / (n * 3_600_000)),
    words: (at: Date) => (at.getUTCHours() === 0 ? day(at.getTime()).slice(5) : minute(at.getTime()).slice(11)),
  })),
  ...[15, 5, 1].map((n) => ({
    of: (at: Date) => Math.floor(at.getTime() / (n * 60_000)),
    words: (at: Date) => minute(at.getTime()).slice(11),
  })),
];

/** At the first bar of each stretch; the narrowest stretches of which no more than `most` begin are taken. */
export function ticks(starts: readonly number[], most = 8): Tick[] {
  let best: Tick[] = [];
  for (const { of, words } of STRETCHES) {
    const here: Tick[] = [];
    let before: number | null = null;
    starts.forEach((start, bar) => {
      const at = new Date(start);
      const stretch = of(at);
      // The first bar may begin in the middle of a stretch: that is no beginning.
      if (before !== null && stretch !== before) here.push({ bar, words: words(at) });
      before = stretch;
    });
    if (here.length > most) break;
    if (here.length > best.length) best = here;
  }
  return best;
}
