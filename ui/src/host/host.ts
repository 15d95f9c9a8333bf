/** The one interface to the machine. Commands, arguments and replies are the generated map: a wrong name does not compile. */
import type { Commands, Streams } from "../bindings/commands";

export type Job = keyof Streams & keyof Commands;
export type Command = Exclude<keyof Commands, Job>;
type Arguments<C extends keyof Commands> = Commands[C][0];
type Reply<C extends keyof Commands> = Commands[C][1];
export type { Arguments, Commands, Reply, Streams };

/** What is dragged over the window, and where it is dropped. */
export interface Drop {
  phase: "over" | "drop" | "leave";
  paths: string[];
}

export interface Host {
  readonly name: "tauri" | "mock";
  call<C extends Command>(command: C, args: Arguments<C>): Promise<Reply<C>>;
  /** A command that runs long and tells how far it is. */
  job<J extends Job>(job: J, args: Arguments<J>, onStep: (step: Streams[J]) => void): Promise<Reply<J>>;
  /** The host locked the vault by itself. Gives the way to stop listening. */
  onLocked(listener: () => void): () => void;
  onDrop(listener: (drop: Drop) => void): () => void;
  /** The system's own dialog; an empty list where it was closed. */
  choose(what: "files" | "folder" | "save"): Promise<string[]>;
}
