//! From values to ties: which values count as a tie, and where to cut.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rows::rows_in_order;
use super::{Network, build, counted, share};
use crate::Error;
use crate::options::named;

/// How a value is compared with a cut. UCINET's six: `ge, gt, le, lt, eq, ne`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Value ≥ cut.
    #[default]
    AtLeast,
    /// Value > cut.
    Above,
    /// Value ≤ cut.
    AtMost,
    /// Value < cut.
    Below,
    /// Value = cut, to the last bit.
    Equal,
    /// Value ≠ cut.
    NotEqual,
}

named!(Cut, "op", {
    "at_least" => AtLeast, "above" => Above, "at_most" => AtMost, "below" => Below,
    "equal" => Equal, "not_equal" => NotEqual,
});

impl Cut {
    fn keeps(self, value: f64, cut: f64) -> bool {
        match self {
            Self::AtLeast => value >= cut,
            Self::Above => value > cut,
            Self::AtMost => value <= cut,
            Self::Below => value < cut,
            Self::Equal => value == cut,
            Self::NotEqual => value != cut,
        }
    }
}

/// Where to cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CutAt {
    /// At this value.
    Value(f64),
    /// At the mean value of the known ties.
    Mean,
    /// At the most selective of the values present whose density is still at least this one (known ties
    /// among known pairs). Only for the four orders; equality has no such cut.
    Density(f64),
}

impl From<f64> for CutAt {
    fn from(value: f64) -> Self {
        Self::Value(value)
    }
}

/// What one cut would leave; a row of [`Network::cuts`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CutRow {
    /// The cut, one of the values present.
    pub cut: f64,
    /// Ties left.
    pub ties: u64,
    /// Share of the known pairs that are then tied.
    pub density: f64,
    /// Pearson correlation over the known pairs between tied or not and the value (0 without a tie);
    /// NaN where one of them does not vary. The cut with the highest one keeps most of the values.
    pub correlation: f64,
}

impl Network {
    /// Keeps the ties whose value stands as `op` says, and drops the values. A tie that is not kept
    /// becomes a reported absence, since its reporter spoke; unknown pairs stay unknown. O(n + m), and
    /// O(m log m) for a cut by density.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when ties have no values, the cut is not a number, or there is no tie to take
    /// a mean of; [`Error::BadOption`] for a density outside 0 to 1, one that no cut reaches, or one
    /// asked of `equal` or `not_equal`.
    ///
    /// ```
    /// use commonweal_network::network::{Cut, CutAt};
    /// use commonweal_network::{BuildOptions, Network, Ties};
    ///
    /// let ties = Ties { source: &[0, 0, 1], target: &[1, 2, 2], value: Some(&[1.0, 2.0, 4.0]) };
    /// let net = Network::from_ties(3, &ties, &BuildOptions::default())?;
    /// assert_eq!(net.dichotomise(Cut::AtLeast, 2.0)?.ties(), 2);
    /// assert_eq!(net.dichotomise(Cut::Above, CutAt::Mean)?.ties(), 1); // the mean is 7/3
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn dichotomise(&self, op: Cut, at: impl Into<CutAt>) -> Result<Self, Error> {
        let values = self.values_to_cut()?;
        let (cut, chosen) = match at.into() {
            CutAt::Value(cut) => (cut, String::new()),
            CutAt::Mean => {
                // An undirected tie stands twice, which leaves the mean as it is.
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                (mean, ", the mean value".to_owned())
            }
            CutAt::Density(target) => {
                let row = self.cut_for(op, target)?;
                let chosen = format!(
                    ", chosen to reach a density of {target} (it is {:.4})",
                    row.density
                );
                (row.cut, chosen)
            }
        };
        if cut.is_nan() {
            return Err(undefined("the cut is not a number."));
        }
        let out = rows_in_order::<()>(self.partners(), |i, push| {
            let kept = self.out.range(i).filter(|&k| op.keeps(values[k], cut));
            kept.for_each(|k| push(self.out.targets()[k], ()));
        });
        let mut net = self.clone();
        net.incoming = self.is_directed().then(|| Arc::new(build::transpose(&out)));
        net.out = Arc::new(out);
        net.add_note(format!(
            "A tie was counted where its value is {op} {cut}{chosen}."
        ));
        Ok(net)
    }

