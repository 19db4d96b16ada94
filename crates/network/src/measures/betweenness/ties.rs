//! Edge betweenness: how many pairs depend on a tie.

use super::prepared::Prepared;
use super::tally::OverTies;
use super::{BetweennessOptions, unweighted, weighted};
use crate::measures::closeness::paths::{Roads, length_name};
use crate::network::csr::Csr;
use crate::{Control, Error, Network, TieScores};

impl Network {
    /// Edge betweenness of every tie, exact: the sum over pairs of partners of the share of their
    /// shortest paths that run over the tie (Girvan & Newman 2002; Brandes 2008).
    ///
    /// The ends of the tie belong to the pairs, so normalised it is divided by the number of pairs of all
    /// partners: n(n − 1) ordered pairs when directed, half as many when not (networkx); not normalised
    /// it is the number of pairs (igraph). Unit: share of pairs (0 to 1) or pairs. Direction: none; a tie
    /// that many depend on holds the network together and is where it breaks.
    ///
    /// Unknown ties: paths run over known ties, and an unknown one can raise or lower any value, so
    /// there are no bounds.
    ///
    /// Cost: O(n·m) unweighted, one copy of the ties and 8 bytes a stored tie for each thread; weighted
    /// O(n·m log n). Same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when weighted paths are asked of ties without usable values, or there are
    /// more shortest paths between two partners than a double can count (10³⁰⁸); [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::betweenness::BetweennessOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path 0 - 1 - 2 - 3: the middle tie carries 2 x 2 of the 6 pairs.
    /// let ties = Ties { source: &[0, 1, 2], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let options = BetweennessOptions { normalized: false, ..Default::default() };
    /// assert_eq!(net.edge_betweenness(&options, &Control::new())?.values, [3.0, 4.0, 3.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn edge_betweenness(
        &self,
        options: &BetweennessOptions,
        control: &Control,
    ) -> Result<TieScores, Error> {
        let n = self.partners();
        control.begin(n as u64);
        // Undirected, what passes i → j in ordered pairs is the reverse of what passes j → i, so one
        // direction holds the number of pairs.
        let entries = if options.weighted {
            let out = Roads::new(self, self.out(), "edge betweenness")?;
            let incoming = Roads::new(self, self.incoming(), "edge betweenness")?;
            let sources: Vec<(u32, f64)> = (0..n as u32).map(|v| (v, 1.0)).collect();
            let OverTies(pairs) = weighted::search(&out, &incoming, &sources, control)?;
            if self.is_directed() {
                turned(self.incoming(), self.out(), &pairs)
            } else {
                pairs
            }
        } else {
            let core = Prepared::of(self);
            over_entries(self.out(), &core, control, || control.advance(1))?
        };
        let divisor = match (options.normalized, self.is_directed()) {
            (false, _) => 1.0,
            (true, true) => n as f64 * (n as f64 - 1.0),
            (true, false) => n as f64 * (n as f64 - 1.0) / 2.0,
        };
        let (mut source, mut target, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..n as u32 {
            for k in self.out().range(i) {
                let j = self.out().targets()[k];
                if self.is_directed() || i < j {
                    source.push(i);
                    target.push(j);
                    values.push(entries[k] / divisor);
                }
            }
        }
        Ok(self.edge_betweenness_scores(*options, source, target, values))
    }

    fn edge_betweenness_scores(
        &self,
        options: BetweennessOptions,
        source: Vec<u32>,
        target: Vec<u32>,
        values: Vec<f64>,
    ) -> TieScores {
        let (pairs, count) = if self.is_directed() {
            ("ordered pairs (not halved)", "n(n − 1)")
        } else {
            ("each pair once (halved)", "n(n − 1)/2")
        };
        let length = if options.weighted {
            length_name(self)
        } else {
            "every tie one step"
        };
        let scale = if options.normalized {
            format!("divided by {count}")
        } else {
            "not normalised".to_owned()
        };
        let frame = self.scores_named("edge betweenness");
        let mut caveats = frame.caveats;
        if frame.coverage.is_some_and(|share| share < 1.0) {
            caveats.push(
                "Paths run over known ties, and an unknown tie can raise or lower any value: a second way \
                 nobody has reported takes pairs off this one."
                    .to_owned(),
            );
        }
        TieScores {
            name: frame.name,
            source,
            target,
            values,
            unit: if options.normalized { "share of pairs" } else { "pairs" }.to_owned(),
            direction: frame.direction,
            coverage: frame.coverage,
            convention: format!("shortest paths, {pairs}, {length}, {scale}, ends of the tie counted"),
            caveats,
            citation: "Girvan & Newman (2002), PNAS 99, 7821-7826; Brandes (2008), Social Networks 30, 136-145"
                .to_owned(),
        }
    }
}

