//! What chance alone would give: random networks, labels and tables, and one place for p-values.

pub(crate) mod arcs;
mod conditions;
pub mod cug;
pub mod curveball;
pub(crate) mod degree;
pub mod diagnostics;
pub mod draws;
pub mod labels;
pub mod rewire;

pub use draws::Beyond;
