//! The input: groups with an estimate, its standard error and a population, checked once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::formula::Undefined;
use super::{InequalityOptions, SlopeModel};
use crate::{Direction, Error, GroupCount, GroupKey};

/// A group as a published table gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// Which people.
    pub key: GroupKey,
    /// The rate, in the unit that [`InequalityOptions::scale`] names; `None` where it is not published.
    pub value: Option<f64>,
    /// Standard error of the rate, in the same unit; `None` where it is not published.
    pub se: Option<f64>,
    /// People in the group; any unit, since only shares matter. `None` where it is not published.
    pub population: Option<f64>,
}

/// A group that is in no measure, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Which people.
    pub key: GroupKey,
    /// The reason, to stand after "left out:".
    pub reason: String,
}

/// What stays fixed when the rates are drawn again: shares, order, reference, direction.
pub(super) struct Setting {
    pub(super) direction: Direction,
    pub(super) scale: f64,
    /// Shares of the population; the reason where they are not known.
    pub(super) shares: Result<Vec<f64>, Undefined>,
    /// Whether the groups stand in an order, the most disadvantaged first.
    pub(super) ordered: bool,
    pub(super) reference: Option<usize>,
    /// The average of everybody, where it was given.
    pub(super) average: Option<f64>,
    pub(super) linear: bool,
}

/// The groups that have an estimate.
pub(super) struct Groups {
    pub(super) keys: Vec<GroupKey>,
    pub(super) y: Vec<f64>,
    /// Standard errors; the groups without one where some are missing.
    pub(super) se: Result<Vec<f64>, String>,
    /// (n, successes), where the input is counts.
    pub(super) counts: Option<Vec<(u64, u64)>>,
    pub(super) setting: Setting,
    pub(super) left_out: Vec<LeftOut>,
    /// Position of each group in the input.
    rows: Vec<usize>,
}

impl Groups {
    /// From published estimates.
    pub(super) fn from_estimates(
        estimates: &[Estimate],
        options: &InequalityOptions,
    ) -> Result<Self, Error> {
        check(estimates, options)?;
        let names = Names::of(estimates);
        let (mut rows, missing): (Vec<usize>, Vec<usize>) =
            (0..estimates.len()).partition(|&row| estimates[row].value.is_some());
        let left_out = missing
            .into_iter()
            .map(|row| LeftOut {
                key: estimates[row].key.clone(),
                reason: "no estimate".to_owned(),
            })
            .collect();
        if let Some(order) = &options.order {
            let ranks = names.ranks(order)?;
            rows.sort_by_key(|&row| ranks[row]);
        }
        let reference = match &options.reference {
            None => None,
            Some(name) => {
                let at = names.find(name)?;
                rows.iter().position(|&row| row == at)
            }
        };
        let kept: Vec<&Estimate> = rows.iter().map(|&row| &estimates[row]).collect();
        let without = |missing: fn(&Estimate) -> bool| {
            let groups = kept.iter().filter(|estimate| missing(estimate));
            let names: Vec<String> = groups.map(|estimate| estimate.key.to_string()).collect();
            listed(&names)
        };
        let populations: Vec<f64> = kept.iter().filter_map(|e| e.population).collect();
        let everyone: f64 = populations.iter().sum();
        let shares = if populations.len() < kept.len() {
            Err(Undefined::NoPopulation(without(|e| e.population.is_none())))
        } else if everyone > 0.0 {
            Ok(populations.iter().map(|people| people / everyone).collect())
        } else {
            Err(Undefined::NoPeople)
        };
        let errors: Vec<f64> = kept.iter().filter_map(|e| e.se).collect();
        let se = if errors.len() < kept.len() {
            Err(without(|e| e.se.is_none()))
        } else {
            Ok(errors)
        };
        Ok(Self {
            keys: kept.iter().map(|e| e.key.clone()).collect(),
            y: kept.iter().filter_map(|e| e.value).collect(),
            se,
            counts: None,
            setting: Setting {
                direction: options.direction,
                scale: f64::from(options.scale),
                shares,
                ordered: options.order.is_some(),
                reference,
                average: options.average,
                linear: options.slope == SlopeModel::Linear,
            },
            left_out,
            rows,
        })
    }

