//! The built program as a user runs it: what it writes, where it says so, and with which exit code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What a run said, and its exit code.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in `dir`, so that paths in messages are short and the same everywhere.
fn run(dir: &TempDir, args: &[&str]) -> Said {
    let run = Command::new(env!("CARGO_BIN_EXE_commonweal"))
        .args(args)
        .current_dir(dir)
        .output()
        .expect("the program starts");
    Said {
        code: run.status.code().expect("not killed"),
        out: String::from_utf8(run.stdout).expect("UTF-8"),
        err: String::from_utf8(run.stderr).expect("UTF-8"),
    }
}

fn temp() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

/// Makes the folder `data` in a fresh temporary folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = temp();
    fs::create_dir(dir.path().join("data")).expect("a folder");
    for (name, text) in files {
        fs::write(dir.path().join("data").join(name), text).expect("a file");
    }
    dir
}

/// Every file of a folder with its bytes.
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(dir)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.strip_prefix(dir).expect("inside").to_owned();
            (name, fs::read(path).expect("a file"))
        })
        .collect()
}

fn shipped_example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python/commonweal/data/example")
}

const PARTNERS: &str = "partner_id,name\nP001,Compact\nP002,Library\nP003,Clinic\n";
const LAYERS: &str = "layer_id,kind,directed,scale_min,scale_max,labels,present_at,asked_of\n\
    frequency,frequency,yes,0,5,0=never|1=yearly|2=quarterly|3=monthly|4=weekly|5=daily,2,everyone\n";
const INDICATORS: &str = "indicator_id,name,kind,direction,unit\n\
    early_reading,Reading,population_indicator,higher,proportion\n";

#[test]
fn from_nothing_to_a_report() {
    let dir = temp();
    let init = run(&dir, &["init", "mine"]);
    assert_eq!(
        (init.code, init.out.as_str(), init.err.as_str()),
        (
            0,
            "Wrote 11 files to mine. Replace the example rows with your own, then run: commonweal check mine\n",
            ""
        )
    );
    let written = contents(&dir.path().join("mine"));
    assert_eq!(written.len(), 11);

    // The template rows: one of three did not answer, trust was asked about named partners, one period.
    let check = run(&dir, &["check", "mine"]);
    assert_eq!(
        (check.code, check.out.as_str()),
        (
            0,
            "mine: no errors, 3 warnings. Next: commonweal report mine\n"
        )
    );
    let codes: Vec<&str> = check.err.lines().map(|line| &line[..4]).collect();
    assert_eq!(codes, ["W202", "W203", "W207"], "{}", check.err);

    let report = run(&dir, &["report", "mine"]);
    let file = dir.path().join("report.html");
    let full = fs::canonicalize(&file).expect("the report");
    assert_eq!(
        (report.code, report.out),
        (0, format!("Wrote {}\n", full.display())),
        "{}",
        report.err
    );
    let html = fs::read_to_string(&file).expect("UTF-8");
    assert!(html.to_lowercase().starts_with("<!doctype html>"));
    assert!(html.trim_end().ends_with("</html>"));
    // Reading is all that checking and reporting do.
    assert_eq!(contents(&dir.path().join("mine")), written);
}

#[test]
fn init_overwrites_nothing() {
    let dir = folder(&[
        ("partners.csv", "partner_id\nMINE\n"),
        ("notes.txt", "mine"),
    ]);
    let before = contents(&dir.path().join("data"));
    let init = run(&dir, &["init", "data"]);
    assert_eq!(
        (init.code, init.out.as_str(), init.err.as_str()),
        (
            1,
            "",
            "data: partners.csv already there. Nothing was written. Choose another folder.\n"
        )
    );
    assert_eq!(contents(&dir.path().join("data")), before);

    // Files that the templates do not touch are no reason to refuse.
    let dir = folder(&[("notes.txt", "mine")]);
    assert_eq!(run(&dir, &["init", "data"]).code, 0);
    let after = contents(&dir.path().join("data"));
    assert_eq!(after[Path::new("notes.txt")], b"mine");
    assert_eq!(after.len(), 12);
}

