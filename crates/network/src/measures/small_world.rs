//! Clustering and path length beside random networks of the same degrees.
