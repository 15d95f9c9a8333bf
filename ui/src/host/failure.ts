/** Errors at the boundary: one class, closed codes. The window decides by `code` and never by `message`. */
import type { Clause, Code, Failure as Sent } from "../bindings/types";

export type FailureCode = Code["kind"];

export class Failure extends Error {
  readonly code: FailureCode;
  readonly #details: Record<string, unknown>;

  constructor(code: FailureCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = "Failure";
    this.code = code;
    this.#details = details;
  }

  /** For a query: where the fault begins, in UTF-16 units. */
  get at(): number {
    return this.#number("at");
  }
  /** For a query: how much is at fault; 0 at its end. */
  get len(): number {
    return this.#number("len");
  }

  /** For a refusal: every reason. */
  get clauses(): Clause[] {
    const clauses = this.#details["clauses"];
    return Array.isArray(clauses) ? (clauses as Clause[]) : [];
  }

  /** Everything that is known, for the folded part: code, then whatever the host added. */
  get details(): string {
    const more = Object.entries(this.#details).map(
      ([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value, null, 1) : String(value)}`,
    );
    return [`code: ${this.code}`, ...more].join("\n");
  }

  /** From whatever a call threw: the host's own shape, or anything else as `unexpected`. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    if (isSent(thrown)) {
      const details = "details" in thrown ? (thrown.details as Record<string, unknown>) : {};
      return new Failure(thrown.kind, thrown.message, details);
    }
    if (thrown instanceof Error) return new Failure("unexpected", thrown.message, { stack: thrown.stack ?? "" });
    return new Failure("unexpected", String(thrown));
  }

  #number(name: string): number {
    const value = this.#details[name];
    return typeof value === "number" ? value : 0;
  }
}

function isSent(thrown: unknown): thrown is Sent {
  if (!thrown || typeof thrown !== "object") return false;
  const { kind, message } = thrown as { kind?: unknown; message?: unknown };
  return typeof kind === "string" && typeof message === "string";
}
