/** The one table of keys: it drives the handlers, the `?` sheet, the palette and the tooltips. */

export type Context = "everywhere" | "list" | "facets" | "timeline" | "network" | "detail";

export interface KeyEntry {
  id: Action;
  title: string;
  context: Context;
  /** Alternatives; a sequence has a blank between its keys. `Mod` is Ctrl, or ⌘ on a Mac. */
  keys: readonly string[];
  /** Offered in the palette. */
  palette?: boolean;
  /** Also while typing in a field. */
  inFields?: boolean;
}

export const KEYS = [
  { id: "palette", title: "Go to, do", context: "everywhere", keys: ["Mod+K"], inFields: true },
  { id: "query", title: "To the query field", context: "everywhere", keys: ["/"], palette: true },
  { id: "go-explore", title: "Explore", context: "everywhere", keys: ["g e"], palette: true },
  { id: "go-accounts", title: "Accounts", context: "everywhere", keys: ["g a"], palette: true },
  { id: "go-network", title: "Network", context: "everywhere", keys: ["g n"], palette: true },
  { id: "go-compare", title: "Compare", context: "everywhere", keys: ["g c"], palette: true },
  { id: "go-batch", title: "Batch search", context: "everywhere", keys: ["g b"], palette: true },
  { id: "go-exports", title: "Exports", context: "everywhere", keys: ["g x"], palette: true },
  { id: "go-audit", title: "Audit log", context: "everywhere", keys: ["g l"], palette: true },
  { id: "go-agreements", title: "Agreements and people", context: "everywhere", keys: ["g t"], palette: true },
  { id: "go-library", title: "Library", context: "everywhere", keys: ["g d"], palette: true },
  { id: "go-settings", title: "Settings", context: "everywhere", keys: ["g s"], palette: true },
  { id: "go-help", title: "Guide", context: "everywhere", keys: ["g h"], palette: true },
  { id: "import", title: "Import files", context: "everywhere", keys: ["Mod+O"], palette: true, inFields: true },
  {
    id: "save-search",
    title: "Save this search",
    context: "everywhere",
    keys: ["Mod+S"],
    palette: true,
    inFields: true,
  },
  {
    id: "export",
    title: "Export what the search finds",
    context: "everywhere",
    keys: ["Mod+E"],
    palette: true,
    inFields: true,
  },
  { id: "back", title: "Back", context: "everywhere", keys: ["Alt+ArrowLeft"], inFields: true },
  { id: "forward", title: "Forward", context: "everywhere", keys: ["Alt+ArrowRight"], inFields: true },
  { id: "undo", title: "Undo the last filter, note or tag", context: "everywhere", keys: ["Mod+Z"], palette: true },
  { id: "redo", title: "Do it again", context: "everywhere", keys: ["Mod+Shift+Z", "Mod+Y"], palette: true },
  { id: "fold-rail", title: "Fold the rail", context: "everywhere", keys: ["["], palette: true },
  { id: "fold-facets", title: "Fold the facets", context: "everywhere", keys: ["]"], palette: true },
  { id: "theme", title: "Light or dark", context: "everywhere", keys: [], palette: true },
  { id: "density", title: "Compact or comfortable", context: "everywhere", keys: [], palette: true },
  { id: "lock", title: "Lock the vault now", context: "everywhere", keys: ["Mod+L"], palette: true, inFields: true },
  { id: "next-region", title: "Next region", context: "everywhere", keys: ["F6"], inFields: true },
  { id: "previous-region", title: "Previous region", context: "everywhere", keys: ["Shift+F6"], inFields: true },
  { id: "withdraw", title: "Withdraw accounts or tweets", context: "everywhere", keys: [], palette: true },
  {
    id: "honesty",
    title: "What Starling can and cannot prevent",
    context: "everywhere",
    keys: [],
    palette: true,
  },
  { id: "help", title: "All keys", context: "everywhere", keys: ["?"], palette: true },
  { id: "escape", title: "Up one level", context: "everywhere", keys: ["Escape"], inFields: true },

  { id: "to-facets", title: "To the facets", context: "list", keys: ["f"] },
  { id: "to-timeline", title: "To the timeline", context: "list", keys: ["t"] },
  { id: "next", title: "Next row", context: "list", keys: ["j", "ArrowDown"] },
  { id: "previous", title: "Previous row", context: "list", keys: ["k", "ArrowUp"] },
  { id: "page-down", title: "A page down", context: "list", keys: ["PageDown"] },
  { id: "page-up", title: "A page up", context: "list", keys: ["PageUp"] },
  { id: "first", title: "First row", context: "list", keys: ["Home"] },
  { id: "last", title: "Last loaded row", context: "list", keys: ["End"] },
  { id: "open", title: "Open the row", context: "list", keys: ["Enter"] },
  { id: "look", title: "Look without opening", context: "list", keys: ["Space"] },
  { id: "select", title: "Select the row", context: "list", keys: ["x"] },
  { id: "author", title: "Author’s account", context: "list", keys: ["o"] },
  { id: "copy", title: "Copy the citation", context: "list", keys: ["c"] },
  { id: "raw", title: "Raw record", context: "list", keys: ["r"] },
  { id: "tag", title: "Tag the tweet", context: "list", keys: ["#"] },
  { id: "note", title: "Write a note", context: "list", keys: ["m"] },
  { id: "next-hit", title: "Next hit in the text", context: "list", keys: ["n"] },
  { id: "previous-hit", title: "Previous hit in the text", context: "list", keys: ["p"] },

  { id: "facet-only", title: "Only this value", context: "facets", keys: ["Enter"] },
  { id: "facet-add", title: "Add or take away this value", context: "facets", keys: ["Space"] },
  { id: "facet-exclude", title: "Exclude this value", context: "facets", keys: ["x"] },

  { id: "bar-next", title: "Next bar", context: "timeline", keys: ["ArrowRight"] },
  { id: "bar-previous", title: "Previous bar", context: "timeline", keys: ["ArrowLeft"] },
  { id: "bar-extend-next", title: "Select on", context: "timeline", keys: ["Shift+ArrowRight"] },
  { id: "bar-extend-previous", title: "Select back", context: "timeline", keys: ["Shift+ArrowLeft"] },
  { id: "bar-take", title: "Keep to the selected period", context: "timeline", keys: ["Enter"] },

  { id: "node-right", title: "To the neighbour on the right", context: "network", keys: ["ArrowRight"] },
  { id: "node-left", title: "To the neighbour on the left", context: "network", keys: ["ArrowLeft"] },
  { id: "node-up", title: "To the neighbour above", context: "network", keys: ["ArrowUp"] },
  { id: "node-down", title: "To the neighbour below", context: "network", keys: ["ArrowDown"] },
  { id: "tie-next", title: "Next neighbour, the strongest tie first", context: "network", keys: ["n"] },
  { id: "tie-previous", title: "Previous neighbour", context: "network", keys: ["p"] },
  { id: "node-first", title: "To the largest node", context: "network", keys: ["Home"] },
  { id: "node-open", title: "Open the node", context: "network", keys: ["Enter"] },
  {
    id: "node-choose",
    title: "Add the node to the selection, or take it out",
    context: "network",
    keys: ["x", "Space"],
  },
  { id: "node-ego", title: "Keep to its surroundings", context: "network", keys: ["e"] },
  { id: "node-community", title: "Select its community", context: "network", keys: ["s"] },
  { id: "node-pin", title: "Pin the node where it lies, or let it go", context: "network", keys: ["i"] },
  { id: "node-centre", title: "Look at the node", context: "network", keys: ["c"] },
  { id: "zoom-in", title: "Nearer", context: "network", keys: ["+", "="] },
  { id: "zoom-out", title: "Farther", context: "network", keys: ["-"] },
  { id: "zoom-all", title: "All of it", context: "network", keys: ["0"] },
  { id: "view-right", title: "Look to the right", context: "network", keys: ["Shift+ArrowRight"] },
  { id: "view-left", title: "Look to the left", context: "network", keys: ["Shift+ArrowLeft"] },
  { id: "view-up", title: "Look up", context: "network", keys: ["Shift+ArrowUp"] },
  { id: "view-down", title: "Look down", context: "network", keys: ["Shift+ArrowDown"] },
  { id: "to-brush", title: "To the time under the drawing", context: "network", keys: ["t"] },
] as const satisfies readonly Entry[];

