//! Rates of small groups, drawn towards the rest.
