/** The network without a mouse and with one: what is drawn, what the tables say and what the filters leave must agree. */
import { expect, test, type Page } from "@playwright/test";

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("starling.prefs", JSON.stringify({ folded: { glyphs: true } })));
});

const settled = (page: Page) => expect(page.getByTestId("graph")).toHaveAttribute("data-settled", "true");
const nodes = async (page: Page) => Number(await page.getByTestId("network-total").getAttribute("data-nodes"));
/** The first arrow that has somewhere to go. */
async function walk(page: Page): Promise<string> {
  const graph = page.getByTestId("graph");
  const before = await graph.getAttribute("data-at");
  for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
    await page.keyboard.press(key);
    const now = await graph.getAttribute("data-at");
    if (now !== before) return now!;
  }
  throw new Error("no arrow leads anywhere");
}

test("walk, open, keep to the surroundings, brush, filter and go back, from the keyboard alone", async ({ page }) => {
  await page.goto("?mock=unlocked#/explore");
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await settled(page);
  const all = await nodes(page);
  expect(all).toBe(240);
  await expect(page.getByTestId("legend")).toBeVisible();

  const graph = page.getByTestId("graph");
  await graph.focus();
  await page.keyboard.press("Home");
  await expect(graph).not.toHaveAttribute("data-at", "-1");
  const at = await walk(page);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("node-panel")).toHaveAttribute("data-node", at);
  await expect(graph, "the drawing keeps the keyboard").toBeFocused();

  await page.keyboard.press("e");
  await expect(page.getByTestId("filter")).toHaveCount(1);
  const around = await nodes(page);
  expect(around).toBeLessThan(all);
  await expect(page.getByTestId("filter-left"), "the chain's figure is what is drawn").toHaveAttribute(
    "data-nodes",
    String(around),
  );
  await expect(graph).toHaveAttribute("data-nodes", String(around));
  await page.getByTestId("filter").getByRole("switch").focus();
  await page.keyboard.press("Space");
  await expect(page.getByTestId("network-total")).toHaveAttribute("data-nodes", String(all));
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("network-total")).toHaveAttribute("data-nodes", String(around));
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("network-total")).toHaveAttribute("data-nodes", String(all));
  await expect(page.getByTestId("filter")).toHaveCount(0);

  await settled(page);
  await graph.focus();
  await page.keyboard.press("t");
  await expect(page.getByTestId("time-bars")).toBeFocused();
  await page.keyboard.press("Home");
  for (let i = 0; i < 12; i++) await page.keyboard.press("Shift+ArrowRight");
  const wanted = (await page.getByTestId("brushed").textContent())?.match(/· ([\d,]+)/)?.[1];
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("whole-time")).toBeVisible();
  await expect(page.getByTestId("brushed"), "the ties of the bars are the ties that are drawn").toContainText(
    `· ${wanted}`,
  );
  expect(await nodes(page)).toBeLessThan(all);
  await page.keyboard.press("Escape");
  await expect(graph).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("node-panel")).toBeHidden();
});

test("the tables hold what is drawn, sort, and share the selection", async ({ page }) => {
  await page.goto("?mock=unlocked#/network");
  await settled(page);
  const drawn = await page.getByTestId("graph").getAttribute("data-edges");
  await page.getByTestId("tab-edges").click();
  await expect(page.getByTestId("tab-edges")).toContainText(`Edges · ${drawn}`);
  await page.getByTestId("edge-row").first().click();
  await expect(page.getByTestId("edge-panel")).toBeVisible();
  const total = Number((await page.getByTestId("edge-total").textContent())?.match(/^\d+/)?.[0]);
  await expect(page.getByTestId("edge-tweet")).toHaveCount(total);
  await expect(page.getByTestId("edge-tweet").first().locator("time").first()).toHaveText(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:/,
  );
  await expect(page.getByTestId("edge-tweet").first().locator(".times time"), "both times").toHaveCount(2);

  await page.getByTestId("tab-nodes").click();
  await page.getByTestId("sort-pagerank").click();
  await page.getByRole("grid").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const node = await page.getByTestId("node-panel").getAttribute("data-node");
  await expect(page.getByTestId("node-row").nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByTestId("chosen")).toHaveAttribute("data-count", "2");
  await page.getByTestId("unselect").click();
  await page.goBack();
  await page.goto(`?mock=unlocked#/network?n=${node}`);
  await settled(page);
  await expect(page.getByTestId("node-panel")).toHaveAttribute("data-node", node!);
});

