//! `Partition`: groups of partners and how they were found.

use std::collections::HashMap;

use commonweal_network as net;
use commonweal_network::Attribute;
use commonweal_network::groups::communities as engine;
use commonweal_report::charts::{MapOptions, map_figure};
use polars::prelude::DataFrame;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::arrow::Frame;
use crate::convert::{Plain, whole};
use crate::door::quick;
use crate::errors::Failure;
use crate::figure::Figure;
use crate::measure::Measure;

/// Groups of partners, and how they were found. ``print(p)`` is a plain sentence.
///
/// Groups are numbered from 0 in the order of their first partner; the numbers mean nothing else. A
/// partner whose ties nobody has reported has no group (null).
///
/// Examples
/// --------
/// >>> ties = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d")]
/// >>> groups = cw.Network.from_ties(ties, directed=False).communities()
/// >>> groups.n_groups, groups.sizes, round(float(groups.modularity), 3)
/// (2, [3, 3], 0.357)
#[pyclass(frozen, module = "commonweal._core")]
pub(crate) struct Partition {
    pub(crate) found: engine::Partition,
    pub(crate) network: net::Network,
    pub(crate) frame: DataFrame,
    pub(crate) history: DataFrame,
}

#[pymethods]
impl Partition {
    /// ``partner_id`` and ``group`` (null for a partner whose ties nobody has reported).
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.communities().to_frame().rows()
    /// [('a', 0), ('b', 0), ('c', 1), ('d', 1)]
    fn to_frame(&self) -> Frame {
        Frame(self.frame.clone())
    }

    /// How the groups were reached, one row a step.
    ///
    /// * leiden, louvain, label_propagation: one row a start, with its ``quality`` (modularity, or the
    ///   constant Potts quality), number of ``groups`` and ``similarity`` to the groups reported (adjusted
    ///   Rand index: 1 the same, 0 as alike as chance makes them).
    /// * girvan_newman: one row a split, with the ties ``removed`` so far, ``groups`` and ``modularity``.
    /// * structural with a number of groups: one row a merge, in scipy's linkage layout.
    /// * concor, exact classes: no rows.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.communities(starts=2).history().rows()
    /// [(0.5, 2, 1.0), (0.5, 2, 1.0)]
    fn history(&self) -> Frame {
        Frame(self.history.clone())
    }

    /// Number of groups.
    #[getter]
    fn n_groups(&self) -> usize {
        self.found.count()
    }

    /// Number of partners in each group.
    #[getter]
    fn sizes(&self) -> Vec<u32> {
        self.found.sizes.clone()
    }

    /// Modularity of the groups as a `Measure`; a partner without a group stands alone in it.
    #[getter]
    fn modularity(&self) -> Measure {
        Measure(self.found.modularity.clone())
    }

    /// The word that asks for the method.
    #[getter]
    fn method(&self) -> &str {
        &self.found.method
    }

    /// Seed of all chance, or None where the method uses none.
    #[getter]
    fn seed(&self) -> Option<u64> {
        self.found.seed
    }

    /// Share of the cells of the network that are known.
    #[getter]
    fn coverage(&self) -> Option<f64> {
        self.found.coverage
    }

    /// The definition used, by its name in the field.
    #[getter]
    fn convention(&self) -> &str {
        &self.found.convention
    }

    /// Sentences that belong to the groups wherever they go.
    #[getter]
    fn caveats(&self) -> Vec<String> {
        self.found.caveats.clone()
    }

    /// Source of the method.
    #[getter]
    fn citation(&self) -> &str {
        &self.found.citation
    }

    /// How alike two partitions are: the adjusted Rand index (Hubert & Arabie 1985).
    ///
    /// 1 for the same groups, about 0 for unrelated ones, negative for less alike than chance. Partners
    /// are matched by id, so two waves can be compared; those without a group in either are left out;
    /// None with fewer than two left. O(n log n).
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.communities().similarity(net.communities(method="louvain"))
    /// 1.0
    fn similarity(&self, other: &Self) -> PyResult<Option<f64>> {
        let mut theirs = other.found.clone();
        theirs.membership = matched(&other.found.membership, &other.network, &self.network).0;
        let likeness = self.found.similarity(&theirs);
        Ok(likeness.map_err(Failure::from)?)
    }

