//! Triangles, transitivity and clustering.
