import { describe, expect, it } from "vitest";
import { Budget, LEAST, keep } from "./budget";
import { fit, fromX, fromY, keeping, panned, resized, showing, toX, toY, zoomed } from "./camera";
import { Grid, edgeAt } from "./grid";
import { directionOf, place } from "./labels";
import { enclosed, inside } from "./lasso";
import { heaviestFirst, largestFirst, litFirst, present } from "./order";
import { CHOSEN, IN, OUT, bounds, edgeLit, lightOf, tiesOf, type Picture } from "./picture";
import { spring } from "./spring";
import { stepTo, strongest } from "./walk";

/** Nodes at these places, edges between them. */
function picture(places: [number, number][], edges: [number, number, number?][] = [], radius = 4): Picture {
  return {
    nodes: places.length,
    xy: Float32Array.from(places.flat()),
    radius: new Float32Array(places.length).fill(radius),
    hue: new Uint8Array(places.length),
    hollow: new Uint8Array(places.length),
    edges: edges.length,
    ends: Uint32Array.from(edges.flatMap(([a, b]) => [a, b])),
    weight: Float32Array.from(edges.map(([, , w]) => w ?? 1)),
    edgeHue: new Uint8Array(edges.length),
    directed: true,
  };
}
/** The same numbers every time. */
function dice(seed: number) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}
const scattered = (n: number, seed = 5) => {
  const roll = dice(seed);
  return Array.from({ length: n }, () => [roll() * 100, roll() * 60] as [number, number]);
};

describe("camera", () => {
  const camera = fit({ left: -10, top: -5, right: 10, bottom: 5 }, 800, 600);

  it("fits all of it, and a place comes back from where it was put", () => {
    expect(toX(camera, -10)).toBeGreaterThanOrEqual(0);
    expect(toX(camera, 10)).toBeLessThanOrEqual(800);
    expect(fromX(camera, toX(camera, 3.25))).toBeCloseTo(3.25, 9);
    expect(fromY(camera, toY(camera, -1.5))).toBeCloseTo(-1.5, 9);
  });

  it("keeps the point under the pointer where it is", () => {
    const near = zoomed(camera, 123, 456, 3);
    expect(fromX(near, 123)).toBeCloseTo(fromX(camera, 123), 9);
    expect(fromY(near, 456)).toBeCloseTo(fromY(camera, 456), 9);
    const edge = zoomed(near, 1, 1, 1e9);
    expect(edge.scale).toBeLessThan(Infinity);
    expect(fromX(edge, 1)).toBeCloseTo(fromX(near, 1), 6);
  });

  it("moves as the hand does, and a smaller view shows what the larger did", () => {
    expect(toX(panned(camera, 40, 0), 0) - toX(camera, 0)).toBeCloseTo(40, 9);
    const small = resized(camera, 400, 300);
    expect(toX(small, 10)).toBeLessThanOrEqual(400);
    expect(toX(small, -10)).toBeGreaterThanOrEqual(0);
  });

  it("brings into sight only what is not", () => {
    expect(showing(camera, 0, 0)).toBe(camera);
    const moved = showing(zoomed(camera, 400, 300, 8), 10, 5);
    expect(toX(moved, 10)).toBeLessThanOrEqual(800 - 47);
    expect(toY(moved, 5)).toBeLessThanOrEqual(600 - 47);
  });

  it("keeps all of it in sight as it spreads, and else stays", () => {
    expect(keeping(camera, { left: -4, top: -5, right: 9, bottom: 5 })).toBe(camera);
    const wider = { left: -10, top: -5, right: 60, bottom: 5 };
    expect(keeping(camera, wider)).toEqual(fit(wider, 800, 600));
  });

  it("stands even with nothing or one place to show", () => {
    expect(fit(bounds(new Float32Array(0)), 300, 200).scale).toBeGreaterThan(0);
    const one = fit(bounds(Float32Array.from([7, 7])), 300, 200);
    expect([toX(one, 7), toY(one, 7)]).toEqual([150, 100]);
  });
});

