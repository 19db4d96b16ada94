//! Every code that the tables can raise, from a bad file, with the whole message as a person reads it.
//!
//! The expected texts are written out by hand after the contract's examples, not taken from the program.

use commonweal_tables::{Code, DuplicateTies, Loaded, ReadOptions, SelfTies, read_csv_texts};

const PARTNERS: &str =
    "partner_id,name\nP001,Compact\nP002,Library\nP003,Health\nP014,YMCA of Spokane\n";
const WAVES: &str = "wave_id,starts_on\n2024,2024-03-01\n";
const LAYERS: &str = "layer_id,kind,directed,scale_min,scale_max,labels,present_at,asked_of\n\
    frequency,frequency,yes,0,5,0=never|1=yearly|2=quarterly|3=monthly|4=weekly|5=daily,2,everyone\n\
    trust_reliability,trust_reliability,yes,1,4,,3,everyone\n";
const INDICATORS: &str = "indicator_id,name,kind,direction,unit\n\
    early_reading,Reading,population_indicator,higher,proportion\n";

fn load(files: &[(&str, &str)], options: &ReadOptions) -> Loaded {
    let partners = [("partners.csv", PARTNERS)];
    let own = files.iter().any(|(name, _)| *name == "partners.csv");
    let all = partners.iter().filter(|_| !own).chain(files);
    read_csv_texts(all.map(|(name, text)| (*name, text.as_bytes())), options)
}

/// The messages with these codes, one a line.
fn told(files: &[(&str, &str)], codes: &[Code]) -> Vec<String> {
    told_with(files, codes, &ReadOptions::default())
}

fn told_with(files: &[(&str, &str)], codes: &[Code], options: &ReadOptions) -> Vec<String> {
    load(files, options)
        .problems
        .iter()
        .filter(|p| codes.contains(&p.code))
        .map(ToString::to_string)
        .collect()
}

/// All errors.
fn errors(files: &[(&str, &str)]) -> Vec<String> {
    load(files, &ReadOptions::default())
        .problems
        .errors()
        .map(ToString::to_string)
        .collect()
}

fn ties(rows: &str) -> String {
    format!("wave_id,source_id,target_id,layer_id,value\n{rows}")
}

fn survey(rows: &str) -> Vec<String> {
    errors(&[
        ("ties.csv", &ties(rows)),
        ("waves.csv", WAVES),
        ("layers.csv", LAYERS),
    ])
}

fn outcomes(rows: &str) -> Vec<String> {
    let text = format!(
        "indicator_id,period,place_id,dimension,group,numerator,denominator,value,n,value_status,scheme\n{rows}"
    );
    errors(&[("outcomes.csv", &text), ("indicators.csv", INDICATORS)])
}

#[test]
fn e101_names_what_looks_like_the_missing_column() {
    let found = errors(&[(
        "ties.csv",
        "wave,from,to,layer_id,strength\n2024,P001,P002,frequency,3\n",
    )]);
    let columns = "Columns found: \"wave\", \"from\", \"to\", \"layer_id\", \"strength\".";
    assert_eq!(
        found,
        [
            format!(
                "E101 ties.csv: column \"wave_id\" is missing. {columns} \"wave\" looks like it: pass rename={{\"wave\": \"wave_id\"}}."
            ),
            format!(
                "E101 ties.csv: column \"source_id\" is missing. {columns} \"from\" looks like it: pass rename={{\"from\": \"source_id\"}}."
            ),
            format!(
                "E101 ties.csv: column \"target_id\" is missing. {columns} \"to\" looks like it: pass rename={{\"to\": \"target_id\"}}."
            ),
            format!(
                "E101 ties.csv: column \"value\" is missing. {columns} \"strength\" looks like it: pass rename={{\"strength\": \"value\"}}."
            ),
        ]
    );
}

#[test]
fn the_cure_of_e101_works() {
    let rename = [
        ("wave", "wave_id"),
        ("ties.from", "source_id"),
        ("To", "target_id"),
        ("strength", "value"),
    ];
    let options = ReadOptions {
        rename: rename.map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        ..ReadOptions::default()
    };
    let loaded = load(
        &[
            (
                "ties.csv",
                "wave,from,to,layer_id,strength\n2024,P001,P002,frequency,3\n",
            ),
            ("layers.csv", LAYERS),
        ],
        &options,
    );
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    assert_eq!(loaded.tables.ties[0].source_id, "P001");
}

