//! Mangled files: the reader never panics and never changes a cell silently.
//!
//! The oracle of "not silently" is a second, much plainer reader: it splits the text into records and
//! cells itself. Every cell it sees must be in the loaded table, unchanged and in its row, unless some
//! problem names the table (and, where only single rows are at fault, that row).

use commonweal_tables::{Loaded, ReadOptions, read_csv_texts, templates};
use proptest::prelude::*;

/// The reader's answer must account for every cell of a table whose CSV has no quotation marks.
fn accounted(name: &str, text: &str, loaded: &Loaded) -> Result<(), String> {
    let table = name.trim_end_matches(".csv");
    let told: Vec<_> = loaded
        .problems
        .iter()
        .filter(|p| p.table == table || p.file == name)
        .collect();
    // Codes that say of a whole table, or of columns, that they were not taken as they stand.
    let whole_table_told = told
        .iter()
        .any(|p| ["E102", "E113", "W209"].contains(&p.code.as_str()));
    let Some(raw) = loaded.tables.raw(table) else {
        return if told.is_empty() {
            Err(format!("{name} vanished without a word"))
        } else {
            Ok(())
        };
    };
    for (i, line) in text.split('\n').enumerate().skip(1) {
        let row = i as u32 + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let cells: Vec<&str> = line.split(',').collect();
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let row_told = told.iter().any(|p| p.rows.contains(&row));
        let Some(r) = (0..raw.height()).find(|&r| raw.row_number(r) == row) else {
            return if whole_table_told {
                Ok(())
            } else {
                Err(format!("{name} row {row} vanished: {line:?}"))
            };
        };
        for (c, cell) in cells.iter().enumerate() {
            let kept = c < raw.width() && raw.cell(r, c) == *cell;
            let nothing = cell.trim().is_empty() && c >= raw.width();
            if !kept && !nothing && !row_told && !whole_table_told {
                return Err(format!(
                    "{name} row {row} cell {c}: {cell:?} became {:?}",
                    raw.cell(r, c)
                ));
            }
        }
    }
    Ok(())
}

fn files() -> Vec<(String, String)> {
    templates()
        .into_iter()
        .filter(|t| t.file != "README.md")
        .map(|t| (t.file, t.text))
        .collect()
}

fn read(files: &[(String, Vec<u8>)]) -> Loaded {
    read_csv_texts(
        files.iter().map(|(n, b)| (n.as_str(), b.as_slice())),
        &ReadOptions::default(),
    )
}

