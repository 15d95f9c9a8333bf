import { describe, expect, it } from "vitest";
import { Countdown } from "./countdown.svelte";

const MINUTE = 60_000;

describe("the time until the vault locks itself", () => {
  it("runs down, in seconds at the end, and begins anew when somebody is there", () => {
    const countdown = new Countdown();
    countdown.start(15, 0);
    expect(countdown.words).toBe("15 min");
    countdown.tick(12.5 * MINUTE);
    expect(countdown.words).toBe("3 min");
    countdown.tick(13 * MINUTE + 17_000);
    expect(countdown.words).toBe("1:43");
    countdown.tick(15 * MINUTE);
    expect(countdown.words).toBe("0:00");
    countdown.touch(15 * MINUTE);
    expect(countdown.words).toBe("15 min");
    countdown.stop();
    expect(countdown.words).toBeNull();
  });

  it("begins anew where a job keeps the vault open past the time", () => {
    const countdown = new Countdown();
    countdown.start(1, 0);
    countdown.tick(MINUTE + 5_000);
    expect(countdown.words).toBe("1:00");
    countdown.stop();
  });

  it("says nothing where the vault does not lock by itself", () => {
    const countdown = new Countdown();
    countdown.start(0, 0);
    countdown.tick(99 * MINUTE);
    expect(countdown.words).toBeNull();
    countdown.stop();
  });
});
