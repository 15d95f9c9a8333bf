/** What is asked to leave, as the address holds it: Back and a kept address bring the same review. */
import type { ExportNetwork, ExportOrder } from "../../host";
import { viewOf, wantedOf } from "../network/address";

export const STEPS = ["what", "whom", "check", "done"] as const;
export type Step = (typeof STEPS)[number];

/** What leaves, and in which forms. */
export const PRODUCTS = [
  { product: "records", formats: ["csv", "jsonl", "parquet"] },
  { product: "ids", formats: ["ids"] },
  { product: "aggregate", formats: ["summary"] },
  { product: "figure", formats: ["svg", "png"] },
] as const;
/** The same of a network. */
export const NETWORK_PRODUCTS = [
  { product: "graph", formats: ["gexf", "graphml", "csv", "nodes", "json"] },
  { product: "figure", formats: ["svg", "png"] },
] as const;
export type Product = (typeof PRODUCTS | typeof NETWORK_PRODUCTS)[number]["product"];

export function productOf(format: string, ofNetwork = false): Product {
  if (ofNetwork) return format === "svg" || format === "png" ? "figure" : "graph";
  const found = PRODUCTS.find((one) => (one.formats as readonly string[]).includes(format));
  return found?.product ?? "records";
}

const list = (text: string | undefined) => (text ?? "").split(",").filter(Boolean);

/** The network as the Network screen has it in its address, and how much of it leaves. */
function networkOf(params: Record<string, string>): ExportNetwork | null {
  if (params["what"] !== "network") return null;
  const wanted = wantedOf(params);
  return {
    kind: wanted.kind,
    options: wanted.options,
    view: viewOf(wanted),
    betweenness: params["between"] !== undefined && params["between"] !== "",
    sources: Number(params["between"]) > 0 ? Number(params["between"]) : null,
    communities: params["groups"] === "1",
    only_ids: params["ids"] === "1",
  };
}

export function orderOf(params: Record<string, string>): ExportOrder {
  return {
    query: params["q"] || "*",
    format: params["as"] || "csv",
    fields: list(params["cols"]),
    by: params["by"] || null,
    split: params["split"] || null,
    network: networkOf(params),
    to: params["to"] || null,
    purpose: params["for"] || null,
    encrypt_to: list(params["keys"]),
    package: params["plain"] !== "1",
    out: null,
  };
}

/** The parameters that give this order. Which network it is stands in the address already and stays there. */
export function paramsOf(order: ExportOrder): Record<string, string> {
  return {
    q: order.query === "*" ? "" : order.query,
    as: order.format === "csv" ? "" : order.format,
    cols: order.fields.join(","),
    by: order.by ?? "",
    split: order.split ?? "",
    what: order.network ? "network" : "",
    groups: order.network?.communities ? "1" : "",
    ids: order.network?.only_ids ? "1" : "",
    to: order.to ?? "",
    for: order.purpose ?? "",
    keys: order.encrypt_to.join(","),
    plain: order.package ? "" : "1",
  };
}

export function stepOf(params: Record<string, string>): Step {
  return STEPS.find((one) => one === params["step"]) ?? "what";
}
