/** The recorded host: what the real commands answered on a demo vault (`cargo xtask fixtures`). For tests of screens. */
import { Failure } from "./failure";
import text from "./fixtures/recorded.json?raw";
import type { Command, Host, Job } from "./host";
import { makeMock } from "./mock";

export interface Call {
  command: Command | Job;
  args: Record<string, unknown>;
  answer: unknown;
}

export const CALLS: readonly Call[] = JSON.parse(text) as Call[];

/** The same question, however its fields are ordered and whether or not what is absent is said. */
export function questionOf(command: string, args: unknown): string {
  const steady = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(steady);
    if (value === null || typeof value !== "object") return value;
    const kept = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
    return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, steady(one)]));
  };
  return `${command} ${JSON.stringify(steady(args))}`;
}

/** What is about the window and not about the data: settings, history, the door. The invented host does it. */
const OF_THE_WINDOW: readonly string[] = [
  "default_vault",
  "vault_peek",
  "vault_unlock",
  "vault_lock",
  "idle_touch",
  "setting_get",
  "setting_set",
  "history_list",
  "history_add",
  "network_close",
  "network_cancel",
];
/** Places come as bytes through a channel of the window's own; without them the tables still hold everything. */
const OF_THE_DRAWING: readonly string[] = ["network_geometry", "network_layout", "network_layout_stop"];

export function makeRecorded(): Host {
  const window_ = makeMock({ unlocked: true });
  const answers = new Map(CALLS.map((one) => [questionOf(one.command, one.args), one.answer]));
  function find(command: string, args: unknown): unknown {
    const question = questionOf(command, args);
    if (answers.has(question)) return structuredClone(answers.get(question));
    // A screen that asks something new must be noticed: the test's console is read.
    if (!OF_THE_DRAWING.includes(command)) console.error(`not recorded: ${question}`);
    throw new Failure("unexpected", `not recorded: ${question}`);
  }
  return {
    ...window_,
    async call(command, args) {
      return OF_THE_WINDOW.includes(command) ? window_.call(command, args) : (find(command, args) as never);
    },
    async job(job, args) {
      return find(job, args) as never;
    },
  };
}
