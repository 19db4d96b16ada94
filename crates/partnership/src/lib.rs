//! A partnership over its tables: evidence for the questions of collective impact, each number with its
//! reference, and the example partnership whose truth is known.

pub mod evidence;
pub mod example;
pub mod in_groups;
mod partnership;

pub use evidence::{Audience, Evidence, EvidenceOptions};
pub use in_groups::{InGroupEvidence, InGroupOptions, in_groups};
pub use partnership::{Partnership, ReadError};
