//! Bron–Kerbosch over bit rows.
//!
//! From each partner, in degeneracy order, the cliques are searched of which it is the first: its *later*
//! neighbours (at most d, the degeneracy) are the candidates, its *earlier* ones can only show that a clique is not
//! maximal. Candidates are numbered from 0 and every neighbourhood among them is a row of bits, so an
//! intersection is one `and` for 64 partners and a pivot is chosen by counting bits. Earlier neighbours that see
//! the same candidates say the same, so each such row is kept once.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Found, Peeled};
use crate::reduce::map_merge;
use crate::{Control, Csr, Error};

/// What all threads of one search share: how many groups were found, and when to give up.
pub(in crate::groups) struct Quota<'a> {
    measure: &'static str,
    limit: usize,
    found: AtomicUsize,
    control: &'a Control,
}

impl<'a> Quota<'a> {
    pub(in crate::groups) fn new(
        measure: &'static str,
        limit: usize,
        control: &'a Control,
    ) -> Self {
        let found = AtomicUsize::new(0);
        Self {
            measure,
            limit,
            found,
            control,
        }
    }

    /// Counts one group more.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when that is one too many; [`Error::Stopped`].
    pub(in crate::groups) fn count(&self) -> Result<(), Error> {
        if self.found.fetch_add(1, Ordering::Relaxed) < self.limit {
            return self.check();
        }
        let (done, all) = self.control.progress();
        Err(Error::NotDefined {
            measure: self.measure,
            reason: format!(
                "more than {} were found with {done} of {all} partners searched. Ask for larger groups (min_size), or raise the limit.",
                self.limit
            ),
        })
    }

    /// Answers whether to go on; once for each step of a search.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(in crate::groups) fn check(&self) -> Result<(), Error> {
        self.control.check()
    }
}

