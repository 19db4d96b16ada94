//! Bounds for what the data do not say.
