//! Real input, end to end. Outside data is read from the folder that `COMMONWEAL_TEST_DATA` names
//! (default: `../shared/data` beside the repository); where it is absent, the test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use commonweal_equity::Direction;
use commonweal_network::{
    BetweennessOptions, ClosenessOptions, ComponentKind, Control, Duplicates, Mode, Network,
    SelfTies, Symmetrise,
};
use commonweal_tables::{
    Code, DuplicateTies, EdgeList, NetworkOptions, Outcomes, ReadOptions, RecordColumns,
    SelfTies as ReadSelfTies, read_csv_texts,
};
use petgraph::algo::{dijkstra, kosaraju_scc};
use polars::prelude::{Column, DataFrame, df};

/// A CSV file as its columns, in order; cells are text as written.
struct Csv {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Csv {
    /// `None`, with the reason printed, where the file is not there.
    fn read(name: &str) -> Option<Self> {
        let folder = std::env::var_os("COMMONWEAL_TEST_DATA").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
            PathBuf::from,
        );
        let path = folder.join(name);
        if !path.exists() {
            eprintln!(
                "skipped: {} is not there (see COMMONWEAL_TEST_DATA)",
                path.display()
            );
            return None;
        }
        let mut reader = csv::Reader::from_path(&path).expect("a readable file");
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = cells(reader.headers().expect("a header"));
        let rows = reader
            .records()
            .map(|row| cells(&row.expect("a row")))
            .collect();
        Some(Self { header, rows })
    }

    fn at(&self, column: &str) -> usize {
        self.header
            .iter()
            .position(|name| name == column)
            .expect("the column")
    }

    fn column(&self, name: &str) -> Vec<&str> {
        let at = self.at(name);
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The rows in which a column holds `value`.
    fn only(mut self, column: &str, value: &str) -> Self {
        let at = self.at(column);
        self.rows.retain(|row| row[at] == value);
        self
    }

    /// A frame of text columns, as read from a CSV without guessing.
    fn frame(&self) -> DataFrame {
        let columns: Vec<Column> = self
            .header
            .iter()
            .map(|name| Column::new(name.into(), self.column(name)))
            .collect();
        DataFrame::new(self.rows.len(), columns).expect("columns of one length")
    }
}

/// How the classic networks name their columns.
fn tie_list() -> EdgeList {
    EdgeList {
        source: "source".to_owned(),
        target: "target".to_owned(),
        ..EdgeList::default()
    }
}

/// Ties by the partners' names, in order.
fn ties(net: &Network) -> Vec<(String, String, Option<f64>)> {
    let name = |i: u32| net.labels().get(i).into_owned();
    let mut ties: Vec<_> = net
        .iter_ties()
        .map(|(i, j, value)| (name(i), name(j), value))
        .collect();
    ties.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    ties
}

/// A survey of ten partners with a repeated tie, a tie of a partner to itself, one partner that did not
/// answer and two without ties. `messy_clean_edges.csv` was made from it by hand.
#[test]
fn a_messy_survey_is_refused_then_cleaned_as_asked() {
    let (Some(raw), Some(clean), Some(nodes)) = (
        Csv::read("networks/messy_edges.csv"),
        Csv::read("networks/messy_clean_edges.csv"),
        Csv::read("networks/messy_nodes.csv"),
    ) else {
        return;
    };
    let raw = raw.only("relation", "contact");
    let (edges, partners) = (raw.frame(), nodes.frame());
    let answered = nodes
        .column("id")
        .into_iter()
        .zip(nodes.column("responded"));
    let answered = answered
        .filter(|&(_, yes)| yes == "yes")
        .map(|(id, _)| id.to_owned());
    let strict = EdgeList {
        value: Some("value".to_owned()),
        respondents: Some(answered.collect()),
        ..tie_list()
    };
    let told = strict.network(&edges, Some(&partners)).expect_err("faults");
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "E105 ties row 12: source and target are both \"A\". A partner cannot be tied to itself. Delete the row, or pass self_ties=\"drop\".",
            "E106 ties rows 2 and 13: two values (4 and 1) for A → B. Keep one, or pass duplicates=\"max\" (also \"min\", \"mean\", \"sum\", \"first\", \"last\").",
        ]
    );

    let cleaned = EdgeList {
        duplicates: Duplicates::Max,
        self_ties: SelfTies::Drop,
        ..strict
    };
    let net = cleaned.network(&edges, Some(&partners)).expect("cleaned");
    let wanted: Vec<_> = clean
        .rows
        .iter()
        .map(|row| (row[0].clone(), row[1].clone(), row[2].parse::<f64>().ok()))
        .collect();
    assert_eq!(ties(&net), wanted);

    // Of the "densities" of this survey ours is 13 of the 9 · 9 cells that respondents filled. Among the
    // nine respondents alone it is 11 of 9 · 8: two of the thirteen name the silent partner H.
    let density = net.density();
    assert_eq!((density.value, density.n), (Some(13.0 / 81.0), 81));
    let silent = net.partner("H").expect("H is listed");
    let among = net.without(&[silent]).expect("H is there").density();
    assert_eq!((among.value, among.n), (Some(11.0 / 72.0), 72));
}