/// Edge betweenness of the ties of an undirected network that are still alive, for algorithms that take
/// ties away. `rows` are the rows of all ties, `alive[k]` says whether entry `k` is still there (the same
/// for both entries of a tie), and `members` are the partners of one or more whole components of the
/// living ties. `pairs[k]` is set to the number of pairs over the tie for every living entry in the rows
/// of `members` (the same for both entries up to rounding); others are left as they are.
///
/// Unweighted, each pair once, not normalised. O(n·m) of the members. Counts no progress, because only
/// the caller knows how often it will ask.
///
/// # Errors
/// [`Error::NotDefined`] for more than 10³⁰⁸ shortest paths; [`Error::Stopped`].
pub(crate) fn of_living_ties(
    rows: &Csr,
    alive: &[bool],
    members: &[u32],
    pairs: &mut [f64],
    control: &Control,
) -> Result<(), Error> {
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    let (mut offsets, mut targets, mut entries) = (vec![0], Vec::new(), Vec::new());
    for &v in &sorted {
        for k in rows.range(v).filter(|&k| alive[k]) {
            // A living tie never leaves a component, so the place is always found.
            if let Ok(place) = sorted.binary_search(&rows.targets()[k]) {
                targets.push(place as u32);
                entries.push(k);
            }
        }
        offsets.push(targets.len() as u64);
    }
    let living = Csr::from_parts(offsets, targets, None);
    let core = Prepared::new(&living, None);
    let found = over_entries(&living, &core, control, || control.check())?;
    for (k, found) in entries.into_iter().zip(found) {
        pairs[k] = found;
    }
    Ok(())
}

/// Ordered pairs over each entry of `rows`, from searches in its core and in closed form for its trees.
fn over_entries(
    rows: &Csr,
    core: &Prepared,
    control: &Control,
    done: impl Fn() -> Result<(), Error> + Sync,
) -> Result<Vec<f64>, Error> {
    let OverTies(sums) = unweighted::search(core, &core.sources(), control, done)?;
    let mut pairs = vec![0.0; rows.entries()];
    let mut set = |i: u32, j: u32, value: f64| {
        if let Some(k) = rows.find(i, j) {
            pairs[k] = value;
        }
    };
    for v in 0..core.out.n() as u32 {
        let i = core.original[v as usize];
        for k in core.out.range(v) {
            let j = core.original[core.out.targets()[k] as usize];
            set(i, j, sums[k]);
        }
    }
    for (below, above, value) in core.tree_ties() {
        set(below, above, value);
        set(above, below, value);
    }
    Ok(pairs)
}

/// Numbers of the entries of `from`, in the order of the entries of its transpose `to`.
fn turned(from: &Csr, to: &Csr, numbers: &[f64]) -> Vec<f64> {
    let mut turned = vec![0.0; to.entries()];
    for j in 0..from.n() as u32 {
        for k in from.range(j) {
            if let Some(place) = to.find(from.targets()[k], j) {
                turned[place] = numbers[k];
            }
        }
    }
    turned
}
