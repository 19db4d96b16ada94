//! One ego network at a time.
//!
//! Everything Burt's measures need is the ties *among* the contacts of a partner. They are found with the
//! contacts marked and the ties of each contact looked up in the marks. Ties are stored once, at the end
//! with fewer contacts, so a partner with many contacts is crossed cheaply: Σ d(q) d⁺(q) steps over all
//! partners, where d⁺(q) ≤ √(2m) counts the ties stored at q. That is the bound of listing triangles
//! (Chiba & Nishizeki 1985), and both scopes share it because the ego scope only takes its totals
//! over the ties found. The alternative of multiplying sparse matrices costs Σ d(q)² and has no ego
//! scope.

use super::Scope;
use crate::network::ValueMeans;
use crate::{Csr, Error, Network};

/// Strength of every tied pair, zᵢⱼ + zⱼᵢ, with what the kernel looks up.
pub(super) struct Strengths {
    /// Both ends of every pair, in rows.
    pub(super) rows: Csr,
    /// Each pair once, in the row of the end with fewer contacts (then the lower number).
    once: Csr,
    /// Sum and maximum of each row.
    total: Vec<f64>,
    largest: Vec<f64>,
}

impl Strengths {
    /// O(n + m); 8 bytes a partner and 12 a pair beside the rows, or 24 with strengths of their own.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for strengths without values, or where values are distances.
    pub(super) fn of(net: &Network, weighted: bool) -> Result<Self, Error> {
        net.check_strengths("structural_holes", weighted)?;
        let rows = if net.is_directed() {
            both_directions(net, weighted)
        } else {
            let values = net.out().values().filter(|_| weighted);
            Csr::from_parts(
                net.out().offsets().to_vec(),
                net.out().targets().to_vec(),
                values.map(<[f64]>::to_vec),
            )
        };
        let n = rows.n() as u32;
        let mut offsets = Vec::with_capacity(rows.n() + 1);
        let mut targets = Vec::with_capacity(rows.entries() / 2);
        let mut values = rows
            .values()
            .map(|_| Vec::with_capacity(rows.entries() / 2));
        offsets.push(0);
        let degrees: Vec<u32> = (0..n).map(|i| rows.degree(i) as u32).collect();
        for i in 0..n {
            let key = (degrees[i as usize], i);
            for k in rows.range(i) {
                let j = rows.targets()[k];
                if (degrees[j as usize], j) > key {
                    targets.push(j);
                    if let (Some(to), Some(from)) = (&mut values, rows.values()) {
                        to.push(from[k]);
                    }
                }
            }
            offsets.push(targets.len() as u64);
        }
        let over = |start: f64, fold: fn(f64, f64) -> f64| -> Vec<f64> {
            let row = |i: u32| match rows.row_values(i) {
                Some(values) => values.iter().copied().fold(start, fold),
                None => rows.row(i).iter().map(|_| 1.0).fold(start, fold),
            };
            (0..n).map(row).collect()
        };
        Ok(Self {
            total: over(0.0, |a, b| a + b),
            largest: over(0.0, f64::max),
            once: Csr::from_parts(offsets, targets, values),
            rows,
        })
    }
}

/// Rows of the underlying pairs: a returned tie has the strength of both reports (2 where not weighted).
fn both_directions(net: &Network, weighted: bool) -> Csr {
    let (out, incoming) = (net.out(), net.incoming());
    let mut offsets = Vec::with_capacity(out.n() + 1);
    let mut targets: Vec<u32> = Vec::with_capacity(2 * out.entries());
    let mut values: Vec<f64> = Vec::with_capacity(2 * out.entries());
    offsets.push(0);
    let of = |rows: &Csr, k: usize| match rows.values() {
        Some(values) if weighted => values[k],
        _ => 1.0,
    };
    for i in 0..out.n() as u32 {
        let mut sends = out.range(i).peekable();
        let mut receives = incoming.range(i).peekable();
        loop {
            let a = sends.peek().map(|&k| (out.targets()[k], k));
            let b = receives.peek().map(|&k| (incoming.targets()[k], k));
            let Some(j) = a.into_iter().chain(b).map(|(j, _)| j).min() else {
                break;
            };
            let mut strength = 0.0;
            if let Some((_, k)) = a.filter(|&(x, _)| x == j) {
                strength += of(out, k);
                sends.next();
            }
            if let Some((_, k)) = b.filter(|&(x, _)| x == j) {
                strength += of(incoming, k);
                receives.next();
            }
            targets.push(j);
            values.push(strength);
        }
        offsets.push(targets.len() as u64);
    }
    Csr::from_parts(offsets, targets, Some(values))
}

/// Burt's measures of one partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Holes {
    pub(super) effective_size: f64,
    pub(super) constraint: f64,
    pub(super) hierarchy: f64,
}

