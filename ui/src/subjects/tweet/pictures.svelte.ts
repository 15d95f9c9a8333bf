/** Images of the open tweet: their bytes come from the vault one by one, are held as object URLs, and are let go again. */
import { host, type MediaFile } from "../../host";
import { Resource } from "../../lib/resource.svelte";

/** Only what a page shows anyhow is asked for; the host decides by the content whether it is that. */
const IMAGE = /\.(?:jpe?g|png|gif|webp)$/i;

/** More are loaded when the reader asks for them. */
const AT_ONCE = 4;

const TYPES: Record<number, string> = { 0x89: "image/png", 0xff: "image/jpeg", 0x47: "image/gif", 0x52: "image/webp" };

export class Pictures {
  #held = new Map<number, Resource<string>>();

  /** The first images of these are loaded; everything held for others is let go. */
  show(files: readonly MediaFile[]): void {
    const wanted = new Set(files.map((file) => file.id));
    for (const id of [...this.#held.keys()]) if (!wanted.has(id)) this.#drop(id);
    for (const file of files.filter(readable).slice(0, AT_ONCE)) this.load(file);
  }

  of(file: MediaFile): Resource<string> {
    let held = this.#held.get(file.id);
    if (!held) this.#held.set(file.id, (held = new Resource<string>()));
    return held;
  }

  load(file: MediaFile): void {
    const held = this.of(file);
    if (held.data !== null || held.loading) return;
    void held.load(async () => {
      const bytes = await host().call("picture", { id: file.id });
      const type = TYPES[new Uint8Array(bytes)[0] ?? 0] ?? "application/octet-stream";
      const url = URL.createObjectURL(new Blob([bytes], { type }));
      // Let go while it was on its way.
      if (this.#held.get(file.id) !== held) URL.revokeObjectURL(url);
      return url;
    });
  }

  clear(): void {
    for (const id of [...this.#held.keys()]) this.#drop(id);
  }

  #drop(id: number): void {
    const held = this.#held.get(id);
    if (held?.data) URL.revokeObjectURL(held.data);
    this.#held.delete(id);
    held?.clear();
  }
}

/** Whether there is something to look at. */
export function readable(file: MediaFile): boolean {
  return IMAGE.test(file.name) && (file.state === "here" || file.state === "copied");
}
