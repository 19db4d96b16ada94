//! The set of partners that holds over the ways of looking for it: without labels, whoever had not answered,
//! and however the unknown ties are filled.

use commonweal_network::groups::core_periphery::CorePeripheryOptions;
use commonweal_network::network::Cut;
use commonweal_network::{BuildOptions, Control, Error, Network, TieState, Ties};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::InGroupOptions;
use super::structure::{CLOSED, SMALLEST};

/// Starts of a search that is made again and again.
const STARTS: usize = 10;
/// A stronger cut is looked at where it keeps at least this share of the ties; below, little is left to see.
const KEPT: f64 = 0.5;

/// One look at the network.
struct Look {
    /// Whether the network was changed: an answer set aside, or unknown ties filled.
    kind: Kind,
    /// Share of the equally good cores that hold each partner.
    held: Vec<f64>,
    core: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    AsGiven,
    WithoutOne,
    Completed,
}

/// How often each partner is in the set, over all looks.
pub(super) struct Consensus {
    /// Share of looks, each picture and cut with the same weight.
    pub(super) scores: Vec<f64>,
    members: Vec<u32>,
    /// By picture and cut.
    looks: Vec<Vec<Look>>,
    cuts: usize,
    /// Why answers could not be set aside.
    pub(super) note: Option<String>,
}

impl Consensus {
    /// Members are in the set in at least this share of the looks.
    pub(super) const LEAST: f64 = 0.8;

    /// Looks for the core in two pictures (ties to the others count against it, or are left out), at the cuts
    /// of a valued network, and in each of these again without every one respondent and with unknown ties filled
    /// at random. No label is used.
    ///
    /// # Errors
    /// [`Error::Stopped`], and what the fits and changes refuse.
    pub(super) fn of(
        net: &Network,
        options: &InGroupOptions,
        control: &Control,
    ) -> Result<Self, Error> {
        let n = net.partners();
        let mut note = None;
        let mut variants = vec![(Kind::AsGiven, net.clone())];
        for i in respondents(net) {
            match net.without_answers(&[i]) {
                Ok(without) => variants.push((Kind::WithoutOne, without)),
                Err(error) => {
                    note = Some(format!("No answer was set aside: {error}"));
                    break;
                }
            }
        }
        if net.unknown_pairs().next().is_some() {
            for draw in 0..options.completions {
                variants.push((Kind::Completed, completed(net, options.seed, draw)?));
            }
        }
        let cuts = cuts(net)?;
        let mut looks = Vec::new();
        let mut scores = vec![0.0; n];
        for cut in &cuts {
            for off_diagonal in [CLOSED, None] {
                let search = CorePeripheryOptions {
                    off_diagonal,
                    exact_up_to: 12,
                    starts: STARTS,
                    seed: options.seed,
                    ..Default::default()
                };
                let mut of_cut: Vec<Look> = Vec::with_capacity(variants.len());
                for (kind, variant) in &variants {
                    control.check()?;
                    let core = match cut {
                        Some(cut) => variant
                            .dichotomise(Cut::AtLeast, *cut)?
                            .core_periphery(&search, control)?,
                        None => variant.core_periphery(&search, control)?,
                    };
                    let held = match &core.share_of_optima {
                        Some(shares) => shares.iter().map(|s| s.unwrap_or(0.0)).collect(),
                        None => vec![0.0; n],
                    };
                    of_cut.push(Look {
                        kind: *kind,
                        held,
                        core: core.members,
                    });
                }
                for (i, score) in scores.iter_mut().enumerate() {
                    let held: f64 = of_cut.iter().map(|look| look.held[i]).sum();
                    *score += held / of_cut.len() as f64 / (2 * cuts.len()) as f64;
                }
                looks.push(of_cut);
            }
        }
        let members = (0..n as u32)
            .filter(|&i| scores[i as usize] >= Self::LEAST - 1e-9)
            .collect();
        Ok(Self {
            scores,
            members,
            looks,
            cuts: cuts.len(),
            note,
        })
    }

    /// The members, where they are a set: at least three and at most a third of the partners.
    pub(super) fn set(&self) -> Option<&[u32]> {
        let fits = (SMALLEST..=self.scores.len() / 3).contains(&self.members.len());
        fits.then_some(&self.members[..])
    }

