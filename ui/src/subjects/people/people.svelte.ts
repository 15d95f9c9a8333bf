/** Who may hold what leaves. */
import { host, type Recipient } from "../../host";
import { Resource } from "../../lib/resource.svelte";

export const KINDS = ["person", "commercial", "government", "intelligence"] as const;
export const TAGS = ["undergraduate", "industry", "government"] as const;
/** Always there, whoever is on file. */
export const SELF = "self";
export const PUBLIC = "public";

export class People {
  readonly list = new Resource<Recipient[]>();

  get all(): Recipient[] {
    return this.list.data ?? [];
  }
  byId(id: string): Recipient | undefined {
    return this.all.find((one) => one.id === id);
  }
  /** Others that count as the same person: they share a key or an ORCID. */
  same(one: Recipient): Recipient[] {
    return this.all.filter(
      (other) =>
        other.id !== one.id &&
        ((one.age_key !== null && other.age_key === one.age_key) || (one.orcid !== null && other.orcid === one.orcid)),
    );
  }
  async load(): Promise<void> {
    await this.list.load(() => host().call("recipients", {}));
  }
  async put(recipient: Recipient): Promise<void> {
    await host().call("recipient_add", { recipient });
    await this.load();
  }
  clear(): void {
    this.list.clear();
  }
}

/** A short name for the log's keyed digest and the command line: `chi-university-c`. */
export function idFor(name: string, taken: readonly string[]): string {
  const plain =
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "recipient";
  const used = new Set([...taken, SELF, PUBLIC]);
  let id = plain;
  for (let n = 2; used.has(id); n++) id = `${plain}-${n}`;
  return id;
}

export const people = new People();
