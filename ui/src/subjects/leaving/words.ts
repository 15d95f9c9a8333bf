/** Counts of the log and the ledger in words. */
import { count } from "../../lib/format/number";
import { S } from "../../lib/strings";
import { unitsOf } from "../../lib/strings.leaving";

/** `12,408 tweets` for what a product is counted in. */
export function amountOf(rows: number, product: string): string {
  return unitsOf(rows, S.export.units[product] ?? "rows");
}

/** `12,408 rows · 14 columns`. */
export function countsInWords(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${count(n)} ${S.audit.counts[name] ?? name.replaceAll("_", " ")}`)
    .join(" · ");
}
