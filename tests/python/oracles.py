"""The same network in commonweal, networkx and igraph, so that their answers can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import commonweal as cw
import igraph as ig
import networkx as nx
import numpy as np
import polars as pl


@dataclass(frozen=True)
class Trio:
    """One network, three libraries; partners in the order of the node table everywhere."""

    ids: list[str]
    ours: cw.Network
    nx: Any
    ig: Any

    def nx_values(self, scores: dict[str, float]) -> np.ndarray:
        """Scores of networkx in the order of the partners."""
        return np.array([scores[i] for i in self.ids], dtype=float)


def trio(
    ids: list[str],
    ties: list[tuple[str, str]] | list[tuple[str, str, float]],
    *,
    directed: bool,
    value_means: str = "strength",
) -> Trio:
    """Build one network three times, each from the same lists and by its own constructor."""
    valued = bool(ties) and len(ties[0]) == 3
    columns = ["source_id", "target_id", "value"][: 3 if valued else 2]
    frame = pl.DataFrame(
        {c: [tie[i] for tie in ties] for i, c in enumerate(columns)},
        schema_overrides={"source_id": pl.String, "target_id": pl.String},
    )
    ours = cw.Network.from_ties(
        frame,
        partners={"partner_id": ids},
        value="value" if valued else None,
        value_means=value_means,
        directed=directed,
    )
    nx_graph = nx.DiGraph() if directed else nx.Graph()
    nx_graph.add_nodes_from(ids)
    number = {partner: i for i, partner in enumerate(ids)}
    ig_graph = ig.Graph(
        n=len(ids), edges=[(number[t[0]], number[t[1]]) for t in ties], directed=directed
    )
    if valued:
        nx_graph.add_weighted_edges_from(ties)
        ig_graph.es["weight"] = [t[2] for t in ties]
    else:
        nx_graph.add_edges_from(ties)
    return Trio(ids, ours, nx_graph, ig_graph)


# name -> (files, the column and the level that pick a network, directed, column of values).
# emon's frequency counts down (1 = most frequent), so it is a distance.
CLASSICS: dict[str, tuple[str, tuple[str, str] | None, bool, str | None]] = {
    "emon_texas": ("emon_texas", None, True, "frequency"),
    "advice": ("hightech", ("relation", "advice"), True, None),
    "friendship": ("hightech", ("relation", "friendship"), True, None),
    "reports_to": ("hightech", ("relation", "reports_to"), True, None),
    "campnet": ("campnet", None, True, None),
    "lawyers": ("lazega", ("relation", "advice"), True, None),
    "sampson": ("sampson", ("wave", "1"), True, None),
    "florentine": ("florentine", ("relation", "marriage"), False, None),
    "karate": ("karate", None, False, "weight"),
    "kite": ("kite", None, False, None),
}


def classic(folder: Path, name: str) -> Trio:
    """One of the classic networks of the outside data; isolates come from the node table."""
    files, pick, directed, value = CLASSICS[name]
    networks = folder / "networks"
    ids = pl.read_csv(networks / f"{files}_nodes.csv", infer_schema=False)["id"].to_list()
    ties = pl.read_csv(networks / f"{files}_edges.csv", infer_schema=False)
    if pick is not None:
        ties = ties.filter(pl.col(pick[0]) == pick[1])
    columns = [pl.col("source"), pl.col("target")]
    if value is not None:
        columns.append(pl.col(value).cast(pl.Float64))
    distance = "distance" if value == "frequency" else "strength"
    return trio(ids, ties.select(columns).rows(), directed=directed, value_means=distance)


def messy(folder: Path, **options: Any) -> cw.Network:
    """The ten-partner survey made by hand: directed, valued, disconnected, an isolate, H silent."""
    networks = folder / "networks"
    partners = pl.read_csv(networks / "messy_nodes.csv")
    return cw.Network.from_ties(
        pl.read_csv(networks / "messy_clean_edges.csv"),
        partners=partners.select(pl.col("id").alias("partner_id"), "sector"),
        source="source",
        target="target",
        value="value",
        respondents=partners.filter(pl.col("responded") == "yes")["id"].to_list(),
        **options,
    )