#[test]
fn every_problem_is_told_at_once_and_the_code_is_one() {
    let dir = folder(&[
        ("partners.csv", PARTNERS),
        ("layers.csv", LAYERS),
        (
            "roster.csv",
            "wave_id,partner_id,asked,answered\n2024,P001,yes,yes\n2024,P002,yes,no\n2024,P003,yes,yes\n",
        ),
        (
            "ties.csv",
            "wave_id,source_id,target_id,layer_id,value\n\
             2024,P001,Libary,frequency,3\n2024,P003,P003,frequency,3\n2024,P001,P003,frequency,9\n",
        ),
    ]);
    let before = contents(&dir.path().join("data"));
    let check = run(&dir, &["check", "data"]);
    assert_eq!(
        check.err,
        "E104 ties.csv row 2, column \"target_id\": \"Libary\" is not in partners.csv. Closest: \"Library\" (P002). Correct it, or add the partner.\n\
         E105 ties.csv row 3: source and target are both \"P003\". A partner cannot be tied to itself. Delete the row, or pass self_ties=\"drop\".\n\
         E107 ties.csv row 4, column \"value\": 9 is outside the scale 0–5 of layer \"frequency\". Check the code book (layers.csv row 2).\n\
         W202 Wave 2024: 2 of 3 partners answered (67 %). For 0 % of pairs nobody answered. Betweenness is the measure most affected; see coverage.\n"
    );
    assert_eq!(
        (check.code, check.out.as_str()),
        (1, "data: 3 errors, 1 warning. Nothing was changed.\n")
    );

    let report = run(&dir, &["report", "data", "-o", "out.html"]);
    assert_eq!((report.code, report.out.as_str()), (1, ""));
    assert_eq!(
        report.err,
        format!(
            "{}data: no report, because the tables have errors.\n",
            check.err
        )
    );
    assert!(!dir.path().join("out.html").exists());
    assert_eq!(contents(&dir.path().join("data")), before);
}

/// Each repair that a message names: without it the check fails and names it, with it the check passes,
/// and what it changed is logged.
#[test]
fn the_repairs_that_messages_name_are_options() {
    let ties = |rows: &str| format!("wave_id,source_id,target_id,layer_id,value\n{rows}");
    let twice = ties("2024,P001,P002,frequency,2\n2024,P001,P002,frequency,3\n");
    let itself = ties("2024,P001,P002,frequency,2\n2024,P003,P003,frequency,3\n");
    let label = ties("2024,P001,P002,frequency,weekly\n");
    let outcomes = "indicator_id,period,dimension,group,numerator,denominator,scheme\n";
    let unassigned = format!(
        "{outcomes}early_reading,2024,all,all,1200,2000,\n\
         early_reading,2024,race_ethnicity,Black,400,964,\n\
         early_reading,2024,race_ethnicity,White,800,1000,\n"
    );
    let schemes = format!(
        "{outcomes}early_reading,2024,race_ethnicity,White,400,964,1997\n\
         early_reading,2024,race_ethnicity,White,800,1000,2024\n"
    );
    // (file, text, arguments, what the message names, whether data was changed)
    let cases: [(&str, &str, &[&str], &str, bool); 11] = [
        (
            "ties.csv",
            "wave_id,source_id,to,layer_id,value\n2024,P001,P002,frequency,3\n",
            &["--rename", "to=target_id"],
            "rename={\"to\": \"target_id\"}",
            false,
        ),
        (
            "partners.csv",
            "\"Partner list, spring 2024\"\n\npartner_id,name\nP001,Compact\n",
            &["--header-row", "partners=3"],
            "header_row={\"partners\": 3}",
            false,
        ),
        (
            "ties.csv",
            &itself,
            &["--self-ties", "drop"],
            "self_ties=\"drop\"",
            true,
        ),
        (
            "ties.csv",
            &twice,
            &["--duplicates", "max"],
            "duplicates=\"max\"",
            true,
        ),
        (
            "ties.csv",
            &twice,
            &["--duplicates", "mean"],
            "\"mean\"",
            true,
        ),
        (
            "ties.csv",
            &twice,
            &["--duplicates", "last"],
            "\"last\"",
            true,
        ),
        ("ties.csv", &label, &["--labels"], "labels=True", true),
        (
            "partners.csv",
            "partner_id,joined_on\nP001,45352\n",
            &["--excel-dates"],
            "excel_dates=True",
            false,
        ),
        (
            "partners.csv",
            "partner_id,is_backbone\nP001,x\nP002,\n",
            &["--truthy", "x"],
            "truthy=[\"x\"]",
            false,
        ),
        (
            "outcomes.csv",
            &unassigned,
            &["--allow-unassigned"],
            "allow_unassigned=True",
            false,
        ),
        (
            "outcomes.csv",
            &schemes,
            &["--scheme", "2024"],
            "scheme=\"2024\"",
            true,
        ),
    ];
    for (file, text, args, named, changed) in cases {
        let dir = folder(&[
            ("partners.csv", PARTNERS),
            ("layers.csv", LAYERS),
            ("indicators.csv", INDICATORS),
            (file, text),
        ]);
        let before = contents(&dir.path().join("data"));
        let without = run(&dir, &["check", "data"]);
        assert_eq!(without.code, 1, "{args:?}: {without:?}");
        assert!(without.err.contains(named), "{args:?}: {}", without.err);
        let with = run(&dir, &[&["check", "data"], args].concat());
        assert_eq!(with.code, 0, "{args:?}: {with:?}");
        assert_eq!(
            with.err.lines().any(|line| line.starts_with("N102 ")),
            changed,
            "{args:?}: {}",
            with.err
        );
        // The report takes the same repairs.
        let report = run(&dir, &[&["report", "data"], args].concat());
        assert_eq!(report.code, 0, "{args:?}: {report:?}");
        assert_eq!(contents(&dir.path().join("data")), before);
    }
}

