//! Whole-network numbers of ties, pairs and components.

use commonweal_network::Control;
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, over_known_ties, partner_ids};
use super::{Network, parse};
use crate::door::enter;
use crate::errors::Failure;
use crate::measure::Measure;

#[pymethods]
impl Network {
    /// Share of the observed possible ties that are ties (available case), with the bounds that the
    /// unknown ones leave open. Falls with size by arithmetic; no good end. O(n + m).
    ///
    /// Source: Wasserman & Faust 1994.
    ///
    /// Examples
    /// --------
    /// >>> print(cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False).density())
    /// 2 of 3 known pairs of partners are tied (66.7 %).
    fn density(&self) -> Measure {
        Measure(self.0.density())
    }

    /// Ties a partner has on average: the density of the known pairs times n - 1. O(n).
    ///
    /// Where everything is known that is the mean of the degrees. With unknown ties it is what the
    /// known pairs lead one to expect of all of them, so it is above the mean of known ties; ``interval``
    /// holds the bounds.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")], directed=False).mean_degree().value
    /// 2.0
    fn mean_degree(&self) -> Measure {
        Measure(self.0.mean_degree())
    }

    /// Share of ties that are returned, among pairs where both sides have spoken. O(m log d).
    ///
    /// Parameters
    /// ----------
    /// kind : {"arc", "dyad", "agreement"}
    ///     Share of arcs that are returned (igraph's and networkx's default, UCINET's "arc"); of
    ///     connected pairs that are mutual (UCINET's "dyad", igraph's "ratio"); or of all pairs that
    ///     are mutual or empty (sna's default, "dyadic").
    #[pyo3(signature = (*, kind = "arc"))]
    fn reciprocity(&self, kind: &str) -> PyResult<Measure> {
        Ok(Measure(
            self.0.reciprocity(parse(kind)?).map_err(Failure::from)?,
        ))
    }

    /// Number of components of the known ties, with bounds. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// kind : {"weak", "strong"}
    ///     Whether the direction of ties is ignored.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
    /// >>> net.components().value, net.components(kind="strong").value
    /// (2.0, 4.0)
    #[pyo3(signature = (*, kind = "weak"))]
    fn components(&self, kind: &str) -> PyResult<Measure> {
        Ok(Measure(self.0.component_count(parse(kind)?)))
    }

    /// The component of every partner: ``partner_id``, ``component``.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
    /// >>> net.component_membership()["component"].to_list()
    /// [0, 0, 1, 1]
    #[pyo3(signature = (*, kind = "weak"))]
    fn component_membership(&self, kind: &str) -> PyResult<ScoreFrame> {
        let components = self.0.components(parse(kind)?);
        let columns = vec![
            partner_ids(&self.0),
            Series::new("component".into(), components.membership).into_column(),
        ];
        over_known_ties(
            &self.0,
            columns,
            [
                "component",
                "number of the component",
                &format!("{} components of the known ties", components.kind),
                "Wasserman & Faust (1994), Social Network Analysis, ch. 4",
            ],
        )
    }

    /// Share of pairs of partners that can reach one another. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// kind : {"krackhardt", "reachable"}
    ///     Krackhardt's connectedness, which ignores direction, or the share of ordered pairs with a
    ///     directed path (UCINET's multiple-measures block). Two definitions, two names.
    #[pyo3(signature = (*, kind = "krackhardt"))]
    fn connectedness(&self, py: Python<'_>, kind: &str) -> PyResult<Measure> {
        let (kind, control) = (parse(kind)?, Control::new());
        enter(py, "connectedness", None, &control, || {
            self.0.connectedness(kind, &control)
        })
        .map(Measure)
    }

    /// Freeman's degree centralization. O(n + m).
    ///
    /// It holds nothing beyond size, density and the largest degree, which are printed beside it: for
    /// an undirected network ``C = (n * d_max - 2 m) / ((n - 1)(n - 2))``.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    /// >>> star.degree_centralization().value
    /// 1.0
    #[pyo3(signature = (*, mode = "all"))]
    fn degree_centralization(&self, mode: &str) -> PyResult<Measure> {
        Ok(Measure(self.0.degree_centralization(parse(mode)?)))
    }
}
