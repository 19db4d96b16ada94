//! Differences taken apart by place, as frames.

use commonweal_equity::{
    Contrast, DecomposeOptions, Decomposition, GapPart, GroupCount, GroupKey, PlacePart,
    PlaceStatus, Population, decompose,
};
use polars::prelude::DataFrame;

use super::{frame, key_columns, numbers, shares, texts};
use crate::error::Error;
use crate::outcomes::Outcomes;
use crate::words::quoted;

impl Outcomes {
    /// Takes the gap of two groups apart into what lies between places and what lies within them.
    ///
    /// `by` are the dimensions that make a place; `groups` is the dimension of the two levels, found by itself
    /// where only one other dimension has both.
    ///
    /// # Errors
    /// As [`Outcomes::groups`]; [`Error::NotFound`] for a level that is not there; [`Error::Input`] without
    /// places, where two dimensions have the levels, and for categories that overlap.
    pub fn decompose(
        &self,
        first: &str,
        second: &str,
        by: &[&str],
        groups: Option<&str>,
        period: Option<&str>,
        options: DecomposeOptions,
    ) -> Result<Decomposition, Error> {
        let groups = match groups {
            Some(dimension) => dimension.to_owned(),
            None => self.dimension_of(first, second, by, period)?,
        };
        if by.is_empty() || by.contains(&groups.as_str()) {
            return Err(Error::Input(format!(
                "decompose: the places have to be other dimensions than the groups ({}). Name one in by=, such as the school.",
                quoted(&groups)
            )));
        }
        let crossed: Vec<&str> = by.iter().copied().chain([groups.as_str()]).collect();
        if self.overlaps(&crossed) || self.overlaps(&[groups.as_str()]) {
            return Err(Error::Input(format!(
                "decompose: the groups of {} overlap, so that a child can be on both sides. Use categories that exclude one another.",
                quoted(&groups)
            )));
        }
        let cells = self.counts(&crossed, period)?;
        let side = |level: &str| -> Result<Vec<GroupCount>, Error> {
            let of_level = |cell: &&GroupCount| cell.key().level(&groups) == Some(level);
            let found: Vec<GroupCount> = cells
                .iter()
                .filter(of_level)
                .map(|cell| {
                    let pairs = by
                        .iter()
                        .map(|d| (*d, cell.key().level(d).unwrap_or_default()));
                    let place = GroupKey::new(pairs)?;
                    Ok(GroupCount::from_counts(place, cell.n(), cell.successes())?)
                })
                .collect::<Result<_, Error>>()?;
            if found.is_empty() {
                let mut known: Vec<&str> = cells
                    .iter()
                    .filter_map(|cell| cell.key().level(&groups))
                    .collect();
                known.sort_unstable();
                known.dedup();
                return Err(Error::not_found("group", level, &known));
            }
            Ok(found)
        };
        let (a, b) = (side(first)?, side(second)?);
        let population = |name, cells| Population { name, cells };
        let options = DecomposeOptions {
            contrast: Contrast::Groups,
            ..options
        };
        Ok(decompose(
            population(first, &a),
            population(second, &b),
            options,
        )?)
    }

    /// Takes the change between two periods apart into who the children are (composition) and other rates in
    /// the same groups.
    ///
    /// # Errors
    /// As [`Outcomes::groups`]; [`Error::Input`] for categories that overlap.
    pub fn decompose_change(
        &self,
        from: &str,
        to: &str,
        by: &[&str],
        options: DecomposeOptions,
    ) -> Result<Decomposition, Error> {
        if self.overlaps(by) {
            return Err(Error::Input(format!(
                "decompose: the groups of {} overlap and do not add up to all children. Use categories that exclude one another.",
                by.join(" × ")
            )));
        }
        let (before, after) = (self.counts(by, Some(from))?, self.counts(by, Some(to))?);
        let population = |name, cells| Population { name, cells };
        let options = DecomposeOptions {
            contrast: Contrast::Periods,
            ..options
        };
        Ok(decompose(
            population(to, &after),
            population(from, &before),
            options,
        )?)
    }

