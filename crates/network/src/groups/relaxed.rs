//! Relaxations of the clique: k-plexes, n-cliques, k-cores.
