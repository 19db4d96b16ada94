//! JSON: Kumu blueprints (<https://docs.kumu.io/guides/import/blueprints>) and the node-link form of
//! networkx and d3.
//!
//! **Kumu**: `elements` and `connections`, as written by hand or exported with `attributes`. The id of an
//! element is its `id` where all have one, else its `label`; a label that is not the id becomes the
//! attribute `name`. A connection is `directed` (also where it does not say), `undirected` or `mutual`.
//! **Node-link**: `nodes`, `edges` (or `links`), `directed`; keys of parallel edges are not kept.
//!
//! Attributes are kept as text: JSON's own for numbers and lists, `true` and `false` for marks, none for
//! null. Kept when written: everything but the notes of the network. The whole file is held in memory.

use serde_json::{Map, Value, json};

use super::document::{BACKBONE, Document};
use super::error::{FormatCode, FormatError, quoted};
use super::kept::{Room, columns, lost};
use crate::network::Network;

type Object = Map<String, Value>;

pub(super) fn parse(text: &str) -> Result<Object, FormatError> {
    let broken = |found: String| {
        FormatError::new(FormatCode::F03, found).cure("Check that the file is whole JSON.")
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(broken("the JSON is not an object.".to_owned())),
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
            Err(broken(format!("the JSON is broken: {error}.")).at("line", line))
        }
    }
}

/// The objects of a list; anything else in it is told.
fn list<'v>(object: &'v Object, names: &[&str]) -> Result<Vec<&'v Object>, FormatError> {
    let Some((name, value)) = names
        .iter()
        .find_map(|&name| Some((name, object.get(name)?)))
    else {
        return Err(FormatError::new(
            FormatCode::F04,
            format!("the file has no \"{}\".", names[0]),
        ));
    };
    let items = value.as_array().and_then(|items| {
        items
            .iter()
            .map(Value::as_object)
            .collect::<Option<Vec<_>>>()
    });
    items.ok_or_else(|| {
        FormatError::new(
            FormatCode::F03,
            format!("\"{name}\" is not a list of objects."),
        )
    })
}

/// A value as text; `None` for null.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Fields with those under `attributes`, which exports of Kumu use, as if they stood beside.
fn fields(object: &Object) -> impl Iterator<Item = (&str, &Value)> {
    let inner = object.get("attributes").and_then(Value::as_object);
    let outer = object
        .iter()
        .filter(move |(name, _)| !(inner.is_some() && *name == "attributes"));
    outer
        .chain(inner.into_iter().flatten())
        .map(|(name, value)| (name.as_str(), value))
}

fn field(object: &Object, names: &[&str]) -> Option<String> {
    names.iter().find_map(|&name| {
        fields(object)
            .find(|(known, _)| *known == name)
            .and_then(|(_, value)| text(value))
    })
}

pub(super) fn read_kumu(object: &Object, doc: &mut Document<'_>) -> Result<(), FormatError> {
    const ID: [&str; 2] = ["id", "_id"];
    let elements = list(object, &["elements"])?;
    let with_ids = elements.iter().all(|e| field(e, &ID).is_some());
    let mut labels: Vec<(String, u32)> = Vec::new();
    for (k, element) in (1..).zip(&elements) {
        let label = field(element, &["label"]);
        let id = if with_ids {
            field(element, &ID)
        } else {
            label.clone()
        };
        let partner = doc.declare(id.as_deref().unwrap_or_default(), k)?;
        if let Some(label) = label {
            let named = fields(element).any(|(name, _)| name == "name");
            if Some(&label) != id.as_ref() && !named {
                doc.set(partner, "name", label.as_str());
            }
            labels.push((label, partner));
        }
        for (name, value) in fields(element) {
            let is_id = name == "label" || (with_ids && ID.contains(&name));
            if let (false, Some(value)) = (is_id, text(value)) {
                doc.set(partner, name, value);
            }
        }
    }
    // Connections name elements by id, or by label where that is one element's only.
    labels.sort_unstable();
    let by_label = |name: &str| {
        let at = labels.partition_point(|(label, _)| label.as_str() < name);
        let mut same = labels[at..].iter().take_while(|(label, _)| label == name);
        same.next().map(|first| (first.1, same.next().is_none()))
    };
    for (k, connection) in (1..).zip(list(object, &["connections"])?) {
        let end = |name: &'static str, doc: &mut Document<'_>| {
            let place = |code, found: String| FormatError::new(code, found).at("connection", k);
            let end = field(connection, &[name])
                .ok_or_else(|| place(FormatCode::F04, format!("no \"{name}\".")))?;
            match (doc.number_of(&end), by_label(&end)) {
                (Some(partner), _) | (None, Some((partner, true))) => Ok(partner),
                (None, Some((_, false))) => Err(place(
                    FormatCode::F06,
                    format!("several elements are called {}.", quoted(&end)),
                )
                .cure("Name them by id.")),
                (None, None) => Ok(doc.partner(&end, k)),
            }
        };
        let (from, to) = (end("from", doc)?, end("to", doc)?);
        let texts: Vec<(String, String)> = fields(connection)
            .filter(|(name, _)| !["id", "_id", "from", "to", "direction"].contains(name))
            .filter_map(|(name, value)| Some((name.to_owned(), text(value)?)))
            .collect();
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        match field(connection, &["direction"]).as_deref() {
            None | Some("directed") => doc.tie((from, to), Some(true), &texts, k)?,
            Some("undirected") => doc.tie((from, to), Some(false), &texts, k)?,
            Some("mutual") => {
                doc.tie((from, to), Some(true), &texts, k)?;
                doc.tie((to, from), Some(true), &texts, k)?;
            }
            Some(other) => {
                let found = format!("the direction {} is not known.", quoted(other));
                return Err(FormatError::new(FormatCode::F03, found)
                    .at("connection", k)
                    .cure("Expected directed, undirected or mutual."));
            }
        }
    }
    // A map without connections says nothing of direction, unless it was written here.
    doc.directed = object.get("commonweal_directed").and_then(Value::as_bool);
    Ok(())
}

