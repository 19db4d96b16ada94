//! Does a given set keep to itself? Densities inside and across its boundary, E-I, returned ties, each beside
//! sets of the same size whose members have about as many ties.
//!
//! Well-connected partners meet each other more often whatever they intend, so a set of them is dense inside for
//! that reason alone. The comparison is therefore with sets that take as many members from each degree stratum.

mod sets;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::sets::{Sets, strata};
use super::cohesion::between;
use crate::measure::Interval;
use crate::network::{TieState, counted, share};
use crate::nulls::Beyond;
use crate::nulls::draws::simulate;
use crate::options::named;
use crate::{Control, Csr, Error, Network};

/// Options of [`Network::exclusivity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExclusivityOptions {
    /// Number of degree strata, about equally large; 1 for none. Default 3: few, medium, many ties.
    pub strata: u32,
    /// Sets drawn at most; 0 for no test. Where there are no more than `draws + 1` sets, all are compared and the
    /// p-values are exact.
    pub draws: u64,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for ExclusivityOptions {
    fn default() -> Self {
        Self {
            strata: 3,
            draws: 999,
            seed: 0,
        }
    }
}

/// What is said of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetStatistic {
    /// Known ties among the known pairs inside the set.
    InternalDensity,
    /// Known ties among the known pairs with one end inside, either direction.
    BoundaryDensity,
    /// Internal less boundary density.
    DensityDifference,
    /// (E − I)/(E + I) with E ties across the boundary and I ties inside: −1 when all stay inside.
    EiIndex,
    /// Share of the ties inside that are returned, of those whose return is known. Directed only.
    ReciprocityInside,
    /// The same of the ties across the boundary. Directed only.
    ReciprocityAcross,
    /// Reciprocity inside less across. Directed only.
    ReciprocityDifference,
}

named!(SetStatistic, "statistic", {
    "internal_density" => InternalDensity, "boundary_density" => BoundaryDensity,
    "density_difference" => DensityDifference, "ei_index" => EiIndex,
    "reciprocity_inside" => ReciprocityInside, "reciprocity_across" => ReciprocityAcross,
    "reciprocity_difference" => ReciprocityDifference,
});

/// The first four; the others need direction.
const UNDIRECTED: usize = 4;

/// One statistic of a set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExclusivityRow {
    /// Which.
    pub statistic: SetStatistic,
    /// Its value; `None` where its denominator is empty.
    pub value: Option<f64>,
    /// The denominator: known pairs of a density, ties of E-I, ties whose return is known of a reciprocity; 0 for
    /// differences.
    pub n: u64,
    /// What the unknown ties leave open, for the two densities of a directed network.
    pub interval: Option<Interval>,
    /// Beside other sets of the same size and strata; `None` without draws, or where there is no other set.
    pub test: Option<Beyond>,
}

/// How a set keeps to itself, without the names of its members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exclusivity {
    /// Members of the set.
    pub members: u64,
    /// Partners in all.
    pub partners: u64,
    /// Degree strata used; equal degrees share one, so there can be fewer than asked for.
    pub strata: u32,
    /// The smallest one-tailed p-value the test can give, from the numbers of sets and draws alone; `None` without a
    /// test.
    pub smallest_p: Option<f64>,
    /// Whether all sets were compared instead of draws of them.
    pub exact: bool,
    /// One entry a statistic.
    pub rows: Vec<ExclusivityRow>,
    /// Share of the pairs with a member that are known.
    pub coverage: Option<f64>,
    /// The definition used.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source.
    pub citation: String,
    /// Densities and test in plain sentences, the smallest p first.
    pub sentence: String,
}

impl Exclusivity {
    /// The entry of a statistic, where the network has it.
    pub fn row(&self, statistic: SetStatistic) -> Option<&ExclusivityRow> {
        self.rows.iter().find(|row| row.statistic == statistic)
    }
}

