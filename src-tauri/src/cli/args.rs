//! The words of the call.

mod leaving;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub(super) use leaving::{
    AgreementsCommand, ApprovalsCommand, Audit, AuditCommand, Export, Handing, PeopleCommand,
    PermissionsCommand, Person, Signing,
};
use std::path::PathBuf;

/// Explore Twitter's information-operations datasets offline, in an encrypted vault.
///
/// Without a command the window opens. With one, no display is needed.
#[derive(Debug, Parser)]
#[command(
    name = "starling",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(super) struct Call {
    #[command(flatten)]
    pub(super) options: Options,
    /// Draw the window without the graphics card, where it stays blank
    #[arg(long)]
    pub(super) software_rendering: bool,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// May stand before or after the command.
#[derive(Debug, Clone, Args)]
pub(super) struct Options {
    /// The vault's folder [default: `starling/vault` in the user's data folder]
    #[arg(
        long,
        value_name = "DIR",
        env = "STARLING_VAULT",
        global = true,
        hide_env_values = true
    )]
    pub(super) vault: Option<PathBuf>,
    /// Read the passphrase from this file
    ///
    /// Where it is not given, the operating system's keychain is asked, then the terminal.
    #[arg(
        long,
        value_name = "FILE",
        env = "STARLING_PASSPHRASE_FILE",
        global = true,
        hide_env_values = true
    )]
    pub(super) passphrase_file: Option<PathBuf>,
    /// Print one JSON document and nothing else
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// No progress
    #[arg(long, global = true)]
    pub(super) quiet: bool,
    /// Print help
    #[arg(long, action = clap::ArgAction::Help, global = true)]
    help: Option<bool>,
    /// Print version
    #[arg(long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

impl Options {
    /// The vault's folder.
    pub(super) fn vault_dir(&self) -> PathBuf {
        self.vault
            .clone()
            .filter(|dir| !dir.as_os_str().is_empty())
            .unwrap_or_else(crate::places::default_vault)
    }

