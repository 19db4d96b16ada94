//! From raw tables to typed ones: contract, cells, keys, references, rules between tables, in one pass
//! over everything so that all problems are told at once.

use std::collections::BTreeSet;

use crate::check;
use crate::contract::{self, normal};
use crate::options::ReadOptions;
use crate::outcome;
use crate::parsed::Parsed;
use crate::problem::{Code, Problem, Problems};
use crate::raw::RawTable;
use crate::read::Sources;
use crate::tables::{self, Source, Tables};
use crate::validate;
use crate::wide;
use crate::words::{plural, quoted};

/// What was loaded and what was wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The tables as far as they could be read. Compute on them only when there are no errors:
    /// [`Loaded::into_result`].
    pub tables: Tables,
    /// All problems of all tables.
    pub problems: Problems,
}

impl Loaded {
    /// The tables with their warnings and notices, when nothing stops.
    ///
    /// # Errors
    /// All problems, when at least one is an error.
    pub fn into_result(self) -> Result<(Tables, Problems), Problems> {
        if self.problems.has_errors() {
            Err(self.problems)
        } else {
            Ok((self.tables, self.problems))
        }
    }
}

/// Columns that must not be held at all: they point at single children.
const PERSONAL: &[&str] = &[
    "ssn",
    "socialsecurity",
    "socialsecuritynumber",
    "studentid",
    "studentname",
    "studentnumber",
    "pupilid",
    "pupilname",
    "childid",
    "childname",
    "dob",
    "dateofbirth",
    "birthdate",
    "birthday",
];

pub(crate) fn load(sources: Sources, options: &ReadOptions) -> Loaded {
    let Sources {
        tables: raws,
        mut problems,
    } = sources;
    let raws: Vec<RawTable> = raws
        .into_iter()
        .map(|t| without_personal(t, &mut problems))
        .collect();
    let raws = wide::to_long(raws, options, &mut problems);
    unused_renames(&raws, options, &mut problems);

    let parsed: Vec<Parsed<'_>> = raws
        .iter()
        .filter_map(|raw| {
            let spec = contract::table(raw.name())?;
            Some(Parsed {
                spec,
                raw,
                options,
                places: validate::places(spec, raw, options),
            })
        })
        .collect();
    for table in &parsed {
        validate::columns(table, &mut problems);
        validate::cells(table, &mut problems);
        validate::keys(table, &mut problems);
        validate::references(table, &parsed, &mut problems);
    }
    let told = problems
        .iter()
        .any(|p| p.table == "partners" && p.code.as_str().starts_with('E'));
    if !told && !parsed.iter().any(|t| t.spec.name == "partners") {
        problems.push(
            Problem::new(
                Code::E113,
                "partners",
                "",
                "no table \"partners\" was found.",
            )
            .expected("It is the one table that is always needed.")
            .cure(
                "Add partners.csv (or a sheet or frame \"partners\") with a column \"partner_id\".",
            ),
        );
    }

    let indicators = tables::rows(&parsed, "indicators", tables::indicator);
    let outcomes = parsed.iter().find(|t| t.spec.name == "outcomes");
    let outcomes = outcomes.map_or_else(Vec::new, |t| outcome::read(t, &indicators, &mut problems));
    let mut tables = Tables {
        partners: tables::rows(&parsed, "partners", tables::partner),
        waves: tables::rows(&parsed, "waves", tables::wave),
        roster: tables::rows(&parsed, "roster", tables::roster_row),
        layers: tables::rows(&parsed, "layers", tables::layer),
        ties: tables::rows(&parsed, "ties", tables::tie),
        events: tables::rows(&parsed, "events", tables::event),
        attendance: tables::rows(&parsed, "attendance", tables::attendance),
        indicators,
        outcomes,
        targets: tables::rows(&parsed, "targets", tables::target),
        sources: Vec::new(),
    };
    let places: Vec<_> = parsed.into_iter().map(|t| t.places).collect();
    tables.sources = raws
        .into_iter()
        .zip(places)
        .map(|(raw, places)| Source { raw, places })
        .collect();
    check::all(&mut tables, options, &mut problems);
    problems.sort();
    Loaded { tables, problems }
}

/// Leaves out columns that look like personal data of children and says so (W209).
fn without_personal(table: RawTable, problems: &mut Problems) -> RawTable {
    let found: Vec<usize> = (0..table.width())
        .filter(|&c| PERSONAL.contains(&normal(&table.header()[c]).as_str()))
        .collect();
    if found.is_empty() {
        return table;
    }
    for &c in &found {
        let name = &table.header()[c];
        problems.push(
            Problem::new(
                Code::W209,
                table.name(),
                table.file(),
                format!("Column {} looks like personal data of children. This package works on counts: aggregate first (cw.aggregate_counts). The column was not loaded.", quoted(name)),
            )
            .column(name),
        );
    }
    table.without_columns(&found)
}

/// Renames that met no column (N101): most often a slip in the option itself.
fn unused_renames(raws: &[RawTable], options: &ReadOptions, problems: &mut Problems) {
    let headers: BTreeSet<String> = raws
        .iter()
        .flat_map(|t| {
            t.header()
                .iter()
                .flat_map(|h| [normal(h), format!("{}.{}", normal(t.name()), normal(h))])
        })
        .collect();
    let unused: Vec<String> = options
        .rename
        .keys()
        .filter(|from| {
            let scoped = from
                .split_once('.')
                .map(|(t, c)| format!("{}.{}", normal(t), normal(c)));
            !headers.contains(&normal(from)) && !scoped.is_some_and(|s| headers.contains(&s))
        })
        .map(|from| quoted(from))
        .collect();
    if !unused.is_empty() {
        let found = format!(
            "rename names {} that no table has: {}.",
            plural(unused.len(), "a column", "columns").replace("1 ", ""),
            unused.join(", ")
        );
        problems.push(Problem::new(Code::N101, "", "", found).cure("Check the spelling."));
    }
}
