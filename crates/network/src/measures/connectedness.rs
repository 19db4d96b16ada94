//! Connectedness: how many pairs of partners can reach one another.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Mode;
use super::components::{strong, weak};
use crate::measure::{Direction, Interval, Measure};
use crate::network::share;
use crate::options::named;
use crate::{Control, Csr, Error, Network};

/// Two measures that share the name "connectedness"; equal on undirected networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConnectednessKind {
    /// Share of pairs joined by ties whatever their direction (Krackhardt 1994; `sna`).
    #[default]
    Krackhardt,
    /// Share of ordered pairs where the second can be reached from the first (UCINET's cohesion table).
    Reachable,
}

named!(ConnectednessKind, "kind", { "krackhardt" => Krackhardt, "reachable" => Reachable });

/// Three measures that share the name "fragmentation".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FragmentationKind {
    /// Share of ordered pairs without a directed path (UCINET's cohesion table).
    #[default]
    Reachable,
    /// F: share of pairs in different components, whatever the direction of ties (Borgatti 2006).
    Borgatti,
    /// DF: 1 − mean of 1/distance over all pairs, whatever the direction of ties (Borgatti 2006).
    DistanceWeighted,
}

named!(FragmentationKind, "kind", {
    "reachable" => Reachable, "borgatti" => Borgatti, "distance_weighted" => DistanceWeighted,
});

impl Network {
    /// Share of pairs of partners that ties connect, directly or through others, with bounds: the known
    /// ties give the lowest value, every open cell filled the highest (exact, because adding ties never
    /// disconnects). 1 − this is the fragmentation. Range 0 to 1, higher is better, undefined
    /// (`None`) below two partners.
    ///
    /// Cost: O(n + m) for `krackhardt`; for `reachable` on a directed network also
    /// O(k (k + a) / 64) for k strong components and a arcs between them, in parallel.
    ///
    /// # Errors
    /// [`Error::Stopped`] when `control` asks for it.
    pub fn connectedness(
        &self,
        kind: ConnectednessKind,
        control: &Control,
    ) -> Result<Measure, Error> {
        let n = self.partners() as u64;
        let ordered = kind == ConnectednessKind::Reachable && self.is_directed();
        let connected = |csr: &Csr| -> Result<u64, Error> {
            if ordered {
                reachable_pairs(csr, n as usize, control)
            } else {
                Ok(joined_pairs(csr, n as usize))
            }
        };
        let pairs = n * n.saturating_sub(1);
        let low = connected(self.out())?;
        let high = self
            .possible_ties()
            .map(|csr| connected(&csr))
            .transpose()?;
        let unit = if ordered { "ordered pairs" } else { "pairs" };
        let halve = if ordered { 1 } else { 2 };
        let mut measure = Measure {
            value: share(low, pairs),
            unit: format!("share of {unit}"),
            direction: Direction::Higher,
            n: pairs / halve,
            coverage: self.known_share(),
            interval: high.and_then(|high| Interval::identification(share(low, pairs)?, share(high, pairs)?)),
            reference: "1, when everyone can reach everyone".to_owned(),
            convention: match kind {
                ConnectednessKind::Krackhardt => "pairs in the same weak component, of the known ties (Krackhardt connectedness)",
                ConnectednessKind::Reachable => "ordered pairs with a directed path, of the known ties (reachability)",
            }
            .to_owned(),
            caveats: self.standing_caveats(),
            citation: match kind {
                ConnectednessKind::Krackhardt => "Krackhardt (1994), in Carley & Prietula (eds), Computational Organization Theory",
                ConnectednessKind::Reachable => "Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34 (1 − fragmentation)",
            }
            .to_owned(),
            ..Measure::named("connectedness").of_kind(kind)
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined("there are fewer than two partners."));
        };
        if high.is_none() {
            measure
                .caveats
                .push("Too many open cells to compute the upper bound.".to_owned());
        }
        measure.sentence = format!(
            "{} of {} {unit} of partners ({:.1} %) are connected by the known ties, directly or through others{}.",
            low / halve,
            pairs / halve,
            100.0 * value,
            match high.and_then(|h| share(h, pairs)) {
                Some(high) if high > value => format!(
                    "; with the unknown ties it could be up to {:.1} %",
                    100.0 * high
                ),
                _ => String::new(),
            }
        );
        Ok(measure)
    }

    /// Fragmentation: the share of pairs of partners that cannot reach one another, or with
    /// `distance_weighted` also how far apart the others are. Range 0 to 1, lower is better for the two
    /// shares (as higher connectedness is), with the bounds of the connectedness or compactness it is
    /// the complement of; undefined (`None`) below two partners.
    ///
    /// Cost: as [`Network::connectedness`]; `distance_weighted` as [`Network::distances`].
    ///
    /// # Errors
    /// [`Error::Stopped`] when `control` asks for it.
    pub fn fragmentation(
        &self,
        kind: FragmentationKind,
        control: &Control,
    ) -> Result<Measure, Error> {
        let (whole, convention, ends) = match kind {
            FragmentationKind::Reachable => (
                self.connectedness(ConnectednessKind::Reachable, control)?,
                "1 − reachability",
                "(0: everyone can reach everyone, 1: nobody can reach anyone)",
            ),
            FragmentationKind::Borgatti => (
                self.connectedness(ConnectednessKind::Krackhardt, control)?,
                "Borgatti F",
                "(0: all in one piece, 1: all are isolates)",
            ),
            FragmentationKind::DistanceWeighted => (
                self.for_paths(Mode::All)
                    .distances(false, control)?
                    .compactness(),
                "Borgatti DF, 1 − compactness",
                "(0: everyone is tied to everyone, 1: all are isolates)",
            ),
        };
        let citation = "Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34".to_owned();
        Ok(Measure {
            citation,
            ..whole.complement("fragmentation", convention, ends)
        }
        .of_kind(kind))
    }
}

