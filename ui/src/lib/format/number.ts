/** Numbers as they are shown: grouped, Latin digits, whatever the locale. */

const GROUPED = new Intl.NumberFormat("en-US");

/** `65,026`. */
export function count(n: number): string {
  return GROUPED.format(n);
}

/** A published figure, which may be missing: `–`. */
export function figure(n: number | null | undefined): string {
  return n === null || n === undefined ? "–" : count(n);
}

/** `1 tweet`, `65,026 tweets`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `62 %`; never 100 before it is done, never 0 once it has begun. */
export function percent(done: number, total: number): string {
  if (total <= 0) return "0 %";
  const share = (done / total) * 100;
  if (done < total && share > 99) return "99 %";
  if (done > 0 && share < 1) return "1 %";
  return `${Math.round(share)} %`;
}

/** `3.2 MB`, in powers of ten, as file managers do. */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = n;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** `about 40 s`, `about 3 min`, `about 2 h 10 min`. */
export function left(seconds: number): string {
  if (seconds < 5) return "a few seconds";
  if (seconds < 90) return `about ${Math.round(seconds / 5) * 5} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  const rest = Math.round((minutes % 60) / 10) * 10;
  const hours = Math.floor(minutes / 60) + (rest === 60 ? 1 : 0);
  return rest === 0 || rest === 60 ? `about ${hours} h` : `about ${hours} h ${rest} min`;
}

/** A length of time between two tweets: `0.8 s`, `41 s`, `12 min`, `3 h`, `5 d`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}
