//! Slow and obviously right versions of what the path measures compute, small networks to try them on,
//! and the classic networks. Tests only.

use std::collections::VecDeque;
use std::path::PathBuf;

use proptest::prelude::*;

use crate::{BuildOptions, Network, Ties};

/// Ties with a strength of 1 to 6.
#[derive(Debug, Clone)]
pub(in crate::measures) struct Case {
    pub(in crate::measures) n: usize,
    pub(in crate::measures) directed: bool,
    pub(in crate::measures) ties: Vec<(u32, u32, u32)>,
}

impl Case {
    pub(in crate::measures) fn plain(n: usize, directed: bool, ties: &[(u32, u32)]) -> Self {
        let ties = ties.iter().map(|&(a, b)| (a, b, 1)).collect();
        Self { n, directed, ties }
    }

    pub(in crate::measures) fn network(&self) -> Network {
        let source: Vec<u32> = self.ties.iter().map(|t| t.0).collect();
        let target: Vec<u32> = self.ties.iter().map(|t| t.1).collect();
        let value: Vec<f64> = self.ties.iter().map(|t| f64::from(t.2)).collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        let options = BuildOptions {
            directed: self.directed,
            ..BuildOptions::default()
        };
        Network::from_ties(self.n, &ties, &options).unwrap()
    }

    /// Length of the tie from `a` to `b`: 1, or 60/strength, a whole number for strengths 1 to 6.
    fn length(&self, a: usize, b: usize, weighted: bool) -> Option<u32> {
        let is = |t: &&(u32, u32, u32)| {
            (t.0 as usize, t.1 as usize) == (a, b)
                || !self.directed && (t.0 as usize, t.1 as usize) == (b, a)
        };
        self.ties
            .iter()
            .find(is)
            .map(|t| if weighted { 60 / t.2 } else { 1 })
    }

    /// All shortest paths from `s` to `t` and their length, by walking every simple path.
    pub(in crate::measures) fn shortest(
        &self,
        s: usize,
        t: usize,
        weighted: bool,
    ) -> (u32, Vec<Vec<usize>>) {
        let mut best = (u32::MAX, Vec::new());
        let mut stack = vec![(vec![s], 0)];
        while let Some((path, length)) = stack.pop() {
            let Some(&end) = path.last() else { continue };
            if end == t {
                if length < best.0 {
                    best = (length, Vec::new());
                }
                if length == best.0 {
                    best.1.push(path);
                }
                continue;
            }
            for next in (0..self.n).filter(|v| !path.contains(v)) {
                if let Some(step) = self.length(end, next, weighted) {
                    stack.push(([path.clone(), vec![next]].concat(), length + step));
                }
            }
        }
        best
    }
}

/// Every network of up to `most` partners is possible: each pair is tied or not.
pub(in crate::measures) fn small(most: usize) -> impl Strategy<Value = Case> {
    (0..=most, any::<bool>(), 0.0..1.0_f64).prop_flat_map(|(n, directed, density)| {
        let pairs: Vec<(u32, u32)> = (0..n as u32)
            .flat_map(|a| (0..n as u32).map(move |b| (a, b)))
            .filter(|&(a, b)| if directed { a != b } else { a < b })
            .collect();
        let count = pairs.len();
        prop::collection::vec((prop::bool::weighted(density), 1..=6_u32), count).prop_map(
            move |drawn| {
                let ties = pairs.iter().zip(drawn).filter(|(_, d)| d.0);
                Case {
                    n,
                    directed,
                    ties: ties.map(|(&(a, b), d)| (a, b, d.1)).collect(),
                }
            },
        )
    })
}

/// Larger and sparser: trees, cycles, separate parts and isolates, at a few ties a partner.
pub(in crate::measures) fn sparse(most: usize) -> impl Strategy<Value = Case> {
    (1..=most, any::<bool>()).prop_flat_map(|(n, directed)| {
        let tie = (0..n as u32, 0..n as u32, 1..=6_u32);
        prop::collection::vec(tie, 0..=3 * n).prop_map(move |mut ties| {
            ties.retain(|t| t.0 != t.1);
            for t in &mut ties {
                if !directed && t.0 > t.1 {
                    (t.0, t.1) = (t.1, t.0);
                }
            }
            ties.sort_unstable();
            ties.dedup_by_key(|t| (t.0, t.1));
            Case { n, directed, ties }
        })
    })
}

/// Distances from `source` by plain breadth-first search along the ties.
pub(in crate::measures) fn steps(net: &Network, source: u32) -> Vec<Option<u32>> {
    let mut distance = vec![None; net.partners()];
    distance[source as usize] = Some(0);
    let mut queue = VecDeque::from([(source, 0)]);
    while let Some((v, d)) = queue.pop_front() {
        for &u in net.out().row(v) {
            if distance[u as usize].is_none() {
                distance[u as usize] = Some(d + 1);
                queue.push_back((u, d + 1));
            }
        }
    }
    distance
}

/// Runs `work` on a pool of `threads` threads.
pub(in crate::measures) fn with_threads<T: Send>(
    threads: usize,
    work: impl FnOnce() -> T + Send,
) -> T {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(work)
}

/// A classic undirected network with its partners' names, from the outside data; `None`, with the reason
/// printed, where they are not at hand. `keep` chooses rows by their third column.
pub(in crate::measures) fn classic(
    name: &str,
    keep: impl Fn(&str) -> bool,
) -> Option<(Vec<String>, Case)> {
    let folder = std::env::var_os("COMMONWEAL_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let read = |kind: &str| {
        let path = folder.join(format!("networks/{name}_{kind}.csv"));
        std::fs::read_to_string(&path)
            .inspect_err(|e| {
                println!(
                    "skipped: {}: {e} (set COMMONWEAL_TEST_DATA)",
                    path.display()
                );
            })
            .ok()
    };
    let (nodes, edges) = (read("nodes")?, read("edges")?);
    let first = |line: &str| line.split(',').next().unwrap_or_default().trim().to_owned();
    let names: Vec<String> = nodes
        .lines()
        .skip(1)
        .map(first)
        .filter(|s| !s.is_empty())
        .collect();
    let number = |id: &str| names.iter().position(|s| s == id).unwrap() as u32;
    let mut ties = Vec::new();
    for line in edges.lines().skip(1).filter(|l| !l.trim().is_empty()) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let third = cells.get(2).copied().unwrap_or("1");
        if keep(third) {
            ties.push((
                number(cells[0]),
                number(cells[1]),
                third.parse().unwrap_or(1),
            ));
        }
    }
    Some((
        names.clone(),
        Case {
            n: names.len(),
            directed: false,
            ties,
        },
    ))
}
