//! What changed between two waves: partners that stay, join and leave, and ties kept, gained and lost.
//!
//! A tie is lost only where the later wave observed its absence. A tie whose reporter did not answer
//! again is neither kept nor lost, and a cell counts only when both waves observed it. Those cells are
//! counted in closed form, |A ∩ B| = |A| + |B| − |A ∪ B| over the cells each wave knows, so the work is
//! O(n + m log d) and not O(n²).

mod numbers;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::options::named;
use crate::{Csr, Error, Measure, Network, TieState};

/// What became of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartnerStatus {
    /// In both waves.
    Stayer,
    /// In the later wave only.
    Joiner,
    /// In the earlier wave only.
    Leaver,
}

named!(PartnerStatus, "status", { "stayer" => Stayer, "joiner" => Joiner, "leaver" => Leaver });

/// What became of a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieStatus {
    /// A tie in both waves.
    Kept,
    /// Observed absent, then a tie.
    Gained,
    /// A tie, then observed absent.
    Lost,
    /// A tie, then unknown: nobody who could say has said.
    UnknownAfter,
    /// Unknown, then a tie.
    UnknownBefore,
    /// A tie of a partner that joined.
    WithJoiner,
    /// A tie of a partner that left.
    WithLeaver,
}

named!(TieStatus, "change", {
    "kept" => Kept, "gained" => Gained, "lost" => Lost, "unknown_after" => UnknownAfter,
    "unknown_before" => UnknownBefore, "with_joiner" => WithJoiner, "with_leaver" => WithLeaver,
});

/// Counts of ties of stayers by what became of them: arcs when directed, pairs when not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnover {
    /// Ties in both waves.
    pub kept: u64,
    /// Observed absent, then a tie.
    pub gained: u64,
    /// A tie, then observed absent.
    pub lost: u64,
    /// A tie in one wave whose cell the other wave leaves unknown.
    pub unknown: u64,
    /// Cells among stayers that both waves observed.
    pub observed: u64,
}

impl Turnover {
    fn count(&mut self, status: TieStatus) {
        match status {
            TieStatus::Kept => self.kept += 1,
            TieStatus::Gained => self.gained += 1,
            TieStatus::Lost => self.lost += 1,
            TieStatus::UnknownAfter | TieStatus::UnknownBefore => self.unknown += 1,
            TieStatus::WithJoiner | TieStatus::WithLeaver => {}
        }
    }

    /// Ties that either wave has among the cells both observed.
    pub fn union(&self) -> u64 {
        self.kept + self.gained + self.lost
    }

    /// Cells that both waves observed to be empty.
    pub fn absent(&self) -> u64 {
        self.observed.saturating_sub(self.union())
    }

    /// kept / (kept + gained + lost); `None` where there is no such tie.
    pub fn jaccard(&self) -> Option<f64> {
        crate::network::share(self.kept, self.union())
    }
}

/// One partner of either wave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerChange {
    /// What the partner is called.
    pub partner: String,
    /// Whether it stayed, joined or left.
    pub status: PartnerStatus,
    /// Ties it reports to stayers; all zero for a joiner or a leaver.
    pub sent: Turnover,
    /// Ties stayers report to it; the same as `sent` in undirected networks.
    pub received: Turnover,
}

/// One tie of either wave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TieChange {
    /// Position of the source in [`Comparison::partners`].
    pub source: u32,
    /// Position of the target in [`Comparison::partners`].
    pub target: u32,
    /// What became of it.
    pub status: TieStatus,
    /// Its value in the earlier wave, where it has one.
    pub before: Option<f64>,
    /// Its value in the later wave, where it has one.
    pub after: Option<f64>,
}

/// Two waves side by side; see [`Network::compare`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Whether ties have a direction.
    pub directed: bool,
    /// Partners in both waves.
    pub stayers: u64,
    /// Partners in the later wave only.
    pub joiners: u64,
    /// Partners in the earlier wave only.
    pub leavers: u64,
    /// Ties among stayers.
    pub ties: Turnover,
    /// Everything in numbers: `jaccard`, `churn`, `persistence`, `formation`, `hamming` (kinds `count` and
    /// `share`), `value_correlation` (kinds `cells` and `ties`), `partner_jaccard`.
    pub measures: Vec<Measure>,
    /// Every partner: those of the earlier wave in its order, then the joiners in the later wave's.
    pub partners: Vec<PartnerChange>,
    /// Every tie of either wave, by source and target; undirected ones stand once.
    pub changes: Vec<TieChange>,
}

impl Comparison {
    /// The measure of this name, of this kind where there are several.
    pub fn measure(&self, name: &str, kind: &str) -> Option<&Measure> {
        self.measures
            .iter()
            .find(|m| m.name == name && (kind.is_empty() || m.kind == kind))
    }
}

