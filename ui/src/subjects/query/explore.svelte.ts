/** One search and all its views. Only a change of address starts it; each view keeps its last good answer. */
import {
  Failure,
  host,
  type Bucket,
  type Facet,
  type Facets,
  type Pill,
  type QueryAction,
  type Sort,
  type Timeline,
} from "../../host";
import { Resource } from "../../lib/resource.svelte";
import { router } from "../../lib/router.svelte";
import { undo } from "../../lib/undo.svelte";
import { elsewhere } from "../network/address";
import { TweetPages, type Listed } from "../tweet/pages.svelte";
import { periodOf } from "./edits";

export const FACETS_KEY = "facets";
export const FACETS_USUAL: Facet[] = ["dataset", "lang", "kind", "hashtag", "client", "account", "domain", "year"];
export const TOP_USUAL = 5;
/** For how long the facets and the timeline let the list go first: they would share the processors with it. */
const LIST_AHEAD_MS = 250;

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

export class Explore {
  /** What was asked last; the answers may still be on their way. */
  query = $state("");
  sort = $state<Sort>("newest");
  zoomed = $state(false);
  bucket = $state<Bucket | "">("");

  readonly tweets = new TweetPages();
  readonly facets = new Resource<Facets>();
  readonly timeline = new Resource<Timeline>();
  readonly pills = new Resource<{ query: string; pills: Pill[] }>();
  /** What taking out each pill would give, when nothing matches. */
  readonly relief = new Resource<{ pill: Pill; query: string; tweets: number }[]>();

  chosenFacets = $state.raw<Facet[]>(FACETS_USUAL);
  /** How many values of each facet are shown. */
  tops = $state.raw<Partial<Record<Facet, number>>>({});
  /** Changes when the library has: the same question then has another answer. */
  version = $state(0);
  #asked = -1;
  #facetsRead = false;

  get total(): number {
    return this.tweets.total;
  }
  get currentPills(): Pill[] {
    return this.pills.data?.pills ?? [];
  }
  /** The query's own fault, or null where it is understood. */
  get syntax(): Failure | null {
    const failure = this.pills.failure;
    return failure instanceof Failure && failure.code === "query_syntax" ? failure : null;
  }
  get period(): { since: number | null; until: number | null } | null {
    return periodOf(this.currentPills);
  }

  /** Asks everything anew where the address or the library says something else. */
  async ask(wanted: { query: string; sort: Sort; zoomed?: boolean; bucket?: Bucket | "" }): Promise<void> {
    const { query, sort, zoomed = false, bucket = "" } = wanted;
    const fresh = this.#asked !== this.version || this.tweets.list.data === null;
    this.#asked = this.version;
    const other = fresh || query !== this.query;
    const sorted = other || sort !== this.sort;
    const drawn = other || zoomed !== this.zoomed || bucket !== this.bucket;
    Object.assign(this, { query, sort, zoomed, bucket });
    if (!sorted && !drawn) return;
    await this.#readFacetChoice();
    if (!other && this.syntax) return;

    // The host understands the query for itself: rows need not wait for the pills.
    const list = sorted ? this.tweets.ask(query, sort) : null;
    if (other) {
      const checked = await this.pills.load(async () => ({ query, ...(await host().call("check_query", { query })) }));
      if (checked === null) return;
      // Only what was understood is worth finding again.
      if (query.trim() !== "")
        void host()
          .call("history_add", { query })
          .catch(() => null);
    }
    const jobs: Promise<unknown>[] = [];
    if (list) {
      jobs.push(list.then((answer) => this.#offerRelief(answer)));
      // Rows are read first, so they are asked and drawn first; a slow order does not hold up the rest.
      await Promise.race([list, wait(LIST_AHEAD_MS)]);
      if (query !== this.query) return;
    }
    if (drawn) jobs.push(this.#askTimeline());
    if (other) jobs.push(this.askFacets());
    await Promise.all(jobs);
  }

  /** For screens that show the query's parts but ask their own questions of it. */
  async look(query: string): Promise<void> {
    if (query === this.query && this.pills.data) return;
    this.query = query;
    // The list and its facets are asked anew when that screen is opened.
    this.#asked = -1;
    await this.pills.load(async () => ({ query, ...(await host().call("check_query", { query })) }));
  }

  #offerRelief(answer: Listed | null): void {
    if (answer?.total === 0 && this.currentPills.length > 0) void this.#askRelief();
    else this.relief.clear();
  }

  async askFacets(): Promise<void> {
    const { query } = this;
    const by = this.chosenFacets;
    if (by.length === 0) return this.facets.clear();
    const top = Math.max(TOP_USUAL, ...by.map((facet) => this.tops[facet] ?? TOP_USUAL));
    await this.facets.load(() => host().call("facets", { query, by, top }));
  }

  async #askTimeline(): Promise<void> {
    const { bucket, zoomed } = this;
    await this.timeline.load(async () => {
      // The brush stands on the whole span; zooming narrows the drawing to the period itself.
      const whole =
        this.period && !zoomed
          ? (
              await host().call("edit_query", {
                query: this.query,
                action: { do: "between", since: null, until: null },
              })
            ).query
          : this.query;
      return host().call("timeline", { query: whole, split: "dataset", ...(bucket && { by: bucket }) });
    });
  }

  async #askRelief(): Promise<void> {
    const { query } = this;
    const pills = this.currentPills;
    await this.relief.load(() =>
      Promise.all(
        pills.map(async (pill, part) => {
          const edited = await host().call("edit_query", { query, action: { do: "remove_part", part } });
          const counted = await host().call("count", { query: edited.query });
          return { pill, query: edited.query, tweets: counted.tweets };
        }),
      ),
    );
  }

  /** Changes the query by a press; the new address does the rest. Can be undone. */
  async edit(action: QueryAction, title: string): Promise<void> {
    const edited = await host().call("edit_query", { query: this.query, action });
    this.go(edited.query, title);
  }

  /** To another query. */
  go(query: string, title: string): void {
    const before = router.hash;
    if (query === router.param("q") && router.screen === "explore") return;
    // A narrowed drawing stands as long as there is a period to stand on.
    router.set({
      q: query,
      ...elsewhere(router.current.params),
      ...(router.param("zoom") && !/\b(since|until):/.test(query) && { zoom: "" }),
    });
    const after = router.hash;
    undo.push({ title, undo: () => router.go(before), redo: () => router.go(after) });
  }

  /** Tweets came in or went. */
  invalidate(): void {
    this.version++;
  }

  async chooseFacets(chosen: Facet[]): Promise<void> {
    this.chosenFacets = chosen;
    await host()
      .call("setting_set", { key: FACETS_KEY, value: JSON.stringify(chosen) })
      .catch(() => null);
    await this.askFacets();
  }

  async showMore(facet: Facet): Promise<void> {
    this.tops = { ...this.tops, [facet]: (this.tops[facet] ?? TOP_USUAL) + 20 };
    await this.askFacets();
  }

  clear(): void {
    for (const one of [this.tweets, this.facets, this.timeline, this.pills, this.relief]) one.clear();
    this.#facetsRead = false;
    this.query = "";
    this.tops = {};
  }

  async #readFacetChoice(): Promise<void> {
    if (this.#facetsRead) return;
    this.#facetsRead = true;
    const kept = await host()
      .call("setting_get", { key: FACETS_KEY })
      .catch(() => null);
    try {
      const chosen: unknown = JSON.parse(kept ?? "null");
      if (Array.isArray(chosen)) this.chosenFacets = chosen as Facet[];
    } catch {
      // The usual facets stay.
    }
  }
}

export const explore = new Explore();
