//! A partner and its neighbours.
