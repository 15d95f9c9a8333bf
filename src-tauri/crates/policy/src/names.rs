//! Names of things: ids of agreements, clauses, datasets, people and columns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Texts that name one sort of thing and are never mixed up with another's.
macro_rules! names {
    ($($(#[$about:meta])* $name:ident;)+) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
            #[serde(transparent)]
            pub struct $name(pub String);

            impl $name {
                /// As it is written.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl From<&str> for $name {
                fn from(text: &str) -> Self {
                    Self(text.to_owned())
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        )+
    };
}

names! {
    /// An agreement's id: `tmrc-unhashed`.
    AgreementId;
    /// A clause's id inside its agreement: `T2-no-outside`.
    ClauseId;
    /// A dataset's name in the vault.
    DatasetName;
    /// What the member calls a recipient.
    RecipientId;
    /// An organisation; the ids that it receives are counted together.
    EntityId;
    /// A purpose's code: `academic_research`.
    Purpose;
    /// A column, as it is published: `user_screen_name`.
    FieldName;
    /// The digest of a sealed package, as it is written down.
    PackageDigest;
}
