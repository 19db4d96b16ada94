//! Maximal k-plexes, exactly.
//!
//! Every part of a k-plex is one, so groups are grown partner by partner. What keeps the search small: members of a
//! k-plex of q or more have at least q − k ties inside it, so partners with fewer are peeled off first; two members
//! of one with q ≥ 2k − 1 are at most two steps apart and share q − 2k neighbours (two more when not tied), which
//! leaves few candidates beside the first; and as soon as the members and all candidates together are a k-plex there
//! is nothing left to branch on (Zhou et al. 2020).

use super::super::cliques::search::Quota;
use super::super::cliques::{DEFAULT_LIMIT, Found, JoinedBy, Peeled, Subgroups};
use crate::reduce::map_merge;
use crate::{Control, Csr, Error, Network};

/// Options of [`Network::k_plexes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlexOptions {
    /// Ties a member may lack, its own among them: 1 gives the cliques.
    pub k: usize,
    /// Smallest group listed; 2k − 1 when not given, from where on a group hangs together within two steps.
    pub min_size: Option<usize>,
    /// Which directed ties join two partners.
    pub ties: JoinedBy,
    /// Most groups listed before the search gives up.
    pub limit: usize,
}

impl Default for PlexOptions {
    fn default() -> Self {
        Self {
            k: 2,
            min_size: None,
            ties: JoinedBy::Either,
            limit: DEFAULT_LIMIT,
        }
    }
}

impl Network {
    /// All maximal k-plexes: groups of s in which everybody is tied to at least s − k of the group, and that no
    /// further partner could join (Seidman & Foster 1978).
    ///
    /// Exact, and exponential in the worst case: a few hundred partners with the default size are quick, and a
    /// larger `min_size` helps more than anything. Below 2k − 1 a group may hang together by nothing (any k partners
    /// are a k-plex), so every set of partners must be looked at. Unknown ties: as for [`Network::cliques`].
    ///
    /// # Errors
    /// [`Error::BadOption`] for k = 0; [`Error::NotDefined`] when more than `limit` are found, or a size below
    /// 2k − 1 is asked of more than 4,096 partners; [`Error::Stopped`].
    pub fn k_plexes(&self, options: &PlexOptions, control: &Control) -> Result<Subgroups, Error> {
        /// Without the rule of two steps a candidate row has a bit for every partner.
        const MOST: usize = 4096;
        let k = options.k;
        if k == 0 {
            return Err(Error::BadOption {
                option: "k",
                found: "0".to_owned(),
                expected: "a whole number from 1 up".to_owned(),
            });
        }
        let close = k.saturating_mul(2) - 1;
        let size = options.min_size.unwrap_or(close.max(3)).max(1);
        if size < close && self.partners() > MOST {
            return Err(Error::NotDefined {
                measure: "k_plexes",
                reason: format!(
                    "groups of fewer than 2k − 1 = {close} need not hang together, and {} partners are too many to try. Ask for a min_size of {close} or more.",
                    self.partners()
                ),
            });
        }
        let pairs = options.ties.pairs(self);
        let found = search(pairs.out(), k, size, options.limit, control)?;
        let kind = format!("{k}-plex");
        Ok(Subgroups::new(self, &found, size, &kind).defined(
            format!("maximal {k}-plexes of {}", options.ties.words(self)),
            "Seidman & Foster (1978), J. Math. Sociol. 6, 139-154; search: Zhou et al. (2020), AAAI 34, 2442-2449",
        ))
    }
}

