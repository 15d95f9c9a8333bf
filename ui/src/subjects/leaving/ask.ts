/** What is asked to leave, as the address holds it: Back and a kept address bring the same review. */
import type { ExportOrder } from "../../host";

export const STEPS = ["what", "whom", "check", "done"] as const;
export type Step = (typeof STEPS)[number];

/** What leaves, and in which forms. */
export const PRODUCTS = [
  { product: "records", formats: ["csv", "jsonl", "parquet"] },
  { product: "ids", formats: ["ids"] },
  { product: "aggregate", formats: ["summary"] },
  { product: "figure", formats: ["svg", "png"] },
] as const;
export type Product = (typeof PRODUCTS)[number]["product"];

export function productOf(format: string): Product {
  const found = PRODUCTS.find((one) => (one.formats as readonly string[]).includes(format));
  return found?.product ?? "records";
}

const list = (text: string | undefined) => (text ?? "").split(",").filter(Boolean);

export function orderOf(params: Record<string, string>): ExportOrder {
  return {
    query: params["q"] || "*",
    format: params["as"] || "csv",
    fields: list(params["cols"]),
    by: params["by"] || null,
    split: params["split"] || null,
    to: params["to"] || null,
    purpose: params["for"] || null,
    encrypt_to: list(params["keys"]),
    package: params["plain"] !== "1",
    out: null,
  };
}

/** The parameters that give this order. */
export function paramsOf(order: ExportOrder): Record<string, string> {
  return {
    q: order.query === "*" ? "" : order.query,
    as: order.format === "csv" ? "" : order.format,
    cols: order.fields.join(","),
    by: order.by ?? "",
    split: order.split ?? "",
    to: order.to ?? "",
    for: order.purpose ?? "",
    keys: order.encrypt_to.join(","),
    plain: order.package ? "" : "1",
  };
}

export function stepOf(params: Record<string, string>): Step {
  return STEPS.find((one) => one === params["step"]) ?? "what";
}
