//! Cut points, bridges and biconnected components.
