/** The invented host against the real one: what it answers has the shape of the recorded answers, and queries are understood alike. */
import { describe, expect, it } from "vitest";
import { makeMock } from "./mock";
import type { Host } from "./host";
import { CALLS, questionOf, type Call } from "./recorded";

type Shape = string | { list: Shape | null } | { [field: string]: Shape };

function isList(shape: Shape): shape is { list: Shape | null } {
  return typeof shape === "object" && Object.keys(shape).join() === "list";
}

/** Of two answers to one question, or of two rows: what either may be. */
function merged(one: Shape | null, other: Shape | null): Shape | null {
  if (one === null || one === "null") return other ?? one;
  if (other === null || other === "null" || typeof one === "string" || typeof other === "string") return one;
  if (isList(one) && isList(other)) return { list: merged(one.list, other.list) };
  const [a, b] = [one as Record<string, Shape>, other as Record<string, Shape>];
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...fields].map((name) => [name, merged(a[name] ?? null, b[name] ?? null) ?? "null"]));
}

function shapeOf(value: unknown): Shape {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return { list: value.map(shapeOf).reduce<Shape | null>(merged, null) };
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]));
  return typeof value;
}

/** Where two shapes cannot both be true of one type. What is null or empty on one side says nothing. */
function differences(real: Shape | null, mock: Shape | null, at: string): string[] {
  if (real === null || mock === null || real === "null" || mock === "null") return [];
  if (typeof real === "string" || typeof mock === "string")
    return real === mock
      ? []
      : [`${at}: ${JSON.stringify(real)} is the real one's, ${JSON.stringify(mock)} the mock's`];
  if (isList(real) || isList(mock))
    return isList(real) && isList(mock) ? differences(real.list, mock.list, `${at}[]`) : [`${at}: a list on one side`];
  const fields = new Set([...Object.keys(real), ...Object.keys(mock)]);
  return [...fields].flatMap((name) => {
    if (MAPS.has(at.split(".").at(-1) ?? "")) return [];
    if (!(name in mock)) return [`${at}.${name}: the mock has none`];
    if (!(name in real)) return [`${at}.${name}: the real one has none`];
    return differences(real[name]!, mock[name]!, `${at}.${name}`);
  });
}

/** The real vault's ids and names mean nothing to the mock: it is asked about its own. */
async function inMock(host: Host, { command, args }: Call): Promise<unknown> {
  const tweets = (await host.call("search", { query: "", offset: 0, limit: 50 })).tweets;
  const row = tweets.find((one) => one.kind === "reply") ?? tweets[0]!;
  const own: Record<string, Record<string, unknown>> = {
    tweet: { id: row.id },
    raw_record: { row: row.row },
    account: { id: row.account.id },
  };
  if (command === "export_plan") {
    const { order } = args as { order: Record<string, unknown> };
    return host.job("export_plan", { order: { ...order, query: "#news" } as never }, () => {});
  }
  if (command === "network_build") return host.job("network_build", args as never, () => {});
  return host.call(command as never, (own[command] ?? args) as never);
}

/** The window titles a pill itself (`pillTitle`); the host's title is for the command line. */
const untitled = (answer: unknown) =>
  JSON.parse(JSON.stringify(answer, (name, one: unknown) => (name === "title" ? undefined : one))) as unknown;

/** Maps whose names are what happened to be counted. */
const MAPS = new Set(["withheld", "counts"]);

const UNDERSTOOD = ["check_query", "edit_query"];

describe("a query", () => {
  for (const call of CALLS.filter((one) => UNDERSTOOD.includes(one.command))) {
    it(`is understood as by the real host: ${questionOf(call.command, call.args)}`, async () => {
      const host = makeMock({ unlocked: true, rows: 1 });
      expect(untitled(await host.call(call.command as never, call.args as never))).toEqual(untitled(call.answer));
    });
  }
});

describe("answers have the real ones’ shape", () => {
  const commands = [...new Set(CALLS.map((one) => one.command))].filter((one) => !UNDERSTOOD.includes(one));
  it("and many commands are compared", () => expect(commands.length).toBeGreaterThan(15));
  for (const command of commands) {
    it(command, async () => {
      const host = makeMock({ unlocked: true, rows: 400 });
      if (command.startsWith("network_") && command !== "network_build")
        await host.job("network_build", { query: "", kind: "retweet", options: {}, view: { chain: [] } }, () => {});
      let [real, mock]: [Shape | null, Shape | null] = [null, null];
      for (const call of CALLS.filter((one) => one.command === command)) {
        real = merged(real, shapeOf(call.answer));
        mock = merged(mock, shapeOf(await inMock(host, call)));
      }
      expect(differences(real, mock, command)).toEqual([]);
    });
  }
});
