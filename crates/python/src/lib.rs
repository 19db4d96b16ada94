//! The Python extension module commonweal._core: one file a domain, no logic.