pub(super) fn read_node_link(object: &Object, doc: &mut Document<'_>) -> Result<(), FormatError> {
    doc.directed = Some(
        object
            .get("directed")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    );
    for (k, node) in (1..).zip(list(object, &["nodes"])?) {
        let id = field(node, &["id"]);
        let partner = doc.declare(id.as_deref().unwrap_or_default(), k)?;
        for (name, value) in node {
            if let (true, Some(value)) = (name != "id", text(value)) {
                doc.set(partner, name, value);
            }
        }
    }
    for (k, edge) in (1..).zip(list(object, &["edges", "links"])?) {
        let end = |name: &str| {
            edge.get(name).and_then(text).ok_or_else(|| {
                FormatError::new(FormatCode::F04, format!("no \"{name}\".")).at("edge", k)
            })
        };
        let ends = (
            doc.partner(&end("source")?, k),
            doc.partner(&end("target")?, k),
        );
        let texts: Vec<(&String, String)> = edge
            .iter()
            .filter(|(name, _)| !["source", "target", "key"].contains(&name.as_str()))
            .filter_map(|(name, value)| Some((name, text(value)?)))
            .collect();
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        doc.tie(ends, None, &texts, k)?;
    }
    Ok(())
}

/// The partners as objects that begin with `first`, with attributes.
fn partners(
    net: &Network,
    taken: &[&str],
    notes: &mut Vec<String>,
    first: impl Fn(&str) -> Object,
) -> Vec<Value> {
    notes.extend(lost(
        net,
        Room {
            attributes: true,
            unknown: true,
            direction: true,
        },
    ));
    let columns = columns(net, taken, notes);
    let partner = |i: usize| {
        let mut object = first(&net.labels().get(i as u32));
        for column in &columns {
            if let Some(value) = &column.values[i] {
                let value = if column.name == BACKBONE {
                    json!(value == "true")
                } else {
                    json!(value)
                };
                object.insert(column.name.clone(), value);
            }
        }
        Value::Object(object)
    };
    (0..net.partners()).map(partner).collect()
}

fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Object {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

pub(super) fn write_kumu(net: &Network, notes: &mut Vec<String>) -> String {
    let names = net.attribute("name");
    let label = |id: &str| {
        let name = net
            .partner(id)
            .ok()
            .and_then(|i| names?.category(i).map(str::to_owned));
        name.unwrap_or_else(|| id.to_owned())
    };
    let elements = partners(net, &["id", "_id", "label", "attributes"], notes, |id| {
        object([("id", json!(id)), ("label", json!(label(id)))])
    });
    let direction = if net.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    let connection = |(i, j, value): (u32, u32, Option<f64>)| {
        let mut tie = object([
            ("from", json!(net.labels().get(i))),
            ("to", json!(net.labels().get(j))),
            ("direction", json!(direction)),
        ]);
        if let Some(value) = value {
            tie.insert("strength".to_owned(), json!(value));
        }
        Value::Object(tie)
    };
    let connections: Vec<Value> = net.iter_ties().map(connection).collect();
    json!({"elements": elements, "connections": connections, "commonweal_directed": net.is_directed()}).to_string()
}

pub(super) fn write_node_link(net: &Network, notes: &mut Vec<String>) -> String {
    let nodes = partners(net, &["id"], notes, |id| object([("id", json!(id))]));
    let edge = |(i, j, value): (u32, u32, Option<f64>)| {
        let mut tie = object([
            ("source", json!(net.labels().get(i))),
            ("target", json!(net.labels().get(j))),
        ]);
        if let Some(value) = value {
            tie.insert("weight".to_owned(), json!(value));
        }
        Value::Object(tie)
    };
    let edges: Vec<Value> = net.iter_ties().map(edge).collect();
    json!({"directed": net.is_directed(), "multigraph": false, "graph": {}, "nodes": nodes, "edges": edges}).to_string()
}
