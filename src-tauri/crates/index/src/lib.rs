//! The index: one document a tweet, its words and its columns, in sealed files; it can be rebuilt from the store.
//!
//! It stands beside the store on the data's way: `session` feeds it [`Document`]s, `query` reads its columns.
//! An [`Index`] is tantivy over a sealed directory; [`text`] is the one tokenizer for all scripts;
//! a [`Watermark`] in every commit says up to which row of the store it goes.

pub mod directory;
pub mod document;
pub mod error;
pub mod index;
pub mod schema;
pub mod text;
pub use document::Document;
pub use error::{Error, Result};
pub use index::{Index, Watermark};
pub use schema::Fields;
