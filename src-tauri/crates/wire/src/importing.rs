//! Imports: what they did, what they would do, what they refused.

use crate::library::Expected;
use crate::{Code, Failure, Signer};
use serde::{Deserialize, Serialize};
use starling_session as session;
use ts_rs::TS;

/// Rows of one kind. `read = new + duplicate + rejected`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Tally {
    pub read: u64,
    pub new: u64,
    pub duplicate: u64,
    pub rejected: u64,
}

impl From<session::Tally> for Tally {
    fn from(tally: session::Tally) -> Self {
        Self {
            read: tally.read,
            new: tally.new,
            duplicate: tally.duplicate,
            rejected: tally.rejected,
        }
    }
}

/// What an import did with one file or member of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ImportedFile {
    /// `archive.zip/member.csv` where it lay in an archive.
    pub path: String,
    /// `tweets`, `users`, `media` or `ignored`.
    pub kind: String,
    /// Where it went.
    pub dataset: Option<String>,
    /// Its tweets.
    pub tweets: Tally,
    /// Its users rows.
    pub accounts: Tally,
    /// Its images and videos.
    pub media: Tally,
    /// How long it took.
    pub seconds: f64,
    /// Why it was left out or cut short, where it was.
    pub problem: Option<String>,
    /// The same in one word: `unknown-layout`, `damaged`, `unreadable` and the like.
    pub fault: Option<String>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ImportReport {
    /// File by file.
    pub files: Vec<ImportedFile>,
    /// New tweets.
    pub tweets: u64,
    /// New accounts of users files.
    pub accounts: u64,
    /// New media files.
    pub media: u64,
    /// Rows refused.
    pub rejected: u64,
    /// How long it took.
    pub seconds: f64,
    /// Under which agreements the datasets stand that were read.
    pub agreements: Vec<StandsUnder>,
}

/// An agreement that a dataset stands under, and how much of it the member accepted for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StandsUnder {
    /// The dataset.
    pub dataset: String,
    /// The agreement's id.
    pub agreement: String,
    /// Its clauses.
    pub clauses: u64,
    /// Those that were accepted in this wording.
    pub accepted: u64,
}

/// The clauses that the member accepts for what is imported.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportAcceptance {
    /// Who.
    pub signer: Signer,
    /// Which.
    pub clauses: Vec<AcceptedClause>,
}

/// One clause of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptedClause {
    /// The agreement.
    pub agreement: String,
    /// The clause.
    pub clause: String,
}

impl From<ImportAcceptance> for session::agreements::Accepting {
    fn from(acceptance: ImportAcceptance) -> Self {
        let clauses = acceptance.clauses.into_iter();
        Self {
            signer: acceptance.signer.into(),
            clauses: clauses
                .map(|one| (one.agreement.as_str().into(), one.clause.as_str().into()))
                .collect(),
        }
    }
}

impl From<session::ImportReport> for ImportReport {
    fn from(report: session::ImportReport) -> Self {
        let files = report.files.into_iter().map(|file| ImportedFile {
            path: file.path,
            kind: file.kind,
            dataset: file.dataset,
            tweets: file.tweets.into(),
            accounts: file.accounts.into(),
            media: file.media.into(),
            seconds: file.seconds,
            problem: file.problem,
            fault: file.fault,
        });
        Self {
            files: files.collect(),
            tweets: report.tweets,
            accounts: report.accounts,
            media: report.media,
            rejected: report.rejected,
            seconds: report.seconds,
            agreements: report
                .agreements
                .into_iter()
                .map(|under| StandsUnder {
                    dataset: under.dataset,
                    agreement: under.agreement,
                    clauses: under.clauses,
                    accepted: under.accepted,
                })
                .collect(),
        }
    }
}

impl ImportReport {
    /// The failure that the whole import is where not one file could be read; the gravest fault speaks.
    pub fn failure(&self) -> Option<Failure> {
        let mut wanted = self
            .files
            .iter()
            .filter(|file| file.kind != "ignored")
            .peekable();
        wanted.peek()?;
        if wanted
            .clone()
            .any(|file| file.fault.is_none() || file.read_anything())
        {
            return None;
        }
        wanted
            .filter_map(ImportedFile::failure)
            .max_by_key(|failure| failure.code.exit_status())
    }

    /// The command line's exit status where something was read: 5 where an input was damaged.
    pub fn exit_status(&self) -> u8 {
        let statuses = self
            .files
            .iter()
            .filter_map(ImportedFile::failure)
            .map(|failure| failure.code.exit_status());
        statuses.filter(|status| *status == 5).max().unwrap_or(0)
    }
}

impl ImportedFile {
    fn read_anything(&self) -> bool {
        self.tweets.read + self.accounts.read + self.media.read > 0
    }

    fn failure(&self) -> Option<Failure> {
        let (file, reason) = (self.path.clone(), self.problem.clone().unwrap_or_default());
        let message = format!("`{file}`: {reason}");
        let code = match self.fault.as_deref()? {
            "damaged" | "bomb" => Code::Damaged { file, vault: false },
            "unreadable" | "encrypted" | "changed" => Code::Unreadable { file },
            _ => Code::ReleaseUnknown { file, reason },
        };
        Some(Failure::new(code, message))
    }
}

