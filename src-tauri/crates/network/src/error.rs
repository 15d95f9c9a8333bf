//! What can go wrong with a network.

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nodes and edges are numbered in 32 bits.
    #[error("the network would have {0} edges, and 4,294,967,294 is the most")]
    TooLarge(u64),
    /// A drawing of so many edges is for pixels.
    #[error("SVG is for {most} edges at most, and these are {edges}; take PNG, or filter")]
    TooManyForSvg {
        /// How many there are.
        edges: usize,
        /// How many there may be.
        most: usize,
    },
    /// The picture could not be written as PNG.
    #[error("the picture could not be written as PNG")]
    Png(#[source] png::EncodingError),
    /// The words of a picture could not be drawn.
    #[error("the labels could not be drawn: {0}")]
    Lettering(String),
    /// The job was asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
