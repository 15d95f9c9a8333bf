/** The guide's pictures: what each shows, and how it is taken. `npm run pictures` writes them; the tests compare them with what the window shows now. */
import { expect, type Browser, type Page } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { begin } from "./looks";

export interface Picture {
  /** The file's name, and the guide's. */
  name: string;
  address: string;
  ready: string;
  then?: (page: Page) => Promise<void>;
}
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
/** Wide enough for every column, small enough to be read at the guide's width. */
const SIZE = { width: 1120, height: 700 };
/** A picture is part of the app: it must not make it heavy. */
export const MOST_BYTES = 150_000;

export const PICTURES: readonly Picture[] = [
  {
    name: "import",
    address: "?mock=unlocked#/library",
    ready: "dataset-row",
    then: async (page) => {
      await page.getByTestId("open-import").click();
      await page.getByTestId("import-paths").fill("/data/ira_invented_1018_tweets_csv_hashed.csv\n/data/readme.txt");
      await page.getByTestId("import-look").click();
      await expect(page.getByTestId("survey")).toBeVisible();
    },
  },
  {
    name: "explore",
    address:
      "?mock=unlocked#/explore?q=(%23news%20OR%20%23%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8%20OR%20%23%D9%82%D8%B7%D8%B1)%20-is%3Aretweet",
    ready: "tweet-row",
    then: async (page) => {
      await page.getByTestId("timeline-bars").focus();
      await page.keyboard.press("Home");
      for (let i = 0; i < 26; i++) await page.keyboard.press("ArrowRight");
      for (let i = 0; i < 4; i++) await page.keyboard.press("Shift+ArrowRight");
    },
  },
  {
    name: "tweet",
    address: "?mock=unlocked#/explore?q=%23%D9%82%D8%B7%D8%B1%20-is%3Aretweet",
    ready: "tweet-row",
    then: async (page) => {
      await page.getByTestId("tweet-row").nth(1).click();
      await expect(page.getByTestId("detail-text")).toBeVisible();
    },
  },
  { name: "account", address: "?mock=unlocked#/account/sample_3", ready: "account-page" },
  {
    name: "network",
    address: "?mock=unlocked#/network?kind=co-url",
    ready: "graph",
    then: (page) => expect(page.getByTestId("graph")).toHaveAttribute("data-settled", "true"),
  },
  {
    name: "export",
    address: "?mock=unlocked#/export?q=%23news&step=check&to=chi&for=academic_research",
    ready: "sample-row",
  },
];

const file = (name: string, theme: Theme) => new URL(`../src/assets/guide/${name}-${theme}.webp`, import.meta.url);

/** Takes one, as PNG. */
async function take(page: Page, picture: Picture, theme: Theme): Promise<Buffer> {
  await begin(page, { theme, size: SIZE });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(picture.address);
  await expect(page.getByTestId(picture.ready).first()).toBeVisible();
  await picture.then?.(page);
  await page.evaluate(() => document.fonts.ready);
  return page.screenshot({ animations: "disabled", caret: "hide" });
}

/** An empty page, whose canvas knows WebP: the browser is the only tool needed. */
async function desk<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage();
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

const address = (kind: string, bytes: Buffer) => `data:image/${kind};base64,${bytes.toString("base64")}`;

/** Writes one; its size in bytes. */
export async function write(browser: Browser, page: Page, picture: Picture, theme: Theme): Promise<number> {
  const png = await take(page, picture, theme);
  const webp = await desk(browser, (paper) =>
    paper.evaluate(
      async (source) => {
        const image = await createImageBitmap(await (await fetch(source)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height);
        canvas.getContext("2d")!.drawImage(image, 0, 0);
        const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.75 });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        return btoa(text);
      },
      address("png", png),
    ),
  );
  const bytes = Buffer.from(webp, "base64");
  writeFileSync(file(picture.name, theme), bytes);
  return bytes.length;
}

/**
 * How far the kept picture is from what the window shows now: the share of small fields whose mean brightness differs.
 * Fields instead of pixels, since letters are drawn a little differently on every machine.
 */
export async function distance(browser: Browser, page: Page, picture: Picture, theme: Theme): Promise<number> {
  const now = await take(page, picture, theme);
  const kept = readFileSync(file(picture.name, theme));
  return desk(browser, (paper) =>
    paper.evaluate(
      async (sources) => {
        const FIELD = 20;
        const fields = async (source: string) => {
          const image = await createImageBitmap(await (await fetch(source)).blob());
          const canvas = new OffscreenCanvas(Math.ceil(image.width / FIELD), Math.ceil(image.height / FIELD));
          const context = canvas.getContext("2d")!;
          context.imageSmoothingQuality = "high";
          context.drawImage(image, 0, 0, canvas.width, canvas.height);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          const grey: number[] = [];
          for (let i = 0; i < data.length; i += 4)
            grey.push(0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!);
          return grey;
        };
        const [one, other] = [await fields(sources[0]!), await fields(sources[1]!)];
        if (one.length !== other.length) return 1;
        return one.filter((grey, i) => Math.abs(grey - other[i]!) > 24).length / one.length;
      },
      [address("png", now), address("webp", kept)],
    ),
  );
}

export const bytesOf = (name: string, theme: Theme) => readFileSync(file(name, theme)).length;
