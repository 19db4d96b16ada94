//! How much a measure depends on who answered.
