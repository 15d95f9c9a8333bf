//! JSON Lines: one object a row. Tweet ids are strings, since they pass 2^53; empty cells are null.

use super::{RowWriter, Watched};
use crate::scan::Found;
use crate::{Cell, Column, Error, Result};

pub(crate) struct JsonLines<'a> {
    names: Vec<Vec<u8>>,
    out: Watched<'a>,
}

impl<'a> JsonLines<'a> {
    pub(crate) fn new(columns: &[Column], out: Watched<'a>) -> Self {
        let names = columns
            .iter()
            .map(|column| {
                format!("{}:", serde_json::Value::from(column.name.as_str())).into_bytes()
            })
            .collect();
        Self { names, out }
    }
}

fn string(out: &mut Watched<'_>, text: &str) -> Result<()> {
    let json = serde_json::to_vec(text).map_err(|why| Error::Form {
        form: "JSON Lines",
        reason: why.to_string(),
    })?;
    out.text(&json);
    Ok(())
}

impl RowWriter for JsonLines<'_> {
    fn row(&mut self, row: &[Cell]) -> Result<()> {
        let out = &mut self.out;
        out.text(b"{");
        for (n, (name, cell)) in self.names.iter().zip(row).enumerate() {
            if n > 0 {
                out.text(b",");
            }
            out.text(name);
            match cell {
                Cell::Empty => out.typed(b"null"),
                Cell::Text(text) => string(out, text)?,
                Cell::Integer(number) => out.typed(number.to_string().as_bytes()),
                Cell::Tweet(id) => out.typed(format!("\"{id}\"").as_bytes()),
                Cell::Boolean(yes) => out.typed(if *yes { b"true" } else { b"false" }),
                Cell::List(items) => {
                    out.text(b"[");
                    for (n, item) in items.iter().enumerate() {
                        if n > 0 {
                            out.text(b",");
                        }
                        string(out, item)?;
                    }
                    out.text(b"]");
                }
            }
        }
        out.text(b"}\n");
        out.end_row()
    }

    fn finish(self: Box<Self>) -> Result<Found> {
        self.out.finish()
    }
}
