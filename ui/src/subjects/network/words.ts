/** What nodes, edges, measures and filters are called. */
import type { NetworkEdge, NetworkFilter, NetworkNode } from "../../host";
import { count } from "../../lib/format/number";
import { shortId } from "../../lib/format/names";
import { S } from "../../lib/strings";

export const KINDS = [
  "retweet",
  "reply",
  "quote",
  "mention",
  "hashtag",
  "co-retweet",
  "co-hashtag",
  "co-url",
  "similar-text",
] as const;
export type Kind = (typeof KINDS)[number];
export const DIRECTED: readonly Kind[] = ["retweet", "reply", "quote", "mention"];
/** Kinds that ask whether two acts lie near each other. */
export const PROJECTIONS: readonly Kind[] = ["co-retweet", "co-hashtag", "co-url", "similar-text"];
export const isKind = (text: string): text is Kind => (KINDS as readonly string[]).includes(text);

export const MEASURES = [
  "weight",
  "in",
  "out",
  "in_weight",
  "out_weight",
  "pagerank",
  "betweenness",
  "eigenvector",
  "core",
  "tweets",
] as const;
export type Measure = (typeof MEASURES)[number];
export const isMeasure = (text: string): text is Measure => (MEASURES as readonly string[]).includes(text);

/** A measure's value: whole numbers grouped, shares with three figures that say something. */
export function amount(n: number | null | undefined): string {
  if (n === null || n === undefined || Number.isNaN(n)) return "–";
  if (Number.isInteger(n)) return count(n);
  if (Math.abs(n) >= 1000) return count(Math.round(n));
  if (Math.abs(n) >= 0.001) return String(Number(n.toPrecision(3)));
  return n.toExponential(1);
}

export function valueOf(node: NetworkNode, measure: Measure): number | null {
  return node[measure];
}

const looksHashed = (id: string) => id.length > 20 && !/^\d+$/.test(id);

/** What stands at a node: the name it gave itself, else its handle; a hash is cut in its middle. */
export function nodeName(node: Pick<NetworkNode, "account" | "label" | "name" | "kind">): string {
  if (node.kind === "hashtag") return node.label.startsWith("#") ? node.label : `#${node.label}`;
  if (node.name && node.name !== node.account && node.name !== node.label) return node.name;
  return nodeHandle(node);
}
export function nodeHandle({ account, label, kind }: Pick<NetworkNode, "account" | "label" | "kind">): string {
  if (kind === "hashtag") return label.startsWith("#") ? label : `#${label}`;
  const text = label || account;
  return looksHashed(text) ? shortId(text) : text === account && /^\d+$/.test(text) ? text : `@${text}`;
}
export const nodeHashed = ({ account, kind }: Pick<NetworkNode, "account" | "kind">): boolean =>
  kind !== "hashtag" && looksHashed(account);
export const endName = (label: string): string => (looksHashed(label) ? shortId(label) : label);

/** `A → B`, or `A – B` where neither comes first. */
export function edgeName({ source_label, target_label }: NetworkEdge, directed: boolean): string {
  return `${endName(source_label)} ${directed ? "→" : "–"} ${endName(target_label)}`;
}

/** A filter in words; `nameOf` names a node where its name is known. */
export function filterTitle(filter: NetworkFilter, nameOf: (node: number) => string): string {
  const W = S.network.filters;
  switch (filter.keep) {
    case "weight":
      return W.weight(amount(filter.least));
    case "degree":
      return W.degree(filter.least);
    case "core":
      return W.core(filter.least);
    case "components":
      return W.components(filter.largest);
    case "communities":
      return W.communities(filter.numbers.map((one) => one + 1).join(", "));
    case "ego":
      return W.ego(nameOf(filter.node) || `${filter.node}`, filter.hops);
    case "nodes":
      return W.nodes(filter.nodes.length);
    case "without":
      return W.without(filter.nodes.length);
    case "kind":
      return W.kind(filter.kinds.map((one) => S.network.nodeKinds[one] ?? one).join(", "));
    case "mutual":
      return W.mutual;
    case "without_loops":
      return W.loops;
    case "heaviest":
      return W.heaviest(filter.nodes);
  }
}
