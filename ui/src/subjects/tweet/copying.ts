/** Copies of rows ask the policy first: what comes back is what may be copied, changed where the agreement says so, and logged. */
import { Failure, host, type Tweet } from "../../host";
import { copyText } from "../../lib/clipboard";
import { live } from "../../lib/live.svelte";
import { S } from "../../lib/strings";

/** Copies the citations of these rows, or says why not. */
export async function copyCitations(tweets: readonly Tweet[]): Promise<void> {
  if (tweets.length === 0) return;
  try {
    const text = await host().call("copy_rows", { rows: tweets.map((one) => one.row) });
    await copyText(text, S.copying.copied(tweets.length));
  } catch (thrown) {
    const failure = Failure.from(thrown);
    const why = failure.clauses.filter((one) => one.effect === "deny").map((one) => one.detail || one.text);
    if (why.length === 0) why.push(failure.message);
    live.show([S.copying.refused, ...why].join(" "), "failure");
  }
}
