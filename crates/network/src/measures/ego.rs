//! Ego networks of all partners at once: a partner (ego), those it is tied to (alters), and the ties among
//! them.
//!
//! Everything here is read from one walk over the rows of each ego's alters, O(Σ d²) in all: two-step
//! reach cannot be had for less, because it looks at every tie of every alter, and the ties among
//! alters and their components fall out of the same walk. Marks are stamped with the ego's number, so
//! nothing is cleared between egos; scratch is 12 bytes a partner for each of at most 256 blocks, a few
//! at a time.

mod composition;
#[cfg(test)]
mod tests;

pub use composition::CompositionOptions;

use super::{Mode, PartnerScores};
use crate::reduce::fill_blocks;
use crate::{Control, Csr, Error, Network, Symmetrise, TieState};

/// Counts of one ego network, before anything is divided.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Ego {
    alters: u64,
    /// Ties among alters: arcs when directed, pairs when not.
    ties: u64,
    /// Cells among alters that nobody has spoken about.
    unknown: u64,
    components: u64,
    /// Partners within two steps.
    reached: u64,
    /// Ties of the alters, ego's among them.
    alter_ties: u64,
}

/// Name, unit, definition and value of one column.
type Column<'a> = (
    &'static str,
    &'static str,
    &'static str,
    Box<dyn Fn(&Ego) -> f64 + 'a>,
);

impl Network {
    /// The basics of every partner's ego network, as eleven columns (UCINET's egonet basic measures):
    ///
    /// 1. `size`: alters, k.
    /// 2. `ties among alters`: arcs when directed, pairs when not (UCINET counts a pair twice).
    /// 3. `pairs of alters`: cells among them, k(k − 1), halved when undirected.
    /// 4. `ego density`: ties / known cells among the alters.
    /// 5. `alter components`: weak components among the alters, ego taken out.
    /// 6. `component ratio`: (components − 1)/(k − 1); 0 all hang together, 1 none are tied.
    /// 7. `two step reach`: partners within two steps of ego.
    /// 8. `two step share`: the same of the n − 1 others.
    /// 9. `reach efficiency`: two-step reach / the sum over alters of their other ties, plus k; 1 when no
    ///    two alters lead to the same partner (UCINET).
    /// 10. `brokerage`: pairs of alters known not to be tied (directed: half the ordered pairs), and
    /// 11. `normalized brokerage`: their share of the known pairs, 1 − density.
    ///
    /// `mode` says who is an alter: those tied in either direction (default), those ego names, those that
    /// name ego. The second step follows ties in the same way. Direction: none; a dense ego network closes
    /// trust and an open one bridges.
    ///
    /// Unknown ties: alters are those of the known ties, so sizes, ties and reach are the least they can
    /// be; density and brokerage are of the cells among alters that somebody has spoken about. A partner
    /// whose own ties nobody has reported is NaN throughout. What has nothing to divide by is NaN (an
    /// isolate has no density), where UCINET writes 0.
    ///
    /// Cost: O(Σ d²) over partners; pairs of alters with an unreported row are looked at one by one.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Control, Mode, Network, Ties};
    ///
    /// // 0 is tied to 1, 2, 3; of those only 1 and 2 are tied; 4 is two steps away, behind 3.
    /// let ties = Ties { source: &[0, 0, 0, 1, 3], target: &[1, 2, 3, 2, 4], value: None };
    /// let net = Network::from_ties(5, &ties, &BuildOptions::default())?;
    /// let columns = net.ego_networks(Mode::All, &Control::new())?;
    /// let of_0: Vec<f64> = columns.iter().map(|c| c.values[0]).collect();
    /// assert_eq!(of_0[..3], [3.0, 1.0, 3.0]); // alters, ties among them, pairs
    /// assert_eq!(of_0[4..7], [2.0, 0.5, 4.0]); // components, their ratio, two-step reach
    /// assert_eq!(of_0[9], 2.0); // pairs that 0 could broker
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn ego_networks(&self, mode: Mode, control: &Control) -> Result<Vec<PartnerScores>, Error> {
        let n = self.partners();
        let pairs;
        let steps = match mode {
            Mode::Out => self.out(),
            Mode::In => self.incoming(),
            Mode::All if !self.is_directed() => self.out(),
            Mode::All => {
                pairs = self.symmetrise(Symmetrise::Either);
                pairs.out()
            }
        };
        let open: Vec<bool> = (0..n as u32).map(|i| self.has_unknown(i)).collect();
        let mut egos = vec![Ego::default(); n];
        control.begin(n as u64);
        fill_blocks(&mut egos, n.div_ceil(256).max(8), control, |start, egos| {
            let mut walk = Walk::new(self, steps, &open);
            for (k, ego) in egos.iter_mut().enumerate() {
                *ego = walk.ego((start + k) as u32);
                if k % 64 == 63 {
                    control.check()?;
                }
            }
            control.advance(egos.len() as u64)
        })?;
        Ok(self.ego_columns(mode, &egos))
    }