/// The stayers of two waves, in the order of the earlier one.
struct Waves {
    before: Network,
    after: Network,
}

impl Network {
    /// What changed from this wave to a later one.
    ///
    /// Partners are matched by what they are called. Among those of both waves (stayers) a cell counts
    /// where both waves observed it; there a tie is kept, gained or lost. Ties whose cell one wave left
    /// unknown are counted apart, and ties of joiners and leavers are listed and not counted as change.
    /// So the numbers are available-case; for directed networks (where an unknown cell is one report)
    /// `jaccard`, `churn` and `hamming` carry bounds over every way the unknown cells could have been.
    ///
    /// Source: Jaccard index of waves: Snijders, van de Bunt & Steglich (2010), Social Networks 32, 44-60
    /// (values below about 0.3 make actor-based modelling hard); churn: Sasovova, Mehra, Borgatti &
    /// Schippers (2010), Administrative Science Quarterly 55, 639-670. O(n + m log d).
    ///
    /// # Errors
    /// [`Error::NotDefined`] when only one of the two has directed ties.
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network, Ties};
    ///
    /// let wave = |source: &[u32], target: &[u32]| {
    ///     Network::from_ties(4, &Ties { source, target, value: None }, &BuildOptions::default())
    /// };
    /// let change = wave(&[0, 1, 2], &[1, 2, 3])?.compare(&wave(&[0, 1, 0], &[1, 2, 3])?)?;
    /// assert_eq!((change.ties.kept, change.ties.gained, change.ties.lost), (2, 1, 1));
    /// assert_eq!(change.measure("jaccard", "").and_then(|m| m.value), Some(0.5));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn compare(&self, later: &Self) -> Result<Comparison, Error> {
        if self.is_directed() != later.is_directed() {
            return Err(Error::NotDefined {
                measure: "compare",
                reason: "one wave has directed ties and the other has not. Symmetrise both by the same rule.".to_owned(),
            });
        }
        let after: Vec<Option<u32>> = (0..self.partners() as u32)
            .map(|i| later.partner(&self.labels().get(i)).ok())
            .collect();
        // The position of every partner of the later wave in the list of both.
        let mut place = vec![u32::MAX; later.partners()];
        for (i, j) in after.iter().enumerate() {
            if let Some(j) = j {
                place[*j as usize] = i as u32;
            }
        }
        let joiners: Vec<u32> = (0..later.partners() as u32)
            .filter(|&j| place[j as usize] == u32::MAX)
            .collect();
        for (k, &j) in joiners.iter().enumerate() {
            place[j as usize] = (self.partners() + k) as u32;
        }
        let stays: Vec<u32> = (0..self.partners() as u32)
            .filter(|&i| after[i as usize].is_some())
            .collect();
        let matched: Vec<u32> = after.iter().copied().flatten().collect();
        let waves = Waves {
            before: self.pick(&stays),
            after: later.pick(&matched),
        };

        let (sent_cells, received_cells) = waves.observed_twice();
        let turnover = |observed| Turnover {
            observed,
            ..Turnover::default()
        };
        let mut sent: Vec<Turnover> = sent_cells.iter().map(|&c| turnover(c)).collect();
        let mut received: Vec<Turnover> = received_cells.iter().map(|&c| turnover(c)).collect();
        let sides = if self.is_directed() { 1 } else { 2 };
        let mut ties = turnover(sent_cells.iter().sum::<u64>() / sides);
        let mut changes = Vec::new();
        waves.each_tie(|i, j, status, before, after| {
            ties.count(status);
            sent[i as usize].count(status);
            received[j as usize].count(status);
            if !self.is_directed() {
                sent[j as usize].count(status);
                received[i as usize].count(status);
            }
            changes.push(TieChange {
                source: stays[i as usize],
                target: stays[j as usize],
                status,
                before,
                after,
            });
        });
        changes.extend(self.iter_ties().filter_map(|(i, j, before)| {
            let stay = after[i as usize].is_some() && after[j as usize].is_some();
            (!stay).then_some(TieChange {
                source: i,
                target: j,
                status: TieStatus::WithLeaver,
                before,
                after: None,
            })
        }));
        changes.extend(later.iter_ties().filter_map(|(i, j, after)| {
            let (source, target) = (place[i as usize], place[j as usize]);
            let joined = source.max(target) as usize >= self.partners();
            joined.then_some(TieChange {
                source,
                target,
                status: TieStatus::WithJoiner,
                before: None,
                after,
            })
        }));
        changes.sort_by_key(|c| (c.source, c.target, c.before.is_none()));

        let mut by_stayer = sent.into_iter().zip(received);
        let old = (0..self.partners() as u32).map(|i| {
            let stays = after[i as usize].is_some();
            let (sent, received) = if stays { by_stayer.next() } else { None }.unwrap_or_default();
            PartnerChange {
                partner: self.labels().get(i).into_owned(),
                status: if stays {
                    PartnerStatus::Stayer
                } else {
                    PartnerStatus::Leaver
                },
                sent,
                received,
            }
        });
        let new = joiners.iter().map(|&j| PartnerChange {
            partner: later.labels().get(j).into_owned(),
            status: PartnerStatus::Joiner,
            sent: Turnover::default(),
            received: Turnover::default(),
        });
        let partners: Vec<PartnerChange> = old.chain(new).collect();
        let mut comparison = Comparison {
            directed: self.is_directed(),
            stayers: stays.len() as u64,
            joiners: joiners.len() as u64,
            leavers: (self.partners() - stays.len()) as u64,
            ties,
            measures: Vec::new(),
            partners,
            changes,
        };
        comparison.measures = numbers::measures(&comparison, &waves);
        Ok(comparison)
    }
}

