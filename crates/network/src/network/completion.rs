//! Networks that the answers allow: every unknown cell filled with a tie or no tie, by chance.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::{BuildOptions, Network, Ties, counted};
use crate::Error;
use crate::nulls::draws::stream;

/// What is said of a tie's return, as a place in a table.
const RETURNED: usize = 0;
const NOT_RETURNED: usize = 1;
const RETURN_UNKNOWN: usize = 2;

impl Network {
    /// The network with every unknown cell filled at random, as plausibly as the known ones allow; everything is
    /// known in it. Draws 0, 1, 2 … of a seed are independent of one another; a network without unknown cells
    /// comes back as it is.
    ///
    /// *Directed*: i → j becomes a tie with the share that ties have among the known reports about j by partners
    /// of whom j says the same as of i (tie, no tie, nothing known): so sought-after partners stay sought after
    /// and ties are returned as often as they are known to be. Where no such report exists, all reports about j
    /// count, and where nobody speaks of j, all known reports. *Undirected*: the mean of the shares of tied pairs
    /// among the known ones of both partners. Values are those of known ties drawn at random, to j where there
    /// are some.
    ///
    /// It is a hot deck (a cell takes what known cells like it hold), not a model of why partners did not answer:
    /// if those that did not are unlike those that did, no completion knows it. Look at several, and at the spread.
    ///
    /// O(n²) time and 8n² bytes where something is unknown.
    ///
    /// Source: Andridge & Little (2010), Int. Stat. Rev. 78, 40-64 (hot decks); Huisman (2009), J. Social Structure 10
    /// (unknown ties filled by preferential attachment and by hot decks).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 46,340 partners where something is unknown.
    pub fn completed(&self, seed: u64, draw: u64) -> Result<Self, Error> {
        Ok(Completion::of(self)?.map_or_else(
            || self.clone(),
            |completion| completion.draw(self, &mut stream(seed, draw)),
        ))
    }
}

/// What the known cells say, prepared for many draws.
pub(crate) struct Completion {
    unknown: Vec<(u32, u32)>,
    /// Whether a report says tie, by (reporter, other): 1, 0, NaN.
    cells: ndarray::Array2<f64>,
    /// (ties, known reports) about each partner, by what it says of the reporter.
    about: Vec<[[u64; 2]; 3]>,
    all: [u64; 2],
}

impl Completion {
    /// `None` where nothing is unknown.
    pub(crate) fn of(net: &Network) -> Result<Option<Self>, Error> {
        if net.observed().is_complete() && net.pending_rows().is_none() {
            return Ok(None);
        }
        let unknown: Vec<(u32, u32)> = net.unknown_pairs().collect();
        if unknown.is_empty() {
            return Ok(None);
        }
        let cells = net
            .to_dense(f64::NAN)?
            .mapv(|v| if v > 0.0 { 1.0 } else { v });
        let mut about = vec![[[0; 2]; 3]; net.partners()];
        let mut all = [0; 2];
        for ((reporter, other), &said) in cells.indexed_iter() {
            if reporter != other && !said.is_nan() {
                let told = &mut about[other][class(cells[[other, reporter]])];
                told[0] += u64::from(said > 0.0);
                told[1] += 1;
                all[0] += u64::from(said > 0.0);
                all[1] += 1;
            }
        }
        Ok(Some(Self {
            unknown,
            cells,
            about,
            all,
        }))
    }

    pub(crate) fn draw(&self, net: &Network, chance: &mut ChaCha8Rng) -> Network {
        let mut cells = self.cells.clone();
        let mut filled = Vec::new();
        for &(i, j) in &self.unknown {
            let (a, b) = (i as usize, j as usize);
            let probability = if net.is_directed() {
                // The other direction may have been filled a moment ago: then the two belong together.
                self.share(b, Some(class(cells[[b, a]])))
            } else {
                f64::midpoint(self.share(a, None), self.share(b, None))
            };
            let tie = chance.random::<f64>() < probability;
            cells[[a, b]] = f64::from(u8::from(tie));
            if !net.is_directed() {
                cells[[b, a]] = cells[[a, b]];
            }
            if tie {
                filled.push((i, j));
            }
        }
        let known = net.iter_ties();
        let (mut source, mut target, mut value) = (Vec::new(), Vec::new(), Vec::new());
        for (i, j, v) in known {
            source.push(i);
            target.push(j);
            value.push(v.unwrap_or(1.0));
        }
        for &(i, j) in &filled {
            source.push(i);
            target.push(j);
            if net.is_valued() {
                value.push(drawn_value(net, j, chance));
            }
        }
        let ties = Ties {
            source: &source,
            target: &target,
            value: net.is_valued().then_some(value.as_slice()),
        };
        let options = BuildOptions {
            directed: net.is_directed(),
            values: net.value_means(),
            labels: net.labels().clone(),
            ..BuildOptions::default()
        };
        // Ties that were known and ties in cells that were not: none is repeated, and all partners exist.
        let mut built =
            Network::from_ties(net.partners(), &ties, &options).unwrap_or_else(|_| net.clone());
        built.data = std::sync::Arc::clone(&net.data);
        built.notes = std::sync::Arc::clone(&net.notes);
        built.with_note(format!(
            "{} filled at random from the known ones: {}.",
            counted(self.unknown.len() as u64, "unknown cell"),
            counted(filled.len() as u64, "tie")
        ))
    }

    /// Share of ties among known reports about `j`: by partners of whom `j` says as much, by anyone, about anyone.
    fn share(&self, j: usize, by: Option<usize>) -> f64 {
        let about = &self.about[j];
        let anyone = about
            .iter()
            .fold([0; 2], |sum, told| [sum[0] + told[0], sum[1] + told[1]]);
        let alike = by
            .filter(|&class| class != RETURN_UNKNOWN)
            .map(|class| about[class]);
        alike
            .into_iter()
            .chain([anyone, self.all])
            .find(|told| told[1] > 0)
            .map_or(0.0, |told| told[0] as f64 / told[1] as f64)
    }
}

