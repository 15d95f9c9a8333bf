/** Saved searches: a name and a query. */
import { host, type SavedSearch } from "../../host";
import { Resource } from "../../lib/resource.svelte";
import { undo } from "../../lib/undo.svelte";
import { S } from "../../lib/strings";

export class SavedSearches {
  readonly list = new Resource<SavedSearch[]>();

  async load(): Promise<void> {
    await this.list.load(() => host().call("saved_list", {}));
  }

  async save(name: string, query: string): Promise<void> {
    await host().call("saved_add", { name, query });
    await this.load();
  }

  /** Forgets one; can be undone. */
  async remove(one: SavedSearch): Promise<void> {
    const remove = async () => {
      await host().call("saved_remove", { name: one.name });
      await this.load();
    };
    await remove();
    undo.push({ title: S.query.unsaved(one.name), undo: () => this.save(one.name, one.query), redo: remove });
  }

  clear(): void {
    this.list.clear();
  }
}

export const saved = new SavedSearches();
