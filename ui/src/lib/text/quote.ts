/** A value as the query language takes it: bare where nothing in it is special, else in quotation marks. */
export function quoted(value: string): string {
  const bare = /^[\p{L}\p{N}_.][\p{L}\p{N}_.-]*$/u.test(value) && !["AND", "OR", "NOT"].includes(value);
  return bare ? value : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Without its quotation marks. */
export function unquoted(text: string): string {
  const inside = /^"(.*)"$/s.exec(text)?.[1];
  return inside === undefined ? text : inside.replace(/\\(.)/gs, "$1");
}