/// Cells that real files hold: marks, dates, huge numbers, control characters, other scripts, formulas.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("NA".to_owned()),
        Just("*".to_owned()),
        Just("<10".to_owned()),
        Just(">=95%".to_owned()),
        Just("5–9".to_owned()),
        Just("99999999999999999999999999".to_owned()),
        Just("-1e308".to_owned()),
        Just("1e400".to_owned()),
        Just("NaN".to_owned()),
        Just("2024-02-30".to_owned()),
        Just("45352".to_owned()),
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("None".to_owned()),
        Just("P001".to_owned()),
        Just("\u{0}".to_owned()),
        Just("\u{202e}reversed".to_owned()),
        "[0-9]{1,19}",
        "[^,\"\r\n]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes_never_panic(name in prop::sample::select(vec!["partners", "ties", "outcomes", "layers", "targets", "roster"]),
                                bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for extension in ["csv", "xlsx"] {
            let loaded = read(&[(format!("{name}.{extension}"), bytes.clone())]);
            // Random bytes are never a sound partners table, so something must be said.
            prop_assert!(!loaded.problems.is_empty());
            let _ = loaded.problems.to_string();
        }
    }

    #[test]
    fn one_strange_cell_anywhere(table in 0_usize..10, row in 1_usize..4, column in 0_usize..16, cell in cell()) {
        let mut files = files();
        let (name, text) = &mut files[table];
        let mut lines: Vec<Vec<String>> = text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect();
        let width = lines[0].len();
        lines[row][column % width] = cell;
        *text = lines.iter().map(|l| l.join(",")).collect::<Vec<_>>().join("\n");
        let name = name.clone();
        let text = text.clone();
        let loaded = read(&files.into_iter().map(|(n, t)| (n, t.into_bytes())).collect::<Vec<_>>());
        prop_assert_eq!(accounted(&name, &text, &loaded), Ok(()));
        let _ = loaded.tables.frames().expect("frames of whatever was loaded");
        let _ = loaded.problems.to_frame().expect("problems as a frame");
    }

    #[test]
    fn cut_files(table in 0_usize..10, keep in 0.0_f64..1.0) {
        let mut files = files();
        let (name, text) = &mut files[table];
        let mut at = (text.len() as f64 * keep) as usize;
        while !text.is_char_boundary(at) { at -= 1; }
        text.truncate(at);
        let (name, text) = (name.clone(), text.clone());
        let loaded = read(&files.into_iter().map(|(n, t)| (n, t.into_bytes())).collect::<Vec<_>>());
        prop_assert_eq!(accounted(&name, &text, &loaded), Ok(()));
    }

    #[test]
    fn swapped_columns_read_the_same(table in 0_usize..10, shift in 1_usize..16) {
        // The order of columns carries no meaning: the typed rows must be equal.
        let mut files = files();
        let straight = read(&files.iter().cloned().map(|(n, t)| (n, t.into_bytes())).collect::<Vec<_>>());
        let (_, text) = &mut files[table];
        *text = text.lines().map(|l| {
            let mut cells: Vec<&str> = l.split(',').collect();
            let by = shift % cells.len();
            cells.rotate_left(by);
            cells.join(",")
        }).collect::<Vec<_>>().join("\r\n");
        let turned = read(&files.into_iter().map(|(n, t)| (n, t.into_bytes())).collect::<Vec<_>>());
        prop_assert_eq!(&straight.tables.partners, &turned.tables.partners);
        prop_assert_eq!(&straight.tables.ties, &turned.tables.ties);
        prop_assert_eq!(&straight.tables.outcomes, &turned.tables.outcomes);
        prop_assert_eq!(&straight.tables.targets, &turned.tables.targets);
        prop_assert_eq!(straight.problems, turned.problems);
    }

    #[test]
    fn headers_exchanged_are_told_or_harmless(table in 0_usize..10, a in 0_usize..16, b in 0_usize..16) {
        let mut files = files();
        let (name, text) = &mut files[table];
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut header: Vec<&str> = lines[0].split(',').collect();
        let width = header.len();
        header.swap(a % width, b % width);
        lines[0] = header.join(",");
        *text = lines.join("\n");
        let (name, text) = (name.clone(), text.clone());
        let loaded = read(&files.into_iter().map(|(n, t)| (n, t.into_bytes())).collect::<Vec<_>>());
        prop_assert_eq!(accounted(&name, &text, &loaded), Ok(()));
    }

    #[test]
    fn quoted_cells_come_back_whole(cells in prop::collection::vec("[^\r]{0,20}", 1..5)) {
        // Any text at all, line breaks and quotation marks included, survives a properly quoted cell.
        let quoted: Vec<String> = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
        let text = format!("partner_id,{}\nP1,{}\nP2{}\n",
            (0..cells.len()).map(|i| format!("extra{i}")).collect::<Vec<_>>().join(","),
            quoted.join(","),
            ",".repeat(cells.len()));
        let loaded = read(&[("partners.csv".into(), text.into_bytes())]);
        prop_assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
        let raw = loaded.tables.raw("partners").expect("the table");
        for (i, cell) in cells.iter().enumerate() {
            prop_assert_eq!(raw.cell(0, i + 1), cell.as_str());
        }
        prop_assert_eq!(raw.row_number(1), 3);
    }
}

#[test]
fn the_oracle_sees_a_silent_change() {
    // The property above must be able to fail: a reader that lost a cell would be caught.
    let text = "partner_id,name\nP1,Compact\n";
    let other = read(&[(
        "partners.csv".into(),
        b"partner_id,name\nP1,Compass\n".to_vec(),
    )]);
    assert!(accounted("partners.csv", text, &other).is_err());
    let gone = read(&[("partners.csv".into(), b"partner_id,name\n".to_vec())]);
    assert!(accounted("partners.csv", text, &gone).is_err());
}
