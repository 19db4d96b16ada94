//! The triad census and transitivity.
//!
//! Of the C(n, 3) triads nearly all are empty, so none is looked at that need not be. Triads whose three
//! dyads are all tied are listed once each (see [`super::triangles`]); those with two tied dyads
//! follow from each partner's counts of dyads, less the ones that turned out closed; those with one from
//! the number of dyads times n − 2, less all the others it is in; the empty ones are the rest. That is
//! O(n + m·a) with the arboricity a ≤ √(2m), less than the O(m·Δ) of Batagelj & Mrvar (2001), and exact in
//! whole numbers.

#[cfg(test)]
mod tests;
mod transitivity;

pub use self::transitivity::TransitivityKind;
use super::triangles::kernel::{Rows, closed_triads, dyad, dyad_rows};
use crate::{Control, Csr, Error, Network};

/// Triads of every type of Holland & Leinhardt (1970): mutual, asymmetric and null dyads, then a letter for
/// the orientation (Down, Up, Cyclic, Transitive).
///
/// Counts are 128 bits wide because C(n, 3) of five million partners no longer fits in 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TriadCensus {
    counts: [u128; 16],
    unknown: u128,
}

impl TriadCensus {
    /// The types, in the order of the field.
    pub const TYPES: [&str; 16] = [
        "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D",
        "120U", "120C", "210", "300",
    ];

    /// Count of a type by its name, e.g. `030T`.
    pub fn get(&self, kind: &str) -> Option<u128> {
        let at = Self::TYPES.iter().position(|&name| name == kind)?;
        Some(self.counts[at])
    }

    /// Every type with its count.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u128)> + '_ {
        Self::TYPES.into_iter().zip(self.counts)
    }

    /// Triads with at least one unknown tie; they belong to no type.
    pub fn unknown(&self) -> u128 {
        self.unknown
    }

    fn add(&mut self, kind: Type, count: u128) {
        match kind {
            Type::Known(at) => self.counts[at] += count,
            Type::Unknown => self.unknown += count,
        }
    }
}

impl Network {
    /// The triad census: how many sets of three partners there are of each of the 16 types of directed
    /// triads. Undirected networks have four of them: 003, 102, 201 and 300 are none, one, two and three
    /// ties. Exact; the counts and [`TriadCensus::unknown`] add up to C(n, 3).
    ///
    /// A triad with an unknown tie has no type, so such triads are counted apart and not spread over the
    /// types. Triads of a partner that did not answer are unknown without being looked at; O(n + (m + u)·a)
    /// for u unknown cells among those that did, 5 bytes for each tie and unknown cell.
    ///
    /// # Errors
    /// [`Error::TooLarge`] with more than 2²⁷ unknown cells to look at; [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// let ties = Ties { source: &[0, 1, 0], target: &[1, 2, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let census = net.triad_census(&Control::new())?;
    /// assert_eq!((census.get("030T"), census.get("012")), (Some(1), Some(3)));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn triad_census(&self, control: &Control) -> Result<TriadCensus, Error> {
        const LIMIT: u64 = 1 << 27;
        let all = triads(self.partners());
        let silent: Vec<u32> = (0..self.partners() as u32)
            .filter(|&i| self.is_directed() && !self.observed().answered(i))
            .collect();
        let answered = if silent.is_empty() {
            self.clone()
        } else {
            self.without(&silent)?
        };
        let cells = answered.cell_counts();
        let open = cells.possible - cells.known;
        if open > LIMIT {
            return Err(Error::TooLarge {
                what: "unknown cells in a triad census",
                found: open,
                limit: LIMIT,
            });
        }
        let unknown = (open > 0).then(|| {
            let both = answered.unknown_pairs().flat_map(|(i, j)| [(i, j), (j, i)]);
            Csr::from_arcs(answered.partners(), &both.collect::<Vec<_>>())
        });
        let rows = dyad_rows(&answered, unknown.as_ref());
        let mut census = census(&rows, &closed_triads(&rows, control)?);
        census.unknown += all - triads(answered.partners());
        Ok(census)
    }
}

/// C(n, 3).
fn triads(n: usize) -> u128 {
    let n = n as u128;
    n * n.saturating_sub(1) * n.saturating_sub(2) / 6
}

/// One of the types, by its position, or none because a tie is unknown.
#[derive(Clone, Copy)]
enum Type {
    Known(usize),
    Unknown,
}

/// A triad whose three dyads are all tied (or unknown), with the codes of (v, u), (v, w) and (u, w).
#[derive(Clone, Copy)]
pub(super) struct Closed {
    pub(super) vu: u8,
    pub(super) vw: u8,
    pub(super) uw: u8,
}

