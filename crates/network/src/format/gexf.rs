//! GEXF 1.2 and 1.3 (<https://gexf.net>), the format of Gephi.
//!
//! Read: nodes with label and attributes as text, edges with weight (1 where none is written, as the
//! format says), type and kind; `mutual` becomes two arcs. A label that is not the id becomes the
//! attribute `name`. Drawing, times and hierarchies are left out, and that is told. Kept when written:
//! everything but the notes of the network.

use std::collections::HashMap;

use super::document::{BACKBONE, Document, Unvalued};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, columns, lost};
use super::text::{number, put};
use super::xml::{Element, Step, Walk, escaped};
use crate::network::Network;

/// The display name, an attribute here.
const NAME: &str = "name";

/// A declared attribute: its title and default.
type Declared = HashMap<String, (String, Option<String>)>;

enum Owner {
    Node {
        partner: u32,
        label: Option<String>,
    },
    Edge {
        ends: (u32, u32),
        directions: Directions,
        line: u32,
    },
}

/// What the type of an edge says.
#[derive(Clone, Copy)]
enum Directions {
    ByDefault,
    One(bool),
    Mutual,
}

#[derive(Default)]
struct State {
    of_nodes: Declared,
    of_edges: Declared,
    seen_graph: bool,
    mutual_by_default: bool,
    owner: Option<Owner>,
    data: Vec<(String, String)>,
}

pub(super) fn read(text: &str, doc: &mut Document<'_>) -> Result<(), FormatError> {
    doc.unvalued = Unvalued::One;
    let mut walk = Walk::new(text);
    let mut state = State::default();
    while let Some(step) = walk.next()? {
        match step {
            Step::Open(element) => open(&element, &mut walk, &mut state, doc)?,
            Step::Close(name) if name == "node" || name == "edge" => close(&mut state, doc)?,
            Step::Close(_) | Step::Text(_) => {}
        }
    }
    if state.seen_graph {
        return Ok(());
    }
    Err(FormatError::new(
        FormatCode::F04,
        "the file has no <graph>.",
    ))
}

fn open(
    element: &Element,
    walk: &mut Walk<'_>,
    state: &mut State,
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    let line = walk.line();
    let needed = |name: &str| {
        element.get(name).ok_or_else(|| {
            FormatError::new(
                FormatCode::F04,
                format!("<{}> has no {name}.", element.name),
            )
            .at("line", line)
        })
    };
    match element.name.as_str() {
        "graph" => {
            state.seen_graph = true;
            if element.get("mode") == Some("dynamic") {
                doc.note(
                    "Times were not kept: all nodes and edges of the file are read as one network.",
                );
            }
            let by_default = element.get("defaultedgetype");
            state.mutual_by_default = by_default == Some("mutual");
            // The format's own default is undirected.
            doc.directed = Some(matches!(by_default, Some("directed" | "mutual")));
        }
        "attributes" => attributes(element.get("class") == Some("edge"), walk, state)?,
        "node" if matches!(state.owner, Some(Owner::Node { .. })) => {
            return Err(FormatError::new(FormatCode::F12, "a node inside a node.")
                .at("line", line)
                .cure("Export the graph without its hierarchy."));
        }
        "node" => {
            let id = needed("id")?;
            let label = element
                .get("label")
                .filter(|&label| label != id)
                .map(str::to_owned);
            state.owner = Some(Owner::Node {
                partner: doc.declare(id, line)?,
                label,
            });
        }
        "edge" => {
            let ends = (
                doc.partner(needed("source")?, line),
                doc.partner(needed("target")?, line),
            );
            for field in ["weight", "kind"] {
                if let Some(value) = element.get(field) {
                    state.data.push((field.to_owned(), value.to_owned()));
                }
            }
            let directions = match element.get("type") {
                Some("directed") => Directions::One(true),
                Some("undirected") => Directions::One(false),
                Some("mutual") => Directions::Mutual,
                _ if state.mutual_by_default => Directions::Mutual,
                _ => Directions::ByDefault,
            };
            state.owner = Some(Owner::Edge {
                ends,
                directions,
                line,
            });
        }
        "attvalue" => {
            let declared = match state.owner {
                Some(Owner::Edge { .. }) => &state.of_edges,
                _ => &state.of_nodes,
            };
            // `id` instead of `for` is what version 1.0 wrote.
            let id = element.get("for").or(element.get("id")).unwrap_or_default();
            let Some((title, _)) = declared.get(id) else {
                let found = format!("the attribute {} is not declared.", quoted(id));
                return Err(FormatError::new(FormatCode::F06, found).at("line", line));
            };
            state
                .data
                .push((title.clone(), needed("value")?.to_owned()));
        }
        "position" | "color" | "size" | "shape" | "thickness" => {
            doc.note("Positions, colours and sizes were not kept.");
        }
        _ => {}
    }
    Ok(())
}

