//! What one set of partners is worth.

use std::borrow::Cow;

use super::KeyGoal;
use crate::measures::removal::balls::Balls;
use crate::network::csr::Csr;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Network};

/// A network made ready to score many sets.
pub(super) struct Score<'a> {
    net: Cow<'a, Network>,
    goal: KeyGoal,
    /// Distance from each partner (row) to each other, 1 to itself, [`no_way`] where there is none; for reach.
    distance: Vec<u16>,
    /// What a partner at each distance adds to reach.
    worth: Vec<f64>,
}

/// Memory that scores share, one a thread.
pub(super) struct Scratch {
    gone: Vec<bool>,
    balls: Option<Balls>,
    seen: Vec<bool>,
    queue: Vec<u32>,
    nearest: Vec<u16>,
}

impl<'a> Score<'a> {
    pub(super) fn new(
        net: &'a Network,
        goal: KeyGoal,
        steps: u32,
        control: &Control,
    ) -> Result<Self, Error> {
        let n = net.partners();
        let mut score = Self {
            net: Cow::Borrowed(net),
            goal,
            distance: Vec::new(),
            worth: Vec::new(),
        };
        match goal {
            KeyGoal::Fragment | KeyGoal::Disconnect => score.net = net.undirected(),
            KeyGoal::Reach => {
                score.worth = (0..=n).map(|d| 1.0 / d.max(1) as f64).collect();
            }
            KeyGoal::ReachWithin => {
                let within = |d: usize| if d <= steps as usize { 1.0 } else { 0.0 };
                score.worth = (0..=n).map(within).collect();
            }
        }
        if !score.worth.is_empty() {
            score.worth.push(0.0); // of no way
            score.distance = vec![no_way(n); n * n];
            fill_blocks(&mut score.distance, n, control, |start, row| {
                distances(net.out(), (start / n) as u32, row);
                Ok(())
            })?;
        }
        Ok(score)
    }

    pub(super) fn partners(&self) -> usize {
        self.net.partners()
    }

    pub(super) fn scratch(&self) -> Scratch {
        let n = self.partners();
        Scratch {
            gone: vec![false; n],
            balls: (self.goal == KeyGoal::Fragment).then(|| Balls::new(n)),
            seen: vec![false; n],
            queue: Vec::with_capacity(n),
            nearest: Vec::with_capacity(n),
        }
    }

    /// The value of a set. Higher is better for every goal.
    pub(super) fn of(&self, set: &[u32], scratch: &mut Scratch) -> f64 {
        match self.goal {
            KeyGoal::Reach | KeyGoal::ReachWithin => self.reach(set, scratch),
            KeyGoal::Fragment | KeyGoal::Disconnect => {
                for &v in set {
                    scratch.gone[v as usize] = true;
                }
                let value = self.fragmentation(set.len(), scratch);
                for &v in set {
                    scratch.gone[v as usize] = false;
                }
                value
            }
        }
    }

    fn reach(&self, set: &[u32], scratch: &mut Scratch) -> f64 {
        let n = self.partners();
        let nearest = &mut scratch.nearest;
        nearest.clear();
        nearest.resize(n, no_way(n));
        for &v in set {
            let row = &self.distance[v as usize * n..(v as usize + 1) * n];
            nearest
                .iter_mut()
                .zip(row)
                .for_each(|(near, &d)| *near = d.min(*near));
        }
        let sum: f64 = nearest.iter().map(|&d| self.worth[d as usize]).sum();
        sum / n as f64
    }

    /// Fragmentation of the partners that are not gone.
    fn fragmentation(&self, gone: usize, scratch: &mut Scratch) -> f64 {
        let rows = self.net.out();
        let left = (rows.n() - gone) as f64;
        let is_gone = &scratch.gone;
        let held = if let Some(balls) = &mut scratch.balls {
            let mut held = 0.0;
            balls.distances(
                rows,
                |v| is_gone[v as usize],
                |d, pairs| held += pairs as f64 / f64::from(d),
            );
            held
        } else {
            connected_pairs(rows, is_gone, &mut scratch.seen, &mut scratch.queue) as f64
        };
        1.0 - held / (left * (left - 1.0))
    }
}

/// Ordered pairs of partners that are connected without those that are gone.
fn connected_pairs(rows: &Csr, gone: &[bool], seen: &mut [bool], queue: &mut Vec<u32>) -> u64 {
    seen.copy_from_slice(gone);
    let mut pairs = 0;
    for root in 0..rows.n() as u32 {
        if seen[root as usize] {
            continue;
        }
        seen[root as usize] = true;
        queue.clear();
        queue.push(root);
        let mut next = 0;
        while let Some(&v) = queue.get(next) {
            next += 1;
            for &u in rows.row(v) {
                if !seen[u as usize] {
                    seen[u as usize] = true;
                    queue.push(u);
                }
            }
        }
        let size = queue.len() as u64;
        pairs += size * (size - 1);
    }
    pairs
}

/// The distance that stands for no way: longer than any, also than that of the only partner to itself.
fn no_way(n: usize) -> u16 {
    n as u16 + 1
}

/// Fills one row of the table of distances, which holds [`no_way`] everywhere at first.
fn distances(rows: &Csr, source: u32, row: &mut [u16]) {
    let none = no_way(row.len());
    let mut queue = vec![source];
    row[source as usize] = 0;
    let mut next = 0;
    while let Some(&v) = queue.get(next) {
        next += 1;
        let step = row[v as usize] + 1;
        for &u in rows.row(v) {
            if row[u as usize] == none {
                row[u as usize] = step;
                queue.push(u);
            }
        }
    }
    row[source as usize] = 1; // members count as distance 1 (Borgatti 2006)
}
