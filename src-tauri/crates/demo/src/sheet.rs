//! Rows as the archive writes them: every field quoted, commas, `""` escapes, LF, UTF-8.

use crate::plot::Form;
use crate::rhythm::write_minute;
use crate::tweet::Draft;

const USER_COLUMNS: &str = "userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,\
    user_profile_url,follower_count,following_count,account_creation_date,account_language";

/// A list of texts in one buffer, to be used again for the next tweet.
#[derive(Debug, Default)]
pub(crate) struct List {
    text: String,
    ends: Vec<usize>,
}

impl List {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn push(&mut self, item: &str) {
        self.text.push_str(item);
        self.ends.push(self.text.len());
    }

    /// Adds what `write` writes as one item and gives it back.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut String)) -> &str {
        let from = self.text.len();
        write(&mut self.text);
        self.ends.push(self.text.len());
        &self.text[from..]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut from = 0;
        self.ends.iter().map(move |&end| {
            let item = &self.text[from..end];
            from = end;
            item
        })
    }
}

/// The header of a tweets file.
pub(crate) fn tweets_header(form: Form) -> Vec<u8> {
    let (answered, polls) = match form {
        Form::First => ("in_reply_to_tweetid,in_reply_to_userid", ",poll_choices"),
        Form::Full => ("in_reply_to_userid,in_reply_to_tweetid", ",poll_choices"),
        Form::Late => ("in_reply_to_userid,in_reply_to_tweetid", ""),
    };
    header(&format!(
        "tweetid,{USER_COLUMNS},tweet_language,tweet_text,tweet_time,tweet_client_name,{answered},quoted_tweet_tweetid,\
         is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,retweet_count,\
         hashtags,urls,user_mentions{polls}"
    ))
}

/// The header of a users file.
pub(crate) fn users_header() -> Vec<u8> {
    header(USER_COLUMNS)
}

fn header(columns: &str) -> Vec<u8> {
    let names: Vec<String> = columns
        .split(',')
        .map(|name| format!("\"{name}\""))
        .collect();
    (names.join(",") + "\n").into_bytes()
}

/// A quoted field.
pub(crate) fn quoted(row: &mut Vec<u8>, text: &str) {
    row.push(b'"');
    if text.as_bytes().contains(&b'"') {
        for &byte in text.as_bytes() {
            if byte == b'"' {
                row.push(b'"');
            }
            row.push(byte);
        }
    } else {
        row.extend_from_slice(text.as_bytes());
    }
    row.push(b'"');
}

fn number(row: &mut Vec<u8>, number: u64) {
    row.extend_from_slice(b",\"");
    digits(row, number);
    row.push(b'"');
}

