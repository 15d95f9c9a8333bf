/** What a drawn line encloses. */
import type { Grid } from "./grid";

/** Whether a point lies inside a closed line, by how often a ray crosses it. */
export function inside(line: readonly number[], x: number, y: number): boolean {
  let within = false;
  const n = line.length / 2;
  for (let i = 0, j = n - 1; i < n; j = i++) {
    const [xi, yi, xj, yj] = [line[2 * i]!, line[2 * i + 1]!, line[2 * j]!, line[2 * j + 1]!];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

/** The nodes inside a line of the picture's own coordinates, by number. */
export function enclosed(grid: Grid, line: readonly number[]): number[] {
  if (line.length < 6) return [];
  const xs = line.filter((_, k) => k % 2 === 0);
  const ys = line.filter((_, k) => k % 2 === 1);
  const out: number[] = [];
  const { xy } = grid.picture;
  const least = (list: number[]) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list: number[]) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  grid.within(least(xs), least(ys), most(xs), most(ys), (i) => {
    if (inside(line, xy[2 * i]!, xy[2 * i + 1]!)) out.push(i);
  });
  return out.sort((a, b) => a - b);
}