describe("hit test", () => {
  it("finds what looking at every node finds", () => {
    const one = picture(scattered(900));
    one.radius.forEach((_, i) => (one.radius[i] = 1 + (i % 9)));
    const grid = new Grid(one);
    const camera = zoomed(fit(bounds(one.xy), 700, 500), 200, 180, 2.5);
    const roll = dice(99);
    const grow = Math.sqrt(camera.scale / camera.fitScale);
    let found = 0;
    for (let k = 0; k < 400; k++) {
      const [px, py] = [roll() * 700, roll() * 500];
      let best = -1;
      let rank = Infinity;
      for (let i = 0; i < one.nodes; i++) {
        const away = Math.hypot(toX(camera, one.xy[2 * i]!) - px, toY(camera, one.xy[2 * i + 1]!) - py);
        const r = Math.max(1, one.radius[i]! * grow);
        if (away > r + 4) continue;
        const mine = away <= r ? r - 1e6 : away - r;
        if (mine < rank) [rank, best] = [mine, i];
      }
      const hit = grid.nodeAt(camera, px, py);
      if (best >= 0) found++;
      const rim = (i: number) =>
        i < 0 ? -1 : Math.hypot(toX(camera, one.xy[2 * i]!) - px, toY(camera, one.xy[2 * i + 1]!) - py);
      // Two that are alike may both be right.
      if (hit !== best) expect(rim(hit)).toBeCloseTo(rim(best), 3);
    }
    expect(found).toBeGreaterThan(50);
  });

  it("takes the smaller of two that lie over each other", () => {
    const one = picture([
      [0, 0],
      [0.1, 0],
      [50, 50],
    ]);
    one.radius.set([20, 5, 5]);
    const camera = fit(bounds(one.xy), 600, 600);
    expect(new Grid(one).nodeAt(camera, toX(camera, 0.1), toY(camera, 0))).toBe(1);
    expect(new Grid(one).nodeAt(camera, toX(camera, 0) - 15, toY(camera, 0))).toBe(0);
    expect(new Grid(one).nodeAt(camera, 300, 300)).toBe(-1);
  });

  it("finds the nearest edge, the heavier of two alike, none of no weight, and none far away", () => {
    const one = picture(
      [
        [0, 0],
        [100, 0],
        [0, 50],
        [100, 50],
      ],
      [
        [0, 1],
        [1, 0, 5],
        [2, 3, 0],
      ],
    );
    const camera = fit(bounds(one.xy), 800, 500);
    expect(edgeAt(one, camera, toX(camera, 40), toY(camera, 0) + 3)).toBe(1);
    expect(edgeAt(one, camera, toX(camera, 40), toY(camera, 50))).toBe(-1);
    expect(edgeAt(one, camera, toX(camera, 40), toY(camera, 25))).toBe(-1);
  });
});

describe("lasso", () => {
  it("takes what lies inside, by number, in a line that crosses itself too", () => {
    const one = picture(scattered(500, 11));
    const line = [10, 10, 60, 8, 55, 40, 20, 50, 5, 30];
    const wanted = Array.from({ length: 500 }, (_, i) => i).filter((i) =>
      inside(line, one.xy[2 * i]!, one.xy[2 * i + 1]!),
    );
    expect(enclosed(new Grid(one), line)).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(50);
    expect(inside([0, 0, 10, 10, 10, 0, 0, 10], 5, 8)).toBe(false);
    expect(inside([0, 0, 10, 10, 10, 0, 0, 10], 2, 5)).toBe(true);
    expect(enclosed(new Grid(one), [1, 1, 2, 2])).toEqual([]);
  });
});

