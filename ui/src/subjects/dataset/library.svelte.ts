/** The datasets of the vault, and the colour slot each keeps for as long as it is there. */
import { host, type Dataset } from "../../host";
import { Resource } from "../../lib/resource.svelte";

const SLOTS = 6;
const SLOTS_KEY = "dataset_slots";

export class Library {
  readonly list = new Resource<Dataset[]>();
  #slots = $state.raw<Record<string, number>>({});
  #slotsRead = false;

  get datasets(): Dataset[] {
    return this.list.data ?? [];
  }
  get empty(): boolean {
    return this.list.data !== null && this.list.data.length === 0;
  }

  async load(): Promise<void> {
    const datasets = await this.list.load(() => host().call("datasets", {}));
    if (datasets) await this.#giveSlots(datasets);
  }

  byName(name: string): Dataset | undefined {
    return this.datasets.find((one) => one.name === name);
  }
  title(name: string): string {
    return this.byName(name)?.title ?? name;
  }
  /** `var(--cat-1)` … `var(--cat-6)`, or the colour of all others. */
  colour(name: string): string {
    const slot = this.#slots[name];
    return slot ? `var(--cat-${slot})` : "var(--cat-other)";
  }
  bytes(one: Dataset): number {
    return one.files.reduce((sum, file) => sum + file.bytes, 0);
  }

  async remove(name: string): Promise<void> {
    await host().call("dataset_remove", { name });
    await this.load();
  }

  clear(): void {
    this.list.clear();
    this.#slots = {};
    this.#slotsRead = false;
  }

  /** A dataset keeps its slot; one that left gives it free. */
  async #giveSlots(datasets: Dataset[]): Promise<void> {
    if (!this.#slotsRead) {
      const kept = await host()
        .call("setting_get", { key: SLOTS_KEY })
        .catch(() => null);
      this.#slots = parse(kept);
      this.#slotsRead = true;
    }
    const slots: Record<string, number> = {};
    for (const { name } of datasets) {
      const held = this.#slots[name];
      if (held) slots[name] = held;
    }
    for (const { name } of datasets) {
      if (slots[name]) continue;
      const taken = new Set(Object.values(slots));
      const free = Array.from({ length: SLOTS }, (_, i) => i + 1).find((slot) => !taken.has(slot));
      if (free) slots[name] = free;
    }
    if (JSON.stringify(slots) === JSON.stringify(this.#slots)) return;
    this.#slots = slots;
    await host()
      .call("setting_set", { key: SLOTS_KEY, value: JSON.stringify(slots) })
      .catch(() => null);
  }
}

function parse(kept: string | null): Record<string, number> {
  try {
    return JSON.parse(kept ?? "{}") as Record<string, number>;
  } catch {
    return {};
  }
}

export const library = new Library();
