//! The words of what leaves: exports, the record, agreements, and who receives.

use super::{FacetWord, FormatWord};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// To whom something leaves, why, and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct Handing {
    /// The recipient's id [default: yourself]
    #[arg(long, value_name = "RECIPIENT", requires = "format")]
    pub(in crate::cli) to: Option<String>,
    /// What for [default: academic_research]
    #[arg(long, value_name = "P", requires = "format")]
    pub(in crate::cli) purpose: Option<String>,
    /// Seal it to this age recipient; may be given more than once
    #[arg(long, value_name = "AGE-RECIPIENT", requires = "format")]
    pub(in crate::cli) encrypt_to: Vec<String>,
    /// As a package with its agreement (always so when it is sealed)
    #[arg(long, requires = "format")]
    pub(in crate::cli) package: bool,
    /// Decide and show, write nothing
    #[arg(long, requires = "format")]
    pub(in crate::cli) dry_run: bool,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::cli) enum AgreementsCommand {
    /// All of them; the same as no word
    List,
    /// One agreement, clause by clause
    Show {
        /// Its id
        id: String,
    },
    /// Sign the latest wording
    Sign {
        /// Its id
        id: String,
        #[command(flatten)]
        signer: Signing,
    },
    /// Accept clauses for a dataset, one by one or all; whoever accepts all of them signs the agreement
    Accept {
        /// Its id
        id: String,
        /// For this dataset
        #[arg(long, value_name = "NAME")]
        dataset: String,
        /// This clause; may be given more than once [default: all]
        #[arg(long, value_name = "CLAUSE")]
        clause: Vec<String>,
        #[command(flatten)]
        signer: Signing,
    },
    /// Add an agreement, or a new wording of one
    Add {
        /// The TOML file
        file: PathBuf,
    },
    /// Say what is wrong with a file, with line and column; needs no vault
    Check {
        /// The TOML file
        file: PathBuf,
    },
    /// Run a file of cases against agreements; needs no vault
    Test {
        /// The JSON file of cases
        cases: PathBuf,
        /// The folder of agreements
        #[arg(long, value_name = "DIR")]
        agreements: PathBuf,
    },
}

/// Who signs an agreement or accepts clauses of it.
#[derive(Debug, Args)]
pub(in crate::cli) struct Signing {
    /// Who it is that signs or accepts
    #[arg(long, value_name = "N")]
    pub(in crate::cli) name: String,
    /// Of which institution
    #[arg(long, value_name = "I")]
    pub(in crate::cli) institution: String,
    /// As what
    #[arg(long, value_name = "R")]
    pub(in crate::cli) role: String,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::cli) enum PeopleCommand {
    /// All of them; the same as no word
    List,
    /// Write a recipient down, or over
    Add(Box<Person>),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Person {
    /// A short name for it, as `export --to` takes it
    pub(in crate::cli) id: String,
    /// person, commercial, government or intelligence
    #[arg(long, value_name = "KIND", default_value = "person")]
    pub(in crate::cli) kind: String,
    /// The person's or organisation's name
    #[arg(long, value_name = "N")]
    pub(in crate::cli) name: String,
    /// reviewer, where it reviews a manuscript
    #[arg(long, value_name = "ROLE")]
    pub(in crate::cli) role: Option<String>,
    /// The institution's id
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) entity: Option<String>,
    /// The address by which agreements list people
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) email: Option<String>,
    /// The researcher's number
    #[arg(long, value_name = "ORCID")]
    pub(in crate::cli) orcid: Option<String>,
    /// A public key of age to seal to
    #[arg(long, value_name = "AGE-RECIPIENT")]
    pub(in crate::cli) age_key: Option<String>,
    /// An agreement of its own that holds; may be given more than once
    #[arg(long, value_name = "AGREEMENT")]
    pub(in crate::cli) own_agreement: Vec<String>,
    /// undergraduate, industry, government …; may be given more than once
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    /// It has accepted the terms
    #[arg(long)]
    pub(in crate::cli) accepted_terms: bool,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::cli) enum PermissionsCommand {
    /// All of them; the same as no word
    List,
    /// File a licensor's written permission for one clause
    Add {
        /// The agreement's id
        agreement: String,
        /// The clause that it lifts
        clause: String,
        /// Where the paper is kept
        #[arg(long, value_name = "WHERE")]
        reference: String,
    },
    /// Take one back
    Remove {
        /// The agreement's id
        agreement: String,
        /// The clause
        clause: String,
    },
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::cli) enum ApprovalsCommand {
    /// All of them; the same as no word
    List,
    /// File the steward's approval of one decision
    Add {
        /// The decision's digest, `hash` of `export --dry-run --json`
        decision: String,
        /// Who approves
        #[arg(long, value_name = "N")]
        name: String,
        /// Where the paper is kept
        #[arg(long, value_name = "WHERE", default_value = "")]
        reference: String,
    },
    /// Take one back
    Remove {
        /// The decision's digest
        decision: String,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// The query; `*` is every tweet
    #[arg(allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// csv, jsonl, parquet: rows; ids: tweet ids; summary: totals; svg, png: a figure of totals
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) format: FormatWord,
    /// The file; it must not exist
    #[arg(long, value_name = "FILE", required_unless_present = "dry_run")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Columns by the archive's names [default: all]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(in crate::cli) fields: Vec<String>,
    /// For totals and figures: what to count by, a field or minute, day, week, month, year
    #[arg(long, value_name = "FIELD")]
    pub(in crate::cli) by: Option<String>,
    /// For totals: split each count by this field
    #[arg(long, value_name = "FIELD")]
    pub(in crate::cli) split: Option<FacetWord>,
    #[command(flatten)]
    pub(in crate::cli) handing: Handing,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(in crate::cli) struct Audit {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<AuditCommand>,
    /// At most so many entries, the newest
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(in crate::cli) limit: u64,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::cli) enum AuditCommand {
    /// Check the log from its first entry to its last
    Verify {
        /// An exported log instead of the vault's; needs no vault
        #[arg(long, value_name = "FILE", requires = "key")]
        log: Option<PathBuf>,
        /// The public key of that log
        #[arg(long, value_name = "FILE", requires = "log")]
        key: Option<PathBuf>,
    },
    /// Write the log and its public key out
    Export {
        /// The file; the key is written beside it
        file: PathBuf,
    },
    /// Say that you know that the vault was put back to an earlier time
    Acknowledge,
}
