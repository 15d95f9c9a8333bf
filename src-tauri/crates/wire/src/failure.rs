//! What went wrong, with a closed code to act on.

use crate::text::utf16_of_chars;
use serde::Serialize;
use starling_session::Error;
use ts_rs::TS;

/// What the other side acts on; the message is for people only.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", content = "details", rename_all = "snake_case")]
pub enum Code {
    /// The passphrase (or recovery key) is wrong.
    WrongPassphrase,
    /// The vault cannot be unlocked by what was given.
    CannotUnlock,
    /// No vault is open in this window, or it has locked itself.
    Locked,
    /// Another program has the vault open.
    VaultInUse {
        /// Its process; 0 where not known.
        pid: u32,
    },
    /// The vault is of a newer Starling.
    VaultNewer {
        /// Its format.
        format: u32,
    },
    /// There is no vault in the folder.
    NoVault {
        /// The folder.
        dir: String,
    },
    /// There is a vault in the folder already.
    VaultExists {
        /// The folder.
        dir: String,
    },
    /// A file of the vault, or an input, is damaged.
    Damaged {
        /// Which.
        file: String,
        /// Whether it belongs to the vault (else it is an input).
        vault: bool,
    },
    /// No room left.
    DiskFull {
        /// What was being written.
        file: String,
    },
    /// A file is of no layout that is known here.
    ReleaseUnknown {
        /// Which.
        file: String,
        /// What it has and what was looked for.
        reason: String,
    },
    /// A file cannot be read.
    Unreadable {
        /// Which.
        file: String,
    },
    /// The query cannot be understood.
    QuerySyntax {
        /// Where the fault begins, in UTF-16 code units.
        at: usize,
        /// How long it is, in UTF-16 code units; 0 at the end of the query.
        len: usize,
        /// The same place for people: characters, from 1.
        column: usize,
    },
    /// An agreement forbids it.
    Refused {
        /// Every reason.
        clauses: Vec<crate::Clause>,
    },
    /// The call's words are wrong.
    Usage,
    /// No such tweet, account, dataset, saved search.
    NotFound,
    /// One job at a time.
    Busy,
    /// Stopped as asked.
    Cancelled,
    /// It did not work; the message says why.
    Failed,
    /// A fault of the program itself.
    Unexpected {
        /// A number to quote.
        number: u64,
    },
}

impl Code {
    /// The command line's exit status.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::WrongPassphrase | Self::CannotUnlock => 3,
            Self::Refused { .. } => 4,
            Self::Damaged { .. } => 5,
            Self::Usage => 2,
            _ => 1,
        }
    }
}

/// Something did not work.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Failure {
    /// What to act on.
    #[serde(flatten)]
    pub code: Code,
    /// One sentence for people.
    pub message: String,
}

impl Failure {
    /// With a message of its own.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The call's words are wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Code::Usage, message)
    }

    /// It did not work.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Code::Failed, message)
    }

    /// Turns the place of a query's fault from characters into UTF-16 code units of that query.
    /// Only the query itself can tell, so whoever asked it calls this once.
    pub fn in_query(mut self, query: &str) -> Self {
        if let Code::QuerySyntax { at, len, .. } = &mut self.code {
            let end = utf16_of_chars(query, *at + *len);
            *at = utf16_of_chars(query, *at);
            *len = end - *at;
        }
        self
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        let code = match error {
            Error::WrongPassphrase => Code::WrongPassphrase,
            Error::CannotUnlock(_) => Code::CannotUnlock,
            Error::Refused(plan) => Code::Refused {
                clauses: crate::export::clauses(&plan),
            },
            Error::Call(_) => Code::Usage,
            Error::InUse { pid } => Code::VaultInUse { pid },
            Error::Newer { format } => Code::VaultNewer { format },
            Error::NoVault(dir) => Code::NoVault {
                dir: dir.display().to_string(),
            },
            Error::Exists(dir) => Code::VaultExists {
                dir: dir.display().to_string(),
            },
            Error::Damaged { file, .. } => Code::Damaged {
                file: file.display().to_string(),
                vault: true,
            },
            Error::DiskFull(file) => Code::DiskFull {
                file: file.display().to_string(),
            },
            Error::QuerySyntax { at, len, .. } => Code::QuerySyntax {
                at,
                len,
                column: at + 1,
            },
            Error::UnknownLayout {
                file,
                found,
                wanted,
            } => Code::ReleaseUnknown {
                file: file.display().to_string(),
                reason: format!("{found}; looked for {wanted}"),
            },
            Error::Unreadable { file, .. } => Code::Unreadable {
                file: file.display().to_string(),
            },
            Error::DamagedInput { file, .. } => Code::Damaged {
                file: file.display().to_string(),
                vault: false,
            },
            Error::NotFound(_) => Code::NotFound,
            Error::Cancelled => Code::Cancelled,
            Error::Failed(_) => Code::Failed,
        };
        Self { code, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(error: Error, status: u8, expected: Expect) {
        let failure = Failure::from(error);
        assert_eq!(failure.code.exit_status(), status);
        expected.assert_eq(&serde_json::to_string(&failure).unwrap());
    }

    #[test]
    fn wrong_passphrase() {
        check(
            Error::WrongPassphrase,
            3,
            expect![[r#"{"kind":"wrong_passphrase","message":"the passphrase is wrong"}"#]],
        );
    }

    #[test]
    fn in_use() {
        check(
            Error::InUse { pid: 7 },
            1,
            expect![[
                r#"{"kind":"vault_in_use","details":{"pid":7},"message":"the vault is open in another program (process 7)"}"#
            ]],
        );
    }

    #[test]
    fn damaged() {
        check(
            Error::Damaged {
                file: "store.db".into(),
                reason: "page 3 does not match its seal".into(),
            },
            5,
            expect![[
                r#"{"kind":"damaged","details":{"file":"store.db","vault":true},"message":"`store.db` is damaged: page 3 does not match its seal"}"#
            ]],
        );
    }

    #[test]
    fn a_query_fault_is_placed_in_utf16() {
        let error = Error::QuerySyntax {
            at: 2,
            len: 1,
            message: "no".into(),
        };
        let failure = Failure::from(error).in_query("😀 )");
        assert_eq!(
            failure.code,
            Code::QuerySyntax {
                at: 3,
                len: 1,
                column: 3
            }
        );
    }
}
