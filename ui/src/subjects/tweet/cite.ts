/** A tweet as it is cited: text, id, release. Names of hashed accounts are their hashes, as published. */
import type { Tweet } from "../../host";
import { exact } from "../../lib/format/time";

export function citation(tweet: Tweet, datasetTitle: string): string {
  const who = tweet.account.screen_name || tweet.account.id;
  return `“${tweet.text}” — @${who}, ${exact(tweet.time)} UTC. Tweet ${tweet.id}. ${datasetTitle} (${tweet.dataset}).`;
}
