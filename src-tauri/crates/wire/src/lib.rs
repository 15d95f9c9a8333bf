//! What crosses to the outside: to the window and to whoever reads `--json`.
//!
//! Last station on the data's way: `session` answers in its own types, this crate turns the answers into one set
//! of serialisable types, the same for the window and for the command line.
//! Field names are those of the command line's documentation; ids are text, since tweet ids pass 2^53;
//! times are RFC 3339 in UTC; offsets into text are UTF-16 code units, as JavaScript counts.
//!
//! The principal types: [`Failure`] is what went wrong, with a closed [`Code`] to act on;
//! [`Tweet`] and [`Account`] are rows of lists; [`commands`] names every question of the window with its arguments
//! and its reply; [`bindings`] writes all of it down as TypeScript.
//!
//! ```
//! use starling_wire::Failure;
//! let failure = Failure::from(starling_session::Error::WrongPassphrase);
//! assert_eq!(failure.code.exit_status(), 3);
//! ```

pub mod account;
pub mod agreement;
pub mod answer;
pub mod bindings;
pub mod commands;
pub mod editing;
pub mod export;
pub mod failure;
pub mod importing;
pub mod library;
pub mod marks;
pub mod media;
pub mod network;
pub mod progress;
pub mod text;
pub mod tweet;
pub mod variant;
pub mod vault;

pub use account::{Account, AccountDetail, AccountOddity, AccountPage, ProfileVersion};
pub use agreement::{
    AgreementCheck, AgreementClause, AgreementDetail, AgreementProblem, AgreementSummary,
    AgreementVersion, Approval, Permission, Recipient, Signer,
};
pub use answer::{
    Count, FacetField, FacetValue, Facets, SearchResult, SplitValue, TimeBucket, Timeline, Values,
};
pub use editing::{Completion, Completions, Edited, Pill, QueryAction, QueryCheck};
pub use export::{
    AgreementRef, AuditBreak, AuditEntry, AuditExport, AuditPage, AuditVerification, Clause,
    Delivery, ExportChoices, ExportColumn, ExportDataset, ExportNetwork, ExportOrder, ExportPlan,
    ExportReport, FieldChoice, Obligation, Owed, PackageVerification, Quota, Recall, Remedy,
    Withdrawal,
};
pub use failure::{Code, Failure};
pub use importing::{
    AcceptedClause, ImportAcceptance, ImportReport, ImportedFile, Rejected, RejectedRow,
    StandsUnder, Survey, SurveyedFile, Tally,
};
pub use library::{Dataset, DatasetFile, Expected};
pub use marks::{Note, SavedSearch, Tagging};
pub use media::MediaFile;
pub use network::{
    Betweenness, Brush, Buffer, Community, CommunityPage, CommunityTie, EdgePage, EdgeTweet,
    EdgeTweets, EdgesAsk, GeometryAsk, LayoutOptions, LayoutReport, LeftOut, Network, NetworkEdge,
    NetworkFilter, NetworkNode, NetworkOptions, NetworkStep, NetworkTimeline, NetworkView,
    NodeDetail, NodePage, NodesAsk, Pin, Selection, Settling, TieBucket,
};
pub use progress::{Pace, Progress};
pub use tweet::{
    Approximate, Author, Beside, Mark, RawField, RawRecord, Source, Thread, Tweet, TweetPage,
};
pub use variant::{Variant, VariantChange, Variants};
pub use vault::{Bytes, Checked, Created, DefaultVault, VaultInfo, VaultPeek, Verification};
