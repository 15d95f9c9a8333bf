/** Going through time step by step: a window that moves on by its own width, or by a day, a week, a month. */

export type StepWidth = "day" | "week" | "month";
const DAY = 86_400_000;

/** Days begin at midnight, weeks on Monday, months on their first, all UTC. */
export function stepFloor(at: number, width: StepWidth): number {
  const date = new Date(at);
  if (width === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const midnight = Math.floor(at / DAY) * DAY;
  // The first day of the count was a Thursday.
  return width === "day" ? midnight : midnight - ((Math.floor(at / DAY) + 3) % 7) * DAY;
}

export function stepAfter(start: number, width: StepWidth, steps: number): number {
  const date = new Date(start);
  if (width === "month")
    return Date.UTC(
      date.getUTCFullYear(),
      date.getUTCMonth() + steps,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
    );
  return start + steps * (width === "day" ? DAY : 7 * DAY);
}

/**
 * The window after this one, or before it; nothing past the ends. Without a window the first step is the first (or last)
 * of the whole. A window that was brushed keeps its length.
 */
export function stepped(
  period: { since: number | null; until: number | null } | null,
  whole: { from: number; to: number },
  width: StepWidth,
  sense: 1 | -1,
): { since: number; until: number } | null {
  if (!period || period.since === null || period.until === null) {
    const since = stepFloor(sense === 1 ? whole.from : whole.to - 1, width);
    return { since, until: stepAfter(since, width, 1) };
  }
  const since = stepAfter(period.since, width, sense);
  const monthly = width === "month" && period.until === stepAfter(period.since, "month", 1);
  const until = monthly ? stepAfter(since, "month", 1) : since + (period.until - period.since);
  return since >= whole.to || until <= whole.from ? null : { since, until };
}
