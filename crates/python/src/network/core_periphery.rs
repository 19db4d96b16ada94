//! Core and periphery.

use commonweal_network as net;
use commonweal_network::Control;
use commonweal_network::groups::core_periphery::{
    self as engine, CorePeripheryOptions, CoreTestOptions,
};
use commonweal_network::nulls::Beyond;
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use super::frames::{Id, ScoreFrame, frame, number_column, over_known_ties, partner_ids};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::{Plain, whole};
use crate::door::enter;
use crate::errors::Failure;

/// What stands between core and periphery in the ideal picture: one density, or one for each direction.
struct OffDiagonal((f64, f64));

impl<'a, 'py> FromPyObject<'a, 'py> for OffDiagonal {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "float"),
        type_hint_subscript!(
            type_hint_identifier!("builtins", "tuple"),
            type_hint_identifier!("builtins", "float"),
            type_hint_identifier!("builtins", "float")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if !object.is_instance_of::<PyString>() {
            if let Ok(one) = object.extract::<f64>() {
                return Ok(Self((one, one)));
            }
            if let Ok(both) = object.extract::<(f64, f64)>() {
                return Ok(Self(both));
            }
        }
        Err(Failure::input(
            "off_diagonal: expected None, a density from 0 to 1, or two densities (from core to periphery, from periphery to core).",
        )
        .into())
    }
}

/// A core and a periphery: what :meth:`Network.core_periphery` finds. ``print(c)`` is a plain sentence.
///
/// A fit by itself is no evidence of an inner circle: :meth:`test` holds it against random networks.
///
/// Examples
/// --------
/// >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
/// >>> core = cw.Network.from_ties(ties, directed=False).core_periphery()
/// >>> core.members, core.fit, core.certified
/// (['a', 'b', 'c'], 1.0, True)
/// >>> print(core)
/// A core of 3 of 6 partners fits with 1.000 (correlation with the ideal picture).
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct CorePeriphery {
    pub(crate) found: engine::CorePeriphery,
    pub(crate) network: net::Network,
    options: CorePeripheryOptions,
}

#[pymethods]
impl CorePeriphery {
    /// The word that asks for the method.
    #[getter]
    fn method(&self) -> String {
        self.found.method.to_string()
    }

    /// Partners in the core; of several equally good cores the first of ``optima``.
    #[getter]
    fn members(&self) -> Vec<Id> {
        Id::of(&self.network, &self.found.members)
    }

    /// How well it fits, in `unit`; None where that is not defined, and ``caveats`` says why.
    #[getter]
    fn fit(&self) -> Option<f64> {
        self.found.fit
    }

    /// What the fit is: a correlation ("discrete"), a share of cells ("lip"), a reduction of error
    /// ("minres") or a share of ties beyond chance ("multi").
    #[getter]
    fn unit(&self) -> &str {
        &self.found.unit
    }

    /// Whether no better core exists, for certain.
    #[getter]
    fn certified(&self) -> bool {
        self.found.certified
    }

    /// The equally good cores, at most 1,000 of them; empty for "minres" and "multi".
    #[getter]
    fn optima(&self) -> Vec<Vec<Id>> {
        let called = |core: &Vec<u32>| Id::of(&self.network, core);
        self.found.optima.iter().map(called).collect()
    }

    /// How many equally good cores there are; those that were found, where not certified.
    #[getter]
    fn n_optima(&self) -> u64 {
        self.found.optima_count
    }

    /// ``(reached, starts)``: starts that reached the best fit; None where no search by chance was made.
    #[getter]
    fn reached(&self) -> Option<(u64, u64)> {
        self.found.reached
    }

    /// Seed of all chance.
    #[getter]
    fn seed(&self) -> u64 {
        self.found.seed
    }

    /// Share of the cells that are known.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// What the fit may be compared with.
    #[getter]
    fn reference(&self) -> &str {
        &self.found.reference
    }

