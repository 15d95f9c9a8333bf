/** The agreements of the vault: what holds, what is signed, and a file that is to be added. */
import { host, type AgreementCheck, type AgreementDetail, type AgreementSummary, type Signer } from "../../host";
import { Resource } from "../../lib/resource.svelte";

export type Standing = "in_force" | "unsigned" | "trouble" | "unused";

export function standing(one: AgreementSummary): Standing {
  if (one.problem === "unsigned") return "unsigned";
  if (one.problem !== null) return "trouble";
  return one.datasets.length > 0 ? "in_force" : "unused";
}

const SIGNER_KEY = "signer";

export class Agreements {
  readonly list = new Resource<AgreementSummary[]>();
  readonly open = new Resource<AgreementDetail>();
  readonly checked = new Resource<AgreementCheck>();

  get all(): AgreementSummary[] {
    return this.list.data ?? [];
  }
  byId(id: string): AgreementSummary | undefined {
    return this.all.find((one) => one.id === id);
  }

  async load(): Promise<void> {
    await this.list.load(() => host().call("agreements_list", {}));
  }
  detail(id: string): Promise<AgreementDetail> {
    return host().call("agreement_show", { id });
  }
  async show(id: string): Promise<AgreementDetail | null> {
    return this.open.load(() => this.detail(id));
  }
  async check(file: string): Promise<void> {
    await this.checked.load(() => host().call("agreement_check", { file }));
  }
  async add(file: string): Promise<AgreementSummary> {
    const added = await host().call("agreement_add", { file });
    this.checked.clear();
    await this.load();
    return added;
  }
  async sign(id: string, signer: Signer): Promise<void> {
    await host().call("agreement_sign", { id, signer });
    await host()
      .call("setting_set", { key: SIGNER_KEY, value: JSON.stringify(signer) })
      .catch(() => null);
    await Promise.all([this.load(), this.open.data?.summary.id === id ? this.show(id) : null]);
  }
  /** Who signed the last time. */
  async lastSigner(): Promise<Signer | null> {
    const kept = await host()
      .call("setting_get", { key: SIGNER_KEY })
      .catch(() => null);
    return parse(kept);
  }

  clear(): void {
    this.list.clear();
    this.open.clear();
    this.checked.clear();
  }
}

function parse(kept: string | null): Signer | null {
  try {
    return kept === null ? null : (JSON.parse(kept) as Signer);
  } catch {
    return null;
  }
}

export const agreements = new Agreements();
