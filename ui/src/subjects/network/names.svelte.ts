/** Names of nodes, fetched when they are about to be read: a picture has far more nodes than names in sight. */
import { host, type NetworkNode } from "../../host";

const TOGETHER = 200;
const WAIT_MS = 30;

export class Names {
  /** Changes when names came in. */
  version = $state(0);
  #held = new Map<number, NetworkNode>();
  #wanted = new Set<number>();
  #asked = new Set<number>();
  #network = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Another network: its numbers mean other nodes. */
  of(network: number): void {
    if (network === this.#network) return;
    this.#network = network;
    this.#held = new Map();
    this.#wanted.clear();
    this.#asked.clear();
    clearTimeout(this.#timer);
    this.version++;
  }

  /** The node, where it is known; else it is asked for. */
  get(node: number): NetworkNode | undefined {
    const held = this.#held.get(node);
    if (!held && !this.#asked.has(node) && this.#network >= 0) {
      this.#wanted.add(node);
      this.#timer ??= setTimeout(() => void this.#fetch(), WAIT_MS);
    }
    return held;
  }

  /** Without asking for it. */
  known(node: number): NetworkNode | undefined {
    return this.#held.get(node);
  }

  /** Nodes that came with another answer. */
  learn(nodes: readonly NetworkNode[]): void {
    let fresh = false;
    for (const one of nodes) {
      fresh ||= !this.#held.has(one.node);
      this.#held.set(one.node, one);
    }
    if (fresh) this.version++;
  }

  clear(): void {
    this.of(-1);
  }

  async #fetch(): Promise<void> {
    this.#timer = undefined;
    const network = this.#network;
    const nodes = [...this.#wanted];
    this.#wanted.clear();
    for (const one of nodes) this.#asked.add(one);
    for (let from = 0; from < nodes.length; from += TOGETHER) {
      const some = nodes.slice(from, from + TOGETHER);
      try {
        const page = await host().call("network_nodes", {
          id: network,
          ask: { nodes: some, offset: 0, limit: some.length },
        });
        if (network !== this.#network) return;
        this.learn(page.nodes);
      } catch {
        // Asked again when it comes into sight the next time.
        for (const one of some) this.#asked.delete(one);
        return;
      }
    }
  }
}