    /// The definition used, by its name in the field.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// Sentences that belong to the result wherever it goes.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// Source of the definition.
    #[getter]
    fn citation(&self) -> &str {
        &self.found.citation
    }

    /// One row a partner: ``partner_id``, ``in_core`` and what else the method gives.
    ///
    /// * discrete, lip: ``share_of_optima``, the share of equally good cores that hold the partner.
    /// * minres: ``coreness`` (directed: ``coreness_sent``, ``coreness_received``), squares summing to 1.
    /// * multi: ``pair``, the number of the pair of a core and a periphery; null for partners in none.
    ///
    /// A partner nobody has spoken about is in neither group (null).
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
    /// >>> core = cw.Network.from_ties(ties, directed=False).core_periphery(method="minres")
    /// >>> core.to_frame().columns
    /// ['partner_id', 'in_core', 'coreness']
    fn to_frame(&self) -> PyResult<Frame> {
        let found = &self.found;
        let mut columns = vec![
            partner_ids(&self.network),
            Series::new("in_core".into(), &found.in_core).into_column(),
        ];
        if let Some(share) = &found.share_of_optima {
            columns.push(Series::new("share_of_optima".into(), share).into_column());
        }
        if let Some(coreness) = &found.coreness {
            let name = match &found.coreness_received {
                Some(_) => "coreness_sent",
                None => "coreness",
            };
            columns.push(number_column(name, coreness.clone()));
        }
        if let Some(received) = &found.coreness_received {
            columns.push(number_column("coreness_received", received.clone()));
        }
        if let Some(pair) = &found.pair {
            columns.push(Series::new("pair".into(), pair).into_column());
        }
        frame(self.network.partners(), columns)
    }

    /// How dense the four blocks are: ``from_core, to_core, ties, known_pairs, density``. Null where nobody
    /// has spoken about any cell of a block.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
    /// >>> cw.Network.from_ties(ties, directed=False).core_periphery().densities().rows()[0]
    /// (True, True, 3, 3, 1.0)
    fn densities(&self) -> PyResult<ScoreFrame> {
        let blocks = &self.found.blocks;
        let flags = |name: &str, of: fn(&engine::CoreBlock) -> bool| {
            let flags: Vec<bool> = blocks.iter().map(of).collect();
            Series::new(name.into(), flags).into_column()
        };
        let counts = |name: &str, of: fn(&engine::CoreBlock) -> u64| {
            let counts: Vec<u64> = blocks.iter().map(of).collect();
            Series::new(name.into(), counts).into_column()
        };
        let densities: Vec<Option<f64>> = blocks.iter().map(|b| b.density).collect();
        let columns = vec![
            flags("from_core", |b| b.from_core),
            flags("to_core", |b| b.to_core),
            counts("ties", |b| b.ties),
            counts("known_pairs", |b| b.known),
            Series::new("density".into(), densities).into_column(),
        ];
        let about = [
            "density",
            "share of the known pairs between two groups",
            "known ties / known pairs of partners in core or periphery",
            &self.found.citation,
        ];
        over_known_ties(&self.network, columns, about)
    }

