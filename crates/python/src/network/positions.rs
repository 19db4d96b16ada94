//! Degree, strength and coreness.

use commonweal_network::{CorenessOptions, DegreeOptions};
use pyo3::prelude::*;

use super::frames::{ScoreFrame, scores};
use super::{Network, parse};
use crate::errors::Failure;

#[pymethods]
impl Network {
    /// Number of ties of every partner, or the sum of their values.
    ///
    /// The out-degree of a partner that did not answer is unknown (null), not zero; ``low`` and
    /// ``high`` bound what it can be.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///     Which ties of a directed network count. "all" counts distinct partners, as UCINET does: one
    ///     tied both ways counts once (igraph and networkx add in and out).
    /// weighted : bool, default False
    ///     Sum of values instead; the column is then ``strength``.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "b")])
    /// >>> net.degree(mode="in")["degree"].to_list()
    /// [0.0, 2.0, 0.0]
    #[pyo3(signature = (*, mode = "all", weighted = false))]
    fn degree(&self, mode: &str, weighted: bool) -> PyResult<ScoreFrame> {
        let options = DegreeOptions {
            mode: parse(mode)?,
            weighted,
        };
        scores(&self.0, self.0.degree(&options).map_err(Failure::from)?)
    }

    /// Coreness of every partner: the largest k of a k-core it belongs to. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "in", "out"}
    ///     Which ties of a directed network count.
    /// mutual : {"once", "twice"}
    ///     Whether a returned tie counts once (UCINET: cores of pairs) or twice (igraph and networkx on
    ///     directed ties) when all ties count.
    ///
    /// Source: Seidman 1983; Batagelj & Zaversnik 2003.
    ///
    /// Examples
    /// --------
    /// >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    /// >>> cw.Network.from_ties(ties, directed=False).coreness()["coreness"].to_list()
    /// [2.0, 2.0, 2.0, 1.0]
    #[pyo3(signature = (*, mode = "all", mutual = "once"))]
    fn coreness(&self, mode: &str, mutual: &str) -> PyResult<ScoreFrame> {
        let options = CorenessOptions {
            mode: parse(mode)?,
            mutual: parse(mutual)?,
        };
        scores(&self.0, self.0.coreness(&options))
    }
}
