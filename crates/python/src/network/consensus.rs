//! What is found again over methods, cuts, answers left out and unknown ties filled in.

use commonweal_network as net;
use commonweal_network::Control;
use commonweal_network::groups::consensus::{self as engine, ConsensusMethod, ConsensusOptions};
use commonweal_partnership::in_groups::may_be_named;
use pyo3::prelude::*;

use super::frames::{counts, frame, ids, number_column, optional_column, texts};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::{Names, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;

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

impl Consensus {
    fn nameable(&self, i: u32) -> bool {
        may_be_named(self.network.attributes(), i)
    }

    /// Those of the partners that may be named, with their scores.
    fn scored(&self, partners: impl Iterator<Item = u32>) -> PyResult<Frame> {
        let partners: Vec<u32> = partners.filter(|&i| self.nameable(i)).collect();
        let scores = partners.iter().map(|&i| self.found.scores[i as usize]);
        let scores = number_column("score", scores.collect());
        let rows = partners.len();
        frame(
            rows,
            vec![ids("partner_id", &self.network, partners), scores],
        )
    }
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
            optional_column(name, rows.iter().map(of).collect())
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

    /// The score of every partner, ``partner_id`` and ``score``: the mean share of the runs that found it. Persons
    /// and partners that refused to be named (``consent_named``) are left out, here and below.
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
        self.scored(0..self.network.partners() as u32)
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
        self.scored(self.found.members.iter().copied())
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
        let mut pairs = self.found.together();
        pairs.retain(|&(i, j, _)| self.nameable(i) && self.nameable(j));
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
}

/// Names are for the staff that keeps the tables, and they say so.
pub(super) fn for_backbone(view: Option<&str>) -> PyResult<()> {
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
