/** The guide's pictures, as the build knows them; a test run takes them (`npm run pictures`). */

const FILES = import.meta.glob<string>("../assets/guide/*.webp", { eager: true, query: "?url", import: "default" });

/** Where a picture of this name lies, in that theme. */
export function pictureOf(name: string, theme: "light" | "dark"): string | undefined {
  return FILES[`../assets/guide/${name}-${theme}.webp`];
}
