//! Ends before their starts (E302). Dates known only to the month or year count only where the order is
//! certain whatever the unknown part is.

use crate::problem::{Code, Problem, Problems};
use crate::tables::Tables;
use crate::value::Date;

pub(super) fn check(tables: &Tables, problems: &mut Problems) {
    let mut order =
        |table: &str, row: u32, first: (&str, Option<Date>), then: (&str, Option<Date>)| {
            let (Some(a), Some(b)) = (first.1, then.1) else {
                return;
            };
            if b.surely_before(a) {
                problems.push(
                    Problem::new(
                        Code::E302,
                        table,
                        &tables.file(table),
                        format!("{} ({b}) is before {} ({a}).", then.0, first.0),
                    )
                    .rows([row])
                    .column(then.0)
                    .cure("Correct one of them."),
                );
            }
        };
    for p in &tables.partners {
        order(
            "partners",
            p.row,
            ("joined_on", p.joined_on),
            ("left_on", p.left_on),
        );
    }
    for w in &tables.waves {
        order(
            "waves",
            w.row,
            ("starts_on", w.starts_on),
            ("ends_on", w.ends_on),
        );
    }
    for t in &tables.targets {
        if let (Some(a), Some(b)) = (&t.baseline_period, &t.target_period)
            && b <= a
        {
            problems.push(
                Problem::new(
                    Code::E302,
                    "targets",
                    &tables.file("targets"),
                    format!("target_period ({b}) is not after baseline_period ({a})."),
                )
                .rows([t.row])
                .column("target_period")
                .cure("Correct one of them."),
            );
        }
    }
}
