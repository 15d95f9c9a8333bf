/** The real host. The only file that knows Tauri. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";
import { Failure } from "./failure";
import type { Arguments, Command, Drop, Host, Job, Reply, Streams } from "./host";

async function ask<Answer>(command: string, args: Record<string, unknown>): Promise<Answer> {
  try {
    return await invoke<Answer>(command, args);
  } catch (thrown) {
    throw Failure.from(thrown);
  }
}

/** Listeners are set up in the background; whoever stops before that is done stops them all the same. */
function stopper(setting: Promise<() => void>): () => void {
  return () => void setting.then((stop) => stop());
}

export const tauri: Host = {
  name: "tauri",
  call<C extends Command>(command: C, args: Arguments<C>) {
    return ask<Reply<C>>(command, args as Record<string, unknown>);
  },
  job<J extends Job>(job: J, args: Arguments<J>, onStep: (step: Streams[J]) => void) {
    const onProgress = new Channel<Streams[J]>();
    onProgress.onmessage = onStep;
    return ask<Reply<J>>(job, { ...args, onProgress });
  },
  onLocked(listener) {
    return stopper(listen("locked", () => listener()));
  },
  onDrop(listener: (drop: Drop) => void) {
    return stopper(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === "drop") listener({ phase: "drop", paths: payload.paths });
        else if (payload.type === "leave") listener({ phase: "leave", paths: [] });
        else listener({ phase: "over", paths: [] });
      }),
    );
  },
  async choose(what) {
    if (what === "save") {
      const out = await save();
      return out === null ? [] : [out];
    }
    const chosen = await open({ multiple: what === "files", directory: what === "folder" });
    if (chosen === null) return [];
    return Array.isArray(chosen) ? chosen : [chosen];
  },
};