    /// The file with the passphrase, where one is named.
    pub(super) fn passphrase_file(&self) -> Option<PathBuf> {
        self.passphrase_file
            .clone()
            .filter(|file| !file.as_os_str().is_empty())
    }
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum Command {
    /// Make, inspect and look after the vault
    Vault {
        #[command(subcommand)]
        command: VaultCommand,
    },
    /// Read published files and folders into the vault
    Import(Import),
    /// List the datasets in the vault, show one, remove one
    Datasets {
        #[command(subcommand)]
        command: Option<DatasetsCommand>,
    },
    /// List tweets
    Search(Search),
    /// Count tweets and their authors
    Count {
        /// The query; `*` is every tweet
        #[arg(allow_hyphen_values = true)]
        query: String,
    },
    /// Count tweets by the values of fields
    Facets(Facets),
    /// Count tweets over time
    Timeline(Timeline),
    /// Tie accounts (or hashtags) by the tweets of a query, and measure the network
    Network(Network),
    /// List the accounts that wrote the tweets of a query
    Accounts(Accounts),
    /// Show one account whole
    Account {
        /// Its id or screen name
        #[arg(value_name = "ID-OR-NAME", allow_hyphen_values = true)]
        account: String,
    },
    /// Show one tweet whole, with its thread
    Tweet {
        /// Its id
        id: String,
    },
    /// Put tags on tweets and accounts
    Tag {
        #[command(subcommand)]
        command: TagCommand,
    },
    /// Write notes on tweets and accounts
    Note {
        #[command(subcommand)]
        command: NoteCommand,
    },
    /// Keep searches under a name
    Saved {
        #[command(subcommand)]
        command: SavedCommand,
    },
    /// Write rows, ids, totals or a figure to a file, as the agreements allow
    Export(Export),
    /// Show the log of imports, exports and refusals; check it, write it out
    Audit(Audit),
    /// Check an exported file or package against its manifest
    ///
    /// Where a vault is named by --vault or STARLING_VAULT, the export is also made once more and compared.
    Verify {
        /// The file, package, or a package's unpacked folder
        package: PathBuf,
    },
    /// What may leave and on what terms: list, show, sign, add, check and try agreements
    Agreements {
        #[command(subcommand)]
        command: Option<AgreementsCommand>,
    },
    /// Who may receive: list them, write one down
    People {
        #[command(subcommand)]
        command: Option<PeopleCommand>,
    },
    /// Written permissions of licensors on file
    Permissions {
        #[command(subcommand)]
        command: Option<PermissionsCommand>,
    },
    /// The data steward's approvals on file
    Approvals {
        #[command(subcommand)]
        command: Option<ApprovalsCommand>,
    },
    /// Take withdrawn tweets and accounts out of every view, of the store and of the index
    Withdraw {
        /// One id a line: `ID`, `ID,STATE`, `KIND,ID` or `KIND,ID,STATE`
        ///
        /// KIND is tweet or account; STATE is withdrawn, restored, disputed or forgotten [default: withdrawn].
        file: PathBuf,
    },
    /// Make a synthetic campaign to try things out
    Demo {
        #[command(subcommand)]
        command: DemoCommand,
    },
    /// Measure queries on one open vault
    #[command(hide = true)]
    BenchQueries {
        /// A JSON list of `{name, kind, query, repeat}`
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum VaultCommand {
    /// Make a new vault; prints its recovery key, this once
    Create {
        /// Keep the vault's key in the operating system's keychain as well
        #[arg(long)]
        keychain: bool,
    },
    /// What the vault is and holds
    Info,
    /// Replace the passphrase
    Passwd {
        /// Read the new passphrase from this file
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Unlock by the recovery key and set a new passphrase
    Recover {
        /// Read the recovery key from this file
        #[arg(long, value_name = "FILE")]
        recovery_key_file: Option<PathBuf>,
        /// Read the new passphrase from this file
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
        /// Make a new recovery key as well; the old one no longer works
        #[arg(long)]
        new_key: bool,
    },
    /// Put the vault's key into the operating system's keychain, or take it out
    Keychain {
        #[command(subcommand)]
        command: KeychainCommand,
    },
    /// Copy the vault, still sealed, into an empty folder
    Backup {
        /// The folder
        dir: PathBuf,
    },
    /// Give back room on disk
    Compact,
    /// Read every block, row and document and compare
    Verify {
        /// First throw the index away and make it anew from the store
        #[arg(long)]
        repair: bool,
    },
    /// Say whether the vault can be unlocked with what is given
    UnlockCheck,
}

#[derive(Debug, Clone, Copy, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum KeychainCommand {
    /// Put it in
    Add,
    /// Take it out
    Remove,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct Import {
    #[command(subcommand)]
    pub(super) command: Option<ImportCommand>,
    /// Files and folders: CSV, JSON, zip, tar, gz, zst
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The dataset's name [default: recognised from the file names]
    #[arg(long, value_name = "NAME")]
    pub(super) dataset: Option<String>,
    /// Whether the files are of the public, hashed form or not [default: told from the data]
    #[arg(long)]
    pub(super) tier: Option<TierWord>,
    /// What to do with images and videos: index them where they lie, copy them into the vault as well, or leave them out
    #[arg(long, default_value = "link")]
    pub(super) media: MediaWord,
    /// Say what each file is and what would be refused; write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Accept every clause of this agreement for what is read, and sign it; may be given more than once
    ///
    /// `import --dry-run` says under which agreement the files fall, `agreements show` what its clauses are. Without it
    /// the files come in all the same.
    #[arg(long, value_name = "AGREEMENT", requires_all = ["name", "institution", "role"])]
    pub(super) accept: Vec<String>,
    /// With --accept: who accepts
    #[arg(long, value_name = "N", requires = "accept")]
    pub(super) name: Option<String>,
    /// With --accept: of which institution
    #[arg(long, value_name = "I", requires = "accept")]
    pub(super) institution: Option<String>,
    /// With --accept: as what
    #[arg(long, value_name = "R", requires = "accept")]
    pub(super) role: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// List rows that were refused, with file, line, reason and the row itself
    Rejected(Rejected),
    /// List rows that came again for a tweet of the same dataset and say something else; they count as duplicates
    Differing(Rejected),
}

#[derive(Debug, Args)]
pub(super) struct Rejected {
    /// Only of this dataset
    #[arg(long, value_name = "NAME")]
    pub(super) dataset: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 1000)]
    pub(super) limit: u64,
    /// Leave out the first so many
    #[arg(long, default_value_t = 0)]
    pub(super) offset: u64,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum DatasetsCommand {
    /// All of them; the same as no word
    List,
    /// One dataset with its files
    Show {
        /// Its name
        name: String,
    },
    /// Take a dataset out of the vault
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Search {
    /// The query; `*` is every tweet
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// At most so many, 100 at the most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: u64,
    /// Leave out the first so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: u64,
    /// Which come first
    #[arg(long, default_value = "newest")]
    pub(super) sort: SortWord,
}

#[derive(Debug, Args)]
pub(super) struct Facets {
    /// The query; `*` is every tweet
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// Field to count by; may be given more than once
    #[arg(long, value_name = "FIELD", required = true)]
    pub(super) by: Vec<FacetWord>,
    /// At most so many values of each field
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) top: usize,
}

#[derive(Debug, Args)]
pub(super) struct Timeline {
    /// The query; `*` is every tweet
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// Width of the buckets, UTC; weeks begin on Monday [default: the narrowest with at most 400]
    #[arg(long)]
    pub(super) by: Option<BucketWord>,
    /// Split each bucket by the values of this field
    #[arg(long, value_name = "FIELD")]
    pub(super) split: Option<FacetWord>,
    /// With --split: at most so many values; the others are summed up
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub(super) top: usize,
}

#[derive(Debug, Args)]
pub(super) struct Network {
    /// Tied by what: retweet, reply, quote, mention, hashtag, co-retweet, co-hashtag, co-url, similar-text
    #[arg(value_parser = network_kind)]
    pub(super) kind: String,
    /// The query; `*` is every tweet
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// Only edges of at least this weight
    #[arg(long, value_name = "N")]
    pub(super) min_weight: Option<f64>,
    /// List so many of the heaviest nodes
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) top: usize,
    /// Of co-retweet, co-hashtag, co-url and similar-text: acts match within so many seconds, or at `any` time
    /// [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(super) window: Option<String>,
    /// What the weights of those count: messages (as the QUT toolkit), pairs (as CooRTweet), cosine, cosine-log
    #[arg(long, value_name = "HOW")]
    pub(super) counting: Option<String>,
    /// Of those: leave out accounts with fewer acts
    #[arg(long, value_name = "N")]
    pub(super) participation: Option<u32>,
    /// Of those: leave out things that more accounts share [default without a window: 1000]
    #[arg(long, value_name = "N")]
    pub(super) most_accounts: Option<u32>,
    /// Of co-hashtag, co-url and similar-text: retweets are acts too
    #[arg(long)]
    pub(super) with_retweets: bool,
    /// Only ties from this moment on
    #[arg(long, value_name = "TIME")]
    pub(super) since: Option<String>,
    /// Only ties before this moment
    #[arg(long, value_name = "TIME")]
    pub(super) until: Option<String>,
    /// Count shortest paths through the nodes too, from so many sources, or from all
    #[arg(long, value_name = "SOURCES", num_args = 0..=1, require_equals = true)]
    pub(super) betweenness: Option<Option<u32>>,
    /// Of the communities
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u32,
    /// Of the communities: above 1 makes more and smaller ones
    #[arg(long, value_name = "R", default_value_t = 1.0)]
    pub(super) resolution: f64,
    /// Write the network to this file; an export, which has to pass the agreement
    #[arg(long, value_name = "FILE", requires = "format")]
    pub(super) out: Option<PathBuf>,
    /// The file's form; csv: the edges, nodes: the nodes as CSV, svg, png: a drawing
    #[arg(long, value_name = "FORM")]
    pub(super) format: Option<NetworkFormatWord>,
    /// Write its communities instead of its accounts; those that are too small are one node together
    #[arg(long, requires = "format")]
    pub(super) communities: bool,
    /// Write the nodes' ids and nothing else of them
    #[arg(long, requires = "format")]
    pub(super) only_ids: bool,
    #[command(flatten)]
    pub(super) handing: Handing,
}

fn network_kind(word: &str) -> Result<String, String> {
    starling_wire::network::network_kind(word)
        .map(|kind| kind.word().to_owned())
        .map_err(|failure| failure.message)
}

fn seconds(word: &str) -> Result<String, String> {
    let fits = word == "any"
        || word
            .parse()
            .is_ok_and(|seconds: f64| (0.0..1e12).contains(&seconds));
    fits.then(|| word.to_owned())
        .ok_or_else(|| "a number of seconds, or `any`".to_owned())
}

#[derive(Debug, Args)]
pub(super) struct Accounts {
    /// The query; `*` is every account
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// Which come first
    #[arg(long, default_value = "tweets")]
    pub(super) sort: AccountSortWord,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: u64,
    /// Leave out the first so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: u64,
    /// Also accounts that are only mentioned, answered or retweeted
    #[arg(long)]
    pub(super) outsiders: bool,
}

/// Exactly one of the two.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct On {
    /// The tweet's id
    #[arg(long, value_name = "ID")]
    pub(super) tweet: Option<String>,
    /// The account's id or screen name
    #[arg(long, value_name = "ID-OR-NAME")]
    pub(super) account: Option<String>,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum TagCommand {
    /// Put a tag on
    Add {
        /// The tag
        tag: String,
        #[command(flatten)]
        on: On,
    },
    /// Take it off
    Remove {
        /// The tag
        tag: String,
        #[command(flatten)]
        on: On,
    },
    /// What bears which tag
    List {
        /// Only this tag
        tag: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum NoteCommand {
    /// Write one
    Add {
        /// The words
        text: String,
        #[command(flatten)]
        on: On,
    },
    /// Show them
    List {
        /// Only on this tweet
        #[arg(long, value_name = "ID", conflicts_with = "account")]
        tweet: Option<String>,
        /// Only on this account
        #[arg(long, value_name = "ID-OR-NAME")]
        account: Option<String>,
    },
    /// Remove one
    Remove {
        /// Its number, as `note list` shows it
        note: i64,
    },
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum SavedCommand {
    /// Keep a search under a name; replaces one of that name
    Add {
        /// The name
        name: String,
        /// The query
        #[arg(allow_hyphen_values = true)]
        query: String,
    },
    /// Show them
    List,
    /// Forget one
    Remove {
        /// The name
        name: String,
    },
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum DemoCommand {
    /// Write a synthetic campaign in the archive's own form; the same bytes for the same seed
    Generate {
        /// The folder the files go into; must be empty or absent
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// How many tweets
        #[arg(long, value_name = "N", default_value_t = 20_000)]
        tweets: u64,
        /// Another seed, another campaign
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
        /// No pictures
        #[arg(long)]
        no_media: bool,
    },
}

/// Makes a type of clap's whose values are the words of a table in [`crate::words`].
macro_rules! word {
    ($name:ident, $words:expr, $meaning:ty) => {
        #[derive(Debug, Clone, Copy)]
        pub(super) struct $name(pub(super) $meaning);

        impl ValueEnum for $name {
            fn value_variants<'a>() -> &'a [Self] {
                static ALL: std::sync::LazyLock<Vec<$name>> = std::sync::LazyLock::new(|| {
                    $words.iter().map(|(_, meaning)| $name(*meaning)).collect()
                });
                &ALL
            }

            fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
                let word = $words.iter().find(|(_, meaning)| *meaning == self.0)?.0;
                Some(clap::builder::PossibleValue::new(word))
            }
        }
    };
}

word!(TierWord, crate::words::TIERS, starling_model::Tier);
word!(
    MediaWord,
    crate::words::MEDIA,
    starling_session::MediaChoice
);
word!(SortWord, crate::words::SORTS, starling_query::ask::Sort);
word!(
    AccountSortWord,
    crate::words::ACCOUNT_SORTS,
    starling_query::ask::AccountSort
);
word!(
    BucketWord,
    crate::words::BUCKETS,
    starling_query::ask::Bucket
);
word!(
    FormatWord,
    starling_session::exporting::Form::ALL,
    starling_session::exporting::Form
);
word!(
    NetworkFormatWord,
    starling_session::exporting::Form::OF_NETWORKS,
    starling_session::exporting::Form
);
word!(
    FacetWord,
    starling_query::ask::Facet::ALL.map(|facet| (facet.word(), facet)),
    starling_query::ask::Facet
);

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[track_caller]
    fn parse(words: &str) -> Call {
        Call::try_parse_from(std::iter::once("starling").chain(words.split(' '))).unwrap()
    }

    #[test]
    fn the_definition_holds_together() {
        Call::command().debug_assert();
    }

    #[test]
    fn global_options_stand_on_either_side() {
        for words in [
            "--json --vault v count x",
            "count --json --vault v x",
            "count x --vault v --json",
        ] {
            let call = parse(words);
            assert!(call.options.json, "{words}");
            assert_eq!(call.options.vault_dir(), PathBuf::from("v"), "{words}");
        }
    }

    #[test]
    fn a_query_may_begin_with_a_minus() {
        let Some(Command::Count { query }) = parse("count -hillary --json").command else {
            panic!("a count")
        };
        assert_eq!(query, "-hillary");
    }

    #[test]
    fn rejected_is_a_command_and_other_words_are_paths() {
        let Some(Command::Import(import)) = parse("import rejected --dataset x").command else {
            panic!("an import")
        };
        assert!(import.command.is_some());
        let Some(Command::Import(import)) = parse("import --dataset x a.csv b.csv").command else {
            panic!("an import")
        };
        assert_eq!(import.paths.len(), 2);
    }

    #[test]
    fn marks_need_exactly_one_target() {
        let refused = |words: &str| {
            Call::try_parse_from(std::iter::once("starling").chain(words.split(' ')))
                .unwrap_err()
                .exit_code()
        };
        assert_eq!(refused("tag add a"), 2);
        assert_eq!(refused("tag add a --tweet 1 --account b"), 2);
    }
}
