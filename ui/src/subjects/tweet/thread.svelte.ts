/** One tweet and what hangs together with it; tags and notes on it can be undone. */
import { host, type Note, type RawRecord, type Thread } from "../../host";
import { Resource } from "../../lib/resource.svelte";
import { S } from "../../lib/strings";
import { undo } from "../../lib/undo.svelte";

export class OpenTweet {
  readonly thread = new Resource<Thread>();
  readonly raw = new Resource<RawRecord>();
  id = $state("");
  showRaw = $state(false);
  /** The list shows the same tweet. */
  onTags: (id: string, tags: string[]) => void = () => {};

  async open(id: string): Promise<void> {
    if (id === this.id) return;
    this.id = id;
    this.raw.clear();
    if (id === "") {
      this.thread.clear();
      return;
    }
    await this.thread.load(() => host().call("tweet", { id }));
    if (this.showRaw) await this.loadRaw();
  }

  async toggleRaw(): Promise<void> {
    this.showRaw = !this.showRaw;
    if (this.showRaw) await this.loadRaw();
  }

  async loadRaw(): Promise<void> {
    const row = this.thread.data?.tweet?.row;
    if (row !== undefined) await this.raw.load(() => host().call("raw_record", { row }));
  }

  async addTag(tag: string, id = this.id): Promise<void> {
    await this.#tag(id, tag, true);
    undo.push({
      title: S.detail.tagged(tag),
      undo: () => this.#tag(id, tag, false),
      redo: () => this.#tag(id, tag, true),
    });
  }

  async removeTag(tag: string, id = this.id): Promise<void> {
    await this.#tag(id, tag, false);
    undo.push({
      title: S.detail.removeTag(tag),
      undo: () => this.#tag(id, tag, true),
      redo: () => this.#tag(id, tag, false),
    });
  }

  async addNote(text: string): Promise<void> {
    const id = this.id;
    let note = await this.#addNote(id, text);
    undo.push({
      title: S.detail.noted,
      undo: () => this.#removeNote(id, note),
      redo: async () => {
        note = await this.#addNote(id, text);
      },
    });
  }

  async removeNote(note: Note): Promise<void> {
    const id = this.id;
    let held = note;
    await this.#removeNote(id, held);
    undo.push({
      title: S.detail.noted,
      undo: async () => {
        held = await this.#addNote(id, note.text);
      },
      redo: () => this.#removeNote(id, held),
    });
  }

  clear(): void {
    this.id = "";
    this.thread.clear();
    this.raw.clear();
  }

  async #tag(id: string, tag: string, on: boolean): Promise<void> {
    await host().call(on ? "tag_add" : "tag_remove", { tag, target: "tweet", id });
    const held = this.thread.data?.tweet;
    if (!held || held.id !== id) return;
    const tags = on ? [...held.tags.filter((one) => one !== tag), tag] : held.tags.filter((one) => one !== tag);
    this.thread.patch((thread) => ({ ...thread, tweet: { ...held, tags } }));
    this.onTags(id, tags);
  }

  async #addNote(id: string, text: string): Promise<Note> {
    const note = await host().call("note_add", { target: "tweet", id, text });
    if (this.id === id) this.thread.patch((thread) => ({ ...thread, notes: [...thread.notes, note] }));
    return note;
  }

  async #removeNote(id: string, { note }: Note): Promise<void> {
    await host().call("note_remove", { note });
    if (this.id === id)
      this.thread.patch((thread) => ({ ...thread, notes: thread.notes.filter((one) => one.note !== note) }));
  }
}

export const openTweet = new OpenTweet();
