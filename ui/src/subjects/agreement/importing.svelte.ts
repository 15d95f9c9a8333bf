/** The agreements that files fall under: those still to be accepted, and those that were. */
import { Failure, type AgreementDetail, type ImportAcceptance, type SurveyedFile } from "../../host";
import { Acceptance } from "./acceptance.svelte";
import { agreements } from "./agreements.svelte";

export class ImportAgreements {
  readonly acceptance = new Acceptance();
  list = $state.raw<AgreementDetail[]>([]);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);

  async load(files: readonly SurveyedFile[]): Promise<void> {
    this.loading = true;
    this.list = [];
    this.failure = null;
    try {
      await agreements.load();
      if (agreements.list.failure) throw agreements.list.failure;
      const ids = new Set(files.map((file) => file.agreement));
      const wanted = agreements.all.filter((one) => ids.has(one.id));
      this.list = await Promise.all(wanted.map((one) => agreements.detail(one.id)));
      const who = await agreements.lastSigner();
      if (who && !this.acceptance.named) this.acceptance.who = who;
    } catch (thrown) {
      this.failure = Failure.from(thrown);
    } finally {
      this.loading = false;
    }
  }

  get open(): AgreementDetail[] {
    return this.list.filter((one) => one.summary.signed === null || one.summary.problem === "changed");
  }
  get held(): AgreementDetail[] {
    return this.list.filter((one) => !this.open.includes(one));
  }
  /** Where the agreements cannot be read, files may come in all the same: nothing leaves before one is signed. */
  get ready(): boolean {
    if (this.loading) return false;
    return this.open.length === 0 || (this.acceptance.named && this.open.every((one) => this.acceptance.whole(one)));
  }

  /** What is kept with the datasets that come in. */
  get accepted(): ImportAcceptance | null {
    if (!this.acceptance.named) return null;
    const clauses = this.list.flatMap((one) =>
      one.clauses
        .filter(({ id }) => this.held.includes(one) || this.acceptance.has(one, id))
        .map(({ id }) => ({ agreement: one.summary.id, clause: id })),
    );
    return { signer: this.acceptance.signer(), clauses };
  }

  /** Signs what was accepted. */
  async sign(): Promise<void> {
    for (const one of this.open) await agreements.sign(one.summary.id, this.acceptance.signer());
  }
}
