//! petgraph's visit traits on `&Network`, and conversions both ways.
//!
//! Partners are node ids `0..n`, a tie's id is its pair of partners (smaller first when undirected), and
//! its weight is the raw value (1 where ties have none), so a caller who wants path lengths from strengths
//! says so in the closure that petgraph's algorithms take. petgraph knows only ties and no ties: it
//! sees the known ties, and the unknown ones are absent to it.

use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences,
    IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};
use petgraph::{Directed, Direction, EdgeType, Graph};

use super::csr::Csr;
use super::{BuildOptions, Network, Ties};
use crate::Error;

/// A known tie as petgraph sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieRef<'a> {
    source: u32,
    target: u32,
    weight: &'a f64,
    id: (u32, u32),
}

impl EdgeRef for TieRef<'_> {
    type NodeId = u32;
    type EdgeId = (u32, u32);
    type Weight = f64;

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &f64 {
        self.weight
    }

    fn id(&self) -> (u32, u32) {
        self.id
    }
}

impl GraphBase for Network {
    type EdgeId = (u32, u32);
    type NodeId = u32;
}

impl Data for Network {
    type NodeWeight = ();
    type EdgeWeight = f64;
}

/// On the reference and not on `Network`: petgraph forwards only the compile-time kind from a type to
/// its references, and ours is known at run time.
impl GraphProp for &Network {
    /// Not read by petgraph's algorithms that ask `is_directed`; see there for the true kind.
    type EdgeType = Directed;

    fn is_directed(&self) -> bool {
        Network::is_directed(self)
    }
}

impl NodeCount for Network {
    fn node_count(&self) -> usize {
        self.partners()
    }
}

impl EdgeCount for Network {
    fn edge_count(&self) -> usize {
        self.ties()
    }
}

impl NodeIndexable for Network {
    fn node_bound(&self) -> usize {
        self.partners()
    }

    fn to_index(&self, a: u32) -> usize {
        a as usize
    }

    fn from_index(&self, i: usize) -> u32 {
        i as u32
    }
}

impl NodeCompactIndexable for Network {}

impl IntoNodeIdentifiers for &Network {
    type NodeIdentifiers = std::ops::Range<u32>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.partners() as u32
    }
}

impl<'a> IntoNodeReferences for &'a Network {
    type NodeRef = (u32, &'a ());
    type NodeReferences = std::iter::Map<std::ops::Range<u32>, fn(u32) -> (u32, &'a ())>;

    fn node_references(self) -> Self::NodeReferences {
        self.node_identifiers().map(|i| (i, &()))
    }
}

impl<'a> IntoNeighbors for &'a Network {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, a: u32) -> Self::Neighbors {
        self.out().row(a).iter().copied()
    }
}

impl<'a> IntoNeighborsDirected for &'a Network {
    type NeighborsDirected = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors_directed(self, a: u32, direction: Direction) -> Self::NeighborsDirected {
        self.rows(direction).row(a).iter().copied()
    }
}

impl<'a> IntoEdgeReferences for &'a Network {
    type EdgeRef = TieRef<'a>;
    type EdgeReferences = Box<dyn Iterator<Item = TieRef<'a>> + 'a>;

    fn edge_references(self) -> Self::EdgeReferences {
        let directed = self.is_directed();
        let all = self.node_identifiers().flat_map(|i| self.edges(i));
        Box::new(all.filter(move |tie| directed || tie.source < tie.target))
    }
}

impl<'a> IntoEdges for &'a Network {
    type Edges = RowTies<'a>;

    fn edges(self, a: u32) -> Self::Edges {
        self.edges_directed(a, Direction::Outgoing)
    }
}

impl<'a> IntoEdgesDirected for &'a Network {
    type EdgesDirected = RowTies<'a>;

    fn edges_directed(self, a: u32, direction: Direction) -> Self::EdgesDirected {
        let rows = self.rows(direction);
        let undirected = !self.is_directed();
        RowTies {
            rows,
            at: rows.range(a),
            partner: a,
            direction,
            undirected,
        }
    }
}

/// Ties of one row; made by `edges` and `edges_directed`.
#[derive(Debug, Clone)]
pub struct RowTies<'a> {
    rows: &'a Csr,
    at: std::ops::Range<usize>,
    partner: u32,
    direction: Direction,
    undirected: bool,
}

