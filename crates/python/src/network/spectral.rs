//! Centralities of matrices: eigenvector, PageRank, current flow.
