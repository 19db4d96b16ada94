//! Cross-crate tests live in `tests/`; this crate is empty so that cargo can run them.
