/** A long table, page by page: rows are fetched when they come into sight. */
import { Resource } from "../../lib/resource.svelte";

export const PAGE = 100;

export interface Page<Row> {
  total: number;
  rows: Row[];
}

export class Pages<Row> {
  readonly head = new Resource<{ key: string; total: number }>();
  #pages = $state.raw<ReadonlyMap<number, Row[]>>(new Map());
  #asked = new Set<number>();
  #turn = 0;
  #fetch: ((offset: number, limit: number) => Promise<Page<Row>>) | null = null;

  get total(): number {
    return this.head.data?.total ?? 0;
  }
  get key(): string {
    return this.head.data?.key ?? "";
  }
  /** Changes when any row may have. */
  get version(): unknown {
    return this.#pages;
  }

  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Another table; the old rows stay until the new ones are here. */
  async ask(key: string, fetch: (offset: number, limit: number) => Promise<Page<Row>>): Promise<void> {
    const turn = ++this.#turn;
    await this.head.load(async () => {
      const first = await fetch(0, PAGE);
      if (turn === this.#turn) {
        this.#pages = new Map([[0, first.rows]]);
        this.#asked = new Set([0]);
        this.#fetch = fetch;
      }
      return { key, total: first.total };
    });
  }

  async show(first: number, last: number): Promise<void> {
    const wanted: number[] = [];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++)
      if (!this.#asked.has(page) && page * PAGE < this.total) wanted.push(page);
    await Promise.all(wanted.map((page) => this.#load(page, this.#turn)));
  }

  clear(): void {
    this.#turn++;
    this.head.clear();
    this.#pages = new Map();
    this.#asked.clear();
    this.#fetch = null;
  }

  async #load(page: number, turn: number): Promise<void> {
    const fetch = this.#fetch;
    if (!fetch) return;
    this.#asked.add(page);
    try {
      const { rows } = await fetch(page * PAGE, PAGE);
      if (turn === this.#turn) this.#pages = new Map(this.#pages).set(page, rows);
    } catch {
      if (turn === this.#turn) this.#asked.delete(page);
    }
  }
}
