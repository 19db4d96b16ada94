//! Many comparisons at once: Holm, Benjamini-Hochberg.
