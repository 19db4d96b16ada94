//! Pairs of partners who were at meetings together more often than chance: the backbone of a projection.
//!
//! Who comes often meets everybody often. A backbone keeps the pairs that were together more often than a random
//! table with the same totals would bring them together. Which totals, and how strictly, is the model.

use serde::{Deserialize, Serialize};

use super::projection::Common;
use super::sdsm::{Chances, poisson_binomial};
use super::{Affiliation, Presence, pairs};
use crate::network::counted;
use crate::options::named;
use crate::{Control, Error, Network, Ties};

/// What a random table has in common with the observed one. In all of them a partner is only ever put where it
/// could have come and where it is known whether it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackboneMethod {
    /// Fixed degree sequence model: how often each partner came and how many came to each meeting, exactly. By
    /// draws (Zweig & Kaufmann 2011). The strictest and the default; p-values have the steps of the draws.
    #[default]
    Fdsm,
    /// Stochastic degree sequence model: both totals on average (Neal 2014). Exact, no draws; has little power on
    /// tables of the size of a partnership.
    Sdsm,
    /// Fixed row model: each partner's number of the meetings that both of a pair could attend, whatever the sizes
    /// of meetings (hypergeometric; Tumminello et al. 2011). Exact; a pair that meets at large plenaries looks
    /// close.
    FixedRow,
}

named!(BackboneMethod, "method", {
    "fdsm" => Fdsm, "sdsm" => Sdsm, "fixed_row" => FixedRow,
});

/// Options of [`Affiliation::backbone`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BackboneOptions {
    /// The model of chance.
    pub method: BackboneMethod,
    /// Pairs with an adjusted p of at most this are kept. Default 0.05.
    pub alpha: f64,
    /// Random tables of `fdsm`. Default 19,999: with 41 partners (820 pairs) a correction for their number can
    /// keep a single pair at 0.05 from 820/0.05 = 16,400 draws on; a caveat says where more are needed.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
}

impl Default for BackboneOptions {
    fn default() -> Self {
        Self {
            method: BackboneMethod::default(),
            alpha: 0.05,
            draws: 19_999,
            seed: 0,
        }
    }
}

/// One pair of partners beside what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BackbonePair {
    /// The partner with the smaller number.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Meetings at which both were.
    pub together: u32,
    /// The same on average over the random tables.
    pub expected: f64,
    /// Chance of a random table with as many common meetings or more.
    pub p_high: f64,
    /// Chance of a random table with as many or fewer.
    pub p_low: f64,
    /// The smallest `p_high` that this pair could have had.
    pub smallest: f64,
    /// `p_high` adjusted for the number of pairs.
    pub adjusted: f64,
    /// Whether the pair is kept.
    pub kept: bool,
}

/// Pairs beyond chance, and the network of them.
#[derive(Debug, Clone)]
pub struct Backbone {
    /// Every pair that a meeting could have brought together, by first and second partner: the family of tests,
    /// pairs never together included.
    pub pairs: Vec<BackbonePair>,
    /// The kept pairs as an undirected network; pairs that no meeting could have brought together are unknown.
    pub network: Network,
    /// The options used.
    pub options: BackboneOptions,
    /// Share of the cells in which a partner could have come of which it is known whether it did.
    pub coverage: Option<f64>,
    /// The model by its name in the field, with what is held fixed.
    pub convention: String,
    /// Sentences that belong to the result wherever it goes.
    pub caveats: Vec<String>,
    /// Source of the model.
    pub citation: String,
    /// The result in one plain sentence.
    pub sentence: String,
}

/// What a model says of one pair.
pub(super) struct Law {
    pub(super) expected: f64,
    pub(super) p_high: f64,
    pub(super) p_low: f64,
    pub(super) smallest: f64,
}

