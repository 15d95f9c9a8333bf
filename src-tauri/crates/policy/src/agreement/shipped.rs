//! The agreements that come with the program.

use super::{Agreement, read};
use std::sync::LazyLock;

/// Their files.
const FILES: &[&str] = &[
    include_str!("../../../../../assets/agreements/public-hashed.toml"),
    include_str!("../../../../../assets/agreements/tmrc-unhashed.toml"),
    include_str!("../../../../../assets/agreements/institution-custom.toml"),
    include_str!("../../../../../assets/agreements/x-policy-2025-overlay.toml"),
];

/// The id of the public archive's terms.
pub const PUBLIC: &str = "twitter-public-hashed";
/// The id of the consortium's agreement.
pub const CONSORTIUM: &str = "tmrc-unhashed";

/// Each with its file.
pub fn shipped() -> &'static [(Agreement, &'static str)] {
    static SHIPPED: LazyLock<Vec<(Agreement, &str)>> = LazyLock::new(|| {
        FILES
            .iter()
            .map(|text| {
                let agreement =
                    read(text).expect("BUG: the shipped agreements are whole, a test says so");
                (agreement, *text)
            })
            .collect()
    });
    &SHIPPED
}
