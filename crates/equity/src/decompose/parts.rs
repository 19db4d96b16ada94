//! The sums of a decomposition, and what chance does to them.

use super::BigExact;
use crate::need::sum;
use crate::{Error, GroupCount};

/// A place with exact counts: (children, successes) of each population.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) first: (u64, u64),
    pub(super) second: (u64, u64),
}

impl Pair {
    pub(super) fn new(first: &GroupCount, second: &GroupCount) -> Option<Self> {
        Some(Self {
            first: first.exact()?,
            second: second.exact()?,
        })
    }

    /// The counts that give each population's rate here: the other's where it has no children. `None`
    /// where nobody is.
    pub(super) fn rates(&self) -> Option<[(u64, u64); 2]> {
        match (self.first.0, self.second.0) {
            (0, 0) => None,
            (0, _) => Some([self.second; 2]),
            (_, 0) => Some([self.first; 2]),
            _ => Some([self.first, self.second]),
        }
    }

    /// Shares of the two populations that are here.
    pub(super) fn shares(&self, totals: [(u64, u64); 2]) -> [f64; 2] {
        [
            self.first.0 as f64 / totals[0].0 as f64,
            self.second.0 as f64 / totals[1].0 as f64,
        ]
    }
}

pub(super) fn total(cells: impl Iterator<Item = (u64, u64)> + Clone) -> Result<(u64, u64), Error> {
    Ok((
        sum(cells.clone().map(|(n, _)| n))?,
        sum(cells.map(|(_, s)| s))?,
    ))
}

/// The three-fold sums, from which the two parts follow.
pub(super) struct Sums {
    pub(super) composition: BigExact,
    pub(super) rate: BigExact,
    pub(super) interaction: BigExact,
}

impl Sums {
    pub(super) fn new(pairs: &[Pair], totals: [(u64, u64); 2]) -> Self {
        let mut terms: [Vec<BigExact>; 3] = Default::default();
        for pair in pairs {
            let Some([a, b]) = pair.rates() else {
                continue;
            };
            let (rate_a, rate_b) = (BigExact::ratio(a.1, a.0), BigExact::ratio(b.1, b.0));
            let share_b = BigExact::ratio(pair.second.0, totals[1].0);
            let shares = BigExact::ratio(pair.first.0, totals[0].0).minus(&share_b);
            let rates = rate_a.minus(&rate_b);
            terms[0].push(shares.times(&rate_b));
            terms[1].push(share_b.times(&rates));
            terms[2].push(shares.times(&rates));
        }
        let [composition, rate, interaction] = terms.map(|terms| BigExact::sum(&terms));
        Self {
            composition,
            rate,
            interaction,
        }
    }

    /// `(wA − wB)(rA + rB)/2 = (wA − wB) rB + (wA − wB)(rA − rB)/2`.
    pub(super) fn between(&self) -> BigExact {
        self.composition.plus(&self.interaction.half())
    }

    /// `(wA + wB)/2 · (rA − rB) = wB (rA − rB) + (wA − wB)(rA − rB)/2`.
    pub(super) fn within(&self) -> BigExact {
        self.rate.plus(&self.interaction.half())
    }
}

/// Weights of a place's two rates in the part between, given the two shares.
pub(super) fn between_weights(pair: &Pair, [a, b]: [f64; 2]) -> [f64; 2] {
    match (pair.first.0, pair.second.0) {
        (0, _) => [0.0, -b],
        (_, 0) => [a, 0.0],
        _ => [(a - b) / 2.0; 2],
    }
}

/// Weights of a place's two rates in the part within.
pub(super) fn within_weights(pair: &Pair, [a, b]: [f64; 2]) -> [f64; 2] {
    if pair.first.0 == 0 || pair.second.0 == 0 {
        return [0.0; 2];
    }
    let mean = f64::midpoint(a, b);
    [mean, -mean]
}

/// Standard error of a weighted sum of the rates, a share.
pub(super) fn standard_error(
    pairs: &[Pair],
    totals: [(u64, u64); 2],
    weights: fn(&Pair, [f64; 2]) -> [f64; 2],
) -> f64 {
    let spread = |(n, s): (u64, u64)| {
        let p = s as f64 / n as f64;
        p * (1.0 - p)
    };
    let variance = |cell: (u64, u64), whole: (u64, u64)| match cell.0 {
        0 => 0.0,
        1 => spread(whole),
        n => spread(cell) / (n - 1) as f64,
    };
    pairs
        .iter()
        .map(|pair| {
            let [a, b] = weights(pair, pair.shares(totals));
            a * a * variance(pair.first, totals[0]) + b * b * variance(pair.second, totals[1])
        })
        .sum::<f64>()
        .sqrt()
}
