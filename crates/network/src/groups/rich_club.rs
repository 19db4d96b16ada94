//! Rich clubs: whether partners with many ties are tied to one another more than their numbers of ties give.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::network::share;
use crate::nulls::degree::Degrees;
use crate::nulls::draws::{Beyond, p_text, refit};
use crate::{Control, Error, Mode, Network};

/// Partners a club has at least: a share among fewer is a statement about them.
pub const SMALLEST_CLUB: u64 = 3;

/// Options of [`Network::rich_club`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RichClubOptions {
    /// Which ties make a partner rich in a directed network; `All` adds ties received and ties sent.
    pub mode: Mode,
    /// Networks rewired with the same degrees; 0 for none.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
    /// Steps of the rewiring a tie.
    pub swaps_per_tie: u64,
    /// Whether rewired directed networks also keep everybody's number of mutual ties.
    pub keep_mutual: bool,
}

impl Default for RichClubOptions {
    /// Ties received (who did not answer sends none), 999 networks, 10 steps a tie, mutual ties kept.
    fn default() -> Self {
        Self {
            mode: Mode::In,
            draws: 999,
            seed: 0,
            swaps_per_tie: 10,
            keep_mutual: true,
        }
    }
}

/// The club of the partners with more than `k` ties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Club {
    /// Members have more ties than this.
    pub k: u64,
    /// Number of members, at least [`SMALLEST_CLUB`].
    pub partners: u64,
    /// Known ties among them.
    pub ties: u64,
    /// Known cells among them: ordered pairs when directed.
    pub known: u64,
    /// φ(k) = ties/known; `None` where nobody has spoken about any of those cells.
    pub phi: Option<f64>,
    /// φ beside that of the rewired networks; `None` without draws or φ.
    pub test: Option<Beyond>,
    /// The central 95 % of the rewired networks' φ.
    pub null_range: Option<(f64, f64)>,
    /// p of φ's excess when all clubs are looked at together: the share of networks whose largest excess, in
    /// standard deviations over all clubs, is at least this club's (Westfall & Young 1993, single step).
    pub p_family: Option<f64>,
}

/// The clubs of a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RichClub {
    /// One entry for each `k` at which the club changes, ascending.
    pub clubs: Vec<Club>,
    /// The largest excess over all clubs, in standard deviations, beside that of the rewired networks: one
    /// test for the whole curve. `None` without draws, or where no φ varies.
    pub whole: Option<Beyond>,
    /// The smallest p this test could have given; `None` without draws.
    pub smallest: Option<f64>,
    /// Share of the network's cells that are known.
    pub coverage: Option<f64>,
    /// What was computed.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definitions.
    pub citation: String,
    /// The smallest possible p, then the result, in plain sentences.
    pub sentence: String,
}

