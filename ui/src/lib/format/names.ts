/** Codes and ids in words. */

/** Old codes that the archive still carries. */
const OLD_CODES: Record<string, string> = { in: "id", iw: "he", ji: "yi" };

let english: Intl.DisplayNames | null = null;

/** `Russian` for `ru`; the code itself where nothing knows it. */
export function language(code: string): string {
  if (code === "") return "not given";
  if (code === "und") return "undetermined";
  english ??= new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
  try {
    return english.of(OLD_CODES[code.toLowerCase()] ?? code) ?? code;
  } catch {
    return code;
  }
}

/** The `lang` attribute for a tweet's text; nothing where the code says nothing. */
export function langAttribute(code: string): string | undefined {
  if (code === "" || code === "und" || !/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code)) return undefined;
  return OLD_CODES[code.toLowerCase()] ?? code;
}

/** A long id cut in its middle: `7be2…41`. */
export function shortId(id: string, longest = 12): string {
  if (id.length <= longest) return id;
  return `${id.slice(0, 4)}…${id.replace(/=+$/, "").slice(-2)}`;
}

/** A path's last part. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

/** A path's start cut away so that its end is read. */
export function tailPath(path: string, longest = 60): string {
  return path.length <= longest ? path : `…${path.slice(path.length - longest + 1)}`;
}