#[test]
fn e102_a_title_above_the_header() {
    let text = "\"Partner list, spring 2024\"\n\nPartner ID,Name\nP001,Compact\n";
    assert_eq!(
        errors(&[("partners.csv", text)]),
        [
            "E102 partners.csv: no header in row 1 (found \"Partner list, spring 2024\"). Put column names in row 1, or pass header_row={\"partners\": 3}."
        ]
    );
    let options = ReadOptions {
        header_row: [("partners".to_owned(), 3)].into(),
        ..ReadOptions::default()
    };
    let loaded = load(&[("partners.csv", text)], &options);
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    assert_eq!(
        (
            loaded.tables.partners[0].row,
            loaded.tables.partners[0].partner_id.as_str()
        ),
        (4, "P001")
    );
}

#[test]
fn e102_headers_that_are_broken() {
    assert_eq!(
        errors(&[("partners.csv", "partner_id,name,Partner ID\nP001,a,b\n")]),
        [
            "E102 partners.csv row 1: \"partner_id\" and \"Partner ID\" are the same name (case, spaces, \"_\" and \"-\" do not count). Rename or delete one of them."
        ]
    );
    assert_eq!(
        errors(&[("partners.csv", "partner_id,,name\nP001,x,a\n")]),
        ["E102 partners.csv row 1: column 2 has cells but no name. Name the column, or delete it."]
    );
    assert_eq!(
        errors(&[("partners.csv", "partner_id;name\nP001;a\n")]),
        [
            "E102 partners.csv: the columns are separated by semicolons (found \"partner_id;name\"). Expected commas. Save the file as \"CSV UTF-8 (comma delimited)\"."
        ]
    );
    assert_eq!(
        errors(&[("ties.csv", "")]),
        [
            "E102 ties.csv: the table is empty. Expected column names in row 1. Fill it, or remove it: a table that is not there is better than an empty one."
        ]
    );
}

#[test]
fn e103_a_key_that_appears_twice() {
    let text = "partner_id,name\nP001,Compact\nP014,YMCA\nP002,Library\nP014,YMCA North\n";
    assert_eq!(
        errors(&[("partners.csv", text)]),
        [
            "E103 partners.csv rows 3 and 5, column \"partner_id\": \"P014\" appears twice (\"YMCA\" and \"YMCA North\"). Give each row its own id. Nothing was merged."
        ]
    );
    let roster = "wave_id,partner_id,asked,answered\n2024,P001,yes,yes\n2024,P001,yes,no\n";
    assert_eq!(
        errors(&[("roster.csv", roster)]),
        [
            "E103 roster.csv rows 2 and 3: the key (2024, P001) appears twice. Keep one of the rows. Nothing was merged."
        ]
    );
}

#[test]
fn e104_an_id_that_is_nowhere() {
    let rows = "2024,P001,YMCA of Spokne,frequency,3\n2024,P001,P002,frequncy,3\n";
    assert_eq!(
        survey(rows),
        [
            "E104 ties.csv row 2, column \"target_id\": \"YMCA of Spokne\" is not in partners.csv. Closest: \"YMCA of Spokane\" (P014). Correct it, or add the partner.",
            "E104 ties.csv row 3, column \"layer_id\": \"frequncy\" is not in layers.csv. Closest: \"frequency\". Correct it, or add the layer.",
        ]
    );
}

