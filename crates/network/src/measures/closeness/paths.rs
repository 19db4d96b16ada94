//! Lengths of ties and shortest paths over them, for the measures that follow weighted paths.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::csr::Csr;
use crate::{Error, Network, ValueMeans};

/// Rows with the length of every tie, in the order of the rows' entries.
pub(crate) struct Roads<'a> {
    pub(crate) rows: &'a Csr,
    pub(crate) length: Vec<f64>,
}

impl<'a> Roads<'a> {
    /// Lengths of the ties in `rows`, one of the two directions of `net`.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when the network has no values, or a length is not positive and finite.
    pub(crate) fn new(net: &Network, rows: &'a Csr, measure: &'static str) -> Result<Self, Error> {
        let Some(values) = rows.values() else {
            let reason =
                "weighted paths were asked for, but the ties of this network have no values. \
                          Build it with values, or ask for unweighted paths."
                    .to_owned();
            return Err(Error::NotDefined { measure, reason });
        };
        let length: Vec<f64> = match net.value_means() {
            ValueMeans::Strength => values.iter().map(|v| v.recip()).collect(),
            ValueMeans::Distance => values.to_vec(),
        };
        if let Some(k) = length.iter().position(|l| !(l.is_finite() && *l > 0.0)) {
            let reason = format!(
                "a tie of value {} has length {}. Path lengths need values that are finite and above zero: \
                 leave such ties out, or rescale the values.",
                values[k], length[k]
            );
            return Err(Error::NotDefined { measure, reason });
        }
        Ok(Self { rows, length })
    }

    /// Ties of partner `i` as (neighbour, length).
    pub(crate) fn from(&self, i: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.rows.range(i);
        self.rows.targets()[range.clone()]
            .iter()
            .copied()
            .zip(self.length[range].iter().copied())
    }
}

/// What the length of a tie is, for the `convention` of a result.
pub(crate) fn length_name(net: &Network) -> &'static str {
    match net.value_means() {
        ValueMeans::Strength => "tie length 1/value (value is a strength)",
        ValueMeans::Distance => "tie length value (value is a distance)",
    }
}

/// Dijkstra's algorithm from one source at a time, reusing its memory.
pub(crate) struct Dijkstra {
    /// Distance from the last source; infinite where it does not reach.
    pub(crate) distance: Vec<f64>,
    /// Partners reached, nearest first, the source at the head.
    pub(crate) settled: Vec<u32>,
    /// Distances are never negative, so their bit patterns order like the numbers.
    heap: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Dijkstra {
    pub(crate) fn new(n: usize) -> Self {
        Self {
            distance: vec![f64::INFINITY; n],
            settled: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    /// Finds the distances from `source`. O((n + m) log n).
    pub(crate) fn run(&mut self, roads: &Roads<'_>, source: u32) {
        for &v in &self.settled {
            self.distance[v as usize] = f64::INFINITY;
        }
        self.settled.clear();
        self.distance[source as usize] = 0.0;
        self.heap.push(Reverse((0, source)));
        while let Some(Reverse((bits, v))) = self.heap.pop() {
            let d = self.distance[v as usize];
            if bits != d.to_bits() {
                continue; // a shorter way was found after this entry was queued
            }
            self.settled.push(v);
            for (u, length) in roads.from(v) {
                let way = d + length;
                if way < self.distance[u as usize] {
                    self.distance[u as usize] = way;
                    self.heap.push(Reverse((way.to_bits(), u)));
                }
            }
        }
    }
}
