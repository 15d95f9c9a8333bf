/** The agreements that files fall under: those still to be accepted, and those that were. */
import { Failure, type AgreementDetail, type SurveyedFile } from "../../host";
import { Acceptance } from "./acceptance.svelte";
import { agreements } from "./agreements.svelte";

/** What a file's tier is called in agreements. Whatever is not told apart is held as closely as the unhashed form. */
const TIERS: Record<string, string> = { hashed: "public_hashed", leaking: "public_hashed" };

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
      const tiers = new Set(files.map((file) => TIERS[file.tier] ?? "consortium_unhashed"));
      const wanted = agreements.all.filter((one) => one.shipped && tiers.has(one.tier));
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

  /** Signs what was accepted. */
  async sign(): Promise<void> {
    for (const one of this.open) await agreements.sign(one.summary.id, this.acceptance.signer());
  }
}
