//! A set of partners: how it keeps to itself, whether it is found again, and who is in it.

use std::collections::BTreeMap;

use commonweal_equity as eq;
use commonweal_network as net;
use commonweal_network::Control;
use commonweal_network::groups::consensus::{self as engine, ConsensusMethod, ConsensusOptions};
use commonweal_network::measures::exclusivity::{ExclusivityOptions, ExclusivityRow};
use commonweal_network::nulls::Beyond;
use commonweal_partnership::in_groups::{InGroupOptions, Row, View, composition_of};
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{type_hint_identifier, type_hint_subscript};

use super::frames::{About, ScoreFrame, described, frame, ids, number_column, partner_ids};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::{Names, PartnerIds, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::in_groups::declared;
use crate::outcomes::correction;

/// What is found again over methods, cuts, answers left out and unknown ties filled in.
///
/// From :meth:`Network.consensus`. ``print(c)`` is one plain sentence. Nobody is named in it or in
/// :meth:`to_frame`; scores of partners are for the staff that keeps the tables (``view="backbone"``).
///
/// Examples
/// --------
/// >>> ties = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d"), ("d", "e"), ("e", "f")]
/// >>> found = cw.Network.from_ties(ties, directed=False).consensus(["inner_core", "k_plex"])
/// >>> found.size
/// 4
/// >>> found.members(view="backbone")["partner_id"].to_list()
/// ['a', 'b', 'c', 'd']
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Consensus {
    found: engine::Consensus,
    network: net::Network,
}

#[pymethods]
impl Consensus {
    /// Partners that belong to the consensus.
    #[getter]
    fn size(&self) -> u64 {
        self.found.size
    }

    /// Score from which a partner belongs to it.
    #[getter]
    fn threshold(&self) -> f64 {
        self.found.threshold
    }

    /// Share of the pairs that are known.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// The definition used.
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

    /// One row a method, cut and kind of variation: ``method``, ``cut`` (null: ties as they are),
    /// ``variation`` ("as_answered", "one_answer_less", "completed"), ``runs``, ``found`` (runs that found a
    /// set), ``mean_size`` and ``similarity``, the mean likeness to the consensus (Jaccard; a run without a
    /// set counts as 0).
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], directed=False)
    /// >>> net.consensus("inner_core", leave_one_out=False).to_frame().rows()
    /// [('inner_core', None, 'as_answered', 1, 1, 3.0, 1.0)]
    fn to_frame(&self) -> PyResult<Frame> {
        let rows = &self.found.rows;
        let numbers = |name: &str, of: fn(&engine::ConsensusRow) -> Option<f64>| {
            optional(name, rows.iter().map(of).collect())
        };
        let columns = vec![
            texts("method", rows.iter().map(|row| row.method.clone())),
            numbers("cut", |row| row.cut),
            texts(
                "variation",
                rows.iter().map(|row| row.variation.to_string()),
            ),
            counts("runs", rows.iter().map(|row| row.runs)),
            counts("found", rows.iter().map(|row| row.found)),
            numbers("mean_size", |row| row.mean_size),
            numbers("similarity", |row| row.similarity),
        ];
        frame(rows.len(), columns)
    }

    /// The score of every partner, ``partner_id`` and ``score``: the mean share of the runs that found it.
    ///
    /// Parameters
    /// ----------
    /// view : {"backbone"}
    ///     Must be given: scores of named partners are for the staff that keeps the tables.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], directed=False)
    /// >>> net.consensus("inner_core").scores(view="backbone")["score"].to_list()
    /// [1.0, 1.0, 1.0, 0.0]
    #[pyo3(signature = (*, view = None))]
    fn scores(&self, view: Option<&str>) -> PyResult<Frame> {
        for_backbone(view)?;
        let scores = number_column("score", self.found.scores.clone());
        frame(
            self.network.partners(),
            vec![partner_ids(&self.network), scores],
        )
    }

    /// The partners of the consensus, ``partner_id`` and ``score``.
    ///
    /// Parameters
    /// ----------
    /// view : {"backbone"}
    ///     Must be given: names are for the staff that keeps the tables.
    #[pyo3(signature = (*, view = None))]
    fn members(&self, view: Option<&str>) -> PyResult<Frame> {
        for_backbone(view)?;
        let members = &self.found.members;
        let scores = members.iter().map(|&i| self.found.scores[i as usize]);
        let columns = vec![
            ids("partner_id", &self.network, members.clone()),
            number_column("score", scores.collect()),
        ];
        frame(members.len(), columns)
    }

    /// Pairs of partners that were found together: ``source_id``, ``target_id``, ``score`` (mean share of the
    /// runs that found both in one set). Pairs never found together are left out.
    ///
    /// Parameters
    /// ----------
    /// view : {"backbone"}
    ///     Must be given: names are for the staff that keeps the tables.
    #[pyo3(signature = (*, view = None))]
    fn together(&self, view: Option<&str>) -> PyResult<Frame> {
        for_backbone(view)?;
        let pairs = self.found.together();
        let columns = vec![
            ids(
                "source_id",
                &self.network,
                pairs.iter().map(|p| p.0).collect(),
            ),
            ids(
                "target_id",
                &self.network,
                pairs.iter().map(|p| p.1).collect(),
            ),
            number_column("score", pairs.iter().map(|p| p.2).collect()),
        ];
        frame(pairs.len(), columns)
    }

    fn __str__(&self) -> &str {
        &self.found.sentence
    }

    fn __repr__(&self) -> String {
        format!(
            "<Consensus: {} partners from a score of {}>",
            self.found.size, self.found.threshold
        )
    }
}