impl Network {
    /// How a set of partners keeps to itself: density inside and across its boundary, E-I index, share of ties
    /// returned inside and across, over known pairs, each beside sets that hold as many partners of each degree
    /// stratum.
    ///
    /// A partner's degree here is the share of the known pairs with it, in either direction, that are tied, so that
    /// one that did not answer is not taken for one with few ties. Partners nobody has spoken about are a stratum
    /// of their own. p-values as in [`Beyond`], both tails; all sets are compared where there are few. Directed
    /// pairs are ordered ones. Direction: none.
    ///
    /// The test takes the set as given. A set found by looking at these ties is dense inside by the way it was found:
    /// whether it is more than chance is for a test that finds a set anew in every draw.
    ///
    /// O((s² + ties of the members) · draws) for a set of s where something is unknown, without the s² where
    /// everything is known; parallel over draws, and the same answer for any number of threads.
    ///
    /// Source: Krackhardt & Stern (1988) for E-I; Moody & White (2003), Am. Sociol. Rev. 68, 103-127, for ties inside
    /// against ties across as what sets a group apart.
    ///
    /// # Errors
    /// [`Error::UnknownPartner`]; [`Error::BadOption`] for 0 strata; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::exclusivity::{ExclusivityOptions, SetStatistic};
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A triangle, and a path that hangs on it.
    /// let ties = Ties { source: &[0, 0, 1, 2, 3, 4], target: &[1, 2, 2, 3, 4, 5], value: None };
    /// let net = Network::from_ties(6, &ties, &BuildOptions::default())?;
    /// let found = net.exclusivity(&[0, 1, 2], &ExclusivityOptions::default(), &Control::new())?;
    /// let value = |which| found.row(which).and_then(|row| row.value);
    /// assert_eq!(value(SetStatistic::InternalDensity), Some(1.0));
    /// assert_eq!(value(SetStatistic::BoundaryDensity), Some(1.0 / 9.0));
    /// assert_eq!(value(SetStatistic::EiIndex), Some(-0.5));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn exclusivity(
        &self,
        members: &[u32],
        options: &ExclusivityOptions,
        control: &Control,
    ) -> Result<Exclusivity, Error> {
        if options.strata == 0 {
            return Err(Error::BadOption {
                option: "strata",
                found: "0".to_owned(),
                expected: "at least 1, which makes no strata".to_owned(),
            });
        }
        let mut set = vec![false; self.partners()];
        for &i in members {
            *set.get_mut(i as usize)
                .ok_or_else(|| Error::UnknownPartner(i.to_string()))? = true;
        }
        let knowledge = Knowledge::of(self);
        let stratum = strata(&knowledge.degrees(self), options.strata);
        let sets = Sets::of(&set, &stratum);
        let observed = knowledge.of_set(self, &set);
        let values = observed.values();

        let others = sets.others();
        let exact = others.is_some_and(|others| others <= options.draws);
        let draws = others.filter(|_| exact).map_or(options.draws, |k| k + 1);
        let draws = if others == Some(0) || options.draws == 0 {
            0
        } else {
            draws
        };
        control.begin(draws);
        let drawn = simulate(
            draws,
            options.seed,
            control,
            || (sets.scratch(), vec![false; set.len()]),
            |k, chance, (scratch, drawn)| {
                if exact {
                    sets.number(k, drawn);
                } else {
                    sets.draw(chance, scratch, drawn);
                }
                control.advance(1)?;
                // Exact: the set itself is counted by the formula of p and not among the others.
                Ok(if exact && *drawn == set {
                    [f64::NAN; 7]
                } else {
                    knowledge.of_set(self, drawn).values()
                })
            },
        )?;
        let test = |k: usize| {
            let column: Vec<f64> = drawn.iter().map(|row| row[k]).collect();
            (draws > 0 && !values[k].is_nan()).then(|| Beyond::of(values[k], &column))
        };
        let shown = if self.is_directed() {
            values.len()
        } else {
            UNDIRECTED
        };
        let rows: Vec<ExclusivityRow> = SetStatistic::NAMES[..shown]
            .iter()
            .enumerate()
            .map(|(k, &(_, statistic))| ExclusivityRow {
                statistic,
                value: (!values[k].is_nan()).then_some(values[k]),
                n: observed.denominators()[k],
                interval: observed.interval(k).filter(|_| self.is_directed()),
                test: test(k),
            })
            .collect();
        let smallest_p = (draws > 0).then(|| {
            let others = if exact { draws - 1 } else { draws };
            1.0 / (1.0 + others as f64)
        });
        let used = stratum.iter().max().map_or(0, |&last| last + 1);
        let mut found = Exclusivity {
            members: set.iter().filter(|&&m| m).count() as u64,
            partners: set.len() as u64,
            strata: used,
            smallest_p,
            exact,
            coverage: observed.coverage(),
            convention: format!(
                "known ties among known {}; sets of the same size from {}, {}",
                self.cell_name(),
                match used {
                    0 | 1 => "all partners".to_owned(),
                    more => format!("the same {more} degree strata"),
                },
                match (exact, draws) {
                    (_, 0) => "no test".to_owned(),
                    (true, all) => format!("all {all} of them"),
                    (false, draws) => format!("{draws} draws, seed {}", options.seed),
                }
            ),
            caveats: self.standing_caveats(),
            citation: "Krackhardt & Stern (1988), Soc. Psychol. Q. 51, 123-140; Moody & White (2003), Am. Sociol. Rev. 68, 103-127".to_owned(),
            rows,
            sentence: String::new(),
        };
        found.caveats.push("The set is taken as given. If it was found by looking at these ties, it is dense inside by the way it was found; a test that finds a set anew in every draw says whether that is more than chance.".to_owned());
        if others == Some(0) {
            found.caveats.push(
                "Not tested: no other set takes as many partners from each stratum.".to_owned(),
            );
        }
        found.sentence = found.in_words(self.cell_name());
        Ok(found)
    }
}