impl Affiliation {
    /// The pairs of partners who were together more often than chance, one-sided.
    ///
    /// `adjust` turns the p-values of all pairs into adjusted ones: Benjamini-Hochberg for "of the pairs kept, at
    /// most this share is chance"; [`<[f64]>::to_vec`] for none. It is the caller's, because corrections are not
    /// this crate's business. Pairs never together are part of the family: leaving them out, as R's backbone
    /// does by default, makes it smaller by looking at the data.
    ///
    /// `fixed_row` O(n² · meetings/64), `sdsm` O(n² · meetings · common), `fdsm` O(draws · (attendances ·
    /// log meetings + n² · meetings/64)).
    ///
    /// # Errors
    /// [`Error::BadOption`] for an alpha outside 0 to 1 or no draws; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::{Control, Labels};
    /// use commonweal_network::two_mode::{Affiliation, BackboneMethod, BackboneOptions, Meeting, Presence, Record};
    /// let meeting = |e: u32| Meeting { name: e.to_string(), complete: true, ..Meeting::default() };
    /// let there = |partner, meeting| Record { partner, meeting, presence: Presence::Present };
    /// // Two partners at the same 3 of 6 meetings: one of the 20 ways to choose 3.
    /// let records: Vec<Record> = (0..3).flat_map(|e| [there(0, e), there(1, e)]).collect();
    /// let table = Affiliation::new(2, Labels::Numbered, (0..6).map(meeting).collect(), &records)?;
    /// let options = BackboneOptions { method: BackboneMethod::FixedRow, ..Default::default() };
    /// let found = table.backbone(&options, <[f64]>::to_vec, &Control::new())?;
    /// assert!((found.pairs[0].p_high - 1.0 / 20.0).abs() < 1e-12 && found.pairs[0].kept);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn backbone(
        &self,
        options: &BackboneOptions,
        adjust: impl Fn(&[f64]) -> Vec<f64>,
        control: &Control,
    ) -> Result<Backbone, Error> {
        if !(0.0..=1.0).contains(&options.alpha) {
            return Err(Error::BadOption {
                option: "alpha",
                found: options.alpha.to_string(),
                expected: "a share from 0 to 1".to_owned(),
            });
        }
        let present = self.table(|c| c == Presence::Present)?;
        let open = self.table(Presence::is_open)?;
        let mut blank = Vec::new();
        let mut family: Vec<((u32, u32), Common)> = Vec::new();
        for (i, j) in pairs(self.partners()) {
            let common = Common::of(&present, &open, i, j);
            if common.open == 0 {
                blank.extend([(i, j), (j, i)]);
            } else {
                family.push(((i, j), common));
            }
        }
        let mut caveats = self.caveats();
        let laws = match options.method {
            BackboneMethod::FixedRow => family.iter().map(|(_, c)| hypergeometric(c)).collect(),
            BackboneMethod::Sdsm => self.sdsm(&family, &mut caveats, control)?,
            BackboneMethod::Fdsm => self.fdsm(&family, options, &mut caveats, control)?,
        };
        let adjusted = adjust(&laws.iter().map(|law| law.p_high).collect::<Vec<f64>>());
        let mut found: Vec<BackbonePair> = Vec::with_capacity(family.len());
        for ((((first, second), common), law), adjusted) in family.iter().zip(laws).zip(adjusted) {
            found.push(BackbonePair {
                first: *first,
                second: *second,
                together: common.both,
                expected: law.expected,
                p_high: law.p_high,
                p_low: law.p_low,
                smallest: law.smallest,
                adjusted,
                kept: adjusted <= options.alpha,
            });
        }
        if let Some(caveat) = out_of_reach(&found, options, &adjust) {
            caveats.insert(0, caveat);
        }
        let kept = || found.iter().filter(|pair| pair.kept);
        let source: Vec<u32> = kept().map(|pair| pair.first).collect();
        let target: Vec<u32> = kept().map(|pair| pair.second).collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        let (fixed, citation) = method_words(options.method);
        let convention = format!("{}: {fixed}", options.method);
        let network = self.network(&ties, blank)?.with_note(format!(
            "A tie: together more often than chance ({convention}), adjusted p of at most {}.",
            options.alpha
        ));
        let sentence = if found.is_empty() {
            "No recorded meeting could have brought two partners together.".to_owned()
        } else {
            format!(
                "{} of {} came together more often than chance, {fixed} (adjusted p of at most {}). Being at the same meetings is not conversation.",
                source.len(),
                counted(found.len() as u64, "pair"),
                options.alpha
            )
        };
        Ok(Backbone {
            network,
            options: *options,
            coverage: self.coverage(),
            convention,
            caveats,
            citation: citation.to_owned(),
            sentence,
            pairs: found,
        })
    }

    fn sdsm(
        &self,
        family: &[((u32, u32), Common)],
        caveats: &mut Vec<String>,
        control: &Control,
    ) -> Result<Vec<Law>, Error> {
        let m = self.meetings().len();
        let chances = Chances::fit(self, control)?;
        if chances.error > 1e-6 {
            caveats.push(format!(
                "The model's totals differ from the observed ones by up to {:.1e}: these margins leave next to no other table.",
                chances.error
            ));
        }
        control.begin(family.len() as u64);
        let mut laws: Vec<Law> = Vec::new();
        laws.resize_with(family.len(), Law::none);
        crate::reduce::fill_blocks(&mut laws, 64, control, |start, slice| {
            for (k, law) in slice.iter_mut().enumerate() {
                let ((i, j), common) = &family[start + k];
                let together = |e: usize| {
                    chances.cells[*i as usize * m + e] * chances.cells[*j as usize * m + e]
                };
                let (p_high, p_low) = poisson_binomial((0..m).map(together), common.both as usize);
                *law = Law {
                    expected: (0..m).map(together).sum(),
                    p_high,
                    p_low,
                    smallest: (0..m).map(together).filter(|&p| p > 0.0).product(),
                };
            }
            control.advance(slice.len() as u64)
        })?;
        Ok(laws)
    }
}

