//! Shrunken rates as frames.
