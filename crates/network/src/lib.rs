//! Partner collaboration networks and everything computed on them, with unknown ties in the model.

pub mod control;
pub mod error;
pub mod generate;
pub mod layout;
pub mod measure;
pub mod measures;
pub mod network;
mod options;
pub mod reduce;

pub use control::Control;
pub use error::Error;
pub use measure::{Direction, Interval, IntervalKind, Measure};
pub use measures::{Bounds, Mode, PartnerScores};
pub use network::csr::Csr;
pub use network::{
    Attribute, Basis, BuildOptions, Coverage, Cut, Duplicates, Labels, Network, Observed, SelfTies,
    Survey, Symmetrise, TieState, Ties, ValueMeans,
};
