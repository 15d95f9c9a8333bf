import { beforeEach, describe, expect, it, vi } from "vitest";
import { Resource, SLOW_MS, STALE_MS } from "./resource.svelte";
import { parseAddress, printAddress } from "./router.svelte";
import { UndoStack } from "./undo.svelte";

describe("addresses", () => {
  const same = (screen: string, rest: string, params: Record<string, string>) =>
    expect(parseAddress(printAddress({ screen, rest, params }))).toEqual({ screen, rest, params });
  it("read back what they print", () => {
    same("explore", "", { q: 'выборы OR #قطر -is:retweet & 100 % "x"?', sort: "likes" });
    same("account", "XpuA+Hms/=?#", {});
    same("account", "a/b", { q: "x" });
  });
  it("leave empty parameters out", () =>
    expect(printAddress({ screen: "explore", rest: "", params: { q: "" } })).toBe("#/explore"));
  it("stand any text", () => {
    expect(parseAddress("")).toEqual({ screen: "", rest: "", params: {} });
    expect(parseAddress("#/account/%E0%A4%A").rest, "a broken escape stays as it is").toBe("%E0%A4%A");
  });
});

describe("a resource", () => {
  beforeEach(() => void vi.useFakeTimers());
  const later = <T>(value: T, ms: number) => new Promise<T>((done) => setTimeout(() => done(value), ms));

  it("drops late answers", async () => {
    const held = new Resource<string>();
    const first = held.load(() => later("old", 500));
    const second = held.load(() => later("new", 100));
    await vi.advanceTimersByTimeAsync(600);
    expect(await first, "superseded").toBeNull();
    expect(await second).toBe("new");
    expect(held.data).toBe("new");
  });
  it("keeps the last good answer while the next loads and when it fails", async () => {
    const held = new Resource<string>();
    await held.load(async () => "good");
    const next = held.load(() => Promise.reject(new Error("bad")));
    expect(held.data, "never blank what is shown").toBe("good");
    await next;
    expect(held.data).toBe("good");
    expect(held.failure).toBeInstanceOf(Error);
    await held.load(async () => "better");
    expect(held.failure).toBeNull();
  });
  it("says slow and stale when it is", async () => {
    const held = new Resource<string>();
    const asked = held.load(() => later("x", 2000));
    expect([held.first, held.slow, held.stale]).toEqual([true, false, false]);
    await vi.advanceTimersByTimeAsync(SLOW_MS + 1);
    expect([held.slow, held.stale]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(STALE_MS);
    expect([held.slow, held.stale]).toEqual([true, true]);
    await vi.advanceTimersByTimeAsync(2000);
    await asked;
    expect([held.loading, held.slow, held.stale]).toEqual([false, false, false]);
  });
  it("forgets on clear, also what is on its way", async () => {
    const held = new Resource<string>();
    const asked = held.load(() => later("secret", 100));
    held.clear();
    await vi.advanceTimersByTimeAsync(200);
    await asked;
    expect(held.data, "an answer after the lock is dropped").toBeNull();
  });
});

describe("undo", () => {
  it("goes back and forth", async () => {
    const stack = new UndoStack();
    let n = 1;
    stack.push({ title: "add", undo: () => void n--, redo: () => void n++ });
    expect((await stack.undo())?.title).toBe("add");
    expect(n).toBe(0);
    await stack.redo();
    expect(n).toBe(1);
    expect(await stack.redo(), "nothing more").toBeNull();
  });
  it("forgets what was undone once something new is done", async () => {
    const stack = new UndoStack();
    stack.push({ title: "a", undo: () => {}, redo: () => {} });
    await stack.undo();
    stack.push({ title: "b", undo: () => {}, redo: () => {} });
    expect(await stack.redo()).toBeNull();
  });
});
