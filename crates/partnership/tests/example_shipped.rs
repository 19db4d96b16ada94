//! The shipped example is what its seed generates.

use std::path::PathBuf;

use commonweal_partnership::example::{DEFAULT_SEED, generate};

const REWRITE: &str =
    "COMMONWEAL_UPDATE=1 cargo test --release -p commonweal-partnership --test example_shipped";

#[test]
fn shipped_tables_are_those_of_the_default_seed() {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../python/commonweal/data/example");
    let example = generate(DEFAULT_SEED);
    if std::env::var_os("COMMONWEAL_UPDATE").is_some() {
        example.write_to(&folder).unwrap();
    }
    let mut bytes = 0;
    for table in &example.tables {
        let shipped = std::fs::read_to_string(folder.join(table.file))
            .unwrap_or_else(|error| panic!("{}: {error}. Rewrite with: {REWRITE}", table.file));
        assert!(
            shipped == table.csv,
            "{} differs from generate({DEFAULT_SEED}). Rewrite with: {REWRITE}",
            table.file,
        );
        bytes += shipped.len();
    }
    assert!(bytes < 600_000, "the shipped tables take {bytes} bytes");
    // A table that is no longer generated must not stay behind, nor anything else come along.
    let mut shipped: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    shipped.sort();
    let mut generated: Vec<&str> = example.tables.iter().map(|table| table.file).collect();
    generated.sort_unstable();
    assert_eq!(shipped, generated);
}
