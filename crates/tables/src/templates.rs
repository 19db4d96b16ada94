//! Empty-handed start: a file for each table with example rows that pass the checks together.

use std::fmt::Write;

use crate::contract::{Kind, Need, TABLES};
use crate::words::or;

/// A file to write into a new folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name, e.g. `partners.csv`.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// A CSV for each table of the contract with example rows, and a README that explains every column.
///
/// The columns come from the contract; only the example cells are written here.
pub fn templates() -> Vec<Template> {
    let mut files: Vec<Template> = TABLES
        .iter()
        .zip(EXAMPLES)
        .map(|(table, rows)| {
            let header: Vec<&str> = table
                .columns
                .iter()
                .filter(|c| c.export)
                .map(|c| c.name)
                .collect();
            let mut text = header.join(",");
            text.push('\n');
            for row in *rows {
                text.push_str(row);
                text.push('\n');
            }
            Template {
                file: format!("{}.csv", table.name),
                text,
            }
        })
        .collect();
    files.push(Template {
        file: "README.md".into(),
        text: readme(),
    });
    files
}

/// Example rows, in the order of the contract's tables and exported columns.
const EXAMPLES: &[&[&str]] = &[
    &[
        "P001,Example Backbone,Backbone,organisation,,community_based,small,yes,,2022-01-01,,,yes",
        "P002,Example School District,Schools,organisation,,schools,large,no,no,2022-01-01,,3,yes",
        "P003,Example Neighbourhood Centre,Centre,organisation,,community_based,small,no,yes,2022-09-01,,1,unknown",
    ],
    &[
        "2023,2023-03-01,2023-03-31,Spring 2023,",
        "2024,2024-03-01,2024-03-31,Spring 2024,",
        "2025,2025-03-01,2025-03-31,Spring 2025,",
    ],
    &[
        "2025,P001,yes,yes,2025-03-03,",
        "2025,P002,yes,yes,2025-03-10,",
        "2025,P003,yes,no,,",
    ],
    &[
        "communication,frequency,yes,0,5,0=never|1=yearly|2=quarterly|3=monthly|4=weekly|5=daily,2,everyone,,either",
        "trust_reliability,trust_reliability,yes,1,4,1=not at all|2=a little|3=fairly|4=a great deal,3,named_partners,communication,none",
        "referral,referral,yes,0,1,0=no|1=yes,1,everyone,,none",
    ],
    &[
        "2025,P001,P002,communication,4,,",
        "2025,P002,P001,communication,3,,",
        "2025,P002,P001,trust_reliability,4,,",
    ],
    &[
        "M001,2025-01-14,plenary,,yes,90,20,yes,yes,yes,no,yes,unknown,yes",
        "M002,2025-02-04,work_group,reading,no,60,10,no,unknown,yes,yes,yes,yes,unknown",
        "M003,2025-03-11,plenary,,yes,90,15,yes,yes,no,no,yes,yes,yes",
    ],
    &[
        "M001,P001,yes,yes,in person,",
        "M001,P003,no,yes,,",
        "M002,P002,yes,yes,online,",
    ],
    &[
        "early_reading,,Third-graders reading at grade level,population_indicator,higher,proportion,State test,third-graders,read at grade level,",
        "chronic_absence,,Pupils absent one day in ten or more,population_indicator,lower,proportion,District,pupils,are chronically absent,",
        "tutors_trained,,Tutors trained,performance_how_much,higher,count,Own records,,,",
    ],
    &[
        "early_reading,,2024-25,,all,all,,yes,120,200,,,,ok,,",
        "early_reading,,2024-25,,race_ethnicity,Black,,yes,36,80,,,,ok,,",
        "early_reading,,2024-25,,race_ethnicity,White,,yes,84,120,,,,ok,,",
    ],
    &[
        "early_reading,all,all,,2024-25,2029-30,0.80,cohort,40,policy",
        "early_reading,race_ethnicity,Black,,2024-25,2029-30,80%,cohort,28,policy",
        "early_reading,race_ethnicity,White,,2024-25,2029-30,80%,cohort,12,policy",
    ],
];

