//! What chance alone would give: random networks, permutation tests, and one place for p-values.

pub mod draws;
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