fn class(said: f64) -> usize {
    if said.is_nan() {
        RETURN_UNKNOWN
    } else if said > 0.0 {
        RETURNED
    } else {
        NOT_RETURNED
    }
}

/// The value of a known tie to `j`, or of any.
fn drawn_value(net: &Network, j: u32, chance: &mut ChaCha8Rng) -> f64 {
    let to = net
        .incoming()
        .row_values(j)
        .filter(|values| !values.is_empty());
    let values = to.or(net.out().values()).unwrap_or_default();
    match values.len() as u32 {
        0 => 1.0,
        count => values[chance.random_range(0..count) as usize],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Observed, TieState};

    fn survey(n: usize, arcs: &[(u32, u32)], answered: &[bool]) -> Network {
        let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        let options = BuildOptions {
            directed: true,
            ..Default::default()
        };
        Network::from_ties(n, &ties, &options)
            .unwrap()
            .with_observed(Observed::respondents(answered).unwrap())
            .unwrap()
    }

    #[test]
    fn what_is_known_stays_and_everything_is_known() {
        let net = survey(
            5,
            &[(0, 1), (1, 0), (1, 2), (3, 1)],
            &[true, true, false, true, false],
        );
        for draw in 0..20 {
            let whole = net.completed(3, draw).unwrap();
            assert!(whole.observed().is_complete() && whole.unknown_pairs().next().is_none());
            for (i, j) in (0..5).flat_map(|i| (0..5).map(move |j| (i, j))) {
                if net.state(i, j) != TieState::Unknown {
                    assert_eq!(whole.state(i, j), net.state(i, j), "{i} {j}");
                }
            }
        }
        let ties = |net: &Network| net.iter_ties().collect::<Vec<_>>();
        assert_eq!(
            ties(&net.completed(3, 4).unwrap()),
            ties(&net.completed(3, 4).unwrap())
        );
        assert!((1..9).any(|k| ties(&net.completed(3, k).unwrap()) != ties(&net.completed(3, 0).unwrap())));
    }

    /// By hand: 3 did not answer. 0 names 3, and the other whom 0 names (1) names 0. 1 does not name 3, and the other
    /// whom 1 does not name (2) does not name 1.
    #[test]
    fn shares_follow_return_and_the_other_partner() {
        let net = survey(
            4,
            &[(0, 1), (0, 3), (1, 0), (2, 0)],
            &[true, true, true, false],
        );
        let completion = Completion::of(&net).unwrap().unwrap();
        // About 0: 1 (whom 0 names) says tie; 2 (whom 0 does not name) says tie.
        assert_eq!(completion.about[0][RETURNED], [1, 1]);
        assert_eq!(completion.about[0][NOT_RETURNED], [1, 1]);
        // About 1: 0, whom 1 names, says tie; 2, whom 1 does not name, says none.
        assert_eq!(
            (
                completion.share(1, Some(RETURNED)),
                completion.share(1, Some(NOT_RETURNED))
            ),
            (1.0, 0.0)
        );
        // About 2 both that speak say none; nothing else is known of a return.
        assert_eq!(completion.share(2, Some(RETURN_UNKNOWN)), 0.0);
        assert_eq!(completion.all, [4, 9]);
        for draw in 0..10 {
            let whole = net.completed(0, draw).unwrap();
            assert!(whole.out().find(3, 0).is_some() && whole.out().find(3, 1).is_none());
        }
    }

    #[test]
    fn the_mean_of_many_is_the_share() {
        // 0 to 3 answered; half of the known reports about 4 say tie, nothing is known of what 4 says.
        let net = survey(
            6,
            &[(0, 4), (1, 4)],
            &[true, true, true, true, false, false],
        );
        let hits = (0..4000).filter(|&k| net.completed(1, k).unwrap().out().find(5, 4).is_some());
        let share = hits.count() as f64 / 4000.0;
        // 4 → 5 is drawn first (nobody names 5), so 5 → 4 rests on reports by partners 4 does not name: none is known,
        // and all reports about 4 count.
        assert!(
            (share - 0.5).abs() < 4.0 * (0.25_f64 / 4000.0).sqrt(),
            "{share}"
        );
    }

    #[test]
    fn values_and_odd_networks() {
        let ties = Ties {
            source: &[0, 1],
            target: &[1, 2],
            value: Some(&[3.0, 5.0]),
        };
        let net = Network::from_ties(
            3,
            &ties,
            &BuildOptions {
                directed: true,
                ..Default::default()
            },
        )
        .unwrap()
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
        for k in 0..20 {
            let whole = net.completed(0, k).unwrap();
            assert!(whole.is_valued());
            assert!(
                whole
                    .iter_ties()
                    .all(|(_, _, v)| v == Some(3.0) || v == Some(5.0))
            );
        }
        let silent = survey(3, &[], &[false; 3]);
        assert_eq!(
            silent.completed(0, 0).unwrap().ties(),
            0,
            "nothing known, nothing filled in"
        );
        let pairs = net.symmetrise(crate::Symmetrise::Both);
        assert!(
            pairs
                .completed(0, 0)
                .unwrap()
                .unknown_pairs()
                .next()
                .is_none()
        );
        let full = survey(3, &[(0, 1)], &[true; 3]);
        assert_eq!(full.completed(0, 0).unwrap().ties(), 1);
        assert!(
            full.components(crate::ComponentKind::Weak)
                .largest()
                .is_some()
        );
    }
}
