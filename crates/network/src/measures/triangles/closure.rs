//! Sums over the pairs of a partner's neighbours, closed and not, with weights.
//!
//! Every clustering coefficient of the field is one ratio: over pairs of neighbours j, h of partner i, the
//! weight of those that are closed by the weight that could be. Weights are doubles, so each partner's sum
//! is made by one thread in the order of its row and the bits never depend on the number of threads. The
//! price is that hubs are walked in full: O(Σ d²) steps instead of the O(m·a) of plain counting.

use super::kernel::{Rows, dyad, dyad_rows};
use super::{ClusteringOptions, ClusteringVariant};
use crate::network::TieState;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Network, ValueMeans};

/// What one neighbour is to a partner.
#[derive(Clone, Copy)]
struct Strand {
    /// What a triangle multiplies or adds.
    value: f64,
    /// Ties in the dyad: 2 when mutual in a directed coefficient, else 1.
    arcs: f64,
}

/// Clustering of every partner by one of the weighted or directed definitions; NaN without a known pair of
/// neighbours. The network is directed when the coefficient is.
pub(super) fn ratios(
    network: &Network,
    options: ClusteringOptions,
    control: &Control,
) -> Result<Vec<f64>, Error> {
    let rows = strands(network, options)?;
    let barrat = options.variant == ClusteringVariant::Barrat;
    let weigh = |a: Strand, b: Strand| {
        if barrat {
            f64::midpoint(a.value, b.value)
        } else {
            a.arcs * b.arcs
        }
    };
    let close = |a: Strand, b: Strand, across: Strand| {
        if barrat {
            weigh(a, b)
        } else {
            a.value * b.value * across.value
        }
    };
    // A directed pair of neighbours can hold two ties.
    let cells = if options.directed { 2.0 } else { 1.0 };
    let open = OpenPairs::new(network);
    let n = rows.n();
    let mut ratios = vec![f64::NAN; n];
    control.begin(n as u64);
    fill_blocks(
        &mut ratios,
        n.div_ceil(256).max(8),
        control,
        |start, out| {
            // 1 + the position in the partner's row.
            let mut mark = vec![0_u32; n];
            for (k, ratio) in out.iter_mut().enumerate() {
                let i = (start + k) as u32;
                let (row, own) = (rows.row(i), rows.payload(i));
                for (at, &j) in row.iter().enumerate() {
                    mark[j as usize] = at as u32 + 1;
                }
                let (mut closed, mut possible) = (0.0, 0.0);
                for (at, &j) in row.iter().enumerate() {
                    for (&h, &across) in rows.row(j).iter().zip(rows.payload(j)) {
                        // Each pair once: h further along the row than j.
                        let h = mark[h as usize] as usize;
                        if h > at + 1 {
                            closed += close(own[at], own[h - 1], across);
                        }
                    }
                }
                for &j in row {
                    mark[j as usize] = 0;
                }
                for (at, &a) in own.iter().enumerate() {
                    possible += own[at + 1..].iter().map(|&b| weigh(a, b)).sum::<f64>();
                }
                let mut missing = 0.0;
                open.each(network, row, |a, b, unknown| {
                    missing += weigh(own[a], own[b]) * unknown;
                });
                let known = cells * possible - missing;
                if row.len() > 1 && known > 0.0 {
                    *ratio = closed / known;
                }
            }
            control.advance(out.len() as u64)
        },
    )?;
    Ok(ratios)
}

fn strands(network: &Network, options: ClusteringOptions) -> Result<Rows<Strand>, Error> {
    let undefined = |reason: &str| Error::NotDefined {
        measure: "clustering",
        reason: reason.to_owned(),
    };
    if options.variant == ClusteringVariant::Binary {
        let codes = dyad_rows(network, None);
        return Ok(Rows::collect(codes.n(), |i, targets, strands| {
            targets.extend(codes.row(i));
            strands.extend(codes.payload(i).iter().map(|&code| {
                let arcs = if code == dyad::MUTUAL { 2.0 } else { 1.0 };
                Strand { value: arcs, arcs }
            }));
        }));
    }
    let Some(values) = network.out().values() else {
        return Err(undefined(
            "ties have no values. Ask for the binary variant, or give `value`.",
        ));
    };
    if network.value_means() == ValueMeans::Distance {
        return Err(undefined(
            "values are distances, and the weighted coefficients are of strengths.",
        ));
    }
    let largest = values.iter().copied().fold(0.0, f64::max);
    let scaled = |value: f64| {
        if options.variant == ClusteringVariant::Barrat {
            value
        } else {
            (value / largest).cbrt()
        }
    };
    let strand = |value: f64| Strand { value, arcs: 1.0 };
    let (out, incoming) = (network.out(), network.incoming());
    Ok(Rows::collect(network.partners(), |i, targets, strands| {
        let own = out.row(i).iter().zip(out.row_values(i).unwrap_or_default());
        if !network.is_directed() {
            for (&j, &value) in own {
                targets.push(j);
                strands.push(strand(scaled(value)));
            }
            return;
        }
        // Both directions of a dyad add up: a product of sums is the sum over every way round.
        let other = incoming
            .row(i)
            .iter()
            .zip(incoming.row_values(i).unwrap_or_default());
        let mut both: Vec<(u32, f64)> = own.chain(other).map(|(&j, &v)| (j, scaled(v))).collect();
        both.sort_by_key(|entry| entry.0);
        for run in both.chunk_by(|a, b| a.0 == b.0) {
            targets.push(run[0].0);
            strands.push(Strand {
                value: run.iter().map(|entry| entry.1).sum(),
                arcs: run.len() as f64,
            });
        }
    }))
}

/// The pairs of a partner's neighbours whose own tie nobody has spoken about. They are neither closed nor
/// open, so a ratio leaves them out.
pub(super) struct OpenPairs {
    /// Whether any cell of the partner is open; empty when everything is known.
    open: Vec<bool>,
}

impl OpenPairs {
    pub(super) fn new(network: &Network) -> Self {
        let n = network.partners();
        if network.observed().is_complete() {
            return Self { open: Vec::new() };
        }
        let others = (n as u64).saturating_sub(1);
        let pending = network.pending_rows();
        let seen = network.observed().seen(n);
        let open = seen
            .iter()
            .enumerate()
            .map(|(i, s)| s.out < others || pending.is_some_and(|rows| rows.degree(i as u32) > 0));
        Self {
            open: open.collect(),
        }
    }

    /// Calls `each(position, position, unknown cells)` for the pairs of `row` with an unknown cell: 1, or up
    /// to 2 when directed. O(k² log d) for k neighbours that have open cells.
    pub(super) fn each(
        &self,
        network: &Network,
        row: &[u32],
        mut each: impl FnMut(usize, usize, f64),
    ) {
        if self.open.is_empty() {
            return;
        }
        let unknown = |j, h| f64::from(u8::from(network.state(j, h) == TieState::Unknown));
        let directed = network.is_directed();
        for (a, &j) in row.iter().enumerate() {
            if !directed && !self.open[j as usize] {
                continue;
            }
            for (b, &h) in row.iter().enumerate().skip(a + 1) {
                if !(self.open[h as usize] || directed && self.open[j as usize]) {
                    continue;
                }
                let cells = unknown(j, h) + if directed { unknown(h, j) } else { 0.0 };
                if cells > 0.0 {
                    each(a, b, cells);
                }
            }
        }
    }
}
