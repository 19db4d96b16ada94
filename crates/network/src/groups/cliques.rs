//! Maximal cliques.
