/** The guide's pictures show the window as it is. `npm run pictures` takes them anew. */
import { expect, test } from "@playwright/test";
import { MOST_BYTES, PICTURES, THEMES, bytesOf, distance, write } from "./pictures";
import { begin } from "./looks";

const WRITING = process.env["PICTURES"] === "write";
/** Letters and the drawing's edges fall otherwise on another machine; a moved panel or a new row is more. */
const MOST_DIFFERENT = 0.03;

for (const picture of PICTURES) {
  for (const theme of THEMES) {
    test(`${picture.name}, ${theme}`, async ({ browser, page }) => {
      if (WRITING) await write(browser, page, picture, theme);
      else
        expect(
          await distance(browser, page, picture, theme),
          "the picture shows the window of today; else: npm run pictures",
        ).toBeLessThan(MOST_DIFFERENT);
      expect(bytesOf(picture.name, theme)).toBeLessThan(MOST_BYTES);
    });
  }
}

test("the guide shows every picture, in the theme that is on", async ({ page }) => {
  test.skip(WRITING, "the build that is served has the earlier pictures");
  await begin(page);
  await page.goto("?mock=unlocked#/help");
  const pictures = page.getByTestId("guide-picture");
  await expect(pictures).toHaveCount(PICTURES.length);
  const sources = () => pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).src));
  const light = await sources();
  for (const { name } of PICTURES) expect(light.some((source) => source.includes(`${name}-light`))).toBe(true);
  for (const one of await pictures.all()) {
    await one.scrollIntoViewIfNeeded();
    await expect
      .poll(() => one.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 1000))
      .toBe(true);
    expect((await one.getAttribute("alt"))?.length, "who cannot see it is told what it shows").toBeGreaterThan(20);
  }
  await page.evaluate(() =>
    (window as unknown as { starlingPrefs: { set(change: object): void } }).starlingPrefs.set({ theme: "dark" }),
  );
  expect((await sources()).every((source) => source.includes("-dark"))).toBe(true);
});
