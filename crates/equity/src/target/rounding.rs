//! Whole numbers that add up in every margin.