#[pymethods]
impl Network {
    /// Which partners are found together by every method, at every cut, without any one partner's answers, and
    /// however the unknown ties are filled in.
    ///
    /// Each method searches each version of the data anew. A partner's score is the mean, over methods, cuts and
    /// kinds of variation, of the share of the runs that found it. That a set is found again says that it is
    /// stable, not that it is more than chance: see :meth:`core_periphery`'s test for that. No good end.
    ///
    /// Parameters
    /// ----------
    /// methods : str or list of {"core", "closed_core", "inner_core", "k_plex"}, optional
    ///     The core of a core and periphery with ties between the two left out, or counting against it; the
    ///     innermost k-core; the largest 2-plexes. All four by default. None of them sees a label.
    /// cut_offs : list of float, optional
    ///     Cuts of a valued network: a tie counts from this value up.
    /// leave_one_out : bool, default True
    ///     Set each respondent's answers aside once (they become unknown; the partner stays).
    /// completions : int, default 20
    ///     Times the unknown ties are filled at random: a cell becomes a tie with the share that ties have among
    ///     known reports about the same partner, by partners of whom it says the same.
    /// threshold : float, default 0.8
    ///     Score from which a partner belongs to the consensus.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     Show a bar; by default when the call takes longer than a second.
    ///
    /// Returns
    /// -------
    /// Consensus
    ///
    /// Source: Lancichinetti & Fortunato 2012; Costenbader & Valente 2003. Cost: methods x cuts x (1 +
    /// respondents + completions) searches, in parallel.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], directed=False)
    /// >>> print(net.consensus(["inner_core", "k_plex"]))
    /// 3 of 4 partners are found in at least 80 % of 10 searches, each kind of search counted the same.
    #[pyo3(signature = (methods = None, *, cut_offs = None, leave_one_out = true, completions = 20,
        threshold = 0.8, seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn consensus(
        &self,
        py: Python<'_>,
        methods: Option<Names>,
        cut_offs: Option<Vec<f64>>,
        leave_one_out: bool,
        completions: i64,
        threshold: f64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<Consensus> {
        let methods: Vec<ConsensusMethod> = match methods {
            None => ConsensusMethod::NAMES
                .iter()
                .map(|(_, method)| *method)
                .collect(),
            Some(names) => names
                .into_vec()
                .iter()
                .map(|name| parse(name))
                .collect::<PyResult<_>>()?,
        };
        let options = ConsensusOptions {
            cuts: cut_offs.unwrap_or_default(),
            leave_one_out,
            completions: whole("completions", completions)?,
            seed: whole("seed", seed)?,
            threshold,
        };
        let control = Control::new();
        let finders: Vec<engine::Finder<'_>> = methods
            .iter()
            .map(|method| method.finder(options.seed))
            .collect();
        let found = enter(py, "consensus", progress, &control, || {
            self.0.consensus(&finders, &options, &control)
        })?;
        Ok(Consensus {
            found,
            network: self.0.clone(),
        })
    }

    /// The network with every unknown tie filled at random, as plausibly as the known ones allow.
    ///
    /// i to j becomes a tie with the share that ties have among the known reports about j by partners of whom
    /// j says the same as of i: sought-after partners stay sought after, and ties are returned as often as they
    /// are known to be. It is no model of why partners did not answer: look at several, and at their spread.
    ///
    /// Parameters
    /// ----------
    /// seed : int, default 0
    /// draw : int, default 0
    ///     Which of the networks of this seed.
    ///
    /// Source: hot decks, Andridge & Little 2010; Huisman 2009. O(n^2).
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b", "c"]}
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a")], partners=partners, respondents=["a", "b"])
    /// >>> net.completed().coverage().pairs_none
    /// 0
    #[pyo3(signature = (*, seed = 0, draw = 0))]
    fn completed(&self, py: Python<'_>, seed: i64, draw: i64) -> PyResult<Self> {
        let (seed, draw) = (whole("seed", seed)?, whole("draw", draw)?);
        quick(py, || self.0.completed(seed, draw)).map(Self)
    }

    /// How a set of partners keeps to itself: density inside and across its boundary, E-I, returned ties, each
    /// beside sets of the same size that hold as many partners of each degree stratum.
    ///
    /// Known pairs only. The test takes the set as given: one found by looking at these ties is dense inside by
    /// the way it was found, so whether it is more than chance is for a test that finds a set anew in every draw.
    /// Where there are few such sets all are compared and p is exact. Nobody is named. No good end.
    ///
    /// Parameters
    /// ----------
    /// members : list of partner ids
    /// strata : int, default 3
    ///     Number of degree strata, about equally large; 1 for none. Degree here is the share of the known pairs
    ///     with a partner that are tied.
    /// draws : int, default 999
    ///     Sets drawn at most; 0 for no test.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     Show a bar; by default when the call takes longer than a second.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``statistic`` (internal_density, boundary_density, density_difference, ei_index; directed also
    ///     reciprocity_inside, reciprocity_across, reciprocity_difference), ``smallest_p``, ``value``, ``n``,
    ///     ``low``, ``high`` (what the unknown ties leave open; densities of directed networks), ``mean``,
    ///     ``z``, ``p_high``, ``p_low``. The first caveat is the result in plain sentences.
    ///
    /// Source: Krackhardt & Stern 1988; Moody & White 2003.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("d", "f"), ("e", "f"), ("c", "d")]
    /// >>> net = cw.Network.from_ties(ties, directed=False)
    /// >>> row = net.exclusivity(["a", "b", "c"], strata=1).row(0, named=True)
    /// >>> row["value"], row["p_high"], row["smallest_p"]  # of 20 sets of three, two are as dense
    /// (1.0, 0.1, 0.05)
    #[pyo3(signature = (members, *, strata = 3, draws = 999, seed = 0, progress = None))]
    #[allow(clippy::too_many_arguments)]
    fn exclusivity(
        &self,
        py: Python<'_>,
        members: PartnerIds,
        strata: i64,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let members = self.numbers_of(&members)?;
        let options = ExclusivityOptions {
            strata: whole("strata", strata)?,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let control = Control::new();
        let found = enter(py, "exclusivity", progress, &control, || {
            self.0.exclusivity(&members, &options, &control)
        })?;
        let rows = &found.rows;
        let numbers = |name: &str, of: &dyn Fn(&ExclusivityRow) -> Option<f64>| {
            optional(name, rows.iter().map(of).collect())
        };
        let tested = |name: &str, pick: fn(&Beyond) -> f64| {
            numbers(name, &|row: &ExclusivityRow| row.test.as_ref().map(pick))
        };
        let columns = vec![
            texts(
                "statistic",
                rows.iter().map(|row| row.statistic.to_string()),
            ),
            numbers("smallest_p", &|_| found.smallest_p),
            numbers("value", &|row| row.value),
            counts("n", rows.iter().map(|row| row.n)),
            numbers("low", &|row| row.interval.map(|i| i.low)),
            numbers("high", &|row| row.interval.map(|i| i.high)),
            tested("mean", |t| t.mean),
            tested("z", |t| t.z),
            tested("p_high", |t| t.p_high),
            tested("p_low", |t| t.p_low),
        ];
        let about = About {
            measure: "exclusivity".to_owned(),
            unit: "shares, and their differences".to_owned(),
            direction: "none",
            coverage: found.coverage,
            convention: found.convention,
            caveats: [found.sentence].into_iter().chain(found.caveats).collect(),
            citation: found.citation,
        };
        described(rows.len(), columns, about)
    }

    /// Is a declared attribute more common in a set of partners than chance would make it? Exact tests.
    ///
    /// If labels had nothing to do with membership, every set of this size would be equally likely: the number
    /// of members with a label is hypergeometric. The set must have been found without the labels (a table, a
    /// core, those who met) and the labels declared before it was seen. The smallest p that the numbers can give
    /// is stated beside each p. Partners of unknown label are left out of its test. No good end: more common does
    /// not say why.
    ///
    /// Counts below 3, and what would give them away, are null unless ``view="backbone"``.
    ///
    /// Parameters
    /// ----------
    /// members : list of partner ids
    /// attributes : str or list of str
    ///     Each level of each of these is a hypothesis.
    /// conjunctions : list of dict, optional
    ///     Levels together, such as ``[{"size": "large", "title": "executive"}]``.
    /// strata : str, optional
    ///     An attribute (size, role) within whose levels the test is made again: does it explain the rest?
    /// correction : {"holm", "bh"}, default "holm"
    ///     Over all hypotheses of the call.
    /// alpha : float, default 0.05
    ///     Level of the tests; intervals have 1 - alpha.
    /// view : {"backbone"}, optional
    ///     Show every count: for the staff that keeps the tables.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     Rows by ``label`` and ``statistic`` ("members that have it", "odds ratio", "representation ratio",
    ///     and the first "within" the strata): ``n``, ``expected``, ``smallest_p``, ``value``, ``low``,
    ///     ``high``, ``p``, ``p_adjusted``, ``passed``, ``note``. The caveats begin with what could be known
    ///     beforehand, then the result in sentences.
    ///
    /// Source: Fisher 1935; Mehta, Patel & Gray 1985; Holm 1979; Benjamini & Hochberg 1995.
    ///
    /// Examples
    /// --------
    /// >>> names = [f"p{i}" for i in range(40)]
    /// >>> partners = {"partner_id": names, "size": ["large"] * 14 + ["small"] * 26}
    /// >>> net = cw.Network.from_ties([("p0", "p1")], partners=partners)
    /// >>> table = names[:6] + names[20:22]
    /// >>> found = net.over_representation(table, attributes="size", view="backbone")
    /// >>> row = found.row(0, named=True)
    /// >>> row["label"], row["value"], row["expected"], round(row["p"], 7)
    /// ('size = large', 6.0, 2.8, 0.0138901)
    #[pyo3(signature = (members, *, attributes = None, conjunctions = None, strata = None,
        correction = "holm", alpha = 0.05, view = None))]
    #[allow(clippy::too_many_arguments)]
    fn over_representation(
        &self,
        py: Python<'_>,
        members: PartnerIds,
        attributes: Option<Names>,
        conjunctions: Option<Vec<BTreeMap<String, String>>>,
        strata: Option<String>,
        correction: &str,
        alpha: f64,
        view: Option<&str>,
    ) -> PyResult<ScoreFrame> {
        let members = self.numbers_of(&members)?;
        let options = InGroupOptions {
            declared: declared(attributes, conjunctions),
            strata,
            correction: self::correction(Some(correction))?.unwrap_or(eq::Correction::Holm),
            alpha,
            view: match view {
                None => View::Shared,
                Some(_) => for_backbone(view).map(|()| View::Backbone)?,
            },
            ..InGroupOptions::default()
        };
        let line = quick(py, || composition_of(&self.0, &members, &options))?;
        let rows = &line.rows;
        let numbers =
            |name: &str, of: fn(&Row) -> Option<f64>| optional(name, rows.iter().map(of).collect());
        let sizes: Vec<Option<u64>> = rows.iter().map(|row| row.n).collect();
        let passed: Vec<Option<bool>> = rows.iter().map(|row| row.passed).collect();
        let columns = vec![
            texts("label", rows.iter().map(|row| row.label.clone())),
            texts("statistic", rows.iter().map(|row| row.statistic.clone())),
            Series::new("n".into(), sizes).into_column(),
            numbers("expected", |row| row.expected),
            numbers("smallest_p", |row| row.smallest_p),
            numbers("value", |row| row.value),
            numbers("low", |row| row.low),
            numbers("high", |row| row.high),
            numbers("p", |row| row.p),
            numbers("p_adjusted", |row| row.p_adjusted),
            Series::new("passed".into(), passed).into_column(),
            texts("note", rows.iter().map(|row| row.note.clone())),
        ];
        let said = line.beforehand.into_iter().chain(line.sentences);
        let about = About {
            measure: "over_representation".to_owned(),
            unit: "members, odds, ratio".to_owned(),
            direction: "none",
            coverage: None,
            convention: format!("exact given the margins, one-sided, {correction} over all hypotheses of the call"),
            caveats: said.chain(line.caveats).collect(),
            citation: "Fisher (1935), J. R. Stat. Soc. 98, 39-82; Mehta, Patel & Gray (1985), J. Am. Stat. Assoc. 80, 969-973".to_owned(),
        };
        described(rows.len(), columns, about)
    }
}

