//! One ego network at a time.
//!
//! Everything Burt's measures need is the ties *among* the contacts of a partner. They are found with the
//! contacts marked and the ties of each contact looked up in the marks. Ties are stored once, at the end
//! with fewer contacts, so a partner with many contacts is crossed cheaply: Σ d(q) d⁺(q) steps over all
//! partners, where d⁺(q) ≤ √(2m) counts the ties stored at q. That is the bound of listing triangles
//! (Chiba & Nishizeki 1985), and both scopes share it because the ego scope only takes its totals
//! over the ties found. The alternative of multiplying sparse matrices costs Σ d(q)² and has no ego
//! scope.

use std::borrow::Cow;

use super::Scope;
use crate::{Csr, Error, Network};

/// Strength of every tied pair, zᵢⱼ + zⱼᵢ, with what the kernel looks up.
pub(super) struct Strengths<'a> {
    /// Both ends of every pair, in rows.
    pub(super) rows: Cow<'a, Csr>,
    /// Each pair once, in the row of the end with fewer contacts (then the lower number).
    once: Csr,
    /// Sum and maximum of each row.
    total: Vec<f64>,
    largest: Vec<f64>,
}

impl<'a> Strengths<'a> {
    /// O(n + m). 28 bytes a partner and 4 a pair (12 with values); 24 a pair more for directed networks.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for strengths without values, or where values are distances.
    pub(super) fn of(net: &'a Network, weighted: bool) -> Result<Self, Error> {
        net.check_strengths("structural_holes", weighted)?;
        let rows = if net.is_directed() {
            Cow::Owned(both_directions(net, weighted))
        } else if net.is_valued() == weighted {
            Cow::Borrowed(net.out())
        } else {
            let (offsets, targets) = (net.out().offsets(), net.out().targets());
            Cow::Owned(Csr::from_parts(offsets.to_vec(), targets.to_vec(), None))
        };
        let n = rows.n() as u32;
        let degrees: Vec<u32> = (0..n).map(|i| rows.degree(i) as u32).collect();
        // Which end has fewer contacts is as good as random: written either way, kept if it is this one.
        let most = rows.entries() / 2 + 1;
        let mut offsets = Vec::with_capacity(rows.n() + 1);
        let mut targets = vec![0; most];
        let mut values = rows.values().map(|_| vec![0.0; most]);
        let mut found = 0;
        offsets.push(0);
        for i in 0..n {
            let key = (degrees[i as usize], i);
            for k in rows.range(i) {
                let j = rows.targets()[k];
                targets[found] = j;
                if let (Some(to), Some(from)) = (&mut values, rows.values()) {
                    to[found] = from[k];
                }
                found += usize::from((degrees[j as usize], j) > key);
            }
            offsets.push(found as u64);
        }
        targets.truncate(found);
        if let Some(values) = &mut values {
            values.truncate(found);
        }
        let over = |fold: fn(f64, f64) -> f64| -> Vec<f64> {
            let row = |i| {
                rows.row_values(i)
                    .map(|v| v.iter().copied().fold(0.0, fold))
            };
            (0..n).filter_map(row).collect()
        };
        let (total, largest) = match rows.values() {
            Some(_) => (over(|a, b| a + b), over(f64::max)),
            None => (
                degrees.into_iter().map(f64::from).collect(),
                vec![1.0; rows.n()],
            ),
        };
        Ok(Self {
            total,
            largest,
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

impl Holes {
    /// Of a partner without contacts.
    pub(super) const UNDEFINED: Self = Self {
        effective_size: f64::NAN,
        constraint: f64::NAN,
        hierarchy: f64::NAN,
    };
}

/// What ego has in one contact, and what the contact's ties are measured by.
#[derive(Debug, Clone, Copy)]
struct Contact {
    /// Ego's share in the contact, pᵢⱼ.
    share: f64,
    /// pᵢⱼ over the total of the contact: what reaches a third partner through it, for each unit of strength.
    through: f64,
    /// One over the largest strength of the contact.
    scale: f64,
}

/// Scratch for the ego networks of one thread. 4 bytes a partner, and the ties of one ego network.
pub(super) struct Egos<'a> {
    strengths: &'a Strengths<'a>,
    scope: Scope,
    /// Place of a contact in ego's row, plus one; 0 for everybody else.
    mark: Vec<u32>,
    /// Ties among the contacts: those of the contact at place `a` are `ends[a]..ends[a + 1]`, by the place
    /// (plus one) of the other end, with their strengths where there are any.
    near: Vec<u32>,
    near_strengths: Vec<f64>,
    ends: Vec<usize>,
    contacts: Vec<Contact>,
    /// Totals and maxima of the contacts over the ties that count.
    total: Vec<f64>,
    largest: Vec<f64>,
    /// Dyadic constraint cᵢⱼ of each contact.
    pub(super) dyadic: Vec<f64>,
}

impl<'a> Egos<'a> {
    pub(super) fn new(strengths: &'a Strengths<'a>, scope: Scope) -> Self {
        Self {
            strengths,
            scope,
            mark: vec![0; strengths.rows.n()],
            near: Vec::new(),
            near_strengths: Vec::new(),
            ends: Vec::new(),
            contacts: Vec::new(),
            total: Vec::new(),
            largest: Vec::new(),
            dyadic: Vec::new(),
        }
    }

    /// The measures of partner `i`; `dyadic` then holds the constraint of each of its contacts. NaN
    /// without contacts. Costs the ties stored at its contacts.
    pub(super) fn measure(&mut self, i: u32) -> Holes {
        let rows = &self.strengths.rows;
        let d = rows.degree(i);
        self.dyadic.clear();
        if d == 0 {
            return Holes::UNDEFINED;
        }
        let strength = |a: usize| rows.row_values(i).map_or(1.0, |v| v[a]);
        self.find_ties(i);
        self.take_totals(i, strength);
        let all = self.strengths.total[i as usize];
        self.contacts.clear();
        self.contacts.extend((0..d).map(|a| {
            let share = strength(a) / all;
            Contact {
                share,
                through: share / self.total[a],
                scale: 1.0 / self.largest[a],
            }
        }));
        self.dyadic.extend(self.contacts.iter().map(|c| c.share));
        let redundant = if rows.values().is_some() {
            let strengths = std::mem::take(&mut self.near_strengths);
            let redundant = self.share_out(|t| strengths[t]);
            self.near_strengths = strengths;
            redundant
        } else {
            self.share_out(|_| 1.0)
        };
        for c in &mut self.dyadic {
            *c *= *c;
        }
        let constraint: f64 = self.dyadic.iter().sum();
        Holes {
            effective_size: d as f64 - redundant,
            constraint,
            hierarchy: hierarchy(&self.dyadic, constraint),
        }
    }

    /// Adds to `dyadic` what reaches each contact through the others, and returns the redundancy of all:
    /// how far each is tied to what ego already has in the others.
    fn share_out(&mut self, strength: impl Fn(usize) -> f64) -> f64 {
        let (contacts, dyadic) = (&self.contacts[..], &mut self.dyadic[..]);
        let (near, ends) = (&self.near[..], &self.ends[..]);
        let mut redundant = 0.0;
        for (a, own) in contacts.iter().enumerate() {
            let (mut reach, mut shares, mut scales) = (0.0, 0.0, 0.0);
            let start = ends[a];
            for (t, &b) in near[start..ends[a + 1]].iter().enumerate() {
                let b = b as usize - 1;
                let (other, s) = (contacts[b], strength(start + t));
                reach += other.through * s;
                shares += other.share * s;
                scales += other.scale * s;
                dyadic[b] += own.through * s;
            }
            dyadic[a] += reach;
            redundant += own.scale * shares + own.share * scales;
        }
        redundant
    }

    /// Whether a stored tie ends at another contact is as good as random, so the place is written either
    /// way and kept only if it is one: no branch to mispredict.
    fn find_ties(&mut self, i: u32) {
        let contacts = self.strengths.rows.row(i);
        let once = &self.strengths.once;
        for (a, &q) in contacts.iter().enumerate() {
            self.mark[q as usize] = a as u32 + 1;
        }
        let room: usize = contacts.iter().map(|&q| once.degree(q)).sum();
        if self.near.len() < room {
            self.near.resize(room, 0);
        }
        if once.values().is_some() && self.near_strengths.len() < room {
            self.near_strengths.resize(room, 0.0);
        }
        // Slices of their own, so that a write is known not to move them.
        let (mark, near) = (&self.mark[..], &mut self.near[..room]);
        let mut found = 0;
        self.ends.clear();
        self.ends.push(0);
        for &q in contacts {
            match once.row_values(q) {
                None => {
                    for &k in once.row(q) {
                        let b = mark[k as usize];
                        near[found] = b;
                        found += usize::from(b != 0);
                    }
                }
                Some(values) => {
                    let strengths = &mut self.near_strengths[..room];
                    for (&k, &s) in once.row(q).iter().zip(values) {
                        let b = mark[k as usize];
                        near[found] = b;
                        strengths[found] = s;
                        found += usize::from(b != 0);
                    }
                }
            }
            self.ends.push(found);
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
                let of = |values: &'a [f64]| contacts.iter().map(|&q| values[q as usize]);
                self.total.extend(of(&all.total));
                self.largest.extend(of(&all.largest));
            }
            Scope::Ego => {
                self.total.extend((0..contacts.len()).map(&strength));
                self.largest.extend_from_slice(&self.total);
                let valued = self.strengths.rows.values().is_some();
                for a in 0..contacts.len() {
                    for t in self.ends[a]..self.ends[a + 1] {
                        let s = if valued { self.near_strengths[t] } else { 1.0 };
                        for x in [a, self.near[t] as usize - 1] {
                            self.total[x] += s;
                            self.largest[x] = self.largest[x].max(s);
                        }
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
