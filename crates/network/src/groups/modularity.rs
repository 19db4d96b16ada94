//! Modularity of a partition.
