//! NBC's table of IRA accounts to the archive's user columns.

use crate::record::Reason;
use crate::row::{self, Cells, column};
use starling_model::UserRow;

/// Fills `row` from a row of the table, whose fields `field` gives by their names.
pub(crate) fn user<'a>(
    field: &dyn Fn(&str) -> Option<&'a str>,
    row: &mut UserRow,
) -> Result<(), Reason> {
    row::user(&NbcCells { field }, row)
}

struct NbcCells<'f, 'a> {
    field: &'f dyn Fn(&str) -> Option<&'a str>,
}

impl Cells for NbcCells<'_, '_> {
    fn text(&self, at: usize) -> Option<&str> {
        let name = match at {
            column::USER_ID => "id",
            column::DISPLAY_NAME => "name",
            column::SCREEN_NAME => "screen_name",
            column::LOCATION => "location",
            column::BIO => "description",
            column::FOLLOWERS => "followers_count",
            column::FOLLOWING => "friends_count",
            column::CREATED => "created_at",
            column::ACCOUNT_LANGUAGE => "lang",
            _ => return None,
        };
        (self.field)(name)
    }
}
