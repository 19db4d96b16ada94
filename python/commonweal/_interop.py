"""To and from the graphs of other libraries, which have no unknown ties: those become absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from commonweal._errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commonweal._core import Network

__all__ = [
    "from_igraph",
    "from_networkx",
    "from_scipy",
    "to_igraph",
    "to_networkx",
    "to_rustworkx",
    "to_scipy",
]

_WEIGHT = "weight"


def to_networkx(network: Network) -> Any:  # noqa: ANN401
    """Return a ``networkx.Graph`` or ``DiGraph``; values are the edge attribute ``weight``."""
    import networkx as nx

    kind: Any = nx.DiGraph if network.directed else nx.Graph
    graph: Any = kind()
    for row in network.partners().iter_rows(named=True):
        graph.add_node(row.pop("partner_id"), **row)
    ties = network.ties()
    if network.valued:
        graph.add_weighted_edges_from(ties.iter_rows())
    else:
        graph.add_edges_from(ties.iter_rows())
    return graph


def to_igraph(network: Network) -> Any:  # noqa: ANN401
    """Return an ``igraph.Graph`` with partner ids as ``name`` and values as ``weight``."""
    import igraph as ig

    partners = network.partners()
    graph: Any = ig.Graph(n=len(network), edges=_edges(network), directed=network.directed)
    graph.vs["name"] = partners["partner_id"].to_list()
    for attribute in partners.columns[1:]:
        # An attribute called "name" would take the place of the ids, and "name_" may be taken.
        free = attribute
        while free == "name" or (free != attribute and free in partners.columns):
            free += "_"
        graph.vs[free] = partners[attribute].to_list()
    if network.valued:
        graph.es[_WEIGHT] = network.ties()["value"].to_list()
    return graph


def to_rustworkx(network: Network) -> Any:  # noqa: ANN401
    """Return a ``rustworkx.PyGraph`` or ``PyDiGraph`` of dicts and values."""
    import rustworkx as rx

    graph: Any = (rx.PyDiGraph if network.directed else rx.PyGraph)(multigraph=False)
    graph.add_nodes_from(network.partners().rows(named=True))
    values = network.ties()["value"] if network.valued else [None] * network.n_ties
    graph.add_edges_from([(a, b, v) for (a, b), v in zip(_edges(network), values, strict=True)])
    return graph


def from_rustworkx(
    graph: Any,  # noqa: ANN401
    id: str | None,
    value: str | None,
    value_means: str,
    respondents: Iterable[str] | None,
    duplicates: str,
    self_ties: str,
) -> Network:
    """Build from a ``PyGraph`` or ``PyDiGraph``; a node is a mapping, or anything with a text."""
    nodes = [node if isinstance(node, Mapping) else {} for node in graph.nodes()]
    key = id or ("partner_id" if nodes and all("partner_id" in node for node in nodes) else None)
    if key is None:
        names = [str(k if node is None else node) for k, node in enumerate(graph.nodes())]
    elif all(key in node for node in nodes):
        names = [str(node[key]) for node in nodes]
    else:
        message = f'not every node is a mapping with the field "{key}".'
        raise InputError(message)
    number = {index: k for k, index in enumerate(graph.node_indices())}
    ends, fields = [], []
    for a, b, data in graph.weighted_edge_list():
        ends.append((names[number[a]], names[number[b]]))
        if isinstance(data, Mapping):
            fields.append(data)
        else:
            fields.append({} if data is None else {_WEIGHT: data})
    columns = _columns([{k: v for k, v in node.items() if k != key} for node in nodes])
    return _build(
        names,
        columns,
        ends,
        fields,
        value,
        directed=type(graph).__name__ == "PyDiGraph",
        value_means=value_means,
        respondents=respondents,
        duplicates=duplicates,
        self_ties=self_ties,
    )


def to_scipy(n: int, offsets: Any, targets: Any, values: Any) -> Any:  # noqa: ANN401
    """Return a ``scipy.sparse.csr_array`` of finished rows."""
    from scipy.sparse import csr_array

    return csr_array((values, targets, offsets), shape=(n, n))


def from_networkx(
    graph: Any,  # noqa: ANN401
    value: str | None,
    value_means: str,
    respondents: Iterable[str] | None,
    duplicates: str,
    self_ties: str,
) -> Network:
    """Return the network of a ``networkx`` graph of any of its four kinds."""
    names = [str(node) for node in graph]
    edges: list[tuple[Any, Any, Mapping[str, Any]]] = list(graph.edges(data=True))
    return _build(
        names,
        _columns([graph.nodes[node] for node in graph]),
        [(str(a), str(b)) for a, b, _ in edges],
        [data for *_, data in edges],
        value,
        directed=graph.is_directed(),
        value_means=value_means,
        respondents=respondents,
        duplicates=duplicates,
        self_ties=self_ties,
    )


def from_igraph(
    graph: Any,  # noqa: ANN401
    id: str | None,
    value: str | None,
    value_means: str,
    respondents: Iterable[str] | None,
    duplicates: str,
    self_ties: str,
) -> Network:
    """Return the network of an ``igraph.Graph``."""
    attributes: list[str] = graph.vs.attributes()
    if id is not None and id not in attributes:
        message = f'the vertices have no attribute "{id}". There are: {", ".join(attributes)}.'
        raise InputError(message)
    key = id or ("name" if "name" in attributes else None)
    names = [str(i) for i in (graph.vs[key] if key else range(graph.vcount()))]
    columns = {a: list(graph.vs[a]) for a in attributes if a != key}
    edges: list[tuple[int, int]] = graph.get_edgelist()
    return _build(
        names,
        columns,
        [(names[a], names[b]) for a, b in edges],
        [edge.attributes() for edge in graph.es],
        value,
        directed=graph.is_directed(),
        value_means=value_means,
        respondents=respondents,
        duplicates=duplicates,
        self_ties=self_ties,
    )


def from_scipy(
    matrix: Any,  # noqa: ANN401
    ids: Iterable[Any] | None,
    directed: bool,  # noqa: FBT001
    valued: bool,  # noqa: FBT001
    respondents: Iterable[str] | None,
    self_ties: str,
) -> Network:
    """Return the network of a sparse matrix."""
    from scipy.sparse import coo_array, triu

    cells: Any = coo_array(matrix)
    names = [str(i) for i in (range(cells.shape[0]) if ids is None else ids)]
    if cells.shape != (len(names), len(names)):
        rows, columns = cells.shape
        message = (
            f"the matrix has {rows} rows and {columns} columns for {len(names)} partners. "
            "Expected a square matrix and an id for each row."
        )
        raise InputError(message)
    # Numbers stored twice for a cell are parts of one, as scipy has it.
    cells.sum_duplicates()
    cells.eliminate_zeros()
    if not directed:
        difference: Any = cells - cells.T
        difference.eliminate_zeros()
        if difference.nnz:
            message = (
                "the matrix is not symmetric. Read it with directed=True and choose how to make "
                "pairs of reports with symmetrise()."
            )
            raise InputError(message)
        cells = coo_array(triu(cells))
    ends = [(names[i], names[j]) for i, j in zip(*cells.coords, strict=True)]
    return _build(
        names,
        {},
        ends,
        [{_WEIGHT: v} for v in cells.data.tolist()] if valued else [{} for _ in ends],
        None,
        directed=directed,
        respondents=respondents,
        self_ties=self_ties,
    )


def _edges(network: Network) -> list[tuple[int, int]]:
    number = {partner: i for i, partner in enumerate(network.partners()["partner_id"])}
    ties = network.ties().select("source_id", "target_id")
    return [(number[a], number[b]) for a, b in ties.iter_rows()]


def _columns(nodes: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    names = dict.fromkeys(str(name) for node in nodes for name in node)
    by_text = [{str(name): value for name, value in node.items()} for node in nodes]
    return {name: [node.get(name) for node in by_text] for name in names}


def _build(
    names: list[str],
    attributes: Mapping[str, Sequence[Any]],
    ends: Sequence[tuple[str, str]],
    fields: Sequence[Mapping[str, Any]],
    value: str | None,
    **options: Any,  # noqa: ANN401
) -> Network:
    """Build from names, columns of attributes, and the ends and fields of ties."""
    from commonweal._core import Network

    if value is None and any(_WEIGHT in data for data in fields):
        value = _WEIGHT
    partners = {"partner_id": pl.Series(names, dtype=pl.String)}
    for name, column in attributes.items():
        # The ids have the first place; a field of theirs by the same name gets an underscore.
        free = f"{name}_" if name == "partner_id" else name
        # NaN is what a missing value becomes on the way through pandas.
        missing = [v is None or (isinstance(v, float) and v != v) for v in column]
        texts = [None if gone else str(v) for v, gone in zip(column, missing, strict=True)]
        partners[free] = pl.Series(texts, dtype=pl.String)
    ties = {
        "source_id": pl.Series([a for a, _ in ends], dtype=pl.String),
        "target_id": pl.Series([b for _, b in ends], dtype=pl.String),
    }
    if value is not None:
        try:
            ties["value"] = pl.Series([data.get(value) for data in fields], dtype=pl.Float64)
        except TypeError as error:
            message = f'the edge attribute "{value}" is not a number on every edge.'
            raise InputError(message) from error
    return Network.from_ties(
        pl.DataFrame(ties),
        partners=pl.DataFrame(partners),
        value=None if value is None else "value",
        **options,
    )
