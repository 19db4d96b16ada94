//! Structural holes: constraint, effective size, efficiency, hierarchy.