describe("order", () => {
  const roll = dice(3);
  const weight = Float32Array.from({ length: 5000 }, () => Math.ceil(1 / (roll() + 0.001)));

  it("holds every edge once, the heaviest first, the same every time", () => {
    const order = heaviestFirst(weight);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect([...heaviestFirst(weight)]).toEqual([...order]);
    const mean = (part: Uint32Array) => part.reduce((sum, e) => sum + weight[e]!, 0) / part.length;
    expect(mean(order.subarray(0, 500))).toBeGreaterThan(5 * mean(order.subarray(4000)));
  });

  it("is shuffled among alike ones, so that a prefix favours no region", () => {
    const order = heaviestFirst(new Float32Array(4000).fill(1));
    const early = order.subarray(0, 1000).filter((e) => e < 2000).length;
    expect(early).toBeGreaterThan(400);
    expect(early).toBeLessThan(600);
  });

  it("puts edges of no weight behind all others", () => {
    const some = Float32Array.from([0, 3, 0, 1, NaN]);
    expect(present(some)).toBe(2);
    expect([...heaviestFirst(some)].slice(0, 2)).toEqual([1, 3]);
    expect([...heaviestFirst(new Float32Array(0))]).toEqual([]);
  });

  it("puts the largest node first and equal ones by number", () => {
    const order = largestFirst(Float32Array.from([2, 9, 2, 0.5, 9]));
    expect([...order]).toEqual([1, 4, 0, 2, 3]);
    expect([...litFirst(order, Uint8Array.from([1, 0, 0, 2, 1]))]).toEqual([3, 4, 0, 1, 2]);
  });
});

describe("budget", () => {
  it("draws all where frames are quick, and learns where they are not", () => {
    expect(new Budget(50_000, 10).of(40_000)).toBe(40_000);
    const slow = new Budget(100_000, 330);
    const before = slow.of(100_000);
    expect(before).toBeLessThan(11_000);
    for (let k = 0; k < 10; k++) slow.took(100);
    const less = slow.of(100_000);
    expect(less).toBeLessThan(before);
    expect(less).toBeGreaterThanOrEqual(LEAST);
    for (let k = 0; k < 60; k++) slow.took(16);
    expect(slow.whole).toBe(true);
  });

  it("takes a pause for no slow frame, and never draws less than a few", () => {
    const one = new Budget(1_000_000, 20);
    one.took(4000);
    expect(one.whole).toBe(true);
    for (let k = 0; k < 50; k++) one.took(900);
    expect(one.of(1_000_000)).toBe(LEAST);
    expect(one.of(12)).toBe(12);
  });

  it("keeps the card where it is quick, without even timing the other way", () => {
    let asked = 0;
    const other = (ms: number) => () => (asked++, ms);
    expect(keep(12, other(1))).toBe("first");
    expect(asked).toBe(0);
    expect(keep(90, other(30))).toBe("other");
    expect(keep(90, other(120))).toBe("first");
  });
});

describe("ties and light", () => {
  const one = picture(
    [
      [0, 0],
      [10, 0],
      [0, 10],
      [-10, 0],
      [30, 30],
    ],
    [
      [0, 1, 2],
      [0, 2, 7],
      [3, 0, 1],
      [1, 0, 3],
      [4, 4, 9],
    ],
  );
  const ties = tiesOf(one);

  it("knows neighbours both ways and no node as its own", () => {
    expect([...ties.node.subarray(ties.start[0]!, ties.start[1]!)].sort()).toEqual([1, 1, 2, 3]);
    expect(ties.start[5]! - ties.start[4]!).toBe(0);
  });

  it("lights the chosen and their neighbours, and the edges at the chosen", () => {
    const light = lightOf(5, [0], ties);
    expect([...light]).toEqual([CHOSEN, IN, IN, IN, OUT]);
    expect(edgeLit(light, 0, 1)).toBe(true);
    expect(edgeLit(light, 1, 2)).toBe(false);
    expect(edgeLit(lightOf(5, [1, 2], null), 1, 2)).toBe(true);
    expect([...lightOf(5, [-1, 77], ties)]).toEqual([0, 0, 0, 0, 0]);
  });

  it("walks to the neighbour in that direction, and stays where there is none", () => {
    expect(stepTo(one, ties, 0, "right")).toBe(1);
    expect(stepTo(one, ties, 0, "left")).toBe(3);
    expect(stepTo(one, ties, 0, "down")).toBe(2);
    expect(stepTo(one, ties, 0, "up")).toBe(-1);
    expect(stepTo(one, ties, 4, "left")).toBe(-1);
  });

  it("names the strongest tie first, both directions added", () => {
    expect(strongest(one, ties, 0).map(({ node, weight }) => [node, weight])).toEqual([
      [2, 7],
      [1, 5],
      [3, 1],
    ]);
  });
});