interface Entry {
  id: string;
  title: string;
  context: Context;
  keys: readonly string[];
  palette?: boolean;
  inFields?: boolean;
}

export type Action = (typeof KEYS)[number]["id"];
export const CONTEXTS: readonly { id: Context; title: string }[] = [
  { id: "everywhere", title: "Everywhere" },
  { id: "list", title: "In the list" },
  { id: "facets", title: "In a facet" },
  { id: "timeline", title: "In the timeline" },
  { id: "network", title: "In the drawn network" },
];

const TABLE: readonly Entry[] = KEYS;

export function entry(id: Action): KeyEntry {
  return TABLE.find((one) => one.id === id) as KeyEntry;
}

export function inContext(context: Context): KeyEntry[] {
  return TABLE.filter((one) => one.context === context) as KeyEntry[];
}

const mac = () => typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageDown: "PgDn",
  PageUp: "PgUp",
};

/** How a combination is written for people: `Ctrl K`, `⌘ K`. */
export function written(keys: string, onMac = mac()): string {
  return keys
    .split(" ")
    .map((combination) =>
      combination
        .split(/\+(?=.)/)
        .map((part) => (part === "Mod" ? (onMac ? "⌘" : "Ctrl") : (NAMES[part] ?? part)))
        .join(" "),
    )
    .join(" ");
}

