//! `Partnership`: the tables of a place, checked, and the networks, outcomes and targets in them.

use std::path::Path;

use commonweal_equity::{Exact, GroupCount, Target};
use commonweal_network::Network;
use commonweal_tables::outcomes::end_year;
use commonweal_tables::{
    Error, Loaded, NetworkOptions, Outcomes, Problems, ReadOptions, Tables, read_csv_texts,
    read_path,
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
        let name = full
            .file_stem()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
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
    /// [`Error::NotFound`] without such a target; [`Error::Input`] when the baseline is not an exact count
    /// or a period does not end in a year; [`Error::Equity`] for a goal on the wrong side.
    pub fn target(&self, indicator: &str) -> Result<Target, Error> {
        let of_all = |t: &&commonweal_tables::tables::Target| {
            t.indicator_id == indicator
                && t.dimension == "all"
                && t.group == "all"
                && t.place_id.is_none()
        };
        let Some(row) = self.tables.targets.iter().find(of_all) else {
            return Err(Error::Input(format!(
                "no target for all children of \"{indicator}\". Add a row to targets with dimension and group \"all\"."
            )));
        };
        let (Some(from), Some(to)) = (&row.baseline_period, &row.target_period) else {
            return Err(Error::Input(format!(
                "targets row {}: baseline_period and target_period are needed.",
                row.row
            )));
        };
        let (from, to) = (from.to_string(), to.to_string());
        let (Some(start), Some(end)) = (end_year(&from), end_year(&to)) else {
            return Err(Error::Input(format!(
                "targets row {}: a period does not end in a year.",
                row.row
            )));
        };
        let outcomes = self.outcomes(indicator)?;
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
        let years = u32::try_from(end - start).unwrap_or(0);
        let goal = row.target_value.parse::<Exact>()?;
        Ok(Target::in_direction(
            outcomes.direction(),
            baseline,
            goal,
            n,
            start,
            years,
        )?)
    }
}
