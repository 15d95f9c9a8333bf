//! The closed vocabularies of agreements, requests and decisions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Enums of words: as they stand in files, in JSON and on the command line.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is written.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// From what is written.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What is to leave.
    Product {
        /// Tweet ids alone.
        Ids = "ids",
        /// Rows of tweets or profiles.
        Records = "records",
        /// Totals.
        Aggregate = "aggregate",
        /// A network of accounts.
        Graph = "graph",
        /// A picture of totals or of a network.
        Figure = "figure",
        /// Tweets word for word, few of them.
        Quotes = "quotes",
        /// Pictures and videos.
        Media = "media",
        /// A few rows to the clipboard.
        Clipboard = "clipboard",
    }
}

impl Product {
    /// Whether it tells of single accounts or tweets.
    pub fn is_row_level(self) -> bool {
        matches!(self, Self::Records | Self::Graph | Self::Ids | Self::Media)
    }

    /// Whether it is what the licensor calls content.
    pub fn is_content(self) -> bool {
        self.is_row_level() || self == Self::Quotes
    }

    /// Whether it is made of totals.
    pub fn is_totals(self) -> bool {
        matches!(self, Self::Aggregate | Self::Figure)
    }
}

words! {
    /// Who receives, as the agreements see it. It is derived from the recipient, never chosen.
    Audience {
        /// The member alone.
        Self_ = "self",
        /// A person with an agreement of their own on the unhashed data.
        CoMember = "co_member",
        /// A person that is known by name.
        Named = "named",
        /// A person who reviews a manuscript.
        Reviewer = "reviewer",
        /// Everybody.
        Public = "public",
        /// A company.
        Commercial = "commercial",
        /// A government body.
        Government = "government",
        /// A surveillance or intelligence body.
        Intelligence = "intelligence",
    }
}

words! {
    /// What a recipient is registered as.
    RecipientKind {
        /// The member's own copy.
        Self_ = "self",
        /// A person.
        Person = "person",
        /// Everybody: a publication.
        Public = "public",
        /// A company.
        Commercial = "commercial",
        /// A government body.
        Government = "government",
        /// A surveillance or intelligence body.
        Intelligence = "intelligence",
    }
}

words! {
    /// What an agreement's matrix says of an audience and a product, from the loosest to the strictest.
    Action {
        /// May go as it is; later checks still apply.
        Allow = "allow",
        /// May go once it is transformed as `identity` says.
        Transform = "transform",
        /// May go as ids.
        IdsOnly = "ids_only",
        /// May go as it may to everybody.
        AsPublic = "as_public",
        /// May go as the same tweets of the published, hashed twin.
        PublicTwin = "public_twin",
        /// May go as a graph whose nodes are communities.
        CommunitiesOnly = "communities_only",
        /// May go with the licensor's written permission.
        LicensorPermission = "licensor_permission",
        /// May not go.
        Deny = "deny",
    }
}

words! {
    /// How closely a dataset is held.
    Tier {
        /// The public archive: small accounts are hashed.
        PublicHashed = "public_hashed",
        /// Under an institution's own agreement.
        Institutional = "institutional",
        /// The consortium's unhashed form.
        ConsortiumUnhashed = "consortium_unhashed",
    }
}

words! {
    /// What sort of agreement a file holds.
    AgreementKind {
        /// Terms anyone accepts by taking the public archive.
        PublicTerms = "public_terms",
        /// The consortium's licence.
        Consortium = "consortium",
        /// An institution's own.
        Institutional = "institutional",
    }
}

words! {
    /// What a clause rests on.
    Basis {
        /// The licensor's own text.
        Licensor = "licensor",
        /// A source that summarises it.
        Summarised = "summarised",
        /// Our own caution.
        HouseRule = "house_rule",
    }
}

words! {
    /// By what way a thing is handed over.
    Channel {
        /// By a person, by hand.
        Manual = "manual",
        /// By a script.
        Api = "api",
        /// By a script that runs by itself.
        Scheduled = "scheduled",
    }
}

words! {
    /// What comes out.
    Verdict {
        /// It may go as it is.
        Allow = "allow",
        /// It may go, changed.
        Transform = "transform",
        /// It may not go.
        Deny = "deny",
    }
}

words! {
    /// How much a finding weighs.
    Severity {
        /// For the record.
        Info = "info",
        /// Something is changed.
        Transform = "transform",
        /// Nothing leaves.
        Deny = "deny",
    }
}