/// The short way (a tie list) and the long way (the tables) give the same network of the same survey.
#[test]
fn a_tie_list_and_the_tables_agree() {
    let (Some(raw), Some(nodes)) = (
        Csv::read("networks/messy_edges.csv"),
        Csv::read("networks/messy_nodes.csv"),
    ) else {
        return;
    };
    let table = |header: &str, rows: &[Vec<String>], line: fn(&[String]) -> String| {
        let lines = rows.iter().map(|row| line(row));
        std::iter::once(header.to_owned())
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let ties_csv = table(
        "wave_id,source_id,target_id,layer_id,value",
        &raw.rows,
        |row| format!("2024,{}", row.join(",")),
    );
    let partners_csv = table("partner_id,sector", &nodes.rows, |row| row[..2].join(","));
    let roster_csv = table("wave_id,partner_id,asked,answered", &nodes.rows, |row| {
        format!("2024,{},yes,{}", row[0], row[2])
    });
    let layers_csv = "layer_id,kind,directed,scale_min,scale_max,present_at,asked_of\n\
         contact,frequency,yes,1,4,1,everyone\nfunding,funding,yes,1,4,1,everyone\n";
    let files = [
        ("partners.csv", partners_csv.as_str()),
        ("roster.csv", &roster_csv),
        ("layers.csv", layers_csv),
        ("ties.csv", &ties_csv),
    ];
    let options = ReadOptions {
        duplicates: DuplicateTies::Max,
        self_ties: ReadSelfTies::Drop,
        ..ReadOptions::default()
    };
    let loaded = read_csv_texts(files.map(|(name, text)| (name, text.as_bytes())), &options);
    assert!(!loaded.problems.has_errors(), "{}", loaded.problems);
    let reports = NetworkOptions {
        symmetrise: Some(Symmetrise::None),
        ..NetworkOptions::default()
    };
    for (relation, count) in [("contact", 13), ("funding", 2)] {
        let long = loaded
            .tables
            .network(relation, &reports)
            .expect("the layer");
        let answered = nodes.rows.iter().filter(|row| row[2] == "yes");
        let short = EdgeList {
            value: Some("value".to_owned()),
            duplicates: Duplicates::Max,
            self_ties: SelfTies::Drop,
            respondents: Some(answered.map(|row| row[0].clone()).collect()),
            ..tie_list()
        };
        let rows = Csv {
            header: raw.header.clone(),
            rows: raw.rows.clone(),
        };
        let rows = rows.only("relation", relation).frame();
        let short = short
            .network(&rows, Some(&nodes.frame()))
            .expect("the survey");
        assert_eq!(long.ties(), count);
        assert_eq!(ties(&long), ties(&short));
        let (long, short) = (long.coverage(), short.coverage());
        // C(10, 2) pairs; the nine respondents speak about each other, and about H from one side.
        assert_eq!(
            (long.pairs_both, long.pairs_one, long.pairs_none),
            (36, 9, 0)
        );
        assert_eq!(
            (short.pairs_both, short.pairs_one, short.pairs_none),
            (36, 9, 0)
        );
        assert_eq!((long.asked, long.answered), (10, 9));
    }
}

/// Padgett's families: Pucci married into none of them. Medici's normalised betweenness is 0.522 over 15
/// families (Wasserman & Faust 1994) and 0.452 over all 16: ties alone cannot know.
#[test]
fn without_a_list_of_partners_isolates_are_lost_and_it_says_so() {
    let (Some(edges), Some(nodes)) = (
        Csv::read("networks/florentine_edges.csv"),
        Csv::read("networks/florentine_nodes.csv"),
    ) else {
        return;
    };
    let edges = edges.only("relation", "marriage").frame();
    let list = EdgeList {
        directed: false,
        ..tie_list()
    };
    let medici = |net: &Network| {
        let scores = net.betweenness(&BetweennessOptions::default(), &Control::new());
        let medici = net.partner("Medici").expect("Medici");
        (scores.expect("unweighted").values[medici as usize] * 1000.0).round()
    };
    let bare = list.network(&edges, None).expect("ties");
    let listed = list.network(&edges, Some(&nodes.frame())).expect("ties");
    assert_eq!((bare.partners(), listed.partners()), (15, 16));
    assert_eq!((medici(&bare), medici(&listed)), (522.0, 452.0));
    assert_eq!(listed.notes(), [] as [String; 0]);
    assert_eq!(
        bare.notes(),
        [
            "No list of partners was given: the partners are those that appear in a tie, so isolates cannot be seen and size, density and coverage may be wrong."
        ]
    );
}

/// Organisations after a disaster (EMON, Texas): each measure again from its definition, on distances
/// that petgraph finds.
#[test]
fn organisations_after_a_disaster_measured_by_definition() {
    let (Some(edges), Some(nodes)) = (
        Csv::read("networks/emon_texas_edges.csv"),
        Csv::read("networks/emon_texas_nodes.csv"),
    ) else {
        return;
    };
    let list = EdgeList {
        value: Some("frequency".to_owned()),
        ..tie_list()
    };
    let net = list
        .network(&edges.frame(), Some(&nodes.frame()))
        .expect("no faults");
    assert_eq!((net.partners(), net.ties()), (25, 186));
    assert!(net.attribute("Sponsorship").is_some());

    let n = net.partners();
    let from: Vec<_> = (0..n as u32)
        .map(|i| dijkstra(&net, i, None, |_| 1_u32))
        .collect();
    let distance = |i: usize, j: usize| from[i].get(&(j as u32)).copied();
    // Shortest paths from i to j: the sum over the neighbours one step nearer to i.
    let mut paths = vec![vec![0.0; n]; n];
    for (i, row) in paths.iter_mut().enumerate() {
        row[i] = 1.0;
        let mut order: Vec<usize> = (0..n).filter(|&j| distance(i, j) > Some(0)).collect();
        order.sort_by_key(|&j| distance(i, j));
        for j in order {
            let before = net.incoming().row(j as u32).iter().map(|&k| k as usize);
            row[j] = before
                .filter(|&k| distance(i, k).map(|d| d + 1) == distance(i, j))
                .map(|k| row[k])
                .sum();
        }
    }
    let control = Control::new();
    let options = BetweennessOptions {
        normalized: false,
        weighted: false,
    };
    let found = net
        .betweenness(&options, &control)
        .expect("unweighted")
        .values;
    for (v, &found) in found.iter().enumerate() {
        let others = || (0..n).filter(|&i| i != v);
        let wanted: f64 = others()
            .flat_map(|i| others().filter(move |&j| j != i).map(move |j| (i, j)))
            .filter(
                |&(i, j)| match (distance(i, v), distance(v, j), distance(i, j)) {
                    (Some(a), Some(b), Some(c)) => a + b == c,
                    _ => false,
                },
            )
            .map(|(i, j)| paths[i][v] * paths[v][j] / paths[i][j])
            .sum();
        assert!(
            (found - wanted).abs() < 1e-9,
            "betweenness of {v}: {found}, {wanted}"
        );
    }
    for mode in [Mode::Out, Mode::In] {
        let options = ClosenessOptions {
            mode,
            normalized: false,
            ..ClosenessOptions::default()
        };
        let found = net
            .closeness(&options, &control)
            .expect("unweighted")
            .values;
        for (i, &found) in found.iter().enumerate() {
            let wanted: f64 = (0..n)
                .filter_map(|j| {
                    if mode == Mode::Out {
                        distance(i, j)
                    } else {
                        distance(j, i)
                    }
                })
                .filter(|&d| d > 0)
                .map(|d| 1.0 / f64::from(d))
                .sum();
            assert!(
                (found - wanted).abs() < 1e-9,
                "closeness of {i}: {found}, {wanted}"
            );
        }
    }
    assert_eq!(
        net.components(ComponentKind::Strong).count(),
        kosaraju_scc(&net).len()
    );
}

/// Colorado's published third-grade results, with the cells as they were published ("LNE", "#VALUE!",
/// "81.6*", "N/A", blanks): a number stays the number, a missing cell stays missing, and every other
/// cell is told with its row. Nothing is changed in silence.
#[test]
fn every_cell_of_a_published_table_is_kept_missing_or_told() {
    let Some(published) = Csv::read("colorado/third_grade_proficient_csap_tcap.csv") else {
        return;
    };
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = [
        "indicator_id",
        "place_id",
        "period",
        "dimension",
        "group",
        "value",
    ];
    table.write_record(header).expect("memory");
    for row in &published.rows {
        let cells = [&row[1], &row[0], &row[2], "all", "all", &row[4]];
        table.write_record(cells).expect("memory");
    }
    let table = table.into_inner().expect("memory");
    let indicators = "indicator_id,name,kind,direction,unit\n\
         Math,Math,population_indicator,higher,proportion\n\
         Reading,Reading,population_indicator,higher,proportion\n\
         Writing,Writing,population_indicator,higher,proportion\n";
    let files = [
        ("partners.csv", b"partner_id\nP1\n".as_slice()),
        ("indicators.csv", indicators.as_bytes()),
        ("outcomes.csv", &table),
    ];
    let loaded = read_csv_texts(files, &ReadOptions::default());
    let told: BTreeSet<u32> = loaded
        .problems
        .errors()
        .filter(|problem| problem.code == Code::E108)
        .flat_map(|problem| problem.rows.clone())
        .collect();
    let value: BTreeMap<u32, Option<f64>> = loaded
        .tables
        .outcomes
        .iter()
        .map(|row| (row.row, row.value))
        .collect();
    let mut seen = BTreeMap::<&str, usize>::new();
    for (sheet_row, row) in (2..).zip(&published.rows) {
        let cell = row[4].as_str();
        let read = value.get(&sheet_row).copied().flatten();
        let kind = if let Ok(number) = cell.parse::<f64>() {
            assert_eq!(
                (read, told.contains(&sheet_row)),
                (Some(number), false),
                "row {sheet_row}"
            );
            "number"
        } else if ["", "N/A"].contains(&cell) {
            assert_eq!(
                (read, told.contains(&sheet_row)),
                (None, false),
                "row {sheet_row}"
            );
            "missing"
        } else if cell == "LNE" {
            // "Low number event": withheld, so any rate, and none is told as wrong.
            assert_eq!(
                (read, told.contains(&sheet_row)),
                (None, false),
                "row {sheet_row}"
            );
            "withheld"
        } else {
            assert_eq!(
                (read, told.contains(&sheet_row)),
                (None, true),
                "row {sheet_row}: {cell}"
            );
            "told"
        };
        *seen.entry(kind).or_default() += 1;
    }
    // Counted in the file: 565 LNE, 91 #VALUE! and one 81.6*; 351 N/A and two blanks.
    assert_eq!(
        seen,
        BTreeMap::from([
            ("missing", 353),
            ("number", 2791),
            ("told", 92),
            ("withheld", 565)
        ])
    );
}

/// 17,848 records of a household survey (births attended, by wealth): counts equal those of a plain loop.
#[test]
fn records_of_a_survey_are_counted_exactly() {
    let Some(survey) = Csv::read("healthequal/IndividualSample.csv") else {
        return;
    };
    let (wealth, stratum) = (survey.column("subgroup"), survey.column("strata"));
    let attended: Vec<Option<i32>> = survey
        .column("sba")
        .into_iter()
        .map(|cell| cell.parse().ok())
        .collect();
    let mut wanted = BTreeMap::<(&str, &str), (u64, u64)>::new();
    for ((&wealth, &stratum), &attended) in wealth.iter().zip(&stratum).zip(&attended) {
        let cell = wanted.entry((wealth, stratum)).or_default();
        if let Some(yes) = attended {
            *cell = (cell.0 + 1, cell.1 + yes as u64);
        }
    }
    let frame = df!("wealth" => wealth.clone(), "stratum" => stratum.clone(), "sba" => attended);
    let columns = RecordColumns {
        by: vec!["wealth".to_owned(), "stratum".to_owned()],
        ..RecordColumns::new("sba", Direction::Higher)
    };
    let outcomes = Outcomes::from_records(&frame.expect("a frame"), &columns).expect("records");
    let cells = outcomes
        .groups(&["wealth", "stratum"], None)
        .expect("crossed");
    let found: BTreeMap<(&str, &str), (u64, u64)> = cells
        .iter()
        .map(|cell| {
            let level = |dimension| cell.counts.key().level(dimension).expect("a level");
            (
                (level("wealth"), level("stratum")),
                cell.counts.exact().expect("counts"),
            )
        })
        .collect();
    assert_eq!(found, wanted);
    // Counted in the file with sort and uniq: 2,607 of the 4,963 births of the poorest fifth.
    let fifths = outcomes.groups(&["wealth"], None).expect("summed");
    let poorest = fifths
        .iter()
        .find(|cell| cell.counts.key().level("wealth") == Some("Quintile 1 (poorest)"));
    assert_eq!(
        poorest.and_then(|cell| cell.counts.exact()),
        Some((4_963, 2_607))
    );
}
