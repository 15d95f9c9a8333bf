/** How the window looks: kept outside the vault, since it must hold before one is open. Holds nothing of the data. */

export type Theme = "system" | "light" | "dark";
export type Density = "compact" | "comfortable";
export const TEXT_SIZES = [90, 100, 110, 125, 150] as const;

interface Kept {
  theme: Theme;
  density: Density;
  textSize: number;
  direction: "ltr" | "rtl";
  panels: Record<string, number>;
  folded: Record<string, boolean>;
}

const KEY = "starling.prefs";
const FIRST: Kept = {
  theme: "system",
  density: "compact",
  textSize: 100,
  direction: "ltr",
  panels: {},
  folded: {},
};

function read(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>;
    return { ...FIRST, ...kept };
  } catch {
    return { ...FIRST };
  }
}

class Prefs {
  #kept = $state<Kept>(read());
  #systemDark = $state(false);

  constructor() {
    if (typeof matchMedia === "undefined") return;
    const query = matchMedia("(prefers-color-scheme: dark)");
    this.#systemDark = query.matches;
    query.addEventListener("change", () => {
      this.#systemDark = query.matches;
      this.apply();
    });
  }

  get theme(): Theme {
    return this.#kept.theme;
  }
  get shown(): "light" | "dark" {
    if (this.theme !== "system") return this.theme;
    return this.#systemDark ? "dark" : "light";
  }
  get density(): Density {
    return this.#kept.density;
  }
  get textSize(): number {
    return this.#kept.textSize;
  }
  get direction(): "ltr" | "rtl" {
    return this.#kept.direction;
  }

  panel(name: string, usual: number): number {
    return this.#kept.panels[name] ?? usual;
  }
  /** The same for a style: panels grow with the text. */
  width(name: string, usual: number): string {
    return `calc(${this.panel(name, usual)}px * var(--text-scale, 1))`;
  }
  /** What large text may take of a small window at most; what the user drew themselves is kept to. */
  most(name: string): string {
    return `max(${this.#kept.panels[name] ?? 200}px, 22vw)`;
  }
  folded(name: string): boolean {
    return this.#kept.folded[name] ?? false;
  }

  set(change: Partial<Omit<Kept, "panels" | "folded">>): void {
    Object.assign(this.#kept, change);
    this.#keep();
    this.apply();
  }
  setPanel(name: string, width: number): void {
    this.#kept.panels[name] = width;
    this.#keep();
  }
  setFolded(name: string, folded: boolean): void {
    this.#kept.folded[name] = folded;
    this.#keep();
  }

  /** Puts it on the page. */
  apply(): void {
    const root = document.documentElement;
    root.dataset["theme"] = this.shown;
    root.dataset["density"] = this.density;
    root.dir = this.direction;
    root.style.setProperty("--text-scale", String(this.textSize / 100));
  }

  #keep(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // A full or forbidden storage costs only the memory of widths.
    }
  }
}

export const prefs = new Prefs();
