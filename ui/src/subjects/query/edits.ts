/** Pills as people read them, and what they say of a facet's values. */
import type { Facet, Pill } from "../../host";
import { language } from "../../lib/format/names";
import { S } from "../../lib/strings";
import { unquoted } from "../../lib/text/quote";

/** The operator that each facet's values are written with; none where the language has none. */
export const OPERATOR: Partial<Record<Facet, string>> = {
  dataset: "dataset",
  lang: "lang",
  account: "from",
  client: "client",
  hashtag: "hashtag",
  domain: "domain",
  url: "url",
  mention: "mentions",
  retweeted: "retweets_of",
  kind: "is",
  account_lang: "account.lang",
  location: "location",
  year: "since",
};

/** The values of a pill: one, or those of `field:(a OR b)`. */
export function valuesOf(pill: Pill): string[] {
  const value = pill.value;
  if (value === null) return [];
  const group = /^\((.*)\)$/s.exec(value);
  if (!group) return [value];
  const parts = group[1]?.match(/"(?:[^"\\]|\\.)*"|[^\s()]+/g) ?? [];
  return parts.filter((part) => part !== "OR").map(unquoted);
}

/** Whether the query wants or excludes a facet's value. */
export function stateOf(
  pills: readonly Pill[],
  facet: Facet,
  value: string,
  also: string | null = null,
): "in" | "out" | null {
  if (facet === "year") {
    const period = periodOf(pills);
    const year = Number(value);
    return period?.since === Date.UTC(year, 0, 1) && period.until === Date.UTC(year + 1, 0, 1) ? "in" : null;
  }
  const operator = OPERATOR[facet];
  if (!operator) return null;
  for (const pill of pills) {
    if (pill.field !== operator) continue;
    const names = valuesOf(pill).map((name) => name.toLowerCase());
    if (names.includes(value.toLowerCase()) || (also !== null && names.includes(also.toLowerCase()))) {
      return pill.negated ? "out" : "in";
    }
  }
  return null;
}

/** `Language: Russian`, `Dataset: IRA`, or the words themselves. */
export function pillTitle(pill: Pill, datasetTitle: (name: string) => string): string {
  const values = valuesOf(pill);
  const facet = (Object.keys(OPERATOR) as Facet[]).find((one) => OPERATOR[one] === pill.field && one !== "year");
  const bare = pill.negated ? pill.text.replace(/^(-|NOT\s+)/, "") : pill.text;
  if (!facet || values.length === 0) return bare;
  if (facet === "hashtag") return values.map((value) => `#${value}`).join(" or ");
  const said = values.map((value) => valueTitle(facet, value, datasetTitle)).join(" or ");
  return facet === "kind" ? said : `${S.facets.titles[facet]}: ${said}`;
}

/** A facet's value in words. */
export function valueTitle(facet: Facet, value: string, datasetTitle: (name: string) => string): string {
  switch (facet) {
    case "dataset":
      return datasetTitle(value);
    case "lang":
    case "account_lang":
      return language(value);
    case "kind":
      return S.facets.kinds[value] ?? value;
    case "hashtag":
      return `#${value}`;
    case "weekday":
      return ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][Number(value)] ?? value;
    case "hour":
      return `${value.padStart(2, "0")}:00`;
    default:
      return value;
  }
}

/** The period that `since:` and `until:` leave, where the query has either. */
export function periodOf(pills: readonly Pill[]): { since: number | null; until: number | null } | null {
  const at = (field: string) => {
    const pill = pills.find((one) => one.field === field && !one.negated && one.value !== null);
    if (!pill?.value) return null;
    const text = pill.value.includes("T") ? pill.value : `${pill.value}T00:00`;
    const ms = Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
    return Number.isNaN(ms) ? null : ms;
  };
  const [since, until] = [at("since"), at("until")];
  return since === null && until === null ? null : { since, until };
}
