//! Who may depend on whom: the crate graph is the architecture, so it is tested. `cargo tree` answers,
//! because it resolves features as a build does.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Each crate with the crates of ours it may use directly.
const ALLOWED: &[(&str, &[&str])] = &[
    ("network", &[]),
    ("equity", &[]),
    ("tables", &["network", "equity"]),
    ("partnership", &["tables", "network", "equity"]),
    ("report", &["partnership", "tables", "network", "equity"]),
    (
        "cli",
        &["report", "partnership", "tables", "network", "equity"],
    ),
    (
        "python",
        &[
            "cli",
            "report",
            "partnership",
            "tables",
            "network",
            "equity",
        ],
    ),
];

/// The lines of a `cargo tree`, each package once in the given format.
fn tree(format: &str, args: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let run = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--prefix=none"])
        .args(["--format", format])
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    // A package that was printed before is marked.
    text.lines()
        .map(|line| line.trim_end_matches(" (*)").to_owned())
        .collect()
}

/// Names of the packages in a tree. `{p}` begins with the name.
fn names(args: &[&str]) -> BTreeSet<String> {
    let first = |line: String| line.split(' ').next().unwrap_or_default().to_owned();
    tree("{p}", args).into_iter().map(first).collect()
}

/// Everything that is compiled into a crate of ours, on any platform.
fn compiled_into(name: &str) -> BTreeSet<String> {
    names(&["-p", name, "-e", "normal,build", "--target", "all"])
}

#[test]
fn crates_depend_only_downwards() {
    for (name, allowed) in ALLOWED {
        let package = format!("commonweal-{name}");
        let used: BTreeSet<String> = names(&["-p", &package, "-e", "normal", "--depth", "1"])
            .into_iter()
            .filter_map(|used| used.strip_prefix("commonweal-").map(str::to_owned))
            .filter(|used| used != name)
            .collect();
        let allowed: BTreeSet<String> = allowed.iter().map(|&name| name.to_owned()).collect();
        assert!(
            used.is_subset(&allowed),
            "{package} uses {used:?}, allowed {allowed:?}"
        );
    }
}

#[test]
fn every_crate_has_its_rule() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let found: BTreeSet<String> = std::fs::read_dir(crates)
        .expect("the crates")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let ruled = ALLOWED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, ruled);
}

#[test]
fn the_pure_crates_meet_no_frame_no_picture_and_no_python() {
    let heavy = ["polars", "plotters", "pyo3", "calamine"];
    let is_heavy = |used: &String| heavy.iter().any(|root| used.starts_with(root));
    for name in ["commonweal-network", "commonweal-equity"] {
        let met: Vec<String> = compiled_into(name).into_iter().filter(is_heavy).collect();
        assert!(met.is_empty(), "{name} compiles {met:?}");
    }
    // What is looked for exists under these names, or the test above could not fail.
    let all = compiled_into("commonweal-python");
    for root in heavy {
        assert!(all.contains(root), "{root} is not used at all");
    }
}

#[test]
fn nothing_looks_for_fonts_or_talks_to_a_network() {
    let used = compiled_into("commonweal-python");
    for forbidden in ["font-kit", "reqwest", "hyper", "ureq", "object_store"] {
        assert!(
            !used.contains(forbidden),
            "{forbidden} is compiled into the extension"
        );
    }
}

/// The tests and the extension build every dependency with the same features, so that polars is compiled
/// once for both. Criterion asks more of one of polars' dependencies, so `make test-rust` leaves the
/// benches out.
#[test]
fn tests_and_extension_share_their_build() {
    let packages = "{p} [{f}]";
    let extension = tree(packages, &["-p", "commonweal-python", "-e", "normal,build"]);
    let tests = tree(
        packages,
        &["--workspace", "--exclude", "commonweal-benches"],
    );
    let apart: Vec<&String> = extension.difference(&tests).collect();
    assert!(
        apart.is_empty(),
        "built with other features for the tests: {apart:?}"
    );
}