    /// What was looked at, in words.
    pub(super) fn how(&self) -> String {
        let looks: usize = self.looks.iter().map(Vec::len).sum();
        let count = |kind| {
            self.looks
                .first()
                .map_or(0, |l| l.iter().filter(|l| l.kind == kind).count())
        };
        let mut ways = vec!["two pictures of a set".to_owned()];
        if self.cuts > 1 {
            ways.push(format!("{} cuts of the values", self.cuts));
        }
        for (count, words) in [
            (count(Kind::WithoutOne), "each respondent set aside"),
            (count(Kind::Completed), "unknown ties filled at random"),
        ] {
            if count > 0 {
                ways.push(format!("{words} ({count} times)"));
            }
        }
        format!("{looks} looks ({})", ways.join(", "))
    }

    /// How alike the core of the changed network is to that of the network as given, picture by picture: the number
    /// of changed looks, the share that end at the same core, and the smallest likeness (Jaccard).
    pub(super) fn likeness(&self, without_one: bool) -> Option<(usize, f64, f64)> {
        let kind = if without_one {
            Kind::WithoutOne
        } else {
            Kind::Completed
        };
        let mut likeness = Vec::new();
        for looks in &self.looks {
            let base = looks.iter().find(|look| look.kind == Kind::AsGiven)?;
            let changed = looks.iter().filter(|look| look.kind == kind);
            likeness.extend(changed.map(|look| jaccard(&look.core, &base.core)));
        }
        let same = likeness.iter().filter(|l| **l >= 1.0).count() as f64;
        let lowest = likeness.iter().copied().min_by(f64::total_cmp)?;
        Some((likeness.len(), same / likeness.len() as f64, lowest))
    }
}

fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let both = a.iter().filter(|i| b.contains(i)).count();
    let all = a.len() + b.len() - both;
    if all == 0 {
        1.0
    } else {
        both as f64 / all as f64
    }
}

/// Partners whose answers are there to be set aside.
fn respondents(net: &Network) -> impl Iterator<Item = u32> + '_ {
    (0..net.partners() as u32).filter(|&i| net.observed().answered(i))
}

/// The cut of the network as it is, and stronger ones that keep at least half of its ties.
fn cuts(net: &Network) -> Result<Vec<Option<f64>>, Error> {
    let mut cuts = vec![None];
    if net.is_valued() {
        let all = net.ties() as f64;
        let stronger = net.cuts(Cut::AtLeast)?.into_iter().skip(1);
        cuts.extend(
            stronger
                .filter(|row| row.ties as f64 >= KEPT * all)
                .map(|row| Some(row.cut)),
        );
    }
    Ok(cuts)
}

/// The network with every unknown pair filled: a tie with the chance that the known pairs of its two partners
/// suggest (the product of their shares of tied pairs over that of all), with the value of a known tie.
fn completed(net: &Network, seed: u64, draw: u64) -> Result<Network, Error> {
    let n = net.partners();
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    chance.set_stream(draw);
    let (mut tied, mut known) = (vec![0_u32; n], vec![0_u32; n]);
    for i in 0..n as u32 {
        for j in (0..n as u32).filter(|&j| j != i && (net.is_directed() || i < j)) {
            let state = net.state(i, j);
            for end in [i, j] {
                known[end as usize] += u32::from(state != TieState::Unknown);
                tied[end as usize] += u32::from(state == TieState::Tie);
            }
        }
    }
    let sum = |counts: &[u32]| counts.iter().map(|&c| f64::from(c)).sum::<f64>();
    let density = sum(&tied) / sum(&known).max(1.0);
    let share = |i: u32| match known[i as usize] {
        0 => density,
        cells => f64::from(tied[i as usize]) / f64::from(cells),
    };
    let ties: Vec<(u32, u32, Option<f64>)> = net.iter_ties().collect();
    let mut filled = ties.clone();
    for (i, j) in net.unknown_pairs() {
        let p = if density > 0.0 {
            (share(i) * share(j) / density).min(1.0)
        } else {
            0.0
        };
        if !ties.is_empty() && chance.random::<f64>() < p {
            let like = ties[chance.random_range(0..ties.len())];
            filled.push((i, j, like.2));
        }
    }
    let source: Vec<u32> = filled.iter().map(|t| t.0).collect();
    let target: Vec<u32> = filled.iter().map(|t| t.1).collect();
    let value: Option<Vec<f64>> = filled.iter().map(|t| t.2).collect();
    let ties = Ties {
        source: &source,
        target: &target,
        value: value.as_deref().filter(|_| net.is_valued()),
    };
    let options = BuildOptions {
        directed: net.is_directed(),
        values: net.value_means(),
        ..Default::default()
    };
    Network::from_ties(n, &ties, &options)
}
