//! GraphML (<http://graphml.graphdrawing.org>): nodes, edges, typed attributes; direction of the graph and
//! of single edges.
//!
//! Read: one graph; attributes of nodes as text exactly as written, the value of an edge from its
//! attribute. Ports, visual extensions and attributes of the graph are left out. Refused: nested graphs,
//! hyperedges, several graphs. Kept when written: everything but the notes of the network.

use std::collections::HashMap;

use super::document::{BACKBONE, Document, yes_or_no};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, columns, lost};
use super::text::{number, put};
use super::xml::{Element, Step, Walk, escaped};
use crate::network::Network;

/// A declared attribute.
struct Key {
    name: String,
    of_nodes: bool,
    of_edges: bool,
    default: Option<String>,
}

/// The node or edge whose data are being read.
enum Owner {
    Node(u32),
    Edge {
        ends: (u32, u32),
        directed: Option<bool>,
        line: u32,
    },
}

#[derive(Default)]
struct State {
    keys: HashMap<String, Key>,
    /// Ids of the keys in the order of the file, so that attributes keep theirs.
    order: Vec<String>,
    graphs: u32,
    owner: Option<Owner>,
    data: Vec<(String, String)>,
}

pub(super) fn read(text: &str, doc: &mut Document<'_>) -> Result<(), FormatError> {
    let mut walk = Walk::new(text);
    let mut state = State::default();
    while let Some(step) = walk.next()? {
        match step {
            Step::Open(element) => open(&element, &mut walk, &mut state, doc)?,
            Step::Close(name) if name == "node" || name == "edge" => close(&mut state, doc)?,
            Step::Close(_) | Step::Text(_) => {}
        }
    }
    if state.graphs == 0 {
        return Err(FormatError::new(
            FormatCode::F04,
            "the file has no <graph>.",
        ));
    }
    Ok(())
}

fn open(
    element: &Element,
    walk: &mut Walk<'_>,
    state: &mut State,
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    let line = walk.line();
    let refused = |found: &str| {
        FormatError::new(FormatCode::F12, found)
            .at("line", line)
            .cure("A network is one graph of pairs. Keep the one you need.")
    };
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
        "key" => key(needed("id")?, element, walk, state)?,
        "graph" if state.owner.is_some() => return Err(refused("a graph inside a node.")),
        "graph" if state.graphs > 0 => return Err(refused("the file holds several graphs.")),
        "hyperedge" => return Err(refused("a hyperedge.")),
        "graph" => {
            state.graphs = 1;
            doc.directed = match element.get("edgedefault") {
                Some("undirected") => Some(false),
                _ => Some(true),
            };
        }
        "node" => state.owner = Some(Owner::Node(doc.declare(needed("id")?, line)?)),
        "edge" => {
            let ends = (
                doc.partner(needed("source")?, line),
                doc.partner(needed("target")?, line),
            );
            let directed = element.get("directed").and_then(yes_or_no);
            state.owner = Some(Owner::Edge {
                ends,
                directed,
                line,
            });
        }
        "data" if state.owner.is_some() => {
            let id = needed("key")?.to_owned();
            match walk.content()? {
                Some(text) => state.data.push((id, text)),
                None => {
                    doc.note("Attributes that are not text (drawings of yEd, say) were not kept.");
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// A declared attribute with its default.
fn key(
    id: &str,
    element: &Element,
    walk: &mut Walk<'_>,
    state: &mut State,
) -> Result<(), FormatError> {
    let of = element.get("for").unwrap_or("all");
    let mut key = Key {
        name: element.get("attr.name").unwrap_or(id).to_owned(),
        of_nodes: matches!(of, "node" | "all"),
        of_edges: matches!(of, "edge" | "all"),
        default: None,
    };
    loop {
        match walk.next()? {
            Some(Step::Open(inner)) if inner.name == "default" => key.default = walk.content()?,
            Some(Step::Close(name)) if name == "key" => break,
            Some(_) => {}
            None => break,
        }
    }
    state.order.push(id.to_owned());
    state.keys.insert(id.to_owned(), key);
    Ok(())
}

fn close(state: &mut State, doc: &mut Document<'_>) -> Result<(), FormatError> {
    let data = std::mem::take(&mut state.data);
    let owner = state.owner.take();
    if let Some((id, _)) = data.iter().find(|(id, _)| !state.keys.contains_key(id)) {
        let found = format!("the attribute {} is not declared by a <key>.", quoted(id));
        return Err(FormatError::new(FormatCode::F06, found));
    }
    match owner {
        Some(Owner::Node(partner)) => {
            for (name, text) in fields(state, &data, |key| key.of_nodes) {
                doc.set(partner, name, text);
            }
        }
        Some(Owner::Edge {
            ends,
            directed,
            line,
        }) => {
            let fields: Vec<_> = fields(state, &data, |key| key.of_edges).collect();
            doc.tie(ends, directed, &fields, line)?;
        }
        None => {}
    }
    Ok(())
}

/// Name and text of every attribute that is given or has a default, in the order of the file.
fn fields<'a>(
    state: &'a State,
    data: &'a [(String, String)],
    belongs: impl Fn(&Key) -> bool + 'a,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    state.order.iter().filter_map(move |id| {
        let key = state.keys.get(id).filter(|key| belongs(key))?;
        let given = data
            .iter()
            .rev()
            .find(|(key, _)| key == id)
            .map(|(_, text)| text.as_str());
        Some((key.name.as_str(), given.or(key.default.as_deref())?))
    })
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
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    ));
    for (k, column) in columns.iter().enumerate() {
        let kind = if column.name == BACKBONE {
            "boolean"
        } else {
            "string"
        };
        let name = escaped(&column.name)?;
        put!(
            out,
            "  <key id=\"d{k}\" for=\"node\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
        );
    }
    if net.is_valued() {
        out += "  <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n";
    }
    let direction = if net.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    put!(out, "  <graph edgedefault=\"{direction}\">\n");
    let ids: Vec<String> = (0..net.partners() as u32)
        .map(|i| escaped(&net.labels().get(i)))
        .collect::<Result<_, _>>()?;
    for (i, id) in ids.iter().enumerate() {
        put!(out, "    <node id=\"{id}\">");
        for (k, column) in columns.iter().enumerate() {
            if let Some(value) = &column.values[i] {
                put!(out, "<data key=\"d{k}\">{}</data>", escaped(value)?);
            }
        }
        out += "</node>\n";
    }
    for (i, j, value) in net.iter_ties() {
        let (source, target) = (&ids[i as usize], &ids[j as usize]);
        put!(out, "    <edge source=\"{source}\" target=\"{target}\">");
        if let Some(value) = value {
            put!(out, "<data key=\"weight\">{}</data>", number(value));
        }
        out += "</edge>\n";
    }
    out += "  </graph>\n</graphml>\n";
    Ok(out)
}
