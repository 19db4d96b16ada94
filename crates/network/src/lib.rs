//! Partner collaboration networks and everything computed on them, with unknown ties in the model.
//!
//! A [`Network`] holds one relation among organisations in one wave: compact rows of ties (8 bytes a tie,
//! 24 with a value), what the partners are called, and *what was observed*: who was asked, who
//! answered, which cells stayed open. A tie nobody has spoken about is neither present nor absent, so every
//! number comes with its denominator, its coverage and the range the unknown ties leave open.
//!
//! ```
//! use commonweal_network::{BuildOptions, CohesionOptions, Control, Network, Observed, Ties};
//!
//! // Four partners; partner 3 was asked and did not answer.
//! let reports = Ties { source: &[0, 0, 1, 2], target: &[1, 2, 0, 3], value: None };
//! let options = BuildOptions { directed: true, ..Default::default() };
//! let net = Network::from_ties(4, &reports, &options)?
//!     .with_observed(Observed::respondents(&[true, true, true, false])?)?;
//!
//! let density = net.density();
//! assert_eq!((density.value, density.n), (Some(4.0 / 9.0), 9)); // of 12 cells, 9 are known
//! assert_eq!(density.interval.map(|i| (i.low, i.high)), Some((4.0 / 12.0, 7.0 / 12.0)));
//! for measure in net.cohesion(&CohesionOptions::default(), &Control::new())? {
//!     println!("{}", measure.sentence);
//! }
//! # Ok::<(), commonweal_network::Error>(())
//! ```
//!
//! * **Whole networks** give a [`Measure`]: value, unit, direction (most have no good end), denominator,
//!   coverage, bounds, what to compare with, convention, caveats, source, and one plain sentence.
//! * **Partners** give [`PartnerScores`] in the order of their numbers, never ranked; NaN is unknown.
//! * **Chance and threads**: chance comes from a seed, and the same seed gives the same answer for any
//!   number of threads. Long calls take a [`Control`] to watch and stop them.
//! * **petgraph**: `&Network` implements its visit traits, so its algorithms run on a network directly;
//!   [`Network::from_petgraph`] and `From<&Network>` convert both ways. petgraph sees known ties only.

pub mod control;
pub mod error;
pub mod format;
pub mod generate;
pub mod groups;
pub mod layout;
pub mod measure;
pub mod measures;
pub mod network;
pub mod nulls;
mod options;
pub mod reduce;
pub mod two_mode;

pub use control::Control;
pub use error::Error;
pub use generate::{PartnersOptions, Planted};
pub use layout::LayoutOptions;
pub use measure::{Direction, Interval, IntervalKind, Measure};
pub use measures::betweenness::BetweennessOptions;
pub use measures::closeness::ClosenessOptions;
pub use measures::overview::CohesionOptions;
pub use measures::{
    Bounds, ComponentKind, Components, ConnectednessKind, CorenessOptions, DegreeOptions, Mode,
    MutualTies, PartnerMeasure, PartnerScores, ReciprocityKind, TieScores,
};
pub use network::csr::Csr;
pub use network::{
    Attribute, Basis, BuildOptions, Coverage, Cut, Duplicates, Labels, Network, Observed, SelfTies,
    Survey, Symmetrise, TieState, Ties, ValueMeans,
};
