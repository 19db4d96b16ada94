//! What the network loses when one partner leaves, and where the backbone stands in that.
//!
//! How the others fall apart comes in closed form from the depth-first search of [`super::cuts`]: the
//! pieces of every removal are sizes of its subtrees, so all n removals together cost O(n + m). How much
//! longer the ways of the others become has no such form; it is counted anew for each partner.

pub(in crate::measures) mod balls;
#[cfg(test)]
mod tests;

use crate::measure::Measure;
use crate::network::counted;
use crate::reduce::fill_blocks;
use crate::{ComponentKind, Control, Direction, Error, Mode, Network, PartnerScores};
use balls::Balls;

/// Above this many partners the loss of compactness is refused: n removals of O(levels · m · n/64) each.
const MOST_FOR_COMPACTNESS: usize = 2000;

/// Options of [`Network::removal_impact`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RemovalOptions {
    /// Whether the loss of compactness is computed too (not by default), which takes a search of the whole
    /// network for each partner.
    pub compactness: bool,
}

/// How the others of one partner stand when it has left.
#[derive(Clone, Copy)]
struct Left {
    pieces: u64,
    largest: u64,
    /// Pairs of others that are connected.
    connected: u64,
    /// Pairs of others that were connected with the partner there.
    before: u64,
}

