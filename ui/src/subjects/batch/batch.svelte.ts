/** Many queries, each counted over the library. One after the other, so that the host stays free for the reader. */
import { Failure, host } from "../../host";

export interface Line {
  query: string;
  tweets: number | null;
  accounts: number | null;
  problem: string | null;
}
export type SortBy = "order" | "tweets" | "accounts";

/** Lines of a file: blanks trimmed, empty ones and repeats left out. */
export function linesOf(text: string): string[] {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return [...new Set(lines)];
}

/** One query inside another. */
export function within(query: string, outer: string): string {
  const all = outer.trim() === "" || outer.trim() === "*";
  return all ? query : `(${outer.trim()}) (${query})`;
}

/** For a spreadsheet. A value that could be taken for a formula is quoted as text. */
export function table(lines: readonly Line[], total: number): string {
  const cell = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll("\t", " ");
  const rows = lines.map((line) =>
    [
      cell(line.query),
      line.tweets ?? "",
      line.accounts ?? "",
      line.tweets === null || total === 0 ? "" : (line.tweets / total).toFixed(6),
    ].join("\t"),
  );
  return ["query\ttweets\taccounts\tshare", ...rows].join("\n");
}

export class Batch {
  lines = $state.raw<Line[]>([]);
  total = $state(0);
  running = $state(false);
  done = $state(0);
  sortBy = $state<SortBy>("order");
  failure = $state.raw<Failure | null>(null);
  #turn = 0;

  get sorted(): Line[] {
    const by = this.sortBy;
    return by === "order" ? this.lines : [...this.lines].sort((a, b) => (b[by] ?? -1) - (a[by] ?? -1));
  }

  async run(queries: readonly string[], outer: string): Promise<void> {
    const turn = ++this.#turn;
    this.failure = null;
    this.done = 0;
    this.running = true;
    this.lines = queries.map((query) => ({ query, tweets: null, accounts: null, problem: null }));
    try {
      this.total = (
        await host().call("count", { query: within("*", outer).replace(/^\((.*)\) \(\*\)$/s, "$1") })
      ).tweets;
      for (let i = 0; i < queries.length && turn === this.#turn; i++) {
        const line = await this.#count(queries[i]!, outer);
        if (turn !== this.#turn) return;
        this.lines = this.lines.map((held, at) => (at === i ? line : held));
        this.done = i + 1;
      }
    } catch (thrown) {
      this.failure = Failure.from(thrown);
    } finally {
      if (turn === this.#turn) this.running = false;
    }
  }

  stop(): void {
    this.#turn++;
    this.running = false;
  }

  async #count(query: string, outer: string): Promise<Line> {
    try {
      const { tweets, accounts } = await host().call("count", { query: within(query, outer) });
      return { query, tweets, accounts, problem: null };
    } catch (thrown) {
      const failure = Failure.from(thrown);
      // A locked vault ends the whole; a wrong line only itself.
      if (failure.code === "locked") throw failure;
      return { query, tweets: null, accounts: null, problem: failure.message };
    }
  }
}
