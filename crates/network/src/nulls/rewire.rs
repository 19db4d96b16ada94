//! Random networks that keep every degree.
