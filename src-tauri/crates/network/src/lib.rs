//! Graphs of accounts: building them from ties, measuring, filtering, arranging, writing.
//!
//! It stands behind `query` on the data's way: whoever has ties (who retweeted whom, and when) makes a [`Graph`] of them.
//! A [`Graph`] is columns of nodes and edges; [`Rows`] is the compressed form that every measure and the layout run on.
//! Everything here is a function of its input and a seed: no IO, no clock, no randomness of its own. The one exception are
//! the computer's fonts, in which the words of a picture are set ([`raster::pixels`]).
//!
//! ```
//! use starling_network::{Direction, Graph, Ties};
//! use starling_model::Cancel;
//! let mut ties = Ties::default();
//! ties.push(0, 1, Some(5_000));
//! ties.push(0, 1, Some(2_000));
//! ties.push(2, 1, None);
//! let graph = Graph::of_ties(ties, 3, Direction::Directed, &Cancel::new()).unwrap();
//! assert_eq!(graph.edges().count, [2, 1]);
//! assert_eq!(graph.edges().first, [Some(2_000).into(), None.into()]);
//! ```

pub mod acts;
pub mod chain;
mod clock;
pub mod collapse;
pub mod error;
pub mod graph;
pub mod layout;
pub mod measured;
pub mod measures;
pub mod projection;
pub mod raster;
pub mod rows;
pub mod sorted;
pub mod texts;
pub mod ties;
pub mod write;

pub use acts::{Act, Acts};
pub use error::{Error, Result};
pub use graph::{Direction, Edge, Edges, Graph};
pub use measured::{Measured, measure};
pub use rows::Rows;
pub use sorted::Sorted;
pub use ties::{Moment, Ties};
