//! The set of partners that holds over the ways of looking for it: without labels, whoever had not answered,
//! and however the unknown ties are filled.

use commonweal_network::groups::consensus::{Consensus, ConsensusOptions, Finder, Variation};
use commonweal_network::groups::core_periphery::CorePeripheryOptions;
use commonweal_network::network::Cut;
use commonweal_network::{Control, Error, Network};

use super::InGroupOptions;
use super::structure::{CLOSED, SMALLEST};

/// A stronger cut is looked at where it keeps at least this share of the ties; below, little is left to see.
const KEPT: f64 = 0.5;

/// The closest set, and how firmly it holds.
pub(super) struct Closest {
    pub(super) consensus: Consensus,
    /// Why answers could not be set aside.
    pub(super) note: Option<String>,
}

impl Closest {
    /// Members are in the set in at least this share of the looks.
    pub(super) const LEAST: f64 = 0.8;

    /// Looks for the core in two pictures (ties to the others count against it, or are left out), at the cuts
    /// of a valued network, and in each of these again without every one respondent and with unknown ties filled
    /// at random. No label is used.
    pub(super) fn of(
        net: &Network,
        options: &InGroupOptions,
        control: &Control,
    ) -> Result<Self, Error> {
        let core = |name: &str, off_diagonal| {
            Finder::new(name, move |net, control| {
                let search = CorePeripheryOptions {
                    off_diagonal,
                    seed: options.seed,
                    // Looked for again and again: certainty about each look is not worth its price.
                    exact_up_to: 12,
                    starts: 10,
                    ..CorePeripheryOptions::default()
                };
                Ok(net.core_periphery(&search, control)?.optima)
            })
        };
        let finders = [core("closed core", CLOSED), core("core", None)];
        let mut asked = ConsensusOptions {
            cuts: cuts(net)?,
            completions: options.completions,
            seed: options.seed,
            threshold: Self::LEAST,
            ..ConsensusOptions::default()
        };
        match net.consensus(&finders, &asked, control) {
            // Two reports were already made into one by a rule that forgets what each side said.
            Err(Error::NotDefined { reason, .. }) => {
                asked.leave_one_out = false;
                Ok(Self {
                    consensus: net.consensus(&finders, &asked, control)?,
                    note: Some(format!("No partner's answers were set aside: {reason}")),
                })
            }
            found => Ok(Self {
                consensus: found?,
                note: None,
            }),
        }
    }

    /// The members, where they are a set: at least three and at most a third of the partners.
    pub(super) fn set(&self) -> Option<&[u32]> {
        let Consensus {
            members, scores, ..
        } = &self.consensus;
        let fits = (SMALLEST..=scores.len() / 3).contains(&members.len());
        fits.then_some(&members[..])
    }

    /// What was looked at, in words.
    pub(super) fn how(&self) -> String {
        let rows = &self.consensus.rows;
        let looks: u64 = rows.iter().map(|row| row.runs).sum();
        let mut cuts: Vec<f64> = rows.iter().filter_map(|row| row.cut).collect();
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut ways = vec!["two pictures of a core".to_owned()];
        if cuts.len() > 1 {
            ways.push(format!("{} cuts of the values", cuts.len()));
        }
        for (variation, words) in [
            (Variation::OneAnswerLess, "one respondent set aside"),
            (Variation::Completed, "unknown ties filled at random"),
        ] {
            if let Some(row) = rows.iter().find(|row| row.variation == variation) {
                ways.push(format!("{words} ({} times)", row.runs));
            }
        }
        format!("{looks} looks ({})", ways.join(", "))
    }

    /// The least mean likeness (Jaccard) to the set over the pictures and cuts, where the data were varied so.
    pub(super) fn likeness(&self, variation: Variation) -> Option<f64> {
        let rows = self
            .consensus
            .rows
            .iter()
            .filter(|row| row.variation == variation);
        rows.filter_map(|row| row.similarity).min_by(f64::total_cmp)
    }
}

/// The lowest cut, at which every tie counts, and stronger ones that keep at least half of the ties. None without
/// values.
fn cuts(net: &Network) -> Result<Vec<f64>, Error> {
    if !net.is_valued() || net.ties() == 0 {
        return Ok(Vec::new());
    }
    let least = KEPT * net.ties() as f64;
    let rows = net.cuts(Cut::AtLeast)?;
    Ok(rows
        .iter()
        .filter(|row| row.ties as f64 >= least)
        .map(|row| row.cut)
        .collect())
}
