//! Outcomes: one indicator, disaggregated. Counts in, counts out; the maths is in `commonweal-equity`.

mod cells;
mod commitments;
mod counted;
mod counts;
mod encode;
mod estimates;
mod given;
mod grouped;
mod levels;
mod periods;
mod published;
mod records;
mod results;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use commonweal_equity::{
    Concentration, ConcentrationOptions, Direction, GapOptions, Gaps, GroupCount, Rate,
    RateOptions, Target, Wording, concentration, gaps, rates,
};
use counted::Counted;

use crate::error::Error;
use crate::words::quoted;

pub use cells::{CellProblem, PublishedCell, PublishedKind, PublishedStatus, read_published};
pub use commitments::{CommitmentColumns, read_commitments};
pub use counted::Lattice;
pub use counts::{CountColumns, RateColumns};
pub use estimates::{EstimateColumns, Estimates};
pub use grouped::GroupedColumns;
pub(crate) use levels::canonical;
pub(crate) use periods::by_number;
pub use periods::end_year;
pub use records::RecordColumns;
pub use results::*;

/// A cell: the children of one group in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The period as written; `None` where the data have no periods.
    pub period: Option<String>,
    /// Who, how many, and how many reach the outcome.
    pub counts: GroupCount,
    /// Children whose outcome is not recorded; they are in neither count. 0 for outcomes given as counts or
    /// rates, which do not say how many there are; results have null there.
    pub missing: u64,
}

/// One outcome of children by period and group.
///
/// Cells may be of several kinds, by the set of dimensions they name: all children, children by race, by
/// school, by race and school. A request for a set of dimensions is answered from cells of exactly that
/// set where there are any (a published total is better than a sum over suppressed parts) and otherwise
/// by summing the cells of the smallest set that contains it. Sums of ranges are ranges; sets whose
/// categories overlap are never summed, because a child would be counted twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    name: String,
    words: Wording,
    direction: Direction,
    /// In the order in which levels are printed.
    dimensions: Vec<String>,
    /// In their order; see [`Outcomes::periods`].
    periods: Vec<String>,
    store: Store,
    /// Sets of dimensions whose categories overlap ("alone or in combination").
    overlapping: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Store {
    /// Published rows, by period and key: any sets of dimensions, counts that may be ranges.
    Given(Vec<Cell>),
    /// Counted from records: exact, and every set of dimensions can be rolled up.
    Counted(Box<Counted>),
}

impl Outcomes {
    fn new(
        name: String,
        words: Wording,
        direction: Direction,
        dimensions: Vec<String>,
        mut cells: Vec<Cell>,
    ) -> Self {
        let periods = periods::in_order(cells.iter().filter_map(|cell| cell.period.as_deref()));
        let rank: BTreeMap<&str, usize> = periods.iter().map(String::as_str).zip(0..).collect();
        let of = |cell: &Cell| {
            cell.period
                .as_deref()
                .and_then(|period| rank.get(period).copied())
        };
        cells.sort_by(|a, b| (of(a), a.counts.key()).cmp(&(of(b), b.counts.key())));
        Self {
            name,
            words,
            direction,
            dimensions,
            periods,
            store: Store::Given(cells),
            overlapping: Vec::new(),
        }
    }

    /// Outcomes counted from records or from rows of counts of records.
    fn from_counted(
        name: &str,
        columns: &RecordColumns,
        counted: Counted,
        periods: Vec<String>,
    ) -> Self {
        let overlapping = columns
            .overlapping
            .iter()
            .map(|(name, _)| vec![name.clone()]);
        Self {
            name: name.to_owned(),
            words: Wording::default(),
            direction: columns.direction,
            dimensions: columns.dimensions(),
            periods,
            store: Store::Counted(Box::new(counted)),
            overlapping: overlapping.collect(),
        }
    }

    /// How many children of a cell have no recorded outcome; `None` for outcomes given as counts or rates, which
    /// are of children with an outcome.
    fn missing(&self, cell: &Cell) -> Option<u64> {
        self.counted().map(|_| cell.missing)
    }

    fn counted(&self) -> Option<&Counted> {
        match &self.store {
            Store::Counted(counted) => Some(counted),
            Store::Given(_) => None,
        }
    }

    /// What is measured.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How sentences call the children and the outcome.
    pub fn words(&self) -> &Wording {
        &self.words
    }

    /// The same outcomes with other words for the children and the outcome.
    pub fn with_words(mut self, words: Wording) -> Self {
        self.words = words;
        self
    }

    /// Which way is good.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The disaggregating dimensions.
    pub fn dimensions(&self) -> &[String] {
        &self.dimensions
    }

    /// The cells as they were given or counted, by period and key. Of counted outcomes: by all dimensions
    /// together, then by each that overlaps; their texts are made when first asked for.
    pub fn cells(&self) -> &[Cell] {
        match &self.store {
            Store::Given(cells) => cells,
            Store::Counted(counted) => self.counted_texts(counted),
        }
    }

