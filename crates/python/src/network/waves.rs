//! What changed between two waves.

use commonweal_network::measures::compare as engine;
use commonweal_network::measures::compare::{PartnerStatus, TieChange, Turnover};
use commonweal_network::{self as net, Labels, Mode};
use polars::prelude::{Column, IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{frame, number_column};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::Plain;
use crate::door::quick;
use crate::errors::Failure;
use crate::measure::{Measure, table};

#[pymethods]
impl Network {
    /// What changed from this wave to a later one: partners that stay, join and leave, ties kept, gained
    /// and lost.
    ///
    /// Partners are matched by id. A tie is lost only where the later wave observed its absence: a cell
    /// counts when both waves observed it, and ties in other cells are counted apart. Ties of joiners
    /// and leavers are listed, not counted as change. O(n + m log d).
    ///
    /// Parameters
    /// ----------
    /// later : Network
    ///     Another wave of the same relation, also directed or also not.
    ///
    /// Returns
    /// -------
    /// Comparison
    ///
    /// Examples
    /// --------
    /// >>> before = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> change = before.compare(cw.Network.from_ties([("a", "b"), ("c", "b"), ("c", "d")]))
    /// >>> change.kept, change.gained, change.lost, change.joiners
    /// (1, 1, 1, 1)
    fn compare(&self, py: Python<'_>, later: &Self) -> PyResult<Comparison> {
        let by_number = |network: &net::Network| !matches!(network.labels(), Labels::Named(_));
        let numbered = by_number(&self.0) && by_number(&later.0);
        let change = quick(py, || self.0.compare(&later.0))?;
        Ok(Comparison { change, numbered })
    }
}

/// Two waves side by side. ``print(c)`` is a few plain sentences.
///
/// Examples
/// --------
/// >>> before = cw.Network.from_ties([("a", "b"), ("b", "c")])
/// >>> print(before.compare(cw.Network.from_ties([("a", "b"), ("c", "b")])))
/// 3 partners stayed, 0 joined and 0 left.
/// Of 3 ties that stayers had in either wave 1 were kept; 1 were gained and 1 lost.
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Comparison {
    change: engine::Comparison,
    /// Whether partners are called by number.
    numbered: bool,
}

#[pymethods]
impl Comparison {
    /// Partners in both waves.
    #[getter]
    fn stayers(&self) -> u64 {
        self.change.stayers
    }

    /// Partners in the later wave only.
    #[getter]
    fn joiners(&self) -> u64 {
        self.change.joiners
    }

    /// Partners in the earlier wave only.
    #[getter]
    fn leavers(&self) -> u64 {
        self.change.leavers
    }

    /// Ties of stayers in both waves.
    #[getter]
    fn kept(&self) -> u64 {
        self.change.ties.kept
    }

    /// Ties of stayers that were observed absent before.
    #[getter]
    fn gained(&self) -> u64 {
        self.change.ties.gained
    }

    /// Ties of stayers that were observed absent later.
    #[getter]
    fn lost(&self) -> u64 {
        self.change.ties.lost
    }

    /// Ties of stayers in one wave whose cell the other wave leaves unknown: neither kept nor lost.
    #[getter]
    fn unknown(&self) -> u64 {
        self.change.ties.unknown
    }

    /// Cells among stayers that both waves observed.
    #[getter]
    fn observed(&self) -> u64 {
        self.change.ties.observed
    }

    /// kept / (kept + gained + lost). Directed, the bounds cover every way the unknown cells could be.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> net.compare(net).jaccard.value
    /// 1.0
    #[getter]
    fn jaccard(&self) -> PyResult<Measure> {
        self.one("jaccard", "")
    }

    /// (gained + lost) / (kept + gained + lost), which is 1 - Jaccard.
    #[getter]
    fn churn(&self) -> PyResult<Measure> {
        self.one("churn", "")
    }

    /// Share of earlier ties that were kept.
    #[getter]
    fn persistence(&self) -> PyResult<Measure> {
        self.one("persistence", "")
    }

    /// Share of untied cells that became tied.
    #[getter]
    fn formation(&self) -> PyResult<Measure> {
        self.one("formation", "")
    }

    /// Hamming distance, gained + lost.
    #[getter]
    fn hamming(&self) -> PyResult<Measure> {
        self.one("hamming", "count")
    }

    /// stayers / (stayers + joiners + leavers).
    #[getter]
    fn partner_jaccard(&self) -> PyResult<Measure> {
        self.one("partner_jaccard", "")
    }

    /// Pearson correlation of the values of the two waves.
    ///
    /// Parameters
    /// ----------
    /// over : {"cells", "ties"}
    ///     All cells both waves observed, an absence being 0 (without values, or where values are
    ///     distances: tied 1, untied 0), or the kept ties alone.
    #[pyo3(signature = (*, over = "cells"))]
    fn correlation(&self, over: &str) -> PyResult<Measure> {
        match over {
            "cells" | "ties" => self.one("value_correlation", over),
            _ => Err(Failure::input(format!(
                "option over: \"{over}\" is not allowed. Expected one of cells, ties."
            ))
            .into()),
        }
    }

    /// Every number with its convention, one row each; columns as in :meth:`Network.cohesion`.
    fn measures(&self) -> PyResult<Frame> {
        table(&self.change.measures)
    }

    /// What changed for each partner of either wave.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "out", "in"}
    ///     Ties the partner reports, those others report to it, or both (each report counts once).
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``partner_id``, ``status`` (stayer, joiner, leaver), ``kept, gained, lost``, ``unknown`` (ties
    ///     whose cell the other wave leaves unknown), ``observed`` (cells both waves observed),
    ///     ``jaccard``. Null for joiners and leavers, and where nothing was observed twice.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> net.compare(net).partners(mode="out")["kept"].to_list()
    /// [1, 1, 0]
    #[pyo3(signature = (*, mode = "all"))]
    fn partners(&self, mode: &str) -> PyResult<Frame> {
        let mode: Mode = parse(mode)?;
        let directed = self.change.directed;
        let turnovers: Vec<Option<Turnover>> = self
            .change
            .partners
            .iter()
            .map(|partner| {
                let turnover = match mode {
                    Mode::In => partner.received,
                    Mode::All if directed => both(partner.sent, partner.received),
                    Mode::Out | Mode::All => partner.sent,
                };
                (partner.status == PartnerStatus::Stayer).then_some(turnover)
            })
            .collect();
        let count = |name: &str, get: fn(&Turnover) -> Option<u64>| {
            let values: Vec<Option<u64>> =
                turnovers.iter().map(|t| t.as_ref().and_then(get)).collect();
            Series::new(name.into(), values).into_column()
        };
        let status: Vec<String> = self
            .change
            .partners
            .iter()
            .map(|p| p.status.to_string())
            .collect();
        let all: Vec<u32> = (0..self.change.partners.len() as u32).collect();
        let jaccard = turnovers
            .iter()
            .map(|t| t.and_then(|t| t.jaccard()).unwrap_or(f64::NAN))
            .collect();
        let columns = vec![
            self.ids("partner_id", &all),
            Series::new("status".into(), status).into_column(),
            count("kept", |t| (t.observed > 0).then_some(t.kept)),
            count("gained", |t| (t.observed > 0).then_some(t.gained)),
            count("lost", |t| (t.observed > 0).then_some(t.lost)),
            count("unknown", |t| Some(t.unknown)),
            count("observed", |t| Some(t.observed)),
            number_column("jaccard", jaccard),
        ];
        frame(all.len(), columns)
    }

    /// Every tie of either wave: ``source_id, target_id, change, before, after``.
    ///
    /// ``change`` is one of ``kept, gained, lost, unknown_after`` (a tie, then unknown),
    /// ``unknown_before, with_joiner, with_leaver``; ``before`` and ``after`` are the values, null where
    /// there is no tie or no value.
    ///
    /// Examples
    /// --------
    /// >>> before = cw.Network.from_ties([("a", "b"), ("b", "c")])
    /// >>> before.compare(cw.Network.from_ties([("a", "b"), ("c", "b")])).ties()["change"].to_list()
    /// ['kept', 'lost', 'gained']
    fn ties(&self) -> PyResult<Frame> {
        let changes = &self.change.changes;
        let ends = |get: fn(&TieChange) -> u32| changes.iter().map(get).collect::<Vec<u32>>();
        let values = |name: &str, get: fn(&TieChange) -> Option<f64>| {
            Series::new(name.into(), changes.iter().map(get).collect::<Vec<_>>()).into_column()
        };
        let status: Vec<String> = changes.iter().map(|c| c.status.to_string()).collect();
        let columns = vec![
            self.ids("source_id", &ends(|c| c.source)),
            self.ids("target_id", &ends(|c| c.target)),
            Series::new("change".into(), status).into_column(),
            values("before", |c| c.before),
            values("after", |c| c.after),
        ];
        frame(changes.len(), columns)
    }

    /// The comparison as plain Python values, ready for JSON.
    fn to_dict(&self) -> Plain<&engine::Comparison> {
        Plain(&self.change)
    }

    fn __str__(&self) -> String {
        let said = |name: &str| self.change.measure(name, "").map(|m| m.sentence.as_str());
        let lines = [said("partner_jaccard"), said("jaccard")];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn __repr__(&self) -> String {
        let ties = self.change.ties;
        format!(
            "<Comparison: {} kept, {} gained, {} lost, {} unknown>",
            ties.kept, ties.gained, ties.lost, ties.unknown
        )
    }
}

impl Comparison {
    fn one(&self, name: &str, kind: &str) -> PyResult<Measure> {
        let measure = self.change.measure(name, kind).cloned();
        measure
            .map(Measure)
            .ok_or_else(|| Failure::other(format!("no measure {name}")).into())
    }

    /// What partners are called: their names as text, or their numbers as integers.
    fn ids(&self, column: &str, partners: &[u32]) -> Column {
        let names = partners
            .iter()
            .map(|&i| self.change.partners[i as usize].partner.as_str());
        if self.numbered {
            let numbers: Vec<Option<u32>> = names.map(|name| name.parse().ok()).collect();
            return Series::new(column.into(), numbers).into_column();
        }
        Series::new(column.into(), names.collect::<Vec<_>>()).into_column()
    }
}

/// Reports out of a partner and into it.
fn both(a: Turnover, b: Turnover) -> Turnover {
    Turnover {
        kept: a.kept + b.kept,
        gained: a.gained + b.gained,
        lost: a.lost + b.lost,
        unknown: a.unknown + b.unknown,
        observed: a.observed + b.observed,
    }
}
