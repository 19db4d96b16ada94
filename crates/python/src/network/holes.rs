//! Structural holes and brokerage.
