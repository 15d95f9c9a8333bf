/** Cuts text where a reader would, never inside a letter. */

let segmenter: Intl.Segmenter | null = null;

/** At most `longest` graphemes, and how many were left out. */
export function cutGraphemes(text: string, longest: number): { text: string; rest: number } {
  if (text.length <= longest) return { text, rest: 0 };
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let n = 0;
  let end = 0;
  let rest = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (n < longest) end = index + segment.length;
    else rest++;
    n++;
  }
  return { text: text.slice(0, end), rest };
}