#[test]
fn e105_and_e106_with_their_cures() {
    let rows =
        "2024,P001,P002,frequency,2\n2024,P003,P003,frequency,3\n2024,P001,P002,frequency,3\n";
    assert_eq!(
        survey(rows),
        [
            "E105 ties.csv row 3: source and target are both \"P003\". A partner cannot be tied to itself. Delete the row, or pass self_ties=\"drop\".",
            "E106 ties.csv rows 2 and 4: two values (2 and 3) for P001 → P002, layer \"frequency\", wave \"2024\". Keep one, or pass duplicates=\"max\" (also \"mean\", \"last\").",
        ]
    );
    for (duplicates, name, value) in [
        (DuplicateTies::Max, "max", 3.0),
        (DuplicateTies::Mean, "mean", 2.5),
        (DuplicateTies::Last, "last", 3.0),
    ] {
        let options = ReadOptions {
            duplicates,
            self_ties: SelfTies::Drop,
            ..ReadOptions::default()
        };
        let text = ties(rows);
        let files = [("ties.csv", text.as_str()), ("layers.csv", LAYERS)];
        let loaded = load(&files, &options);
        assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
        assert_eq!(loaded.tables.ties.len(), 1);
        assert_eq!(loaded.tables.ties[0].value, Some(value));
        assert_eq!(
            told_with(&files, &[Code::N102], &options),
            [
                format!(
                    "N102 ties.csv rows 2 and 4: 1 tie with several values combined into one (duplicates=\"{name}\"; empty values do not count)."
                ),
                "N102 ties.csv row 3: 1 self-tie was left aside (self_ties=\"drop\").".to_owned(),
            ]
        );
    }
}

#[test]
fn e107_outside_the_scale() {
    assert_eq!(
        survey("2024,P001,P002,trust_reliability,5\n"),
        [
            "E107 ties.csv row 2, column \"value\": 5 is outside the scale 1–4 of layer \"trust_reliability\". Check the code book (layers.csv row 3)."
        ]
    );
    let layers = "layer_id,kind,directed,scale_min,scale_max,present_at,asked_of\nx,other,yes,0,5,6,everyone\n";
    assert_eq!(
        errors(&[("layers.csv", layers)]),
        [
            "E107 layers.csv row 2, column \"present_at\": 6 is outside the scale 0–5 of layer \"x\". Correct the code book."
        ]
    );
}

#[test]
fn e108_words_where_numbers_are_needed() {
    let labels = "Known labels of layer \"frequency\": never, yearly, quarterly, monthly, weekly, daily = 0…5.";
    assert_eq!(
        survey("2024,P001,P002,frequency,weekly\n2024,P001,P003,frequency,wekly\n2024,P002,P003,trust_reliability,high\n"),
        [
            format!("E108 ties.csv row 2, column \"value\": \"weekly\" is not a number. {labels} Did you mean labels=True?"),
            format!("E108 ties.csv row 3, column \"value\": \"wekly\" is not a number. {labels} Closest: \"weekly\". Correct it."),
            "E108 ties.csv row 4, column \"value\": \"high\" is not a number. Write a number, or give the layer its labels in layers.csv and pass labels=True.".to_owned(),
        ]
    );
    let options = ReadOptions {
        labels: true,
        ..ReadOptions::default()
    };
    let text = ties("2024,P001,P002,frequency,Weekly\n");
    let loaded = load(&[("ties.csv", &text), ("layers.csv", LAYERS)], &options);
    assert_eq!(loaded.tables.ties[0].value, Some(4.0));
    assert_eq!(
        errors(&[("partners.csv", "partner_id,capacity\nP1,two\nP2,-3\n")]),
        [
            "E108 partners.csv row 2, column \"capacity\": \"two\" is not a whole number of 0 or more. Write digits without separators, or leave it empty.",
            "E108 partners.csv row 3, column \"capacity\": \"-3\" is not a whole number of 0 or more. Write digits without separators, or leave it empty.",
        ]
    );
    assert_eq!(
        outcomes("early_reading,2024,,all,all,few,40,,,,\n"),
        [
            "E108 outcomes.csv row 2, column \"numerator\": \"few\" is neither a count nor a known mark. Expected a whole number, or *, <10, >95, 5-9, >=95%. Say in value_status why there is no number, and empty the cell."
        ]
    );
}

#[test]
fn e109_a_report_of_somebody_who_did_not_answer() {
    let roster = "wave_id,partner_id,asked,answered\n2024,P001,yes,yes\n2024,P002,yes,no\n";
    let text =
        ties("2024,P002,P001,frequency,3\n2024,P003,P001,frequency,3\n2024,P002,P003,frequency,\n");
    assert_eq!(
        errors(&[
            ("roster.csv", roster),
            ("ties.csv", &text),
            ("layers.csv", LAYERS)
        ]),
        [
            "E109 ties.csv row 2: P002 reports a tie in wave \"2024\", but roster.csv row 3 says it did not answer. One of the two is wrong.",
            "E109 ties.csv row 3: P003 reports a tie in wave \"2024\", but roster.csv has no row for it in that wave, which means it was not asked. One of the two is wrong.",
        ]
    );
}

