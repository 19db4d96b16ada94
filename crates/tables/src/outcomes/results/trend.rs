//! Trends as frames.
