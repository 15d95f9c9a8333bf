// Written by `cargo xtask bindings` from the crate starling-wire. Do not edit.

import type {
  AccountDetail,
  AccountPage,
  AgreementDetail,
  AgreementSummary,
  AuditExport,
  AuditPage,
  AuditVerification,
  Completions,
  Count,
  Created,
  Dataset,
  DefaultVault,
  Delivery,
  Edited,
  ExportOrder,
  ExportPlan,
  ExportReport,
  Facets,
  ImportReport,
  Note,
  PackageVerification,
  Progress,
  QueryAction,
  QueryCheck,
  RawRecord,
  Recipient,
  Rejected,
  SavedSearch,
  SearchResult,
  Signer,
  Survey,
  Tagging,
  Thread,
  Timeline,
  VaultInfo,
  VaultPeek,
} from "./types";

export type * from "./types";

/** Command to [arguments, reply]. */
export interface Commands {
  default_vault: [Record<string, never>, DefaultVault];
  vault_peek: [{ dir?: string | null }, VaultPeek];
  vault_create: [{ dir: string; passphrase: string; keychain: boolean }, Created];
  vault_unlock: [{ dir: string; passphrase?: string | null; recoveryKey?: string | null; useKeychain?: boolean | null }, VaultInfo];
  vault_lock: [Record<string, never>, null];
  vault_info: [Record<string, never>, VaultInfo];
  vault_passwd: [{ passphrase: string }, null];
  vault_recovery_key: [Record<string, never>, string];
  vault_keychain: [{ keep: boolean }, null];
  idle_touch: [Record<string, never>, null];
  import_survey: [{ paths: Array<string>; dataset?: string | null }, Survey];
  import_start: [{ paths: Array<string>; dataset?: string | null; tier?: string | null; media?: string | null }, ImportReport];
  job_cancel: [Record<string, never>, boolean];
  rejected_rows: [{ dataset?: string | null; offset: number; limit: number }, Rejected];
  datasets: [Record<string, never>, Array<Dataset>];
  dataset_remove: [{ name: string }, null];
  search: [{ query: string; sort?: string | null; offset: number; limit: number }, SearchResult];
  count: [{ query: string }, Count];
  facets: [{ query: string; by: Array<string>; top?: number | null }, Facets];
  timeline: [{ query: string; by?: string | null; split?: string | null }, Timeline];
  accounts: [{ query: string; sort?: string | null; outsiders?: boolean | null; offset: number; limit: number }, AccountPage];
  account: [{ id: string }, AccountDetail];
  tweet: [{ id: string }, Thread];
  raw_record: [{ row: number }, RawRecord];
  check_query: [{ query: string }, QueryCheck];
  edit_query: [{ query: string; action: QueryAction }, Edited];
  complete: [{ query: string; cursor: number }, Completions];
  tag_add: [{ tag: string; target: string; id: string }, null];
  tag_remove: [{ tag: string; target: string; id: string }, boolean];
  tags: [{ tag?: string | null }, Array<Tagging>];
  note_add: [{ target: string; id: string; text: string }, Note];
  note_remove: [{ note: number }, boolean];
  notes: [{ target?: string | null; id?: string | null }, Array<Note>];
  saved_list: [Record<string, never>, Array<SavedSearch>];
  saved_add: [{ name: string; query: string }, null];
  saved_remove: [{ name: string }, boolean];
  history_list: [{ limit?: number | null }, Array<string>];
  history_add: [{ query: string }, null];
  setting_get: [{ key: string }, string | null];
  setting_set: [{ key: string; value: string }, null];
  export_plan: [{ order: ExportOrder }, ExportPlan];
  export_run: [{ order: ExportOrder; hash: string }, ExportReport];
  exports_list: [{ limit?: number | null }, Array<Delivery>];
  copy_rows: [{ rows: Array<number> }, string];
  audit_list: [{ limit?: number | null }, AuditPage];
  audit_verify: [Record<string, never>, AuditVerification];
  audit_export: [{ file: string }, AuditExport];
  audit_acknowledge: [Record<string, never>, boolean];
  package_verify: [{ package: string }, PackageVerification];
  agreements_list: [Record<string, never>, Array<AgreementSummary>];
  agreement_show: [{ id: string }, AgreementDetail];
  agreement_sign: [{ id: string; signer: Signer }, AgreementSummary];
  recipients: [Record<string, never>, Array<Recipient>];
  recipient_add: [{ recipient: Recipient }, null];
  demo_generate: [{ dir: string; tweets: number; seed: number }, Array<string>];
}

/** Commands that stream, to what they stream. */
export interface Streams {
  import_survey: Progress;
  import_start: Progress;
  export_plan: Progress;
  export_run: Progress;
  demo_generate: Progress;
}
