//! Pairs of partners beyond chance.

use commonweal_equity::{Correction, adjust};
use commonweal_network::two_mode as engine;
use commonweal_network::two_mode::BackboneOptions;
use commonweal_network::{Control, Direction};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::Affiliation;
use crate::convert::whole;
use crate::door::enter;
use crate::measure::direction;
use crate::network::frames::{About, ScoreFrame, described, number_column};
use crate::network::{Network, parse};

#[pymethods]
impl Affiliation {
    /// The pairs of partners who were together more often than chance.
    ///
    /// Who comes often meets everybody often: a pair is kept only when random tables with the same totals seldom
    /// bring it together as often.
    ///
    /// Parameters
    /// ----------
    /// method : {"fdsm", "sdsm", "fixed_row"}
    ///     What random tables share with this one. "fdsm": how often each partner came and how many came to each
    ///     meeting, exactly, by draws. "sdsm": both on average, exact p, little power at this size.
    ///     "fixed_row": how often each partner came, whatever the sizes of meetings.
    /// alpha : float, default 0.05
    ///     A pair is kept when its adjusted p is at most this.
    /// correction : {"bh", "holm", "none"}
    ///     For the number of pairs, those never together included. "none" keeps every pair as if it were the
    ///     only one: of 820 pairs up to 41 are then kept by chance alone.
    /// draws : int, default 19999
    ///     Random tables of "fdsm". A caveat says where a single pair could not be kept with so few.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     As in :meth:`Network.closeness`.
    ///
    /// Returns
    /// -------
    /// AffiliationBackbone
    ///
    /// Notes
    /// -----
    /// One-sided. Random tables never put a partner where it could not have come or where nobody knows. Draws of
    /// the same seed are the same on any number of threads. Source: Neal, Domagalski & Sagan (2021).
    ///
    /// Examples
    /// --------
    /// >>> sheet = {"partner_id": list("aaabbbcd"), "event_id": [1, 2, 3, 1, 2, 3, 4, 5]}
    /// >>> found = cw.Affiliation.from_attendance(sheet).backbone(method="fixed_row", correction="none")
    /// >>> round(found.to_frame().row(0, named=True)["p_high"], 9)  # one of 10 ways to choose 3 of 5
    /// 0.1
    #[pyo3(signature = (*, method = "fdsm", alpha = 0.05, correction = "bh", draws = 19999,
        seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn backbone(
        &self,
        py: Python<'_>,
        method: &str,
        alpha: f64,
        correction: &str,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<AffiliationBackbone> {
        let options = BackboneOptions {
            method: parse(method)?,
            alpha,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let correction = crate::outcomes::correction((correction != "none").then_some(correction))?;
        let control = Control::new();
        let found = enter(py, "backbone", progress, &control, || {
            let adjusted = |p: &[f64]| match correction {
                Some(correction) => adjust(p, correction),
                None => p.to_vec(),
            };
            self.0.backbone(&options, adjusted, &control)
        })?;
        Ok(AffiliationBackbone {
            found,
            correction: correction.map(Correction::name),
        })
    }
}

/// Pairs of partners who were together more often than chance. ``print(b)`` is a plain sentence.
///
/// From :meth:`Affiliation.backbone`.
///
/// Examples
/// --------
/// >>> sheet = {"partner_id": list("aaabbbcd"), "event_id": [1, 2, 3, 1, 2, 3, 4, 5]}
/// >>> cw.Affiliation.from_attendance(sheet).backbone(draws=99)
/// <AffiliationBackbone: 0 of 6 pairs kept, fdsm>
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct AffiliationBackbone {
    found: engine::Backbone,
    correction: Option<&'static str>,
}

#[pymethods]
impl AffiliationBackbone {
    /// One row a pair: ``first_id, second_id, together, expected, p_high, p_low, smallest_p, adjusted_p, kept``.
    ///
    /// Every pair that a meeting could have brought together is there. `smallest_p` is the smallest p the pair
    /// could have had: compare it with alpha before reading any p.
    fn to_frame(&self) -> PyResult<ScoreFrame> {
        let pairs = &self.found.pairs;
        let labels = self.found.network.labels();
        let id = |name: &str, of: fn(&engine::BackbonePair) -> u32| {
            let ids: Vec<String> = pairs
                .iter()
                .map(|p| labels.get(of(p)).into_owned())
                .collect();
            Series::new(name.into(), ids).into_column()
        };
        let number = |name: &str, of: fn(&engine::BackbonePair) -> f64| {
            number_column(name, pairs.iter().map(of).collect())
        };
        let kept: Vec<bool> = pairs.iter().map(|p| p.kept).collect();
        let together: Vec<u32> = pairs.iter().map(|p| p.together).collect();
        let columns = vec![
            id("first_id", |p| p.first),
            id("second_id", |p| p.second),
            Series::new("together".into(), together).into_column(),
            number("expected", |p| p.expected),
            number("p_high", |p| p.p_high),
            number("p_low", |p| p.p_low),
            number("smallest_p", |p| p.smallest),
            number("adjusted_p", |p| p.adjusted),
            Series::new("kept".into(), kept).into_column(),
        ];
        let about = About {
            measure: "backbone".to_owned(),
            unit: "meetings together, and chances of as many".to_owned(),
            direction: direction(Direction::None),
            coverage: self.found.coverage,
            convention: self.convention(),
            caveats: self.found.caveats.clone(),
            citation: self.found.citation.clone(),
        };
        described(pairs.len(), columns, about)
    }

    /// The kept pairs as an undirected network; pairs that no meeting could have brought together are unknown.
    #[getter]
    fn network(&self) -> Network {
        Network(self.found.network.clone())
    }

    /// Number of pairs kept.
    #[getter]
    fn n_kept(&self) -> usize {
        self.found.network.ties()
    }

    /// Number of pairs tested.
    #[getter]
    fn n_pairs(&self) -> usize {
        self.found.pairs.len()
    }

    /// The model of chance.
    #[getter]
    fn method(&self) -> String {
        self.found.options.method.to_string()
    }

    /// Seed of the draws.
    #[getter]
    fn seed(&self) -> u64 {
        self.found.options.seed
    }

    /// Share of the cells in which a partner could have come of which it is known whether it did.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// The model, what it holds fixed, and the correction for the number of pairs.
    #[getter]
    fn convention(&self) -> String {
        format!(
            "{}; one-sided; correction: {}",
            self.found.convention,
            self.correction.unwrap_or("none")
        )
    }

    /// Sentences that belong to the result wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// Source of the model.
    #[getter]
    fn citation(&self) -> &str {
        &self.found.citation
    }

    fn __str__(&self) -> &str {
        &self.found.sentence
    }

    fn __repr__(&self) -> String {
        format!(
            "<AffiliationBackbone: {} of {} pairs kept, {}>",
            self.n_kept(),
            self.n_pairs(),
            self.found.options.method
        )
    }
}
