//! A set of partners that is given: how it keeps to itself, and who is in it.

use std::collections::BTreeMap;

use commonweal_equity as eq;
use commonweal_network as net;
use commonweal_network::Control;
use commonweal_network::measures::exclusivity::{ExclusivityOptions, ExclusivityRow};
use commonweal_network::nulls::Beyond;
use commonweal_partnership::in_groups::{InGroupOptions, Row, View, composition_of};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::Network;
use super::consensus::for_backbone;
use super::frames::{About, ScoreFrame, counts, described, optional_column, texts};
use crate::convert::{Names, PartnerIds, whole};
use crate::door::{enter, quick};
use crate::errors::Failure;
use crate::in_groups::declared;
use crate::outcomes::correction;

#[pymethods]
impl Network {
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
            optional_column(name, rows.iter().map(of).collect())
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
        let numbers = |name: &str, of: fn(&Row) -> Option<f64>| {
            optional_column(name, rows.iter().map(of).collect())
        };
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
