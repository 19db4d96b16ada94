//! Numbers beside what chance alone would give.

use commonweal_network as engine;
use commonweal_network::Control;
use commonweal_network::groups::rich_club::{Club, RichClubOptions};
use commonweal_network::nulls::Beyond;
use commonweal_network::nulls::cug::CugOptions;
use commonweal_network::nulls::diagnostics::{MixingOptions, MixingPoint};
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{About, ScoreFrame, described};
use super::{Network, parse};
use crate::convert::{Plain, whole};
use crate::door::enter;
use crate::measure::Measure;

/// A number of the whole network beside networks alike in size, ties or dyads.
///
/// From :meth:`Network.cug`. ``print(t)`` gives the smallest p that was possible, then the result.
///
/// Examples
/// --------
/// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")])
/// >>> test = net.cug("reciprocity", condition="ties")
/// >>> test.exact, round(test.test["p_high"], 3)
/// (True, 0.03)
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct CugTest(engine::nulls::cug::CugTest);

#[pymethods]
impl CugTest {
    /// The number itself, as a :class:`Measure`.
    #[getter]
    fn measure(&self) -> Measure {
        Measure(self.0.measure.clone())
    }

    /// What the networks of the null model keep: ``"size"``, ``"ties"`` or ``"dyad_census"``.
    #[getter]
    fn condition(&self) -> String {
        self.0.condition.to_string()
    }

    /// The number beside chance: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None where the
    /// measure has no value. p-values are (1 + count)/(1 + draws).
    #[getter]
    fn test(&self) -> Option<Plain<&Beyond>> {
        self.0.test.as_ref().map(Plain)
    }

    /// Whether all networks of the null model were looked at instead of drawing some.
    #[getter]
    fn exact(&self) -> bool {
        self.0.exact
    }

    /// The smallest p this test could have given, whatever the number.
    #[getter]
    fn smallest(&self) -> Option<f64> {
        self.0.smallest
    }

    /// Seed of the draws.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.seed
    }

    /// What was tested, in words.
    #[getter]
    fn convention(&self) -> &str {
        &self.0.convention
    }

    /// Sentences that belong to the test wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.0.caveats.clone()
    }

    /// Source of the test.
    #[getter]
    fn citation(&self) -> &str {
        &self.0.citation
    }

    /// Everything, ready for JSON.
    fn to_dict(&self) -> Plain<&engine::nulls::cug::CugTest> {
        Plain(&self.0)
    }

    fn __float__(&self) -> f64 {
        self.0.measure.value.unwrap_or(f64::NAN)
    }

    fn __str__(&self) -> &str {
        &self.0.sentence
    }

    fn __repr__(&self) -> String {
        let name = &self.0.measure.name;
        match &self.0.test {
            Some(test) => format!(
                "<CugTest: {name} {}, p_high {}, p_low {}>",
                test.observed, test.p_high, test.p_low
            ),
            None => format!("<CugTest: {name} not defined>"),
        }
    }
}

