/** Times in UTC, ISO order, never "3 years ago" (brief, rule 9). */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export type Width = "minute" | "hour" | "day" | "week" | "month" | "year";

const pad = (n: number, width = 2) => String(n).padStart(width, "0");

/** `2014-07-17 15:08`. */
export function minute(at: string | number | null): string {
  if (at === null) return "no date";
  const date = new Date(at);
  return `${day(at)} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
}

/** `2014-07-17 15:08:22.417`, with the milliseconds only where there are any. */
export function exact(at: string | number | null): string {
  if (at === null) return "no date";
  const date = new Date(at);
  const ms = date.getUTCMilliseconds();
  return `${minute(at)}:${pad(date.getUTCSeconds())}${ms ? `.${pad(ms, 3)}` : ""}`;
}

/** `2014-07-17`. */
export function day(at: string | number | null): string {
  if (at === null) return "no date";
  const date = new Date(at);
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
}

/** `14 Jul 2014`. */
export function dayInWords(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** The years of two moments: `2014` or `2014–2018`. */
export function years(first: string | number | null, last: string | number | null): string {
  if (first === null || last === null) return "no dates";
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return from === to ? String(from) : `${from}–${to}`;
}

/** The moment after the bucket that starts at `start`. */
export function bucketEnd(start: number, width: Width): number {
  const date = new Date(start);
  switch (width) {
    case "minute":
      return start + 60_000;
    case "hour":
      return start + 3_600_000;
    case "day":
      return start + 86_400_000;
    case "week":
      return start + 7 * 86_400_000;
    case "month":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    case "year":
      return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
  }
}

/** A bucket's name, as short as its width lets it be. */
export function bucketName(start: number, width: Width): string {
  const date = new Date(start);
  switch (width) {
    case "minute":
    case "hour":
      return minute(start);
    case "day":
      return day(start);
    case "week":
      return `week of ${day(start)}`;
    case "month":
      return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    case "year":
      return String(date.getUTCFullYear());
  }
}

/** What a query's `since:` and `until:` are written as: the day where that is exact, else the minute. */
export function queryTime(at: number): string {
  const date = new Date(at);
  const midnight = date.getUTCHours() === 0 && date.getUTCMinutes() === 0;
  return midnight ? day(at) : `${day(at)}T${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
}

/** A period from its first moment to the last one before `end`: `14 Jul – 3 Aug 2014`. */
export function period(start: number, end: number, width: Width): string {
  if (width === "hour" || width === "minute") return `${minute(start)} – ${minute(end - 60_000)}`;
  const last = end - 1;
  if (width === "year") return years(start, last);
  if (day(start) === day(last)) return dayInWords(start);
  const [from, to] = [new Date(start), new Date(last)];
  const sameYear = from.getUTCFullYear() === to.getUTCFullYear();
  const head = `${from.getUTCDate()} ${MONTHS[from.getUTCMonth()]}${sameYear ? "" : ` ${from.getUTCFullYear()}`}`;
  return `${head} – ${dayInWords(last)}`;
}

const SNOWFLAKE_EPOCH_MS = 1_288_834_974_657n;
const FIRST_SNOWFLAKE = 29_700_000_000n;

/** The millisecond that a tweet's id carries, for ids given since November 2010. */
export function idTime(id: string): number | null {
  if (!/^\d{1,20}$/.test(id)) return null;
  const number = BigInt(id);
  return number < FIRST_SNOWFLAKE ? null : Number((number >> 22n) + SNOWFLAKE_EPOCH_MS);
}

/** Which clock a tweet's shown time is from: the id's millisecond or the file's minute. */
export function clock(id: string, time: string | null): "id" | "file" | "none" {
  if (time === null) return "none";
  return idTime(id) === Date.parse(time) ? "id" : "file";
}