    /// The one dimension outside `by` that has both levels.
    fn dimension_of(
        &self,
        first: &str,
        second: &str,
        by: &[&str],
        period: Option<&str>,
    ) -> Result<String, Error> {
        let mut found = Vec::new();
        let mut levels = Vec::new();
        for dimension in self
            .dimensions()
            .iter()
            .filter(|d| !by.contains(&d.as_str()))
        {
            // A dimension that is never counted alone cannot be meant.
            let Ok(cells) = self.counts(&[dimension.as_str()], period) else {
                continue;
            };
            let has = |level| {
                cells
                    .iter()
                    .any(|cell| cell.key().level(dimension) == Some(level))
            };
            if has(first) && has(second) {
                found.push(dimension.clone());
            }
            levels.extend(
                cells
                    .iter()
                    .filter_map(|cell| cell.key().level(dimension).map(str::to_owned)),
            );
        }
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => {
                let known: Vec<&str> = levels.iter().map(String::as_str).collect();
                let missing = if known.contains(&first) {
                    second
                } else {
                    first
                };
                Err(Error::not_found("group", missing, &known))
            }
            several => Err(Error::Input(format!(
                "decompose: {} and {} are levels of {}. Say which is meant with groups=.",
                quoted(first),
                quoted(second),
                several.join(" and of ")
            ))),
        }
    }
}

/// Each place's part of a difference: the dimensions, `first_n`, `first_successes`, `first_share`,
/// `second_n`, `second_successes`, `second_share`, `between_pp`, `within_pp`, `status`.
///
/// `between_pp` and `within_pp` add up to the two parts. A place left out has nulls.
///
/// # Errors
/// None in practice.
pub fn decomposition_frame(found: &Decomposition, by: &[&str]) -> Result<DataFrame, Error> {
    let places = &found.places;
    let mut columns = key_columns(by, places.iter().map(|place| &place.key));
    let count =
        |name: &str, of: fn(&PlacePart) -> Option<u64>| numbers(name, places.iter().map(of));
    let share = |name: &str, of: fn(&PlacePart) -> Option<f64>| shares(name, places.iter().map(of));
    columns.push(count("first_n", |place| place.first.0.value()));
    columns.push(count("first_successes", |place| place.first.1.value()));
    columns.push(share("first_share", |place| place.first_share));
    columns.push(count("second_n", |place| place.second.0.value()));
    columns.push(count("second_successes", |place| place.second.1.value()));
    columns.push(share("second_share", |place| place.second_share));
    columns.push(share("between_pp", |place| place.between_pp));
    columns.push(share("within_pp", |place| place.within_pp));
    let status = |place: &PlacePart| {
        Some(match place.status {
            PlaceStatus::Both => "both".to_owned(),
            PlaceStatus::FirstOnly => format!("only {}", found.first),
            PlaceStatus::SecondOnly => format!("only {}", found.second),
            PlaceStatus::Empty => "no children".to_owned(),
            PlaceStatus::Censored => "left out: a count is a range".to_owned(),
        })
    };
    columns.push(texts("status", places.iter().map(status)));
    frame(columns, places.len())
}

/// The two parts: `part` ("between", "within"), `pp`, `standard_error_pp`, `lower_pp`, `upper_pp`. Empty where
/// a side has no children.
///
/// # Errors
/// None in practice.
pub fn decomposition_parts_frame(found: &Decomposition) -> Result<DataFrame, Error> {
    let parts: Vec<(&str, &GapPart)> = [("between", &found.between), ("within", &found.within)]
        .into_iter()
        .filter_map(|(name, part)| Some((name, part.as_ref()?)))
        .collect();
    let value = |name: &str, of: fn(&GapPart) -> f64| {
        shares(name, parts.iter().map(|(_, part)| Some(of(part))))
    };
    let columns = vec![
        texts(
            "part",
            parts.iter().map(|(name, _)| Some((*name).to_owned())),
        ),
        value("pp", |part| part.pp),
        value("standard_error_pp", |part| part.standard_error_pp),
        value("lower_pp", |part| part.lower_pp),
        value("upper_pp", |part| part.upper_pp),
    ];
    frame(columns, parts.len())
}