words! {
    /// What was found.
    Code {
        /// The clock stands before the log's last entry.
        ClockRollback = "CLOCK_ROLLBACK",
        /// The log does not verify.
        AuditChainBroken = "AUDIT_CHAIN_BROKEN",
        /// An older copy of the vault was put back.
        StateRollback = "STATE_ROLLBACK",
        /// An agreement is not the one that was signed.
        AgreementChanged = "AGREEMENT_CHANGED",
        /// What was confirmed is not what would be done.
        UnconfirmedPreview = "UNCONFIRMED_PREVIEW",
        /// A dataset stands under no agreement.
        NoAgreement = "NO_AGREEMENT",
        /// An agreement that is named is not at hand.
        AgreementMissing = "AGREEMENT_MISSING",
        /// A dataset that is named is not at hand.
        DatasetUnknown = "DATASET_UNKNOWN",
        /// The recipient is not at hand.
        RecipientUnknown = "RECIPIENT_UNKNOWN",
        /// The licence was ended.
        AgreementTerminated = "AGREEMENT_TERMINATED",
        /// Nobody signed the agreement.
        AgreementUnsigned = "AGREEMENT_UNSIGNED",
        /// The agreement does not hold yet.
        AgreementNotYet = "AGREEMENT_NOT_YET",
        /// The agreement no longer holds.
        AgreementExpired = "AGREEMENT_EXPIRED",
        /// Data that was declared public is not of the public form.
        TierMislabelled = "TIER_MISLABELLED",
        /// Nothing tells whether the data is hashed; it is held as if it were not.
        TierUnknown = "TIER_UNKNOWN",
        /// This may not go to that audience.
        AudienceProduct = "AUDIENCE_PRODUCT",
        /// Nothing goes to such a body.
        Intelligence = "INTELLIGENCE",
        /// Judged as if for everybody.
        AsPublic = "AS_PUBLIC",
        /// The licensor's permission is not on file.
        PermissionRequired = "PERMISSION_REQUIRED",
        /// Goes as ids.
        IdsOnly = "IDS_ONLY",
        /// Goes as the published twin.
        PublicTwin = "PUBLIC_TWIN",
        /// There is no published twin.
        NoPublicTwin = "NO_PUBLIC_TWIN",
        /// The graph shows single accounts.
        GraphIdentifying = "GRAPH_IDENTIFYING",
        /// The graph's nodes are communities large enough.
        CommunitiesOk = "COMMUNITIES_OK",
        /// The recipient is not on the list.
        RecipientNotListed = "RECIPIENT_NOT_LISTED",
        /// Such a recipient may not have it.
        RecipientIneligible = "RECIPIENT_INELIGIBLE",
        /// The recipient has not accepted the terms.
        TermsNotAccepted = "TERMS_NOT_ACCEPTED",
        /// There is no key to encrypt to.
        NoRecipientKey = "NO_RECIPIENT_KEY",
        /// The data steward has not signed.
        StewardApproval = "STEWARD_APPROVAL",
        /// Not for this purpose.
        Purpose = "PURPOSE",
        /// A later release replaces the dataset.
        DatasetSuperseded = "DATASET_SUPERSEDED",
        /// A removal that was asked for is overdue.
        RemovalOverdue = "REMOVAL_OVERDUE",
        /// Rows whose removal was asked for.
        RemovalPendingRows = "REMOVAL_PENDING_ROWS",
        /// Rows of what was withdrawn.
        WithdrawnRows = "WITHDRAWN_ROWS",
        /// Rows of disputed accounts.
        DisputedRows = "DISPUTED_ROWS",
        /// The archive's hash beside the id that it hides.
        HashIdMapping = "HASH_ID_MAPPING",
        /// A sensitive trait of single accounts.
        SensitiveIndividual = "SENSITIVE_INDIVIDUAL",
        /// Accounts joined to what lies outside the platform.
        OffplatformMatch = "OFFPLATFORM_MATCH",
        /// Places without their tweets.
        GeoStandalone = "GEO_STANDALONE",
        /// Too many rows for the clipboard.
        ClipboardLimit = "CLIPBOARD_LIMIT",
        /// Ids of protected accounts.
        ProtectedIdentity = "PROTECTED_IDENTITY",
        /// Names of protected accounts in texts.
        MentionInText = "MENTION_IN_TEXT",
        /// What accounts say of themselves.
        ProfileText = "PROFILE_TEXT",
        /// Figures and dates that tell an account.
        QuasiIdentifier = "QUASI_IDENTIFIER",
        /// Places.
        GeoDropped = "GEO_DROPPED",
        /// Tweet ids lead back to their authors.
        TweetIdLink = "TWEET_ID_LINK",
        /// Names at the nodes of a graph.
        GraphLabels = "GRAPH_LABELS",
        /// The figure carries its numbers.
        FigureEmbedsData = "FIGURE_EMBEDS_DATA",
        /// Too many objects for one person.
        QuotaObjects24h = "QUOTA_OBJECTS_24H",
        /// Too many ids for one organisation.
        QuotaIds30d = "QUOTA_IDS_30D",
        /// Objects go by hand only.
        ChannelAutomated = "CHANNEL_AUTOMATED",
        /// The same package again.
        Reissue = "REISSUE",
        /// Too many records at a time.
        MaxRecords = "MAX_RECORDS",
        /// No quotations.
        Quotes = "QUOTES",
        /// No quotations of protected accounts.
        QuoteProtected = "QUOTE_PROTECTED",
        /// Too many quotations.
        QuoteLimit = "QUOTE_LIMIT",
        /// Cells of too few accounts.
        SmallCell = "SMALL_CELL",
        /// Empty cells tell.
        ZeroCell = "ZERO_CELL",
        /// Cells that one or two accounts make.
        Dominance = "DOMINANCE",
        /// Numbers are rounded.
        Rounding = "ROUNDING",
        /// The difference to an earlier release tells of few accounts.
        Differencing = "DIFFERENCING",
        /// The licensor asks to be told of publications.
        PublicationNotice = "PUBLICATION_NOTICE",
    }
}