impl Exclusivity {
    fn in_words(&self, cells: &str) -> String {
        let density = |which| {
            let row = self.row(which)?;
            let range = between(row.interval.as_ref(), row.value?, percent);
            Some(format!(
                "{} of {} known {cells} are tied{range}",
                percent(row.value?),
                row.n
            ))
        };
        let members = counted(self.members, "partner");
        let (Some(inside), Some(across)) = (
            density(SetStatistic::InternalDensity),
            density(SetStatistic::BoundaryDensity),
        ) else {
            return format!(
                "A set of {members} of {} has no known pair inside or none across its boundary.",
                self.partners
            );
        };
        let mut text = format!("Inside a set of {members} {inside}; across its boundary {across}.");
        let test = self
            .row(SetStatistic::DensityDifference)
            .and_then(|row| row.test);
        if let (Some(test), Some(smallest)) = (test, self.smallest_p) {
            let chance = format!(
                " The smallest p this test can give is {smallest:.4}: sets of this size with as many partners of each degree stratum differ by {:.1} points on average (as much or more p = {:.4}).",
                100.0 * test.mean,
                test.p_high
            );
            text.push_str(&chance);
        }
        text
    }
}

fn percent(value: f64) -> String {
    format!("{:.1} %", 100.0 * value)
}

/// What is known around each partner, once for all sets.
struct Knowledge {
    /// Unknown pairs with each partner as (source, target); both the same when undirected.
    unknown: Vec<[u64; 2]>,
    complete: bool,
    /// What is known of the return of each tie, in the order of the outgoing rows and of the incoming ones.
    /// Empty when undirected.
    returned: [Vec<TieState>; 2],
}

impl Knowledge {
    /// O(n + m log d), and the unknown pairs.
    fn of(net: &Network) -> Self {
        let mut unknown = vec![[0, 0]; net.partners()];
        for (i, j) in net.unknown_pairs() {
            unknown[i as usize][0] += 1;
            unknown[j as usize][1] += 1;
            if !net.is_directed() {
                unknown[i as usize][1] += 1;
                unknown[j as usize][0] += 1;
            }
        }
        let states = |rows: &Csr, outgoing: bool| {
            let state = |i: u32, j: u32| {
                if outgoing {
                    net.state(j, i)
                } else {
                    net.state(i, j)
                }
            };
            (0..net.partners() as u32)
                .flat_map(|i| rows.row(i).iter().map(move |&j| (i, j)))
                .map(|(i, j)| state(i, j))
                .collect()
        };
        let returned = if net.is_directed() {
            [states(net.out(), true), states(net.incoming(), false)]
        } else {
            [Vec::new(), Vec::new()]
        };
        Self {
            complete: unknown.iter().all(|u| *u == [0, 0]),
            unknown,
            returned,
        }
    }

    /// Share of the known pairs with each partner that are tied; NaN where none is known.
    fn degrees(&self, net: &Network) -> Vec<f64> {
        let others = net.partners().saturating_sub(1) as u64;
        let degree = |(i, unknown): (usize, &[u64; 2])| {
            let i = i as u32;
            let (ties, known) = if net.is_directed() {
                let ties = net.out().degree(i) + net.incoming().degree(i);
                (ties, 2 * others - unknown[0] - unknown[1])
            } else {
                (net.out().degree(i), others - unknown[0])
            };
            share(ties as u64, known).unwrap_or(f64::NAN)
        };
        self.unknown.iter().enumerate().map(degree).collect()
    }

