//! The cube: counts for every subset of the dimensions, from one pass over coded records.
