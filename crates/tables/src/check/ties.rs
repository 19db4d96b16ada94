//! Answers of the survey: values, self-ties, duplicates, and reports of partners that did not answer.

use std::collections::BTreeMap;

use crate::options::{DuplicateTies, ReadOptions, SelfTies};
use crate::problem::{Code, Problem, Problems};
use crate::tables::{Layer, Tables, Tie};
use crate::value;
use crate::words::{and, closest, or, plural, quoted};

/// Applies the repairs that were asked for, logs them, and tells the rest.
pub(super) fn repair_and_check(
    tables: &mut Tables,
    options: &ReadOptions,
    problems: &mut Problems,
) {
    layers(tables, problems);
    values(tables, options, problems);
    self_ties(tables, options, problems);
    duplicates(tables, options, problems);
    without_answer(tables, problems);
}

/// A code book that contradicts itself (E107): a cut or a label outside the scale, or an upside-down scale.
fn layers(tables: &Tables, problems: &mut Problems) {
    let file = tables.file("layers");
    for layer in &tables.layers {
        let Some((low, high)) = layer.scale else {
            continue;
        };
        let mut tell = |column: &str, found: String| {
            problems.push(
                Problem::new(Code::E107, "layers", &file, found)
                    .rows([layer.row])
                    .column(column)
                    .cure("Correct the code book."),
            );
        };
        if low > high {
            tell(
                "scale_max",
                format!("the scale runs from {low} down to {high}."),
            );
        } else {
            if let Some(cut) = layer.present_at.filter(|cut| *cut < low || *cut > high) {
                tell(
                    "present_at",
                    format!(
                        "{cut} is outside the scale {low}–{high} of layer {}.",
                        quoted(&layer.layer_id)
                    ),
                );
            }
            if let Some((code, label)) = layer
                .labels
                .iter()
                .find(|(code, _)| *code < low || *code > high)
            {
                tell(
                    "labels",
                    format!(
                        "{code} ({label}) is outside the scale {low}–{high} of layer {}.",
                        quoted(&layer.layer_id)
                    ),
                );
            }
        }
    }
    for layer in tables
        .layers
        .iter()
        .filter(|l| l.named_partners_only && l.condition_layer.is_none())
    {
        problems.push(
            Problem::new(
                Code::E110,
                "layers",
                &file,
                format!(
                    "empty for {}, which was asked of named partners only.",
                    quoted(&layer.layer_id)
                ),
            )
            .rows([layer.row])
            .column("condition_layer")
            .cure("Name the layer that decides who was asked about."),
        );
    }
}

/// Values that are words (E108) or outside the scale (E107).
fn values(tables: &mut Tables, options: &ReadOptions, problems: &mut Problems) {
    let file = tables.file("ties");
    let layers_file = tables.file("layers");
    let Some(source) = tables.sources.iter().find(|s| s.raw.name() == "ties") else {
        return;
    };
    let place = crate::contract::table("ties")
        .and_then(|t| t.columns.iter().position(|c| c.name == "value"));
    let Some(place) = place.and_then(|at| source.places[at]) else {
        return;
    };
    let layers: BTreeMap<&str, &Layer> = tables
        .layers
        .iter()
        .map(|l| (l.layer_id.as_str(), l))
        .collect();
    let mut words: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    let mut outside: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    let mut labelled = Vec::new();
    for (r, tie) in tables.ties.iter_mut().enumerate() {
        let text = source.raw.cell(r, place).trim();
        let layer = layers.get(tie.layer_id.as_str());
        if tie.value.is_none() && !value::is_missing(text) {
            let label = layer.and_then(|l| {
                l.labels
                    .iter()
                    .find(|(_, label)| label.eq_ignore_ascii_case(text))
            });
            match label {
                Some((code, _)) if options.labels => {
                    tie.value = Some(*code);
                    labelled.push(tie.row);
                }
                _ => words
                    .entry((tie.layer_id.clone(), text.to_owned()))
                    .or_default()
                    .push(tie.row),
            }
        }
        if let (Some(value), Some((low, high))) = (tie.value, layer.and_then(|l| l.scale))
            && (value < low || value > high)
        {
            outside
                .entry((tie.layer_id.clone(), text.to_owned()))
                .or_default()
                .push(tie.row);
        }
    }
    for ((layer_id, text), rows) in words {
        problems
            .push(not_a_number(&text, layers.get(layer_id.as_str()).copied(), &file).rows(rows));
    }
    for ((layer_id, text), rows) in outside {
        let Some(layer) = layers.get(layer_id.as_str()) else {
            continue;
        };
        let (low, high) = layer.scale.unwrap_or_default();
        problems.push(
            Problem::new(
                Code::E107,
                "ties",
                &file,
                format!(
                    "{text} is outside the scale {low}–{high} of layer {}.",
                    quoted(&layer_id)
                ),
            )
            .rows(rows)
            .column("value")
            .cure(format!(
                "Check the code book ({layers_file} row {}).",
                layer.row
            )),
        );
    }
    if !labelled.is_empty() {
        problems.push(
            Problem::new(
                Code::N102,
                "ties",
                &file,
                format!(
                    "{} read as the numbers of the code book (labels=True).",
                    plural(labelled.len(), "label was", "labels were")
                ),
            )
            .rows(labelled)
            .column("value"),
        );
    }
}