#[test]
fn e110_cells_that_must_be_filled() {
    let layers = "layer_id,kind,directed,scale_min,scale_max,present_at,asked_of\nx,other,yes,0,5,1,everyone\ny,other,yes,0,5,1,everyone\nintensity,intensity,yes,0,5,,everyone\n";
    assert_eq!(
        errors(&[("layers.csv", layers)]),
        [
            "E110 layers.csv row 4, column \"present_at\": empty for \"intensity\". State the smallest value that counts as a tie (for example 1 = awareness)."
        ]
    );
    assert_eq!(
        errors(&[("partners.csv", "partner_id,name\nNA,Somebody\n,Nobody\n")]),
        [
            "E110 partners.csv row 2, column \"partner_id\": \"NA\" counts as empty. Fill it in: unique, the same in every wave.",
            "E110 partners.csv row 3, column \"partner_id\": empty. Fill it in: unique, the same in every wave.",
        ]
    );
    assert_eq!(
        outcomes("early_reading,2024,,all,all,,40,,,,\nearly_reading,2024,A,all,all,3,,,,,\n"),
        [
            "E110 outcomes.csv row 2: no number: neither numerator and denominator nor value is filled. Fill them, or say why there is none in value_status (suppressed, not_collected).",
            "E110 outcomes.csv row 3, column \"denominator\": numerator without denominator. Give the number of children in the group; without it there is no rate.",
        ]
    );
}

#[test]
fn e111_and_e112_files_that_are_damaged() {
    let loaded = read_csv_texts(
        [("partners.csv", b"partner_id,name\nP1,Caf\xE9\n".as_slice())],
        &ReadOptions::default(),
    );
    assert_eq!(
        loaded.problems.to_string(),
        "E111 partners.csv row 2: the text is not UTF-8 (letters such as é cannot be read). Expected UTF-8. Save the file as \"CSV UTF-8\"."
    );
    assert_eq!(
        errors(&[("partners.csv", "partner_id,name\nP1,a,b\nP2\n\nP3,c,\n")]),
        [
            "E112 partners.csv row 2: 3 cells where the header has 2. Give the extra cells a column name or delete them; a comma inside a cell needs quotation marks around the cell.",
            "E112 partners.csv row 3: 1 cell where the header has 2. A missing cell needs its comma.",
        ]
    );
}

#[test]
fn e113_sources_that_cannot_be_used() {
    let loaded = read_csv_texts(
        [("partners.xlsx", b"not a workbook".as_slice())],
        &ReadOptions::default(),
    );
    let message = loaded.problems.to_string();
    assert!(
        message.starts_with("E113 partners.xlsx: the workbook cannot be opened ("),
        "{message}"
    );
    assert!(
        message.ends_with(
            "Open it in a spreadsheet program and save it again as .xlsx without a password."
        ),
        "{message}"
    );
    let loaded = read_csv_texts([("waves.csv", WAVES.as_bytes())], &ReadOptions::default());
    assert_eq!(
        loaded.problems.to_string(),
        "E113 no table \"partners\" was found. It is the one table that is always needed. Add partners.csv (or a sheet or frame \"partners\") with a column \"partner_id\"."
    );
    let loaded = read_csv_texts(
        [
            ("partners.csv", PARTNERS.as_bytes()),
            ("Partners.csv", PARTNERS.as_bytes()),
        ],
        &ReadOptions::default(),
    );
    assert_eq!(
        loaded.problems.to_string(),
        "E113 Partners.csv: the table \"partners\" is also in partners.csv. Each table has one source. Remove or rename one of them. Nothing was merged."
    );
}