    /// Draw the map with one colour a group.
    ///
    /// Parameters
    /// ----------
    /// labels : bool, default True
    ///     Whether partners are named.
    /// title : str, optional
    /// seed : int, default 0
    ///     Seed of the layout.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
    /// >>> net.communities().plot().title
    /// '2 groups'
    #[pyo3(signature = (*, labels = true, title = None, seed = 0))]
    fn plot(
        &self,
        py: Python<'_>,
        labels: bool,
        title: Option<String>,
        seed: i64,
    ) -> PyResult<Figure> {
        let groups: Vec<Option<String>> = self
            .found
            .membership
            .iter()
            .map(|group| group.map(|g| format!("group {g}")))
            .collect();
        let count = self.found.count();
        let title =
            title.unwrap_or_else(|| format!("{count} group{}", if count == 1 { "" } else { "s" }));
        let names = self.network.labels();
        let labels = if labels {
            (0..self.network.partners() as u32)
                .map(|i| Some(names.get(i).into_owned()))
                .collect()
        } else {
            Vec::new()
        };
        let seed = whole("seed", seed)?;
        quick(py, || {
            let backbone = self.network.backbone().to_vec();
            let network = self
                .network
                .clone()
                .with_partner_data(&backbone, vec![Attribute::new("group", &groups)])?;
            let options = MapOptions {
                color: Some("group"),
                labels,
                title: Some(&title),
                tie: None,
                seed,
            };
            map_figure(&network, options)
        })
        .map(Figure)
    }

    /// The partition as plain Python values, ready for JSON.
    fn to_dict(&self) -> Plain<&engine::Partition> {
        Plain(&self.found)
    }

    fn __len__(&self) -> usize {
        self.found.count()
    }

    fn __str__(&self) -> &str {
        &self.found.sentence
    }

    fn __repr__(&self) -> String {
        format!(
            "<Partition: {} groups of {} partners, {}>",
            self.found.count(),
            self.found.membership.len(),
            self.found.method
        )
    }
}

/// Groups as a person gives them: a partition, the name of an attribute, or one label a partner.
pub(crate) enum Grouping {
    /// Groups of the partners of a network, which may be another one.
    Found(Vec<Option<u32>>, net::Network),
    Attribute(String),
    Labels(Vec<Option<String>>),
}

/// One number a partner, from 0 in the order of first partners, and what the groups are called when they
/// have names.
pub(crate) type Numbered = (Vec<Option<u32>>, Option<Vec<String>>);

impl Grouping {
    pub(crate) fn of(self, network: &net::Network) -> Result<Numbered, net::Error> {
        match self {
            Self::Found(groups, of) => {
                let (found, missing) = matched(&groups, &of, network);
                let Some(first) = missing.first() else {
                    return Ok((found, None));
                };
                Err(net::Error::BadOption {
                    option: "groups",
                    found: format!(
                        "a partition of other partners ({} of this network are not in it, the first is \"{first}\")",
                        missing.len()
                    ),
                    expected: "a group for every partner: leave them out with `without`".to_owned(),
                })
            }
            Self::Labels(labels) => Ok(numbered(labels)),
            Self::Attribute(name) => {
                let attribute = network.attribute(&name).ok_or_else(|| {
                    let known: Vec<&str> =
                        network.attributes().iter().map(Attribute::name).collect();
                    net::Error::BadOption {
                        option: "groups",
                        found: format!("\"{name}\""),
                        expected: format!("an attribute of the partners: {}", known.join(", ")),
                    }
                })?;
                let labels = (0..network.partners() as u32)
                    .map(|i| attribute.category(i).map(str::to_owned))
                    .collect();
                Ok(numbered(labels))
            }
        }
    }
}

/// Groups of the partners of `of` in the order of `network`, by what partners are called; and the partners
/// that are not in `of`.
fn matched(
    groups: &[Option<u32>],
    of: &net::Network,
    network: &net::Network,
) -> (Vec<Option<u32>>, Vec<String>) {
    let mut missing = Vec::new();
    let found = (0..network.partners() as u32)
        .map(|i| {
            let label = network.labels().get(i);
            if let Ok(k) = of.partner(&label) {
                groups[k as usize]
            } else {
                missing.push(label.into_owned());
                None
            }
        })
        .collect();
    (found, missing)
}

fn numbered(labels: Vec<Option<String>>) -> Numbered {
    let mut number: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    let mut number_of = |label: String| {
        *number.entry(label).or_insert_with_key(|label| {
            names.push(label.clone());
            names.len() as u32 - 1
        })
    };
    let groups = labels
        .into_iter()
        .map(|label| label.map(&mut number_of))
        .collect();
    (groups, Some(names))
}

impl<'a, 'py> FromPyObject<'a, 'py> for Grouping {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("commonweal._core", "Partition"),
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Iterable"),
            type_hint_identifier!("builtins", "object")
        )
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(partition) = object.cast::<Partition>() {
            let partition = partition.get();
            return Ok(Self::Found(
                partition.found.membership.clone(),
                partition.network.clone(),
            ));
        }
        if let Ok(name) = object.extract::<String>() {
            return Ok(Self::Attribute(name));
        }
        let items = object.try_iter().map_err(|_| {
            PyErr::from(Failure::input(
                "groups: expected a Partition, the name of an attribute, or one label a partner.",
            ))
        })?;
        let labels = items.map(|item| {
            let item = item?;
            // NaN is what a missing label becomes on the way through pandas.
            if item.is_none() || item.extract::<f64>().is_ok_and(f64::is_nan) {
                return Ok(None);
            }
            Ok(Some(item.str()?.to_string()))
        });
        labels.collect::<PyResult<_>>().map(Self::Labels)
    }
}
