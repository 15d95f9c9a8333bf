/** The log as pages, and the state of its chain. */
import { host, type AuditEntry, type AuditVerification } from "../../host";
import { Resource } from "../../lib/resource.svelte";

const PAGE = 200;

export class Log {
  readonly page = new Resource<{ total: number; entries: AuditEntry[] }>();
  readonly chain = new Resource<AuditVerification>();
  checkedAt = $state("");

  async load(filter: string, more = false): Promise<void> {
    const held = more ? (this.page.data?.entries ?? []) : [];
    await this.page.load(async () => {
      const asked = { offset: held.length, limit: PAGE, ...(filter && { filter }) };
      const next = await host().call("audit_log", asked);
      return { total: next.total, entries: [...held, ...next.entries] };
    });
  }

  async check(): Promise<void> {
    const found = await this.chain.load(() => host().call("audit_verify", {}));
    if (found) this.checkedAt = new Date().toISOString();
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

export const log = new Log();
