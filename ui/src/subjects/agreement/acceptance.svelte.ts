/** Clause by clause: what has been read to its end, what has been accepted, and by whom. */
import type { AgreementDetail, Signer } from "../../host";

export class Acceptance {
  accepted = $state.raw<ReadonlySet<string>>(new Set());
  who = $state<Signer>({ name: "", institution: "", role: "" });

  has(agreement: AgreementDetail, clause: string): boolean {
    return this.accepted.has(key(agreement, clause));
  }
  set(agreement: AgreementDetail, clause: string, yes: boolean): void {
    const next = new Set(this.accepted);
    if (yes) next.add(key(agreement, clause));
    else next.delete(key(agreement, clause));
    this.accepted = next;
  }
  count(agreement: AgreementDetail): number {
    return agreement.clauses.filter((one) => this.has(agreement, one.id)).length;
  }
  whole(agreement: AgreementDetail): boolean {
    return this.count(agreement) === agreement.clauses.length;
  }
  get named(): boolean {
    return [this.who.name, this.who.institution, this.who.role].every((one) => one.trim() !== "");
  }
  signer(): Signer {
    return { name: this.who.name.trim(), institution: this.who.institution.trim(), role: this.who.role.trim() };
  }
}

/** A clause of exactly this text: another version is accepted anew. */
function key({ summary }: AgreementDetail, clause: string): string {
  return `${summary.id} ${summary.digest} ${clause}`;
}
