//! A new network from this one.

use pyo3::prelude::*;

use super::{Network, parse};
use crate::convert::PartnerIds;
use crate::errors::Failure;

#[pymethods]
impl Network {
    /// The network without some partners; everything else is carried along.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).without(["c"]).ties().rows()
    /// [('a', 'b')]
    fn without(&self, partners: PartnerIds) -> PyResult<Self> {
        let numbers: Result<Vec<u32>, _> = partners
            .0
            .iter()
            .map(|label| self.0.partner(label))
            .collect();
        let network = numbers.and_then(|numbers| self.0.without(&numbers));
        network
            .map(Self)
            .map_err(|error| Failure::from(error).into())
    }

    /// The network without its backbone; the same network where none is marked.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> len(net), len(net.without_backbone())
    /// (41, 40)
    fn without_backbone(&self) -> Self {
        Self(self.0.without_backbone())
    }

    /// The partners of the largest component (weak when directed) and their ties.
    ///
    /// Examples
    /// --------
    /// >>> len(cw.Network.from_ties([("a", "b"), ("b", "c"), ("d", "e")]).largest_component())
    /// 3
    fn largest_component(&self) -> Self {
        Self(self.0.largest_component())
    }

    /// Turn two reports about a pair into one undirected tie.
    ///
    /// Parameters
    /// ----------
    /// rule : {"either", "both", "max", "min", "mean"}
    ///     "either" takes one side's word; "both" needs two.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")])
    /// >>> net.symmetrise("either").n_ties, net.symmetrise("both").n_ties
    /// (2, 1)
    fn symmetrise(&self, rule: &str) -> PyResult<Self> {
        Ok(Self(self.0.symmetrise(parse(rule)?)))
    }

    /// Keep the ties whose value passes a cut, without values.
    ///
    /// Parameters
    /// ----------
    /// op : {"at_least", "above", "at_most", "below"}
    /// cut : float
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
    /// >>> net.dichotomise("at_least", 2).ties().rows()
    /// [('a', 'b')]
    fn dichotomise(&self, op: &str, cut: f64) -> PyResult<Self> {
        let network = self.0.dichotomise(parse(op)?, cut);
        network
            .map(Self)
            .map_err(|error| Failure::from(error).into())
    }
}
