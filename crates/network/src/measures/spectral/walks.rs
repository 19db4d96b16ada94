//! Katz' status and Bonacich's power: walks of every length, each step at a discount.

use super::fixed_point::{Solved, fixed_point};
use super::pull::{Pull, counting, direction};
use crate::network::Symmetrise;
use crate::{Control, Error, Mode, Network, PartnerScores};

/// Options of [`Network::katz`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KatzOptions {
    /// Walks that end at the partner ([`Mode::In`], default, as networkx), begin there, or either way.
    pub mode: Mode,
    /// Whether ties count by their value.
    pub weighted: bool,
    /// α as a share of 1/λ, 0 to below 1, λ the largest eigenvalue: the meaning of α itself changes with every network.
    pub alpha_fraction: f64,
    /// α itself, instead.
    pub alpha: Option<f64>,
    /// Whether the squares add up to 1 (default, networkx); else 1 + the discounted number of walks.
    pub normalized: bool,
}

impl Default for KatzOptions {
    fn default() -> Self {
        Self {
            mode: Mode::In,
            weighted: false,
            alpha_fraction: 0.5,
            alpha: None,
            normalized: true,
        }
    }
}

/// Options of [`Network::bonacich`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BonacichOptions {
    /// Ties sent ([`Mode::Out`], default, as sna and igraph), received, or either way.
    pub mode: Mode,
    /// Whether ties count by their value.
    pub weighted: bool,
    /// β as a share of 1/λ, above −1 and below 1. Positive: power comes from powerful partners. Negative: from
    /// partners that depend on oneself, as in bargaining.
    pub beta_fraction: f64,
    /// β itself, instead.
    pub beta: Option<f64>,
}

impl Default for BonacichOptions {
    fn default() -> Self {
        Self {
            mode: Mode::Out,
            weighted: false,
            beta_fraction: 0.5,
            beta: None,
        }
    }
}

/// A discount a step: as it multiplies values in units of the largest, and as it is told.
struct Discount {
    /// Times a weight in units of the largest.
    unit: f64,
    /// The largest modulus of an eigenvalue of the discounted matrix.
    radius: f64,
    /// Times a weight.
    told: f64,
    /// The largest eigenvalue of the matrix.
    lambda: f64,
}

impl Network {
    /// Katz' status (1953): x = αAᵀx + 1, the number of walks that end at a partner (or begin there), a walk of
    /// k ties counted αᵏ. No good end.
    ///
    /// α is given as a share of 1/λ (default one half), where the series stops converging, and printed in
    /// the convention; a fixed α such as 0.1 is strong in one network and past the limit in the next.
    /// Where no tie lies on a cycle λ is 0 and a share of 1/λ means nothing: the values are NaN with the
    /// reason, unless α itself is given.
    ///
    /// Unknown ties: computed over known ties, so an unnormalised value is the least it can be at this α; but
    /// one more tie also lowers 1/λ. Partners whose ties of this kind nobody has reported are NaN. Cost:
    /// λ as [`Network::eigenvector`], then O(m) a step; with share f, ln(10⁻¹²)/ln(f) steps when directed
    /// and about the square root of that many otherwise.
    ///
    /// # Errors
    /// [`Error::BadOption`] for a share outside 0 to 1 or an α at or past 1/λ; [`Error::NotDefined`] for
    /// weights without values that are strengths; [`Error::Stopped`].
    pub fn katz(&self, options: &KatzOptions, control: &Control) -> Result<PartnerScores, Error> {
        if self.is_directed() && options.mode == Mode::All {
            return self.symmetrise(Symmetrise::Either).katz(options, control);
        }
        self.check_strengths("katz", options.weighted)?;
        if !(0.0..1.0).contains(&options.alpha_fraction) {
            return Err(bad(
                "alpha_fraction",
                options.alpha_fraction,
                "a share of 1/λ, from 0 to below 1",
            ));
        }
        let pull = Pull::new(self.pulled(options.mode), options.weighted);
        let own = options.alpha;
        if own.is_some_and(|alpha| alpha < 0.0) {
            return Err(bad(
                "alpha",
                own.unwrap_or(0.0),
                "a number from 0 to below 1/λ",
            ));
        }
        let mut scores = PartnerScores {
            unit: if options.normalized {
                "share of the vector"
            } else {
                "discounted walks, and 1"
            }
            .to_owned(),
            citation: "Katz (1953), Psychometrika 18, 39-43".to_owned(),
            ..self.scores_named("katz")
        };
        let discount = self.discount(
            options.mode,
            pull,
            ("alpha", own, options.alpha_fraction),
            control,
        )?;
        let Some(discount) = discount else {
            return Ok(self.no_limit(scores, "alpha"));
        };
        let solved = fixed_point(
            vec![1.0; self.partners()],
            discount.radius,
            !self.is_directed(),
            control,
            |i, x| discount.unit * pull.times(i as u32, x) + 1.0,
        )?;
        scores.convention = format!(
            "Katz, α = {:.6} ({:.4} of 1/λ, λ = {:.6}), {}, {}, {}",
            discount.told,
            discount.radius,
            discount.lambda,
            direction(self, options.mode),
            counting(options.weighted),
            if options.normalized {
                "squares add up to 1"
            } else {
                "not normalised"
            },
        );
        let length = if options.normalized {
            1.0
        } else {
            f64::INFINITY
        };
        Ok(self.finish(scores, options.mode, solved, length))
    }