impl<'a> Iterator for RowTies<'a> {
    type Item = TieRef<'a>;

    fn next(&mut self) -> Option<TieRef<'a>> {
        let k = self.at.next()?;
        let other = self.rows.targets()[k];
        let (source, target) = match self.direction {
            Direction::Outgoing => (self.partner, other),
            Direction::Incoming => (other, self.partner),
        };
        let id = if self.undirected {
            (source.min(target), source.max(target))
        } else {
            (source, target)
        };
        let weight = self.rows.values().map_or(&1.0, |v| &v[k]);
        Some(TieRef {
            source,
            target,
            weight,
            id,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.at.size_hint()
    }
}

impl Visitable for Network {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.partners()])
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

/// Which partners a petgraph traversal has visited: one byte a partner.
#[derive(Debug, Clone, Default)]
pub struct Visited(Vec<bool>);

impl VisitMap<u32> for Visited {
    fn visit(&mut self, a: u32) -> bool {
        !std::mem::replace(&mut self.0[a as usize], true)
    }

    fn is_visited(&self, a: &u32) -> bool {
        self.0[*a as usize]
    }

    fn unvisit(&mut self, a: u32) -> bool {
        std::mem::replace(&mut self.0[a as usize], false)
    }
}

impl GetAdjacencyMatrix for Network {
    /// Rows are sorted, so adjacency is looked up there and nothing is built.
    type AdjMatrix = ();

    fn adjacency_matrix(&self) {}

    fn is_adjacent(&self, (): &(), a: u32, b: u32) -> bool {
        self.out().find(a, b).is_some()
    }
}

impl Network {
    fn rows(&self, direction: Direction) -> &Csr {
        match direction {
            Direction::Outgoing => self.out(),
            Direction::Incoming => self.incoming(),
        }
    }

    /// A network from any petgraph graph. Node weights are not read; `value` gives a tie's value from
    /// its edge weight, or ties have none. Directed or not as the graph is; `options.directed` is
    /// ignored. O(n + m).
    ///
    /// # Errors
    /// As [`Network::from_ties`]; parallel edges are repeated ties.
    ///
    /// ```
    /// use commonweal_network::{BuildOptions, Network};
    /// let graph = petgraph::graph::UnGraph::<(), f64>::from_edges([(0, 1, 2.0), (1, 2, 0.5)]);
    /// let net = Network::from_petgraph(&graph, Some(|w: &f64| *w), &BuildOptions::default())?;
    /// assert_eq!(net.out().row_values(1), Some(&[2.0, 0.5][..]));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn from_petgraph<G, F>(
        graph: G,
        value: Option<F>,
        options: &BuildOptions,
    ) -> Result<Self, Error>
    where
        G: IntoEdgeReferences + NodeCompactIndexable + GraphProp,
        F: FnMut(&G::EdgeWeight) -> f64,
    {
        let (source, target): (Vec<u32>, Vec<u32>) = graph
            .edge_references()
            .map(|e| {
                (
                    graph.to_index(e.source()) as u32,
                    graph.to_index(e.target()) as u32,
                )
            })
            .unzip();
        let value: Option<Vec<f64>> =
            value.map(|mut value| graph.edge_references().map(|e| value(e.weight())).collect());
        let ties = Ties {
            source: &source,
            target: &target,
            value: value.as_deref(),
        };
        let options = BuildOptions {
            directed: graph.is_directed(),
            ..options.clone()
        };
        Self::from_ties(graph.node_bound(), &ties, &options)
    }
}

/// A petgraph graph with the partner's label on each node and the value (or 1) on each edge. Edges come
/// in the order of [`Network::iter_ties`]. The type says directed or not and must agree with the
/// network: an undirected network becomes a `Graph<_, _, Undirected>` without loss, and as a `Directed`
/// graph has each tie once, from the smaller number to the larger. O(n + m).
impl<Ty: EdgeType> From<&Network> for Graph<String, f64, Ty, u32> {
    fn from(net: &Network) -> Self {
        let mut graph = Graph::with_capacity(net.partners(), net.ties());
        for i in net.node_identifiers() {
            graph.add_node(net.labels().get(i).into_owned());
        }
        for (i, j, value) in net.iter_ties() {
            graph.add_edge(i.into(), j.into(), value.unwrap_or(1.0));
        }
        graph
    }
}
