//! Krackhardt's four dimensions of informal hierarchy.
