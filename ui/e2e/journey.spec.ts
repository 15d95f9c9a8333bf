/** A user's day without a mouse, hostile rows, and what must hold between the views. */
import { expect, test, type Page } from "@playwright/test";

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("starling.prefs", JSON.stringify({ folded: { glyphs: true } })));
});

/** Reads the clauses to their end and accepts each, from the keyboard. */
async function acceptEverything(page: Page) {
  const list = page.getByTestId("accept-clauses").getByRole("group");
  await list.focus();
  await page.keyboard.press("End");
  await expect(page.getByTestId("accept-clauses")).toHaveAttribute("data-read", "true");
  for (const one of await page.getByTestId("accept-clause").all()) {
    await one.focus();
    await page.keyboard.press("Space");
  }
  for (const field of ["signer-name", "signer-institution", "signer-role"]) {
    await page.getByTestId(field).focus();
    await page.keyboard.type("Ada");
  }
}

const total = async (page: Page) => Number(await page.getByTestId("total").getAttribute("data-total"));

test("create, import, search, facet, brush, open, tag, save and lock, from the keyboard alone", async ({ page }) => {
  await page.goto("?mock=fresh");
  await page.getByTestId("create-passphrase").focus();
  await page.keyboard.type("four words stand here");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("four words stand here");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("recovery-key")).not.toBeEmpty();
  await expect(page.getByTestId("recovery-done")).toBeDisabled();
  await page.getByTestId("recovery-kept").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  await expect(page.getByTestId("empty-library")).toBeVisible();
  await page.keyboard.press("Control+o");
  await page.getByTestId("import-paths").focus();
  await page.keyboard.type("/data/ira_invented_1018_tweets_csv_hashed.csv");
  await page.getByTestId("import-look").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("survey")).toBeVisible();
  await expect(page.getByTestId("import-start"), "nothing comes in before the agreement is accepted").toBeDisabled();
  await acceptEverything(page);
  await page.getByTestId("import-start").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("import-progress")).toHaveAttribute("data-state", "done");
  await page.getByTestId("import-explore").focus();
  await page.keyboard.press("Enter");

  await expect(page.getByTestId("total")).toHaveAttribute("data-total", "2400");
  await page.keyboard.press("/");
  await page.keyboard.type("#news");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("pill")).toHaveCount(1);
  await expect(page.getByTestId("total")).not.toHaveAttribute("data-total", "2400");
  const news = await total(page);
  expect(news).toBeLessThan(2400);

  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await expect(page.locator("[data-row]:focus")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  const row = page.locator("[data-row]:focus");
  const wanted = Number((await row.getAttribute("aria-label"))?.match(/([\d,]+)$/)?.[1]?.replaceAll(",", ""));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("total"), "a facet's count is what pressing it gives").toHaveAttribute(
    "data-total",
    String(wanted),
  );

  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  await expect(page.getByTestId("timeline-bars")).toBeFocused();
  await page.keyboard.press("Home");
  for (let i = 0; i < 40; i++) await page.keyboard.press("Shift+ArrowRight");
  const selected = Number(
    (await page.getByTestId("timeline-selected").textContent())?.match(/· ([\d,]+)/)?.[1]?.replaceAll(",", ""),
  );
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("total"), "the brush's count is the list's").toHaveAttribute(
    "data-total",
    String(selected),
  );

  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("detail-text")).toBeVisible();
  await page.keyboard.press("#");
  await page.keyboard.type("checked");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("tweet-detail").getByText("checked")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("tweet-detail")).toBeHidden();

  await page.keyboard.press("Control+s");
  await page.getByTestId("save-name").fill("First look");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("saved-search")).toHaveText("First look");

  await page.keyboard.press("Control+l");
  await expect(page.getByTestId("unlock-passphrase")).toBeFocused();
  await expect(page).toHaveTitle(/Locked/);
  await expect(page.getByTestId("tweet-row"), "the content is gone, not covered").toHaveCount(0);
  expect(await page.content()).not.toContain("First look");
});

