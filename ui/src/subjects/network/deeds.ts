/** What a reader does to the network: each a step that Back and undo take back. */
import { host, type NetworkNode } from "../../host";
import { live } from "../../lib/live.svelte";
import { router } from "../../lib/router.svelte";
import { S } from "../../lib/strings";
import { undo } from "../../lib/undo.svelte";
import { chainParam, type Link } from "./address";
import { network } from "./network.svelte";

/** To another address of this screen, as a step that can be undone. */
export function change(params: Record<string, string>, title: string): void {
  const before = router.hash;
  router.set(params);
  const after = router.hash;
  if (before === after) return;
  undo.push({ title, undo: () => router.go(before), redo: () => router.go(after) });
}

export function changeChain(chain: readonly Link[], title: string): void {
  change({ chain: chainParam(chain) }, title);
}

/** The tweets of these nodes, as parts of the same query. */
export async function showTweets(nodes: readonly number[]): Promise<void> {
  const selection = await host().call("network_selection", { id: network.id, nodes: [...nodes] });
  if (selection.query === "") return live.show(S.network.noTweets);
  if (selection.without_tweets > 0) live.show(S.network.withoutTweets(selection.without_tweets));
  router.open("explore", { q: selection.query });
}

/** One tag on many accounts; those that bear it already stay as they are. */
export async function tagAll(nodes: readonly NetworkNode[], tag: string): Promise<void> {
  const have = new Set(
    (await host().call("tags", { tag })).filter((one) => one.target === "account").map((one) => one.id),
  );
  const accounts = nodes.filter((one) => one.kind !== "hashtag" && !have.has(one.account)).map((one) => one.account);
  const put = async (on: boolean) => {
    for (const id of accounts) await host().call(on ? "tag_add" : "tag_remove", { tag, target: "account", id });
  };
  await put(true);
  live.show(S.network.tagged(accounts.length, tag));
  if (accounts.length > 0)
    undo.push({ title: S.network.tagDeed(accounts.length, tag), undo: () => put(false), redo: () => put(true) });
}

/** Nodes by number, page by page. */
export async function nodesOf(numbers: readonly number[]): Promise<NetworkNode[]> {
  const out: NetworkNode[] = [];
  for (let from = 0; from < numbers.length; from += 1000) {
    const nodes = numbers.slice(from, from + 1000);
    out.push(...(await host().call("network_nodes", { id: network.id, ask: { nodes, offset: 0, limit: 1000 } })).nodes);
  }
  return out;
}