#[test]
fn e201_counts_that_contradict_each_other() {
    assert_eq!(
        outcomes("early_reading,2023-24,Lincoln,race_ethnicity,Black,41,38,,,,\n"),
        [
            "E201 outcomes.csv row 2: numerator 41 is larger than denominator 38 (early_reading, 2023-24, Lincoln, Black). Correct one of them."
        ]
    );
    assert!(
        outcomes("early_reading,2023-24,,all,all,120%,50,,,,\n")[0]
            .starts_with("E201 outcomes.csv row 2: no whole number of 50 children gives \"120%\"")
    );
    // 4 of 7 is 57 %, 5 of 7 is 71 %.
    assert_eq!(
        outcomes("early_reading,2023-24,Lincoln,race_ethnicity,Black,,7,61%,,,\n"),
        [
            "E201 outcomes.csv row 2: no whole number of 7 children gives \"61%\" (early_reading, 2023-24, Lincoln, Black). Check the rate and the denominator, or give the numerator."
        ]
    );
}

#[test]
fn e202_a_percent_where_a_proportion_was_promised() {
    assert_eq!(
        outcomes("early_reading,2023-24,,all,all,,,61.4,500,,\n"),
        [
            "E202 outcomes.csv row 2, column \"value\": 61.4 with unit \"proportion\". Use 0.614, or set unit \"percent\" in indicators.csv."
        ]
    );
}

#[test]
fn e203_groups_that_do_not_add_up() {
    let rows = "early_reading,2023-24,,all,all,1200,2000,,,,\n\
        early_reading,2023-24,,race_ethnicity,Black,400,964,,,,\n\
        early_reading,2023-24,,race_ethnicity,White,800,1000,,,,\n";
    assert_eq!(
        outcomes(rows),
        [
            "E203 outcomes.csv, early_reading 2023-24: race_ethnicity groups add up to 1,964 children, \"all\" says 2,000. 36 are in no group. Add a group \"unknown\", or pass allow_unassigned=True (bounds will be reported)."
        ]
    );
    let text = format!(
        "indicator_id,period,place_id,dimension,group,numerator,denominator,value,n,value_status,scheme\n{rows}"
    );
    let options = ReadOptions {
        allow_unassigned: true,
        ..ReadOptions::default()
    };
    assert!(
        !load(
            &[("outcomes.csv", &text), ("indicators.csv", INDICATORS)],
            &options
        )
        .problems
        .has_errors()
    );
    let more = rows.replace("964", "1100");
    assert_eq!(
        outcomes(&more),
        [
            "E203 outcomes.csv, early_reading 2023-24: race_ethnicity groups add up to 2,100 children, \"all\" says 2,000. 100 more than the total. Correct the counts, or set exclusive=no if a child may be in several groups."
        ]
    );
    // A suppressed group leaves room: 964 + (0 to 9) + 1000 cannot reach 2,000, but 991 + ... can.
    let room = "early_reading,2023-24,,all,all,1200,1009,,,,\n\
        early_reading,2023-24,,race_ethnicity,Black,*,<10,,,,\n\
        early_reading,2023-24,,race_ethnicity,White,800,1000,,,,\n";
    assert_eq!(
        outcomes(&room.replace("1200,1009", "805,1009")),
        [] as [&str; 0]
    );
    assert!(
        outcomes(&room.replace("1200,1009", "805,1010"))[0]
            .contains("add up to at most 1,009 children, \"all\" says 1,010. 1 is in no group.")
    );
}

#[test]
fn e204_two_standards_of_categories() {
    let rows = "early_reading,2023-24,,race_ethnicity,White,400,964,,,,SPD15-1997\n\
        early_reading,2024-25,,race_ethnicity,White,800,1000,,,,SPD15-2024\n\
        early_reading,2024-25,,race_ethnicity,MENA,80,100,,,,SPD15-2024\n";
    assert_eq!(
        outcomes(rows),
        [
            "E204 outcomes.csv: categories of scheme \"SPD15-1997\" and \"SPD15-2024\" cannot be compared (new category \"MENA\"). Choose one scheme: pass scheme=\"SPD15-2024\", or recode the file to one standard."
        ]
    );
    let text = format!(
        "indicator_id,period,place_id,dimension,group,numerator,denominator,value,n,value_status,scheme\n{rows}"
    );
    let options = ReadOptions {
        scheme: Some("SPD15-2024".into()),
        ..ReadOptions::default()
    };
    let loaded = load(
        &[("outcomes.csv", &text), ("indicators.csv", INDICATORS)],
        &options,
    );
    assert!(!loaded.problems.has_errors());
    assert_eq!(loaded.tables.outcomes.len(), 2);
}

