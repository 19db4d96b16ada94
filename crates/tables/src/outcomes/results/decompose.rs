//! Decompositions as frames.
