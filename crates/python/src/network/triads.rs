//! Dyads, triads and clustering.
