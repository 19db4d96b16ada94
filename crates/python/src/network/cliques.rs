//! Cliques and their relaxations.
