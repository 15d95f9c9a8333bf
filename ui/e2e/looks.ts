/** How the window may look, put on a page that stands; and what must hold of any page in any of them. */
import type { Page } from "@playwright/test";

export interface Look {
  name: string;
  theme: "light" | "dark";
  density?: "compact" | "comfortable";
  textSize?: number;
  direction?: "ltr" | "rtl";
  size?: { width: number; height: number };
}

/** Settings that a page starts with; the note on missing letters is out of the way. */
export async function begin(page: Page, look: Omit<Look, "name"> = { theme: "light" }): Promise<void> {
  const { size, ...prefs } = look;
  if (size) await page.setViewportSize(size);
  await page.addInitScript((kept) => {
    localStorage.setItem("starling.prefs", JSON.stringify({ folded: { glyphs: true }, ...kept }));
  }, prefs);
}

/** What can be pressed or typed in and lies, in part or whole, where no scrolling brings it into sight. */
export function cutOff(): string[] {
  const wide = document.documentElement.clientWidth;
  const scrolls = (one: Element) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  const found: string[] = [];
  for (const one of document.querySelectorAll<HTMLElement>("button, input, select, textarea, a[href], summary")) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest(".unseen")) continue;
    const box = one.getBoundingClientRect();
    if (box.width === 0 || (box.left >= -1 && box.right <= wide + 1)) continue;
    let up = one.parentElement;
    while (up && !scrolls(up)) up = up.parentElement;
    // A scrolling parent helps only where it lies in sight itself.
    const parent = up?.getBoundingClientRect();
    if (parent && parent.left >= -1 && parent.right <= wide + 1) continue;
    found.push(`${one.tagName.toLowerCase()} “${(one.textContent || one.getAttribute("aria-label") || "").trim()}”`);
  }
  return found;
}
