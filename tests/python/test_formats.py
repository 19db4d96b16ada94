"""Files and objects of other tools: they read what we write, and we read what they write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commonweal as cw
import igraph as ig
import networkx as nx
import numpy as np
import polars as pl
import pytest
import rustworkx as rx
import scipy.sparse
from oracles import CLASSICS, Trio, classic, messy
from test_degenerate import MAKERS

# format -> (extension, keeps attributes, keeps unknown ties, keeps direction)
FORMATS: dict[str, tuple[str, bool, bool, bool]] = {
    "graphml": (".graphml", True, True, True),
    "gexf": (".gexf", True, True, True),
    "node_link": (".json", True, True, True),
    "kumu": (".json", True, True, True),
    "edge_list": (".csv", True, True, True),
    "excel": (".xlsx", True, True, True),
    "vna": (".vna", True, True, False),
    "matrix": (".csv", False, True, False),
    "survey": (".csv", False, True, False),
    "pajek": (".net", False, False, True),
    "dl": (".dl", False, False, False),
}


def there_and_back(
    net: cw.Network, folder: Path, form: str, **options: Any
) -> tuple[cw.Network, list[str]]:
    path = folder / f"map{FORMATS[form][0]}"
    named = None if form == "excel" else form
    notes = net.write(path, format=named)
    if not FORMATS[form][3]:
        options["directed"] = net.directed
    return cw.read_network(path, format=named, **options), notes


def same_ties(a: cw.Network, b: cw.Network) -> None:
    assert a.ties().rows() == b.ties().rows()
    assert a.directed == b.directed
    assert a.partners()["partner_id"].to_list() == b.partners()["partner_id"].to_list()


def labelled(edges: Any, directed: bool) -> set[Any]:
    pairs = [(str(a), str(b)) for a, b in edges]
    return set(pairs) if directed else {frozenset(pair) for pair in pairs}


def edges_of(net: cw.Network) -> set[Any]:
    return labelled(net.ties().select("source_id", "target_id").iter_rows(), net.directed)


@pytest.fixture(params=CLASSICS)
def net(request: pytest.FixtureRequest, outside: Path) -> Trio:
    return classic(outside, request.param)


@pytest.mark.parametrize("form", FORMATS)
def test_classics_there_and_back(net: Trio, tmp_path: Path, form: str) -> None:
    again, notes = there_and_back(net.ours, tmp_path, form)
    same_ties(again, net.ours)
    # All is known and nothing but ids was given: only direction, what values mean and, in UCINET,
    # the ends of long names can be lost.
    told = ["directed=False", "distance", "The partners are in", "cuts labels"]
    assert all(any(word in note for word in told) for note in notes)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("directed", [True, False])
def test_degenerate_there_and_back(
    make: Callable[..., cw.Network], form: str, directed: bool, tmp_path: Path
) -> None:
    net = make(directed=directed)
    again, notes = there_and_back(net, tmp_path, form)
    assert len(again) == len(net)
    assert edges_of(again) == edges_of(net)
    if net.n_ties:
        assert again.directed == directed
    _, attributes, unknown, _ = FORMATS[form]
    if unknown:
        np.testing.assert_array_equal(again.to_numpy(), net.to_numpy())
    elif np.isnan(net.to_numpy()).any():
        assert any("unknown" in note for note in notes)
    if attributes:
        assert again.partners()["is_backbone"].to_list() == net.partners()["is_backbone"].to_list()


@pytest.mark.parametrize("form", FORMATS)
def test_the_messy_survey_there_and_back(outside: Path, tmp_path: Path, form: str) -> None:
    net = messy(outside)
    again, notes = there_and_back(net, tmp_path, form)
    same_ties(again, net)
    _, attributes, unknown, _ = FORMATS[form]
    if attributes:
        assert again.partners().equals(net.partners())
    else:
        assert any("attributes" in note for note in notes)
    if unknown:
        assert again.coverage().answered == net.coverage().answered
        assert again.density().n == net.density().n == 81
    else:
        assert any("unknown" in note for note in notes)
        assert again.density().n == 90


# ---- files of networkx and igraph --------------------------------------------------------------


def test_networkx_reads_what_we_write(net: Trio, tmp_path: Path) -> None:
    directed = net.ours.directed
    for form, read in {
        "graphml": nx.read_graphml,
        "gexf": nx.read_gexf,
        "pajek": nx.read_pajek,
    }.items():
        path = tmp_path / f"map.{form}"
        net.ours.write(path, format=form)
        theirs = read(path)
        assert theirs.is_directed() == directed
        assert sorted(theirs) == sorted(net.ids)
        assert labelled(theirs.edges(), directed) == edges_of(net.ours)
        if net.ours.valued:
            total = sum(w for *_, w in theirs.edges(data="weight"))
            assert total == pytest.approx(net.ours.ties()["value"].sum())
    path = tmp_path / "map.json"
    net.ours.write(path)
    theirs = nx.node_link_graph(json.loads(path.read_text()), edges="edges")
    assert nx.utils.graphs_equal(nx.create_empty_copy(theirs, with_data=False), empty(net.nx))
    assert labelled(theirs.edges(), directed) == edges_of(net.ours)


def empty(graph: Any) -> Any:
    return nx.create_empty_copy(graph, with_data=False)


def test_we_read_what_networkx_writes(net: Trio, tmp_path: Path) -> None:
    nx.write_graphml(net.nx, tmp_path / "a.graphml")
    nx.write_gexf(net.nx, tmp_path / "a.gexf")
    nx.write_pajek(net.nx, tmp_path / "a.net")
    (tmp_path / "a.json").write_text(json.dumps(nx.node_link_data(net.nx, edges="edges")))
    for name in ["a.graphml", "a.gexf", "a.net", "a.json"]:
        again = cw.read_network(tmp_path / name)
        assert sorted(again.partners()["partner_id"]) == sorted(net.ids)
        assert again.directed == net.ours.directed
        assert edges_of(again) == edges_of(net.ours)
        if net.ours.valued:
            assert again.ties()["value"].sum() == pytest.approx(net.ours.ties()["value"].sum())


def test_igraph_reads_what_we_write(net: Trio, tmp_path: Path) -> None:
    directed = net.ours.directed
    # igraph's reader of DL does not know quotation marks, so names with spaces are beyond it.
    plain = not any(set(" ,=:") & set(name) for name in net.ids)
    for form in ["graphml", "pajek", *(["dl"] if plain else [])]:
        path = tmp_path / f"map.{form}"
        net.ours.write(path, format=form)
        if form == "dl":
            theirs: Any = ig.Graph.Read_DL(str(path), directed=directed)
            theirs = theirs if directed else theirs.simplify(combine_edges="first")
        else:
            theirs = ig.Graph.Read(str(path), format=form)
        key = {"graphml": "id", "pajek": "name", "dl": "name"}[form]
        names = theirs.vs[key]
        assert names == net.ids
        assert theirs.is_directed() == directed
        got = [(names[a], names[b]) for a, b in theirs.get_edgelist()]
        assert len(got) == net.ours.n_ties
        assert labelled(got, directed) == edges_of(net.ours)


def test_we_read_what_igraph_writes(net: Trio, tmp_path: Path) -> None:
    graph = net.ig.copy()
    graph.vs["name"] = net.ids
    graph.vs["id"] = net.ids
    graph.write_graphml(str(tmp_path / "a.graphml"))
    graph.write_pajek(str(tmp_path / "a.net"))
    for name, options in [("a.graphml", {"id": "name"}), ("a.net", {})]:
        again = cw.read_network(tmp_path / name, **options)
        assert again.partners()["partner_id"].to_list() == net.ids
        assert again.directed == net.ours.directed
        assert edges_of(again) == edges_of(net.ours)


# ---- objects -----------------------------------------------------------------------------------


def test_graphs_there_and_back(net: Trio) -> None:
    for again in [
        cw.Network.from_networkx(net.ours.to_networkx()),
        cw.Network.from_igraph(net.ours.to_igraph()),
        cw.Network.from_networkx(net.nx),
        cw.Network.from_numpy(net.ours.to_numpy(), ids=net.ids, directed=net.ours.directed),
        cw.Network.from_scipy(
            net.ours.to_scipy(),
            ids=net.ids,
            directed=net.ours.directed,
            valued=net.ours.valued,
        ),
    ]:
        same_ties(again, net.ours)


def test_matrices_equal_those_of_networkx(net: Trio) -> None:
    theirs = nx.to_scipy_sparse_array(net.nx, nodelist=net.ids, dtype=float)
    assert abs(net.ours.to_scipy() - theirs).max() == 0
    assert net.ours.to_scipy().nnz == theirs.nnz
    np.testing.assert_array_equal(net.ours.to_numpy(), nx.to_numpy_array(net.nx, net.ids))


def test_rustworkx_holds_the_same(net: Trio) -> None:
    graph = net.ours.to_rustworkx()
    assert isinstance(graph, rx.PyDiGraph if net.ours.directed else rx.PyGraph)
    ids = [node["partner_id"] for node in graph.nodes()]
    assert ids == net.ids
    got = [(ids[a], ids[b]) for a, b, _ in graph.weighted_edge_list()]
    assert labelled(got, net.ours.directed) == edges_of(net.ours)
    if net.ours.valued:
        assert [v for *_, v in graph.weighted_edge_list()] == net.ours.ties()["value"].to_list()


def test_attributes_of_graphs_come_along() -> None:
    graph = nx.DiGraph()
    graph.add_node("a", sector="health", size=3, is_backbone=True)
    graph.add_node(7, sector=None)
    graph.add_edge("a", 7, weight=2)
    net = cw.Network.from_networkx(graph, respondents=["a"])
    assert net.partners().rows() == [("a", True, "health", "3"), ("7", False, None, None)]
    assert net.ties().rows() == [("a", "7", 2.0)]
    assert net.coverage().answered == 1
    again = cw.Network.from_igraph(net.to_igraph())
    assert again.partners().equals(net.partners())


def test_unknown_cells_of_a_matrix() -> None:
    matrix = np.array([[0, 9, 1], [0, 0, 0], [np.nan, np.nan, np.nan]])
    net = cw.Network.from_numpy(matrix, unknown=9)
    assert net.ties().rows() == [("0", "2")]
    expected = np.array([[0, np.nan, 1], [0, 0, 0], [np.nan, np.nan, 0]])
    np.testing.assert_array_equal(net.to_numpy(), expected)
    assert net.coverage().answered == 2
    with pytest.raises(cw.InputError, match="not the same in both directions"):
        cw.Network.from_numpy([[0, 1], [0, 0]], directed=False)
    with pytest.raises(cw.InputError, match="not symmetric"):
        cw.Network.from_scipy(scipy.sparse.csr_array([[0, 1], [0, 0]]), directed=False)
    with pytest.raises(cw.InputError, match="2 rows and 3 columns"):
        cw.Network.from_numpy(np.zeros((2, 3)))
    with pytest.raises(cw.InputError, match="2 rows and 3 columns"):
        cw.Network.from_scipy(scipy.sparse.csr_array((2, 3)))
    with pytest.raises(cw.InputError, match="two dimensions"):
        cw.Network.from_numpy([["x"]])


# ---- errors and traps --------------------------------------------------------------------------


def test_an_error_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.net"
    path.write_text("*Vertices 2\n*Arcs\n1 3\n")
    with pytest.raises(cw.InputError, match=r"F06 line 3: there is no vertex \"3\"\. Expected a n"):
        cw.read_network(path)
    with pytest.raises(cw.InputError, match="F15"):
        cw.read_network(tmp_path / "absent.net")
    with pytest.raises(cw.InputError, match=r"closest: \"graphml\""):
        cw.read_network(path, format="graphxml")
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(cw.InputError, match=r"F01.*one of graphml"):
        cw.read_network(tmp_path / "a.docx")
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    with pytest.raises(cw.InputError, match="cannot be opened"):
        cw.read_network(tmp_path / "a.xlsx")
    with pytest.raises(cw.InputError, match="cannot be written"):
        cw.Network.from_ties([("a", "b")]).write(tmp_path / "no" / "a.net")


def test_latin_1_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.net"
    path.write_bytes('*Vertices 1\n1 "École"\n'.encode("latin-1"))
    net = cw.read_network(path)
    assert net.partners()["partner_id"].to_list() == ["École"]
    assert any("Windows-1252" in note for note in net.notes)


def test_trap_01_repeated_pairs_are_refused_unless_a_rule_is_named(tmp_path: Path) -> None:
    # networkx DiGraph keeps the last of 4 and 1, MultiDiGraph and igraph keep both.
    path = tmp_path / "a.csv"
    path.write_text("source,target,value\na,b,4\na,b,1\n")
    with pytest.raises(cw.InputError, match=r"F08 line 3: .* first in line 2"):
        cw.read_network(path)
    for rule, value in {"sum": 5, "max": 4, "min": 1, "mean": 2.5, "first": 4, "last": 1}.items():
        net = cw.read_network(path, duplicates=rule)
        assert net.ties()["value"].to_list() == [value]
        assert any(f'rule "{rule}"' in note for note in net.notes)
    graph = nx.MultiDiGraph([("a", "b", {"weight": 4}), ("a", "b", {"weight": 1})])
    with pytest.raises(cw.InputError, match="duplicates"):
        cw.Network.from_networkx(graph)
    assert cw.Network.from_networkx(graph, duplicates="sum").ties()["value"].to_list() == [5]
    parallel = ig.Graph([(0, 1), (0, 1)], directed=True)
    with pytest.raises(cw.InputError, match="duplicates"):
        cw.Network.from_igraph(parallel)
    assert cw.Network.from_igraph(parallel, duplicates="first").n_ties == 1


def test_trap_02_self_ties_are_refused_or_dropped_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.vna"
    path.write_text("*tie data\nfrom to strength\na a 1\na b 1\n")
    with pytest.raises(cw.InputError, match="F07 line 3"):
        cw.read_network(path)
    net = cw.read_network(path, self_ties="drop")
    assert net.n_ties == 1
    assert any("to itself" in note for note in net.notes)
    with pytest.raises(cw.InputError, match="self_ties"):
        cw.Network.from_networkx(nx.DiGraph([("a", "a")]))
    with pytest.raises(cw.InputError, match="self_ties"):
        cw.Network.from_numpy([[1, 0], [0, 0]])
    assert cw.Network.from_numpy([[1, 0], [0, 0]], self_ties="drop").n_ties == 0


def test_trap_04_isolates_stay_or_their_absence_is_told(outside: Path, tmp_path: Path) -> None:
    # Pucci has no marriage: without it Medici's normalised betweenness is 0.522, with it 0.452.
    florentine = classic(outside, "florentine").ours
    medici = pl.col("partner_id") == "Medici"
    path = tmp_path / "map.csv"
    florentine.write(path)
    whole = cw.read_network(path)
    assert len(whole) == 16
    score = whole.betweenness(normalized=True).filter(medici)["betweenness"].item()
    assert score == pytest.approx(0.452, abs=5e-4)
    (tmp_path / "map_partners.csv").unlink()
    ties_only = cw.read_network(path)
    assert len(ties_only) == 15
    assert any("isolates cannot be seen" in note for note in ties_only.notes)
    score = ties_only.betweenness(normalized=True).filter(medici)["betweenness"].item()
    assert score == pytest.approx(0.522, abs=5e-4)


def test_a_survey_of_partner_and_question(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(
        "organisation,Clinic: trust,Clinic: contact,School: trust,School: contact,"
        "Library: trust,Library: contact\n"
        "Clinic,,,3,1,,0\nSchool,2,1,,,0,0\n"
    )
    with pytest.raises(cw.InputError, match=r"F10.*\"trust\", \"contact\""):
        cw.read_network(path)
    trust = cw.read_network(path, relation="trust")
    assert trust.ties().rows() == [("Clinic", "School", 3.0), ("School", "Clinic", 2.0)]
    # Clinic left Library open, and Library was not asked.
    assert np.isnan(trust.to_numpy()).sum() == 3
    contact = cw.read_network(path, relation="contact")
    assert not contact.valued
    assert contact.coverage().asked == 2


def test_a_workbook_of_kumu(tmp_path: Path) -> None:
    # Kumu's sheets have these names and columns; the writer of workbooks is ours.
    net = cw.Network.from_ties(
        [("a", "b", 0.5)],
        partners={"partner_id": ["a", "b", "c"], "note": ['x<&>"', "two\nlines", None]},
        value="value",
        directed=False,
    )
    path = tmp_path / "map.xlsx"
    assert net.write(path) == []
    again = cw.read_network(path)
    same_ties(again, net)
    assert again.partners().equals(net.partners())
    frames = pl.read_excel(path, sheet_id=0, engine="calamine") if has_fastexcel() else None
    if frames is not None:
        assert list(frames) == ["ties", "partners"]


def has_fastexcel() -> bool:
    try:
        import fastexcel  # noqa: F401  # pyright: ignore
    except ImportError:
        return False
    return True


def test_an_attribute_called_value_is_text_in_a_workbook(tmp_path: Path) -> None:
    told = ["high", "1.50", "A & B", "<x>", "1e5", '</v></c><c r="Z9"><v>1']
    ids = [f"p{k}" for k in range(len(told))]
    net = cw.Network.from_ties([("p0", "p1")], partners={"partner_id": ids, "value": told})
    net.write(tmp_path / "v.xlsx")
    assert cw.read_network(tmp_path / "v.xlsx").partners()["value"].to_list() == told


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    short = tmp_path / "short.net"
    short.write_text("*Vertices 4\n*Matrix\n0 1 1 0\n0 0 1 0\n")
    with pytest.raises(cw.InputError, match="2 of 4 rows"):
        cw.read_network(short)
    endless = tmp_path / "endless.dl"
    endless.write_text("dl n=0 nm=99999999999999\ndata:\n")
    with pytest.raises(cw.InputError, match="NM"):
        cw.read_network(endless)
    missing = tmp_path / "missing.dl"
    missing.write_text("dl n=2 format=edgelist1\ndata:\n1 2 1e37\n")
    with pytest.raises(cw.InputError, match="missing"):
        cw.read_network(missing)


def test_blanks_around_ids_are_no_part_of_them(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_text("source, target\nschool, clinic\nclinic , school\n")
    assert len(cw.read_network(file)) == 2


def test_the_rule_of_pairs_is_not_lost_silently(tmp_path: Path) -> None:
    net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")], respondents=["a", "b"])
    notes = net.symmetrise("both").write(tmp_path / "pairs.graphml")
    assert any("rule" in note for note in notes)


def test_nan_is_no_kind_of_partner() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c")])
    nx.set_node_attributes(graph, {"a": "x", "b": float("nan"), "c": "x"}, "kind")
    net = cw.Network.from_networkx(graph)
    assert net.partners()["kind"].to_list() == ["x", None, "x"]


def test_no_attribute_is_lost_on_the_way_to_igraph() -> None:
    partners = {"partner_id": ["a", "b"], "name": ["A", "B"], "name_": ["aa", "bb"]}
    graph = cw.Network.from_ties([("a", "b")], partners=partners).to_igraph()
    assert sorted(graph.vs.attributes()) == ["is_backbone", "name", "name_", "name__"]
    assert graph.vs["name_"] == ["aa", "bb"]


def test_an_empty_name_is_refused() -> None:
    net = cw.Network.from_ties([("a", "b")])
    with pytest.raises(cw.InputError, match="empty name"):
        net.relabel({"a": "  "})


def test_graphs_of_rustworkx_come_in() -> None:
    graph = rx.PyDiGraph()
    graph.add_nodes_from(["a", "b", "c"])
    graph.add_edges_from([(0, 1, 2.5), (2, 1, 1.0)])
    net = cw.Network.from_rustworkx(graph)
    assert net.ties().rows() == [("a", "b", 2.5), ("c", "b", 1.0)]
    # Indices of removed nodes are holes; mappings bring attributes, and a field for the ids.
    graph = rx.PyGraph()
    graph.add_nodes_from([{"name": n, "kind": k} for n, k in [("x", "s"), ("y", "s"), ("z", "t")]])
    graph.add_edge(1, 2, {"weight": 3})
    graph.remove_node(0)
    net = cw.Network.from_rustworkx(graph, id="name")
    assert net.ties().rows() == [("y", "z", 3.0)]
    assert not net.directed
    assert net.partners()["kind"].to_list() == ["s", "t"]
    with pytest.raises(cw.InputError, match="field"):
        cw.Network.from_rustworkx(graph, id="nickname")