#[test]
fn a_report_says_what_it_was_asked_and_to_whom() {
    let dir = temp();
    let example = shipped_example();
    let data = example.to_str().expect("UTF-8");
    let hostile = "<script>alert('title')</script>";
    let write = |audience: &str, output: &str| {
        let args = [
            "report",
            data,
            "-o",
            output,
            "--title",
            hostile,
            "--audience",
            audience,
        ];
        let said = run(&dir, &args);
        assert_eq!(said.code, 0, "{said:?}");
        fs::read_to_string(dir.path().join(output)).expect("UTF-8")
    };
    let (partners, public) = (write("partners", "a.html"), write("public", "b.html"));
    for html in [&partners, &public] {
        assert!(
            !html.contains(hostile) && html.contains("alert("),
            "escaped, not dropped"
        );
    }
    // partner_id, name, map_label, …, consent_named as its twelfth column. Labels of one word (Volunteers)
    // may be in a sentence, and one with a quote or ampersand is written otherwise in HTML.
    let table = fs::read_to_string(example.join("partners.csv")).expect("the table");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!((rows[0][2], rows[0][11]), ("map_label", "consent_named"));
    let (mut named, mut unnamed) = (0, 0);
    for row in &rows[1..] {
        let (name, label, consent) = (row[1], row[2], row[11]);
        assert!(!public.contains(name), "{name} is in the public report");
        if label.contains(' ') && !label.contains(['\'', '&']) {
            assert!(!public.contains(label), "{label} is in the public report");
            assert_eq!(partners.contains(label), consent == "yes", "{label}");
            named += usize::from(consent == "yes");
            unnamed += usize::from(consent != "yes");
        }
    }
    assert!(
        named > 15 && unnamed > 2,
        "{named} and {unnamed} tell nothing"
    );
}

#[test]
fn the_example_is_the_one_that_is_shipped() {
    let dir = temp();
    let said = run(&dir, &["generate", "example", "here"]);
    assert_eq!(
        (said.code, said.out.as_str(), said.err.as_str()),
        (0, "Wrote 10 tables to here\n", "")
    );
    let here = dir.path().join("here");
    let mut shipped = contents(&shipped_example());
    let made = contents(&here);
    shipped.retain(|name, _| name.extension().is_some_and(|e| e == "csv"));
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        shipped.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &made {
        assert!(shipped[name] == *bytes, "{} differs", name.display());
    }
    let check = run(&dir, &["check", "here"]);
    assert_eq!(check.code, 0, "{}", check.err);

    // Another seed is other data; a folder in use is refused.
    assert_eq!(
        run(&dir, &["generate", "example", "other", "--seed", "7"]).code,
        0
    );
    assert_ne!(contents(&dir.path().join("other")), made);
    let again = run(&dir, &["generate", "example", "here", "--seed", "7"]);
    assert_eq!(again.code, 1);
    assert!(
        again.err.starts_with("here: partners.csv, ")
            && again.err.ends_with("Choose another folder.\n")
    );
    assert_eq!(contents(&here), made);
}