    /// What each possible cut would leave, ascending: one row for every value that a known tie has. It
    /// is the table that UCINET's interactive dichotomising shows. O(m log m).
    ///
    /// # Errors
    /// [`Error::NotDefined`] when ties have no values.
    pub fn cuts(&self, op: Cut) -> Result<Vec<CutRow>, Error> {
        self.values_to_cut()?;
        let mut values: Vec<f64> = self.iter_ties().filter_map(|(_, _, v)| v).collect();
        values.sort_by(f64::total_cmp);
        let known = self.cell_counts().known as f64;
        let runs: Vec<(f64, u64)> = values
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], run.len() as u64))
            .collect();
        // Scaled by the largest, so that squares stay finite.
        let scale = values.last().copied().unwrap_or(1.0);
        let total: (f64, f64) = values
            .iter()
            .map(|v| v / scale)
            .fold((0.0, 0.0), |(x, xx), v| (x + v, xx + v * v));
        let all = values.len() as u64;
        let (mut below, mut below_sum) = (0u64, 0.0);
        let mut rows = Vec::with_capacity(runs.len());
        for (cut, count) in runs {
            let own = count as f64 * (cut / scale);
            let (ties, sum) = match op {
                Cut::AtLeast => (all - below, total.0 - below_sum),
                Cut::Above => (all - below - count, total.0 - below_sum - own),
                Cut::AtMost => (below + count, below_sum + own),
                Cut::Below => (below, below_sum),
                Cut::Equal => (count, own),
                Cut::NotEqual => (all - count, total.0 - own),
            };
            below += count;
            below_sum += own;
            let kept = ties as f64;
            let covariance = known * sum - kept * total.0;
            let spread =
                (kept * (known - kept)).sqrt() * (known * total.1 - total.0.powi(2)).sqrt();
            rows.push(CutRow {
                cut,
                ties,
                density: kept / known,
                correlation: if spread > 0.0 {
                    (covariance / spread).clamp(-1.0, 1.0)
                } else {
                    f64::NAN
                },
            });
        }
        Ok(rows)
    }

    /// The most selective cut that still reaches the density `target`.
    fn cut_for(&self, op: Cut, target: f64) -> Result<CutRow, Error> {
        let refused = |found: String, expected: &str| Error::BadOption {
            option: "density",
            found,
            expected: expected.to_owned(),
        };
        if !(0.0..=1.0).contains(&target) {
            return Err(refused(target.to_string(), "a share from 0 to 1"));
        }
        let rows = self.cuts(op)?;
        let mut reaching = rows.iter().filter(|row| row.density >= target);
        let found = match op {
            Cut::AtLeast | Cut::Above => reaching.next_back(),
            Cut::AtMost | Cut::Below => reaching.next(),
            Cut::Equal | Cut::NotEqual => {
                return Err(refused(
                    format!("a density with the rule \"{op}\""),
                    "one of the rules at_least, above, at_most, below",
                ));
            }
        };
        found.copied().ok_or_else(|| {
            let highest = share(
                rows.iter().map(|row| row.ties).max().unwrap_or(0),
                self.cell_counts().known,
            );
            refused(
                target.to_string(),
                &format!(
                    "a density that some cut reaches; the highest with \"{op}\" is {:.4}, with {}",
                    highest.unwrap_or(0.0),
                    counted(rows.len() as u64, "value")
                ),
            )
        })
    }

    fn values_to_cut(&self) -> Result<&[f64], Error> {
        self.out.values().ok_or_else(|| {
            undefined("ties have no values. Give `value` when building the network.")
        })
    }
}

fn undefined(reason: &str) -> Error {
    Error::NotDefined {
        measure: "dichotomise",
        reason: reason.to_owned(),
    }
}