    /// Counts of a set. Every tie and pair across the boundary is one with a member less those inside twice.
    fn of_set(&self, net: &Network, set: &[bool]) -> SetCounts {
        let members: Vec<u32> = (0..set.len() as u32).filter(|&i| set[i as usize]).collect();
        let (size, outside) = (members.len() as u64, (set.len() - members.len()) as u64);
        let mut counts = SetCounts::default();
        let directed = net.is_directed();
        let sides = if directed { 1 } else { 2 };
        counts.inside.possible = size * size.saturating_sub(1) / sides;
        counts.across.possible = size * outside * 2 / sides;
        let (mut with_members, mut unknown_with) = (0, 0);
        for &i in &members {
            with_members += net.out().degree(i) as u64;
            unknown_with += self.unknown[i as usize][0];
            if directed {
                with_members += net.incoming().degree(i) as u64;
                unknown_with += self.unknown[i as usize][1];
            }
            for k in net.out().range(i) {
                let own = set[net.out().targets()[k] as usize];
                counts.inside.ties += u64::from(own);
                if directed {
                    counts.side(own).returns(self.returned[0][k]);
                }
            }
            if directed {
                for k in net.incoming().range(i) {
                    if !set[net.incoming().targets()[k] as usize] {
                        counts.across.returns(self.returned[1][k]);
                    }
                }
            }
            if !self.complete {
                let unknown = |&&j: &&u32| j != i && net.state(i, j) == TieState::Unknown;
                counts.inside.unknown += members.iter().filter(unknown).count() as u64;
            }
        }
        counts.inside.ties /= sides;
        counts.inside.unknown /= sides;
        counts.across.ties = with_members - 2 * counts.inside.ties;
        counts.across.unknown = unknown_with - 2 * counts.inside.unknown;
        counts
    }
}

/// Pairs on one side: inside the set, or across its boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Side {
    possible: u64,
    unknown: u64,
    ties: u64,
    /// Ties that are returned, and ties whose return is known.
    returned: u64,
    return_known: u64,
}

impl Side {
    fn returns(&mut self, back: TieState) {
        self.returned += u64::from(back == TieState::Tie);
        self.return_known += u64::from(back != TieState::Unknown);
    }

    fn known(&self) -> u64 {
        self.possible - self.unknown
    }

    fn density(&self) -> f64 {
        share(self.ties, self.known()).unwrap_or(f64::NAN)
    }

    fn reciprocity(&self) -> f64 {
        share(self.returned, self.return_known).unwrap_or(f64::NAN)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct SetCounts {
    inside: Side,
    across: Side,
}

impl SetCounts {
    fn side(&mut self, inside: bool) -> &mut Side {
        if inside {
            &mut self.inside
        } else {
            &mut self.across
        }
    }

    /// In the order of [`SetStatistic::NAMES`].
    fn values(&self) -> [f64; 7] {
        let (inside, across) = (&self.inside, &self.across);
        let (i, e) = (inside.ties as f64, across.ties as f64);
        [
            inside.density(),
            across.density(),
            inside.density() - across.density(),
            (e - i) / (e + i),
            inside.reciprocity(),
            across.reciprocity(),
            inside.reciprocity() - across.reciprocity(),
        ]
    }

    fn denominators(&self) -> [u64; 7] {
        let (inside, across) = (&self.inside, &self.across);
        let ties = inside.ties + across.ties;
        [
            inside.known(),
            across.known(),
            0,
            ties,
            inside.return_known,
            across.return_known,
            0,
        ]
    }

    fn interval(&self, statistic: usize) -> Option<Interval> {
        let side = [&self.inside, &self.across].into_iter().nth(statistic)?;
        let low = share(side.ties, side.possible)?;
        let high = share(side.ties + side.unknown, side.possible)?;
        Interval::identification(low, high)
    }

    fn coverage(&self) -> Option<f64> {
        let sum = |of: fn(&Side) -> u64| of(&self.inside) + of(&self.across);
        share(sum(Side::known), sum(|side| side.possible))
    }
}