fn attributes(of_edges: bool, walk: &mut Walk<'_>, state: &mut State) -> Result<(), FormatError> {
    let declared = if of_edges {
        &mut state.of_edges
    } else {
        &mut state.of_nodes
    };
    let mut last: Option<String> = None;
    while let Some(step) = walk.next()? {
        match step {
            Step::Open(element) if element.name == "attribute" => {
                let id = element.get("id").unwrap_or_default().to_owned();
                let title = element.get("title").unwrap_or(&id).to_owned();
                declared.insert(id.clone(), (title, None));
                last = Some(id);
            }
            Step::Open(element) if element.name == "default" => {
                let default = walk.content()?;
                if let Some((_, place)) = last.as_ref().and_then(|id| declared.get_mut(id)) {
                    *place = default;
                }
            }
            Step::Close(name) if name == "attributes" => break,
            _ => {}
        }
    }
    Ok(())
}

fn close(state: &mut State, doc: &mut Document<'_>) -> Result<(), FormatError> {
    let mut data = std::mem::take(&mut state.data);
    let owner = state.owner.take();
    let declared = if matches!(owner, Some(Owner::Edge { .. })) {
        &state.of_edges
    } else {
        &state.of_nodes
    };
    let mut defaults: Vec<(String, String)> = declared
        .values()
        .filter(|(title, _)| !data.iter().any(|(given, _)| given == title))
        .filter_map(|(title, default)| Some((title.clone(), default.clone()?)))
        .collect();
    defaults.sort_unstable();
    data.extend(defaults);
    match owner {
        Some(Owner::Node { partner, label }) => {
            if let Some(label) = label.filter(|_| !data.iter().any(|(name, _)| name == NAME)) {
                doc.set(partner, NAME, label);
            }
            for (name, value) in data {
                doc.set(partner, &name, value);
            }
        }
        Some(Owner::Edge {
            ends: (source, target),
            directions,
            line,
        }) => {
            let fields: Vec<(&str, &str)> =
                data.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            match directions {
                Directions::ByDefault => doc.tie((source, target), None, &fields, line)?,
                Directions::One(directed) => {
                    doc.tie((source, target), Some(directed), &fields, line)?;
                }
                Directions::Mutual => {
                    doc.tie((source, target), Some(true), &fields, line)?;
                    doc.tie((target, source), Some(true), &fields, line)?;
                }
            }
        }
        None => {}
    }
    Ok(())
}

pub(super) fn write(net: &Network, notes: &mut Vec<String>) -> Result<String, FormatError> {
    notes.extend(lost(
        net,
        Room {
            attributes: true,
            unknown: true,
            direction: true,
        },
    ));
    let columns = columns(net, &[], notes);
    let direction = if net.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n  \
         <graph mode=\"static\" defaultedgetype=\"{direction}\">\n"
    );
    if !columns.is_empty() {
        out += "    <attributes class=\"node\">\n";
        for (k, column) in columns.iter().enumerate() {
            let kind = if column.name == BACKBONE {
                "boolean"
            } else {
                "string"
            };
            put!(
                out,
                "      <attribute id=\"{k}\" title=\"{}\" type=\"{kind}\"/>\n",
                escaped(&column.name)?
            );
        }
        out += "    </attributes>\n";
    }
    let ids: Vec<String> = (0..net.partners() as u32)
        .map(|i| escaped(&net.labels().get(i)))
        .collect::<Result<_, _>>()?;
    let names = columns.iter().find(|column| column.name == NAME);
    out += "    <nodes>\n";
    for (i, id) in ids.iter().enumerate() {
        let name = names.and_then(|column| column.values[i].as_deref());
        let label = name.map_or_else(|| Ok(id.clone()), escaped)?;
        put!(out, "      <node id=\"{id}\" label=\"{label}\">");
        let values: Vec<(usize, &str)> = (0..)
            .zip(&columns)
            .filter_map(|(k, c)| Some((k, c.values[i].as_deref()?)))
            .collect();
        if !values.is_empty() {
            out += "<attvalues>";
            for (k, value) in values {
                put!(out, "<attvalue for=\"{k}\" value=\"{}\"/>", escaped(value)?);
            }
            out += "</attvalues>";
        }
        out += "</node>\n";
    }
    out += "    </nodes>\n    <edges>\n";
    for (k, (i, j, value)) in net.iter_ties().enumerate() {
        let (source, target) = (&ids[i as usize], &ids[j as usize]);
        let weight = value.map_or_else(String::new, |v| format!(" weight=\"{}\"", number(v)));
        put!(
            out,
            "      <edge id=\"{k}\" source=\"{source}\" target=\"{target}\"{weight}/>\n"
        );
    }
    out += "    </edges>\n  </graph>\n</gexf>\n";
    Ok(out)
}
