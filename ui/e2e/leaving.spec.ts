/** What leaves: an export without a mouse, refusals that are final, and what must hold between review, package and log. */
import { expect, test, type Page } from "@playwright/test";

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("starling.prefs", JSON.stringify({ folded: { glyphs: true } })));
});

/** Chooses an option of a native list by its letters, as a keyboard does. */
async function pick(page: Page, testid: string, words: string) {
  const list = page.getByTestId(testid);
  await list.focus();
  await page.keyboard.type(words);
  await expect(list.locator("option:checked")).toContainText(words);
}

test("a search is exported from the keyboard alone, and the log and the list of exports say so", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore?q=%23news");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  const found = Number(await page.getByTestId("total").getAttribute("data-total"));
  await page.keyboard.press("Control+e");
  await expect(page.getByTestId("export-screen")).toHaveAttribute("data-step", "what");
  await page.getByTestId("product-records").focus();
  await page.getByTestId("export-next").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("export-next"), "nobody will hold it yet").toBeDisabled();
  await pick(page, "export-purpose", "Academic");
  await pick(page, "export-recipient", "Chi Invented");
  await page.getByTestId("export-next").focus();
  await page.keyboard.press("Enter");

  await expect(page.getByTestId("review")).toHaveAttribute("data-verdict", "transform");
  await expect(page.getByTestId("sample-row")).toHaveCount(5);
  const confirm = page.getByTestId("export-confirm");
  await expect(confirm, "the button says what it will do").toHaveText(`Export ${found.toLocaleString("en-US")} tweets`);
  await expect(confirm).toBeDisabled();
  await expect(page.getByTestId("export-reasons")).toContainText("Say where the file goes.");
  const decision = await page.getByTestId("decision").textContent();
  const logged = await page.getByTestId("log-says").textContent();
  expect(logged).toContain(`${found} rows`);
  await page.getByTestId("export-out").focus();
  await page.keyboard.type("/home/reader/out.age");
  await confirm.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("export-done")).toContainText(`${found} tweets handed over.`);
  await expect(page.getByTestId("export-done")).toContainText(decision!.trim());

  await page.keyboard.press("g");
  await page.keyboard.press("x");
  await expect(page.getByTestId("export-row")).toHaveCount(2);
  await expect(page.getByTestId("export-row").filter({ hasText: "out.age" })).toContainText(`${found} tweets`);
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByTestId("chain")).toHaveAttribute("data-ok", "true");
  await expect(page.getByTestId("audit-row").first()).toContainText("Export");
  await expect(page.getByTestId("audit-row").first()).toContainText(`${found} rows`);
});

test("a refusal is final: the reasons, the presses that would mend it, and no way past", async ({ page }) => {
  await page.goto("?mock=unlocked#/export?step=check&to=firm&for=academic_research");
  await expect(page.getByTestId("review")).toHaveAttribute("data-verdict", "deny");
  await page.getByTestId("export-out").fill("/home/reader/out.age");
  await expect(page.getByTestId("export-confirm")).toBeDisabled();
  const states = await page
    .getByTestId("clause")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-state")));
  const order = ["refused", "needs_you", "changed", "met"];
  expect(states, "worst first").toEqual([...states].sort((a, b) => order.indexOf(a!) - order.indexOf(b!)));
  await expect(page.getByTestId("export-reasons").locator("li")).toHaveCount(
    states.filter((one) => one === "refused" || one === "needs_you").length,
  );
  await page.getByTestId("remedy").filter({ hasText: "Tweet ids alone" }).press("Enter");
  await expect(page.getByTestId("review")).toHaveAttribute("data-verdict", "allow");
  await expect(page.getByTestId("export-confirm")).toHaveText(/Export [\d,]+ tweet ids/);
  await expect(page.getByTestId("export-confirm")).toBeEnabled();
  await page.goBack();
  await expect(page.getByTestId("review"), "Back brings the refused order back").toHaveAttribute(
    "data-verdict",
    "deny",
  );
});

test("what a clause needs is brought where it belongs, and the review goes on", async ({ page }) => {
  await page.goto("?mock=unlocked#/export?q=%23news&step=check&to=eve&for=academic_research");
  await expect(page.locator("[data-testid=clause][data-state=needs_you]")).toContainText("has not accepted the terms");
  await page.getByTestId("remedy").press("Enter");
  await page.locator("[data-testid=recipient-row][data-id=eve]").getByTestId("accept-terms").press("Enter");
  await page.getByTestId("accept-confirm").press("Enter");
  await expect(page.getByTestId("accept-dialog")).toBeHidden();
  await page.goBack();
  await expect(page.getByTestId("review")).toHaveAttribute("data-verdict", "transform");
});