#[test]
fn e206_the_direction_is_not_guessed() {
    let text = "indicator_id,name,kind,direction,unit\na,A,population_indicator,higher,proportion\nb,B,population_indicator,,proportion\n";
    assert_eq!(
        errors(&[("indicators.csv", text)]),
        [
            "E206 indicators.csv row 3, column \"direction\": empty. Say whether higher or lower is better; it is not guessed."
        ]
    );
}

#[test]
fn e301_dates_that_are_not() {
    let text = "partner_id,joined_on,left_on\nP1,2024-02-30,\nP2,45352,\nP3,3/1/2024,2024\n";
    assert_eq!(
        errors(&[("partners.csv", text)]),
        [
            "E301 partners.csv row 2: joined_on 2024-02-30 is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.",
            "E301 partners.csv row 3: joined_on 45352 looks like an Excel date number (2024-03-01); pass excel_dates=True.",
            "E301 partners.csv row 4: joined_on 3/1/2024 is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.",
        ]
    );
    let options = ReadOptions {
        excel_dates: true,
        ..ReadOptions::default()
    };
    let loaded = load(
        &[("partners.csv", "partner_id,joined_on\nP2,45352\n")],
        &options,
    );
    assert_eq!(
        loaded.tables.partners[0]
            .joined_on
            .map(|d| d.to_string())
            .as_deref(),
        Some("2024-03-01")
    );
    assert_eq!(
        outcomes("early_reading,Fall 2023,,all,all,4,40,,,,\n"),
        [
            "E301 outcomes.csv row 2: period Fall 2023 is not a period. Write 2024, 2023-24 (a school year), 2024-03, 2024-Q1 or 2024-03-31."
        ]
    );
    assert_eq!(
        outcomes(
            "early_reading,2022-23,,all,all,4,40,,,,\nearly_reading,2023-24,,all,all,4,40,,,,\nearly_reading,2025,,all,all,4,40,,,,\n"
        ),
        [
            "E301 outcomes.csv row 4, column \"period\": \"early_reading\" is given by calendar years and school years. One convention for each indicator. Write all its periods in the same way."
        ]
    );
}

#[test]
fn e302_ends_before_starts() {
    assert_eq!(
        errors(&[
            (
                "partners.csv",
                "partner_id,joined_on,left_on\nP1,2024-02-01,2024-01-09\nP2,2024-06,2024\n"
            ),
            ("waves.csv", "wave_id,starts_on,ends_on\nw,2024-03,2023\n"),
        ]),
        [
            "E302 partners.csv row 2: left_on (2024-01-09) is before joined_on (2024-02-01). Correct one of them.",
            "E302 waves.csv row 2: ends_on (2023) is before starts_on (2024-03). Correct one of them.",
        ]
    );
}

#[test]
fn e304_words_outside_the_list() {
    let attendance = "event_id,partner_id,attended\nM1,P001,x\nM1,P002,yes\n";
    assert_eq!(
        errors(&[("attendance.csv", attendance)]),
        [
            "E304 attendance.csv row 2: \"x\" in column \"attended\". Use yes, no or unknown; pass truthy=[\"x\"] if x means yes."
        ]
    );
    let options = ReadOptions {
        truthy: vec!["X".into()],
        ..ReadOptions::default()
    };
    assert!(
        !load(&[("attendance.csv", attendance)], &options)
            .problems
            .has_errors()
    );
    assert_eq!(
        errors(&[("partners.csv", "partner_id,level\nP1,departement\n")]),
        [
            "E304 partners.csv row 2: \"departement\" in column \"level\". Use organisation, department or person. Closest: \"department\"."
        ]
    );
}

