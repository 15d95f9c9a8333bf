//! Executes an [`Ask`](crate::Ask).
