//! The columns that say which children a row is about: period and disaggregating columns.

use commonweal_equity::GroupKey;
use polars::prelude::{Column, DataFrame};

use crate::column::{find, texts};
use crate::error::Error;
use crate::words::quoted;

/// Level of children whose group is not recorded. A literal "unknown" in the data stays its own level.
pub(super) const NOT_RECORDED: &str = "(not recorded)";
/// Names of the columns that results have beside their keys.
const RESULTS: &[&str] = &[
    "period",
    "n",
    "successes",
    "missing",
    "rate",
    "lower",
    "upper",
    "status",
    "reference",
    "reference_rate",
    "difference_pp",
    "lower_pp",
    "upper_pp",
    "interval",
    "reason",
    "needed",
    "needed_moving",
    "standard_error_pp",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "odds_ratio",
    "odds_ratio_lower",
    "odds_ratio_upper",
    "cohens_h",
    "cohens_h_lower",
    "cohens_h_upper",
    "p_value",
    "test_method",
    "p_adjusted",
    "family_size",
    "rule",
    "index",
    "margin_pp",
    "needed_to_leave",
    "needed_to_parity",
    "detectable_pp",
    "shortfall",
    "cumulative",
    "cumulative_share",
    "in_smallest_set",
    "need",
    "allocated",
    "resulting_rate",
    "dimensions",
    "weighted_n",
    "weighted_rate",
    "weighted_lower",
    "weighted_upper",
    "effective_n",
];
/// Words that name everyone where they stand alone. Beside the groups everyone would be counted twice.
const EVERYONE: &[&str] = &[
    "all",
    "total",
    "totals",
    "overall",
    "everyone",
    "everybody",
    "statewide",
    "districtwide",
    "schoolwide",
    "countywide",
    "citywide",
    "nationwide",
];
/// Words that name everyone before "total": `Grand Total`, `State total`.
const WHOLES: &[&str] = &[
    "grand",
    "overall",
    "state",
    "statewide",
    "district",
    "districtwide",
    "school",
    "county",
    "city",
    "national",
];
/// Words that name everyone after "all" or "total": `All Students`, `All races/ethnicities`. No singular is
/// here, because `All Saints School` is a school.
const OF_ALL: &[&str] = &[
    "students",
    "pupils",
    "children",
    "kids",
    "learners",
    "youth",
    "youths",
    "people",
    "persons",
    "individuals",
    "groups",
    "subgroups",
    "categories",
    "races",
    "ethnicities",
    "genders",
    "sexes",
    "ages",
    "grades",
    "schools",
    "districts",
    "counties",
];

/// Period and levels of each row of a table of counts, as text.
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
            let levels = texts(column(frame, name)?)
                .map_err(|why| Error::Input(format!("column {} {why}", quoted(name))))?;
            let taken = |level: &Option<String>| level.as_deref() == Some(NOT_RECORDED);
            if let Some(row) = levels.iter().position(taken) {
                return Err(Error::Input(format!(
                    "column {}: row {} has the level \"{NOT_RECORDED}\", which stands for missing groups in results. Leave such cells empty, or use another word.",
                    quoted(name),
                    row + 2
                )));
            }
            Ok(levels)
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

/// Refuses a dimension called like a column of the results.
pub(super) fn check_dimension(name: &str) -> Result<(), Error> {
    if RESULTS.contains(&name) {
        return Err(Error::Input(format!(
            "{} cannot be a disaggregating column, because results have a column of that name. Rename it.",
            quoted(name)
        )));
    }
    Ok(())
}

/// Refuses a group of a table of counts that is everyone: beside the other groups it would count all twice.
pub(super) fn check_level(dimension: &str, level: &str, place: &str) -> Result<(), Error> {
    if is_total(level) {
        return Err(Error::Input(format!(
            "{place}: the group {} of {} names everyone, and beside the other groups it would count all children twice. Leave such rows out, or give the total as dimension and group \"all\" in the table outcomes.",
            quoted(level),
            quoted(dimension)
        )));
    }
    Ok(())
}

/// The dimension and group of a row as the contract writes them: everyone is `all`, `all`, however written.
pub(crate) fn canonical(dimension: String, group: String) -> (String, String) {
    if is_total(&dimension) && is_total(&group) {
        return ("all".to_owned(), "all".to_owned());
    }
    (dimension, group)
}

/// Whether a level names everyone, whatever its case and punctuation.
fn is_total(level: &str) -> bool {
    let is = |word: &str, list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    let words = level.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [word] => is(word, EVERYONE),
        [whole, last] if is(last, &["total", "totals", "wide"]) => is(whole, WHOLES),
        [all, between @ .., last] if is(all, &["all", "total"]) => {
            let joined = |word: &&str| is(word, OF_ALL) || is(word, &["and"]);
            is(last, OF_ALL) && between.iter().all(joined)
        }
        _ => false,
    }
}

/// The columns that make a key: the period first. None may be named twice, or like a column of the results.
pub(super) fn key_columns(by: &[String], period: Option<&str>) -> Result<Vec<String>, Error> {
    by.iter().try_for_each(|name| check_dimension(name))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_has_many_names_and_schools_have_others() {
        for total in [
            "all",
            " Total ",
            "OVERALL",
            "All Students",
            "all pupils",
            "ALL CHILDREN",
            "All Groups",
            "All races",
            "All races/ethnicities",
            "All Races and Ethnicities",
            "(All schools)",
            "All-Students",
            "Everyone",
            "Everybody",
            "Grand Total",
            "Statewide",
            "State-wide",
            "State total",
            "District Total",
            "School total",
            "Total Students",
        ] {
            assert!(is_total(total), "{total:?}");
        }
        for group in [
            "",
            "All Saints School",
            "All Saints Schools",
            "Total Learning Academy",
            "All Other Values",
            "All English learners",
            "All other students",
            "Small Group Total",
            "Grand Rapids",
            "State School",
            "Students",
            "Children's School",
            "District 1",
            "Allstudents",
            "Wide",
        ] {
            assert!(!is_total(group), "{group:?}");
        }
    }

    #[test]
    fn everyone_of_the_contract_is_written_in_one_way() {
        let found = |dimension: &str, group: &str| canonical(dimension.into(), group.into());
        let all = ("all".to_owned(), "all".to_owned());
        assert_eq!(found("All", "All Students"), all);
        assert_eq!(found("All Groups", "Grand Total"), all);
        assert_eq!(found("race", "Black"), ("race".into(), "Black".into()));
    }
}