impl Network {
    fn numbers_of(&self, partners: &PartnerIds) -> PyResult<Vec<u32>> {
        let numbers: Result<Vec<u32>, net::Error> = partners
            .0
            .iter()
            .map(|label| self.0.partner(label))
            .collect();
        Ok(numbers.map_err(Failure::from)?)
    }
}

/// Counts by label: one table each, or one a stratum. Iterated in the order of the dict.
pub(crate) struct Family(Vec<(String, Vec<eq::SetCount>)>);

type Pair = (u64, u64);

impl<'a, 'py> FromPyObject<'a, 'py> for Family {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "object")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = || {
            PyErr::from(Failure::input(
                "counts: expected a dict of label to ((with, members), (with, all)), or to a list of these, one a stratum.",
            ))
        };
        let family = object.cast::<PyDict>().map_err(|_| refused())?;
        let mut found = Vec::new();
        for (label, counts) in family.iter() {
            let tables: Vec<(Pair, Pair)> = counts
                .extract::<(Pair, Pair)>()
                .map(|one| vec![one])
                .or_else(|_| counts.extract())
                .map_err(|_| refused())?;
            let strata: Result<Vec<eq::SetCount>, eq::Error> = tables
                .into_iter()
                .map(|(set, whole)| eq::SetCount::new(set, whole))
                .collect();
            let label = label.str()?.to_string();
            found.push((label, strata.map_err(Failure::from)?));
        }
        Ok(Self(found))
    }
}

