//! A sealed file with its plain image: what a search reads from.

use super::budget::Budget;
use super::image::{Image, PlainBytes};
use super::reader::SealedFile;
use crate::Result;
use std::ops::Range;
use std::sync::Arc;

/// Gives out slices of a sealed file without copying; each block is opened when first touched and kept as long as the
/// [`Budget`] allows.
#[derive(Debug)]
pub struct LazyFile {
    file: SealedFile,
    /// Absent where the system grants no address space; reading copies then.
    image: Option<Arc<Image>>,
}

impl LazyFile {
    /// Wraps an open file.
    pub fn new(file: SealedFile, budget: Arc<Budget>) -> Arc<Self> {
        let image = usize::try_from(file.len())
            .ok()
            .and_then(|len| Image::new(len, budget).ok());
        Arc::new(Self { file, image })
    }

    /// The file.
    pub fn file(&self) -> &SealedFile {
        &self.file
    }

    /// How many plain bytes it holds.
    pub fn len(&self) -> usize {
        usize::try_from(self.file.len()).expect("BUG: a file longer than the address space")
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.file.is_empty()
    }

    /// Some of its bytes. Panics when the range is not within the file, as slicing does.
    pub fn read(self: &Arc<Self>, range: Range<usize>) -> Result<PlainBytes> {
        let bytes = match &self.image {
            Some(image) => image.read(range, |block, plain| self.file.read_block(block, plain)),
            None => self
                .file
                .read_range(range.start as u64..range.end as u64)
                .map(PlainBytes::copied),
        };
        Ok(bytes?.keeping(self.clone()))
    }
}