/// Scratch for the ego networks of one thread. 4 bytes a partner, and the ties of one ego network.
pub(super) struct Egos<'a> {
    strengths: &'a Strengths,
    scope: Scope,
    /// Place of a contact in ego's row, plus one; 0 for everybody else.
    mark: Vec<u32>,
    /// Ties among the contacts, by their places.
    ties: Vec<(u32, u32, f64)>,
    /// Totals and maxima of the contacts over the ties that count.
    total: Vec<f64>,
    largest: Vec<f64>,
    /// Ego's share in each contact, pᵢⱼ.
    share: Vec<f64>,
    /// Dyadic constraint cᵢⱼ of each contact.
    pub(super) dyadic: Vec<f64>,
    redundant: Vec<f64>,
}

impl<'a> Egos<'a> {
    pub(super) fn new(strengths: &'a Strengths, scope: Scope) -> Self {
        Self {
            strengths,
            scope,
            mark: vec![0; strengths.rows.n()],
            ties: Vec::new(),
            total: Vec::new(),
            largest: Vec::new(),
            share: Vec::new(),
            dyadic: Vec::new(),
            redundant: Vec::new(),
        }
    }

    /// The measures of partner `i`; `dyadic` then holds the constraint of each of its contacts. NaN
    /// without contacts. Costs the ties stored at its contacts.
    pub(super) fn measure(&mut self, i: u32) -> Holes {
        let rows = &self.strengths.rows;
        let contacts = rows.row(i);
        let strength = |a: usize| rows.row_values(i).map_or(1.0, |v| v[a]);
        let d = contacts.len();
        self.find_ties(i);
        self.take_totals(i, strength);

        let all = self.strengths.total[i as usize];
        self.share.clear();
        self.share.extend((0..d).map(|a| strength(a) / all));
        self.dyadic.clear();
        self.dyadic.extend_from_slice(&self.share);
        self.redundant.clear();
        self.redundant.resize(d, 0.0);
        for &(a, b, s) in &self.ties {
            let (a, b) = (a as usize, b as usize);
            let (pa, pb) = (self.share[a], self.share[b]);
            // What reaches contact a through b, and b through a.
            self.dyadic[a] += pb * (s / self.total[b]);
            self.dyadic[b] += pa * (s / self.total[a]);
            // How far a is tied to what ego already has in b, and the reverse.
            self.redundant[a] += pb * (s / self.largest[a]);
            self.redundant[b] += pa * (s / self.largest[b]);
        }
        self.dyadic.iter_mut().for_each(|c| *c *= *c);
        let constraint: f64 = self.dyadic.iter().sum();
        if d == 0 {
            return Holes {
                effective_size: f64::NAN,
                constraint: f64::NAN,
                hierarchy: f64::NAN,
            };
        }
        Holes {
            effective_size: d as f64 - self.redundant.iter().sum::<f64>(),
            constraint,
            hierarchy: hierarchy(&self.dyadic, constraint),
        }
    }

    fn find_ties(&mut self, i: u32) {
        let contacts = self.strengths.rows.row(i);
        for (a, &q) in contacts.iter().enumerate() {
            self.mark[q as usize] = a as u32 + 1;
        }
        self.ties.clear();
        for (a, &q) in contacts.iter().enumerate() {
            let once = &self.strengths.once;
            for k in once.range(q) {
                let b = self.mark[once.targets()[k] as usize];
                if b != 0 {
                    let s = once.values().map_or(1.0, |v| v[k]);
                    self.ties.push((a as u32, b - 1, s));
                }
            }
        }
        for &q in contacts {
            self.mark[q as usize] = 0;
        }
    }

    /// What each contact's ties add up to: all of them, or those to ego and ego's contacts.
    fn take_totals(&mut self, i: u32, strength: impl Fn(usize) -> f64) {
        let contacts = self.strengths.rows.row(i);
        self.total.clear();
        self.largest.clear();
        match self.scope {
            Scope::Whole => {
                let all = &self.strengths;
                self.total
                    .extend(contacts.iter().map(|&q| all.total[q as usize]));
                self.largest
                    .extend(contacts.iter().map(|&q| all.largest[q as usize]));
            }
            Scope::Ego => {
                self.total.extend((0..contacts.len()).map(&strength));
                self.largest.extend((0..contacts.len()).map(&strength));
                for &(a, b, s) in &self.ties {
                    for x in [a as usize, b as usize] {
                        self.total[x] += s;
                        self.largest[x] = self.largest[x].max(s);
                    }
                }
            }
        }
    }
}

/// Coleman–Theil: Σ r ln r / (N ln N) with r = cᵢⱼ/(C/N); 1 for a single contact. The sum is never
/// negative (r ln r is convex and r has mean 1), so what rounding leaves below zero is zero.
fn hierarchy(dyadic: &[f64], constraint: f64) -> f64 {
    let n = dyadic.len() as f64;
    if dyadic.len() == 1 {
        return 1.0;
    }
    let disorder = |c: &f64| {
        let r = c * n / constraint;
        if r > 0.0 { r * r.ln() } else { 0.0 }
    };
    (dyadic.iter().map(disorder).sum::<f64>() / (n * n.ln())).clamp(0.0, 1.0)
}