words! {
    /// What comes with an export as a promise.
    Obligation {
        /// The source is named.
        Attribution = "attribution",
        /// The terms stand beside what is published.
        TermsNotice = "terms_notice",
        /// The recipient signs.
        Countersign = "countersign",
        /// It is destroyed by a day.
        DestroyBy = "destroy_by",
        /// It is encrypted to the recipient.
        EncryptToRecipient = "encrypt_to_recipient",
        /// It is not published.
        NotPublic = "not_public",
        /// The copy is registered with a place and an end.
        WorkCopyRegister = "work_copy_register",
        /// How many disputed accounts are in the totals is said.
        DiscloseDisputed = "disclose_disputed",
    }
}

/// A change that is made to what leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transform {
    /// Exact figures as bands, days as months.
    BandQuasiIdentifiers,
    /// Rows to distinct tweet ids.
    Dehydrate,
    /// Rows of disputed accounts go.
    DropDisputedRows,
    /// Places go.
    DropGeo,
    /// What accounts say of themselves goes.
    DropProfileText,
    /// Rows whose removal was asked for go.
    DropRemovedRows,
    /// Rows of what was withdrawn go.
    DropWithdrawnRows,
    /// Account ids of protected accounts.
    PseudonymiseIds,
    /// Labels of figures and graphs.
    PseudonymiseLabels,
    /// Names in texts.
    PseudonymiseMentions,
    /// Tweet ids.
    PseudonymiseTweetIds,
    /// A picture instead of drawing instructions.
    Rasterise,
    /// Numbers are rounded to multiples of this.
    RoundTo(u64),
    /// Nodes keep their ids and nothing else.
    StripNodeAttributes,
    /// The same tweets from the published twin.
    SubstitutePublicTwin,
    /// Cells are hidden.
    SuppressCells,
    /// Quotations of protected accounts go.
    WithholdProtectedQuotes,
}

impl Transform {
    /// From what is written.
    pub fn from_word(word: &str) -> Option<Self> {
        if let Some(base) = word.strip_prefix("round_to_") {
            return base.parse().ok().map(Self::RoundTo);
        }
        Self::PLAIN
            .iter()
            .copied()
            .find(|plain| plain.to_string() == word)
    }

    /// All but rounding, which has a number.
    pub const PLAIN: &'static [Self] = &[
        Self::BandQuasiIdentifiers,
        Self::Dehydrate,
        Self::DropDisputedRows,
        Self::DropGeo,
        Self::DropProfileText,
        Self::DropRemovedRows,
        Self::DropWithdrawnRows,
        Self::PseudonymiseIds,
        Self::PseudonymiseLabels,
        Self::PseudonymiseMentions,
        Self::PseudonymiseTweetIds,
        Self::Rasterise,
        Self::StripNodeAttributes,
        Self::SubstitutePublicTwin,
        Self::SuppressCells,
        Self::WithholdProtectedQuotes,
    ];
}

impl fmt::Display for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::BandQuasiIdentifiers => "band_quasi_identifiers",
            Self::Dehydrate => "dehydrate",
            Self::DropDisputedRows => "drop_disputed_rows",
            Self::DropGeo => "drop_geo",
            Self::DropProfileText => "drop_profile_text",
            Self::DropRemovedRows => "drop_removed_rows",
            Self::DropWithdrawnRows => "drop_withdrawn_rows",
            Self::PseudonymiseIds => "pseudonymise_ids",
            Self::PseudonymiseLabels => "pseudonymise_labels",
            Self::PseudonymiseMentions => "pseudonymise_mentions",
            Self::PseudonymiseTweetIds => "pseudonymise_tweet_ids",
            Self::Rasterise => "rasterise",
            Self::RoundTo(base) => return write!(f, "round_to_{base}"),
            Self::StripNodeAttributes => "strip_node_attributes",
            Self::SubstitutePublicTwin => "substitute_public_twin",
            Self::SuppressCells => "suppress_cells",
            Self::WithholdProtectedQuotes => "withhold_protected_quotes",
        };
        f.write_str(word)
    }
}

impl Serialize for Transform {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