    /// Hold the fit against the best fits of random networks of the same kind.
    ///
    /// Each draw is searched anew, from the same starts as the network itself, never by looking at all cores:
    /// a statistic sought harder in the data than in the draws would not be the same statistic. p-values are
    /// (1 + count)/(1 + draws), both tails; ``print(t)`` gives the smallest p that these draws can reach
    /// before the p that was reached. Unknown cells stay unknown in every draw.
    ///
    /// Parameters
    /// ----------
    /// null : {"degree", "dyad_census", "ties", "size"}
    ///     What random networks keep: everybody's number of ties (directed: also of mutual ties), so that a
    ///     core which only gathers partners with many ties is no more than chance; or the dyad census, the
    ///     number of ties, the partners alone, which ask whether there is any core at all.
    ///     With ``"degree"``, directed or with unknown cells, a few of these networks may be out of reach
    ///     of the swaps; below about 10 partners a caveat says so (:meth:`Network.rewire`).
    /// draws : int, default 999
    /// seed : int, default 0
    ///     The same seed gives the same p for any number of threads.
    /// progress : bool, optional
    ///     As in :meth:`Network.closeness`.
    ///
    /// Returns
    /// -------
    /// CoreTest
    ///
    /// Raises
    /// ------
    /// InputError
    ///     For a weighted fit: random networks have no values.
    ///
    /// Notes
    /// -----
    /// Source: Boyd, Fitzgerald & Beck 2006; Kojaku & Masuda 2018.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    /// >>> core = star.core_periphery(off_diagonal=1)
    /// >>> core.fit, core.test(draws=99).test["p_high"]  # its degrees leave no other network
    /// (1.0, 1.0)
    #[pyo3(signature = (*, null = "degree", draws = 999, seed = 0, progress = None))]
    fn test(
        &self,
        py: Python<'_>,
        null: &str,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<CoreTest> {
        let control = Control::new();
        let test = CoreTestOptions {
            null: parse(null)?,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let tested = enter(py, "core-periphery test", progress, &control, || {
            self.network
                .core_periphery_test(&self.options, &test, &control)
        })?;
        Ok(CoreTest(tested))
    }

    /// Everything as a plain dictionary; partners by their numbers in the node table.
    fn to_dict(&self) -> Plain<&engine::CorePeriphery> {
        Plain(&self.found)
    }

    fn __float__(&self) -> f64 {
        self.found.fit.unwrap_or(f64::NAN)
    }

    fn __str__(&self) -> &str {
        &self.found.sentence
    }

    fn __repr__(&self) -> String {
        match self.found.fit {
            Some(fit) => format!(
                "<CorePeriphery: {}, core of {} of {} partners, fit {fit}>",
                self.found.method,
                self.found.members.len(),
                self.network.partners()
            ),
            None => format!("<CorePeriphery: {}, not defined>", self.found.method),
        }
    }
}

/// The fit of a core beside the fits of random networks: what :meth:`CorePeriphery.test` gives.
///
/// Examples
/// --------
/// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
/// >>> print(star.core_periphery(off_diagonal=1).test(draws=99))
/// With 99 draws no p can be smaller than 0.0100. The best fit is 1.000; random networks of the
/// same kind reach 1.000 on average. Share at least as good: p = 1.0000; at most as good: p = 1.0000.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct CoreTest(pub(crate) engine::CoreTest);

#[pymethods]
impl CoreTest {
    /// What random networks keep.
    #[getter]
    fn null(&self) -> String {
        self.0.null.to_string()
    }

    /// The fit beside its draws: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None where
    /// the network has no fit. p-values are (1 + count)/(1 + draws).
    #[getter]
    fn test(&self) -> Option<Plain<&Beyond>> {
        self.0.beyond.as_ref().map(Plain)
    }

    /// The fit of each draw, in order; None where it is not defined.
    #[getter]
    fn drawn(&self) -> Vec<Option<f64>> {
        let fit = |&fit: &f64| (!fit.is_nan()).then_some(fit);
        self.0.drawn.iter().map(fit).collect()
    }

    /// The smallest p these draws can give, known before any of them is made.
    #[getter]
    fn smallest(&self) -> f64 {
        self.0.smallest
    }

    /// Seed of all chance.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.seed
    }

    /// Share of the cells that are known.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.0.coverage
    }

    /// What was compared with what.
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

    /// Everything as a plain dictionary, ready for JSON.
    fn to_dict(&self) -> Plain<&engine::CoreTest> {
        Plain(&self.0)
    }

    fn __str__(&self) -> &str {
        &self.0.sentence
    }

