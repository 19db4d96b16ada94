//! Communities, equivalence and other groups.
