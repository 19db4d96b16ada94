//! Every subset of the dimensions, from one pass over the records.