/// Number of real nodes (below `n`) of each raw component.
pub(super) fn component_sizes(raw: &[u32], n: usize) -> Vec<u64> {
    let mut sizes = vec![0; raw.iter().max().map_or(0, |&c| c as usize + 1)];
    raw[..n].iter().for_each(|&c| sizes[c as usize] += 1);
    sizes
}

/// Ordered pairs of nodes below `n` in the same weak component.
fn joined_pairs(csr: &Csr, n: usize) -> u64 {
    component_sizes(&weak(csr), n)
        .iter()
        .map(|s| s * s.saturating_sub(1))
        .sum()
}

/// Ordered pairs of nodes below `n` with a directed path from the first to the second.
///
/// The strong components form an acyclic graph; 64 of them at a time are followed through it, one bit
/// each, in topological order.
pub(super) fn reachable_pairs(csr: &Csr, n: usize, control: &Control) -> Result<u64, Error> {
    let raw = strong(csr);
    let sizes = component_sizes(&raw, n);
    let arcs: Vec<(u32, u32)> = (0..csr.n() as u32)
        .flat_map(|i| csr.row(i).iter().map(move |&j| (i, j)))
        .map(|(i, j)| (raw[i as usize], raw[j as usize]))
        .filter(|(a, b)| a != b)
        .collect();
    let between = Csr::from_arcs(sizes.len(), &arcs);
    let batches = sizes.len().div_ceil(64);
    control.begin(batches as u64);
    let reached: Vec<Result<u64, Error>> = (0..batches)
        .into_par_iter()
        .map(|batch| {
            let sources = batch * 64..sizes.len().min((batch + 1) * 64);
            let mut from = vec![0u64; sources.end];
            sources.clone().for_each(|c| from[c] = 1 << (c % 64));
            let mut pairs = 0;
            // Arcs go to smaller numbers, so nothing above the sources is reached.
            for c in (0..sources.end).rev() {
                let mask = from[c];
                if mask == 0 {
                    continue;
                }
                between
                    .row(c as u32)
                    .iter()
                    .for_each(|&d| from[d as usize] |= mask);
                let mut rest = mask;
                while rest != 0 {
                    pairs += sizes[sources.start + rest.trailing_zeros() as usize] * sizes[c];
                    rest &= rest - 1;
                }
            }
            control.advance(1).map(|()| pairs)
        })
        .collect();
    let with_itself = n as u64;
    Ok(reached.into_iter().sum::<Result<u64, Error>>()? - with_itself)
}
