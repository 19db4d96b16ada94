//! Measures of inequality as frames.
