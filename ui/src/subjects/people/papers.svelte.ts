/** What licensors and the data steward gave in writing. */
import { host, type Approval, type Permission } from "../../host";
import { Resource } from "../../lib/resource.svelte";

export class Papers {
  readonly permissions = new Resource<Permission[]>();
  readonly approvals = new Resource<Approval[]>();

  get count(): number {
    return (this.permissions.data?.length ?? 0) + (this.approvals.data?.length ?? 0);
  }
  async load(): Promise<void> {
    await Promise.all([
      this.permissions.load(() => host().call("permissions", {})),
      this.approvals.load(() => host().call("approvals", {})),
    ]);
  }
  async filePermission(agreement: string, clause: string, reference: string): Promise<void> {
    await host().call("permission_file", { agreement, clause, reference });
    await this.load();
  }
  async fileApproval(decision: string, name: string, reference: string): Promise<void> {
    await host().call("approval_file", { decision, name, reference });
    await this.load();
  }
  async takeBack(paper: Permission | Approval): Promise<void> {
    if ("clause" in paper) {
      const { agreement, clause } = paper;
      await host().call("permission_remove", { agreement, clause });
    } else await host().call("approval_remove", { decision: paper.decision });
    await this.load();
  }
  clear(): void {
    this.permissions.clear();
    this.approvals.clear();
  }
}

export const papers = new Papers();
