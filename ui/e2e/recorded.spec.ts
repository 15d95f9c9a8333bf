/**
 * Screens against recorded answers: what the real commands said of a demo vault is what stands on the screen.
 *
 * The recording itself is compared with the commands and with the command line (`tests/journeys/recorded.rs`), so a
 * count on the screen is the command line's for the same query.
 */
import { expect, test, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { begin } from "./looks";
import type {
  AccountDetail,
  AccountPage,
  Dataset,
  EdgePage,
  ExportPlan,
  Facets,
  Network,
  NodePage,
  SearchResult,
  Thread,
  Timeline,
} from "../src/bindings/types";

interface Call {
  command: string;
  args: Record<string, unknown>;
  answer: unknown;
}
const CALLS = JSON.parse(
  readFileSync(new URL("../src/host/fixtures/recorded.json", import.meta.url), "utf8"),
) as Call[];
const of = <Answer>(command: string, query?: string) =>
  CALLS.filter((one) => one.command === command && (query === undefined || one.args["query"] === query)).map(
    (one) => one.answer as Answer,
  );
const QUERIES = [...new Set(CALLS.filter((one) => one.command === "count").map((one) => one.args["query"] as string))];
const figure = (n: number) => n.toLocaleString("en-US");

let said: string[] = [];
test.beforeEach(async ({ page }) => {
  said = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await begin(page);
});
test.afterEach(() => expect(said, "the screen asked nothing that was not recorded").toEqual([]));

const open = (page: Page, address: string) => page.goto(`?mock=recorded#${address}`);

for (const query of QUERIES) {
  test(`Explore counts what the commands counted: “${query}”`, async ({ page }) => {
    const found = of<SearchResult>("search", query)[0]!;
    const facets = of<Facets>("facets", query)[0]!;
    const timeline = of<Timeline>("timeline", query)[0]!;
    if (found.total === 0) {
      // The way out counts other queries, which were not recorded; the total is what matters here.
      await open(page, `/explore?q=${encodeURIComponent(query)}`);
      await expect(page.getByTestId("no-results")).toBeVisible();
      said = said.filter((line) => !/not recorded: (count|edit_query)/.test(line));
      return;
    }
    await open(page, `/explore?q=${encodeURIComponent(query)}`);
    await expect(page.getByTestId("total")).toHaveText(
      `${figure(found.total)} ${found.total === 1 ? "tweet" : "tweets"}`,
    );
    for (const [facet, values] of Object.entries(facets.facets)) {
      const block = page.getByTestId(`facet-${facet}`);
      for (const { value, count } of values) {
        const row = block.locator(`[data-value="${inQuotes(value)}"]`);
        await expect(row.locator(".num"), `${facet}: ${value}`).toHaveText(figure(count));
      }
      if (facets.fields[facet]!.distinct > 0)
        await expect(block.locator("header .quiet")).toHaveText(figure(facets.fields[facet]!.distinct));
    }
    const bars = await page.locator('[data-testid="timeline"] table tbody tr td:last-child').allTextContents();
    expect(bars.map((text) => Number(text.replaceAll(",", "")))).toEqual(
      timeline.buckets.map((one) => one.count).filter((count) => count > 0),
    );
    const dated = bars.reduce((sum, text) => sum + Number(text.replaceAll(",", "")), 0);
    expect(dated + timeline.undated, "bars and what has no date are the list").toBe(found.total);
    if (timeline.undated > 0) await expect(page.getByTestId("undated")).toContainText(figure(timeline.undated));

    const accounts = of<AccountPage>("accounts", query)[0]!;
    await open(page, `/accounts?q=${encodeURIComponent(query)}`);
    await expect(page.getByTestId("accounts-total")).toHaveAttribute("data-total", String(accounts.total));
    await expect(page.locator('[data-testid="account-row"] td:nth-child(2)')).toHaveText(
      accounts.accounts.map((one) => figure(one.tweets)),
    );
  });
}

/** As `CSS.escape`, which only pages have, for what stands in quotation marks. */
function inQuotes(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

test("a tweet stands as it was published", async ({ page }) => {
  const thread = of<Thread>("tweet")[0]!;
  const tweet = thread.tweet!;
  await open(page, `/explore?t=${tweet.id}`);
  const detail = page.getByTestId("tweet-detail");
  await expect(detail).toHaveAttribute("data-id", tweet.id);
  await expect(page.getByTestId("detail-text")).toHaveText(tweet.text, { useInnerText: false });
  const fact = (title: string) => detail.locator(`dt:text-is("${title}") + dd`);
  await expect(fact("Likes")).toHaveText(tweet.likes === null ? "–" : figure(tweet.likes));
  await expect(fact("Retweets")).toHaveText(tweet.retweets === null ? "–" : figure(tweet.retweets));
  await page.getByTestId("raw-toggle").click();
  await expect(page.getByTestId("raw-record")).toContainText(tweet.id);
});

test("an account’s page holds its own counts", async ({ page }) => {
  const detail = of<AccountDetail>("account")[0]!;
  await open(page, `/account/${encodeURIComponent(detail.account.id)}`);
  await expect(page.getByTestId("account-page")).toHaveAttribute("data-id", detail.account.id);
  await expect(page.getByRole("heading", { name: `Its tweets · ${figure(detail.account.tweets)}` })).toBeVisible();
  const about = page.getByTestId("account-page");
  await expect(about.locator('dt:text-is("Tweets here") + dd')).toHaveText(figure(detail.account.tweets));
});

test("the library shows found against published", async ({ page }) => {
  const datasets = of<Dataset[]>("datasets")[0]!;
  await open(page, "/library");
  await expect(page.getByTestId("dataset-row")).toHaveCount(datasets.length);
  expect(await page.getByTestId("dataset-tweets").allTextContents()).toEqual(datasets.map((one) => figure(one.tweets)));
});

test("the tables of a network hold its nodes and edges", async ({ page }) => {
  const network = of<Network>("network_build")[0]!;
  const nodes = of<NodePage>("network_nodes")[0]!;
  const edges = of<EdgePage>("network_edges")[0]!;
  expect([nodes.total, edges.total]).toEqual([network.nodes, network.edges]);
  for (const [tab, page_, testid] of [
    ["nodes", nodes, "node-row"],
    ["edges", edges, "edge-row"],
  ] as const) {
    await open(page, `/network?tab=${tab}`);
    await expect(page.getByTestId(testid).first()).toBeVisible();
    await expect(page.getByRole("grid").first()).toHaveAttribute("aria-rowcount", String(page_.total + 1));
  }
  // Names for labels and ends of edges are asked for as they come into sight.
  said = said.filter((line) => !/not recorded: network_nodes \{"ask":\{"limit":\d+,"nodes"/.test(line));
});

for (const plan of of<ExportPlan>("export_plan")) {
  test(`the review of an export says what was decided: ${plan.decision}`, async ({ page }) => {
    const { order } = CALLS.find((one) => one.answer === plan)!.args as { order: Record<string, string> };
    const query = order["query"] === "*" ? "" : `q=${encodeURIComponent(order["query"]!)}&`;
    await open(page, `/export?${query}step=check&to=${order["to"]}&for=${order["purpose"]}`);
    await expect(page.getByTestId("review")).toBeVisible();
    const show = page.getByTestId("show-met");
    if (await show.isVisible()) await show.click();
    for (const clause of plan.clauses) await expect(page.getByText(clause.id, { exact: true }).first()).toBeVisible();
    const press = page.getByTestId("export-confirm");
    if (plan.decision === "deny") await expect(press).toBeDisabled();
    await expect(page.locator("main h2").first()).toContainText(figure(plan.rows));
  });
}