describe("labels", () => {
  const measure = (side: "left" | "right") => () => ({ width: 60, side });
  const camera = fit({ left: 0, top: 0, right: 100, bottom: 60 }, 700, 420);

  it("names the largest of each part and lets no name lie on another", () => {
    const one = picture(scattered(800, 21));
    one.radius.forEach((_, i) => (one.radius[i] = 3 + (i % 12)));
    const order = largestFirst(one.radius);
    const labels = place({
      picture: one,
      camera,
      order,
      light: null,
      always: [],
      measure: measure("right"),
      lineHeight: 15,
    });
    expect(labels.length).toBeGreaterThan(10);
    const boxes = labels.map(({ x, y, side }) => [side === "right" ? x : x - 60, y] as const);
    boxes.forEach(([x, y], i) =>
      boxes.slice(0, i).forEach(([u, v]) => expect(Math.abs(x - u) >= 60 || Math.abs(y - v) >= 15).toBe(true)),
    );
    const named = labels.map((label) => one.radius[label.node]!);
    expect(named[0]).toBe(14);
    expect([...named].sort((a, b) => b - a)).toEqual(named);
  });

  it("stands on the side its script asks for, on the other at the edge, and is there when asked for", () => {
    const one = picture([
      [50, 30],
      [1, 10],
      [99, 50],
    ]);
    const wish = { picture: one, camera, order: largestFirst(one.radius), light: null, always: [], lineHeight: 15 };
    const left = place({ ...wish, measure: measure("left") });
    expect(left.map(({ node, side }) => [node, side])).toEqual([
      [0, "left"],
      [1, "right"],
      [2, "left"],
    ]);
    const tiny = { ...one, radius: new Float32Array(3).fill(0.5) };
    expect(place({ ...wish, picture: tiny, measure: measure("left") })).toEqual([]);
    expect(place({ ...wish, picture: tiny, always: [2, 2], measure: measure("left") })).toHaveLength(1);
    const light = Uint8Array.from([OUT, CHOSEN, IN]);
    expect(place({ ...wish, light, measure: measure("right") }).map(({ node }) => node)).toEqual([1, 2]);
  });

  it("knows a name's direction by its first letter", () => {
    expect(directionOf("صوت المملكة")).toBe("rtl");
    expect(directionOf("12 · Новости")).toBe("ltr");
    expect(directionOf("☪ שלום")).toBe("rtl");
    expect(directionOf("新闻")).toBe("ltr");
    expect(directionOf("123")).toBe("ltr");
  });
});

describe("spring", () => {
  it("is the same every time, lays nothing over another, and brings together what is tied", () => {
    const radius = Float32Array.from({ length: 30 }, (_, i) => 2 + (i % 7));
    const ends = Uint32Array.from([0, 1, 0, 1, 1, 2, 20, 21]);
    const weight = Float32Array.from([50, 40, 30, 1]);
    const xy = spring({ nodes: 30, radius, ends, weight });
    expect([...spring({ nodes: 30, radius, ends, weight })]).toEqual([...xy]);
    const far = (a: number, b: number) => Math.hypot(xy[2 * a]! - xy[2 * b]!, xy[2 * a + 1]! - xy[2 * b + 1]!);
    for (let a = 0; a < 30; a++)
      for (let b = 0; b < a; b++) expect(far(a, b)).toBeGreaterThan(radius[a]! + radius[b]! - 0.01);
    let sum = 0;
    for (let a = 3; a < 30; a++) sum += far(0, a);
    expect(far(0, 1)).toBeLessThan(sum / 27);
    expect([...xy].every(Number.isFinite)).toBe(true);
  });
});
