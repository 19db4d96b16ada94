//! What chance alone would give: random networks, labels and tables, permutation tests, and one place for p-values.

pub(crate) mod arcs;
mod conditions;
pub mod cug;
pub mod curveball;
pub(crate) mod degree;
pub mod diagnostics;
pub mod draws;
pub mod labels;
pub mod logistic_qap;
pub mod mrqap;
pub mod node_level;
pub mod qap;
pub mod regression;
pub mod relation;
pub mod rewire;
mod shuffles;
pub mod trend;

pub use draws::Beyond;