test("a wrong passphrase leaves the field filled and selected", async ({ page }) => {
  await page.goto("");
  const field = page.getByTestId("unlock-passphrase");
  await field.fill("wrong horse");
  await page.keyboard.press("Enter");
  await expect(page.getByText("That passphrase does not open this vault.")).toBeVisible();
  await expect(field).toHaveValue("wrong horse");
  expect(await field.evaluate((one: HTMLInputElement) => one.selectionEnd! - one.selectionStart!)).toBe(11);
  await page.keyboard.type("correct horse");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
});

test("a wrong query is marked at its place and the old results stay", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore?q=%23news");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  const before = await total(page);
  await page.getByTestId("query").fill("#news (lang:ru");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("query-error")).toHaveText("This bracket has no partner.");
  await expect(page.getByTestId("query-error")).toHaveAttribute("data-at", "6");
  expect(await total(page)).toBe(before);
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
});

test("completion offers operators, then values", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore");
  await page.getByTestId("query").click();
  await page.keyboard.type("lan");
  await expect(page.getByRole("option", { name: "lang:" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("query")).toHaveValue("lang:");
  await page.keyboard.type("r");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("pill")).toContainText("Russian");
});

test("back returns to the same row, and opening a tweet never moves the list", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  for (let i = 0; i < 30; i++) await page.keyboard.press("j");
  const list = page.locator('[role="grid"][data-keys="list"]');
  const place = await list.evaluate((one) => one.scrollTop);
  expect(place).toBeGreaterThan(0);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("detail-text")).toBeVisible();
  expect(Math.abs((await list.evaluate((one) => one.scrollTop)) - place), "within the rows' new heights").toBeLessThan(
    400,
  );
  const id = await page.getByTestId("tweet-detail").getAttribute("data-id");
  await page.keyboard.press("Escape");
  await expect(list, "Esc gives the focus back").toBeFocused();
  await page.keyboard.press("Enter");
  expect(await page.getByTestId("tweet-detail").getAttribute("data-id")).toBe(id);
});

test("hostile rows are drawn as text", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("?mock=unlocked#/explore?q=title");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  await page.getByTestId("tweet-row").first().click();
  await expect(page.getByTestId("detail-text")).toContainText("<script>document.title");
  await expect(page.getByTestId("detail-text")).toContainText("&amp;amp;");
  expect(await page.locator("#app script, #app img, #app b > i").count()).toBe(0);
  await expect(page).toHaveTitle(/Explore/);
  for (const words of ["turned", "zero", "storm", "control", "long"]) {
    await page.goto(`?mock=unlocked#/explore?q=${words}`);
    const row = page.getByTestId("tweet-row").first();
    await expect(row).toBeVisible();
    const box = await row.boundingBox();
    expect(box!.height, `${words}: a row is a row`).toBeLessThanOrEqual(180);
  }
  expect(
    asked.filter((url) => !url.startsWith("http://localhost:")),
    "nothing is loaded from elsewhere",
  ).toEqual([]);
});

test("a filter, a tag and a note are undone and done again", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  const all = await total(page);
  await page.getByTestId("facet-lang").locator("[data-row]").first().click();
  await expect(page.getByTestId("pill")).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("pill")).toHaveCount(0);
  await expect(page.getByTestId("total")).toHaveAttribute("data-total", String(all));
  await page.keyboard.press("Control+Shift+z");
  await expect(page.getByTestId("pill")).toHaveCount(1);
  await page.goBack();
  await page.getByTestId("tweet-row").first().click();
  await page.getByTestId("add-note").fill("read twice");
  await page.getByTestId("save-note").click();
  await expect(page.getByText("read twice")).toBeVisible();
  await page.getByTestId("query").blur();
  await page.locator('[role="grid"][data-keys="list"]').focus();
  await page.keyboard.press("Control+z");
  await expect(page.getByText("read twice")).toBeHidden();
});

