//! Permutation tests of relations and of what partners have.

mod pairs;
mod partners;
mod relations;
mod results;

use commonweal_network::nulls::qap::PermutationOptions;
use commonweal_network::nulls::regression::RegressionOptions;
use pyo3::prelude::*;

use crate::convert::whole;
pub(crate) use pairs::{logistic_qap, mrqap, qap};
pub(crate) use relations::{AttributePairs, difference, receiver, same, sender};
pub(crate) use results::{PermutationRegression, PermutationTest};

fn permutations(draws: i64, seed: i64) -> PyResult<PermutationOptions> {
    Ok(PermutationOptions {
        draws: whole("draws", draws)?,
        seed: whole("seed", seed)?,
    })
}

fn regressions(draws: i64, seed: i64) -> PyResult<RegressionOptions> {
    let PermutationOptions { draws, seed } = permutations(draws, seed)?;
    Ok(RegressionOptions {
        draws,
        seed,
        ..RegressionOptions::default()
    })
}