test("a clause says whose words it is in", async ({ page }) => {
  await page.goto("?mock=unlocked#/agreements");
  const colour = (words: string) =>
    page
      .getByTestId("agreement-clauses")
      .locator("li", { hasText: words })
      .locator("p")
      .first()
      .evaluate((one) => getComputedStyle(one).color);
  await expect(page.getByTestId("agreement-clauses")).toContainText("in our words; check yours");
  const [quoted, summarised, house] = await Promise.all([
    colour("only id numbers may go"),
    colour("Hashed accounts stay hashed"),
    colour("20 rows to the clipboard"),
  ]);
  expect(new Set([quoted, summarised, house]).size, "three colours").toBe(3);
});

test("an export that runs is stopped, survives changing screens, and leaves nothing", async ({ page }) => {
  await page.goto("?mock=unlocked,delay:80#/export?q=%23news&step=check&to=self&for=journalism");
  await expect(page.getByTestId("review")).toBeVisible();
  await page.getByTestId("export-out").fill("/home/reader/out.age");
  await page.getByTestId("export-confirm").click();
  await expect(page.getByTestId("export-stop")).toBeVisible();
  await page.getByTestId("rail-audit").click();
  await expect(page.getByTestId("leaving-line")).toContainText("Writing");
  await page.getByTestId("leaving-line").getByRole("button").click();
  await expect(page.getByTestId("leaving-line")).toContainText("The unfinished package is deleted.");
  await page.getByTestId("rail-exports").click();
  await expect(page.getByTestId("export-row"), "only the earlier one").toHaveCount(1);
});

test("a copy is asked for, and past the limit it is refused with the clause", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("?mock=unlocked#/explore?q=%23news");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await expect(page.getByTestId("toast")).toContainText("1 row copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Tweet ");
  for (let i = 0; i < 21; i++) {
    await page.keyboard.press("x");
    await page.keyboard.press("j");
  }
  await page.keyboard.press("c");
  await expect(page.getByTestId("toast")).toContainText("At most 20 rows are copied.");
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByTestId("audit-row").first()).toContainText("Copy");
});

test("withdrawn tweets leave the views at once, after a review", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore?q=%23news");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  const before = Number(await page.getByTestId("total").getAttribute("data-total"));
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill("Withdraw");
  await page.keyboard.press("Enter");
  await page.getByTestId("withdraw-path").fill("/home/reader/ids.txt");
  await page.getByTestId("withdraw-look").press("Enter");
  await expect(page.getByTestId("withdraw-review")).toContainText("3 tweets");
  await expect(page.getByTestId("recall")).toHaveCount(1);
  await expect(page.getByTestId("withdraw-confirm")).toHaveText("Withdraw 3 tweets");
  await page.getByTestId("withdraw-confirm").press("Enter");
  await expect(page.getByTestId("withdraw-done")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("total")).toHaveAttribute("data-total", String(before - 3));
});

test("at lock nothing of a review stays in the page", async ({ page }) => {
  await page.goto("?mock=unlocked#/export?q=%23news&step=check&to=chi&for=academic_research");
  await expect(page.getByTestId("sample-row").first()).toBeVisible();
  await page.keyboard.press("Control+l");
  await expect(page.getByTestId("unlock-passphrase")).toBeVisible();
  expect(await page.content()).not.toContain("Chi Invented");
  await expect(page.getByTestId("sample-row")).toHaveCount(0);
});

test("a network leaves through the same review, whole, by its ids or as communities", async ({ page }) => {
  await page.goto("?mock=unlocked#/export?q=%23news&kind=mention&what=network&as=gexf");
  await expect(page.getByTestId("product-graph")).toBeChecked();
  await expect(page.getByTestId("product-records")).toHaveCount(0);
  await page.getByTestId("export-only-ids").check();
  await expect(page).toHaveURL(/ids=1/);
  await page.getByTestId("export-communities").check();
  await expect(page).toHaveURL(/groups=1/);
  await expect(page.getByTestId("export-only-ids"), "communities have no ids").toHaveCount(0);
  await page.getByTestId("product-figure").check();
  await expect(page).toHaveURL(/as=svg/);
  await expect(page.getByTestId("export-by"), "a network is not counted by anything").toHaveCount(0);
  await page.getByTestId("export-next").click();
  await expect(page).toHaveURL(/kind=mention/);
});

test("what was given in writing is filed and taken back", async ({ page }) => {
  await page.goto("?mock=unlocked#/agreements?tab=papers");
  await page.getByTestId("add-permission-open").click();
  await expect(page.getByTestId("paper-file")).toBeDisabled();
  await page.getByTestId("paper-reference").fill("letter of 2 May");
  await page.getByTestId("paper-file").click();
  await expect(page.getByTestId("permission-row")).toContainText("letter of 2 May");
  await page.getByTestId("add-approval-open").click();
  await page.getByTestId("paper-decision").fill("ab".repeat(32));
  await page.getByTestId("paper-name").fill("S. Steward");
  await page.getByTestId("paper-file").click();
  await expect(page.getByTestId("approval-row")).toContainText("S. Steward");
  await page.getByTestId("approval-row").getByRole("button").click();
  await expect(page.getByTestId("approval-row")).toHaveCount(0);
});
