/** Chooses the host once: the real one inside the app, the invented one in a plain browser. */
import type { Host } from "./host";

export { Failure, type FailureCode } from "./failure";
export type * from "./host";
export type {
  Account,
  AccountDetail,
  AccountOddity,
  AccountPage,
  AgreementCheck,
  AgreementClause,
  AgreementDetail,
  AgreementSummary,
  Approval,
  Approximate,
  AuditEntry,
  AuditPage,
  AuditVerification,
  Author,
  Brush,
  Clause,
  Community,
  CommunityPage,
  Completion,
  Completions,
  Count,
  Created,
  Dataset,
  DatasetFile,
  DefaultVault,
  Delivery,
  EdgePage,
  EdgeTweet,
  EdgeTweets,
  Edited,
  Expected,
  ExportChoices,
  ExportNetwork,
  ExportOrder,
  ExportPlan,
  ExportReport,
  Facets,
  FacetValue,
  ImportAcceptance,
  ImportReport,
  LayoutOptions,
  LayoutReport,
  Mark,
  MediaFile,
  Network,
  NetworkEdge,
  NetworkFilter,
  NetworkNode,
  NetworkOptions,
  NetworkTimeline,
  NetworkView,
  NodeDetail,
  NodePage,
  NodesAsk,
  Note,
  Obligation,
  PackageVerification,
  Permission,
  Pill,
  ProfileVersion,
  Progress,
  QueryAction,
  Quota,
  RawRecord,
  Recipient,
  Rejected,
  RejectedRow,
  Remedy,
  SavedSearch,
  SearchResult,
  Signer,
  SurveyedFile,
  Tagging,
  Thread,
  TimeBucket,
  Timeline,
  Tweet,
  Values,
  Variant,
  VaultInfo,
  Withdrawal,
} from "../bindings/types";
export type * from "./words";

let chosen: Host | null = null;

/** Must be awaited once before anything is asked of [`host`]. The app itself carries no invented host. */
export async function chooseHost(): Promise<Host> {
  if (chosen) return chosen;
  if ("__TAURI_INTERNALS__" in window) chosen = (await import("./tauri")).tauri;
  else if (import.meta.env.MODE !== "production") {
    const recorded = new URLSearchParams(location.search).get("mock") === "recorded";
    chosen = recorded ? (await import("./recorded")).makeRecorded() : (await import("./mock")).makeMock();
  } else throw new Error("This page works inside Starling only.");
  return chosen;
}

/** For tests: another host in its place. */
export function useHost(other: Host): void {
  chosen = other;
}

export function host(): Host {
  if (!chosen) throw new Error("BUG: host() before chooseHost()");
  return chosen;
}
