//! What follows if the past goes on: the predictive t distribution of a change.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::past::pairs;
use super::{HistoryYear, PastChange};
use crate::words::plural;
use crate::{Exact, Target};

/// Fewest changes between consecutive years from which a spread is estimated.
const FEWEST_CHANGES: usize = 2;

/// What the past changes say of the goal year.
#[derive(Default)]
pub(super) struct Prediction {
    pub(super) past: Option<PastChange>,
    pub(super) reach: Option<f64>,
    pub(super) reach_less_sampling: Option<f64>,
    /// Why there is no chance.
    pub(super) reason: Option<String>,
}

/// Sampling variances, as squared shares.
struct Sampling {
    /// In the variance of past changes.
    of_changes: f64,
    /// In the error of the predicted change.
    of_prediction: f64,
}

impl Target {
    /// The two chances after gains between consecutive years.
    pub(super) fn predict(
        &self,
        used: &[HistoryYear],
        gains: &[Exact],
        needed: Exact,
    ) -> Prediction {
        if gains.len() < FEWEST_CHANGES {
            let reason = format!(
                "a prediction takes at least three consecutive years up to {}: {} given, with {} between consecutive years",
                self.start,
                plural(used.len(), "year"),
                plural(gains.len(), "change")
            );
            return Prediction {
                reason: Some(reason),
                ..Prediction::default()
            };
        }
        let m = gains.len() as f64;
        let changes: Vec<f64> = gains.iter().map(|gain| gain.to_f64()).collect();
        let mean = changes.iter().sum::<f64>() / m;
        let variance = changes.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (m - 1.0);
        let sampling = self.sampling(used, m);
        let process = sampling
            .as_ref()
            .map(|noise| (variance - noise.of_changes).max(0.0));
        let past = PastChange {
            changes: gains.len(),
            mean_pp: 100.0 * mean,
            sd_pp: 100.0 * variance.sqrt(),
            sampling_sd_pp: sampling
                .as_ref()
                .map(|noise| 100.0 * noise.of_changes.max(0.0).sqrt()),
            process_sd_pp: process.map(|rest| 100.0 * rest.sqrt()),
        };
        if gains.iter().all(|gain| *gain == gains[0]) {
            let reason = "all past changes are equal: there is no spread to predict from";
            return Prediction {
                past: Some(past),
                reason: Some(reason.to_owned()),
                ..Prediction::default()
            };
        }
        let years = f64::from(self.years);
        let ahead = years + years * years / m;
        let beyond = |variance: f64| {
            let t = (needed.to_f64() - years * mean) / variance.sqrt();
            let distribution = StudentsT::new(0.0, 1.0, m - 1.0).ok()?;
            (variance > 0.0).then(|| distribution.sf(t))
        };
        let reach = beyond(variance * ahead);
        let less = process
            .zip(sampling)
            .and_then(|(rest, noise)| beyond(rest * ahead + noise.of_prediction));
        Prediction {
            past: Some(past),
            reach,
            reach_less_sampling: less,
            reason: None,
        }
    }

    /// What chance in the yearly rates adds, from p (1 − p)/n of each year.
    ///
    /// Model: the rate of year j is a level and an error, where the level is a random walk with drift. The
    /// mean change is Σ c(j) · rate(j) / m with c(j) the times year j ends a change less the times it starts
    /// one.
    fn sampling(&self, used: &[HistoryYear], m: f64) -> Option<Sampling> {
        let variance = |rate: Exact, n: u64| {
            let p = rate.to_f64();
            (n > 0).then(|| p * (1.0 - p) / n as f64)
        };
        let pairs = pairs(used, 1);
        let (mut of_sum, mut of_mean, mut of_prediction) = (0.0, 0.0, 0.0);
        let years = f64::from(self.years);
        for (j, past) in used.iter().enumerate() {
            let ends = pairs.iter().filter(|(_, to)| *to == j).count() as f64;
            let starts = pairs.iter().filter(|(from, _)| *from == j).count() as f64;
            let last = f64::from(u8::from(j + 1 == used.len()));
            let v = variance(past.rate, past.n?)?;
            of_sum += (ends + starts) * v;
            of_mean += (ends - starts).powi(2) * v / m;
            of_prediction += (years * (ends - starts) / m + last).powi(2) * v;
        }
        Some(Sampling {
            of_changes: (of_sum - of_mean) / (m - 1.0),
            of_prediction: of_prediction + variance(self.goal, self.cohort)?,
        })
    }
}
