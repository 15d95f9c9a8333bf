/** Copies of rows ask the policy first: what comes back is what may be copied, changed where the agreement says so, and logged. */
import { Failure, host, type Tweet } from "../../host";
import { copyText } from "../../lib/clipboard";
import { live } from "../../lib/live.svelte";
import { S } from "../../lib/strings";

/** Copies the citations of these rows, or says why not. */
export async function copyCitations(tweets: readonly Tweet[]): Promise<void> {
  if (tweets.length === 0) return;
  try {
    const copied = await host().call("copy_rows", { rows: tweets.map((one) => one.row) });
    if (copied.text === null) {
      const why = copied.clauses.filter((one) => one.effect === "deny").map((one) => one.detail || one.text);
      live.show([S.copying.refused, ...why].join(" "), "failure");
      return;
    }
    const changes = copied.transforms.map((one) => S.export.transforms[one] ?? one);
    await copyText(
      copied.text,
      changes.length > 0 ? S.copying.changed(copied.rows, changes.join(", ")) : S.copying.copied(copied.rows),
    );
  } catch (thrown) {
    const failure = Failure.from(thrown);
    live.show([S.copying.refused, S.failure.what[failure.code] ?? "", failure.message].join(" "), "failure");
  }
}
