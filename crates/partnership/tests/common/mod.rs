//! Reads the example's tables back with the `csv` crate, so that the writer is not its own judge.

use std::collections::BTreeMap;

use commonweal_partnership::example::Example;

/// Seeds on which a claim of the generator has to hold; the shipped one is added by the tests.
#[allow(dead_code, reason = "not every test file runs over seeds")]
pub(crate) const SEEDS: std::ops::Range<u64> = 0..24;

/// One row: column name to field.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of one table.
pub(crate) fn rows(example: &Example, file: &str) -> Vec<Row> {
    let table = example.table(file).expect("a table of the example");
    let mut reader = csv::Reader::from_reader(table.csv.as_bytes());
    let header = reader.headers().expect("a header").clone();
    reader
        .records()
        .map(|record| {
            header
                .iter()
                .map(str::to_owned)
                .zip(
                    record
                        .expect("as many fields as the header")
                        .iter()
                        .map(str::to_owned),
                )
                .collect()
        })
        .collect()
}