test("a lasso takes what it encloses; it is kept, tagged, and its tweets become part of the query", async ({
  page,
}) => {
  await page.goto("?mock=unlocked#/network");
  await settled(page);
  await page.getByTestId("lasso").click();
  const box = (await page.getByTestId("graph").boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.52, 0.02));
  await page.mouse.down();
  for (const [x, y] of [
    [0.995, 0.12],
    [0.995, 0.98],
    [0.52, 0.98],
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 4 });
  await page.mouse.up();
  const chosen = Number(await page.getByTestId("chosen").getAttribute("data-count"));
  expect(chosen).toBeGreaterThan(20);
  expect(chosen).toBeLessThan(240);
  await page.getByTestId("tag-all").click();
  await page.getByTestId("tag-all-name").fill("seen");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("toast")).toContainText(/accounts tagged “seen”/);
  await page.getByTestId("keep-only").click();
  await expect(page.getByTestId("filter")).toHaveCount(1);
  expect(await nodes(page)).toBeLessThanOrEqual(chosen);

  await page.goto("?mock=unlocked#/network?n=0");
  await page.getByTestId("show-tweets").click();
  await expect(page.getByTestId("pill")).toHaveCount(1);
  await expect(page.getByTestId("tweet-row").first()).toBeVisible();
});

test("what is dragged is pinned where it was put, and a press beside it selects nothing", async ({ page }) => {
  await page.goto("?mock=unlocked#/network?n=0");
  await settled(page);
  await page.getByTestId("pin").click();
  await expect(page.getByTestId("pin")).toHaveText("Let go");
  await page.getByTestId("pin").click();
  await expect(page.getByTestId("pin")).toHaveText("Pin");
  // The node stands in the middle once one looks at it.
  await page.getByTestId("graph").focus();
  await page.keyboard.press("c");
  await settled(page);
  const box = (await page.getByTestId("graph").boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y - 40, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByTestId("pin")).toHaveText("Let go");
  await page.mouse.click(box.x + 90, box.y + box.height - 8);
  await expect(page.getByTestId("node-panel")).toBeHidden();
});

test("too much is asked about, drawn in part, as communities, or whole", async ({ page }) => {
  await page.goto("?mock=unlocked,network:5200#/network");
  await expect(page.getByTestId("ask-draw")).toContainText(/Draw the 5,000 heaviest of 5,\d\d\d\?/);
  await page.getByTestId("draw-groups").click();
  await expect(page.getByTestId("groups-note")).toContainText(/communities, each as one node/);
  await page.getByTestId("graph").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("filter")).toContainText("Community 1");
  await settled(page);
  const drawn = await nodes(page);
  expect(drawn).toBeGreaterThan(3);
  await expect(page.getByTestId("graph")).toHaveAttribute("data-nodes", String(drawn));
  await page.goBack();
  await expect(page.getByTestId("ask-draw").or(page.getByTestId("groups-note"))).toBeVisible();
  await page.goto("?mock=unlocked,network:5200#/network");
  await page.getByTestId("draw-heaviest").click();
  await settled(page);
  expect(await nodes(page)).toBeLessThanOrEqual(5000);
  await expect(page.getByTestId("filter")).toContainText("The 5,000 heaviest");
});

test("both ways of drawing show the same", async ({ page }) => {
  const names = [];
  for (const painter of ["card", "canvas"]) {
    await page.goto(`?mock=unlocked&painter=${painter}#/network?n=0`);
    await settled(page);
    names.push(await page.getByTestId("graph").getAttribute("data-painter"));
    const ink = await page.getByTestId("graph").evaluate((stage) => {
      const canvas = stage.querySelector("canvas")!;
      const copy = document.createElement("canvas");
      [copy.width, copy.height] = [canvas.width, canvas.height];
      const out = copy.getContext("2d")!;
      return new Promise<number>((done) =>
        requestAnimationFrame(() => {
          out.drawImage(canvas, 0, 0);
          const { data } = out.getImageData(0, 0, copy.width, copy.height);
          let n = 0;
          for (let k = 0; k < data.length; k += 4) if (data[k]! + data[k + 1]! + data[k + 2]! < 750) n++;
          done(n);
        }),
      );
    });
    if (painter === "canvas") expect(ink, "something is drawn").toBeGreaterThan(2000);
  }
  expect(names[1]).toBe("canvas");
});

