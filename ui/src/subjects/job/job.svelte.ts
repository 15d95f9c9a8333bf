/** The one job that runs at a time: its steps, its end, and how to stop it. Survives changing screens. */
import { Failure, host, type ImportAcceptance, type ImportReport, type Progress } from "../../host";

export type JobState = "idle" | "running" | "stopping" | "done" | "cancelled" | "failed";

export class ImportJob {
  state = $state<JobState>("idle");
  step = $state.raw<Progress | null>(null);
  report = $state.raw<ImportReport | null>(null);
  failure = $state.raw<Failure | null>(null);
  paths = $state.raw<string[]>([]);
  dataset = $state("");
  #accept: ImportAcceptance | null = null;
  /** Runs when rows have come in, stopped or not. */
  onEnd: () => void = () => {};

  get running(): boolean {
    return this.state === "running" || this.state === "stopping";
  }

  async start(paths: string[], dataset: string, accept: ImportAcceptance | null = null): Promise<void> {
    this.#accept = accept;
    this.paths = paths;
    this.dataset = dataset;
    this.state = "running";
    this.step = null;
    this.report = null;
    this.failure = null;
    try {
      const args = { paths, ...(dataset && { dataset }), ...(accept && { accept }) };
      this.report = await host().job("import_start", args, (step) => (this.step = step));
      this.state = "done";
    } catch (thrown) {
      this.failure = Failure.from(thrown);
      this.state = this.failure.code === "cancelled" ? "cancelled" : "failed";
    }
    this.onEnd();
  }

  /** The same again: it goes on where it stopped. */
  goOn(): Promise<void> {
    return this.start(this.paths, this.dataset, this.#accept);
  }

  async stop(): Promise<void> {
    if (this.state !== "running") return;
    this.state = "stopping";
    await host()
      .call("job_cancel", {})
      .catch(() => false);
  }

  /** The end has been seen. */
  dismiss(): void {
    if (this.running) return;
    this.state = "idle";
    this.step = null;
    this.report = null;
    this.failure = null;
  }

  /** At lock. A running import has been asked to stop and will say that it did; it can go on once the vault is open. */
  clear(): void {
    if (this.running) {
      this.state = "stopping";
      this.step = null;
      return;
    }
    this.dismiss();
    this.paths = [];
  }
}

export const job = new ImportJob();
