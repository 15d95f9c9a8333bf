/** The vault's door: what stands in front of it, opening, making, locking. */
import { Failure, host, type VaultInfo } from "../../host";
import { countdown } from "./countdown.svelte";

export type Door = "starting" | "shut" | "new-key" | "open";

/** Settings of the window that are kept inside the vault. */
export const AUTO_LOCK_KEY = "auto_lock_minutes";
export const AUTO_LOCK_USUAL = 15;

export class Vault {
  door = $state<Door>("starting");
  dir = $state("");
  exists = $state(false);
  recent = $state.raw<string[]>([]);
  keychain = $state(false);
  info = $state.raw<VaultInfo | null>(null);
  /** Shown this once, after making a vault. */
  recoveryKey = $state("");
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** It locked by itself. */
  idleLocked = $state(false);
  autoLockMinutes = $state(AUTO_LOCK_USUAL);
  /** What must go from memory at lock. */
  #leaving = new Set<() => void>();

  async start(): Promise<void> {
    await this.#try(async () => {
      const usual = await host().call("default_vault", {});
      this.dir = usual.dir;
      this.exists = usual.exists;
      this.recent = usual.recent;
      // A window that was reloaded finds its vault still open.
      const open = await host()
        .call("vault_info", {})
        .catch(() => null);
      if (open) await this.#enter(open);
      else await this.peek(usual.dir);
    });
    if (this.door === "starting") this.door = "shut";
  }

  /** Looks whether a folder holds a vault. */
  async peek(dir: string): Promise<void> {
    this.dir = dir;
    if (dir.trim() === "") {
      this.exists = false;
      return;
    }
    await this.#try(async () => {
      const seen = await host().call("vault_peek", { dir });
      this.exists = seen.exists;
      this.keychain = seen.keychain;
    });
  }

  async unlock(by: { passphrase: string } | { recoveryKey: string } | { useKeychain: true }): Promise<boolean> {
    return this.#try(async () => {
      const info = await host().call("vault_unlock", { dir: this.dir, ...by });
      await this.#enter(info);
    });
  }

  async create(dir: string, passphrase: string, keychain: boolean): Promise<boolean> {
    return this.#try(async () => {
      const made = await host().call("vault_create", { dir, passphrase, keychain });
      this.dir = made.vault;
      this.exists = true;
      this.recoveryKey = made.recovery_key;
      this.door = "new-key";
    });
  }

  /** The recovery key has been written down. */
  async keyKept(): Promise<void> {
    this.recoveryKey = "";
    await this.#try(async () => this.#enter(await host().call("vault_info", {})));
  }

  async lock(): Promise<void> {
    await this.#try(async () => {
      await host().call("vault_lock", {});
      this.#leave(false);
    });
  }

  /** The host locked it. */
  lockedByItself(): void {
    if (this.door === "open") this.#leave(true);
  }

  async refresh(): Promise<void> {
    if (this.door !== "open") return;
    try {
      this.info = await host().call("vault_info", {});
    } catch {
      // The figures in the status bar stay as they were; whoever asked for more says what failed.
    }
  }

  /** What to forget at lock. Gives the way to take it back. */
  onLeave(forget: () => void): () => void {
    this.#leaving.add(forget);
    return () => this.#leaving.delete(forget);
  }

  async setAutoLock(minutes: number): Promise<void> {
    this.autoLockMinutes = minutes;
    countdown.start(minutes);
    await this.#try(() => host().call("setting_set", { key: AUTO_LOCK_KEY, value: String(minutes) }));
  }

  async #enter(info: VaultInfo): Promise<void> {
    this.info = info;
    this.dir = info.dir;
    this.idleLocked = false;
    const kept = await host()
      .call("setting_get", { key: AUTO_LOCK_KEY })
      .catch(() => null);
    const minutes = kept === null ? AUTO_LOCK_USUAL : Number(kept);
    this.autoLockMinutes = Number.isFinite(minutes) && minutes >= 0 ? minutes : AUTO_LOCK_USUAL;
    countdown.start(this.autoLockMinutes);
    this.door = "open";
  }

  #leave(byItself: boolean): void {
    for (const forget of this.#leaving) forget();
    countdown.stop();
    this.info = null;
    this.failure = null;
    this.idleLocked = byItself;
    this.exists = true;
    this.door = "shut";
  }

  async #try(what: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.failure = null;
    try {
      await what();
      return true;
    } catch (thrown) {
      this.failure = Failure.from(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

export const vault = new Vault();