#[test]
fn e401_a_headcount_that_is_not_the_rates() {
    let outcomes = "indicator_id,period,dimension,group,numerator,denominator\nearly_reading,2024-25,all,all,1200,2000\n";
    let target = |rest: &str| {
        format!(
            "indicator_id,baseline_period,target_period,target_value,basis,headcount,dimension,group\nearly_reading,2024-25,2029-30,{rest},all,all\n"
        )
    };
    let told = |rest: &str| {
        errors(&[
            ("outcomes.csv", outcomes),
            ("targets.csv", &target(rest)),
            ("indicators.csv", INDICATORS),
        ])
    };
    assert_eq!(
        told("0.8,,2000"),
        [
            "E401 targets.csv row 2: 60 % → 80 % of 2,000 children is 400 per cohort, but headcount says 2,000. Is 400 the gain per cohort (basis=\"cohort\") or per year on the year before (basis=\"annual_increment\", which needs 10,000 children)?"
        ]
    );
    for fine in [
        "0.8,cohort,400",
        "80%,,400",
        "0.8,cohort,",
        // No number of children: read without a panic, judged by nobody.
        "0.8,cohort,18446744073709551615",
    ] {
        assert_eq!(told(fine), [] as [&str; 0], "{fine}");
    }
}

#[test]
fn w201_to_w205_what_the_answers_leave_open() {
    let text = ties(
        "2024,P001,P002,frequency,3\n2024,P001,P003,frequency,3\n2024,P014,P001,frequency,2\n",
    );
    let partners = "partner_id,is_backbone\nP001,yes\nP002,\nP003,\nP014,\n";
    let files = [
        ("partners.csv", partners),
        ("ties.csv", text.as_str()),
        ("layers.csv", LAYERS),
    ];
    let warnings = |files: &[(&str, &str)]| -> Vec<String> {
        load(files, &ReadOptions::default())
            .problems
            .warnings()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(
        warnings(&files),
        [
            "W205 The backbone (P001) is tied to every partner. See the values without it.",
            "W201 No roster given: assuming the 2 partners that report at least one tie answered and the other 2 did not. A partner that answered \"no one\" is counted as not answering.",
        ]
    );
    // 26 of 40 answered: C(14, 2) = 91 of C(40, 2) = 780 pairs have no report, 11.7 %.
    let ids: Vec<String> = (1..=40).map(|i| format!("P{i}")).collect();
    let partners = format!("partner_id\n{}\n", ids.join("\n"));
    let row = |wave: u32, i: usize, yes: bool| {
        format!("{wave},P{i},yes,{}\n", if yes { "yes" } else { "no" })
    };
    let first: String = (1..=40).map(|i| row(2022, i, true)).collect();
    let second: String = (1..=40).map(|i| row(2024, i, i <= 26)).collect();
    let roster = format!("wave_id,partner_id,asked,answered\n{first}{second}");
    assert_eq!(
        warnings(&[("partners.csv", &partners), ("roster.csv", &roster)]),
        [
            "W202 Wave 2024: 26 of 40 partners answered (65 %). For 12 % of pairs nobody answered. Betweenness is the measure most affected; see coverage.",
            "W204 Between waves 14 of 40 respondents changed. Changes are shown for the 26 partners in both.",
        ]
    );
    let layers = LAYERS
        .replace("1,4,,3,everyone\n", "1,4,,3,named_partners,frequency\n")
        .replace("asked_of\n", "asked_of,condition_layer\n")
        .replace("2,everyone\n", "2,everyone,\n");
    let text = ties("2024,P001,P002,frequency,3\n2024,P001,P002,trust_reliability,3\n");
    let roster = "wave_id,partner_id,asked,answered\n2024,P001,yes,yes\n2024,P002,yes,yes\n2024,P003,yes,yes\n2024,P014,yes,yes\n";
    // One rating among 4 · 3 = 12 ordered pairs.
    assert_eq!(
        warnings(&[
            ("ties.csv", &text),
            ("layers.csv", &layers),
            ("roster.csv", roster)
        ]),
        [
            "W203 layer \"trust_reliability\": Trust was asked only about named partners: mean trust describes existing ties (8 % of pairs), not the partnership."
        ]
    );
}

#[test]
fn w206_w207_small_groups_and_short_series() {
    let rows = "early_reading,2022-23,,race_ethnicity,A,2,5,,,,\nearly_reading,2023-24,,race_ethnicity,A,2,9,,,,\nearly_reading,2023-24,,race_ethnicity,B,2,10,,,,\n";
    let text = format!(
        "indicator_id,period,place_id,dimension,group,numerator,denominator,value,n,value_status,scheme\n{rows}"
    );
    assert_eq!(
        told(
            &[("outcomes.csv", &text), ("indicators.csv", INDICATORS)],
            &[Code::W206, Code::W207]
        ),
        [
            "W206 outcomes.csv rows 2 and 3: 2 groups have fewer than 10 children. Figures and reports hide such groups; frames and sentences, for staff on this machine, show exact counts.",
            "W207 Only 2 periods: no trend, no projection.",
        ]
    );
}

#[test]
fn w209_columns_about_single_children_are_not_held() {
    let files = [(
        "attendance.csv",
        "event_id,partner_id,attended,Student ID,DOB\nM1,P001,yes,77,2015-01-01\n",
    )];
    let loaded = load(&files, &ReadOptions::default());
    let shown: Vec<String> = loaded
        .problems
        .warnings()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        shown,
        [
            "W209 attendance.csv: Column \"Student ID\" looks like personal data of children. This package works on counts: aggregate first (cw.aggregate_counts). The column was not loaded.",
            "W209 attendance.csv: Column \"DOB\" looks like personal data of children. This package works on counts: aggregate first (cw.aggregate_counts). The column was not loaded.",
        ]
    );
    assert_eq!(
        loaded.tables.raw("attendance").map(|t| t.header().to_vec()),
        Some(vec![
            "event_id".into(),
            "partner_id".into(),
            "attended".into()
        ])
    );
}