    fn __repr__(&self) -> String {
        match &self.0.beyond {
            Some(test) => format!(
                "<CoreTest: null {}, observed {}, p_high {}>",
                self.0.null, test.observed, test.p_high
            ),
            None => format!("<CoreTest: null {}, not defined>", self.0.null),
        }
    }
}

#[pymethods]
impl Network {
    /// Divide the network into a core and a periphery.
    ///
    /// No good end: a core can hold a partnership together or keep others out, and the fit does not tell
    /// which. Unknown cells are left out of the fit; a partner nobody has spoken about is in neither group.
    ///
    /// Parameters
    /// ----------
    /// method : {"discrete", "lip", "minres", "multi"}
    ///     "discrete": the core whose known cells correlate best with the ideal picture, 1 in the core and 0
    ///     in the periphery (Borgatti & Everett 1999). "lip": the core with the fewest errors, read off the
    ///     degrees. "minres": a coreness for every partner, so that tie values are near the products; members
    ///     are cut from its order. "multi": several cores with a periphery each (Kojaku & Masuda).
    /// off_diagonal : float or (float, float), optional
    ///     What the ideal picture has between core and periphery. None leaves those cells out (UCINET's
    ///     default); 1 is equation 1 of Borgatti & Everett; 0 a core that keeps to itself; two densities are
    ///     (from core to periphery, from periphery to core). The cores can differ completely. "lip" and
    ///     "multi" do not use it.
    /// weighted : bool, default False
    ///     Use values of ties as strengths; not for "lip".
    /// exact_up_to : int, default 25
    ///     Up to this many partners every core is looked at: the best is certain and all best ones are
    ///     listed. At most 30, where it takes ten seconds or so; each partner more doubles the time.
    /// starts : int, default 20
    ///     Starts of the searches by chance: "discrete" above `exact_up_to`, "minres", "multi".
    /// seed : int, default 0
    ///     The same seed gives the same answer for any number of threads.
    /// expected : {"configuration", "density"}
    ///     "multi": what pairs are held against. With "configuration" everybody keeps the number of ties, so
    ///     having many does not make a core.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// CorePeriphery
    ///
    /// Raises
    /// ------
    /// InputError
    ///     For `weighted` without strengths, densities outside 0 to 1, two densities on undirected ties.
    ///
    /// Notes
    /// -----
    /// O(2^n) up to `exact_up_to` partners, else O(n (n + m)) a start in practice; "lip" O(n log n + m).
    ///
    /// Source: Borgatti & Everett 1999; Lip 2011; Boyd, Fitzgerald, Mahutga & Smith 2010; Kojaku & Masuda
    /// 2017, 2018.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
    /// >>> net = cw.Network.from_ties(ties, directed=False)
    /// >>> net.core_periphery().members
    /// ['a', 'b', 'c']
    /// >>> net.core_periphery(method="lip").fit  # no error in any of the 30 cells
    /// 1.0
    #[pyo3(signature = (*, method = "discrete", off_diagonal = None, weighted = false,
        exact_up_to = 25, starts = 20, seed = 0, expected = "configuration", progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn core_periphery(
        &self,
        py: Python<'_>,
        method: &str,
        off_diagonal: Option<OffDiagonal>,
        weighted: bool,
        exact_up_to: i64,
        starts: i64,
        seed: i64,
        expected: &str,
        progress: Option<bool>,
    ) -> PyResult<CorePeriphery> {
        let control = Control::new();
        let options = CorePeripheryOptions {
            method: parse(method)?,
            off_diagonal: off_diagonal.map(|o| o.0),
            weighted,
            exact_up_to: whole("exact_up_to", exact_up_to)?,
            starts: whole("starts", starts)?,
            seed: whole("seed", seed)?,
            expected: parse(expected)?,
        };
        let found = enter(py, "core-periphery", progress, &control, || {
            self.0.core_periphery(&options, &control)
        })?;
        Ok(CorePeriphery {
            found,
            network: self.0.clone(),
            options,
        })
    }
}
