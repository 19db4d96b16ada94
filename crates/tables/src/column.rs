//! A column of a frame as text: one way for records, tie lists and tables.

use polars::prelude::{Column, DataFrame, DataType};

use crate::read::cell_text;
use crate::words::{closest, quoted};

/// Each cell as trimmed text; an empty cell, a null and NaN (what frames write for missing) are `None`.
/// Whole floats lose their `.0`, dates become ISO text, categories their labels. O(rows).
///
/// # Errors
/// What the column holds, when its cells have no plain text (lists, records).
pub(crate) fn texts(column: &Column) -> Result<Vec<Option<String>>, String> {
    let kept = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Ok(text) = column.str() {
        return Ok(text.iter().map(|cell| cell.and_then(kept)).collect());
    }
    let plain = |dtype: &DataType| !matches!(dtype, DataType::List(_) | DataType::Binary);
    let cells = column.as_materialized_series().iter();
    let texts: Option<Vec<String>> = cells.map(|cell| cell_text(&cell)).collect();
    match texts.filter(|_| plain(column.dtype())) {
        Some(texts) => Ok(texts.iter().map(|text| kept(text)).collect()),
        None => Err(format!(
            "holds {}, expected text, numbers, yes/no or dates. Convert it to text first.",
            column.dtype()
        )),
    }
}

/// The column of a name, or what to say when it is not there: what was found, and what looks like it.
pub(crate) fn find<'a>(frame: &'a DataFrame, name: &str) -> Result<&'a Column, Missing> {
    frame.column(name).map_err(|_| {
        let names: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
        let listed: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let listed = if listed.is_empty() {
            "none".to_owned()
        } else {
            listed.join(", ")
        };
        Missing {
            found: format!(
                "column {} is missing. Columns found: {listed}.",
                quoted(name)
            ),
            like: closest(name, names).map(quoted),
        }
    })
}

/// A column that is not there.
pub(crate) struct Missing {
    /// That it is missing, and which columns there are.
    pub(crate) found: String,
    /// The column that looks like it, quoted.
    pub(crate) like: Option<String>,
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn, NamedFrom, Series};

    use super::*;

    fn of<T, U: ?Sized>(values: T) -> Result<Vec<Option<String>>, String>
    where
        Series: NamedFrom<T, U>,
    {
        texts(&Series::new("c".into(), values).into_column())
    }

    #[test]
    fn cells_read_as_a_person_writes_them() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            of(vec![Some(" a "), Some(""), None, Some("NA")]),
            Ok(vec![some("a"), None, None, some("NA")])
        );
        assert_eq!(
            of(vec![Some(14.0), Some(0.5), Some(f64::NAN), None]),
            Ok(vec![some("14"), some("0.5"), None, None])
        );
        assert_eq!(of(vec![-3_i32, 0]), Ok(vec![some("-3"), some("0")]));
        assert_eq!(of(vec![true, false]), Ok(vec![some("true"), some("false")]));
    }

    #[test]
    fn lists_have_no_text() {
        let list = Series::new("c".into(), vec![1_i32, 2]);
        let message = of(vec![list]).unwrap_err();
        assert!(message.starts_with("holds list"), "{message}");
    }
}
