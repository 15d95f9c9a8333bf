/** Copies of rows ask the policy first: what comes back is what may be copied, changed where the agreement says so, and logged. */
import { Failure, host, type Tweet } from "../../host";
import { copyText } from "../../lib/clipboard";
import { live } from "../../lib/live.svelte";
import { S } from "../../lib/strings";

/** Copies the citations of these rows, or says why not. */
export async function copyCitations(tweets: readonly Tweet[]): Promise<void> {
  if (tweets.length === 0) return;
  const rows = tweets.map((one) => one.row);
  await copyAllowed(() => host().call("copy_rows", { rows }), S.copying.copied(tweets.length));
}

/** Copies an address out of a tweet. */
export const copyLink = (url: string): Promise<void> =>
  copyAllowed(() => host().call("copy_link", { url }), S.copying.copiedLink);

/** Copies counts of queries. */
export const copyTable = (table: string, query: string): Promise<void> =>
  copyAllowed(() => host().call("copy_table", { table, query }), S.copying.copiedTable);

async function copyAllowed(allowed: () => Promise<string>, said: string): Promise<void> {
  try {
    await copyText(await allowed(), said);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    const why = failure.clauses.filter((one) => one.effect === "deny").map((one) => one.detail || one.text);
    if (why.length === 0) why.push(failure.message);
    live.show([S.copying.refused, ...why].join(" "), "failure");
  }
}
