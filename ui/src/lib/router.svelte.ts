/** The address is the state: a screen, its path and a query string, all behind the hash. */

export interface Address {
  /** `explore`, `account` … */
  screen: string;
  /** What follows it: an account's id. */
  rest: string;
  params: Record<string, string>;
}

export function parseAddress(hash: string): Address {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s, 2);
  const [screen = "", ...rest] = path.split("/");
  const params: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(search)) params[key] = value;
  return { screen, rest: decode(rest.join("/")), params };
}

export function printAddress({ screen, rest, params }: Address): string {
  const search = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== "")).toString();
  return `#/${screen}${rest ? `/${encodeURIComponent(rest)}` : ""}${search ? `?${search}` : ""}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Router {
  current = $state.raw<Address>(parseAddress(typeof location === "undefined" ? "" : location.hash));

  constructor() {
    if (typeof window === "undefined") return;
    window.addEventListener("hashchange", () => (this.current = parseAddress(location.hash)));
  }

  get screen(): string {
    return this.current.screen;
  }

  param(key: string): string {
    return this.current.params[key] ?? "";
  }

  /** To another address, as a step that Back undoes. */
  go(address: Address | string): void {
    this.#set(typeof address === "string" ? address : printAddress(address), "push");
  }

  /** To another screen, keeping the parameters named. */
  open(screen: string, params: Record<string, string> = {}, rest = ""): void {
    this.go({ screen, rest, params });
  }

  /** Some parameters changed; an empty one is dropped. */
  set(change: Record<string, string>, how: "push" | "replace" = "push"): void {
    const address = { ...this.current, params: { ...this.current.params, ...change } };
    this.#set(printAddress(address), how);
  }

  get hash(): string {
    return printAddress(this.current);
  }

  #set(hash: string, how: "push" | "replace"): void {
    if (hash === location.hash) return;
    if (how === "push") history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
    this.current = parseAddress(hash);
  }
}

export const router = new Router();