fn not_a_number(text: &str, layer: Option<&Layer>, file: &str) -> Problem {
    let problem = Problem::new(
        Code::E108,
        "ties",
        file,
        format!("{} is not a number.", quoted(text)),
    )
    .column("value");
    let Some(layer) = layer.filter(|l| !l.labels.is_empty()) else {
        return problem.cure(
            "Write a number, or give the layer its labels in layers.csv and pass labels=True.",
        );
    };
    let names: Vec<&str> = layer
        .labels
        .iter()
        .map(|(_, label)| label.as_str())
        .collect();
    let first = layer.labels.first().map_or(0.0, |(code, _)| *code);
    let last = layer.labels.last().map_or(0.0, |(code, _)| *code);
    let known = format!(
        "Known labels of layer {}: {} = {first}…{last}.",
        quoted(&layer.layer_id),
        names.join(", ")
    );
    let is_label = names.iter().any(|n| n.eq_ignore_ascii_case(text));
    problem
        .expected(known)
        .cure(match (is_label, closest(text, names.iter().copied())) {
            (true, _) => "Did you mean labels=True?".to_owned(),
            (false, Some(name)) => format!("Closest: \"{name}\". Correct it."),
            (false, None) => format!("Write a number, or {} with labels=True.", or(&names)),
        })
}

fn self_ties(tables: &mut Tables, options: &ReadOptions, problems: &mut Problems) {
    let file = tables.file("ties");
    let is_self = |t: &Tie| t.source_id == t.target_id && !t.source_id.is_empty();
    if options.self_ties == SelfTies::Drop {
        let rows: Vec<u32> = tables
            .ties
            .iter()
            .filter(|t| is_self(t))
            .map(|t| t.row)
            .collect();
        if !rows.is_empty() {
            tables.ties.retain(|t| !is_self(t));
            problems.push(
                Problem::new(
                    Code::N102,
                    "ties",
                    &file,
                    format!(
                        "{} left aside (self_ties=\"drop\").",
                        plural(rows.len(), "self-tie was", "self-ties were")
                    ),
                )
                .rows(rows),
            );
        }
        return;
    }
    let mut by_partner: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for tie in tables.ties.iter().filter(|t| is_self(t)) {
        by_partner.entry(&tie.source_id).or_default().push(tie.row);
    }
    for (partner, rows) in by_partner {
        problems.push(
            Problem::new(
                Code::E105,
                "ties",
                &file,
                format!("source and target are both {}.", quoted(partner)),
            )
            .rows(rows)
            .expected("A partner cannot be tied to itself.")
            .cure("Delete the row, or pass self_ties=\"drop\"."),
        );
    }
}

