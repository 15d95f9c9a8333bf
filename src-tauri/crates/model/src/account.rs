//! Accounts and what a row says of them.

use crate::Day;

/// What one row says of an account: the ten user columns.
/// Empty text means that the published field is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Profile {
    /// `userid`: numeric, or a hash (opaque and case-sensitive).
    pub account: String,
    /// `user_display_name`
    pub display_name: String,
    /// `user_screen_name`
    pub screen_name: String,
    /// `user_reported_location`
    pub location: String,
    /// `user_profile_description`
    pub bio: String,
    /// `user_profile_url`
    pub url: String,
    /// `follower_count`
    pub followers: Option<i64>,
    /// `following_count`
    pub following: Option<i64>,
    /// `account_creation_date`
    pub created: Option<Day>,
    /// `account_language`, as published.
    pub language: String,
}

/// One row of a users file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserRow {
    /// The ten columns.
    pub profile: Profile,
    /// Fields whose published text is not what the typed value would be written as.
    pub oddities: Vec<crate::Oddity>,
}

/// How an account id is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountForm {
    /// Digits: Twitter's own number.
    Numeric,
    /// 64 lower-case hexadecimal digits (October 2018).
    HashedHex,
    /// Base64 of 32 bytes without its `/`: 41 to 44 characters ending in one `=` (2019 on).
    HashedBase64,
    /// Neither.
    Other,
}

impl AccountForm {
    /// Whether the id is a hash.
    pub fn is_hashed(self) -> bool {
        matches!(self, Self::HashedHex | Self::HashedBase64)
    }
}

/// Tells a hashed id from a plain one by its form, never by the follower count.
pub fn account_form(account: &str) -> AccountForm {
    let bytes = account.as_bytes();
    if !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit) {
        // A hex hash can be all digits only by a chance of 10^-13.
        return if bytes.len() == 64 {
            AccountForm::HashedHex
        } else {
            AccountForm::Numeric
        };
    }
    if bytes.len() == 64 && bytes.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return AccountForm::HashedHex;
    }
    let base64_body = |b: &u8| b.is_ascii_alphanumeric() || *b == b'+';
    if (36..=44).contains(&bytes.len())
        && bytes.ends_with(b"=")
        && bytes[..bytes.len() - 1].iter().all(base64_body)
    {
        // 36: a hash can lose several slashes; published ones seen so far have 41 to 44.
        return AccountForm::HashedBase64;
    }
    AccountForm::Other
}
