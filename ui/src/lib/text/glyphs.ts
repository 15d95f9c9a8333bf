/** Whether the system can draw the scripts that are not bundled: one look at the start. */

const PROBES: readonly { sign: string; script: string; debian: string }[] = [
  { sign: "国", script: "Chinese", debian: "fonts-noto-cjk" },
  { sign: "あ", script: "Japanese", debian: "fonts-noto-cjk" },
  { sign: "한", script: "Korean", debian: "fonts-noto-cjk" },
  { sign: "क", script: "Devanagari", debian: "fonts-noto-core" },
  { sign: "ሀ", script: "Ethiopic", debian: "fonts-noto-core" },
  { sign: "😀", script: "emoji", debian: "fonts-noto-color-emoji" },
];
/** A code point that no font has. */
const MISSING = "\u{10fffd}";
const SIZE = 24;

/** Scripts that come out as the same box as a sign that no font has. */
export function missingScripts(): { scripts: string[]; packages: string[] } {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return { scripts: [], packages: [] };
  const draw = (sign: string) => {
    pen.clearRect(0, 0, SIZE, SIZE);
    pen.font = `${SIZE - 6}px ${getComputedStyle(document.body).fontFamily}`;
    pen.textBaseline = "top";
    pen.fillText(sign, 0, 2);
    return pen.getImageData(0, 0, SIZE, SIZE).data.join();
  };
  const blank = draw("");
  const box = draw(MISSING);
  const absent = PROBES.filter(({ sign }) => {
    const drawn = draw(sign);
    // Some systems draw the code point's digits in the box: two unknown signs of one plane then differ, an empty box does not.
    return drawn === box || drawn === blank;
  });
  return { scripts: absent.map((one) => one.script), packages: [...new Set(absent.map((one) => one.debian))] };
}
