/** Which way a tweet is read, where what stands at its head would mislead. */

/** What a client puts before the words: `RT @name:`, names answered, an address, quotation marks. */
const LEAD = /^(?:\s|RT\b|@[^\s:]+:?|https?:\/\/\S+|["'“”«».…])+/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LETTER = /\p{L}/u;

export interface Reading {
  dir: "auto" | "ltr" | "rtl";
  /** So much of the text, in UTF-16 units, is names and addresses in front: a run of its own. */
  head: number;
}

/**
 * The direction of the words themselves. `auto`, the web's own rule by the first letter, unless the text begins with
 * names or addresses: an Arabic tweet that answers or repeats somebody would run from the left for their Latin letters.
 */
export function reading(text: string): Reading {
  // The blank before the words is nobody's: inside, it would stand on the head's other side.
  const head = LEAD.exec(text)?.[0].trimEnd().length ?? 0;
  const first = LETTER.exec(text.slice(head))?.[0];
  if (head === 0 || first === undefined) return { dir: "auto", head: 0 };
  return { dir: RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr", head };
}
