/** Every screen: where it is, when it is there, and the presses that bring up what only a press shows. */
import { expect, type Page } from "@playwright/test";

export interface Screen {
  name: string;
  address: string;
  ready: string;
  then?: (page: Page) => Promise<void>;
}
export const SCREENS: Screen[] = [
  { name: "unlock", address: "", ready: "unlock-passphrase" },
  { name: "create", address: "?mock=fresh", ready: "create-passphrase" },
  { name: "empty library", address: "?mock=unlocked,empty", ready: "empty-library" },
  {
    name: "library",
    address: "?mock=unlocked#/library",
    ready: "dataset-row",
    then: (page) => page.locator("[data-testid=dataset-row] button").first().click(),
  },
  {
    name: "import",
    address: "?mock=unlocked#/library",
    ready: "dataset-row",
    then: async (page) => {
      await page.getByTestId("open-import").click();
      await page.getByTestId("import-paths").fill("/data/a_tweets.csv\n/data/b.txt");
      await page.getByTestId("import-look").click();
      await expect(page.getByTestId("survey")).toBeVisible();
    },
  },
  { name: "bad rows", address: "?mock=unlocked#/library?bad=*", ready: "bad-row" },
  { name: "explore", address: "?mock=unlocked#/explore?q=%23news%20-is%3Aretweet", ready: "tweet-row" },
  {
    name: "a tweet",
    address: "?mock=unlocked#/explore",
    ready: "tweet-row",
    then: async (page) => {
      await page.getByTestId("tweet-row").nth(2).click();
      await expect(page.getByTestId("detail-text")).toBeVisible();
      await page.getByTestId("raw-toggle").click();
      await expect(page.getByTestId("raw-record")).toBeVisible();
    },
  },
  { name: "no result", address: "?mock=unlocked#/explore?q=lang%3Ath%20%23news", ready: "no-results" },
  { name: "a failure", address: "?mock=unlocked,fail:search#/explore", ready: "list-failure" },
  { name: "accounts", address: "?mock=unlocked#/accounts", ready: "account-row" },
  { name: "account", address: "?mock=unlocked#/account/sample_0", ready: "account-page" },
  { name: "network", address: "?mock=unlocked#/network?kind=co-url", ready: "graph" },
  {
    name: "a node of the network",
    address: "?mock=unlocked#/network?n=0&colour=pagerank",
    ready: "node-panel",
    then: async (page) => {
      await page
        .getByTestId("add-filter")
        .or(page.getByRole("button", { name: "What the network is" }))
        .first()
        .click();
      await expect(page.getByTestId("graph")).toHaveAttribute("data-settled", "true");
    },
  },
  {
    name: "an edge of the network",
    address: "?mock=unlocked#/network?tab=edges",
    ready: "edge-row",
    then: async (page) => {
      await page.getByTestId("edge-row").first().click();
      await expect(page.getByTestId("edge-tweet").first()).toBeVisible();
    },
  },
  { name: "nodes of the network", address: "?mock=unlocked#/network?tab=nodes&c=1", ready: "node-row" },
  { name: "a large network asks", address: "?mock=unlocked,network:5200#/network", ready: "ask-draw" },
  {
    name: "communities as nodes",
    address: "?mock=unlocked,network:1500#/network?draw=groups&c=1",
    ready: "open-group",
  },
  { name: "a network too thin", address: "?mock=unlocked,network:150#/network?kind=quote", ready: "too-thin" },
  { name: "a network that failed", address: "?mock=unlocked,fail:network_build#/network", ready: "network-failure" },
  { name: "compare", address: "?mock=unlocked#/compare?a=lang%3Aru&b=lang%3Aen", ready: "overlap" },
  {
    name: "batch",
    address: "?mock=unlocked#/batch",
    ready: "batch",
    then: async (page) => {
      await page.getByTestId("batch-queries").fill("#news\n(broken");
      await page.getByTestId("batch-run").click();
      await expect(page.getByTestId("batch-line")).toHaveCount(2);
    },
  },
  { name: "export: what", address: "?mock=unlocked#/export?q=%23news", ready: "ask-columns" },
  { name: "export: totals", address: "?mock=unlocked#/export?q=%23news&as=svg&by=day", ready: "export-by" },
  { name: "export: to whom", address: "?mock=unlocked#/export?q=%23news&step=whom", ready: "export-keys" },
  {
    name: "export: refused",
    address: "?mock=unlocked#/export?step=check&to=firm&for=academic_research",
    ready: "review",
    then: async (page) => {
      await page.getByTestId("log-says").locator("summary").click();
    },
  },
  {
    name: "export: changed",
    address: "?mock=unlocked#/export?q=%23news&step=check&to=chi&for=academic_research",
    ready: "sample-row",
    then: (page) => page.getByTestId("show-met").click(),
  },
  {
    name: "export: allowed",
    address: "?mock=unlocked#/export?q=%23news&step=check&to=self&for=journalism",
    ready: "review",
  },
  { name: "export: nobody yet", address: "?mock=unlocked#/export?q=%23news&step=check", ready: "export-recipient" },
  {
    name: "export: a failure",
    address: "?mock=unlocked,fail:export_plan#/export?step=check&to=self&for=journalism",
    ready: "review-failure",
  },
  {
    name: "export: handed over",
    address: "?mock=unlocked#/export?q=%23news&step=check&to=chi&for=academic_research",
    ready: "review",
    then: async (page) => {
      await page.getByTestId("export-out").fill("/home/reader/out.age");
      await page.getByTestId("export-confirm").click();
      await expect(page.getByTestId("export-done")).toBeVisible();
    },
  },
  {
    name: "exports",
    address: "?mock=unlocked#/exports",
    ready: "export-row",
    then: async (page) => {
      await page.getByTestId("verify").click();
      await expect(page.getByText("unchanged")).toBeVisible();
    },
  },
  {
    name: "an obligation",
    address: "?mock=unlocked#/exports",
    ready: "export-row",
    then: (page) => page.getByTestId("fulfil").first().click(),
  },
  { name: "no exports", address: "?mock=unlocked,leaving:empty#/exports", ready: "exports-empty" },
  { name: "audit log", address: "?mock=unlocked#/audit", ready: "audit-row" },
  { name: "audit log, broken", address: "?mock=unlocked,leaving:broken#/audit", ready: "audit-break" },
  { name: "audit log, empty", address: "?mock=unlocked,leaving:empty#/audit", ready: "audit-empty" },
  { name: "agreements", address: "?mock=unlocked#/agreements", ready: "agreement" },
  {
    name: "sign",
    address: "?mock=unlocked,leaving:unsigned#/agreements",
    ready: "agreement",
    then: (page) => page.getByTestId("agreement-sign").click(),
  },
  {
    name: "an agreement with problems",
    address: "?mock=unlocked#/agreements",
    ready: "agreement",
    then: async (page) => {
      await page.getByTestId("add-agreement-open").click();
      await page.getByTestId("agreement-path").fill("/home/reader/broken.toml");
      await page.getByTestId("agreement-read").click();
      await expect(page.getByTestId("agreement-problem")).toHaveCount(2);
    },
  },
  { name: "people", address: "?mock=unlocked#/agreements?tab=people", ready: "recipient-row" },
  {
    name: "add a recipient",
    address: "?mock=unlocked#/agreements?tab=people",
    ready: "recipient-row",
    then: async (page) => {
      await page.getByTestId("add-recipient-open").click();
      await page.getByTestId("recipient-add").click();
      await expect(page.getByText("A name is needed.")).toBeVisible();
    },
  },
  {
    name: "accept terms",
    address: "?mock=unlocked#/agreements?tab=people",
    ready: "recipient-row",
    then: (page) => page.getByTestId("accept-terms").first().click(),
  },
  {
    name: "withdraw",
    address: "?mock=unlocked#/agreements",
    ready: "agreement",
    then: async (page) => {
      await page.getByTestId("open-withdraw").click();
      await page.getByTestId("withdraw-path").fill("/home/reader/ids.txt");
      await page.getByTestId("withdraw-look").click();
      await expect(page.getByTestId("withdraw-review")).toBeVisible();
    },
  },
  { name: "honesty", address: "?mock=unlocked#/help/honesty", ready: "honesty" },
  {
    name: "import with an agreement to accept",
    address: "?mock=unlocked,leaving:unsigned#/library",
    ready: "dataset-row",
    then: async (page) => {
      await page.getByTestId("open-import").click();
      await page.getByTestId("import-paths").fill("/data/a_tweets.csv");
      await page.getByTestId("import-look").click();
      await expect(page.getByTestId("accept-clauses")).toBeVisible();
    },
  },
  { name: "settings", address: "?mock=unlocked#/settings", ready: "set-theme" },
  { name: "guide", address: "?mock=unlocked#/help", ready: "open-palette" },
  { name: "keys", address: "?mock=unlocked#/help", ready: "open-palette", then: (page) => page.keyboard.press("?") },
  {
    name: "palette",
    address: "?mock=unlocked#/help",
    ready: "open-palette",
    then: (page) => page.keyboard.press("Control+k"),
  },
];
