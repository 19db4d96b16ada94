//! Communities: Leiden, Louvain, label propagation.