pub(crate) fn digits(row: &mut Vec<u8>, number: u64) {
    let mut digits = [0u8; 20];
    let mut from = digits.len();
    let mut left = number;
    loop {
        from -= 1;
        digits[from] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    row.extend_from_slice(&digits[from..]);
}

/// An id that may be absent; 0 is nobody's.
fn id(row: &mut Vec<u8>, id: u64) {
    match id {
        0 => row.extend_from_slice(b",\"\""),
        id => number(row, id),
    }
}

/// An id as a spreadsheet or a data frame leaves it: `1.207965844074107e+18`.
fn ruined(row: &mut Vec<u8>, id: u64) {
    row.extend_from_slice(b",\"");
    if id != 0 {
        // The shortest decimal that reads back as the same float is what Python prints, too.
        row.extend_from_slice(format!("{:e}", id as f64).replace('e', "e+").as_bytes());
    }
    row.push(b'"');
}

fn text(row: &mut Vec<u8>, text: &str) {
    row.push(b',');
    quoted(row, text);
}

fn list(row: &mut Vec<u8>, list: &List, form: Form) {
    row.extend_from_slice(b",\"[");
    for (nth, item) in list.iter().enumerate() {
        if nth > 0 {
            row.extend_from_slice(b", ");
        }
        match form {
            Form::First => row.extend_from_slice(item.as_bytes()),
            // Python's repr takes quotation marks where the text has an apostrophe, and CSV doubles them.
            Form::Full | Form::Late if item.contains('\'') => {
                row.extend_from_slice(b"\"\"");
                row.extend_from_slice(item.as_bytes());
                row.extend_from_slice(b"\"\"");
            }
            Form::Full | Form::Late => {
                row.push(b'\'');
                row.extend_from_slice(item.as_bytes());
                row.push(b'\'');
            }
        }
    }
    row.extend_from_slice(b"]\"");
}

/// Appends a tweet's row; `profile` is its author's ten columns.
pub(crate) fn tweet_row(row: &mut Vec<u8>, tweet: &Draft, profile: &[u8], form: Form) {
    row.push(b'"');
    digits(row, tweet.id);
    row.extend_from_slice(b"\",");
    row.extend_from_slice(profile);
    text(row, tweet.language);
    text(row, &tweet.text);
    row.extend_from_slice(b",\"");
    write_minute(row, tweet.at);
    row.push(b'"');
    text(row, &tweet.client);
    match form {
        Form::First => {
            id(row, tweet.answered_tweet);
            text(row, &tweet.answered_account);
            id(row, tweet.quoted_tweet);
        }
        Form::Full => {
            text(row, &tweet.answered_account);
            id(row, tweet.answered_tweet);
            id(row, tweet.quoted_tweet);
        }
        Form::Late => {
            text(row, &tweet.answered_account);
            ruined(row, tweet.answered_tweet);
            ruined(row, tweet.quoted_tweet);
        }
    }
    let is_retweet = tweet.retweeted_tweet != 0;
    text(
        row,
        match (is_retweet, form) {
            (true, Form::Late) => "True",
            (false, Form::Late) => "False",
            (true, _) => "true",
            (false, _) => "false",
        },
    );
    text(row, &tweet.retweeted_account);
    id(row, tweet.retweeted_tweet);
    text(row, &tweet.latitude);
    text(row, &tweet.longitude);
    for count in tweet.counts {
        number(row, count);
    }
    for entities in [&tweet.hashtags, &tweet.urls, &tweet.mentions] {
        list(row, entities, form);
    }
    match form {
        Form::Late => {}
        Form::First | Form::Full => {
            row.extend_from_slice(b",\"");
            for (nth, choice) in tweet.poll.iter().enumerate() {
                if nth > 0 {
                    row.push(b'|');
                }
                row.extend_from_slice(choice.as_bytes());
            }
            row.push(b'"');
        }
    }
    row.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(write: impl FnOnce(&mut Vec<u8>), expected: Expect) {
        let mut row = Vec::new();
        write(&mut row);
        expected.assert_eq(&String::from_utf8(row).expect("text is UTF-8"));
    }

    fn list_of(items: &[&str]) -> List {
        let mut list = List::default();
        items.iter().for_each(|item| list.push(item));
        list
    }

    #[test]
    fn fields_are_quoted() {
        check(
            |row| quoted(row, "say \"no\"\nto it"),
            expect![[r#"
            "say ""no""
            to it""#]],
        );
    }

    #[test]
    fn lists_are_as_python_writes_them() {
        check(
            |row| list(row, &list_of(&["a", "it's"]), Form::Full),
            expect![[r#","['a', ""it's""]""#]],
        );
        check(
            |row| list(row, &list_of(&[]), Form::Full),
            expect![[r#","[]""#]],
        );
        check(
            |row| list(row, &list_of(&["a", "it's"]), Form::First),
            expect![[r#","[a, it's]""#]],
        );
    }

    #[test]
    fn late_ids_are_ruined_as_in_the_archive() {
        check(
            |row| ruined(row, 1_207_965_844_074_107_000),
            expect![[r#","1.207965844074107e+18""#]],
        );
        check(|row| ruined(row, 0), expect![[r#","""#]]);
    }

    #[test]
    fn headers_have_31_or_30_columns() {
        for (form, columns) in [(Form::First, 31), (Form::Full, 31), (Form::Late, 30)] {
            assert_eq!(tweets_header(form).split(|&b| b == b',').count(), columns);
        }
    }
}
