"""To networkx and igraph. They have no unknown ties: those become absent there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonweal._core import Network

__all__ = ["to_igraph", "to_networkx"]


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
    number = {partner: i for i, partner in enumerate(partners["partner_id"])}
    ties = network.ties()
    edges = [(number[a], number[b]) for a, b in ties.select("source_id", "target_id").iter_rows()]
    graph: Any = ig.Graph(n=len(number), edges=edges, directed=network.directed)
    graph.vs["name"] = partners["partner_id"].to_list()
    for attribute in partners.columns[1:]:
        graph.vs[attribute] = partners[attribute].to_list()
    if network.valued:
        graph.es["weight"] = ties["value"].to_list()
    return graph