/// Exact tests that an attribute is more common in a set than in the whole the set is part of, from counts.
///
/// All margins are fixed, so the number of members with the attribute is hypergeometric by chance (Fisher's exact
/// test); several tables for one label are strata, tested together for a common odds ratio (R's
/// ``mantelhaen.test(exact=TRUE)``). The smallest p the margins can give is stated beside each p; after a
/// correction for many labels it may be out of reach of any level. No good end. Nothing is hidden: these are the
/// counts you gave.
///
/// Parameters
/// ----------
/// counts : dict
///     Label to ``((with, members), (with, all))``, members counted among all; or to a list of these, one a
///     stratum.
/// tail : {"over", "under", "both"}
///     Which p-value is adjusted and whose smallest value is stated.
/// correction : {"holm", "bh"}, optional, default "holm"
///     Over all labels that can be tested.
/// confidence : float, default 0.95
///
/// Returns
/// -------
/// polars.DataFrame
///     ``label``, ``with``, ``members``, ``all_with``, ``all``, ``strata``, ``smallest_p``,
///     ``smallest_p_adjusted``, ``expected``, ``representation_ratio`` and ``odds_ratio`` (conditional maximum
///     likelihood), each with ``_lower`` and ``_upper`` (infinite where there is no limit), ``p_over``,
///     ``p_under``, ``p_both``, ``mid_p_over``, ``mid_p_under``, ``p_adjusted``, ``sentence``. Null where the
///     margins allow one outcome only.
///
/// Source: Fisher 1935; Gart 1970; Mehta, Patel & Gray 1985.
///
/// Examples
/// --------
/// >>> found = cw.over_representation({"executives of large institutions": ((6, 8), (14, 40))})
/// >>> row = found.row(0, named=True)
/// >>> round(row["p_over"], 7), row["expected"], round(row["odds_ratio"], 2)
/// (0.0138901, 2.8, 8.42)
#[pyfunction]
#[pyo3(signature = (counts, *, tail = "over", correction = "holm", confidence = 0.95))]
pub(crate) fn over_representation(
    counts: Family,
    tail: &str,
    correction: Option<&str>,
    confidence: f64,
) -> PyResult<Frame> {
    let options = eq::OverRepresentationOptions {
        confidence: eq::Confidence::new(confidence).map_err(Failure::from)?,
        tail: match tail {
            "over" => eq::Tail::Over,
            "under" => eq::Tail::Under,
            "both" => eq::Tail::Both,
            other => {
                return Err(Failure::input(format!(
                    "option tail: \"{other}\" is not allowed. Expected one of over, under, both."
                ))
                .into());
            }
        },
        correction: self::correction(correction)?,
    };
    let (labels, family): (Vec<String>, Vec<Vec<eq::SetCount>>) = counts.0.into_iter().unzip();
    let found = eq::over_representation(&family, &options).map_err(Failure::from)?;
    let whole = |name: &str, of: fn(&eq::OverRepresentation) -> u64| {
        self::counts(name, found.iter().map(of))
    };
    let number = |name: &str, of: &dyn Fn(&eq::OverRepresentation) -> Option<f64>| {
        optional(name, found.iter().map(of).collect())
    };
    let mut columns = vec![
        texts("label", labels.iter().cloned()),
        whole("with", |t| t.count.set().0),
        whole("members", |t| t.count.set().1),
        whole("all_with", |t| t.count.whole().0),
        whole("all", |t| t.count.whole().1),
        whole("strata", |t| t.strata as u64),
        number("smallest_p", &|t| Some(t.smallest_p)),
        number("smallest_p_adjusted", &|t| t.smallest_p_adjusted),
        number("expected", &|t| Some(t.expected)),
    ];
    let ratios: [(&str, fn(&eq::OverRepresentation) -> Option<eq::ExactRatio>); 2] = [
        ("representation_ratio", |t| t.representation_ratio),
        ("odds_ratio", |t| t.odds_ratio),
    ];
    for (name, of) in ratios {
        columns.push(number(name, &|t| of(t).map(|r| r.value)));
        columns.push(number(&format!("{name}_lower"), &|t| {
            of(t).map(|r| r.lower)
        }));
        columns.push(number(&format!("{name}_upper"), &|t| {
            of(t).map(|r| r.upper)
        }));
    }
    let tails: [(&str, fn(&eq::ExactTails) -> f64); 5] = [
        ("p_over", |p| p.over),
        ("p_under", |p| p.under),
        ("p_both", |p| p.both),
        ("mid_p_over", |p| p.mid_over),
        ("mid_p_under", |p| p.mid_under),
    ];
    for (name, of) in tails {
        columns.push(number(name, &|t| t.p.as_ref().map(of)));
    }
    columns.push(number("p_adjusted", &|t| t.p_adjusted));
    let sentences = found
        .iter()
        .zip(&labels)
        .map(|(test, label)| test.sentence(label, "the set", options.tail));
    columns.push(texts("sentence", sentences));
    frame(found.len(), columns)
}

/// Names are for the staff that keeps the tables, and they say so.
fn for_backbone(view: Option<&str>) -> PyResult<()> {
    match view {
        Some("backbone") => Ok(()),
        Some(other) => Err(Failure::input(format!(
            "option view: \"{other}\" is not allowed. Expected \"backbone\", or nothing."
        ))
        .into()),
        None => Err(Failure::input(
            "this names partners, which is for the staff that keeps the tables: say so with view=\"backbone\".",
        )
        .into()),
    }
}

/// NaN stands for unknown inside the engine; a frame has nulls for that.
fn optional(name: &str, values: Vec<Option<f64>>) -> Column {
    let values: Vec<Option<f64>> = values
        .into_iter()
        .map(|v| v.filter(|v| !v.is_nan()))
        .collect();
    Series::new(name.into(), values).into_column()
}

fn texts(name: &str, values: impl Iterator<Item = String>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

fn counts(name: &str, values: impl Iterator<Item = u64>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}
