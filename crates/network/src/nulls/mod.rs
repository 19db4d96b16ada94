//! What chance alone would give: random networks, and one place for p-values.

pub mod draws;
pub mod rewire;

pub use draws::Beyond;
