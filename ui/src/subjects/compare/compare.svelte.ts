/** Two queries side by side: how much, when, what they share, and who wrote in both. */
import { host, type Bucket, type Count, type Facet, type FacetValue, type Timeline } from "../../host";
import { bucketEnd } from "../../lib/format/time";
import { Resource } from "../../lib/resource.svelte";

export const FACETS: Facet[] = ["hashtag", "domain", "client", "lang"];
/** Accounts of each side that are compared: the most active. */
export const MOST_ACCOUNTS = 5000;
const TOP = 10;

export interface Side {
  query: string;
  count: Count;
  timeline: Timeline;
  facets: Record<string, FacetValue[]>;
  /** How many values of each facet there are; more than are given, where it is greater. */
  distinct: Record<string, number>;
  accounts: { values: FacetValue[]; distinct: number };
}
export interface Both {
  a: Side;
  b: Side;
  overlap: Overlap;
}
export interface Overlap {
  both: { value: string; label: string | null; a: number; b: number }[];
  /** Whether some accounts of a side were left out of the comparison. */
  sampled: boolean;
}

/** Accounts that stand on both sides, those with most tweets on both first. */
export function overlap(
  a: { values: FacetValue[]; distinct: number },
  b: { values: FacetValue[]; distinct: number },
): Overlap {
  const second = new Map(b.values.map((one) => [one.value, one]));
  const both = a.values.flatMap((one) => {
    const other = second.get(one.value);
    return other ? [{ value: one.value, label: one.label, a: one.count, b: other.count }] : [];
  });
  both.sort((x, y) => Math.min(y.a, y.b) - Math.min(x.a, x.b) || (x.value < y.value ? -1 : 1));
  return { both, sampled: a.values.length < a.distinct || b.values.length < b.distinct };
}

/** One side's values of a facet, and how many there are. */
interface Values {
  values: readonly FacetValue[];
  distinct: number;
}

/**
 * Values of both sides in one order, so that the same value stands in the same line.
 * What a side does not have is 0 where all its values are known, else null: it may stand below those that are.
 */
export function aligned(a: Values, b: Values, totals: [number, number], most = TOP) {
  const values = new Map<string, { value: string; label: string | null; a: number | null; b: number | null }>();
  const absent = (side: Values) => (side.values.length < side.distinct ? null : 0);
  for (const one of a.values) values.set(one.value, { value: one.value, label: one.label, a: one.count, b: absent(b) });
  for (const one of b.values) {
    const held = values.get(one.value);
    if (held) held.b = one.count;
    else values.set(one.value, { value: one.value, label: one.label, a: absent(a), b: one.count });
  }
  const share = (n: number | null, total: number) => (total > 0 ? (n ?? 0) / total : 0);
  return [...values.values()]
    .map((one) => ({ ...one, shareA: share(one.a, totals[0]), shareB: share(one.b, totals[1]) }))
    .sort((x, y) => Math.max(y.shareA, y.shareB) - Math.max(x.shareA, x.shareB) || (x.value < y.value ? -1 : 1))
    .slice(0, most);
}

/** Both timelines on one run of bars, by the moment each begins. */
export function joint(a: Timeline, b: Timeline): { start: number; a: number; b: number }[] {
  const bars = new Map<number, { start: number; a: number; b: number }>();
  const put = (timeline: Timeline, side: "a" | "b") => {
    for (const bucket of timeline.buckets) {
      const start = Date.parse(bucket.start);
      const bar = bars.get(start) ?? { start, a: 0, b: 0 };
      bar[side] = bucket.count;
      bars.set(start, bar);
    }
  };
  put(a, "a");
  put(b, "b");
  const found = [...bars.values()].sort((x, y) => x.start - y.start);
  // Between two queries may lie years in which neither has a tweet: time is not shortened by that.
  const out: typeof found = [];
  for (const bar of found) {
    const by = a.by as Bucket;
    let next = out.at(-1) ? bucketEnd(out.at(-1)!.start, by) : bar.start;
    for (; next < bar.start; next = bucketEnd(next, by)) out.push({ start: next, a: 0, b: 0 });
    out.push(bar);
  }
  return out;
}

const ORDER: Bucket[] = ["minute", "hour", "day", "week", "month", "year"];
const MOST_BARS = 400;
const LEAST_MS: Record<Bucket, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 28 * 86_400_000,
  year: 365 * 86_400_000,
};

/** The width that both can have: the wider of theirs, or more where what lies between them would take too many bars. */
export function commonWidth(a: Timeline, b: Timeline): Bucket {
  const starts = [...a.buckets, ...b.buckets].map((one) => Date.parse(one.start));
  const span = Math.max(...starts) - Math.min(...starts);
  const least = Math.max(ORDER.indexOf(a.by as Bucket), ORDER.indexOf(b.by as Bucket), 0);
  const fits = (by: Bucket) => starts.length === 0 || span / LEAST_MS[by] < MOST_BARS;
  return ORDER.slice(least).find(fits) ?? "year";
}

export class Comparison {
  readonly answer = new Resource<Both>();

  async ask(a: string, b: string): Promise<void> {
    await this.answer.load(async () => {
      const [left, right] = await Promise.all([this.#side(a), this.#side(b)]);
      const by = commonWidth(left.timeline, right.timeline);
      const timeline = async (side: Side) =>
        side.timeline.by === by ? side.timeline : host().call("timeline", { query: side.query, by });
      [left.timeline, right.timeline] = await Promise.all([timeline(left), timeline(right)]);
      return { a: left, b: right, overlap: overlap(left.accounts, right.accounts) };
    });
  }

  async #side(query: string): Promise<Side> {
    const [count, timeline, tops, people] = await Promise.all([
      host().call("count", { query }),
      host().call("timeline", { query }),
      // Many more than are shown, so that a value high on one side is found on the other.
      host().call("facets", { query, by: FACETS, top: TOP * 20 }),
      host().call("facets", { query, by: ["account"], top: MOST_ACCOUNTS }),
    ]);
    return {
      query,
      count,
      timeline,
      facets: tops.facets,
      distinct: Object.fromEntries(Object.entries(tops.fields).map(([facet, field]) => [facet, field.distinct])),
      accounts: { values: people.facets["account"] ?? [], distinct: people.fields["account"]?.distinct ?? 0 },
    };
  }
}