impl Waves {
    /// Every tie of stayers in either wave: `each(i, j, status, value before, value after)`.
    fn each_tie(&self, mut each: impl FnMut(u32, u32, TieStatus, Option<f64>, Option<f64>)) {
        let (a, b) = (self.before.out(), self.after.out());
        let value = |rows: &Csr, k: usize| rows.values().map(|v| v[k]);
        for i in 0..a.n() as u32 {
            let (mut x, mut y) = (a.range(i), b.range(i));
            loop {
                let (left, right) = (
                    x.clone().next().map(|k| a.targets()[k]),
                    y.clone().next().map(|k| b.targets()[k]),
                );
                let Some(j) = left.into_iter().chain(right).min() else {
                    break;
                };
                let before = if left == Some(j) { x.next() } else { None };
                let after = if right == Some(j) { y.next() } else { None };
                if !self.before.is_directed() && j < i {
                    continue;
                }
                let status = match (before, after) {
                    (Some(_), Some(_)) => TieStatus::Kept,
                    (Some(_), None) if self.after.state(i, j) == TieState::Unknown => {
                        TieStatus::UnknownAfter
                    }
                    (Some(_), None) => TieStatus::Lost,
                    _ if self.before.state(i, j) == TieState::Unknown => TieStatus::UnknownBefore,
                    _ => TieStatus::Gained,
                };
                each(
                    i,
                    j,
                    status,
                    before.and_then(|k| value(a, k)),
                    after.and_then(|k| value(b, k)),
                );
            }
        }
    }

    /// For each stayer the cells that both waves observed, in its own row and in its column (the same for
    /// pairs).
    fn observed_twice(&self) -> (Vec<u64>, Vec<u64>) {
        let n = self.before.partners();
        let (before, after) = (self.before.known_cells(), self.after.known_cells());
        let seen = self.before.observed().union(self.after.observed()).seen(n);
        let either = seen.iter().map(|s| {
            if self.before.is_directed() {
                (s.out, s.incoming)
            } else {
                let pairs = s.out + s.incoming - s.both;
                (pairs, pairs)
            }
        });
        let mut either: Vec<(u64, u64)> = either.collect();
        // A pair that one side confirmed while the other was silent was spoken about and is unknown.
        for i in 0..n as u32 {
            let waiting =
                |net: &Network| net.pending_rows().map_or(Vec::new(), |p| p.row(i).to_vec());
            let mut pairs = [waiting(&self.before), waiting(&self.after)].concat();
            pairs.sort_unstable();
            pairs.dedup();
            let unknown = |net: &Network, j: u32| net.state(i, j) == TieState::Unknown;
            let both = pairs
                .iter()
                .filter(|&&j| unknown(&self.before, j) && unknown(&self.after, j));
            let both = both.count() as u64;
            either[i as usize].0 -= both;
            either[i as usize].1 -= both;
        }
        let twice = |pick: fn(&(u64, u64)) -> u64| {
            let all = before.iter().zip(&after).zip(&either);
            all.map(|((a, b), u)| pick(a) + pick(b) - pick(u)).collect()
        };
        (twice(|c| c.0), twice(|c| c.1))
    }
}

impl Network {
    /// Known cells of every partner, in its own row and in its column (the same for pairs).
    fn known_cells(&self) -> Vec<(u64, u64)> {
        let seen = self.observed().seen(self.partners());
        let cells = seen.iter().enumerate().map(|(i, s)| {
            if self.is_directed() {
                return (s.out, s.incoming);
            }
            let waiting = self.pending_rows().map_or(0, |p| p.degree(i as u32)) as u64;
            let pairs = s.out + s.incoming - s.both - waiting;
            (pairs, pairs)
        });
        cells.collect()
    }
}
