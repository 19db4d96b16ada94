//! Rates, gaps and targets in exact counts: pure numbers, no data frames.