    /// Whether any cell of row `i` is unknown.
    fn has_unknown(&self, i: u32) -> bool {
        self.pending_rows().is_some_and(|p| p.degree(i) > 0)
            || (!self.observed().is_complete() && self.observed().open_cells(i).next().is_some())
    }

    fn ego_columns(&self, mode: Mode, egos: &[Ego]) -> Vec<PartnerScores> {
        // Cells of a pair: two when directed.
        let sides = if self.is_directed() { 2.0 } else { 1.0 };
        let others = self.partners() as f64 - 1.0;
        let cells = |e: &Ego| sides * e.alters as f64 * (e.alters as f64 - 1.0) / 2.0;
        let known = move |e: &Ego| cells(e).max(0.0) - e.unknown as f64;
        let ratio = |part: f64, whole: f64| {
            if whole > 0.0 { part / whole } else { f64::NAN }
        };
        let k = |e: &Ego| e.alters as f64;
        let columns: [Column<'_>; 11] = [
            ("size", "alters", "alters of the known ties", Box::new(k)),
            (
                "ties among alters",
                "ties",
                "known ties among the alters",
                Box::new(|e| e.ties as f64),
            ),
            (
                "pairs of alters",
                if self.is_directed() {
                    "ordered pairs"
                } else {
                    "pairs"
                },
                "cells among the alters",
                Box::new(move |e| cells(e).max(0.0)),
            ),
            (
                "ego density",
                "share of pairs of alters",
                "ties among alters / known cells among alters",
                Box::new(move |e| ratio(e.ties as f64, known(e))),
            ),
            (
                "alter components",
                "components",
                "weak components among the alters, ego taken out",
                Box::new(|e| e.components as f64),
            ),
            (
                "component ratio",
                "share of the alters after the first",
                "(components − 1)/(alters − 1)",
                Box::new(move |e| ratio(e.components as f64 - 1.0, k(e) - 1.0)),
            ),
            (
                "two step reach",
                "partners",
                "partners within two steps",
                Box::new(|e| e.reached as f64),
            ),
            (
                "two step share",
                "share of the others",
                "partners within two steps / (n − 1)",
                Box::new(move |e| ratio(e.reached as f64, others)),
            ),
            (
                "reach efficiency",
                "share of the ties that lead there",
                "two-step reach / (ties of alters to others than ego + alters)",
                Box::new(|e| ratio(e.reached as f64, e.alter_ties as f64 + e.alters as f64)),
            ),
            (
                "brokerage",
                "pairs of alters",
                "pairs of alters known not to be tied; directed: half the ordered pairs",
                Box::new(move |e| (known(e) - e.ties as f64) / sides),
            ),
            (
                "normalized brokerage",
                "share of pairs of alters",
                "pairs of alters known not to be tied / known pairs of alters",
                Box::new(move |e| ratio(known(e) - e.ties as f64, known(e))),
            ),
        ];
        let alters = match (self.is_directed(), mode) {
            (false, _) => "partners tied to ego",
            (true, Mode::All) => "partners tied to ego in either direction",
            (true, Mode::Out) => "partners that ego names",
            (true, Mode::In) => "partners that name ego",
        };
        let mut caveats = self.standing_caveats();
        if self.known_share().is_some_and(|s| s < 1.0) {
            caveats.push("Alters are those of the known ties: sizes, ties and reach are the least they can be. A partner whose own ties nobody has reported is unknown.".to_owned());
        }
        columns
            .into_iter()
            .map(|(name, unit, convention, value)| {
                let mut values: Vec<f64> = egos.iter().map(value).collect();
                self.hide_unreported(mode, &mut values);
                PartnerScores {
                    values,
                    unit: unit.to_owned(),
                    convention: format!("{convention}; alters are the {alters}"),
                    caveats: caveats.clone(),
                    citation: "Everett & Borgatti (2005), Social Networks 27, 31-38; Borgatti, Everett & Freeman (2002), UCINET 6, egonet basic measures".to_owned(),
                    ..self.scores_named(name)
                }
            })
            .collect()
    }
}