fn readme() -> String {
    let mut text = String::from(
        "# Your tables\n\n\
         Replace the example rows by your own and delete the files you do not need; only `partners.csv` is\n\
         always needed. Then run `commonweal check` on this folder: it tells every problem at once, with\n\
         the row, and what to do.\n\n\
         - Keep the column names. Case, spaces, `_` and `-` in them do not count. More columns are welcome.\n\
         - Empty, `NA`, `N/A`, `.` and `null` mean missing. Published marks such as `*`, `<10` and `>=95%` do\n\
           not: they are read as ranges.\n\
         - A missing tie is not \"no tie\": say in `roster.csv` who was asked and who answered.\n\
         - Counts of children only, never a row for a child. No names, numbers or birth dates of children.\n",
    );
    for table in TABLES {
        let _ = write!(
            text,
            "\n## {}.csv\n\n{}\n\n| column | needed | meaning |\n|---|---|---|\n",
            table.name, table.about
        );
        for column in table.columns {
            let needed = if column.need == Need::Optional {
                ""
            } else {
                "yes"
            };
            let allowed = match column.kind {
                Kind::OneOf(words) => format!(" ({})", or(words)),
                Kind::Bool => " (yes or no)".into(),
                Kind::Answer => " (yes, no or unknown)".into(),
                Kind::Date => " (YYYY-MM-DD, YYYY-MM or YYYY)".into(),
                _ => String::new(),
            };
            let meaning = format!("{}{allowed}", column.note).replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {needed} | {meaning} |", column.name);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, ReadOptions, Severity, read_csv_texts};

    #[test]
    fn every_example_cell_stands_under_its_header() {
        let files = templates();
        for file in files.iter().filter(|f| f.file != "README.md") {
            let mut rows = file.text.lines().map(|row| row.split(',').count());
            let header = rows.next();
            assert!(rows.all(|cells| Some(cells) == header), "{}", file.file);
        }
        // A row shifted by one column has as many cells, so the words are read back too.
        let loaded = read_csv_texts(
            files
                .iter()
                .filter(|f| f.file != "README.md")
                .map(|f| (f.file.as_str(), f.text.as_bytes())),
            &ReadOptions::default(),
        );
        let words: Vec<_> = loaded
            .tables
            .indicators
            .iter()
            .map(|i| {
                (
                    i.indicator_id.as_str(),
                    i.population.as_deref(),
                    i.outcome.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            words,
            [
                (
                    "early_reading",
                    Some("third-graders"),
                    Some("read at grade level")
                ),
                (
                    "chronic_absence",
                    Some("pupils"),
                    Some("are chronically absent")
                ),
                ("tutors_trained", None, None),
            ]
        );
        let indicators = files.iter().find(|f| f.file == "indicators.csv");
        let text = indicators.map_or("", |f| f.text.as_str());
        for row in [
            ",source,population,outcome,owner\n",
            ",State test,third-graders,read at grade level,\n",
            ",District,pupils,are chronically absent,\n",
            ",Own records,,,\n",
        ] {
            assert!(text.contains(row), "{row:?} in {text}");
        }
    }

    #[test]
    fn the_examples_pass_their_own_checks() {
        let files = templates();
        assert_eq!(files.len(), TABLES.len() + 1);
        let loaded = read_csv_texts(
            files
                .iter()
                .filter(|f| f.file != "README.md")
                .map(|f| (f.file.as_str(), f.text.as_bytes())),
            &ReadOptions::default(),
        );
        let errors: Vec<String> = loaded.problems.errors().map(ToString::to_string).collect();
        assert_eq!(errors, [] as [String; 0]);
        for table in TABLES {
            assert_eq!(
                loaded.tables.raw(table.name).map(crate::RawTable::height),
                Some(3),
                "{}",
                table.name
            );
        }
        // What the warnings should be is known from the rows: one of three did not answer, trust was
        // asked of named partners, one period only; everything else would be a fault of the template.
        let warnings: Vec<Code> = loaded
            .problems
            .iter()
            .filter(|p| p.severity() == Severity::Warning)
            .map(|p| p.code)
            .collect();
        assert_eq!(warnings, [Code::W202, Code::W203, Code::W207]);
    }
}
