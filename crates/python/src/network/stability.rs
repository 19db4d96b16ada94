//! How much a measure depends on who answered.

use commonweal_network::Control;
use commonweal_network::measures::stability::{self as engine, StabilityOptions, StabilityRow};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{frame, number_column};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::whole;
use crate::door::enter;

/// One share or several.
#[derive(FromPyObject)]
enum Shares {
    One(f64),
    Several(Vec<f64>),
}

#[pymethods]
impl Network {
    /// How a measure holds when answers are set aside: bias, rank correlation, overlap of the top tenth.
    ///
    /// Answers are set aside, the measure is taken again and compared with the one of all answers, for
    /// partners that have a score both times. Partners are never named: the result says how far any
    /// ordering could be trusted.
    ///
    /// Parameters
    /// ----------
    /// measure : str
    ///     A measure of partners ("degree", "in_degree", "closeness", "betweenness", "coreness" ...) or
    ///     of the whole network ("density", "reciprocity", "degree_centralization" ...), with its
    ///     default options. A wrong name is answered with the list.
    /// drop : float or list of float, default 0.05, 0.1, 0.2, 0.3
    ///     Shares of the respondents (or partners) to set aside.
    /// draws : int, default 100
    ///     Draws for each share. Draw k has one random order and each share takes its first.
    /// how : {"random", "central_first", "peripheral_first"}
    ///     Whose answers go first: anyone's, or those of the highest or lowest scores (of a
    ///     whole-network measure: degree), with chance among equals. The literature finds the loss of
    ///     central partners to do most harm.
    /// what : {"answers", "partners"}
    ///     Whether a partner's reports become unknown while others may still name it (non-response), or
    ///     it vanishes with all its ties.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// Stability
    ///
    /// Notes
    /// -----
    /// Answers that are missing already stay missing: the numbers are about further silence. Ties
    /// without direction are taken as reported by both sides. Cost: ``draws`` times the shares times the
    /// measure; the same seed gives the same answer on any number of threads. Source: Costenbader &
    /// Valente 2003; Borgatti, Carley & Krackhardt 2006; Smith & Moody 2013.
    ///
    /// Examples
    /// --------
    /// >>> ties = [(str(i), str(j)) for i in range(8) for j in range(i)]
    /// >>> found = cw.Network.from_ties(ties).stability("in_degree", drop=0.25, draws=20, seed=1)
    /// >>> found.to_frame()["statistic"].to_list()
    /// ['bias', 'relative_bias', 'pearson', 'spearman', 'kendall', 'top_overlap']
    #[pyo3(signature = (measure, *, drop = None, draws = 100, how = "random", what = "answers",
        seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn stability(
        &self,
        py: Python<'_>,
        measure: &str,
        drop: Option<Shares>,
        draws: i64,
        how: &str,
        what: &str,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<Stability> {
        let defaults = StabilityOptions::default();
        let options = StabilityOptions {
            shares: match drop {
                None => defaults.shares,
                Some(Shares::One(share)) => vec![share],
                Some(Shares::Several(shares)) => shares,
            },
            draws: whole("draws", draws)?,
            how: parse(how)?,
            what: parse(what)?,
            seed: whole("seed", seed)?,
        };
        let control = Control::new();
        enter(py, "stability", progress, &control, || {
            self.0.stability_of(measure, &options, &control)
        })
        .map(Stability)
    }
}

/// How a measure held when answers were set aside. ``print(s)`` is one sentence for each share.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
/// >>> print(net.stability("density", drop=0.5, draws=10))
/// With 2 answers (50 %) set aside, at random, density is ... in 10 of 10 draws.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Stability(engine::Stability);

#[pymethods]
impl Stability {
    /// Name of the measure.
    #[getter]
    fn measure(&self) -> &str {
        &self.0.measure
    }

    /// The measure's convention, what was set aside and in which order.
    #[getter]
    fn convention(&self) -> &str {
        &self.0.convention
    }

    /// Seed of the draws.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.seed
    }

    /// Sentences that belong to the numbers wherever they go.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.0.caveats.clone()
    }

    /// Source.
    #[getter]
    fn citation(&self) -> &str {
        &self.0.citation
    }

    /// One row for each share and statistic, ready to plot as a band over ``drop``.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``drop`` (share), ``dropped`` (partners), ``statistic``, ``draws``, ``defined`` (draws in
    ///     which it is), and over those ``mean, sd, p05, p25, p50, p75, p95``; null where it is defined
    ///     in none. Statistics of partners: ``bias`` (mean of new minus old), ``relative_bias``,
    ///     ``pearson``, ``spearman``, ``kendall`` (tau-b), ``top_overlap``; of a whole network:
    ///     ``value``, ``bias``, ``relative_bias``.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
    /// >>> net.stability("density", drop=[0.25, 0.5], draws=10).to_frame().height
    /// 6
    fn to_frame(&self) -> PyResult<Frame> {
        let rows = &self.0.rows;
        let numbers = |name: &str, get: fn(&StabilityRow) -> f64| {
            number_column(name, rows.iter().map(get).collect())
        };
        let counts = |name: &str, get: fn(&StabilityRow) -> u64| {
            Series::new(name.into(), rows.iter().map(get).collect::<Vec<_>>()).into_column()
        };
        let statistic: Vec<String> = rows.iter().map(|r| r.statistic.to_string()).collect();
        let columns = vec![
            numbers("drop", |r| r.share),
            counts("dropped", |r| r.dropped),
            Series::new("statistic".into(), statistic).into_column(),
            counts("draws", |r| r.draws),
            counts("defined", |r| r.defined),
            numbers("mean", |r| r.mean),
            numbers("sd", |r| r.sd),
            numbers("p05", |r| r.p05),
            numbers("p25", |r| r.p25),
            numbers("p50", |r| r.p50),
            numbers("p75", |r| r.p75),
            numbers("p95", |r| r.p95),
        ];
        frame(rows.len(), columns)
    }

    fn __str__(&self) -> String {
        self.0.sentences.join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Stability of {}: {}>", self.0.measure, self.0.convention)
    }
}