impl Network {
    /// The rich-club coefficient φ(k), the density of known ties among the partners with more than `k` ties,
    /// beside the same in networks rewired with the same degrees. φ alone is no evidence: it rises with `k` in
    /// random networks too, because partners with many ties meet one another by their numbers.
    ///
    /// Everybody keeps its degree in every draw, so a club has the same members in all of them. Clubs of fewer
    /// than [`SMALLEST_CLUB`] partners are left out. No good end: a club is a structure, not an intention.
    ///
    /// Unknown cells are in no denominator, and rewired ties stay in known cells. p-values as in [`Beyond`]; they
    /// hold their level for any length of the rewiring, because the draws and the network stand at equal
    /// distance from a network halfway (Besag & Clifford 1989). With mutual ties kept, or with unknown cells, a few
    /// networks with these degrees may be out of reach ([`Network::rewire`]); below about 10 partners a caveat says so.
    ///
    /// Cost: O(`draws` · `swaps_per_tie` · m), parallel over draws; the same answer for any number of threads.
    ///
    /// Source: Zhou & Mondragón 2004; Colizza et al. 2006; directed: Smilkov & Kocarev 2010.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// use commonweal_network::groups::rich_club::RichClubOptions;
    /// // Three hubs, tied to one another, with two partners each.
    /// let source = [0, 1, 2, 0, 0, 1, 1, 2, 2];
    /// let target = [1, 2, 0, 3, 4, 5, 6, 7, 8];
    /// let ties = Ties { source: &source, target: &target, value: None };
    /// let net = Network::from_ties(9, &ties, &BuildOptions::default())?;
    /// let found = net.rich_club(&RichClubOptions::default(), &Control::new())?;
    /// let top = &found.clubs[1];
    /// assert_eq!((top.k, top.partners, top.phi), (1, 3, Some(1.0)));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn rich_club(
        &self,
        options: &RichClubOptions,
        control: &Control,
    ) -> Result<RichClub, Error> {
        let degree = self.ties_of_partners(options.mode);
        let mut clubs = self.clubs(&degree);
        let levels: Vec<u64> = clubs.iter().map(|club| club.k).collect();
        let count = |pairs: &mut dyn Iterator<Item = (u32, u32)>| inside(&degree, &levels, pairs);
        let ties = count(&mut self.iter_ties().map(|(i, j, _)| (i, j)));
        let unknown = count(&mut self.unknown_pairs());
        for (club, (ties, unknown)) in clubs.iter_mut().zip(ties.into_iter().zip(unknown)) {
            club.ties = ties;
            club.known -= unknown;
            club.phi = share(ties, club.known);
        }
        let mut result = RichClub {
            clubs,
            whole: None,
            smallest: None,
            coverage: self.known_share(),
            convention: self.rich_club_convention(options),
            caveats: self.standing_caveats(),
            citation: "Zhou & Mondragón (2004), IEEE Commun. Lett. 8, 180-182; Colizza et al. (2006), Nat. Phys. 2, 110-115".to_owned(),
            sentence: String::new(),
        };
        if options.draws > 0 && !result.clubs.is_empty() {
            let keep_mutual = options.keep_mutual && self.is_directed();
            let null = Degrees::new(
                self,
                keep_mutual,
                options.swaps_per_tie,
                options.seed,
                control,
            )?;
            let once = !self.is_directed();
            let drawn = refit(
                &null,
                options.draws,
                options.seed,
                control,
                || (),
                |arcs, ()| {
                    let each = arcs.list.iter().copied();
                    Ok(count(&mut each.filter(|&(i, j)| !once || i < j)))
                },
            )?;
            result.compare(&drawn);
            result.caveats.extend(self.reach_caveat(keep_mutual));
        }
        result.tell();
        Ok(result)
    }

    /// Number of ties of every partner; directed `All`: received and sent.
    fn ties_of_partners(&self, mode: Mode) -> Vec<u64> {
        (0..self.partners() as u32)
            .map(|i| {
                let (sent, received) = (self.out().degree(i), self.incoming().degree(i));
                let ties = match mode {
                    _ if !self.is_directed() => sent,
                    Mode::In => received,
                    Mode::Out => sent,
                    Mode::All => sent + received,
                };
                ties as u64
            })
            .collect()
    }

    /// The clubs by their members, every cell counted as known.
    fn clubs(&self, degree: &[u64]) -> Vec<Club> {
        let mut sorted = degree.to_vec();
        sorted.sort_unstable();
        let mut levels = vec![0];
        levels.extend(sorted.iter().copied().filter(|&d| d > 0));
        levels.dedup();
        levels
            .into_iter()
            .map(|k| {
                let partners = (sorted.len() - sorted.partition_point(|&d| d <= k)) as u64;
                let ordered = partners * partners.saturating_sub(1);
                Club {
                    k,
                    partners,
                    ties: 0,
                    known: if self.is_directed() {
                        ordered
                    } else {
                        ordered / 2
                    },
                    phi: None,
                    test: None,
                    null_range: None,
                    p_family: None,
                }
            })
            .filter(|club| club.partners >= SMALLEST_CLUB)
            .collect()
    }

    fn rich_club_convention(&self, options: &RichClubOptions) -> String {
        let (ties, kept) = if self.is_directed() {
            let ties = match options.mode {
                Mode::In => "received",
                Mode::Out => "sent",
                Mode::All => "received and sent",
            };
            let mutual = if options.keep_mutual {
                ", mutual ties kept"
            } else {
                ""
            };
            (
                format!("ties {ties}"),
                format!("in-degree and out-degree{mutual}"),
            )
        } else {
            ("ties".to_owned(), "degree".to_owned())
        };
        format!(
            "φ(k) = known ties / known {} among partners with more than k {ties}; null: rewired with the same {kept}, {} steps a tie from a network halfway",
            self.cell_name(),
            options.swaps_per_tie
        )
    }
}