fn search(
    rows: &Csr,
    k: usize,
    size: usize,
    limit: usize,
    control: &Control,
) -> Result<Vec<Found>, Error> {
    let rows = &core(rows, size.saturating_sub(k));
    let peeled = Peeled::of(rows);
    let places = peeled.mixed();
    let mut place_of = vec![0; rows.n()];
    for (place, &i) in peeled.order.iter().enumerate() {
        place_of[i as usize] = place as u32;
    }
    let quota = Quota::new("k_plexes", limit, control);
    control.begin(places.len() as u64);
    let found = map_merge(
        places.len(),
        control,
        |block| {
            let mut found = Found::default();
            let mut scratch = Scratch {
                number: vec![0; rows.n()],
                shared: vec![0; rows.n()],
            };
            for &place in &places[block] {
                let first = peeled.order[place as usize];
                let start = Local::new(rows, &place_of, first, (k, size), &mut scratch);
                if let Some((local, node)) = start {
                    local.grow(node, &quota, &mut found)?;
                }
                control.advance(1)?;
            }
            Ok(vec![found])
        },
        |mut a, mut b| {
            a.append(&mut b);
            a
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// The rows of those with at least `least` ties among themselves; the others keep their number and no tie.
fn core(rows: &Csr, least: usize) -> Csr {
    let n = rows.n() as u32;
    let mut degree: Vec<usize> = (0..n).map(|i| rows.degree(i)).collect();
    let mut out: Vec<u32> = (0..n).filter(|&i| degree[i as usize] < least).collect();
    let mut gone = vec![false; n as usize];
    for &i in &out {
        gone[i as usize] = true;
    }
    while let Some(i) = out.pop() {
        for &j in rows.row(i) {
            degree[j as usize] -= 1;
            if degree[j as usize] < least && !gone[j as usize] {
                gone[j as usize] = true;
                out.push(j);
            }
        }
    }
    let kept = |&i: &u32| !gone[i as usize];
    let arcs: Vec<(u32, u32)> = (0..n)
        .filter(kept)
        .flat_map(|i| {
            rows.row(i)
                .iter()
                .copied()
                .filter(kept)
                .map(move |j| (i, j))
        })
        .collect();
    Csr::from_arcs(n as usize, &arcs)
}

/// A set of partners as bits.
type Set = Vec<u64>;

fn has(set: &[u64], u: usize) -> bool {
    set[u / 64] >> (u % 64) & 1 == 1
}

fn items(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(word, &bits)| {
        let mut bits = bits;
        std::iter::from_fn(move || {
            let at = (bits != 0).then(|| word * 64 + bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(at)
        })
    })
}

/// Memory of one thread, one entry a partner, zero between uses.
struct Scratch {
    number: Vec<u32>,
    shared: Vec<u32>,
}

/// The partners that can be in a k-plex with a first one, numbered from 0, the first being 0.
struct Local {
    k: usize,
    size: usize,
    partners: Vec<u32>,
    /// Neighbours of each of them among them.
    rows: Vec<Set>,
}

/// One node of the search tree.
#[derive(Clone)]
struct Node {
    members: Set,
    candidates: Set,
    /// Could join the members, but stand before the first or were left out by an earlier branch.
    left_out: Set,
}

impl Local {
    /// The search from `first`; `None` when no k-plex of the size can begin with it.
    fn new(
        rows: &Csr,
        place: &[u32],
        first: u32,
        (k, size): (usize, usize),
        scratch: &mut Scratch,
    ) -> Option<(Self, Node)> {
        let others: Vec<u32> = if size + 1 >= 2 * k {
            near(rows, first, &mut scratch.shared, |tied, shared| {
                shared + 2 * k >= size + if tied { 0 } else { 2 }
            })
        } else {
            (0..rows.n() as u32).filter(|&u| u != first).collect()
        };
        let later = |u: u32| place[u as usize] > place[first as usize];
        if 1 + others.iter().filter(|&&u| later(u)).count() < size {
            return None;
        }
        let partners: Vec<u32> = std::iter::once(first).chain(others).collect();
        let number = &mut scratch.number;
        for (at, &u) in partners.iter().enumerate() {
            number[u as usize] = at as u32 + 1;
        }
        let words = partners.len().div_ceil(64);
        let mut bits = vec![vec![0; words]; partners.len()];
        for (row, &u) in bits.iter_mut().zip(&partners) {
            for &w in rows.row(u) {
                if let Some(at) = (number[w as usize] as usize).checked_sub(1) {
                    row[at / 64] |= 1 << (at % 64);
                }
            }
        }
        for &u in &partners {
            number[u as usize] = 0;
        }
        let mut node = Node {
            members: vec![0; words],
            candidates: vec![0; words],
            left_out: vec![0; words],
        };
        for (at, &u) in partners.iter().enumerate().skip(1) {
            let set = if later(u) {
                &mut node.candidates
            } else {
                &mut node.left_out
            };
            set[at / 64] |= 1 << (at % 64);
        }
        let local = Self {
            k,
            size,
            partners,
            rows: bits,
        };
        let node = local.joined_by(&node, 0);
        Some((local, node))
    }

    fn grow(&self, mut node: Node, quota: &Quota<'_>, found: &mut Found) -> Result<(), Error> {
        loop {
            quota.check()?;
            let pairs = node.members.iter().zip(&node.candidates);
            let all: Set = pairs
                .map(|(members, candidates)| members | candidates)
                .collect();
            if items(&all).count() < self.size {
                return Ok(());
            }
            let strangest = items(&all).max_by_key(|&u| self.strangers(u, &all));
            let Some(worst) = strangest.filter(|&u| self.strangers(u, &all) >= self.k) else {
                // Nobody lacks too many: this is the one k-plex left here that can be maximal.
                if !items(&node.left_out).any(|x| self.can_join(x, &all)) {
                    quota.count()?;
                    found.push(items(&all).map(|u| self.partners[u]));
                }
                return Ok(());
            };
            // The members are a k-plex, so the one who lacks too many is a candidate or lacks one.
            let strange = items(&node.candidates)
                .filter(|&u| u == worst || !has(&self.rows[worst], u))
                .max_by_key(|&u| (u == worst, self.strangers(u, &all)));
            let Some(u) = strange else { return Ok(()) };
            self.grow(self.joined_by(&node, u), quota, found)?;
            node.candidates[u / 64] &= !(1 << (u % 64));
            node.left_out[u / 64] |= 1 << (u % 64);
        }
    }

    /// How many others of `set` are not tied to `u`.
    fn strangers(&self, u: usize, set: &[u64]) -> usize {
        let untied = set
            .iter()
            .zip(&self.rows[u])
            .map(|(set, row)| (set & !row).count_ones());
        untied.sum::<u32>() as usize - usize::from(has(set, u))
    }

    /// Whether the k-plex `set` stays one with `u`, who is not in it.
    fn can_join(&self, u: usize, set: &[u64]) -> bool {
        let room = |w: usize| has(&self.rows[u], w) || self.strangers(w, set) + 2 <= self.k;
        self.strangers(u, set) < self.k && items(set).all(room)
    }

    /// The node below, where `u` is a member and those who cannot join any more are gone.
    fn joined_by(&self, node: &Node, u: usize) -> Node {
        let mut node = node.clone();
        node.members[u / 64] |= 1 << (u % 64);
        node.candidates[u / 64] &= !(1 << (u % 64));
        let Node {
            members,
            candidates,
            left_out,
        } = &mut node;
        for set in [candidates, left_out] {
            let gone: Vec<usize> = items(set).filter(|&x| !self.can_join(x, members)).collect();
            for x in gone {
                set[x / 64] &= !(1 << (x % 64));
            }
        }
        node
    }
}

/// The partners within two steps of `first` for whom `keep(tied, neighbours shared)` holds, ascending.
fn near(
    rows: &Csr,
    first: u32,
    shared: &mut [u32],
    keep: impl Fn(bool, usize) -> bool,
) -> Vec<u32> {
    let mut reached: Vec<u32> = rows.row(first).to_vec();
    for &w in rows.row(first) {
        for &u in rows.row(w) {
            shared[u as usize] += 1;
            reached.push(u);
        }
    }
    reached.sort_unstable();
    reached.dedup();
    reached.retain(|&u| {
        let shared = std::mem::take(&mut shared[u as usize]) as usize;
        u != first && keep(rows.find(first, u).is_some(), shared)
    });
    reached
}