test("a running import is stopped, says what it keeps, and goes on", async ({ page }) => {
  await page.goto("?mock=unlocked,delay:60#/library");
  await page.getByTestId("open-import").click();
  await page.getByTestId("import-paths").fill("/data/a_tweets.csv");
  await page.getByTestId("import-start").click();
  await expect(page.getByTestId("import-progress")).toContainText("rows a second");
  await page.getByTestId("import-stop").click();
  await expect(page.getByTestId("import-progress")).toHaveAttribute("data-state", "cancelled");
  await expect(page.getByTestId("import-progress")).toContainText("What was stored stays.");
  await page.getByTestId("import-go-on").click();
  await expect(page.getByTestId("import-progress")).toHaveAttribute("data-state", "done");
  await page.getByTestId("see-bad-rows").click();
  await expect(page.getByTestId("bad-row").first()).toBeVisible();
});

test("removing a dataset is reviewed, and its button says what it does", async ({ page }) => {
  await page.goto("?mock=unlocked#/library");
  const row = page.getByTestId("dataset-row").first();
  const tweets = await row.getByTestId("dataset-tweets").textContent();
  await row.getByRole("button").first().click();
  await page.getByTestId("dataset-remove").click();
  await expect(page.getByTestId("remove-confirm")).toHaveText(`Remove ${tweets} tweets`);
  await page.getByTestId("remove-confirm").click();
  await expect(page.getByTestId("dataset-row")).toHaveCount(5);
});

test("a link asks first and opens nothing", async ({ page, context }) => {
  await page.goto("?mock=unlocked#/explore?q=domain%3Abread.example.net");
  await page
    .getByTestId("tweet-row")
    .first()
    .getByRole("button", { name: /bread.example.net/ })
    .click();
  await expect(page.getByTestId("link-dialog")).toContainText("https://bread.example.net/ten-facts");
  expect(context.pages()).toHaveLength(1);
});

test("the vault is locked from inside a dialog too", async ({ page }) => {
  await page.goto("?mock=unlocked#/library");
  await page.getByTestId("open-import").click();
  await page.getByTestId("import-paths").fill("/secret/place.csv");
  await page.keyboard.press("Control+l");
  await expect(page.getByTestId("unlock-passphrase")).toBeVisible();
  expect(await page.content()).not.toContain("/secret/place.csv");
});

test("a year is put on and taken off by the same press", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore");
  const year = page.getByTestId("facet-year").locator('[data-value="2016"]');
  await year.click();
  await expect(page.getByTestId("query")).toHaveValue("since:2016-01-01 until:2017-01-01");
  await expect(year).toHaveAttribute("aria-pressed", "true");
  await year.click();
  await expect(page.getByTestId("query")).toHaveValue("");
});

test("a tweet's images stay blurred until asked for, and say where they lie", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore?q=has:media");
  await page.getByTestId("tweet-row").first().click();
  const media = page.getByTestId("media");
  const picture = media.getByTestId("picture");
  await expect(picture).toHaveCount(1);
  await expect(picture.locator("img.blurred"), "nothing is shown that was not asked for").toHaveCount(1);
  await expect(media.getByTestId("media-place").first()).toContainText("_hashed_001.zip ›");
  await expect(media.getByTestId("not-shown"), "the second file's archive is gone").toContainText(
    "no longer where it was",
  );
  await picture.focus();
  await page.keyboard.press("Enter");
  await expect(picture).toHaveAttribute("aria-pressed", "true");
  await expect(picture.locator("img.blurred")).toHaveCount(0);
  expect(await picture.locator("img").evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(2);
  await page.keyboard.press("Enter");
  await expect(picture.locator("img.blurred")).toHaveCount(1);
});

test("two queries are drawn on one scale, or each on its own", async ({ page }) => {
  await page.goto("?mock=unlocked#/compare?a=lang%3Aru&b=*");
  await expect(page.getByTestId("highest-a")).toContainText("highest:");
  const tallest = () =>
    page
      .getByTestId("side-a")
      .locator("svg rect, svg path")
      .evaluateAll((bars) => Math.max(...bars.map((bar) => bar.getBoundingClientRect().height)));
  const together = await tallest();
  await page.getByTestId("own-scale").check();
  await expect(page).toHaveURL(/own=1/);
  expect(await tallest(), "the smaller one is read by itself").toBeGreaterThan(together * 1.2);
});
