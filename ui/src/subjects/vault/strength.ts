/** Advice on a passphrase in words. A rough reckoning of how many guesses it takes; it only advises. */

export type Strength = "empty" | "short" | "weak" | "repeated" | "fair" | "strong";

/** Bits, by the kinds of signs in use, with repetition and sequences taken off. */
export function guessBits(passphrase: string): number {
  const signs = [...passphrase];
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}\s]/u, /[^\x20-\x7e]/u];
  const sizes = [26, 26, 10, 30, 60];
  const alphabet = kinds.reduce((sum, kind, i) => (kind.test(passphrase) ? sum + (sizes[i] ?? 0) : sum), 0);
  let free = 0;
  for (let i = 0; i < signs.length; i++) {
    const [a, b] = [signs[i - 1]?.codePointAt(0) ?? -9, signs[i]?.codePointAt(0) ?? 0];
    // A sign that repeats or follows the one before adds little.
    free += Math.abs(b - a) <= 1 ? 0.25 : 1;
  }
  const words = passphrase
    .trim()
    .split(/[\s.,_-]+/)
    .filter((word) => word.length > 2);
  const byWords = new Set(words).size * 12;
  const bySigns = free * Math.log2(Math.max(alphabet, 2));
  // Whole words are guessed as words.
  return words.length >= 2
    ? Math.min(bySigns, byWords + 6 * (words.length > 3 ? 1 : 0))
    : Math.min(bySigns, bySigns * 0.8);
}

export function strength(passphrase: string): Strength {
  const signs = [...passphrase];
  if (signs.length === 0) return "empty";
  if (signs.length < 8) return "short";
  if (new Set(signs).size <= Math.max(3, signs.length / 5)) return "repeated";
  const bits = guessBits(passphrase);
  return bits < 36 ? "weak" : bits < 48 ? "fair" : "strong";
}