    /// The periods in order of time; empty where the data have none. Seasons and quarters of years are in
    /// the order of the calendar (`Spring 2023` before `Fall 2023`), school years of two digits in that of
    /// 1970 to 2069 (`99-00` before `00-01`). Labels that differ only in their numbers (`9` and `10`,
    /// `2023-24` and `2024-25`, dates) are in the order of those, others by the year they end in; where one
    /// of them has no year ("spring"), in the order in which the data name them.
    pub fn periods(&self) -> Vec<&str> {
        self.periods.iter().map(String::as_str).collect()
    }

    /// The last period.
    pub fn latest(&self) -> Option<&str> {
        self.periods.last().map(String::as_str)
    }

    /// The groups of a set of dimensions in one period, in the order of their keys; the latest period
    /// where none is named. An empty set is all children. O(cells).
    ///
    /// # Errors
    /// [`Error::NotFound`] for a dimension or period that is not there, [`Error::NotCrossed`].
    pub fn groups(&self, by: &[&str], period: Option<&str>) -> Result<Vec<Cell>, Error> {
        if let Some(at) = (1..by.len()).find(|&at| by[..at].contains(&by[at])) {
            return Err(Error::Input(format!(
                "dimension {} is named twice. Name it once.",
                quoted(by[at])
            )));
        }
        match &self.store {
            Store::Given(cells) => self.given_groups(cells, by, period),
            Store::Counted(counted) => self.counted_groups(counted, by, period),
        }
    }

    /// Whether the categories of a set of dimensions overlap, so that a child may be in several groups.
    pub fn overlaps(&self, set: &[&str]) -> bool {
        let all = |overlapping: &Vec<String>| overlapping.iter().all(|d| set.contains(&d.as_str()));
        self.overlapping.iter().any(|overlapping| match self.store {
            Store::Given(_) => overlapping.len() == set.len() && all(overlapping),
            Store::Counted(_) => all(overlapping),
        })
    }

    /// Counts of groups that share no children, as [`Outcomes::counts`].
    ///
    /// # Errors
    /// [`Error::Input`] where the groups overlap; as [`Outcomes::groups`].
    pub fn disjoint_counts(
        &self,
        by: &[&str],
        period: Option<&str>,
    ) -> Result<Vec<GroupCount>, Error> {
        self.share_no_children(by)?;
        self.counts(by, period)
    }

    fn share_no_children(&self, by: &[&str]) -> Result<(), Error> {
        if self.overlaps(by) {
            return Err(Error::Input(format!(
                "option by: the groups of {} overlap, so a child would be counted in several of them. Use groups that share no children.",
                by.join(" and ")
            )));
        }
        Ok(())
    }

    /// Refuses a target that goes the other way than these outcomes.
    ///
    /// # Errors
    /// [`Error::Input`] naming both directions.
    pub fn agree_with(&self, target: &Target) -> Result<(), Error> {
        let (here, there) = (self.direction, target.direction());
        if here == there {
            return Ok(());
        }
        let word = |direction| match direction {
            Direction::Higher => "higher",
            Direction::Lower => "lower",
        };
        Err(Error::Input(format!(
            "the target says that {} is better, the outcomes say {}. State direction= in one of them.",
            word(there),
            word(here)
        )))
    }

    /// The places of dimensions among all.
    fn places(&self, by: &[&str]) -> Result<Vec<usize>, Error> {
        by.iter()
            .map(|name| {
                let place = self.dimensions.iter().position(|known| known == name);
                place.ok_or_else(|| {
                    let known: Vec<&str> = self.dimensions.iter().map(String::as_str).collect();
                    Error::not_found("dimension", name, &known)
                })
            })
            .collect()
    }

    /// The place of a period among all, of the latest where none is named.
    fn period_code(&self, period: Option<&str>) -> Result<Option<u32>, Error> {
        let Some(period) = period.or_else(|| self.latest()) else {
            return Ok(None);
        };
        let mut codes = (0_u32..).zip(&self.periods);
        match codes.find(|(_, known)| *known == period) {
            Some((code, _)) => Ok(Some(code)),
            None => Err(Error::not_found("period", period, &self.periods())),
        }
    }

    fn not_crossed(&self, sets: &[Vec<&str>], by: &[&str]) -> Error {
        let named = |set: &Vec<&str>| {
            let overlap = if self.overlaps(set) {
                " (overlapping, not summed)"
            } else {
                ""
            };
            let name = match set.as_slice() {
                [] => "all children".to_owned(),
                set => set.join(" × "),
            };
            format!("{name}{overlap}")
        };
        let known: Vec<String> = sets.iter().map(named).collect();
        Error::NotCrossed {
            asked: match by {
                [] => "all children".to_owned(),
                [one] => (*one).to_owned(),
                more => format!("{} together", more.join(" and ")),
            },
            known: known.join("; "),
        }
    }

    /// Counts of the groups of [`Outcomes::groups`].
    ///
    /// # Errors
    /// As [`Outcomes::groups`].
    pub fn counts(&self, by: &[&str], period: Option<&str>) -> Result<Vec<GroupCount>, Error> {
        Ok(self
            .groups(by, period)?
            .into_iter()
            .map(|cell| cell.counts)
            .collect())
    }

