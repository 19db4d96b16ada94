//! Rates and gaps over time.