/// The walk over ego networks, with what it needs to remember.
struct Walk<'a> {
    net: &'a Network,
    steps: &'a Csr,
    open: &'a [bool],
    /// `mark[j] == ego + 1`: j is within two steps of ego.
    mark: Vec<u32>,
    /// `seat[j] == (ego + 1, position)`: j is an alter of ego.
    seat: Vec<(u32, u32)>,
    /// Union-find over the positions of the alters.
    parent: Vec<u32>,
}

impl<'a> Walk<'a> {
    fn new(net: &'a Network, steps: &'a Csr, open: &'a [bool]) -> Self {
        let n = net.partners();
        Self {
            net,
            steps,
            open,
            mark: vec![0; n],
            seat: vec![(0, 0); n],
            parent: Vec::new(),
        }
    }

    fn ego(&mut self, ego: u32) -> Ego {
        let alters = self.steps.row(ego);
        let stamp = ego + 1;
        self.mark[ego as usize] = stamp;
        self.parent.clear();
        for (k, &a) in alters.iter().enumerate() {
            self.mark[a as usize] = stamp;
            self.seat[a as usize] = (stamp, k as u32);
            self.parent.push(k as u32);
        }
        let mut found = Ego {
            alters: alters.len() as u64,
            components: alters.len() as u64,
            reached: alters.len() as u64,
            ..Ego::default()
        };
        for (k, &a) in alters.iter().enumerate() {
            for &b in self.net.out().row(a) {
                let (whose, at) = self.seat[b as usize];
                if whose == stamp {
                    found.ties += 1;
                    found.components -= u64::from(self.join(k as u32, at));
                }
            }
            for &b in self.steps.row(a) {
                found.alter_ties += u64::from(b != ego);
                let mark = &mut self.mark[b as usize];
                found.reached += u64::from(*mark != stamp);
                *mark = stamp;
            }
        }
        if !self.net.is_directed() {
            found.ties /= 2;
        }
        found.unknown = self.unknown(alters);
        found
    }

    /// Joins two alters; whether they were apart.
    fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
        a != b
    }

    fn root(&mut self, mut k: u32) -> u32 {
        while self.parent[k as usize] != k {
            self.parent[k as usize] = self.parent[self.parent[k as usize] as usize];
            k = self.parent[k as usize];
        }
        k
    }

    /// Cells among the alters that nobody has spoken about. Directed, the row that a cell stands in is
    /// open; undirected, an unknown pair leaves a mark in the rows of both.
    fn unknown(&self, alters: &[u32]) -> u64 {
        let directed = self.net.is_directed();
        let open = |&&a: &&u32| self.open[a as usize];
        let unknown = |a: u32, b: u32| self.net.state(a, b) == TieState::Unknown;
        let of_row = |&a: &u32| {
            let cells = alters.iter().filter(|&&b| {
                b != a && (directed || (a < b && self.open[b as usize])) && unknown(a, b)
            });
            cells.count() as u64
        };
        alters.iter().filter(open).map(of_row).sum()
    }
}
