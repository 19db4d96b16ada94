//! Who stands in the same relations: structural equivalence and CONCOR.