    /// From counts: the rate is s/n, its standard error √(p(1 − p)/n), the population n.
    pub(super) fn from_counts(
        groups: &[GroupCount],
        options: &InequalityOptions,
    ) -> Result<Self, Error> {
        let scale = f64::from(options.scale);
        let estimates: Vec<Estimate> = groups
            .iter()
            .map(|group| {
                let exact = group.exact().filter(|&(n, _)| n > 0);
                let rate = exact.map(|(n, s)| s as f64 / n as f64);
                let error = |(n, s): (u64, u64)| {
                    scale * ((s as f64 / n as f64) * ((n - s) as f64 / n as f64) / n as f64).sqrt()
                };
                Estimate {
                    key: group.key().clone(),
                    value: rate.map(|rate| scale * rate),
                    se: exact.map(error),
                    population: exact.map(|(n, _)| n as f64),
                }
            })
            .collect();
        let mut out = Self::from_estimates(&estimates, options)?;
        out.counts = out.rows.iter().map(|&row| groups[row].exact()).collect();
        let unknown = (0..groups.len()).filter(|&row| estimates[row].value.is_none());
        for (left, row) in out.left_out.iter_mut().zip(unknown) {
            let group = &groups[row];
            left.reason = if group.n().high() == Some(0) {
                "no children".to_owned()
            } else {
                let why = group
                    .censoring()
                    .map_or("not exact", crate::Censoring::words);
                format!("the count is {why}")
            };
        }
        Ok(out)
    }

    /// Names of the groups whose rate is `value`, joined.
    pub(super) fn at(&self, value: f64) -> String {
        let groups = self.keys.iter().zip(&self.y);
        let names = groups.filter(|(_, y)| **y == value);
        let names: Vec<String> = names.map(|(key, _)| key.to_string()).collect();
        let tied = if names.len() > 1 { " (tied)" } else { "" };
        format!("{}{tied}", listed(&names))
    }
}

/// Refuses options and numbers that no rate can have.
fn check(estimates: &[Estimate], options: &InequalityOptions) -> Result<(), Error> {
    if options.scale == 0 {
        return Err(Error::BadOption {
            option: "scale",
            found: "0".to_owned(),
            expected: "what stands for everybody: 1 for shares, 100 for percentages, 1000 for rates per thousand",
        });
    }
    let scale = f64::from(options.scale);
    if let Some(average) = options.average.filter(|a| !(0.0..=scale).contains(a)) {
        return Err(Error::BadOption {
            option: "average",
            found: average.to_string(),
            expected: "a rate in the unit of the estimates, from 0 to the scale",
        });
    }
    let mut seen = BTreeSet::new();
    for Estimate {
        key,
        value,
        se,
        population,
    } in estimates
    {
        if !seen.insert(key) {
            return Err(Error::DuplicateGroup {
                group: key.to_string(),
            });
        }
        let positive = "a number from 0 up".to_owned();
        let rate = format!(
            "a rate from 0 to {}, the scale (1 for shares, 100 for percentages, 1000 for rates per thousand)",
            options.scale
        );
        for (what, number, most, expected) in [
            ("the estimate", value, scale, rate),
            ("the standard error", se, f64::MAX, positive.clone()),
            ("the population", population, f64::MAX, positive),
        ] {
            if let Some(found) = number.filter(|x| !(0.0..=most).contains(x)) {
                return Err(Error::BadEstimate {
                    group: key.to_string(),
                    what,
                    found: found.to_string(),
                    expected,
                });
            }
        }
    }
    Ok(())
}

/// What groups may be called: by their level (one dimension) or by their key as printed.
struct Names<'a> {
    keys: Vec<&'a GroupKey>,
    /// Position by name.
    positions: BTreeMap<String, usize>,
}

impl<'a> Names<'a> {
    fn of(estimates: &'a [Estimate]) -> Self {
        let keys: Vec<&GroupKey> = estimates.iter().map(|estimate| &estimate.key).collect();
        let mut positions = BTreeMap::new();
        for (at, key) in keys.iter().enumerate() {
            let mut pairs = key.pairs();
            if let (Some((_, level)), None) = (pairs.next(), pairs.next()) {
                positions.insert(level.to_owned(), at);
            }
            positions.insert(key.to_string(), at);
        }
        Self { keys, positions }
    }

    fn find(&self, name: &str) -> Result<usize, Error> {
        self.positions
            .get(name)
            .copied()
            .ok_or_else(|| Error::UnknownGroup {
                found: name.to_owned(),
                known: self.keys.iter().map(ToString::to_string).collect(),
            })
    }

    /// Position of every group in an order, which must name each of them once.
    fn ranks(&self, order: &[String]) -> Result<Vec<usize>, Error> {
        let refuse = |what: &str, at: usize| Error::BadOption {
            option: "order",
            found: format!("an order {what} {}", self.keys[at]),
            expected: "every group once, from the most disadvantaged to the most advantaged",
        };
        let mut ranks = vec![None; self.keys.len()];
        for (rank, name) in order.iter().enumerate() {
            let at = self.find(name)?;
            if ranks[at].replace(rank).is_some() {
                return Err(refuse("with a second", at));
            }
        }
        let ranks = ranks.into_iter().enumerate();
        ranks
            .map(|(at, rank)| rank.ok_or_else(|| refuse("without", at)))
            .collect()
    }
}

/// At most five names, then how many more there are.
pub(super) fn listed(names: &[String]) -> String {
    const LISTED: usize = 5;
    let shown = names[..names.len().min(LISTED)].join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {} more", crate::words::thousands(more as u64)),
    }
}
