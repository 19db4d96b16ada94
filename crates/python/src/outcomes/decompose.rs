//! A gap between two groups, split into between and within places.
