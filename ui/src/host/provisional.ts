/** What the session will answer about agreements, exports and the log, until the generated bindings hold it. */
import type { Progress } from "../bindings/types";

/** What is asked to leave, in which form, to whom and why. */
export interface ExportOrder {
  query: string;
  /** `csv`, `jsonl`, `parquet` (rows), `ids`, `summary` (totals), `svg`, `png` (figures of totals). */
  format: string;
  /** Columns by name; none are all. */
  fields: string[];
  by: string | null;
  split: string | null;
  to: string | null;
  purpose: string | null;
  encrypt_to: string[];
  package: boolean;
  out: string | null;
}

export interface Remedy {
  kind: string;
  text: string;
  /** The order as it would be; null where something has to be done elsewhere. */
  order: ExportOrder | null;
}

/** One clause of an agreement in force, and what it says to this order. */
export interface Clause {
  id: string;
  agreement: string;
  code: string;
  effect: string;
  /** `refused`, `needs_you`, `changed` or `met`. */
  state: string;
  text: string;
  wording: string | null;
  detail: string;
  source: string;
  basis: string;
  affected: number;
  remedies: Remedy[];
}

export interface Obligation {
  id: string;
  text: string;
  due: string | null;
}

export interface ExportColumn {
  name: string;
  /** `keep`, `pseudonym`, `redact`, `band`, `month`, `drop`, `suppress`, `refused`. */
  action: string;
  kind: string;
}

export interface Quota {
  agreement: string;
  kind: string;
  whose: string;
  used: number;
  asked: number;
  limit: number;
  window_hours: number;
  free_at: string | null;
}

export interface AuditEntry {
  seq: number | null;
  time: string | null;
  event: string;
  actor: string;
  datasets: string[];
  decision: string | null;
  agreements: string[];
  counts: Record<string, number>;
  recipient: string | null;
  package: string | null;
  hash: string | null;
  prev: string | null;
}

export interface ExportPlan {
  decision: string;
  hash: string;
  hash_short: string;
  audience: string;
  product: string;
  datasets: { name: string; rows: number; tier: string }[];
  agreements: { id: string; title: string; digest: string; tier: string }[];
  clauses: Clause[];
  met: Clause[];
  rows: number;
  selected: number;
  objects: number;
  tweet_ids: number;
  transforms: string[];
  withheld: Record<string, number>;
  obligations: Obligation[];
  columns: ExportColumn[];
  sample: string[][];
  quotas: Quota[];
  log: AuditEntry;
  limits: string[];
}

export interface ExportReport {
  decision: string;
  clauses: Clause[];
  rows: number;
  transformed: Record<string, number>;
  withheld: Record<string, number>;
  obligations: Obligation[];
  file: string;
  manifest: string;
  sha256: string;
  audit: number;
  ledger: number;
}

export interface ExportChoices {
  fields: { name: string; meaning: string; class: string }[];
  purposes: string[];
  by: string[];
}

export interface Delivery {
  ledger: number;
  at: string;
  state: string;
  recipient: string;
  product: string;
  rows: number;
  objects: number;
  tweet_ids: number;
  file: string;
  sha256: string | null;
  audit: number | null;
  query: string;
  purpose: string;
  obligations: { id: string; text: string; due: string | null; done: string | null }[];
}

export interface AuditPage {
  total: number;
  entries: AuditEntry[];
}

export interface AuditVerification {
  ok: boolean;
  entries: number;
  head: string;
  key: string;
  checkpoints: number;
  problems: string[];
  /** Where the chain does not hold: the hash an entry names for the one before, and that one's own. */
  breaks: { seq: number; expected: string; found: string }[];
  rolled_back: [number, number] | null;
}

export interface AuditExport {
  file: string;
  key: string;
  entries: number;
}

export interface PackageVerification {
  ok: boolean;
  problems: string[];
  rerun: boolean | null;
  files: number;
}

export interface AgreementSummary {
  id: string;
  version: string;
  title: string;
  tier: string;
  digest: string;
  shipped: boolean;
  signed: string | null;
  /** `unsigned`, `changed`, `expired`, `not_yet`, `terminated`. */
  problem: string | null;
  datasets: string[];
  until: string | null;
  destroy_by: string | null;
}

export interface AgreementClause {
  id: string;
  plain: string;
  text: string | null;
  source: string;
  basis: string;
  waivable: boolean;
  rules: string[];
}

export interface Signer {
  name: string;
  institution: string;
  role: string;
}

export interface AgreementDetail {
  summary: AgreementSummary;
  clauses: AgreementClause[];
  text: string;
  signer: Signer | null;
}

export interface AgreementCheck {
  ok: boolean;
  title: string | null;
  version: string | null;
  digest: string | null;
  problems: { line: number; column: number; message: string }[];
}

export interface Recipient {
  id: string;
  kind: string;
  name: string;
  role: string | null;
  entity: string | null;
  email: string | null;
  orcid: string | null;
  age_key: string | null;
  own_agreements: string[];
  tags: string[];
  accepted_terms: boolean;
}

export interface Withdrawal {
  tweets: number;
  accounts: number;
  unknown: number;
  recalls: { ledger: number; at: string; recipient: string }[];
}

export interface ProvisionalCommands {
  export_choices: [Record<string, never>, ExportChoices];
  export_plan: [{ order: ExportOrder }, ExportPlan];
  export_run: [{ order: ExportOrder; hash: string }, ExportReport];
  exports_list: [{ limit?: number | null }, Delivery[]];
  copy_rows: [{ rows: number[] }, string];
  audit_list: [{ limit?: number | null }, AuditPage];
  audit_verify: [Record<string, never>, AuditVerification];
  audit_export: [{ file: string }, AuditExport];
  audit_acknowledge: [Record<string, never>, boolean];
  package_verify: [{ package: string }, PackageVerification];
  obligation_met: [{ ledger: number; id: string; proof: string }, null];
  agreements_list: [Record<string, never>, AgreementSummary[]];
  agreement_show: [{ id: string }, AgreementDetail];
  agreement_check: [{ file: string }, AgreementCheck];
  agreement_add: [{ file: string }, AgreementSummary];
  agreement_sign: [{ id: string; signer: Signer }, AgreementSummary];
  recipients: [Record<string, never>, Recipient[]];
  recipient_add: [{ recipient: Recipient }, null];
  withdraw_plan: [{ file: string }, Withdrawal];
  withdraw: [{ file: string }, Withdrawal];
}

export interface ProvisionalStreams {
  export_run: Progress;
  export_plan: Progress;
}