#[test]
fn generated_partners_are_two_tables_that_belong_together() {
    let dir = temp();
    let make = |output: &str, seed: &str| {
        let args = [
            "generate",
            "partners",
            "--n",
            "300",
            "--mean-degree",
            "8",
            "--seed",
            seed,
            "-o",
            output,
        ];
        run(&dir, &args)
    };
    let said = make("a", "3");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let made = contents(&dir.path().join("a"));
    let lines = |file: &str| -> Vec<String> {
        let text = String::from_utf8(made[Path::new(file)].clone()).expect("UTF-8");
        text.lines().map(str::to_owned).collect()
    };
    let (ties, partners) = (lines("ties.csv"), lines("partners.csv"));
    assert_eq!(ties[0], "source_id,target_id");
    assert_eq!(partners[0], "partner_id,is_backbone,work_group");
    assert_eq!(partners.len(), 301);
    assert_eq!(
        said.out,
        format!("Wrote 300 partners and {} ties to a\n", ties.len() - 1)
    );
    // Each partner once, numbered from 0; each tie once, between two of them.
    let ids: Vec<&str> = partners[1..]
        .iter()
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(ids, (0..300).map(|i| i.to_string()).collect::<Vec<_>>());
    let mut pairs: Vec<(u32, u32)> = ties[1..]
        .iter()
        .map(|row| row.split_once(',').expect("two columns"))
        .map(|(i, j)| (i.parse().expect("a number"), j.parse().expect("a number")))
        .collect();
    assert!(pairs.iter().all(|&(i, j)| i < j && j < 300));
    pairs.sort_unstable();
    pairs.dedup();
    assert_eq!(pairs.len(), ties.len() - 1);

    make("b", "3");
    make("c", "4");
    assert_eq!(contents(&dir.path().join("b")), made);
    assert_ne!(contents(&dir.path().join("c")), made);
    let again = make("a", "4");
    assert_eq!(
        (again.code, again.err.as_str()),
        (
            1,
            "a: ties.csv, partners.csv already there. Nothing was written. Choose another folder.\n"
        )
    );
    assert_eq!(contents(&dir.path().join("a")), made);

    // What cannot be made is said, and leaves nothing behind.
    let dense = run(
        &dir,
        &[
            "generate",
            "partners",
            "--n",
            "10",
            "--mean-degree",
            "50",
            "-o",
            "d",
        ],
    );
    assert_eq!((dense.code, dense.out.as_str()), (1, ""));
    assert!(dense.err.contains("mean_degree"), "{}", dense.err);
    assert!(!dir.path().join("d/ties.csv").exists());
}

#[test]
fn what_is_not_there_is_an_error_in_words() {
    let dir = temp();
    for command in ["check", "report"] {
        let said = run(&dir, &[command, "nowhere"]);
        assert_eq!((said.code, said.out.as_str()), (1, ""));
        // The middle is the operating system's own sentence.
        assert!(
            said.err.starts_with("nowhere: cannot be read (")
                && said.err.ends_with(
                    "). Check the path; expected a folder of CSV files or one .xlsx workbook.\n"
                ),
            "{}",
            said.err
        );
    }
    // A report into a folder that is not there.
    assert_eq!(run(&dir, &["init", "mine"]).code, 0);
    let said = run(&dir, &["report", "mine", "-o", "no/such/report.html"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("no/such/report.html"), "{}", said.err);
}

#[test]
fn a_wrong_call_is_code_two_and_names_what_is_allowed() {
    let dir = folder(&[("partners.csv", PARTNERS)]);
    let cases: [(&[&str], &str); 7] = [
        (&[], "Usage: commonweal"),
        (&["chek", "data"], "similar subcommand exists: 'check'"),
        (&["check"], "<DATA>"),
        (
            &["check", "data", "--duplicates", "sum"],
            "[possible values: error, max, mean, last]",
        ),
        (
            &["check", "data", "--rename", "to"],
            "expected two parts joined by =",
        ),
        (
            &["check", "data", "--header-row", "partners=third"],
            "expected two parts joined by =",
        ),
        (
            &["report", "data", "--audience", "everyone"],
            "[possible values: public, partners]",
        ),
    ];
    for (args, told) in cases {
        let said = run(&dir, args);
        assert_eq!(
            (said.code, said.out.as_str()),
            (2, ""),
            "{args:?}: {said:?}"
        );
        assert!(said.err.contains(told), "{args:?}: {}", said.err);
    }
}

#[test]
fn help_names_every_command_and_repair() {
    let dir = temp();
    let help = run(&dir, &["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for command in ["init", "check", "report", "generate"] {
        let row = |line: &str| line.trim_start().starts_with(&format!("{command} "));
        assert!(help.out.lines().any(row), "{command}: {}", help.out);
    }
    for command in ["check", "report"] {
        let help = run(&dir, &[command, "--help"]);
        for option in [
            "--rename <FOUND=NAME>",
            "--header-row <TABLE=ROW>",
            "--duplicates <DUPLICATES>",
            "--self-ties <SELF_TIES>",
            "--labels",
            "--excel-dates",
            "--truthy <WORD>",
            "--allow-unassigned",
            "--scheme <SCHEME>",
        ] {
            assert!(
                help.out.contains(option),
                "{command} {option}: {}",
                help.out
            );
        }
    }
    let version = run(&dir, &["--version"]);
    assert_eq!(
        (version.code, version.out),
        (0, format!("commonweal {}\n", env!("CARGO_PKG_VERSION")))
    );
}