#[test]
fn w210_partners_that_may_be_the_same() {
    let text = "partner_id,name\nP008,Boys & Girls Club\nP031,Boys and Girls Club\nP040,School 12\nP041,School 13\nP050,Riverside Clinic\nP051,Riverside Clinc\n";
    assert_eq!(
        told(&[("partners.csv", text)], &[Code::W210]),
        [
            "W210 partners.csv rows 2 and 3: \"Boys & Girls Club\" and \"Boys and Girls Club\" may be the same partner (ids P008, P031). Not merged.",
            "W210 partners.csv rows 6 and 7: \"Riverside Clinic\" and \"Riverside Clinc\" may be the same partner (ids P050, P051). Not merged.",
        ]
    );
}

#[test]
fn notices_say_what_was_left_aside_or_read_in_a_special_way() {
    let all = |files: &[(&str, &str)]| told(files, &[Code::N101, Code::N104, Code::N105]);
    assert_eq!(
        all(&[("partner.csv", PARTNERS), ("budget.csv", "a\n1\n")]),
        [
            "N101 partner.csv: not a table of the contract; it was not read. If it is the table \"partners\", give it that name.",
            "N101 budget.csv: not a table of the contract; it was not read. If \"budget\" is a table, give it the name partners, waves, roster, layers, ties, events, attendance, indicators, outcomes or targets.",
        ]
    );
    let wide = "wave_id,source_id,target_id,Trust Reliability,frequency\n2024,P001,P002,3,\n";
    assert_eq!(
        all(&[("ties.csv", wide), ("layers.csv", LAYERS)]),
        [
            "N105 ties.csv: read as one answer for each of the columns \"Trust Reliability\" and \"frequency\". An empty cell is an answer that is missing, not \"no tie\"."
        ]
    );
    let text = "indicator_id,period,dimension,group,numerator,denominator,value\n\
        early_reading,2024,all,all,<10,40,\nearly_reading,2024,sex,girls,,20,>=95%\nearly_reading,2024,sex,boys,,2000,0.6\nearly_reading,2024,ell,yes,,,0.5\n";
    assert_eq!(
        all(&[("outcomes.csv", text), ("indicators.csv", INDICATORS)]),
        [
            "N104 outcomes.csv rows 2 and 3: 2 rows have counts read as ranges (for example \"<10\" in row 2 as 0 to 9). They stay ranges in every result.",
            "N104 outcomes.csv row 4: 1 row has a rounded rate and no numerator: read as every count that rounds to it. Give numerator where you have it.",
            "N104 outcomes.csv row 5: 1 rate without the number of children: shown as given, without interval, and left out of counts. Give denominator (or n) where you have it.",
        ]
    );
}

#[test]
fn every_code_has_its_message_asserted() {
    let tests = [include_str!("messages.rs"), include_str!("sources.rs")].concat();
    for code in Code::ALL {
        assert!(
            tests.contains(&format!("\"{code} ")),
            "{code}: no test asserts its message"
        );
    }
}
