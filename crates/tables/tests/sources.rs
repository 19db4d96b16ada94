//! The same content from a folder, a workbook and frames.

use std::fs;

use commonweal_tables::{Code, ReadOptions, read_frames, read_path, templates};
use polars::prelude::{AnyValue, Column, DataFrame, DataType, TimeUnit};

fn messages(loaded: &commonweal_tables::Loaded) -> Vec<String> {
    loaded.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_workbook_reads_as_a_person_sees_it() {
    // Written by data/make_workbook.py; what it holds is known from there.
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/map.xlsx");
    let loaded = read_path(path, &ReadOptions::default()).expect("the fixture is there");
    assert_eq!(
        messages(&loaded),
        [
            "E301 map.xlsx, sheet \"Partners\" row 5: joined_on 2023-05-01 14:30:00 is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.",
            "E102 map.xlsx, sheet \"waves\": no header in row 1 (found \"Survey rounds\"). Put column names in row 1, or pass header_row={\"waves\": 3}.",
            "E104 map.xlsx, sheet \"roster\" row 3, column \"partner_id\": \"7\" is not in map.xlsx, sheet \"Partners\". Correct it, or add the partner.",
            "E110 map.xlsx, sheet \"roster\" row 3, column \"answered\": empty. Fill it in: whether it answered.",
            "E110 map.xlsx, sheet \"events\" row 1048576, column \"event_id\": empty. Fill it in: the meeting.",
            "E110 map.xlsx, sheet \"events\" row 1048576, column \"date\": empty. Fill it in: when it took place.",
            "E112 map.xlsx, sheet \"events\" row 1048576: 16,384 cells where the header has 2. Give the extra cells a column name or delete them; a comma inside a cell needs quotation marks around the cell.",
            "W202 Wave 2024: 1 of 2 partners answered (50 %). For 0 % of pairs nobody answered. Betweenness is the measure most affected; see coverage.",
            "N103 map.xlsx, sheet \"roster\": the sheet is hidden; it was read all the same. Delete it if it should not be used.",
            "N101 map.xlsx: the sheet \"Pivot 1\" is not a table of the contract and was not read. If \"Pivot 1\" is a table, give it the name partners, waves, roster, layers, ties, events, attendance, indicators, outcomes or targets.",
        ]
    );
    // Ids keep their digits: no "14.0", no lost zeros; the row numbers are the sheet's.
    let partners = &loaded.tables.partners;
    let ids: Vec<(u32, &str)> = partners
        .iter()
        .map(|p| (p.row, p.partner_id.as_str()))
        .collect();
    assert_eq!(ids, [(2, "14"), (4, "007"), (5, "15.5")]);
    assert_eq!(
        (partners[0].capacity, partners[0].is_backbone),
        (Some(3), true)
    );
    assert_eq!(
        partners[0].joined_on.map(|d| d.to_string()).as_deref(),
        Some("2022-01-31")
    );
}

#[test]
fn a_folder_is_read_whole_and_what_is_no_table_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    for template in templates() {
        fs::write(dir.path().join(&template.file), &template.text).expect("written");
    }
    for (name, text) in [
        ("budget.csv", "a,b\n1,2\n"),
        ("ties.parquet", "PAR1"),
        (".hidden", ""),
        ("~$ties.xlsx", ""),
        ("photo.png", "x"),
    ] {
        fs::write(dir.path().join(name), text).expect("written");
    }
    fs::create_dir(dir.path().join("old")).expect("made");
    let loaded = read_path(dir.path(), &ReadOptions::default()).expect("a folder");
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    let notices: Vec<String> = loaded
        .problems
        .iter()
        .filter(|p| p.code == Code::N101)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        notices,
        [
            "N101 ties.parquet: this kind of file is not read from a folder. Expected .csv or .xlsx. Save it as one of them, or open it yourself and pass the frame.",
            "N101 budget.csv: not a table of the contract; it was not read. If \"budget\" is a table, give it the name partners, waves, roster, layers, ties, events, attendance, indicators, outcomes or targets.",
            "N101 old: a folder inside the folder; it was not read. Move its tables up if they belong here.",
            "N101 photo.png: not a table; it was not read.",
        ]
    );
    assert!(read_path(dir.path().join("nowhere"), &ReadOptions::default()).is_err());
}

