//! The columns that say which children a row is about: period and disaggregating columns.

use commonweal_equity::GroupKey;
use polars::prelude::{Column, DataFrame};

use crate::column::{find, texts};
use crate::error::Error;
use crate::words::quoted;

/// Level of children whose group is not recorded. A literal "unknown" in the data stays its own level.
const NOT_RECORDED: &str = "(not recorded)";

/// Period and levels of each row, as text.
pub(super) struct Levels<'a> {
    by: &'a [String],
    columns: Vec<Vec<Option<String>>>,
    period: Option<Vec<Option<String>>>,
}

impl<'a> Levels<'a> {
    pub(super) fn read(
        frame: &DataFrame,
        by: &'a [String],
        period: Option<&str>,
    ) -> Result<Self, Error> {
        let read = |name: &str| {
            texts(column(frame, name)?)
                .map_err(|why| Error::Input(format!("column {} {why}", quoted(name))))
        };
        Ok(Self {
            by,
            columns: by.iter().map(|name| read(name)).collect::<Result<_, _>>()?,
            period: period.map(read).transpose()?,
        })
    }

    /// Whom row `row` is about.
    pub(super) fn key(&self, row: usize) -> Result<(Option<String>, GroupKey), Error> {
        let level = |levels: &'_ Vec<Option<String>>| {
            levels[row]
                .clone()
                .unwrap_or_else(|| NOT_RECORDED.to_owned())
        };
        let pairs = self.by.iter().zip(&self.columns);
        let key = GroupKey::new(pairs.map(|(name, levels)| (name.as_str(), level(levels))))?;
        Ok((self.period.as_ref().map(level), key))
    }
}

/// The columns that make a key: the period first. None may be named twice.
pub(super) fn key_columns(by: &[String], period: Option<&str>) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::with_capacity(by.len() + 1);
    for name in period.into_iter().chain(by.iter().map(String::as_str)) {
        if names.iter().any(|known| known == name) {
            return Err(Error::Input(format!(
                "column {} is named twice in by= and period=. Name it once.",
                quoted(name)
            )));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

pub(super) fn column<'a>(frame: &'a DataFrame, name: &str) -> Result<&'a Column, Error> {
    find(frame, name).map_err(|missing| {
        let like = missing
            .like
            .map_or_else(String::new, |like| format!(" {like} looks like it."));
        Error::Input(format!("{}{like}", missing.found))
    })
}

/// At most five of a list of findings, then how many more there are.
pub(super) fn some_of(found: &[String]) -> String {
    const LISTED: usize = 5;
    let shown = found[..found.len().min(LISTED)].join(", ");
    match found.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
