//! Every subset of the dimensions as one frame.
