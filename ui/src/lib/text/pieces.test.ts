import { describe, expect, it } from "vitest";
import { cutGraphemes } from "./graphemes";
import { namePieces, pieces } from "./pieces";

/** Pieces in one line: `[hit]`, `<link>`, `{SIGN}`. */
function drawn(text: string, marks: [number, number][] = []) {
  return pieces(text, marks)
    .map(({ kind, text, hit, title }) =>
      kind === "sign" ? `{${title}}` : kind === "link" ? `<${text}>` : hit ? `[${text}]` : text,
    )
    .join("");
}
function check(text: string, marks: [number, number][], wanted: string) {
  expect(drawn(text, marks)).toBe(wanted);
}

describe("marks", () => {
  it("stand at their UTF-16 offsets", () => check("😀 выборы!", [[3, 9]], "😀 [выборы]!"));
  it("may touch", () =>
    check(
      "abcd",
      [
        [0, 2],
        [2, 4],
      ],
      "[ab][cd]",
    ));
  it("outside the text are left out", () =>
    check(
      "ab",
      [
        [1, 9],
        [-1, 1],
      ],
      "ab",
    ));
  it("inside a link keep both", () => {
    const parts = pieces("see https://a.example/vote now", [[22, 26]]);
    expect(parts.filter((part) => part.hit).map((part) => [part.kind, part.text])).toEqual([["link", "vote"]]);
  });
});

describe("hostile text", () => {
  it("is never markup", () => check("<b>&amp;</b>", [], "<b>&amp;</b>"));
  it("shows turning signs as marks", () => check("a\u202eb\u202c", [], "a{RLO}b{PDF}"));
  it("counts runs of one sign", () => check("a\u200b\u200b\u200bb", [], "a{ZWSP ×3}b"));
  it("keeps the joiners that scripts need", () => check("می\u200cخواهم 👨\u200d👩", [], "می\u200cخواهم 👨\u200d👩"));
  it("shows controls by number", () => check("\u0007\u0000", [], "{U+0007}{U+0000}"));
  it("keeps line breaks and tabs", () => check("a\n\tb", [], "a\n\tb"));
  it("cuts storms of marks", () => {
    const storm = `Z${"\u0301".repeat(40)}a`;
    expect(drawn(storm)).toBe(`Z${"\u0301".repeat(8)}{32 more marks}a`);
  });
  it("leaves Thai and Arabic vowels alone", () => {
    check("ที่กำลังจะมาถึง", [], "ที่กำลังจะมาถึง");
    check("مُحَمَّدٌ", [], "مُحَمَّدٌ");
  });
  it("takes only http for links", () =>
    check("javascript:alert(1) https://e.example/x", [], "javascript:alert(1) <https://e.example/x>"));
  it("ends a link at a turning sign", () => check("https://e.example/\u202egpj", [], "<https://e.example/>{RLO}gpj"));
  it("puts names on one line without links", () => {
    expect(namePieces("a\nhttps://e.example").map((part) => [part.kind, part.text])).toEqual([
      ["plain", "a "],
      ["plain", "https://e.example"],
    ]);
  });
  it("is quick with ten thousand characters", () => expect(drawn("x".repeat(10_000)).length).toBe(10_000));
  it("loses nothing but signs", () => {
    const text = "Ово је\u200f пример 国 #тег https://e.example/a\u2067b";
    const kept = pieces(text)
      .map((part) => part.text)
      .join("");
    expect(kept).toBe(text);
  });
});

describe("graphemes", () => {
  it("cuts between letters as readers see them", () => {
    expect(cutGraphemes("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 1)).toEqual({ text: "👨‍👩‍👧‍👦", rest: 1 });
    expect(cutGraphemes("é".normalize("NFD") + "x", 1)).toEqual({ text: "é".normalize("NFD"), rest: 1 });
  });
  it("leaves short text alone", () => expect(cutGraphemes("abc", 3)).toEqual({ text: "abc", rest: 0 }));
});

describe("the head", () => {
  it("is cut off at its end, through a mark that goes on behind it", () => {
    const parts = pieces("RT @قطر: نص", [[4, 11]], 9);
    expect(parts.filter((one) => one.head).map((one) => one.text)).toEqual(["RT @", "قطر: "]);
    expect(parts.filter((one) => !one.head).map((one) => [one.text, one.mark])).toEqual([["نص", 0]]);
  });
});
