//! The Python extension module `commonweal._core`: one file a domain, no logic.
//!
//! Docstrings live here as Rust doc comments and are the only ones; `_core.pyi` is generated from this
//! module.
#![allow(
    clippy::doc_markdown,
    clippy::doc_link_with_quotes,
    reason = "docstrings are Python's and follow numpydoc"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 hands arguments over by value"
)]

mod affiliation;
mod arrow;
mod commitments;
mod convert;
mod coverage;
mod door;
mod errors;
mod figure;
mod in_groups;
mod measure;
mod network;
mod outcomes;
mod over_representation;
mod partition;
mod partnership;
mod target;

/// Large answers are made and dropped at every call: the system's allocator hands their memory back to the
/// kernel each time, and faulting it in again took a third of the time of a cube.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The engine of commonweal. Import `commonweal`, not this.
#[pyo3::pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use crate::affiliation::{Affiliation, AffiliationBackbone, Recurrence};
    #[pymodule_export]
    use crate::arrow::ArrowStream;
    #[pymodule_export]
    use crate::commitments::{CommitmentCoverage, Commitments};
    #[pymodule_export]
    use crate::coverage::Coverage;
    #[pymodule_export]
    use crate::figure::Figure;
    #[pymodule_export]
    use crate::in_groups::InGroupEvidence;
    #[pymodule_export]
    use crate::measure::Measure;
    #[pymodule_export]
    use crate::network::consensus::Consensus;
    #[pymodule_export]
    use crate::network::core_periphery::{CorePeriphery, CoreTest};
    #[pymodule_export]
    use crate::network::inference::{
        AttributePairs, PermutationRegression, PermutationTest, difference, logistic_qap, mrqap,
        qap, receiver, same, sender,
    };
    #[pymodule_export]
    use crate::network::mixing::EiIndex;
    #[pymodule_export]
    use crate::network::nulls::CugTest;
    #[pymodule_export]
    use crate::network::{
        Comparison, KeyPlayers, Network, Stability, Subgroups, generate_partners, read_network,
    };
    #[pymodule_export]
    use crate::outcomes::inequality::inequality;
    #[pymodule_export]
    use crate::outcomes::{
        ChanceGap, Concentration, Decomposition, MissingBounds, Outcomes, Shrinkage, Trends,
        read_published, tabulate,
    };
    #[pymodule_export]
    use crate::over_representation::over_representation;
    #[pymodule_export]
    use crate::partition::Partition;
    #[pymodule_export]
    use crate::partnership::{Partnership, example, read};
    #[pymodule_export]
    use crate::target::{
        Allocation, AllocationComparison, Feasibility, Goals, Milestones, OnTrack, QuickWins,
        Readings, Target, goal_rate,
    };
    use pyo3::prelude::*;

    /// Run the command line with these arguments (the program's name first); returns the exit code.
    #[pyfunction]
    fn main(py: Python<'_>, arguments: Vec<std::ffi::OsString>) -> u8 {
        py.detach(|| commonweal_cli::run(arguments))
    }

    // The name is Python's, and an exported constant keeps its Rust name.
    #[allow(non_upper_case_globals)]
    #[pymodule_export]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