impl Closed {
    /// The combination that [`closed_triads`] counts at `index`.
    pub(super) fn at(index: usize) -> Self {
        let digit = |shift: u32| (index >> shift & 3) as u8;
        Self {
            vu: digit(4),
            vw: digit(2),
            uw: digit(0),
        }
    }

    pub(super) fn codes(self) -> [u8; 3] {
        [self.vu, self.vw, self.uw]
    }

    /// The pair of dyads that each of the three partners has, seen from it.
    pub(super) fn seats(self) -> [(u8, u8); 3] {
        [
            (self.vu, self.vw),
            (dyad::flipped(self.vu), self.uw),
            (dyad::flipped(self.vw), dyad::flipped(self.uw)),
        ]
    }

    fn kind(self) -> Type {
        let codes = self.codes();
        let count = |code: u8| codes.map(|c| usize::from(c == code)).iter().sum::<usize>();
        if count(dyad::UNKNOWN) > 0 {
            return Type::Unknown;
        }
        let is = |wanted: (u8, u8)| self.seats().contains(&wanted);
        Type::Known(match count(dyad::MUTUAL) {
            // Without a mutual dyad somebody names both others, unless the three go round.
            0 if is((dyad::OUT, dyad::OUT)) => 8,
            0 => 9,
            1 if is((dyad::OUT, dyad::OUT)) => 11,
            1 if is((dyad::IN, dyad::IN)) => 12,
            1 => 13,
            2 => 14,
            _ => 15,
        })
    }
}

/// The type of a triad with two tied dyads, as their common partner sees them.
fn open_kind(a: u8, b: u8) -> Type {
    use dyad::{IN, MUTUAL, OUT, UNKNOWN};
    match (a.min(b), a.max(b)) {
        (_, UNKNOWN) => Type::Unknown,
        (OUT, OUT) => Type::Known(3),
        (IN, IN) => Type::Known(4),
        (OUT, IN) => Type::Known(5),
        (IN, MUTUAL) => Type::Known(6),
        (OUT, MUTUAL) => Type::Known(7),
        _ => Type::Known(10),
    }
}

/// The census from the rows of dyads and the counts of closed triads.
fn census(rows: &Rows<u8>, closed: &[u64; 64]) -> TriadCensus {
    let mut census = TriadCensus::default();
    // Pairs of dyads at a common partner, closed or not, by the codes (smaller first).
    let mut pairs = [[0_u128; 4]; 4];
    // Dyads of each kind (out and in are one), and how many places in larger triads they take.
    let (mut dyads, mut taken) = ([0_u128; 4], [0_u128; 4]);
    for i in 0..rows.n() as u32 {
        let mut has = [0_u128; 4];
        rows.payload(i)
            .iter()
            .for_each(|&code| has[usize::from(code)] += 1);
        for a in 0..4 {
            dyads[a] += has[a];
            pairs[a][a] += has[a] * has[a].saturating_sub(1) / 2;
            for b in a + 1..4 {
                pairs[a][b] += has[a] * has[b];
            }
        }
    }
    for (index, &count) in closed.iter().enumerate() {
        let (triad, count) = (Closed::at(index), u128::from(count));
        census.add(triad.kind(), count);
        for code in triad.codes() {
            taken[usize::from(code)] += count;
        }
        for (a, b) in triad.seats() {
            pairs[usize::from(a.min(b))][usize::from(a.max(b))] -= count;
        }
    }
    for (a, row) in pairs.iter().enumerate() {
        for (b, &count) in row.iter().enumerate().skip(a) {
            census.add(open_kind(a as u8, b as u8), count);
            taken[a] += count;
            taken[b] += count;
        }
    }
    // Every dyad meets n − 2 others; those it does not share with a second dyad have it alone. Dyads stand
    // in the rows of both partners.
    let others = (rows.n() as u128).saturating_sub(2);
    let alone = |codes: &[u8]| {
        let sum = |of: &[u128; 4]| codes.iter().map(|&c| of[usize::from(c)]).sum::<u128>();
        sum(&dyads) / 2 * others - sum(&taken)
    };
    census.counts[1] = alone(&[dyad::OUT, dyad::IN]);
    census.counts[2] = alone(&[dyad::MUTUAL]);
    census.unknown += alone(&[dyad::UNKNOWN]);
    let counted = census.counts.iter().sum::<u128>() + census.unknown;
    census.counts[0] = triads(rows.n()) - counted;
    census
}
