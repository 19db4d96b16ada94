//! Bounds for what the data do not say: unknown groups and missing outcomes (Manski).
