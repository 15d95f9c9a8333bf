/**
 * Every screen, in both themes, from right to left and with large text: axe finds nothing, and nothing is cut off.
 *
 * A screen is loaded once and then shown in one look after the other, as the settings do it to a window that stands.
 */
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { begin, cutOff, type Look } from "./looks";
import { SCREENS } from "./screens";

const USUAL = { width: 1440, height: 860 };
const SMALL = { width: 1100, height: 700 };

interface Shown extends Look {
  /** What axe is asked: all of it once, and then what this look can change; nothing where it can change nothing. */
  rules: "all" | readonly string[];
}
const LOOKS: Shown[] = [
  { name: "light", theme: "light", rules: "all" },
  { name: "dark", theme: "dark", rules: ["color-contrast"] },
  { name: "from right to left", theme: "light", direction: "rtl", rules: [] },
  { name: "a small window", theme: "light", size: SMALL, rules: ["target-size"] },
  {
    name: "comfortable, 150 %, a small window",
    theme: "dark",
    density: "comfortable",
    textSize: 150,
    size: SMALL,
    rules: [],
  },
];

async function faults(page: Page, rules: Shown["rules"]): Promise<string[]> {
  if (rules.length === 0) return [];
  const axe = new AxeBuilder({ page });
  if (rules === "all") axe.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]);
  else axe.withRules([...rules]);
  const found = await axe.analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

for (const screen of SCREENS) {
  test(screen.name, async ({ page }) => {
    const said: string[] = [];
    page.on("pageerror", (error) => said.push(error.message));
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    await begin(page);
    // A colour on its way from one theme to the other is neither's.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(screen.address);
    await expect(page.getByTestId(screen.ready).first()).toBeVisible();
    await screen.then?.(page);
    for (const { name, size = USUAL, rules, ...look } of LOOKS) {
      await test.step(name, async () => {
        await page.setViewportSize(size);
        await page.evaluate(
          (wanted) => (window as unknown as { starlingPrefs: { set(change: object): void } }).starlingPrefs.set(wanted),
          { density: "compact", textSize: 100, direction: "ltr", ...look },
        );
        await expect(page.locator("html")).toHaveAttribute("data-theme", look.theme);
        expect(await faults(page, rules), `${name}: axe finds nothing`).toEqual([]);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wide, `${name}: nothing is wider than the window`).toBeLessThanOrEqual(0);
        expect(await page.evaluate(cutOff), `${name}: all that can be pressed can be reached`).toEqual([]);
      });
    }
    expect(said, "nothing is said to the console").toEqual([]);
  });
}
