//! Every question the window may ask, with its arguments and its reply.
//!
//! The app's handlers, the capability and the TypeScript map are held to this list by tests.

use crate::*;
use ts_rs::{Config, TS, TypeVisitor};

/// A command as TypeScript sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `vault_peek`
    pub name: &'static str,
    /// `dir?`, `string | null`; names as the window passes them.
    pub args: Vec<(String, String)>,
    /// The reply's type.
    pub reply: String,
    /// The type of the messages it streams, where it does.
    pub streams: Option<String>,
}

/// An argument's name and type in TypeScript; an `Option` may be left out.
fn argument<T: TS>(name: &str, cfg: &Config) -> (String, String) {
    let mut camel = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            camel.extend(c.to_uppercase());
        } else {
            camel.push(c);
        }
    }
    if T::IS_OPTION {
        camel.push('?');
    }
    (camel, T::name(cfg))
}

macro_rules! commands {
    ($($name:ident($($arg:ident: $ty:ty),*) -> $reply:ty $(, streams $event:ty)?;)*) => {
        /// Their names.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// All of them.
        pub fn signatures(cfg: &Config) -> Vec<Signature> {
            vec![$(Signature {
                name: stringify!($name),
                args: vec![$(argument::<$ty>(stringify!($arg), cfg)),*],
                reply: <$reply as TS>::name(cfg),
                streams: [$(<$event as TS>::name(cfg))?].into_iter().next(),
            }),*]
        }

        /// Shows each type that a command takes or gives to the visitor.
        pub fn visit_types(visitor: &mut impl TypeVisitor) {
            $(
                $(visitor.visit::<$ty>();)*
                visitor.visit::<$reply>();
                $(visitor.visit::<$event>();)?
            )*
        }
    };
}

commands! {
    default_vault() -> DefaultVault;
    vault_peek(dir: Option<String>) -> VaultPeek;
    vault_create(dir: String, passphrase: String, keychain: bool) -> Created;
    vault_unlock(dir: String, passphrase: Option<String>, recovery_key: Option<String>, use_keychain: Option<bool>) -> VaultInfo;
    vault_lock() -> ();
    vault_info() -> VaultInfo;
    vault_passwd(passphrase: String) -> ();
    vault_recovery_key() -> String;
    vault_keychain(keep: bool) -> ();
    idle_touch() -> ();

    import_survey(paths: Vec<String>, dataset: Option<String>) -> Survey, streams Progress;
    import_start(paths: Vec<String>, dataset: Option<String>, tier: Option<String>, media: Option<String>, accept: Option<ImportAcceptance>) -> ImportReport, streams Progress;
    job_cancel() -> bool;
    rejected_rows(dataset: Option<String>, offset: u64, limit: u64) -> Rejected;
    datasets() -> Vec<Dataset>;
    dataset_remove(name: String) -> ();

    search(query: String, sort: Option<String>, offset: u64, limit: u64) -> SearchResult;
    count(query: String) -> Count;
    facets(query: String, by: Vec<String>, top: Option<u32>) -> Facets;
    timeline(query: String, by: Option<String>, split: Option<String>) -> Timeline;
    accounts(query: String, sort: Option<String>, outsiders: Option<bool>, offset: u64, limit: u64) -> AccountPage;
    account(id: String) -> AccountDetail;
    tweet(id: String) -> Thread;
    raw_record(row: u64) -> RawRecord;
    picture(id: u64) -> Buffer;

    check_query(query: String) -> QueryCheck;
    edit_query(query: String, action: QueryAction) -> Edited;
    complete(query: String, cursor: u32) -> Completions;

    tag_add(tag: String, target: String, id: String) -> ();
    tag_remove(tag: String, target: String, id: String) -> bool;
    tags(tag: Option<String>) -> Vec<Tagging>;
    note_add(target: String, id: String, text: String) -> Note;
    note_remove(note: i64) -> bool;
    notes(target: Option<String>, id: Option<String>) -> Vec<Note>;
    saved_list() -> Vec<SavedSearch>;
    saved_add(name: String, query: String) -> ();
    saved_remove(name: String) -> bool;
    history_list(limit: Option<u64>) -> Vec<String>;
    history_add(query: String) -> ();
    setting_get(key: String) -> Option<String>;
    setting_set(key: String, value: String) -> ();

    export_plan(order: ExportOrder) -> ExportPlan, streams Progress;
    export_choices() -> ExportChoices;
    export_run(order: ExportOrder, hash: String) -> ExportReport, streams Progress;
    exports_list(limit: Option<u64>) -> Vec<Delivery>;
    copy_rows(rows: Vec<u64>) -> String;
    copy_link(url: String) -> String;
    copy_table(table: String, query: String) -> String;
    audit_list(limit: Option<u64>) -> AuditPage;
    audit_verify() -> AuditVerification;
    audit_export(file: String) -> AuditExport;
    audit_acknowledge() -> bool;
    package_verify(package: String) -> PackageVerification;

    agreements_list() -> Vec<AgreementSummary>;
    agreement_show(id: String) -> AgreementDetail;
    agreement_sign(id: String, signer: Signer) -> AgreementSummary;
    agreement_check(file: String) -> AgreementCheck;
    agreement_add(file: String) -> AgreementSummary;
    obligation_met(ledger: u64, id: String, proof: String) -> ();
    withdraw_plan(file: String) -> Withdrawal;
    withdraw(file: String) -> Withdrawal;
    recipients() -> Vec<Recipient>;
    recipient_add(recipient: Recipient) -> ();
    permissions() -> Vec<Permission>;
    permission_file(agreement: String, clause: String, reference: String) -> ();
    permission_remove(agreement: String, clause: String) -> bool;
    approvals() -> Vec<Approval>;
    approval_file(decision: String, name: String, reference: String) -> ();
    approval_remove(decision: String) -> bool;

    network_build(query: String, kind: String, options: Option<NetworkOptions>, view: Option<NetworkView>) -> Network, streams Progress;
    network_view(id: u32, view: NetworkView) -> Network, streams Progress;
    network_cancel() -> bool;
    network_close(id: u32) -> bool;
    network_betweenness(id: u32, sources: Option<u32>) -> Network, streams Progress;
    network_geometry(id: u32, ask: Option<GeometryAsk>) -> Buffer;
    network_layout(id: u32, options: Option<LayoutOptions>) -> LayoutReport, streams Buffer;
    network_layout_stop(id: u32) -> bool;
    network_pin(id: u32, pins: Vec<Pin>) -> ();
    network_unpin(id: u32, nodes: Vec<u32>) -> ();
    network_nodes(id: u32, ask: NodesAsk) -> NodePage;
    network_edges(id: u32, ask: EdgesAsk) -> EdgePage;
    network_node(id: u32, node: u32) -> NodeDetail;
    network_edge_tweets(id: u32, source: u32, target: u32, offset: u64, limit: u64) -> EdgeTweets;
    network_communities(id: u32, offset: u64, limit: u64) -> CommunityPage;
    network_ego(id: u32, node: u32, hops: u32) -> Vec<u32>;
    network_selection(id: u32, nodes: Vec<u32>) -> Selection;
    network_timeline(id: u32, by: Option<String>) -> NetworkTimeline;

    demo_generate(dir: String, tweets: u64, seed: u64) -> Vec<String>, streams Progress;
}