/// Number of pairs with both ends in the club, for each of the ascending `levels`.
fn inside(degree: &[u64], levels: &[u64], pairs: &mut dyn Iterator<Item = (u32, u32)>) -> Vec<u64> {
    let mut counts = vec![0; levels.len()];
    for (i, j) in pairs {
        // A pair belongs to the clubs below the smaller of its degrees.
        let clubs = levels.partition_point(|&k| k < degree[i as usize].min(degree[j as usize]));
        if let Some(last) = clubs.checked_sub(1) {
            counts[last] += 1;
        }
    }
    for level in (1..counts.len()).rev() {
        counts[level - 1] += counts[level];
    }
    counts
}

impl RichClub {
    /// Puts every club, and all of them together, beside the ties inside them in rewired networks.
    fn compare(&mut self, drawn: &[Vec<u64>]) {
        let draws = drawn.len();
        self.smallest = Some(1.0 / (1.0 + draws as f64));
        // The largest excess of the network (first) and of every draw, in standard deviations over all of
        // them together: none is treated apart, so the network is as likely as any to have the largest.
        let mut largest = vec![f64::NEG_INFINITY; draws + 1];
        let mut excess = vec![None; self.clubs.len()];
        for (c, club) in self.clubs.iter_mut().enumerate() {
            let Some(phi) = club.phi else { continue };
            let of = |ties: u64| ties as f64 / club.known as f64;
            let mut all: Vec<f64> = [club.ties]
                .into_iter()
                .chain(drawn.iter().map(|d| d[c]))
                .map(of)
                .collect();
            club.test = Some(Beyond::of(phi, &all[1..]));
            let together = Beyond::of(phi, &all);
            if !together.z.is_nan() {
                excess[c] = Some(together.z);
                for (largest, phi) in largest.iter_mut().zip(&all) {
                    *largest = largest.max((phi - together.mean) / together.sd);
                }
            }
            all.remove(0);
            all.sort_by(f64::total_cmp);
            let at = |share: f64| all[(share * (draws as f64 - 1.0)).round() as usize];
            club.null_range = Some((at(0.025), at(0.975)));
        }
        if excess.iter().all(Option::is_none) {
            return;
        }
        for (club, excess) in self.clubs.iter_mut().zip(excess) {
            club.p_family = excess.map(|z| Beyond::of(z, &largest[1..]).p_high);
        }
        self.whole = Some(Beyond::of(largest[0], &largest[1..]));
    }

    fn tell(&mut self) {
        let clubs = self.clubs.len();
        self.sentence = match (&self.whole, self.smallest) {
            _ if clubs == 0 => {
                let reason = format!("there are fewer than {SMALLEST_CLUB} partners with ties.");
                self.caveats.insert(0, format!("Not defined: {reason}"));
                format!("Rich clubs are not defined: {reason}")
            }
            (_, None) => format!("{clubs} clubs, compared with nothing: φ alone is no evidence of a rich club."),
            (None, Some(_)) => "Rewired networks have the same ties inside every club, so the degrees alone settle them and there is nothing to test.".to_owned(),
            (Some(whole), Some(smallest)) => format!(
                "The smallest p this test can give is {}. Over {clubs} clubs together, ties among partners with many ties exceed what the degrees alone give by at most {:.1} standard deviations: p = {}.",
                p_text(smallest),
                whole.observed,
                p_text(whole.p_high)
            ),
        };
    }
}