/// Rows with the same wave, source, target and layer: told (E106), or combined as asked and logged.
fn duplicates(tables: &mut Tables, options: &ReadOptions, problems: &mut Problems) {
    let file = tables.file("ties");
    let key = |t: &Tie| {
        (
            t.wave_id.clone(),
            t.source_id.clone(),
            t.target_id.clone(),
            t.layer_id.clone(),
        )
    };
    // Sorting positions finds the groups without a table of four strings a row.
    let mut order: Vec<usize> = (0..tables.ties.len()).collect();
    let ties = &tables.ties;
    let parts = |i: usize| {
        let t: &Tie = &ties[i];
        (&t.wave_id, &t.source_id, &t.target_id, &t.layer_id)
    };
    order.sort_by(|&a, &b| parts(a).cmp(&parts(b)).then(a.cmp(&b)));
    let mut groups: Vec<Vec<usize>> = order
        .chunk_by(|&a, &b| parts(a) == parts(b))
        .filter(|g| g.len() > 1)
        .map(<[usize]>::to_vec)
        .collect();
    groups.retain(|g| !ties[g[0]].source_id.is_empty() && !ties[g[0]].target_id.is_empty());
    groups.sort_by_key(|g| g[0]);
    if groups.is_empty() {
        return;
    }
    if options.duplicates == DuplicateTies::Error {
        for group in groups {
            let first = &ties[group[0]];
            let values: Vec<String> = group
                .iter()
                .map(|&i| {
                    ties[i]
                        .value
                        .map_or_else(|| "empty".to_owned(), |v| v.to_string())
                })
                .collect();
            let (wave, source, target, layer) = key(first);
            let many = if values.len() == 2 {
                "two".to_owned()
            } else {
                values.len().to_string()
            };
            problems.push(
                Problem::new(
                    Code::E106,
                    "ties",
                    &file,
                    format!(
                        "{many} values ({}) for {source} → {target}, layer {}, wave {}.",
                        and(&values),
                        quoted(&layer),
                        quoted(&wave)
                    ),
                )
                .rows(group.iter().map(|&i| ties[i].row).collect::<Vec<_>>())
                .cure("Keep one, or pass duplicates=\"max\" (also \"mean\", \"last\")."),
            );
        }
        return;
    }
    let mut rows: Vec<u32> = Vec::new();
    let mut drop = vec![false; tables.ties.len()];
    let count = groups.len();
    for group in groups {
        let known: Vec<f64> = group.iter().filter_map(|&i| tables.ties[i].value).collect();
        let value = match options.duplicates {
            DuplicateTies::Max => known.iter().copied().reduce(f64::max),
            DuplicateTies::Mean => {
                (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
            }
            DuplicateTies::Last | DuplicateTies::Error => {
                group.last().and_then(|&i| tables.ties[i].value)
            }
        };
        rows.extend(group.iter().map(|&i| tables.ties[i].row));
        tables.ties[group[0]].value = value;
        for &i in &group[1..] {
            drop[i] = true;
        }
    }
    let mut keep = drop.into_iter().map(|d| !d);
    tables.ties.retain(|_| keep.next().unwrap_or(true));
    rows.sort_unstable();
    let how = match options.duplicates {
        DuplicateTies::Max => "max",
        DuplicateTies::Mean => "mean",
        DuplicateTies::Last | DuplicateTies::Error => "last",
    };
    problems.push(
        Problem::new(Code::N102, "ties", &file, format!("{} with several values combined into one (duplicates=\"{how}\"; empty values do not count).", plural(count, "tie", "ties"))).rows(rows),
    );
}

/// Ties of a partner that the roster says did not answer, or was not asked (E109).
fn without_answer(tables: &Tables, problems: &mut Problems) {
    if !tables.given("roster") {
        return;
    }
    let roster: BTreeMap<(&str, &str), &crate::tables::RosterRow> = tables
        .roster
        .iter()
        .map(|r| ((r.wave_id.as_str(), r.partner_id.as_str()), r))
        .collect();
    let roster_file = tables.file("roster");
    let mut reports: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    // An empty value is "asked, not answered": it reports nothing.
    for tie in tables
        .ties
        .iter()
        .filter(|t| t.value.is_some() && !t.source_id.is_empty() && !t.wave_id.is_empty())
    {
        let key = (tie.wave_id.as_str(), tie.source_id.as_str());
        if roster.get(&key).is_none_or(|r| !r.answered) {
            reports.entry(key).or_default().push(tie.row);
        }
    }
    for ((wave, source), rows) in reports {
        let says = match roster.get(&(wave, source)) {
            Some(r) => format!("{roster_file} row {} says it did not answer", r.row),
            None => format!(
                "{roster_file} has no row for it in that wave, which means it was not asked"
            ),
        };
        problems.push(
            Problem::new(
                Code::E109,
                "ties",
                &tables.file("ties"),
                format!(
                    "{source} reports a tie in wave {}, but {says}.",
                    quoted(wave)
                ),
            )
            .rows(rows)
            .cure("One of the two is wrong."),
        );
    }
    for r in tables.roster.iter().filter(|r| r.answered && !r.asked) {
        problems.push(
            Problem::new(
                Code::E109,
                "roster",
                &roster_file,
                format!(
                    "{} answered in wave {} but was not asked.",
                    r.partner_id,
                    quoted(&r.wave_id)
                ),
            )
            .rows([r.row])
            .cure("One of the two is wrong."),
        );
    }
}
