//! The gap that chance alone would show, and the change that could be seen.
