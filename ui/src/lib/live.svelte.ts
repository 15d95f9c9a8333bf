/** One line said to everybody: aloud by the screen reader, and in sight for what has no place of its own. */

/** A note goes by itself; a notice asks for something to be done; a failure says that something was not done. */
type Kind = "note" | "notice" | "failure";

class Live {
  /** Read by the screen reader only. */
  spoken = $state("");
  /** Also shown, until it has been seen. */
  toast = $state<{ text: string; kind: Kind } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.spoken = text;
  }

  show(text: string, kind: Kind = "note"): void {
    this.spoken = text;
    this.toast = { text, kind };
    clearTimeout(this.#timer);
    // The others stay until they are closed.
    if (kind === "note") this.#timer = setTimeout(() => (this.toast = null), 5000);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.toast = null;
  }
}

export const live = new Live();
