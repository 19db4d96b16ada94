//! Communities by removing the ties between them.
