//! Centralities that are fixed points of a matrix.
