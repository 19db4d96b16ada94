//! Sets of partners whose removal fragments, or who together reach the rest.
