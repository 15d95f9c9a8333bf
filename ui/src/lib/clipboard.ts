/** To the clipboard, and said so. */
import { live } from "./live.svelte";
import { S } from "./strings";

export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    live.show(said);
  } catch {
    // A web view without the leave to write: the old way, by a selection.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (done) live.show(said);
    else live.show(S.notCopied, "failure");
  }
}