test("a build is stopped, says that nothing was changed, and can be started again", async ({ page }) => {
  await page.goto("?mock=unlocked,delay:100#/network");
  await page.getByTestId("network-stop").click();
  await expect(page.getByTestId("network-cancelled")).toContainText("Nothing was changed by stopping.");
  await page.getByTestId("network-again").click();
  await expect(page.getByTestId("network-progress")).toBeVisible();
});

test("hostile names are drawn as text and turn nothing", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("?mock=unlocked#/network?tab=nodes");
  await page.getByRole("textbox", { name: "Find" }).fill("markup");
  await expect(page.getByTestId("node-row").first()).toContainText("<i>markup</i>");
  await page.getByRole("textbox", { name: "Find" }).fill("Nwod");
  await expect(page.getByTestId("node-row").first()).toContainText("RLO");
  await expect(page.locator("#app i > i, #app script, #app img")).toHaveCount(0);
  expect(asked.filter((url) => !url.startsWith("http://localhost:"))).toEqual([]);
});

test("what leaves goes through the review, with the whole question", async ({ page }) => {
  await page.goto("?mock=unlocked#/network?q=%23news&kind=reply");
  await settled(page);
  await page.getByTestId("export-gexf").click();
  await expect(page).toHaveURL(/#\/export\?.*q=%23news/);
  await expect(page).toHaveURL(/kind=reply/);
  await expect(page).toHaveURL(/as=gexf/);
});

test("time is stepped through, and the picture stays where it is", async ({ page }) => {
  await page.goto("?mock=unlocked#/network");
  await settled(page);
  await page.getByTestId("step-on").click();
  await expect(page.getByTestId("whole-time")).toBeVisible();
  const first = await page.getByTestId("brushed").textContent();
  await page.getByTestId("step-on").click();
  await expect(page.getByTestId("brushed")).not.toHaveText(first!);
  await page.getByTestId("play").click();
  await expect(page.getByTestId("play")).toHaveAttribute("aria-label", "Pause");
  const before = await page.getByTestId("brushed").textContent();
  await expect(page.getByTestId("brushed")).not.toHaveText(before!);
  await page.getByTestId("play").click();
  await page.getByTestId("whole-time").click();
  await expect(page.getByTestId("network-total")).toHaveAttribute("data-nodes", "240");
});

test("how it is laid out is asked for by sliders and fields, stands in the address and in the caption", async ({
  page,
}) => {
  await page.goto("?mock=unlocked#/network");
  await settled(page);
  const caption = page.getByTestId("network-caption");
  await expect(caption).toContainText("gravity 0.15, seed 1");
  await expect(page.getByTestId("pull-note")).toBeHidden();

  await page.getByTestId("pull").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/pull=1(&|$)/);
  await expect(page.getByTestId("pull-note"), "pulling communities is circular, and it says so").toContainText(
    "This is circular",
  );
  await expect(caption).toContainText("Ties within a community pull 2 times as strongly");
  await page.getByTestId("gravity").focus();
  await page.keyboard.press("ArrowRight");
  await expect(caption).toContainText("gravity 0.2, seed 1");
  await page.getByTestId("lin-log").check();
  await expect(caption).toContainText("LinLog, gravity 0.05");

  await page.getByTestId("seed").fill("7");
  await page.keyboard.press("Enter");
  await expect(caption).toContainText(/resolution 1, seed 7\.[^]*seed 7\./);
  await page.getByTestId("resolution").fill("1.5");
  await page.keyboard.press("Enter");
  await expect(caption).toContainText("resolution 1.5, seed 7");
  await settled(page);
  await page.goBack();
  await expect(caption, "each change is an address of its own").toContainText("resolution 1, seed 7");
  await page.getByTestId("pull").focus();
  await page.keyboard.press("Home");
  await expect(page.getByTestId("pull-note")).toBeHidden();
  await expect(caption).not.toContainText("times as strongly");
});