    /// Bonacich's power (1987): c = (I − βA)⁻¹A1, scaled so that the squares add up to n. No good end: with
    /// β above 0 partners gain by being tied to the well tied, with β below 0 by being tied to those who have
    /// few others. At β = 0 it is proportional to the degree.
    ///
    /// β is given as a share of 1/λ, above −1 and below 1, and printed in the convention. The scale is
    /// positive, so with a negative β single values may be negative. Where λ is 0 (no tie on a cycle) give β
    /// itself. Without ties no value is defined.
    ///
    /// Unknown ties: computed over known ties, no bounds; partners whose ties of this kind nobody has
    /// reported are NaN. Cost as [`Network::katz`].
    ///
    /// # Errors
    /// [`Error::BadOption`] for a share outside −1 to 1 or a β at or past 1/λ; [`Error::NotDefined`] for
    /// weights without values that are strengths; [`Error::Stopped`].
    pub fn bonacich(
        &self,
        options: &BonacichOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        if self.is_directed() && options.mode == Mode::All {
            return self
                .symmetrise(Symmetrise::Either)
                .bonacich(options, control);
        }
        self.check_strengths("bonacich", options.weighted)?;
        if options.beta_fraction.abs() >= 1.0 || options.beta_fraction.is_nan() {
            return Err(bad(
                "beta_fraction",
                options.beta_fraction,
                "a share of 1/λ, above −1 and below 1",
            ));
        }
        let pull = Pull::new(self.pulled(options.mode), options.weighted);
        let mut scores = PartnerScores {
            unit: "power, mean square 1".to_owned(),
            citation: "Bonacich (1987), Am. J. Sociol. 92, 1170-1182".to_owned(),
            ..self.scores_named("bonacich")
        };
        let given = ("beta", options.beta, options.beta_fraction);
        let Some(discount) = self.discount(options.mode, pull, given, control)? else {
            return Ok(self.no_limit(scores, "beta"));
        };
        let n = self.partners();
        let row_sum = |i: usize| pull.row(i as u32).map(|(_, w)| w).sum::<f64>();
        let sums: Vec<f64> = (0..n).map(row_sum).collect();
        let solved = fixed_point(
            sums.clone(),
            discount.radius,
            !self.is_directed(),
            control,
            |i, x| discount.unit * pull.times(i as u32, x) + sums[i],
        )?;
        scores.convention = format!(
            "Bonacich power, β = {:.6} ({:.4} of 1/λ, λ = {:.6}), {}, {}, squares add up to n",
            discount.told,
            discount.radius.copysign(discount.told),
            discount.lambda,
            direction(self, options.mode),
            counting(options.weighted),
        );
        Ok(self.finish(scores, options.mode, solved, (n as f64).sqrt()))
    }

    /// The discount that was asked for; `None` where a share of 1/λ was asked for and λ is 0 though there are
    /// ties.
    fn discount(
        &self,
        mode: Mode,
        pull: Pull<'_>,
        (name, own, fraction): (&'static str, Option<f64>, f64),
        control: &Control,
    ) -> Result<Option<Discount>, Error> {
        let value = self.pieces(mode, pull.weights.is_some()).radius(control)?;
        let lambda = value * pull.unit;
        Ok(Some(match own {
            None if value > 0.0 => Discount {
                unit: fraction / value,
                radius: fraction.abs(),
                told: fraction / lambda,
                lambda,
            },
            Some(own) => {
                let radius = (own * lambda).abs();
                if radius >= 1.0 || radius.is_nan() {
                    let limit = format!("a number below 1/λ = {:.6} in size", lambda.recip());
                    return Err(bad(name, own, &limit));
                }
                Discount {
                    unit: own * pull.unit,
                    radius,
                    told: own,
                    lambda,
                }
            }
            None if fraction == 0.0 || self.ties() == 0 => Discount {
                unit: 0.0,
                radius: 0.0,
                told: 0.0,
                lambda,
            },
            None => return Ok(None),
        }))
    }

    fn no_limit(&self, mut scores: PartnerScores, option: &str) -> PartnerScores {
        scores.values = vec![f64::NAN; self.partners()];
        scores.convention = format!("{option} as a share of 1/λ, and λ is 0");
        scores.caveats.insert(0, format!(
            "Not defined: no tie lies on a cycle, so λ is 0 and a share of 1/λ means nothing. Give `{option}` itself."
        ));
        scores
    }

    /// Scales to |x| = `length` (not at all when it is infinite), and hides what nobody reported.
    fn finish(
        &self,
        mut scores: PartnerScores,
        mode: Mode,
        solved: Solved,
        length: f64,
    ) -> PartnerScores {
        let mut values = solved.values;
        let largest = values.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        if largest == 0.0 && !values.is_empty() {
            values.fill(f64::NAN);
            scores
                .caveats
                .insert(0, "Not defined: there are no ties.".to_owned());
        } else if length.is_finite() {
            let own = largest
                * values
                    .iter()
                    .map(|v| (v / largest).powi(2))
                    .sum::<f64>()
                    .sqrt();
            for value in &mut values {
                *value *= length / own;
            }
        }
        scores.caveats.push(format!(
            "Solved in {} steps; the last moved {:.0e} of the whole.",
            solved.steps, solved.moved
        ));
        scores.caveats.extend(self.known_ties_only());
        self.hide_unreported(mode, &mut values);
        scores.values = values;
        scores
    }
}

fn bad(option: &'static str, found: f64, expected: &str) -> Error {
    Error::BadOption {
        option,
        found: found.to_string(),
        expected: expected.to_owned(),
    }
}
