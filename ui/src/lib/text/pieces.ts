/** Cuts a stranger's text into pieces that are drawn as text: plain, hit, link, and signs that must not be obeyed. */

export type PieceKind = "plain" | "link" | "sign";
export interface Piece {
  kind: PieceKind;
  text: string;
  hit: boolean;
  /** For a sign: its name. */
  title?: string;
  /** For a hit: the number of the mark it belongs to. */
  mark?: number;
  /** It belongs to the names in front of the words. */
  head?: boolean;
}

/** Characters that turn, hide or overlay text, drawn as a small sign with their name instead. */
const SIGNS: Record<number, string> = {
  0x061c: "ALM",
  0x200e: "LRM",
  0x200f: "RLM",
  0x202a: "LRE",
  0x202b: "RLE",
  0x202c: "PDF",
  0x202d: "LRO",
  0x202e: "RLO",
  0x2066: "LRI",
  0x2067: "RLI",
  0x2068: "FSI",
  0x2069: "PDI",
  0x200b: "ZWSP",
  0x2060: "WJ",
  0xfeff: "BOM",
  0x00ad: "SHY",
};

const CONTROL =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
const LINK = /https?:\/\/[^\s<>"'\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g;
/** More marks on one letter than any script uses: the rest is counted and left out. */
const STORM = /(\p{M}{8})(\p{M}+)/gu;

/** The name of a character that is shown as a sign, or nothing for ordinary ones. */
export function signName(character: string): string | null {
  const code = character.codePointAt(0) ?? 0;
  const named = SIGNS[code];
  if (named) return named;
  return CONTROL.test(character) ? `U+${code.toString(16).toUpperCase().padStart(4, "0")}` : null;
}

/** What makes a text more than one plain piece; most are one. */
const SPECIAL = new RegExp(`${CONTROL.source}|https?:|\\p{M}{9}`, "u");

/** `marks` are UTF-16 ranges, in order, not overlapping; ranges that do not fit the text are left out. So many units are `head`. */
export function pieces(text: string, marks: readonly (readonly [number, number])[] = [], head = 0): Piece[] {
  if (marks.length === 0 && head === 0 && !SPECIAL.test(text))
    return text === "" ? [] : [{ kind: "plain", text, hit: false }];
  const cuts = new Set<number>([0, Math.min(head, text.length), text.length]);
  const sound = marks.filter(([from, to]) => from >= 0 && to > from && to <= text.length);
  for (const [from, to] of sound) cuts.add(from).add(to);
  const links: [number, number][] = [];
  for (const found of text.matchAll(LINK)) links.push([found.index, found.index + found[0].length]);
  for (const [from, to] of links) cuts.add(from).add(to);
  const edges = [...cuts].sort((a, b) => a - b);

  const out: Piece[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    const mark = sound.findIndex(([a, b]) => a <= from && to <= b);
    const link = links.some(([a, b]) => a <= from && to <= b);
    const piece = {
      kind: link ? ("link" as const) : ("plain" as const),
      hit: mark >= 0,
      ...(mark >= 0 && { mark }),
      ...(to <= head && { head: true }),
    };
    for (const part of splitSigns(text.slice(from, to))) {
      out.push(
        part.sign ? { ...piece, kind: "sign", text: part.text, title: part.sign } : { ...piece, text: part.text },
      );
    }
  }
  return out;
}

function splitSigns(text: string): { text: string; sign: string | null }[] {
  const out: { text: string; sign: string | null }[] = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(...splitStorms(plain));
    plain = "";
  };
  if (!CONTROL.test(text)) return splitStorms(text);
  for (const character of text) {
    const name = signName(character);
    if (name === null) {
      plain += character;
      continue;
    }
    flush();
    const last = out.at(-1);
    // Runs of one sign are counted, not repeated: a thousand zero-width spaces are one mark.
    if (last?.sign && last.text === character) last.sign = times(last.sign);
    else out.push({ text: character, sign: name });
  }
  flush();
  return out;
}

function times(sign: string): string {
  const [name, n] = sign.split(" ×");
  return `${name} ×${Number(n ?? 1) + 1}`;
}

function splitStorms(text: string): { text: string; sign: string | null }[] {
  const out: { text: string; sign: string | null }[] = [];
  let from = 0;
  for (const storm of text.matchAll(STORM)) {
    const keep = storm.index + (storm[1]?.length ?? 0);
    out.push({ text: text.slice(from, keep), sign: null });
    out.push({ text: "", sign: `${[...(storm[2] ?? "")].length} more marks` });
    from = storm.index + storm[0].length;
  }
  if (from < text.length) out.push({ text: text.slice(from), sign: null });
  return out;
}

/** A name on one line: the same signs, and line breaks as spaces. */
export function namePieces(name: string): Piece[] {
  return pieces(name.replace(/[\t\n\r]+/g, " ")).map((piece) => ({
    ...piece,
    kind: piece.kind === "link" ? "plain" : piece.kind,
  }));
}
