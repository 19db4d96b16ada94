//! Promised and delivered, beside what the goal takes.
