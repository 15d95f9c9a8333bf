import { describe, expect, it, vi } from "vitest";
import { KEYS, Keyboard, isTyping, matches, written, type Context, type Pressed } from "./keys";

function pressed(key: string, more: Partial<Pressed> = {}): Pressed {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

describe("matching", () => {
  it("goes by the letter, then by the place", () => {
    expect(matches("j", pressed("j"), false)).toBe(true);
    expect(matches("j", pressed("о", { code: "KeyJ" }), false), "a Cyrillic keyboard").toBe(true);
    expect(matches("j", pressed("ت", { code: "KeyJ" }), false), "an Arabic keyboard").toBe(true);
    expect(matches("j", pressed("h", { code: "KeyJ" }), false), "Dvorak: the letter counts").toBe(false);
  });
  it("takes signs as what they are", () => {
    expect(matches("?", pressed("?", { shiftKey: true, code: "Slash" }), false)).toBe(true);
    expect(matches("/", pressed("/", { shiftKey: true, code: "Digit7" }), false), "a German keyboard").toBe(true);
    expect(matches("[", pressed("[", { altKey: true, code: "Digit5" }), true), "a German Mac").toBe(true);
  });
  it("wants exactly the modifiers named", () => {
    expect(matches("Mod+K", pressed("k", { ctrlKey: true }), false)).toBe(true);
    expect(matches("Mod+K", pressed("k", { metaKey: true }), true)).toBe(true);
    expect(matches("Mod+K", pressed("k", { ctrlKey: true }), true), "Ctrl on a Mac is another key").toBe(false);
    expect(matches("k", pressed("k", { ctrlKey: true }), false)).toBe(false);
    expect(matches("Mod+Z", pressed("Z", { ctrlKey: true, shiftKey: true }), false), "redo is not undo").toBe(false);
    expect(matches("Mod+Shift+Z", pressed("Z", { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  });
});

describe("the keyboard", () => {
  const setUp = (context: Context, action: Parameters<Keyboard["run"]>[0]) => {
    const keyboard = new Keyboard();
    const run = vi.fn();
    keyboard.on(context, { [action]: run });
    return { keyboard, run };
  };
  it("never acts on plain letters while typing", () => {
    const { keyboard, run } = setUp("list", "next");
    expect(keyboard.press(pressed("j"), "list", true, 0)).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });
  it("acts on Ctrl K even then", () => {
    const { keyboard, run } = setUp("everywhere", "palette");
    expect(keyboard.press(pressed("k", { ctrlKey: true }), "list", true, 0)).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });
  it("waits a second for the rest of a sequence", () => {
    const { keyboard, run } = setUp("everywhere", "go-accounts");
    keyboard.press(pressed("g"), "list", false, 0);
    expect(keyboard.press(pressed("a"), "list", false, 900)).toBe(true);
    keyboard.press(pressed("g"), "list", false, 2000);
    expect(keyboard.press(pressed("a"), "list", false, 3100), "too late").toBe(false);
    expect(run).toHaveBeenCalledOnce();
  });
  it("keeps a sequence's second key from its own meaning", () => {
    const { keyboard, run } = setUp("everywhere", "go-explore");
    const other = vi.fn();
    keyboard.on("list", { copy: other });
    keyboard.press(pressed("g"), "list", false, 0);
    keyboard.press(pressed("c"), "list", false, 10);
    expect(other, "g c is not c").not.toHaveBeenCalled();
    expect(run).not.toHaveBeenCalled();
  });
  it("asks the context first, then everywhere", () => {
    const { keyboard, run } = setUp("facets", "facet-exclude");
    const select = vi.fn();
    keyboard.on("list", { select });
    keyboard.press(pressed("x"), "facets", false, 0);
    expect(run).toHaveBeenCalledOnce();
    expect(select).not.toHaveBeenCalled();
  });
  it("lets a handler pass", () => {
    const keyboard = new Keyboard();
    const [first, second] = [vi.fn(() => false), vi.fn()];
    keyboard.on("list", { open: second });
    keyboard.on("list", { open: first });
    expect(keyboard.press(pressed("Enter"), "list", false, 0)).toBe(true);
    expect(first).toHaveBeenCalledOnce();
    expect(second, "the earlier one is asked when the later passes").toHaveBeenCalledOnce();
  });
  it("forgets handlers that are taken back", () => {
    const keyboard = new Keyboard();
    const run = vi.fn();
    keyboard.on("list", { next: run })();
    expect(keyboard.press(pressed("j"), "list", false, 0)).toBe(false);
  });
});

describe("the table", () => {
  it("has a title for every action and no key twice in a context", () => {
    const seen = new Set<string>();
    for (const { id, title, context, keys } of KEYS) {
      expect(title, id).not.toBe("");
      for (const key of keys) {
        expect(seen.has(`${context} ${key}`), `${id}: ${key}`).toBe(false);
        seen.add(`${context} ${key}`);
      }
    }
  });
  it("is written for people", () => {
    expect(written("Mod+K", false)).toBe("Ctrl K");
    expect(written("Mod+K", true)).toBe("⌘ K");
    expect(written("g e", false)).toBe("g e");
    expect(written("+", false)).toBe("+");
    expect(written("Mod++", false)).toBe("Ctrl +");
    expect(written("Alt+ArrowLeft", false)).toBe("Alt ←");
  });
});

it("knows where one types", () => {
  const field = document.createElement("input");
  expect(isTyping(field)).toBe(true);
  field.type = "checkbox";
  expect(isTyping(field)).toBe(false);
  expect(isTyping(document.createElement("textarea"))).toBe(true);
  expect(isTyping(document.createElement("button"))).toBe(false);
  expect(isTyping(null)).toBe(false);
});
