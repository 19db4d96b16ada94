//! Measures: one family a file, all as methods of [`Network`](crate::Network).

pub mod betweenness;
pub mod closeness;
mod scores;

pub use scores::{Bounds, Mode, PartnerScores};
