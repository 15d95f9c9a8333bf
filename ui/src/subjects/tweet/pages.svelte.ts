/** A long list of tweets, page by page: the first with its total, the others when they come into sight. */
import { Failure, host, type Sort, type Tweet } from "../../host";
import { Resource } from "../../lib/resource.svelte";

/** Rows asked for at a time; the host gives at most 100. */
export const PAGE = 50;
/** The scroll holds no more than this: web views clamp taller pages (brief, part 2). */
export const MOST_ROWS = 10_000;

export interface Listed {
  query: string;
  sort: Sort;
  total: number;
  tookMs: number;
}

export class TweetPages {
  readonly list = new Resource<Listed>();
  #pages = $state.raw<ReadonlyMap<number, Tweet[]>>(new Map());
  /** Pages of the list that is held: another list holds another set. */
  #asked = new Set<number>();
  #turn = 0;

  get total(): number {
    return this.list.data?.total ?? 0;
  }
  /** Why there is no new list; a query that is not understood is pointed at in its own field. */
  get failure(): unknown {
    const { failure } = this.list;
    return failure instanceof Failure && failure.code === "query_syntax" ? null : failure;
  }
  get rows(): number {
    return Math.min(this.total, MOST_ROWS);
  }

  /** Changes when any row may have. */
  get version(): unknown {
    return this.#pages;
  }

  at(index: number): Tweet | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }
  indexOf(id: string): number {
    for (const [page, tweets] of this.#pages) {
      const at = tweets.findIndex((tweet) => tweet.id === id);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /** Another list; the old rows stay until the new ones are here. */
  async ask(query: string, sort: Sort): Promise<Listed | null> {
    const turn = ++this.#turn;
    return this.list.load(async () => {
      const found = await host().call("search", { query, sort, offset: 0, limit: PAGE });
      if (turn === this.#turn) {
        this.#pages = new Map([[0, found.tweets]]);
        this.#asked = new Set([0]);
      }
      return { query, sort, total: found.total, tookMs: found.took_ms };
    });
  }

  /** These rows are in sight: their pages must be there. */
  async show(first: number, last: number): Promise<void> {
    const listed = this.list.data;
    if (!listed) return;
    const wanted: number[] = [];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (!this.#asked.has(page) && page * PAGE < listed.total) wanted.push(page);
    }
    await Promise.all(wanted.map((page) => this.#fetch(page, listed, this.#asked)));
  }

  /** A row was changed by the reader. */
  patch(id: string, change: (tweet: Tweet) => Tweet): void {
    const next = new Map<number, Tweet[]>();
    for (const [page, tweets] of this.#pages)
      next.set(
        page,
        tweets.map((one) => (one.id === id ? change(one) : one)),
      );
    this.#pages = next;
  }

  clear(): void {
    this.list.clear();
    this.#pages = new Map();
    this.#asked = new Set();
    this.#turn++;
  }

  async #fetch(page: number, { query, sort }: Listed, asked: Set<number>): Promise<void> {
    asked.add(page);
    try {
      const found = await host().call("search", { query, sort, offset: page * PAGE, limit: PAGE });
      if (asked === this.#asked) this.#pages = new Map(this.#pages).set(page, found.tweets);
    } catch {
      // Asked again when the rows come into sight the next time.
      asked.delete(page);
    }
  }
}
