//! Maximum flows between partners, and the tree of them that holds every pair's.
//!
//! The edge connectivity of all n(n − 1)/2 pairs is that of the paths in one tree, which n − 1 maximum
//! flows give (Gomory & Hu 1961, in the form of Gusfield 1990, which needs no contraction). Each flow is
//! Dinic's (1970) and stops as soon as it fills the ties of one end, which in most pairs is its value;
//! then the cut is that end alone and no last search is needed.

use crate::measures::ComponentKind;
use crate::{Control, Csr, Error, Network};

/// The tree: each partner's parent and the maximum flow to it. The first partner of a component is
/// its own parent with flow 0.
pub(super) fn tree(
    net: &Network,
    weighted: bool,
    control: &Control,
) -> Result<Vec<(u32, f64)>, Error> {
    let (rows, n) = (net.out(), net.partners() as u32);
    let components = net.components(ComponentKind::Weak);
    let mut first = vec![u32::MAX; components.count()];
    let mut parent: Vec<u32> = components
        .membership
        .iter()
        .enumerate()
        .map(|(v, &c)| {
            let first = &mut first[c as usize];
            *first = (*first).min(v as u32);
            *first
        })
        .collect();
    let mut flow = vec![0.0; n as usize];
    let mut network = Flow::new(rows, weighted);
    for v in 0..n {
        control.advance(1)?;
        let above = parent[v as usize];
        if above == v {
            continue;
        }
        flow[v as usize] = network.between(v, above);
        for w in v + 1..n {
            if parent[w as usize] == above && network.on_source_side(w) {
                parent[w as usize] = v;
            }
        }
    }
    Ok(parent.into_iter().zip(flow).collect())
}

/// Which side of the last cut a node is on.
enum Side {
    OnlySource(u32),
    AllButTarget(u32),
    /// Those the last search reached.
    Reached,
}

/// Residual capacities of an undirected network. Both entries of a tie hold its capacity; what flows
/// along one is taken from it and given to the other.
struct Flow<'a> {
    rows: &'a Csr,
    mate: Vec<u32>,
    capacity: Vec<f64>,
    residual: Vec<f64>,
    strength: Vec<f64>,
    /// Residuals up to here are rounding.
    slack: f64,
    level: Vec<u32>,
    next: Vec<usize>,
    queue: Vec<u32>,
    side: Side,
}

const UNREACHED: u32 = u32::MAX;

impl<'a> Flow<'a> {
    fn new(rows: &'a Csr, weighted: bool) -> Self {
        let n = rows.n();
        let values = rows.values().filter(|_| weighted);
        let capacity = values.map_or_else(|| vec![1.0; rows.entries()], <[f64]>::to_vec);
        // Rows are met in ascending order, so the entries of row j are mated in order.
        let mut place: Vec<usize> = (0..n as u32).map(|i| rows.range(i).start).collect();
        let mut mate = vec![0; rows.entries()];
        for i in 0..n as u32 {
            for k in rows.range(i) {
                let place = &mut place[rows.targets()[k] as usize];
                mate[k] = *place as u32;
                *place += 1;
            }
        }
        let strength: Vec<f64> = (0..n as u32)
            .map(|i| capacity[rows.range(i)].iter().sum())
            .collect();
        Self {
            rows,
            mate,
            residual: capacity.clone(),
            capacity,
            slack: if values.is_some() {
                1e-12 * strength.iter().sum::<f64>()
            } else {
                0.0
            },
            strength,
            level: vec![UNREACHED; n],
            next: vec![0; n],
            queue: Vec::with_capacity(n),
            side: Side::Reached,
        }
    }

    /// Maximum flow between two nodes.
    fn between(&mut self, source: u32, target: u32) -> f64 {
        self.residual.copy_from_slice(&self.capacity);
        let (most_out, most_in) = (
            self.strength[source as usize],
            self.strength[target as usize],
        );
        let mut flow = 0.0;
        while self.search(source, target) {
            for v in &self.queue {
                self.next[*v as usize] = self.rows.range(*v).start;
            }
            loop {
                let pushed = self.push(source, target);
                if pushed <= self.slack {
                    break;
                }
                flow += pushed;
            }
            if flow >= most_out - self.slack {
                self.side = Side::OnlySource(source);
                return most_out;
            }
            if flow >= most_in - self.slack {
                self.side = Side::AllButTarget(target);
                return most_in;
            }
        }
        self.side = Side::Reached;
        flow
    }

    fn on_source_side(&self, v: u32) -> bool {
        match self.side {
            Side::OnlySource(source) => v == source,
            Side::AllButTarget(target) => v != target,
            Side::Reached => self.level[v as usize] != UNREACHED,
        }
    }

    /// Steps from the source over what is left; whether the target was reached.
    fn search(&mut self, source: u32, target: u32) -> bool {
        self.level.fill(UNREACHED);
        self.queue.clear();
        self.level[source as usize] = 0;
        self.queue.push(source);
        let mut head = 0;
        while let Some(&v) = self.queue.get(head) {
            head += 1;
            for k in self.rows.range(v) {
                let u = self.rows.targets()[k];
                if self.level[u as usize] == UNREACHED && self.residual[k] > self.slack {
                    self.level[u as usize] = self.level[v as usize] + 1;
                    self.queue.push(u);
                }
            }
        }
        self.level[target as usize] != UNREACHED
    }

    /// Sends what fits along one path that goes down a level at each step; 0 when there is none.
    fn push(&mut self, source: u32, target: u32) -> f64 {
        let mut path: Vec<usize> = Vec::new();
        let mut v = source;
        while v != target {
            let end = self.rows.range(v).end;
            let next = &mut self.next[v as usize];
            while *next < end {
                let u = self.rows.targets()[*next];
                let down = self.level[u as usize] == self.level[v as usize] + 1;
                if down && self.residual[*next] > self.slack {
                    break;
                }
                *next += 1;
            }
            if *next < end {
                path.push(*next);
                v = self.rows.targets()[*next];
            } else if let Some(back) = path.pop() {
                // A dead end: its neighbour above goes on with its next tie.
                v = self.rows.targets()[self.mate[back] as usize];
                self.next[v as usize] += 1;
            } else {
                return 0.0;
            }
        }
        let fits = path
            .iter()
            .map(|&k| self.residual[k])
            .fold(f64::INFINITY, f64::min);
        for k in path {
            self.residual[k] -= fits;
            self.residual[self.mate[k] as usize] += fits;
        }
        fits
    }
}