/// What a dry run says.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Survey {
    /// File by file.
    pub files: Vec<SurveyedFile>,
}

/// What a dry run says of one file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SurveyedFile {
    /// `archive.zip/member.csv` where it lies in an archive.
    pub path: String,
    /// `tweets`, `users`, `media`, `ignored` or `unknown`.
    pub kind: String,
    /// The layout in words.
    pub layout: String,
    /// Where it would go.
    pub dataset: Option<String>,
    /// That dataset's title.
    pub title: Option<String>,
    /// `hashed`, `unhashed`, `leaking` or `unknown`.
    pub tier: String,
    /// The agreement it would stand under, by its tier; none where it brings no rows.
    pub agreement: Option<String>,
    /// Header names or JSON keys.
    pub columns: Vec<String>,
    /// Rows in all.
    pub rows: u64,
    /// Rows that would be refused.
    pub rejected: u64,
    /// The first of them.
    pub rejections: Vec<Rejection>,
    /// Bytes, uncompressed where known.
    pub bytes: u64,
    /// The set's published figures.
    pub expected: Expected,
    /// Why it cannot be imported, where it cannot.
    pub problem: Option<String>,
}

/// One row that would be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Rejection {
    /// Its number, from 1.
    pub record: u64,
    /// Why.
    pub reason: String,
}

impl From<Vec<session::SurveyedFile>> for Survey {
    fn from(files: Vec<session::SurveyedFile>) -> Self {
        Self {
            files: files.into_iter().map(SurveyedFile::from).collect(),
        }
    }
}

impl From<session::SurveyedFile> for SurveyedFile {
    fn from(file: session::SurveyedFile) -> Self {
        let rejections = file
            .rejections
            .into_iter()
            .map(|(record, reason)| Rejection { record, reason });
        Self {
            path: file.path,
            kind: file.kind,
            layout: file.layout,
            dataset: file.dataset,
            title: file.title,
            tier: file.tier.word().to_owned(),
            agreement: file.agreement,
            columns: file.columns,
            rows: file.rows,
            rejected: file.rejected,
            rejections: rejections.collect(),
            bytes: file.bytes,
            expected: Expected {
                accounts: file.expected.0,
                tweets: file.expected.1,
                users_rows: None,
            },
            problem: file.problem,
        }
    }
}

/// `import rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Rejected {
    /// All of them, not only this page.
    pub total: u64,
    /// The page.
    pub rows: Vec<RejectedRow>,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RejectedRow {
    /// The dataset its file belongs to.
    pub dataset: String,
    /// The file and member.
    pub file: String,
    /// Its number in the file, from 1, the header not counted.
    pub record: u64,
    /// Its first line in the file, from 1.
    pub line: u64,
    /// The column at fault, where one is.
    pub column: Option<String>,
    /// Why.
    pub reason: String,
    /// The row as it was, at most 64 KiB of it.
    pub raw: String,
}

impl From<session::RejectedPage> for Rejected {
    fn from(page: session::RejectedPage) -> Self {
        let rows = page.rows.into_iter().map(|row| RejectedRow {
            dataset: row.dataset,
            file: row.file,
            record: row.record,
            line: row.line,
            column: row.column,
            reason: row.reason,
            raw: row.raw,
        });
        Self {
            total: page.total,
            rows: rows.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: &str, fault: Option<&str>, read: u64) -> ImportedFile {
        let tally = Tally {
            read,
            new: read,
            duplicate: 0,
            rejected: 0,
        };
        let none = Tally {
            read: 0,
            new: 0,
            duplicate: 0,
            rejected: 0,
        };
        ImportedFile {
            path: "a".into(),
            kind: kind.into(),
            dataset: None,
            tweets: tally,
            accounts: none,
            media: none,
            seconds: 0.0,
            problem: fault.map(str::to_owned),
            fault: fault.map(str::to_owned),
        }
    }

    #[track_caller]
    fn check(files: &[ImportedFile], failure: Option<u8>, status: u8) {
        let report = ImportReport {
            files: files.to_vec(),
            tweets: 0,
            accounts: 0,
            media: 0,
            rejected: 0,
            seconds: 0.0,
            agreements: Vec::new(),
        };
        assert_eq!(
            report.failure().map(|failure| failure.code.exit_status()),
            failure
        );
        assert_eq!(report.exit_status(), status);
    }

    #[test]
    fn nothing_read_is_a_failure() {
        check(&[file("unknown", Some("unknown-layout"), 0)], Some(1), 0);
        check(
            &[
                file("unknown", Some("unknown-layout"), 0),
                file("unknown", Some("damaged"), 0),
            ],
            Some(5),
            5,
        );
    }

    #[test]
    fn a_strange_file_beside_good_ones_is_none() {
        check(
            &[
                file("unknown", Some("unknown-layout"), 0),
                file("tweets", None, 7),
            ],
            None,
            0,
        );
    }

    #[test]
    fn a_damaged_file_is_said_also_beside_good_ones() {
        check(
            &[file("tweets", Some("damaged"), 3), file("tweets", None, 7)],
            None,
            5,
        );
    }

    #[test]
    fn an_empty_folder_is_no_failure() {
        check(&[], None, 0);
        check(&[file("ignored", None, 0)], None, 0);
    }
}
