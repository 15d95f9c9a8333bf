// Written by `cargo xtask bindings` from the crate starling-wire. Do not edit.

import type {
  AccountDetail,
  AccountPage,
  AgreementCheck,
  AgreementDetail,
  AgreementSummary,
  Approval,
  AuditExport,
  AuditPage,
  AuditVerification,
  CommunityPage,
  Completions,
  Count,
  Created,
  Dataset,
  DefaultVault,
  Delivery,
  EdgePage,
  EdgeTweets,
  EdgesAsk,
  Edited,
  ExportChoices,
  ExportOrder,
  ExportPlan,
  ExportReport,
  Facets,
  GeometryAsk,
  ImportAcceptance,
  ImportReport,
  LayoutOptions,
  LayoutReport,
  Network,
  NetworkOptions,
  NetworkTimeline,
  NetworkView,
  NodeDetail,
  NodePage,
  NodesAsk,
  Note,
  PackageVerification,
  Permission,
  Pin,
  Progress,
  QueryAction,
  QueryCheck,
  RawRecord,
  Recipient,
  Rejected,
  SavedSearch,
  SearchResult,
  Selection,
  Signer,
  Survey,
  Tagging,
  Thread,
  Timeline,
  VaultInfo,
  VaultPeek,
  Withdrawal,
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
  import_start: [{ paths: Array<string>; dataset?: string | null; tier?: string | null; media?: string | null; accept?: ImportAcceptance | null }, ImportReport];
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
  picture: [{ id: number }, ArrayBuffer];
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
  export_choices: [Record<string, never>, ExportChoices];
  export_run: [{ order: ExportOrder; hash: string }, ExportReport];
  exports_list: [{ limit?: number | null }, Array<Delivery>];
  copy_rows: [{ rows: Array<number> }, string];
  copy_link: [{ url: string }, string];
  copy_table: [{ table: string; query: string }, string];
  audit_list: [{ limit?: number | null }, AuditPage];
  audit_verify: [Record<string, never>, AuditVerification];
  audit_export: [{ file: string }, AuditExport];
  audit_acknowledge: [Record<string, never>, boolean];
  package_verify: [{ package: string }, PackageVerification];
  agreements_list: [Record<string, never>, Array<AgreementSummary>];
  agreement_show: [{ id: string }, AgreementDetail];
  agreement_sign: [{ id: string; signer: Signer }, AgreementSummary];
  agreement_check: [{ file: string }, AgreementCheck];
  agreement_add: [{ file: string }, AgreementSummary];
  obligation_met: [{ ledger: number; id: string; proof: string }, null];
  withdraw_plan: [{ file: string }, Withdrawal];
  withdraw: [{ file: string }, Withdrawal];
  recipients: [Record<string, never>, Array<Recipient>];
  recipient_add: [{ recipient: Recipient }, null];
  permissions: [Record<string, never>, Array<Permission>];
  permission_file: [{ agreement: string; clause: string; reference: string }, null];
  permission_remove: [{ agreement: string; clause: string }, boolean];
  approvals: [Record<string, never>, Array<Approval>];
  approval_file: [{ decision: string; name: string; reference: string }, null];
  approval_remove: [{ decision: string }, boolean];
  network_build: [{ query: string; kind: string; options?: NetworkOptions | null; view?: NetworkView | null }, Network];
  network_view: [{ id: number; view: NetworkView }, Network];
  network_cancel: [Record<string, never>, boolean];
  network_close: [{ id: number }, boolean];
  network_betweenness: [{ id: number; sources?: number | null }, Network];
  network_geometry: [{ id: number; ask?: GeometryAsk | null }, ArrayBuffer];
  network_layout: [{ id: number; options?: LayoutOptions | null }, LayoutReport];
  network_layout_stop: [{ id: number }, boolean];
  network_pin: [{ id: number; pins: Array<Pin> }, null];
  network_unpin: [{ id: number; nodes: Array<number> }, null];
  network_nodes: [{ id: number; ask: NodesAsk }, NodePage];
  network_edges: [{ id: number; ask: EdgesAsk }, EdgePage];
  network_node: [{ id: number; node: number }, NodeDetail];
  network_edge_tweets: [{ id: number; source: number; target: number; offset: number; limit: number }, EdgeTweets];
  network_communities: [{ id: number; offset: number; limit: number }, CommunityPage];
  network_ego: [{ id: number; node: number; hops: number }, Array<number>];
  network_selection: [{ id: number; nodes: Array<number> }, Selection];
  network_timeline: [{ id: number; by?: string | null }, NetworkTimeline];
  demo_generate: [{ dir: string; tweets: number; seed: number }, Array<string>];
}

/** Commands that stream, to what they stream. */
export interface Streams {
  import_survey: Progress;
  import_start: Progress;
  export_plan: Progress;
  export_run: Progress;
  network_build: Progress;
  network_view: Progress;
  network_betweenness: Progress;
  network_layout: ArrayBuffer;
  demo_generate: Progress;
}