impl Law {
    pub(super) fn none() -> Self {
        Self {
            expected: f64::NAN,
            p_high: 1.0,
            p_low: 1.0,
            smallest: 1.0,
        }
    }
}

/// Both partners choose their meetings at random among those both could attend. The weights of all possible
/// counts follow from one another by ratios; starting at the likeliest, none can overflow.
fn hypergeometric(common: &Common) -> Law {
    let (open, a, b) = (common.open, common.first, common.second);
    let (least, most) = ((a + b).saturating_sub(open), a.min(b));
    let mode = ((f64::from(a) + 1.0) * (f64::from(b) + 1.0) / (f64::from(open) + 2.0)) as u32;
    let mode = mode.clamp(least, most);
    // Weight of k + 1 over that of k.
    let ratio = |k: u32| {
        f64::from(a - k) * f64::from(b - k) / (f64::from(k + 1) * f64::from(open + k + 1 - a - b))
    };
    let mut weights = vec![1.0; (most - least + 1) as usize];
    for k in mode..most {
        weights[(k + 1 - least) as usize] = weights[(k - least) as usize] * ratio(k);
    }
    for k in (least..mode).rev() {
        weights[(k - least) as usize] = weights[(k + 1 - least) as usize] / ratio(k);
    }
    let all: f64 = weights.iter().sum();
    let at = (common.both - least) as usize;
    Law {
        expected: f64::from(a) * f64::from(b) / f64::from(open),
        // From the small end, so that small tails keep their digits.
        p_high: weights[at..].iter().rev().sum::<f64>() / all,
        p_low: weights[..=at].iter().sum::<f64>() / all,
        smallest: weights[weights.len() - 1] / all,
    }
}

/// Whether no single pair can be kept, however often it met.
fn out_of_reach(
    found: &[BackbonePair],
    options: &BackboneOptions,
    adjust: &impl Fn(&[f64]) -> Vec<f64>,
) -> Option<String> {
    const TINY: f64 = f64::EPSILON * f64::EPSILON;
    let smallest = found.iter().map(|pair| pair.smallest).fold(1.0, f64::min);
    let mut alone = vec![1.0; found.len()];
    *alone.first_mut()? = smallest;
    let adjusted = adjust(&alone).first().copied()?;
    // What the adjustment multiplies the p of a single pair by: from a power of two, which divides out exactly
    // and is too small to be capped at 1.
    alone[0] = TINY;
    let factor = adjust(&alone).first().copied()? / TINY;
    let cure = match options.method {
        BackboneMethod::Fdsm if options.alpha > 0.0 => {
            format!(
                " Take at least {:.0} draws.",
                (factor / options.alpha).ceil()
            )
        }
        _ => String::new(),
    };
    (adjusted > options.alpha).then(|| {
        format!(
            "The smallest p a pair can have here is {smallest:.2e}; adjusted for {} that is {adjusted:.3}, so a single pair cannot be kept however often it met.{cure}",
            counted(found.len() as u64, "pair"),
        )
    })
}

fn method_words(method: BackboneMethod) -> (&'static str, &'static str) {
    match method {
        BackboneMethod::Fdsm => (
            "given how often each partner came and how many came to each meeting",
            "Zweig & Kaufmann (2011), Soc. Netw. Anal. Min. 1, 187-218, doi:10.1007/s13278-011-0021-0; Strona et al. (2014), Nat. Commun. 5, 4114",
        ),
        BackboneMethod::Sdsm => (
            "given on average how often each partner came and how many came to each meeting",
            "Neal (2014), Soc. Networks 39, 84-97, doi:10.1016/j.socnet.2014.06.001; Saracco et al. (2015), Sci. Rep. 5, 10595",
        ),
        BackboneMethod::FixedRow => (
            "given how often each partner came, whatever the sizes of meetings",
            "Tumminello et al. (2011), PLoS ONE 6, e17994; Neal, Domagalski & Sagan (2021), arXiv:2105.13396",
        ),
    }
}
