import { expect, test } from "vitest";
import { ticks } from "./axis";

const run = (from: string, n: number, ms: number) =>
  Array.from({ length: n }, (_, i) => Date.parse(`${from}T00:00:00Z`) + i * ms);
const DAY = 86_400_000;
const words = (starts: number[]) => ticks(starts).map((one) => one.words);

test("weeks of some years are counted in years", () => {
  expect(words(run("2014-01-06", 230, 7 * DAY))).toEqual(["Jul", "2015", "Jul", "2016", "Jul", "2017", "Jul", "2018"]);
});

test("a tick stands at the first bar of its stretch", () => {
  const starts = run("2016-11-28", 60, DAY);
  for (const { bar, words } of ticks(starts)) {
    const at = new Date(starts[bar]!);
    expect(words).toBe(at.toISOString().slice(5, 10));
    expect(at.getUTCDay(), "weeks begin on Monday").toBe(1);
  }
  expect(ticks(starts).length).toBeGreaterThan(3);
});

test("days, hours and minutes have words of their own", () => {
  expect(words(run("2017-03-01", 24, 3_600_000))).toEqual(["06:00", "12:00", "18:00"]);
  expect(words(run("2017-03-01", 48, 3_600_000))).toContain("03-02");
  expect(words(run("2017-03-01", 30, 60_000))).toEqual(["00:05", "00:10", "00:15", "00:20", "00:25"]);
});

test("nothing to say of one bar, and never too much", () => {
  expect(ticks([0])).toEqual([]);
  expect(ticks([])).toEqual([]);
  for (const n of [2, 40, 399]) expect(ticks(run("2009-05-04", n, 30 * DAY)).length).toBeLessThanOrEqual(8);
});
