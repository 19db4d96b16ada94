//! Current flow: information and current-flow betweenness.
