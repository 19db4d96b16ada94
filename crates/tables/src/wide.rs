//! Wide tie lists: one column a question instead of one row an answer.

use crate::contract::{self, normal};
use crate::options::ReadOptions;
use crate::problem::{Code, Problem, Problems};
use crate::raw::RawTable;
use crate::validate::renamed;
use crate::words::{and, quoted};

/// Makes a wide `ties` table long: when it has neither `layer_id` nor `value` and some of its columns are
/// layers of the code book, each row gives one answer for each such column, with the row's number kept.
/// An empty cell stays an answer that is missing. Told as N105.
pub(crate) fn to_long(
    mut tables: Vec<RawTable>,
    options: &ReadOptions,
    problems: &mut Problems,
) -> Vec<RawTable> {
    let layers = layer_ids(&tables, options);
    let Some(at) = tables.iter().position(|t| t.name() == "ties") else {
        return tables;
    };
    let Some(spec) = contract::table("ties") else {
        return tables;
    };
    let ties = &tables[at];
    let names: Vec<String> = ties
        .header()
        .iter()
        .map(|h| renamed(spec, h, options))
        .collect();
    let has = |name: &str| names.iter().any(|n| *n == normal(name));
    if has("layer_id") || has("value") {
        return tables;
    }
    let layer_of = |c: usize| {
        layers
            .iter()
            .find(|l| normal(l) == names[c] && spec.column(l).is_none())
    };
    let (questions, rest): (Vec<usize>, Vec<usize>) =
        (0..ties.width()).partition(|&c| layer_of(c).is_some());
    if questions.is_empty() {
        return tables;
    }
    let mut header: Vec<String> = rest.iter().map(|&c| ties.header()[c].clone()).collect();
    header.extend(["layer_id".to_owned(), "value".to_owned()]);
    let mut long = RawTable::new("ties", ties.file(), header);
    for r in 0..ties.height() {
        for &q in &questions {
            let Some(layer) = layer_of(q) else { continue };
            let cells = rest
                .iter()
                .map(|&c| ties.cell(r, c))
                .chain([layer.as_str(), ties.cell(r, q)]);
            long.push(ties.row_number(r), cells);
        }
    }
    let shown: Vec<String> = questions
        .iter()
        .map(|&q| quoted(&ties.header()[q]))
        .collect();
    problems.push(
        Problem::new(Code::N105, "ties", ties.file(), format!("read as one answer for each of the columns {}. An empty cell is an answer that is missing, not \"no tie\".", and(&shown))),
    );
    tables[at] = long;
    tables
}

fn layer_ids(tables: &[RawTable], options: &ReadOptions) -> Vec<String> {
    let (Some(layers), Some(spec)) = (
        tables.iter().find(|t| t.name() == "layers"),
        contract::table("layers"),
    ) else {
        return Vec::new();
    };
    let Some(place) = layers
        .header()
        .iter()
        .position(|h| renamed(spec, h, options) == normal("layer_id"))
    else {
        return Vec::new();
    };
    (0..layers.height())
        .map(|r| layers.cell(r, place).trim().to_owned())
        .filter(|id| !id.is_empty())
        .collect()
}
