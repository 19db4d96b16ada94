//! Small distances that one year could close.
