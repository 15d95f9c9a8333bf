/** One export from the order to the package: what the agreement says to it, the confirmation, the job. */
import { Failure, host, type Clause, type ExportChoices, type ExportOrder } from "../../host";
import type { ExportPlan, ExportReport, Progress } from "../../host";
import { Resource } from "../../lib/resource.svelte";
import { S } from "../../lib/strings";

export type LeavingState = "idle" | "running" | "stopping" | "done" | "cancelled" | "failed";
export type ClauseState = "refused" | "needs_you" | "changed" | "met";

export const WORST_FIRST: readonly ClauseState[] = ["refused", "needs_you", "changed", "met"];

/** Worst first, and within a state as the agreement has them. */
export function worstFirst(clauses: readonly Clause[]): Clause[] {
  return WORST_FIRST.flatMap((state) => clauses.filter((one) => one.state === state));
}

export function tally(clauses: readonly Clause[]): Record<ClauseState, number> {
  const out: Record<ClauseState, number> = { refused: 0, needs_you: 0, changed: 0, met: 0 };
  for (const one of clauses) out[one.state as ClauseState]++;
  return out;
}

export class Leaving {
  readonly choices = new Resource<ExportChoices>();
  readonly plan = new Resource<ExportPlan>();
  /** Where the file goes. Not in the address, since a path says where the member lives. */
  out = $state("");
  state = $state<LeavingState>("idle");
  step = $state.raw<Progress | null>(null);
  report = $state.raw<ExportReport | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The decision was another one when the button was pressed. */
  changed = $state(false);
  /** Runs when something has left or was refused: the log has grown. */
  onEnd: () => void = () => {};
  #asked = "";
  #turn = 0;
  /** The check that the host is busy with. */
  #checking: Promise<ExportPlan> | null = null;
  /** The order that the plan in sight answers. */
  #planned = $state.raw<ExportOrder | null>(null);

  get running(): boolean {
    return this.state === "running" || this.state === "stopping";
  }

  async choose(): Promise<void> {
    await this.choices.load(() => host().call("export_choices", {}));
  }

  /** Asks what the agreement says to this. The same order is not asked twice, unless it must be. */
  async check(order: ExportOrder, again = false): Promise<void> {
    const key = JSON.stringify(order);
    if (!again && key === this.#asked && this.plan.failure === null) return;
    this.#asked = key;
    const turn = ++this.#turn;
    const plan = await this.plan.load(() => this.#ask(order, turn));
    if (plan) this.#planned = order;
  }

  /** The host checks one order at a time: what was asked before is of no account any more, and is stopped. */
  async #ask(order: ExportOrder, turn: number): Promise<ExportPlan> {
    while (this.#checking && turn === this.#turn) {
      await host()
        .call("job_cancel", {})
        .catch(() => false);
      await this.#checking?.catch(() => null);
    }
    // The answer to an order that was overtaken is not looked at.
    if (turn !== this.#turn) throw new Error("overtaken");
    const checking = host().job("export_plan", { order }, () => {});
    this.#checking = checking;
    try {
      return await checking;
    } finally {
      if (this.#checking === checking) this.#checking = null;
    }
  }

  /** Back on the screen: what was reviewed may have changed elsewhere, so it is asked for anew. */
  revisit(): void {
    if (this.running) return;
    this.#asked = "";
    this.#planned = null;
  }

  /** Why the button cannot be pressed yet; empty where it can. */
  reasons(order: ExportOrder): string[] {
    const out: string[] = [];
    if (order.to === null) out.push(S.export.needRecipient);
    if (order.purpose === null) out.push(S.export.needPurpose);
    if (out.length > 0) return out;
    const plan = this.plan.data;
    if (!plan || this.plan.failure) return [S.export.checking];
    if (this.plan.loading || JSON.stringify(this.#planned) !== JSON.stringify(order)) return [S.export.checking];
    for (const one of worstFirst(plan.clauses)) {
      if (one.state === "refused" || one.state === "needs_you") out.push(`${one.id}: ${one.detail || one.text}`);
    }
    if (plan.decision === "deny" && out.length === 0) out.push(S.export.verdicts["deny"]!);
    if (out.length === 0 && this.out.trim() === "") out.push(S.export.needOut);
    return out;
  }

  /** Hands over exactly what was reviewed. */
  async start(): Promise<void> {
    const [plan, order] = [this.plan.data, this.#planned];
    if (!plan || !order || this.running) return;
    this.state = "running";
    this.step = null;
    this.report = null;
    this.failure = null;
    this.changed = false;
    try {
      const args = { order: { ...order, out: this.out.trim() }, hash: plan.hash };
      this.report = await host().job("export_run", args, (step) => (this.step = step));
      this.state = "done";
    } catch (thrown) {
      this.failure = Failure.from(thrown);
      this.state = this.failure.code === "cancelled" ? "cancelled" : "failed";
      await this.check(order, true);
      this.changed = this.plan.data !== null && this.plan.data.hash !== plan.hash;
    }
    this.onEnd();
  }

  async stop(): Promise<void> {
    if (this.state !== "running") return;
    this.state = "stopping";
    await host()
      .call("job_cancel", {})
      .catch(() => false);
  }

  /** The end has been seen. What is allowed next has changed by it, so the plan is asked for anew. */
  dismiss(): void {
    if (this.running) return;
    this.state = "idle";
    this.step = null;
    this.report = null;
    this.failure = null;
    this.changed = false;
    this.#asked = "";
  }

  clear(): void {
    this.choices.clear();
    this.plan.clear();
    this.#planned = null;
    if (this.running) {
      this.state = "stopping";
      this.step = null;
      return;
    }
    this.dismiss();
    this.out = "";
  }
}

export const leaving = new Leaving();