    /// All children of one period (the latest where none is named).
    ///
    /// # Errors
    /// As [`Outcomes::groups`].
    pub fn overall(&self, period: Option<&str>) -> Result<Option<GroupCount>, Error> {
        Ok(self.counts(&[], period)?.into_iter().next())
    }

    /// Rates of the groups of one period.
    ///
    /// # Errors
    /// As [`Outcomes::groups`].
    pub fn rates(
        &self,
        by: &[&str],
        period: Option<&str>,
        options: RateOptions,
    ) -> Result<Vec<Rate>, Error> {
        Ok(rates(&self.counts(by, period)?, options)?)
    }

    /// Every group against its reference, in one period. The total is taken from the data where they
    /// give it, and whether categories overlap as well. Children are counted one by one: weights are not used,
    /// and a caveat says so.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`commonweal_equity::gaps`].
    pub fn gaps(
        &self,
        by: &[&str],
        period: Option<&str>,
        options: GapOptions,
    ) -> Result<Gaps, Error> {
        let options = GapOptions {
            exclusive: options.exclusive && !self.overlaps(by),
            overall: match options.overall {
                Some(overall) => Some(overall),
                None => self.overall(period).ok().flatten(),
            },
            ..options
        };
        let mut found = gaps(&self.counts(by, period)?, &options)?;
        if self.is_weighted() {
            found.caveats.push(
                "Counts and rates here are of children counted one by one: weights are not used in gaps."
                    .to_owned(),
            );
        }
        Ok(found)
    }

    /// Where the children missing to a level are, over the groups of a set of dimensions; with `within`, over
    /// their children of one level of one more dimension.
    ///
    /// # Errors
    /// [`Error::Input`] where the groups overlap, [`Error::NotFound`] for a level of `within` that is not there;
    /// as [`Outcomes::groups`] and [`commonweal_equity::concentration`].
    pub fn concentration(
        &self,
        by: &[&str],
        period: Option<&str>,
        options: &ConcentrationOptions,
    ) -> Result<Concentration, Error> {
        let Some((dimension, level)) = &options.within else {
            return Ok(concentration(&self.disjoint_counts(by, period)?, options)?);
        };
        // One level of an overlapping dimension holds no child twice; the cells it is cut into must not either.
        let cut: Vec<&str> = by
            .iter()
            .copied()
            .filter(|name| name != dimension)
            .collect();
        self.share_no_children(&cut)?;
        let crossed: Vec<&str> = cut.iter().copied().chain([dimension.as_str()]).collect();
        let cells = self.counts(&crossed, period)?;
        let levels: BTreeSet<&str> = cells
            .iter()
            .filter_map(|cell| cell.key().level(dimension))
            .collect();
        if !levels.contains(level.as_str()) {
            let levels: Vec<&str> = levels.into_iter().collect();
            return Err(Error::not_found("level", level, &levels));
        }
        Ok(concentration(&cells, options)?)
    }

    /// The overall rate of every period whose label ends in a year, with that year. A period without a
    /// total is left out.
    ///
    /// # Errors
    /// As [`Outcomes::rates`], save [`Error::NotCrossed`].
    pub fn history(&self) -> Result<Vec<(i32, Rate)>, Error> {
        let mut history = Vec::new();
        for period in self.periods() {
            let rates = match self.rates(&[], Some(period), RateOptions::default()) {
                Ok(rates) => rates,
                Err(Error::NotCrossed { .. }) => continue,
                Err(error) => return Err(error),
            };
            history.extend(end_year(period).zip(rates.into_iter().next()));
        }
        Ok(history)
    }

    /// A target from the overall rate of a period: its exact rate is the baseline, its children the cohort.
    ///
    /// # Errors
    /// As [`Outcomes::groups`] and [`Target::new`]; [`Error::Input`] when the total is not exact or
    /// `start` is not given and the period does not end in a year.
    pub fn target(
        &self,
        goal: commonweal_equity::Exact,
        years: u32,
        start: Option<i32>,
        period: Option<&str>,
    ) -> Result<Target, Error> {
        let period = period.or_else(|| self.latest());
        let overall = self.overall(period)?;
        let exact = overall
            .as_ref()
            .and_then(GroupCount::exact)
            .filter(|(n, _)| *n > 0);
        let Some((n, successes)) = exact else {
            return Err(Error::Input(
                "the total of all children is not an exact count in this period, so it cannot be a baseline. \
                 Give baseline and cohort to Target yourself."
                    .to_owned(),
            ));
        };
        let start = start.or_else(|| period.and_then(end_year)).ok_or_else(|| {
            Error::Input(
                "the period does not end in a year. Give start=, the year of the baseline."
                    .to_owned(),
            )
        })?;
        let baseline =
            commonweal_equity::Exact::from(successes).over(commonweal_equity::Exact::from(n))?;
        Ok(Target::in_direction(
            self.direction,
            baseline,
            goal,
            n,
            start,
            years,
        )?)
    }
}