impl Network {
    /// What leaves with each partner, for every partner by itself. Columns, in this order:
    ///
    /// 1. `components gained`: components of the others, less components before (−1 for an isolate);
    /// 2. `largest component`: partners in the largest component of the others;
    /// 3. `pairs disconnected`: share of the pairs of others that were connected and no longer are;
    /// 4. `fragmentation`: share of the pairs of others that are not connected then (Borgatti 2006);
    /// 5. `ties held`: share of all known ties that are the partner's;
    /// 6. with [`RemovalOptions::compactness`], `compactness lost`: how much the mean of 1/distance over
    ///    the ordered pairs of others falls, along the direction of ties.
    ///
    /// Components and pairs ignore direction. Shares are 0 to 1. Direction: none; a partner without whom
    /// much falls apart may be the one who made it hang together, or a risk. NaN where there is no pair
    /// of others (n < 3), and `ties held` where nobody has a tie.
    ///
    /// Unknown ties can hold together what falls apart here, and be lost where none are seen; there are
    /// no bounds. A partner whose ties nobody has reported is unknown (NaN).
    ///
    /// Cost: O(n + m); `compactness lost` O(levels · m · n²/64) and n²/4 bytes for each thread, for at most
    /// 2,000 partners. Same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for compactness of more than 2,000 partners, [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::removal::RemovalOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path 0 - 1 - 2 - 3: without 1, partner 0 is cut off from the other two.
    /// let ties = Ties { source: &[0, 1, 2], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let impact = net.removal_impact(&RemovalOptions::default(), &Control::new())?;
    /// assert_eq!(impact[2].name, "pairs disconnected");
    /// assert_eq!(impact[2].values, [0.0, 2.0 / 3.0, 2.0 / 3.0, 0.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn removal_impact(
        &self,
        options: &RemovalOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        let n = self.partners();
        let left = self.left_by_each();
        let pairs = pairs_of(n.saturating_sub(1) as u64) as f64;
        let rule = self.pair_rule();
        let mut columns = vec![
            self.impact(
                "components gained",
                "components",
                format!("components without the partner, less components with it ({rule})"),
                left.iter().map(|l| l.pieces as f64 - 1.0).collect(),
            ),
            self.impact(
                "largest component",
                "partners",
                format!("partners in the largest component without the partner ({rule})"),
                left.iter().map(|l| l.largest as f64).collect(),
            ),
            self.impact(
                "pairs disconnected",
                "share of pairs of others",
                format!("pairs of others connected with the partner and not without it, over (n − 1)(n − 2)/2 ({rule})"),
                left.iter().map(|l| (l.before - l.connected) as f64 / pairs).collect(),
            ),
            self.impact(
                "fragmentation",
                "share of pairs of others",
                format!("pairs of others not connected without the partner, over (n − 1)(n − 2)/2 ({rule})"),
                left.iter().map(|l| 1.0 - l.connected as f64 / pairs).collect(),
            ),
            self.impact(
                "ties held",
                "share of ties",
                "known ties of the partner, out and in, over all known ties".to_owned(),
                self.held(),
            ),
        ];
        if options.compactness {
            let lost = self.compactness_lost(control)?;
            columns.push(self.impact(
                "compactness lost",
                "mean of 1/distance of others",
                "mean of 1/distance over the ordered pairs of others with the partner, less without it; \
                 unconnected pairs add 0; along the direction of ties"
                    .to_owned(),
                lost,
            ));
        }
        Ok(columns)
    }

    /// What the others lose when the whole backbone leaves: the share of their pairs that were connected
    /// and no longer are, and how many single other partners would disconnect a larger share by leaving.
    ///
    /// Direction of ties is ignored. Range 0 to 1. Direction: none. Undefined without a backbone, or with
    /// fewer than two others. Unknown ties: as [`Network::removal_impact`]. O(n + m).
    pub fn backbone_impact(&self) -> Measure {
        let n = self.partners();
        let backbone = self.backbone();
        let others = n - backbone.len();
        let pairs = pairs_of(others as u64);
        let mut measure = Measure {
            unit: "share of pairs of others".to_owned(),
            direction: Direction::None,
            n: pairs,
            coverage: self.known_share(),
            convention: format!(
                "pairs of partners outside the backbone that are connected with it and not without it ({})",
                self.pair_rule()
            ),
            caveats: self.standing_caveats(),
            citation: CITATION.to_owned(),
            ..Measure::named("backbone impact")
        };
        if backbone.is_empty() {
            return measure.undefined("no partner is marked as backbone.");
        }
        if pairs == 0 {
            return measure.undefined("there are fewer than two partners outside the backbone.");
        }
        let mut outside = vec![true; n];
        for &v in backbone {
            outside[v as usize] = false;
        }
        let whole = self.components(ComponentKind::Weak);
        let mut members = vec![0_u64; whole.count()];
        for (v, &component) in whole.membership.iter().enumerate() {
            members[component as usize] += u64::from(outside[v]);
        }
        let before: u64 = members.into_iter().map(pairs_of).sum();
        let rest = self.without_backbone().components(ComponentKind::Weak);
        let after: u64 = rest.sizes.iter().map(|&s| pairs_of(u64::from(s))).sum();
        let cut = before - after;
        // Shares of different wholes, compared without rounding.
        let single = u128::from(pairs_of(n as u64 - 1));
        let more = self
            .left_by_each()
            .iter()
            .zip(&outside)
            .filter(|(left, outside)| {
                let own = u128::from(left.before - left.connected);
                **outside && own * u128::from(pairs) > u128::from(cut) * single
            })
            .count();
        let value = cut as f64 / pairs as f64;
        measure.value = Some(value);
        measure.reference = format!(
            "{more} of {others} other partners would disconnect a larger share of pairs by leaving alone"
        );
        measure.sentence = format!(
            "Without the backbone ({}), {cut} of {before} connected pairs of the {others} others fall apart \
             ({:.1} % of their pairs); {more} of them would disconnect a larger share by leaving alone.",
            counted(backbone.len() as u64, "partner"),
            100.0 * value,
        );
        measure
    }

    fn impact(
        &self,
        name: &str,
        unit: &str,
        convention: String,
        mut values: Vec<f64>,
    ) -> PartnerScores {
        self.hide_unreported(Mode::All, &mut values);
        let mut caveats = self.standing_caveats();
        if self.partners() < 3 {
            caveats.insert(
                0,
                "Not defined for pairs: a partner has fewer than two others.".to_owned(),
            );
        } else if self.known_share().is_some_and(|share| share < 1.0) {
            caveats.push(
                "An unknown tie can hold together what falls apart here, and be lost where none is seen. A \
                 partner whose ties nobody has reported is unknown."
                    .to_owned(),
            );
        }
        if self.ties() == 0 {
            caveats
                .push("Nobody has a known tie, so there is no share of ties to hold.".to_owned());
        }
        PartnerScores {
            values,
            unit: unit.to_owned(),
            convention,
            caveats,
            citation: CITATION.to_owned(),
            ..self.scores_named(name)
        }
    }

    /// How the others stand without each partner. O(n + m).
    fn left_by_each(&self) -> Vec<Left> {
        let search = self.lowlink();
        let components = self.components(ComponentKind::Weak);
        let joined: u64 = components
            .sizes
            .iter()
            .map(|&s| pairs_of(u64::from(s)))
            .sum();
        // The largest component a partner is not in: the largest of all, or the second.
        let mut sizes: Vec<(u32, u32)> = components.sizes.iter().copied().zip(0..).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let elsewhere = |own: u32| {
            let other = sizes.iter().take(2).find(|(_, number)| *number != own);
            other.map_or(0, |&(size, _)| u64::from(size))
        };
        let mut left: Vec<Left> = components
            .membership
            .iter()
            .map(|&own| {
                let size = u64::from(components.sizes[own as usize]);
                let rest = joined - pairs_of(size);
                Left {
                    pieces: 0,
                    largest: elsewhere(own),
                    connected: rest,
                    before: rest + pairs_of(size - 1),
                }
            })
            .collect();
        search.pieces(|v, size| {
            let left = &mut left[v as usize];
            left.pieces += 1;
            left.largest = left.largest.max(u64::from(size));
            left.connected += pairs_of(u64::from(size));
        });
        left
    }

    /// Share of the known ties that each partner has.
    fn held(&self) -> Vec<f64> {
        let ties = self.ties() as f64;
        (0..self.partners() as u32)
            .map(|v| {
                let incoming = if self.is_directed() {
                    self.incoming().degree(v)
                } else {
                    0
                };
                (self.out().degree(v) + incoming) as f64 / ties
            })
            .collect()
    }

    /// Fall of the mean of 1/distance among the others of each partner. The difference is made of counts of
    /// pairs at each distance, so it is exactly zero where no way is lost.
    fn compactness_lost(&self, control: &Control) -> Result<Vec<f64>, Error> {
        /// Removals that share one scratch.
        const BLOCK: usize = 8;
        let n = self.partners();
        if n > MOST_FOR_COMPACTNESS {
            return Err(Error::TooLarge {
                what: "partners for the loss of compactness",
                found: n as u64,
                limit: MOST_FOR_COMPACTNESS as u64,
            });
        }
        let out = self.distance_counts(Mode::Out, control)?;
        let into = self.distance_counts(Mode::In, control)?;
        let longest = out.iter().map(Vec::len).max().unwrap_or(0);
        let mut all = vec![0_u64; longest];
        for counts in &out {
            all.iter_mut()
                .zip(counts)
                .for_each(|(a, &c)| *a += u64::from(c));
        }
        control.begin(n as u64);
        let mut lost = vec![0.0; n];
        fill_blocks(&mut lost, BLOCK, control, |start, lost| {
            let mut balls = Balls::new(n);
            for (k, lost) in lost.iter_mut().enumerate() {
                let v = start + k;
                let mut fall: Vec<i64> = all.iter().map(|&c| c as i64).collect();
                for (fall, &own) in fall.iter_mut().zip(&out[v]) {
                    *fall -= i64::from(own);
                }
                for (fall, &own) in fall.iter_mut().zip(&into[v]) {
                    *fall -= i64::from(own);
                }
                balls.distances(
                    self.out(),
                    |u| u as usize == v,
                    |d, pairs| {
                        // Without a partner ways grow longer, and may be longer than any was before.
                        if fall.len() < d as usize {
                            fall.resize(d as usize, 0);
                        }
                        fall[d as usize - 1] -= pairs as i64;
                    },
                );
                let sum: f64 = fall
                    .iter()
                    .zip(1_u32..)
                    .map(|(&f, d)| f as f64 / f64::from(d))
                    .sum();
                *lost = sum / ((n as f64 - 1.0) * (n as f64 - 2.0));
                control.advance(1)?;
            }
            Ok(())
        })?;
        if n < 3 {
            lost.fill(f64::NAN);
        }
        Ok(lost)
    }
}

const CITATION: &str = "Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34; Hopcroft & Tarjan (1973), Commun. ACM 16, 372-378";

/// Pairs among `size` partners.
fn pairs_of(size: u64) -> u64 {
    size * size.saturating_sub(1) / 2
}
