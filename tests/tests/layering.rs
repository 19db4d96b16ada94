//! Who may depend on whom: the crate graph is the architecture, so it is tested.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

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

fn metadata() -> Metadata {
    MetadataCommand::new()
        .other_options(["--locked".to_owned(), "--offline".to_owned()])
        .exec()
        .expect("cargo metadata runs in this workspace")
}

/// Normal (not dev, not build) dependencies of every package, by id.
fn normal_edges(metadata: &Metadata) -> BTreeMap<&PackageId, Vec<&PackageId>> {
    let resolve = metadata.resolve.as_ref().expect("resolved");
    resolve
        .nodes
        .iter()
        .map(|node| {
            let normal = node
                .deps
                .iter()
                .filter(|dep| {
                    dep.dep_kinds
                        .iter()
                        .any(|kind| kind.kind == DependencyKind::Normal)
                })
                .map(|dep| &dep.pkg)
                .collect();
            (&node.id, normal)
        })
        .collect()
}

fn reach(metadata: &Metadata, name: &str) -> BTreeSet<String> {
    let edges = normal_edges(metadata);
    let start = &metadata
        .packages
        .iter()
        .find(|p| p.name.as_str() == name)
        .expect("package")
        .id;
    let mut seen = BTreeSet::from([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(id) = queue.pop_front() {
        for &next in edges.get(id).into_iter().flatten() {
            if seen.insert(next) {
                queue.push_back(next);
            }
        }
    }
    seen.remove(start);
    seen.into_iter()
        .map(|id| metadata[id].name.to_string())
        .collect()
}

#[test]
fn crates_depend_only_downwards() {
    let metadata = metadata();
    let edges = normal_edges(&metadata);
    for (name, allowed) in ALLOWED {
        let package = metadata
            .packages
            .iter()
            .find(|p| p.name.as_str() == format!("commonweal-{name}"))
            .expect("every crate of the list exists");
        let allowed: BTreeSet<String> = allowed
            .iter()
            .map(|name| format!("commonweal-{name}"))
            .collect();
        let used: BTreeSet<String> = edges[&package.id]
            .iter()
            .map(|id| metadata[*id].name.to_string())
            .filter(|name| name.starts_with("commonweal-"))
            .collect();
        assert!(
            used.is_subset(&allowed),
            "commonweal-{name} uses {used:?}, allowed {allowed:?}"
        );
    }
}

#[test]
fn the_pure_crates_meet_no_frame_no_picture_and_no_python() {
    let metadata = metadata();
    for name in ["commonweal-network", "commonweal-equity"] {
        let heavy: Vec<String> = reach(&metadata, name)
            .into_iter()
            .filter(|used| {
                ["polars", "plotters", "pyo3", "calamine"]
                    .iter()
                    .any(|root| used.starts_with(root))
            })
            .collect();
        assert!(heavy.is_empty(), "{name} compiles {heavy:?}");
    }
}

#[test]
fn nothing_looks_for_fonts_or_talks_to_a_network() {
    let metadata = metadata();
    let used = reach(&metadata, "commonweal-python");
    for forbidden in ["font-kit", "reqwest", "hyper", "ureq", "object_store"] {
        assert!(
            !used.contains(forbidden),
            "{forbidden} is compiled into the extension"
        );
    }
}
