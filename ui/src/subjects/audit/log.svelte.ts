/** The log as pages, and the state of its chain. */
import { host, type AuditEntry, type AuditPage, type AuditVerification } from "../../host";
import { Resource } from "../../lib/resource.svelte";

/** A log is small: so many entries are some hundred kilobytes. Beyond them, more are asked for. */
const PAGE = 2000;

export class Log {
  readonly page = new Resource<AuditPage>();
  readonly chain = new Resource<AuditVerification>();
  checkedAt = $state("");

  async load(more = false): Promise<void> {
    const limit = (more ? (this.page.data?.entries.length ?? 0) : 0) + PAGE;
    await this.page.load(() => host().call("audit_list", { limit }));
  }

  async check(): Promise<void> {
    const found = await this.chain.load(() => host().call("audit_verify", {}));
    if (found) this.checkedAt = new Date().toISOString();
  }

  /** The member knows that the vault was put back: the log says so from now on. */
  async acknowledge(): Promise<void> {
    await host().call("audit_acknowledge", {});
    await Promise.all([this.load(), this.check()]);
  }

  breakAt(seq: number | null): AuditVerification["breaks"][number] | undefined {
    return this.chain.data?.breaks.find((one) => one.seq === seq);
  }

  clear(): void {
    this.page.clear();
    this.chain.clear();
    this.checkedAt = "";
  }
}

/** The entries that hold every word: of the event, the day, a dataset's name or title, a hash. */
export function filtered(
  entries: readonly AuditEntry[],
  filter: string,
  title: (dataset: string) => string,
  event: (word: string) => string,
): AuditEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries.filter((one) => {
    const text = [
      ...[one.event, event(one.event), one.time, one.actor, one.recipient, one.decision, one.package, one.hash],
      ...one.datasets.flatMap((name) => [name, title(name)]),
    ]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export const log = new Log();
