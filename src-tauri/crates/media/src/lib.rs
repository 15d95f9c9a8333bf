//! Media: images and videos of tweets and profiles, indexed where they lie.
//!
//! It stands beside the data's way: what `import` finds to be media, `session` gives to this crate instead of reading
//! rows from it. A release's media weigh terabytes, so they are not taken in: a [`Listing`] of an archive or a folder
//! says where each file begins, the store keeps that, and [`Media`] reads one when it is looked at.
//! Only when asked are they copied, sealed, into packs inside the vault.
//!
//! What can be read is not always shown: [`picture`] looks at the content and lets through only small enough images of
//! the four formats that web pages have shown for decades.
//!
//! ```
//! let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01\x08\x02\0\0\0";
//! let seen = starling_media::picture(png).unwrap();
//! assert_eq!((seen.form.media_type(), seen.width, seen.height), ("image/png", 2, 1));
//! assert!(starling_media::picture(b"<svg onload='x()'>").is_err());
//! ```

mod content;
mod error;
mod listing;
mod pack;
mod place;
mod taking;
mod vault;

pub use content::{Form, NotShown, Picture, picture};
pub use error::{Error, Result};
pub use listing::{Entry, Listing, Refused, list_archive, list_folder};
pub use place::{Place, State};
pub use taking::{Heap, Keep, Taken};
pub use vault::{Media, MediaFile};