#[test]
fn frames_give_what_files_give() {
    let joined = Column::new("joined_on".into(), [Some(18_993_i32), None])
        .cast(&DataType::Date)
        .expect("days to dates");
    let seen = Column::new("last_seen".into(), [0_i64, 3_661_000])
        .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
        .expect("to moments");
    let partners = DataFrame::new(
        2,
        vec![
            // What pandas makes of integer ids with a gap: floats.
            Column::new("Partner ID".into(), [14.0_f64, 7.0]),
            Column::new("name".into(), [Some("Compact"), None]),
            Column::new("is_backbone".into(), [Some(true), None]),
            joined,
            seen,
            Column::new("capacity".into(), [3_i64, 4]),
        ],
    )
    .expect("a frame");
    let loaded = read_frames(
        [("partners", &partners), ("budget", &partners)],
        &ReadOptions::default(),
    );
    assert_eq!(
        messages(&loaded),
        [
            "N101 frame \"budget\": not a table of the contract; it was not read. If \"budget\" is a table, give it the name partners, waves, roster, layers, ties, events, attendance, indicators, outcomes or targets."
        ]
    );
    let rows = &loaded.tables.partners;
    assert_eq!(
        (
            rows[0].row,
            rows[0].partner_id.as_str(),
            rows[1].partner_id.as_str()
        ),
        (2, "14", "7")
    );
    // Day 18,993 is 2022-01-01 (52 years of 365 days and 13 leap days after 1970-01-01).
    assert_eq!(
        rows[0].joined_on.map(|d| d.to_string()).as_deref(),
        Some("2022-01-01")
    );
    assert_eq!(
        (rows[0].is_backbone, rows[1].is_backbone, rows[0].capacity),
        (true, false, Some(3))
    );
    let raw = loaded.tables.raw("partners").expect("loaded");
    assert_eq!(
        (raw.cell(0, 4), raw.cell(1, 4)),
        ("1970-01-01", "1970-01-01 01:01:01")
    );
}

#[test]
fn frames_of_the_loaded_tables_are_typed_and_private_columns_stay() {
    let text = "partner_id,name,is_backbone,capacity,joined_on,email,Phone number,Region\nP1,Compact,yes,3,2024-01,a@b.org,555,North\nP2,,,,,,,\n";
    let loaded = commonweal_tables::read_csv_texts(
        [("partners.csv", text.as_bytes())],
        &ReadOptions::default(),
    );
    let frames = loaded.tables.frames().expect("frames");
    let (name, frame) = &frames[0];
    assert_eq!(*name, "partners");
    let names: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
    assert_eq!(
        names,
        [
            "partner_id",
            "name",
            "is_backbone",
            "joined_on",
            "capacity",
            "Region"
        ]
    );
    let get = |column: &str, r: usize| {
        frame
            .column(column)
            .expect("the column")
            .get(r)
            .expect("the row")
            .into_static()
    };
    assert_eq!(get("is_backbone", 0), AnyValue::Boolean(true));
    assert_eq!(get("is_backbone", 1), AnyValue::Null);
    assert_eq!(get("capacity", 0), AnyValue::Int64(3));
    assert_eq!(get("joined_on", 0).get_str(), Some("2024-01"));
    assert_eq!(get("Region", 1), AnyValue::Null);
}

#[test]
fn problems_as_a_frame_have_a_line_for_every_row() {
    let rows: String = (0..22).map(|_| "x\n").collect();
    let text = format!("partner_id\nP1\n{rows}");
    let loaded = commonweal_tables::read_csv_texts(
        [("partners.csv", text.as_bytes())],
        &ReadOptions::default(),
    );
    assert_eq!(
        messages(&loaded),
        [
            "E103 partners.csv rows 3, 4, 5, 6, 7 and 17 more; full list: result.problems, column \"partner_id\": \"x\" appears 22 times. Give each row its own id. Nothing was merged."
        ]
    );
    let frame = loaded.problems.to_frame().expect("a frame");
    assert_eq!(frame.height(), 22);
    let names: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
    assert_eq!(
        names,
        [
            "code", "severity", "table", "row", "column", "found", "expected", "cure"
        ]
    );
    let last = frame.column("row").expect("row").get(21).expect("line 22");
    assert_eq!(last, AnyValue::UInt32(24));
}

#[test]
fn tables_survive_the_way_through_frames() {
    let files = templates();
    let texts = files.iter().filter(|f| f.file != "README.md");
    let first = commonweal_tables::read_csv_texts(
        texts.map(|f| (f.file.as_str(), f.text.as_bytes())),
        &ReadOptions::default(),
    );
    let frames = first.tables.frames().expect("frames");
    assert_eq!(frames.len(), 10);
    let again = read_frames(frames.iter().map(|(n, f)| (*n, f)), &ReadOptions::default());
    let (a, b) = (&first.tables, &again.tables);
    assert_eq!(
        (&a.partners, &a.waves, &a.roster),
        (&b.partners, &b.waves, &b.roster)
    );
    assert_eq!(
        (&a.layers, &a.ties, &a.events),
        (&b.layers, &b.ties, &b.events)
    );
    assert_eq!(
        (&a.attendance, &a.indicators),
        (&b.attendance, &b.indicators)
    );
    assert_eq!((&a.outcomes, &a.targets), (&b.outcomes, &b.targets));
}