#[pymethods]
impl Network {
    /// A conditional uniform graph test: is a number of the whole network larger or smaller than in networks
    /// drawn at random among all with the same partners, ties or dyads?
    ///
    /// Both tails; where all such networks are no more than ``draws + 1``, each is looked at and p is exact.
    /// Draws put ties into known cells only and keep the counts among known cells, so the measure meets the
    /// same unknown cells in every network. Values of ties are not used. Which condition is kept decides what
    /// "chance" means, so report it; a number beyond chance says nothing about its cause.
    ///
    /// Parameters
    /// ----------
    /// measure : str
    ///     ``"density"``, ``"reciprocity"``, ``"transitivity"``, ``"degree_centralization"`` ...: a measure
    ///     of the whole network by its default convention; a wrong name is answered with all of them.
    /// condition : {"ties", "size", "dyad_census"}
    ///     What is kept: the number of ties; the partners alone (every known cell holds a tie with chance
    ///     1/2); the numbers of mutual, asymmetric and null dyads (undirected: the same as "ties").
    /// draws : int, default 999
    /// seed : int, default 0
    ///     Same seed, same answer, for any number of threads.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// CugTest
    ///
    /// Notes
    /// -----
    /// ``draws`` times the measure, O(n^2) a draw; at most 4,096 partners. Source: Anderson, Butts & Carley
    /// 1999; Butts 2008.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> test = net.cug("transitivity", condition="dyad_census", draws=99)
    /// >>> test.smallest
    /// 0.01
    /// >>> test.test["mean"] < test.test["observed"]
    /// True
    #[pyo3(signature = (measure, *, condition = "ties", draws = 999, seed = 0, progress = None))]
    fn cug(
        &self,
        py: Python<'_>,
        measure: &str,
        condition: &str,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<CugTest> {
        let control = Control::new();
        let measure = parse(measure)?;
        let options = CugOptions {
            condition: parse(condition)?,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        enter(py, "CUG test", progress, &control, || {
            self.0.cug(measure, &options, &control)
        })
        .map(CugTest)
    }

    /// Rich clubs: the density phi(k) among partners with more than k ties, beside rewired networks.
    ///
    /// phi alone is no evidence: partners with many ties meet one another by their numbers. So everybody keeps
    /// its degrees in every draw, and the columns compare phi with those draws. Clubs of fewer than three
    /// partners are left out. No good end: a club is a structure, not an intention. Known ties over known
    /// cells; rewired ties stay in known cells.
    ///
    /// Parameters
    /// ----------
    /// mode : {"in", "out", "all"}
    ///     Which ties make a partner rich in a directed network: received (partners who did not answer send
    ///     none), sent, or both added up.
    /// draws : int, default 999
    ///     Rewired networks; 0 for none.
    /// seed : int, default 0
    /// swaps_per_tie : int, default 10
    ///     As in :meth:`rewire`. p holds its level for any length.
    /// keep_mutual : bool, default True
    ///     Whether rewired directed networks also keep everybody's number of mutual ties. A few networks
    ///     may then be out of reach of the swaps, as with unknown cells (:meth:`rewire`).
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     One row a k at which the club changes: ``k, n_partners, ties, known_pairs, phi, null_mean,
    ///     null_low, null_high`` (central 95 %), ``ratio`` (phi over null_mean), ``p_high, p_low`` of this k,
    ///     and ``p_family``, of phi's excess when all k are looked at together (Westfall & Young 1993).
    ///     ``about`` holds the sentence of the whole test first among the caveats.
    ///
    /// Source: Zhou & Mondragon 2004; Colizza et al. 2006. O(draws * swaps_per_tie * m).
    ///
    /// Examples
    /// --------
    /// >>> hubs = [("a", "b"), ("b", "c"), ("c", "a")]
    /// >>> spokes = [(h, f"{h}{i}") for h in "abc" for i in range(3)]
    /// >>> ring = [(f"a{i}", f"b{i}") for i in range(3)]
    /// >>> club = cw.Network.from_ties(hubs + spokes + ring, directed=False).rich_club(draws=99)
    /// >>> club.select("k", "n_partners", "phi").rows()[-1]
    /// (2, 3, 1.0)
    #[pyo3(signature = (*, mode = "in", draws = 999, seed = 0, swaps_per_tie = 10, keep_mutual = true,
        progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn rich_club(
        &self,
        py: Python<'_>,
        mode: &str,
        draws: i64,
        seed: i64,
        swaps_per_tie: i64,
        keep_mutual: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = RichClubOptions {
            mode: parse(mode)?,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
            swaps_per_tie: whole("swaps_per_tie", swaps_per_tie)?,
            keep_mutual,
        };
        let found = enter(py, "rich club", progress, &control, || {
            self.0.rich_club(&options, &control)
        })?;
        let clubs = &found.clubs;
        let counts = |name: &str, of: fn(&Club) -> u64| {
            Series::new(name.into(), clubs.iter().map(of).collect::<Vec<u64>>()).into_column()
        };
        let numbers = |name: &str, of: &dyn Fn(&Club) -> Option<f64>| {
            optional(name, clubs.iter().map(of).collect())
        };
        let of_test = |name: &str, pick: fn(&Beyond) -> f64| {
            numbers(name, &|club: &Club| club.test.as_ref().map(pick))
        };
        let columns = vec![
            counts("k", |c| c.k),
            counts("n_partners", |c| c.partners),
            counts("ties", |c| c.ties),
            counts("known_pairs", |c| c.known),
            numbers("phi", &|c| c.phi),
            of_test("null_mean", |t| t.mean),
            numbers("null_low", &|c| c.null_range.map(|r| r.0)),
            numbers("null_high", &|c| c.null_range.map(|r| r.1)),
            of_test("ratio", |t| t.observed / t.mean),
            of_test("p_high", |t| t.p_high),
            of_test("p_low", |t| t.p_low),
            numbers("p_family", &|c| c.p_family),
        ];
        let about = About {
            measure: "rich_club".to_owned(),
            unit: "share of known pairs in the club that are tied".to_owned(),
            direction: "none",
            coverage: found.coverage,
            convention: found.convention,
            caveats: [found.sentence].into_iter().chain(found.caveats).collect(),
            citation: found.citation,
        };
        described(clubs.len(), columns, about)
    }

    /// How fast :meth:`rewire` forgets the network it began with, for choosing ``swaps_per_tie``.
    ///
    /// Several chains start from this network. A test against rewired networks holds its level for any length
    /// of the chain; one that has not settled makes the test weaker.
    ///
    /// Parameters
    /// ----------
    /// measure : str, default "transitivity"
    ///     A measure of the whole network, as in :meth:`cug`, whose autocorrelation is followed.
    /// keep_mutual : bool, default False
    ///     As in :meth:`rewire`.
    /// chains : int, default 10
    ///     At least 2.
    /// length : int, default 20
    ///     Steps a tie.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``swaps_per_tie`` from 0 up; ``unmoved``, the share of ties that stand where they stood;
    ///     ``changed``, the share of the steps just taken that changed the network; ``autocorrelation`` of
    ///     the measure at that distance (null beyond half of the length, or where it does not vary).
    ///     ``about`` says first among the caveats after how many steps the chains have settled.
    ///
    /// ``chains * length`` times the measure and m steps.
    ///
    /// Examples
    /// --------
    /// >>> ring = [(f"p{i}", f"p{(i + k) % 30}") for i in range(30) for k in (1, 2)]
    /// >>> mixing = cw.Network.from_ties(ring, directed=False).rewiring_mixing(length=10)
    /// >>> mixing["unmoved"][0], mixing["unmoved"][10] < 0.3
    /// (1.0, True)
    #[pyo3(signature = (*, measure = "transitivity", keep_mutual = false, chains = 10, length = 20,
        seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn rewiring_mixing(
        &self,
        py: Python<'_>,
        measure: &str,
        keep_mutual: bool,
        chains: i64,
        length: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let measure = parse(measure)?;
        let options = MixingOptions {
            chains: whole("chains", chains)?,
            length: whole("length", length)?,
            seed: whole("seed", seed)?,
        };
        let found = enter(py, "mixing", progress, &control, || {
            self.0
                .rewiring_mixing(measure, keep_mutual, &options, &control)
        })?;
        let course = &found.course;
        let numbers = |name: &str, of: fn(&MixingPoint) -> Option<f64>| {
            optional(name, course.iter().map(of).collect())
        };
        let steps: Vec<u64> = course.iter().map(|point| point.steps).collect();
        let columns = vec![
            Series::new("swaps_per_tie".into(), steps).into_column(),
            numbers("unmoved", |p| p.unmoved),
            numbers("changed", |p| p.changed),
            numbers("autocorrelation", |p| p.autocorrelation),
        ];
        let about = About {
            measure: "rewiring_mixing".to_owned(),
            unit: "share of ties".to_owned(),
            direction: "none",
            coverage: None,
            convention: found.convention,
            caveats: vec![found.sentence],
            citation: "Milo et al. (2003), arXiv:cond-mat/0312028; Besag & Clifford (1989), Biometrika 76, 633-642".to_owned(),
        };
        described(course.len(), columns, about)
    }
}

/// A column of numbers; what is not defined is null.
fn optional(name: &str, values: Vec<Option<f64>>) -> Column {
    let finite = |value: Option<f64>| value.filter(|v| v.is_finite());
    let values: Vec<Option<f64>> = values.into_iter().map(finite).collect();
    Series::new(name.into(), values).into_column()
}