/// All maximal cliques of undirected rows with at least `min_size` members.
///
/// # Errors
/// [`Error::NotDefined`] when there are more than `limit`; [`Error::Stopped`].
pub(in crate::groups) fn maximal(
    rows: &Csr,
    measure: &'static str,
    min_size: usize,
    limit: usize,
    control: &Control,
) -> Result<Vec<Found>, Error> {
    let peeled = Peeled::of(rows);
    let places = peeled.mixed();
    let quota = Quota::new(measure, limit, control);
    control.begin(places.len() as u64);
    let found = map_merge(
        places.len(),
        control,
        |block| {
            let mut search = Search::new(&peeled, min_size, &quota);
            for &place in &places[block] {
                search.from(place)?;
                control.advance(1)?;
            }
            Ok(vec![search.found])
        },
        |mut a, mut b| {
            a.append(&mut b);
            a
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// The search from one partner at a time, with memory that is used again.
struct Search<'a> {
    peeled: &'a Peeled,
    min_size: usize,
    quota: &'a Quota<'a>,
    found: Found,
    /// 1 + the number of each candidate; 0 elsewhere.
    number: Vec<u32>,
    candidates: Vec<u32>,
    /// Words of a row of bits over the candidates.
    words: usize,
    /// Neighbours among the candidates of each candidate …
    rows: Vec<u64>,
    /// … and of the earlier partners, each different row once.
    earlier: Vec<u64>,
    /// For each depth three rows: candidates left, candidates done with, candidates to branch on.
    levels: Vec<u64>,
    /// For each depth the earlier partners tied to everyone chosen, by their row.
    watching: Vec<u32>,
    chosen: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(peeled: &'a Peeled, min_size: usize, quota: &'a Quota<'a>) -> Self {
        Self {
            peeled,
            min_size,
            quota,
            found: Found::default(),
            number: vec![0; peeled.order.len()],
            candidates: Vec::new(),
            words: 0,
            rows: Vec::new(),
            earlier: Vec::new(),
            levels: Vec::new(),
            watching: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// The maximal cliques whose first partner stands at `place`.
    fn from(&mut self, place: u32) -> Result<(), Error> {
        let (later, earlier) = (&self.peeled.later, &self.peeled.earlier);
        self.candidates.clear();
        self.candidates.extend_from_slice(later.row(place));
        let k = self.candidates.len();
        if 1 + k < self.min_size || k == 0 && earlier.degree(place) > 0 {
            return Ok(());
        }
        for (at, &q) in self.candidates.iter().enumerate() {
            self.number[q as usize] = at as u32 + 1;
        }
        self.words = k.div_ceil(64);
        self.set_rows(place);
        for &q in &self.candidates {
            self.number[q as usize] = 0;
        }
        self.levels.clear();
        self.levels.resize(3 * self.words, 0);
        for at in 0..k {
            self.levels[at / 64] |= 1 << (at % 64);
        }
        self.watching.clear();
        self.watching
            .extend(0..(self.earlier.len() / self.words.max(1)) as u32);
        self.chosen.clear();
        self.chosen.push(place);
        self.extend(0, 0..self.watching.len())
    }

    /// Fills the rows of bits of the candidates and of the earlier neighbours of `place`.
    fn set_rows(&mut self, place: u32) {
        let (words, number) = (self.words, &self.number);
        let later = &self.peeled.later;
        self.rows.clear();
        self.rows.resize(self.candidates.len() * words, 0);
        for (a, &q) in self.candidates.iter().enumerate() {
            for &r in later.row(q) {
                let b = number[r as usize] as usize;
                if b > 0 {
                    self.rows[a * words + (b - 1) / 64] |= 1 << ((b - 1) % 64);
                    self.rows[(b - 1) * words + a / 64] |= 1 << (a % 64);
                }
            }
        }
        let mut seen = Vec::new();
        for &x in self.peeled.earlier.row(place) {
            let start = seen.len();
            seen.resize(start + words, 0_u64);
            for &r in later.row(x) {
                let b = number[r as usize] as usize;
                if b > 0 {
                    seen[start + (b - 1) / 64] |= 1 << ((b - 1) % 64);
                }
            }
            // Tied to no candidate, it can join none of the cliques.
            if seen[start..].iter().all(|&word| word == 0) {
                seen.truncate(start);
            }
        }
        self.earlier.clear();
        if words > 0 {
            let mut rows: Vec<&[u64]> = seen.chunks_exact(words).collect();
            rows.sort_unstable();
            rows.dedup();
            for row in rows {
                self.earlier.extend_from_slice(row);
            }
        }
    }

    /// Extends the chosen by the candidates left at `depth`, watched by the earlier partners in `watching`.
    fn extend(&mut self, depth: usize, watching: Range<usize>) -> Result<(), Error> {
        self.quota.check()?;
        let words = self.words;
        let here = depth * 3 * words;
        let (left, done, branch) = (here, here + words, here + 2 * words);
        let count: u32 = self.levels[left..done].iter().map(|w| w.count_ones()).sum();
        if count == 0 {
            let maximal = watching.is_empty() && self.levels[done..branch].iter().all(|&w| w == 0);
            if maximal && self.chosen.len() >= self.min_size {
                self.quota.count()?;
                let order = &self.peeled.order;
                let group = self.chosen.iter().map(|&place| order[place as usize]);
                self.found.push(group);
            }
            return Ok(());
        }
        if self.chosen.len() + (count as usize) < self.min_size {
            return Ok(());
        }
        if !self.set_branches(depth, count, watching.clone()) {
            return Ok(());
        }
        if self.levels.len() < here + 6 * words {
            self.levels.resize(here + 6 * words, 0);
        }
        for word in 0..words {
            while self.levels[branch + word] != 0 {
                let bit = self.levels[branch + word] & self.levels[branch + word].wrapping_neg();
                let u = word * 64 + bit.trailing_zeros() as usize;
                for w in 0..words {
                    let row = self.rows[u * words + w];
                    self.levels[here + 3 * words + w] = self.levels[left + w] & row;
                    self.levels[here + 4 * words + w] = self.levels[done + w] & row;
                }
                let end = self.watching.len();
                for at in watching.clone() {
                    let x = self.watching[at];
                    if self.earlier[x as usize * words + word] & bit != 0 {
                        self.watching.push(x);
                    }
                }
                self.chosen.push(self.candidates[u]);
                self.extend(depth + 1, end..self.watching.len())?;
                self.chosen.pop();
                self.watching.truncate(end);
                self.levels[branch + word] ^= bit;
                self.levels[left + word] ^= bit;
                self.levels[done + word] |= bit;
            }
        }
        Ok(())
    }

    /// Chooses the pivot that most of the `count` candidates left are tied to; only the others need a branch. False
    /// when someone already left out is tied to all of them, so that nothing found here would be maximal.
    fn set_branches(&mut self, depth: usize, count: u32, watching: Range<usize>) -> bool {
        let words = self.words;
        let here = depth * 3 * words;
        let (levels, branch) = self.levels[here..here + 3 * words].split_at_mut(2 * words);
        let (left, done) = levels.split_at(words);
        let common = |row: &[u64]| -> u32 {
            row.iter()
                .zip(left)
                .map(|(a, b)| (a & b).count_ones())
                .sum()
        };
        let (mut most, mut pivot): (Option<u32>, &[u64]) = (None, &[]);
        for &x in &self.watching[watching] {
            let row = &self.earlier[x as usize * words..][..words];
            let tied = common(row);
            if tied == count {
                return false;
            }
            if most.is_none_or(|most| tied > most) {
                (most, pivot) = (Some(tied), row);
            }
        }
        for word in 0..words {
            let mut bits = left[word] | done[word];
            while bits != 0 {
                let u = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let row = &self.rows[u * words..][..words];
                let tied = common(row);
                if tied == count {
                    return false;
                }
                if most.is_none_or(|most| tied > most) {
                    (most, pivot) = (Some(tied), row);
                }
            }
        }
        for ((branch, left), pivot) in branch.iter_mut().zip(left).zip(pivot) {
            *branch = left & !pivot;
        }
        true
    }
}
