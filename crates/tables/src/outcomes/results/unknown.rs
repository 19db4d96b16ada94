//! Bounds as frames.