/** A title with its first key, for tooltips. */
export function tip(id: Action): string {
  const { title, keys } = entry(id);
  return keys[0] ? `${title} (${written(keys[0])})` : title;
}

export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Signs that need Shift on some keyboards: they are matched by what they are, whatever Shift does. */
const isSign = (key: string) => key.length === 1 && !/[\p{L}\p{N}\s]/u.test(key);

/** Whether a press is this combination: by the letter typed, then by the key's place on the board. */
export function matches(combination: string, pressed: Pressed, onMac = mac()): boolean {
  // The last `+` of a combination may be the key itself.
  const parts = combination.split(/\+(?=.)/);
  const key = parts.at(-1) ?? "";
  const wanted = {
    mod: parts.includes("Mod"),
    alt: parts.includes("Alt"),
    shift: parts.includes("Shift"),
  };
  const mod = onMac ? pressed.metaKey : pressed.ctrlKey;
  const otherMod = onMac ? pressed.ctrlKey : pressed.metaKey;
  if (mod !== wanted.mod || otherMod) return false;
  if (isSign(key)) return pressed.key === key;
  if (pressed.altKey !== wanted.alt || pressed.shiftKey !== wanted.shift) return false;
  if (key === "Space") return pressed.code === "Space" || pressed.key === " ";
  if (pressed.key.toLowerCase() === key.toLowerCase()) return true;
  // A Cyrillic or Arabic keyboard: the letter is another, the place is the same.
  const latin = /^[a-z]$/i.test(pressed.key);
  return /^[a-z]$/i.test(key) && !latin && pressed.code === `Key${key.toUpperCase()}`;
}

type Handler = () => void | boolean;

/** Finds the action of a press. Keeps the first key of a sequence for one second. */
export class Keyboard {
  #handlers: { context: Context; action: Action; run: Handler }[] = [];
  #prefix: string | null = null;
  #prefixAt = 0;

  /** What to do for an action while the returned function has not been called. The latest comer is asked first. */
  on(context: Context, handlers: Partial<Record<Action, Handler>>): () => void {
    const mine = Object.entries(handlers).map(([action, run]) => ({ context, action: action as Action, run }));
    this.#handlers = [...mine, ...this.#handlers];
    return () => (this.#handlers = this.#handlers.filter((one) => !mine.includes(one)));
  }

  /** Does an action, from the palette for instance. */
  run(action: Action): boolean {
    const found = this.#handlers.filter((one) => one.action === action);
    return found.some((one) => one.run() !== false);
  }

  can(action: Action): boolean {
    return this.#handlers.some((one) => one.action === action);
  }

  /** Takes a press where the focus is in `context`; true where it was used. */
  press(pressed: Pressed, context: Context, typing: boolean, now: number): boolean {
    const prefix = this.#prefix !== null && now - this.#prefixAt < 1000 ? this.#prefix : null;
    this.#prefix = null;
    // The detail belongs to the list: its letters work there too, while keys that move and press stay the panel's own.
    const scopes: Context[] = context === "detail" ? ["detail", "list", "everywhere"] : [context, "everywhere"];
    for (const scope of scopes) {
      for (const one of TABLE) {
        if (one.context !== scope || (typing && !one.inFields)) continue;
        for (const keys of one.keys) {
          if (context === "detail" && scope === "list" && keys.length > 1) continue;
          const [first = "", second] = keys.split(" ");
          if (second === undefined) {
            if (prefix === null && matches(first, pressed) && this.#do(scope, one.id as Action)) return true;
          } else if (prefix === first && matches(second, pressed)) {
            return this.#do(scope, one.id as Action);
          }
        }
      }
    }
    if (typing) return false;
    const begun = TABLE.flatMap((one) => one.keys).find(
      (keys) => keys.includes(" ") && matches(keys.split(" ")[0] ?? "", pressed),
    );
    if (begun !== undefined && prefix === null) {
      this.#prefix = begun.split(" ")[0] ?? null;
      this.#prefixAt = now;
    }
    return false;
  }

  #do(context: Context, action: Action): boolean {
    return this.#handlers.some((one) => one.context === context && one.action === action && one.run() !== false);
  }
}

export const keyboard = new Keyboard();

/** Whether a plain letter there is text. */
export function isTyping(target: EventTarget | null): boolean {
  if (typeof HTMLElement === "undefined" || !(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

/** The context that an element stands in, as marked by `data-keys`. */
export function contextOf(target: EventTarget | null): Context {
  const marked = target instanceof Element ? target.closest("[data-keys]") : null;
  return (marked?.getAttribute("data-keys") as Context | null) ?? "list";
}
