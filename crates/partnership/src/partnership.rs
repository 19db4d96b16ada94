//! `Partnership`: the tables of a place, checked, and the networks, outcomes and targets in them.

use std::path::Path;

use commonweal_equity::{Exact, GroupCount, Target};
use commonweal_network::Network;
use commonweal_network::two_mode::Affiliation;
use commonweal_tables::outcomes::end_year;
use commonweal_tables::tables::{Indicator, Target as TargetRow};
use commonweal_tables::{
    AffiliationOptions, Error, Loaded, NetworkOptions, Outcomes, Problems, ReadOptions, Tables,
    read_csv_texts, read_path,
};

use crate::example;

/// The tables of one partnership without errors, and the warnings that stay attached to them.
#[derive(Debug, Clone)]
pub struct Partnership {
    name: String,
    tables: Tables,
    problems: Problems,
}

/// Why a partnership could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The path itself cannot be read.
    #[error(
        "{path}: cannot be read ({reason}). Check the path; expected a folder of CSV files or one .xlsx workbook."
    )]
    Path {
        /// The path as given.
        path: String,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The tables have errors.
    #[error("{0}")]
    Problems(Problems),
}

impl Partnership {
    /// Reads a folder of CSV files or one workbook; its file name is the partnership's name.
    ///
    /// # Errors
    /// [`ReadError::Path`]; [`ReadError::Problems`] with every problem of every table at once.
    pub fn read(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Self, ReadError> {
        let path = path.as_ref();
        let loaded = read_path(path, options).map_err(|reason| ReadError::Path {
            path: path.display().to_string(),
            reason,
        })?;
        let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        // "spokane.2024" is a folder's whole name; only a workbook has an extension.
        let name = if full.is_dir() {
            full.file_name()
        } else {
            full.file_stem()
        };
        let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::from_loaded(name, loaded).map_err(ReadError::Problems)
    }

    /// Takes tables that were read elsewhere.
    ///
    /// # Errors
    /// All problems, when at least one is an error.
    pub fn from_loaded(name: impl Into<String>, loaded: Loaded) -> Result<Self, Problems> {
        let (tables, problems) = loaded.into_result()?;
        Ok(Self {
            name: name.into(),
            tables,
            problems,
        })
    }

    /// The example partnership, as shipped.
    ///
    /// # Errors
    /// None: a test reads it without errors.
    pub fn example() -> Result<Self, Problems> {
        let example = example::generate(example::DEFAULT_SEED);
        let files = example
            .tables
            .iter()
            .map(|table| (table.file, table.csv.as_bytes()));
        Self::from_loaded(
            "Tarrow Valley (example)",
            read_csv_texts(files, &ReadOptions::default()),
        )
    }

    /// Name of the partnership: that of its folder or workbook.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tables.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Warnings and notices of the reader.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    /// The network of one layer in one wave; see [`Tables::network`].
    ///
    /// # Errors
    /// As [`Tables::network`].
    pub fn network(&self, layer: &str, options: &NetworkOptions) -> Result<Network, Error> {
        self.tables.network(layer, options)
    }

    /// Partners by meetings; see [`Tables::affiliation`].
    ///
    /// # Errors
    /// As [`Tables::affiliation`].
    ///
    /// ```
    /// use commonweal_tables::AffiliationOptions;
    /// let example = commonweal_partnership::Partnership::example()?;
    /// let meetings = example.affiliation(&AffiliationOptions::default())?;
    /// assert_eq!((meetings.partners(), meetings.meetings().len()), (41, 116));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn affiliation(&self, options: &AffiliationOptions) -> Result<Affiliation, Error> {
        self.tables.affiliation(options)
    }

    /// The outcomes of one indicator; see [`Tables::outcomes`].
    ///
    /// # Errors
    /// As [`Tables::outcomes`].
    pub fn outcomes(&self, indicator: &str) -> Result<Outcomes, Error> {
        self.tables.outcomes(indicator)
    }

    /// The target set for all children of one indicator, from the table `targets`: its baseline is the
    /// exact rate of the baseline period, its cohort the children of that period.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an indicator that is not there; [`Error::Input`] without such a target, when
    /// the baseline is not an exact count, or when its periods do not end in two years in order;
    /// [`Error::Equity`] for a goal on the wrong side.
    ///
    /// ```
    /// let example = commonweal_partnership::Partnership::example()?;
    /// assert_eq!(example.target("early_reading")?.children(), 400);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn target(&self, indicator: &str) -> Result<Target, Error> {
        let outcomes = self.outcomes(indicator)?;
        let Some(row) = self.target_row(indicator) else {
            return Err(Error::Input(format!(
                "no target for all children of \"{indicator}\". Add a row to targets with dimension and group \"all\"."
            )));
        };
        let refuse = |what: &str| Err(Error::Input(format!("targets row {}: {what}", row.row)));
        let (Some(from), Some(to)) = (&row.baseline_period, &row.target_period) else {
            return refuse("baseline_period and target_period are needed.");
        };
        let (from, to) = (from.to_string(), to.to_string());
        let (Some(start), Some(end)) = (end_year(&from), end_year(&to)) else {
            return refuse("a period does not end in a year. Write it like 2025-26 or 2026.");
        };
        let Some(years) = u32::try_from(end - start).ok().filter(|years| *years > 0) else {
            return refuse(&format!(
                "target_period {to} is not in a later year than baseline_period {from}. Correct one of them."
            ));
        };
        let overall = outcomes.overall(Some(&from))?;
        let Some((n, successes)) = overall
            .as_ref()
            .and_then(GroupCount::exact)
            .filter(|(n, _)| *n > 0)
        else {
            return Err(Error::Input(format!(
                "the baseline of \"{indicator}\" in {from} is not an exact count, so the target has no cohort. Give the total (all, all) of that period."
            )));
        };
        let baseline = Exact::from(successes).over(Exact::from(n))?;
        Ok(Target::in_direction(
            outcomes.direction(),
            baseline,
            self.goal(row)?,
            n,
            start,
            years,
        )?)
    }

    /// The row of `targets` for all children of one indicator.
    pub(crate) fn target_row(&self, indicator: &str) -> Option<&TargetRow> {
        self.tables.targets.iter().find(|row| {
            row.indicator_id == indicator
                && row.dimension == "all"
                && row.group == "all"
                && row.place_id.is_none()
        })
    }

    /// The goal as a share: a bare number is read in the unit of its indicator.
    fn goal(&self, row: &TargetRow) -> Result<Exact, Error> {
        let goal: Exact = row.target_value.parse()?;
        let same = |indicator: &&Indicator| indicator.indicator_id == row.indicator_id;
        let unit = self.tables.indicators.iter().rfind(same).map(|i| i.unit);
        if unit == Some("percent") && !row.target_value.contains('%') {
            return Ok(goal.over(Exact::from(100))?);
        }
        Ok(goal)
    }
}
