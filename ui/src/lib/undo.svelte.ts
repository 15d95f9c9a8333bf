/** Filters, notes and tags can be undone (brief, rule 12). One stack for the whole window. */

export interface Deed {
  title: string;
  undo: () => void | Promise<void>;
  redo: () => void | Promise<void>;
}

const LONGEST = 100;

export class UndoStack {
  done = $state.raw<Deed[]>([]);
  undone = $state.raw<Deed[]>([]);

  /** Remembers what was just done. */
  push(deed: Deed): void {
    this.done = [...this.done, deed].slice(-LONGEST);
    this.undone = [];
  }

  async undo(): Promise<Deed | null> {
    const deed = this.done.at(-1);
    if (!deed) return null;
    this.done = this.done.slice(0, -1);
    this.undone = [...this.undone, deed];
    await deed.undo();
    return deed;
  }

  async redo(): Promise<Deed | null> {
    const deed = this.undone.at(-1);
    if (!deed) return null;
    this.undone = this.undone.slice(0, -1);
    this.done = [...this.done, deed];
    await deed.redo();
    return deed;
  }

  clear(): void {
    this.done = [];
    this.undone = [];
  }
}

export const undo = new UndoStack();
