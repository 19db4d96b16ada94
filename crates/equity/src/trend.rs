//! Rates and gaps over time, on one definition.
