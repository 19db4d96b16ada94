//! The dyad census.
