//! The rows of a table.

use super::{MemberKind, Out, Problem, Reason};
use crate::clemson;
use crate::found::Layout;
use crate::layout::{self, Columns};
use crate::nbc;
use crate::raw::TWEET_COLUMNS;
use crate::row::{self, Cells};
use crate::split::{Next, Shape, Splitter, TextRecord};
use starling_model::Oddity;
use std::io::{self, Read};

/// A record under the archive's header.
struct CsvCells<'a> {
    record: TextRecord<'a>,
    columns: &'a Columns,
}

impl Cells for CsvCells<'_> {
    fn text(&self, column: usize) -> Option<&str> {
        self.columns
            .position(column)
            .and_then(|position| self.record.field(position))
    }
}

/// Reads a table to its end, or until the receiver stops.
pub(super) fn read(
    source: &mut dyn Read,
    layout: Layout,
    kind: MemberKind,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let (dialect, source) = layout::dialect_of(source)?;
    let mut splitter = Splitter::new(source, dialect);
    let Some(names) = header(&mut splitter)? else {
        return Ok(());
    };
    let mut table = Table::new(layout, kind, names);
    while !out.stopped() {
        match splitter.next(Some(&table.shape))? {
            Next::End => break,
            Next::Broken(problem) => {
                if out.wants_next() {
                    out.reject(problem);
                }
            }
            Next::Record => {
                if let Some(names) = table.repeated_header(&splitter) {
                    table = Table::new(layout, kind, names);
                    continue;
                }
                if out.wants_next() {
                    table.give(&splitter, out);
                }
            }
        }
    }
    Ok(())
}

fn header<R: Read>(splitter: &mut Splitter<R>) -> io::Result<Option<Vec<String>>> {
    match splitter.next(None)? {
        Next::Record => match splitter.text() {
            Ok(record) => Ok(Some(record.fields().map(str::to_owned).collect())),
            Err(_) => Ok(None),
        },
        Next::Broken(_) | Next::End => Ok(None),
    }
}

/// What a table's header says of its rows.
struct Table {
    layout: Layout,
    kind: MemberKind,
    columns: Columns,
    shape: Shape,
}

impl Table {
    fn new(layout: Layout, kind: MemberKind, names: Vec<String>) -> Self {
        let (id_field, is_id): (_, fn(&[u8]) -> bool) = match (layout, kind) {
            (Layout::ArchiveCsv, MemberKind::Tweets) => ("tweetid", is_tweet_id),
            (Layout::ArchiveCsv, _) => ("userid", is_account),
            (Layout::Clemson, _) => ("external_author_id", is_account),
            _ => ("id", is_account),
        };
        let columns = Columns::new(names);
        let id_field = columns.find(id_field).unwrap_or(0);
        let shape = Shape {
            fields: columns.len(),
            id_field,
            is_id,
        };
        Self {
            layout,
            kind,
            columns,
            shape,
        }
    }

    /// The names of the header that stands in the middle of a file which was put together from several.
    /// Its columns may stand in another order or be another number.
    fn repeated_header<R: Read>(&self, splitter: &Splitter<R>) -> Option<Vec<String>> {
        let first = splitter.raw().iter().find(|byte| **byte != b'"')?;
        if !first.is_ascii_alphabetic() && *first != b',' {
            // Ids begin with a digit, a hash may begin with a letter, a header always does (or with an index
            // column without a name).
            return None;
        }
        let record = splitter.text().ok()?;
        let known = record
            .fields()
            .filter(|name| self.columns.knows(name))
            .count();
        let names_its_id = record
            .fields()
            .any(|name| Some(name) == self.columns.name(self.shape.id_field));
        (names_its_id && known * 2 > self.columns.len())
            .then(|| record.fields().map(str::to_owned).collect())
    }

    fn give<R: Read>(&self, splitter: &Splitter<R>, out: &mut Out<'_>) {
        let record = self.checked(splitter);
        let record = match record {
            Ok(record) => record,
            Err(problem) => return out.reject(problem),
        };
        let cells = CsvCells {
            record,
            columns: &self.columns,
        };
        let rejected = |reason| splitter.problem(reason);
        match (self.layout, self.kind) {
            (Layout::ArchiveCsv, MemberKind::Tweets) => {
                let mut tweet = out.spare_tweet();
                let outcome = row::tweet(&cells, &mut tweet).map_err(rejected);
                self.keep_stray(splitter, &mut tweet.oddities);
                out.give_tweet(tweet, outcome);
            }
            (Layout::ArchiveCsv, _) => {
                let mut user = out.spare_user();
                let outcome = row::user(&cells, &mut user).map_err(rejected);
                self.keep_stray(splitter, &mut user.oddities);
                out.give_user(user, outcome);
            }
            (Layout::Clemson, _) => {
                let mut tweet = out.spare_tweet();
                let outcome = clemson::tweet(
                    &|name| self.columns.find(name).and_then(|at| record.field(at)),
                    &mut tweet,
                );
                out.give_tweet(tweet, outcome.map_err(rejected));
            }
            _ => {
                let mut user = out.spare_user();
                let outcome = nbc::user(
                    &|name| self.columns.find(name).and_then(|at| record.field(at)),
                    &mut user,
                );
                out.give_user(user, outcome.map_err(rejected));
            }
        }
    }

    /// A quote that stands in a field without its double has no certain meaning: the field is read as other readers
    /// do, and kept as it stands.
    fn keep_stray<R: Read>(&self, splitter: &Splitter<R>, oddities: &mut Vec<Oddity>) {
        for (field, raw) in splitter.stray() {
            let place = self.columns.name(field).and_then(row::place_of);
            if let Some(column) = place.map(|place| TWEET_COLUMNS[place]) {
                oddities.retain(|oddity| oddity.column != column);
                let raw = String::from_utf8_lossy(raw).into_owned();
                oddities.push(Oddity { column, raw });
            }
        }
    }

    fn checked<'s, R: Read>(
        &self,
        splitter: &'s Splitter<R>,
    ) -> Result<TextRecord<'s>, Box<Problem>> {
        if splitter.len() != self.columns.len() {
            let reason = Reason::FieldCount {
                found: splitter.len(),
                expected: self.columns.len(),
            };
            return Err(splitter.problem(reason));
        }
        splitter
            .text()
            .map_err(|at| splitter.problem(Reason::BrokenUtf8 { at }))
    }
}

/// After a broken record only what is surely an id starts the next one: the ids of 2007 have 8 digits.
fn is_tweet_id(text: &[u8]) -> bool {
    (8..=20).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}

fn is_account(text: &[u8]) -> bool {
    let number = (4..=20).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    let float = text.len() <= 24 && text.windows(2).any(|pair| pair == b"E+" || pair == b"e+");
    number
        || float
        || std::str::from_utf8(text)
            .is_ok_and(|text| starling_model::account_form(text).is_hashed())
}
