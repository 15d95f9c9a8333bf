/** What strangers wrote, in every field of every screen, is drawn as text: nothing is run, turned, hidden or piled up. */
import { expect, test, type Page } from "@playwright/test";
import { begin, cutOff } from "./looks";

const PLACES: readonly { name: string; address: string; ready: string; then?: (page: Page) => Promise<void> }[] = [
  { name: "explore", address: "/explore?q=has:hashtag", ready: "tweet-row" },
  {
    name: "a tweet, its raw record and its media",
    address: "/explore?q=has:media",
    ready: "tweet-row",
    then: async (page) => {
      await page.getByTestId("tweet-row").first().click();
      await expect(page.getByTestId("detail-text")).toBeVisible();
      await page.getByTestId("raw-toggle").click();
      await expect(page.getByTestId("raw-record")).toBeVisible();
    },
  },
  { name: "accounts", address: "/accounts", ready: "account-row" },
  {
    name: "an account, its versions and images",
    address: "/account/sample_0",
    ready: "account-page",
    then: (page) => page.locator("details summary").first().click(),
  },
  { name: "compare", address: "/compare?a=lang:ru&b=lang:en", ready: "overlap" },
  {
    name: "library",
    address: "/library",
    ready: "dataset-row",
    then: (page) => page.locator("[data-testid=dataset-row] button").first().click(),
  },
  { name: "bad rows", address: "/library?bad=*", ready: "bad-row" },
  {
    name: "import",
    address: "/library",
    ready: "dataset-row",
    then: async (page) => {
      await page.getByTestId("open-import").click();
      await page.getByTestId("import-paths").fill("/data/<b>\u202ecsv.a</b>.csv");
      await page.getByTestId("import-look").click();
      await expect(page.getByTestId("survey")).toBeVisible();
    },
  },
  { name: "nodes of a network", address: "/network?tab=nodes&n=0", ready: "node-panel" },
  {
    name: "edges of a network",
    address: "/network?tab=edges",
    ready: "edge-row",
    then: async (page) => {
      await page.getByTestId("edge-row").first().click();
      await expect(page.getByTestId("edge-tweet").first()).toBeVisible();
    },
  },
  { name: "a review", address: "/export?q=%23news&step=check&to=chi&for=academic_research", ready: "review" },
  { name: "exports", address: "/exports", ready: "export-row" },
  { name: "audit log", address: "/audit", ready: "audit-row" },
  { name: "agreements", address: "/agreements", ready: "agreement" },
  { name: "people", address: "/agreements?tab=people", ready: "recipient-row" },
];

/** Text on the page that turns, hides or piles up; where it stands. Fields hold what was typed as it is. */
function obeyed(): string[] {
  const bad =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\p{M}{9}/u;
  const found = new Set<string>();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest("script, style, textarea, title") || !bad.test(node.nodeValue ?? "")) continue;
    const place = parent.closest("[data-testid]")?.getAttribute("data-testid") ?? "";
    found.add(`${place} ${parent.tagName.toLowerCase()}.${parent.className}: ${(node.nodeValue ?? "").slice(0, 40)}`);
  }
  return [...found];
}

for (const place of PLACES) {
  test(place.name, async ({ page }) => {
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("dialog", (dialog) => wrong.push(dialog.message()));
    await begin(page);
    await page.goto(`?mock=unlocked,hostile#${place.address}`);
    await expect(page.getByTestId(place.ready).first()).toBeVisible();
    await place.then?.(page);

    expect(
      await page.evaluate(() => (window as unknown as { taken?: number }).taken),
      "nothing is run",
    ).toBeUndefined();
    const made = page.locator("#app script, #app iframe, #app object, #app img:not([src^='blob:'])");
    await expect(made, "no element is made of a stranger's text").toHaveCount(0);
    await expect(page.locator("#app b:text-is('bold')")).toHaveCount(0);
    expect(await page.evaluate(obeyed), "nothing turns, hides or piles up").toEqual([]);
    for (const box of await page.locator("[data-testid=tweet-row], [data-testid=account-row]").all()) {
      const size = await box.boundingBox();
      expect(size?.height ?? 0, "a row is a row, however much was written").toBeLessThanOrEqual(180);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, "nothing is wider than the window").toBeLessThanOrEqual(0);
    expect(await page.evaluate(cutOff), "all that can be pressed can be reached").toEqual([]);
    expect(wrong).toEqual([]);
    expect(
      asked.filter((url) => !/^(http:\/\/localhost:|blob:)/.test(url)),
      "nothing is loaded from elsewhere",
    ).toEqual([]);
  });
}
