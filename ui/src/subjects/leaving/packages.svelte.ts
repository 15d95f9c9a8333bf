/** What has left: the packages, what is still owed for each, and whether each is as it was. */
import { host, type Delivery, type PackageVerification } from "../../host";
import { Resource } from "../../lib/resource.svelte";

export type Owed = Delivery["obligations"][number];

export class Packages {
  readonly list = new Resource<Delivery[]>();
  /** By ledger number: being looked at, or what was found. */
  checks = $state.raw<Record<number, PackageVerification | "running" | Error>>({});

  async load(): Promise<void> {
    await this.list.load(() => host().call("exports_list", {}));
  }

  async verify(one: Delivery): Promise<void> {
    this.checks = { ...this.checks, [one.ledger]: "running" };
    const found = await host()
      .call("package_verify", { package: one.file })
      .catch((thrown: Error) => thrown);
    this.checks = { ...this.checks, [one.ledger]: found };
  }

  async fulfil(one: Delivery, owed: Owed, proof: string): Promise<void> {
    await host().call("obligation_met", { ledger: one.ledger, id: owed.id, proof });
    await this.load();
  }

  clear(): void {
    this.list.clear();
    this.checks = {};
  }
}

/** Whether its day has passed without it being done. */
export function overdue(owed: Owed, today: string): boolean {
  return owed.done === null && owed.due !== null && owed.due.slice(0, 10) < today;
}

export const packages = new Packages();
