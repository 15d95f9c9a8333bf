/** Which way a tweet is read, where what stands at its head would mislead. */

/** What a client puts before the words: `RT @name:`, names answered, an address, quotation marks. */
const LEAD = /^(?:\s|RT\b|@[^\s:]+:?|https?:\/\/\S+|["'“”«».…])+/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LETTER = /\p{L}/u;

/**
 * The direction of the words themselves. `auto`, the web's own rule by the first letter, unless the text begins with
 * names or addresses: an Arabic tweet that answers or repeats somebody would run from the left for their Latin letters.
 */
export function readingDirection(text: string): "auto" | "ltr" | "rtl" {
  const words = text.replace(LEAD, "");
  if (words === text) return "auto";
  const first = LETTER.exec(words)?.[0];
  if (first === undefined) return "auto";
  return RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}
