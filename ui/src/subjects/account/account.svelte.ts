/** One account and the tweets by it. */
import { host, type AccountDetail, type Note } from "../../host";
import { Resource } from "../../lib/resource.svelte";
import { S } from "../../lib/strings";
import { quoted } from "../../lib/text/quote";
import { undo } from "../../lib/undo.svelte";
import { TweetPages } from "../tweet/pages.svelte";
import { cadence, type Cadence } from "./cadence";

/** Tweets whose gaps are looked at: the latest, in calls of the host's greatest page. */
const CADENCE_CALLS = 5;
const CADENCE_PAGE = 100;

export class OpenAccount {
  readonly detail = new Resource<AccountDetail>();
  readonly tweets = new TweetPages();
  readonly cadence = new Resource<Cadence | null>();
  id = $state("");

  async open(id: string): Promise<void> {
    if (id === this.id) return;
    this.id = id;
    this.tweets.clear();
    this.cadence.clear();
    if (id === "") return this.detail.clear();
    const detail = await this.detail.load(() => host().call("account", { id }));
    if (!detail) return;
    const query = `from:${quoted(detail.account.id)}`;
    await this.tweets.ask(query, "newest");
    await this.cadence.load(() => this.#cadence(query));
  }

  get query(): string {
    const id = this.detail.data?.account.id ?? this.id;
    return `from:${quoted(id)}`;
  }

  async #cadence(query: string): Promise<Cadence | null> {
    const ids: string[] = [];
    for (let call = 0; call < CADENCE_CALLS; call++) {
      const page = await host().call("search", {
        query,
        sort: "newest",
        offset: call * CADENCE_PAGE,
        limit: CADENCE_PAGE,
      });
      ids.push(...page.tweets.map((tweet) => tweet.id));
      if (page.tweets.length < CADENCE_PAGE) break;
    }
    return cadence(ids);
  }

  async addTag(tag: string): Promise<void> {
    await this.#tag(tag, true);
    undo.push({ title: S.detail.tagged(tag), undo: () => this.#tag(tag, false), redo: () => this.#tag(tag, true) });
  }
  async removeTag(tag: string): Promise<void> {
    await this.#tag(tag, false);
    undo.push({ title: S.detail.removeTag(tag), undo: () => this.#tag(tag, true), redo: () => this.#tag(tag, false) });
  }
  async addNote(text: string): Promise<void> {
    let note = await this.#addNote(text);
    undo.push({
      title: S.detail.noted,
      undo: () => this.#removeNote(note),
      redo: async () => {
        note = await this.#addNote(text);
      },
    });
  }
  async removeNote(note: Note): Promise<void> {
    let held = note;
    await this.#removeNote(held);
    undo.push({
      title: S.detail.noted,
      undo: async () => {
        held = await this.#addNote(note.text);
      },
      redo: () => this.#removeNote(held),
    });
  }

  clear(): void {
    this.id = "";
    this.detail.clear();
    this.tweets.clear();
    this.cadence.clear();
  }

  async #tag(tag: string, on: boolean): Promise<void> {
    const account = this.detail.data?.account;
    if (!account) return;
    await host().call(on ? "tag_add" : "tag_remove", { tag, target: "account", id: account.id });
    const tags = account.tags.filter((one) => one !== tag);
    this.detail.patch((detail) => ({ ...detail, account: { ...detail.account, tags: on ? [...tags, tag] : tags } }));
  }
  async #addNote(text: string): Promise<Note> {
    const note = await host().call("note_add", {
      target: "account",
      id: this.detail.data?.account.id ?? this.id,
      text,
    });
    this.detail.patch((detail) => ({ ...detail, notes: [...detail.notes, note] }));
    return note;
  }
  async #removeNote({ note }: Note): Promise<void> {
    await host().call("note_remove", { note });
    this.detail.patch((detail) => ({ ...detail, notes: detail.notes.filter((one) => one.note !== note) }));
  }
}

export const openAccount = new OpenAccount();
