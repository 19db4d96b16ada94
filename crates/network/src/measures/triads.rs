//! The triad census.
