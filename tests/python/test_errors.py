"""Every wrong option, id, value and folder is answered with a message a person can act on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import commonweal as cw
import numpy as np
import polars as pl
import pytest

TIES = [("a", "b"), ("b", "c"), ("c", "a")]


def net(**options: Any) -> cw.Network:
    return cw.Network.from_ties(TIES, **options)


def valued() -> cw.Network:
    return cw.Network.from_ties([("a", "b", 2), ("b", "c", 1)], value="value")


def outcomes() -> cw.Outcomes:
    return cw.Outcomes.from_counts(
        {"g": ["x", "y"], "k": [10, 20], "n": [30, 40]}, successes="k", total="n", by="g"
    )


def target() -> cw.Target:
    return cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)


# The call with a wrong option, and the words that must all be offered.
OPTIONS: dict[str, tuple[Callable[[], Any], str]] = {
    "duplicates": (lambda: net(duplicates="X"), "error sum max min mean first last"),
    "self_ties": (lambda: net(self_ties="X"), "error drop"),
    "value_means": (lambda: net(value_means="X"), "strength distance"),
    "reciprocity": (lambda: net().reciprocity(kind="X"), "arc dyad agreement"),
    "components": (lambda: net().components(kind="X"), "weak strong"),
    "membership": (lambda: net().component_membership(kind="X"), "weak strong"),
    "connectedness": (lambda: net().connectedness(kind="X"), "krackhardt reachable"),
    "centralization": (lambda: net().degree_centralization(mode="X"), "all in out"),
    "degree": (lambda: net().degree(mode="X"), "all in out"),
    "closeness": (lambda: net().closeness(mode="X"), "out in"),
    "coreness mode": (lambda: net().coreness(mode="X"), "all in out"),
    "coreness mutual": (lambda: net().coreness(mutual="X"), "once twice"),
    "symmetrise": (lambda: net().symmetrise("X"), "either both max min mean"),
    "dichotomise": (lambda: valued().dichotomise("X", 1), "at_least above at_most below"),
    "network": (
        lambda: cw.example().network("communication", wave="2025", symmetrise="X"),
        "either both mean max min none",
    ),
    "layer": (lambda: cw.example().network("X", wave="2025"), "communication"),
    "wave": (lambda: cw.example().network("communication", wave="X"), "2023 2025"),
    "no wave": (lambda: cw.example().network("communication"), "2023 2025"),
    "indicator": (lambda: cw.example().outcomes("X"), "early_reading"),
    "target": (lambda: cw.example().target("X"), "early_reading"),
    "audience": (lambda: cw.example().evidence(audience="X"), "partners public"),
    "interval": (
        lambda: outcomes().rates(interval="X"),
        "wilson clopper_pearson jeffreys agresti_coull",
    ),
    "direction": (lambda: target_in("X"), "higher lower"),
    "direction of records": (
        lambda: cw.Outcomes.from_records({"g": [1], "o": [1]}, outcome="o", by="g", direction="X"),
        "higher lower",
    ),
    "path": (lambda: target().path("X"), "linear"),
    "method": (lambda: target().allocate(outcomes(), by="g", method="X"), "equal_rate shortfall"),
    "dimension": (lambda: outcomes().rates(by="X"), "g"),
    "reference": (lambda: outcomes().gaps(by="g", reference="X"), "x y"),
    "read duplicates": (lambda: cw.read({}, duplicates="X"), "error max mean last"),
    "read self_ties": (lambda: cw.read({}, self_ties="X"), "error drop"),
    "color": (lambda: net().plot(color="X"), ""),
    "attribute": (
        lambda: net(partners={"partner_id": ["a", "b", "c"], "sector": ["s", "t", "s"]}).plot(
            color="X"
        ),
        "sector",
    ),
}


def target_in(direction: str) -> cw.Target:
    return cw.Target(
        baseline="60%", goal="80%", cohort=20, start=2026, years=5, direction=direction
    )


@pytest.mark.parametrize(("call", "words"), OPTIONS.values(), ids=OPTIONS)
def test_a_wrong_word_is_answered_with_the_right_ones(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(cw.InputError) as error:
        call()
    message = str(error.value)
    assert '"X"' in message or "wave" in message
    assert [word for word in words.split() if word not in message] == []


NUMBERS: dict[str, Callable[[], Any]] = {
    "confidence above 1": lambda: outcomes().rates(confidence=95),
    "confidence 0": lambda: outcomes().rates(confidence=0),
    "confidence nan": lambda: outcomes().gaps(by="g", confidence=float("nan")),
    "min_n negative": lambda: outcomes().gaps(by="g", min_n=-1),
    "level above 1": lambda: outcomes().gaps(by="g", reference=80),
    "reference a truth value": lambda: outcomes().gaps(by="g", reference=True),
    "level computed": lambda: outcomes().gaps(by="g", reference=0.1 + 0.2),
    "goal above 1": lambda: outcomes().concentration(goal=80, by="g"),
    "cover 0": lambda: outcomes().concentration(goal="80%", by="g", cover=0),
    "within two": lambda: outcomes().concentration(goal="80%", by="g", within={"g": "x", "h": "y"}),
    "cohort 0": lambda: cw.Target(baseline=0, goal=1, cohort=0, start=2026, years=5),
    "cohort negative": lambda: cw.Target(baseline=0, goal=1, cohort=-5, start=2026, years=5),
    "cohort fraction": lambda: cw.Target(baseline=0, goal=1, cohort=2.5, start=2026, years=5),
    "cohort text": lambda: cw.Target(baseline=0, goal=1, cohort="2000", start=2026, years=5),
    "cohort huge": lambda: cw.Target(baseline=0, goal=1, cohort=10**30, start=2026, years=5),
    "years 0": lambda: cw.Target(baseline=0, goal=1, cohort=10, start=2026, years=0),
    "years negative": lambda: cw.Target(baseline=0, goal=1, cohort=10, start=2026, years=-1),
    "goal below baseline": lambda: cw.Target(
        baseline="80%", goal="60%", cohort=10, start=2026, years=5
    ),
    "stated negative": lambda: target().readings(stated=-1),
    "cohorts too few": lambda: target().path(cohorts=[2000]),
    "cohorts negative": lambda: target().path(cohorts=[2000, 2000, 2000, 2000, -1]),
    "capacity too short": lambda: target().allocate(outcomes(), by="g", capacity=[1]),
    "total negative": lambda: target().allocate(outcomes(), by="g", total=-1),
    "seed negative": lambda: net().plot(seed=-1),
    "cut nan": lambda: valued().dichotomise("above", float("nan")),
    "dichotomise without values": lambda: net().dichotomise("above", 1),
    "weighted without values": lambda: net().betweenness(weighted=True),
    "strength without values": lambda: net().degree(weighted=True),
    "strength of distances": lambda: cw.Network.from_ties(
        [("a", "b", 2)], value="value", value_means="distance"
    ).degree(weighted=True),
    "reciprocity undirected": lambda: net(directed=False).reciprocity(),
    "without a stranger": lambda: net().without(["z"]),
    "without a text": lambda: net().without("a"),
    "respondent unknown": lambda: net(respondents=["z"]),
    "respondents text": lambda: net(respondents="abc"),
    "respondents numbers with fractions": lambda: net(respondents=[1.5]),
    "column missing": lambda: net(source="from"),
    "value missing": lambda: net(value="strength"),
    "by number": lambda: outcomes().rates(by=5),
    "by list of numbers": lambda: outcomes().rates(by=[5]),
    "period unknown": lambda: outcomes().gaps(by="g", period="1999"),
    "period a fraction": lambda: outcomes().rates(period=2024.5),
    "wave a list": lambda: cw.example().network("communication", wave=["2025"]),
    "png scale": lambda: net().plot().to_png(scale=-1),
    "png scale nan": lambda: net().plot().to_png(scale=float("nan")),
    "read a number": lambda: cw.read(5),
    "read nothing": lambda: cw.read(None),
    "read a list": lambda: cw.read([{"partner_id": ["a"]}]),
    "read a frame": lambda: cw.read(pl.DataFrame({"partner_id": ["a"]})),
    "read numbered tables": lambda: cw.read({1: {"partner_id": ["a"]}}),
    "read an unreadable table": lambda: cw.read({"partners": 5}),
    "read no partners": lambda: cw.read({"ties": {"source_id": ["a"]}}),
}


@pytest.mark.parametrize("call", NUMBERS.values(), ids=NUMBERS)
def test_a_wrong_value_is_told(call: Callable[[], Any]) -> None:
    with pytest.raises(cw.InputError) as error:
        call()
    message = str(error.value)
    assert len(message) > 20
    assert message.endswith((".", "?", ")"))
    assert "internal error" not in message
    # Sentences for people: nothing of the engine's types.
    assert not any(word in message for word in ["Err(", "Some(", "unwrap", "PyErr", "::"])


def test_a_figure_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    figure = target().plot()
    with pytest.raises(cw.CommonwealError, match="svg"):
        figure.save(tmp_path / "x.pdf")
    with pytest.raises(cw.CommonwealError):
        figure.save(tmp_path / "nowhere" / "x.svg")
    with pytest.raises(cw.CommonwealError):
        cw.example().report(tmp_path / "nowhere" / "x.html")


# ------------------------------------------------------------------ arrays of partner numbers

ARRAYS: dict[str, tuple[Any, Any, Any]] = {
    "beyond n": ([0], [3], None),
    "negative": ([0], [-1], None),
    "above 32 bits": ([0], [2**40], None),
    "unsigned 64": (np.array([2**64 - 1], np.uint64), np.array([0], np.uint64), None),
    "lengths": ([0, 1], [1], None),
    "lengths of values": ([0], [1], [1.0, 2.0]),
    "fractions": ([0.5], [1.5], None),
    "whole floats": ([0.0], [1.0], None),
    "texts": (["a"], ["b"], None),
    "truth": ([True], [False], None),
    "objects": (np.array([None]), np.array([1]), None),
    "matrix": ([[0, 1]], [[1, 2]], None),
    "value nan": ([0], [1], [float("nan")]),
    "value infinite": ([0], [1], [float("inf")]),
    "value negative": ([0], [1], [-1.0]),
    "value text": ([0], [1], ["x"]),
    "value complex": ([0], [1], [1j]),
    "self-tie": ([1], [1], None),
    "twice": ([0, 1], [1, 0], None),
}


@pytest.mark.parametrize(("source", "target", "value"), ARRAYS.values(), ids=ARRAYS)
def test_arrays_are_checked(source: Any, target: Any, value: Any) -> None:
    with pytest.raises(cw.InputError) as error:
        cw.Network.from_arrays(3, source, target, value)
    assert len(str(error.value)) > 20


@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", "uint16", "int32", "uint32", "int64", "uint64", ">i4"]
)
def test_every_integer_type_gives_the_same_network(dtype: str) -> None:
    wide = np.array([[0, 9], [1, 9], [2, 9]], dtype=dtype)
    found = cw.Network.from_arrays(4, wide[:2, 0], wide[1:, 0])  # strided, not copied by the caller
    assert found.ties().rows() == [(0, 1), (1, 2)]
    assert len(found) == 4


def test_lists_and_series_are_arrays_too() -> None:
    expected = [(0, 1), (1, 2)]
    for kind in [list, tuple, np.array, pl.Series]:
        assert cw.Network.from_arrays(3, kind([0, 1]), kind([1, 2])).ties().rows() == expected
    assert cw.Network.from_arrays(2, [], []).n_ties == 0
    with pytest.raises(cw.InputError):
        cw.Network.from_arrays(-1, [], [])


# ------------------------------------------------------------------ tables


def test_all_problems_of_all_tables_come_at_once() -> None:
    tables = {
        "partners": {"partner_id": ["a", "a", "b"], "name": ["A", "B", "C"]},
        "layers": {"layer_id": ["contact"], "kind": ["communication"], "present_at": [1]},
        "waves": {"wave_id": ["2024"], "starts_on": ["2024-02-30"], "ends_on": ["2024-03-01"]},
        "ties": {
            "wave_id": ["2024"] * 3,
            "source_id": ["a", "b", "b"],
            "target_id": ["bb", "b", "a"],
            "layer_id": ["contact"] * 3,
            "value": ["1", "1", "often"],
        },
    }
    with pytest.raises(cw.InputError) as error:
        cw.read(tables)
    problems = error.value.problems
    assert problems is not None
    assert problems.columns == [
        "code",
        "severity",
        "table",
        "row",
        "column",
        "found",
        "expected",
        "cure",
    ]
    codes = set(problems.filter(pl.col("severity") == "error")["code"])
    assert {"E103", "E104", "E105", "E108", "E301"} <= codes
    tables_told = set(problems["table"])
    assert {"partners", "ties", "waves"} <= tables_told
    message = str(error.value)
    assert [code for code in codes if code not in message] == []
    assert problems.filter(pl.col("code") == "E104")["row"].to_list() == [2]


def test_all_problems_of_a_tie_list_come_at_once() -> None:
    with pytest.raises(cw.InputError) as error:
        cw.Network.from_ties(
            [("a", "a"), ("a", "z"), ("b", "a"), ("b", "a")],
            partners={"partner_id": ["a", "b", "zz"]},
        )
    problems = error.value.problems
    assert problems is not None
    assert set(problems["code"]) == {"E104", "E105", "E106"}
    assert "zz" in str(error.value)  # the closest


def test_options_that_mend_are_named_by_the_cure_and_work() -> None:
    bad = [("a", "a"), ("b", "a"), ("b", "a"), ("a", "b")]
    with pytest.raises(cw.InputError, match="self_ties") as error:
        cw.Network.from_ties(bad)
    assert "duplicates" in str(error.value)
    mended = cw.Network.from_ties(bad, self_ties="drop", duplicates="first")
    assert mended.ties().rows() == [("a", "b"), ("b", "a")]
    assert any("dropped" in note.lower() or "self" in note.lower() for note in mended.notes)


def test_folders_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(cw.InputError, match="nowhere"):
        cw.read(tmp_path / "nowhere")
    with pytest.raises(cw.InputError, match="partners"):
        cw.read(tmp_path)  # empty
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(cw.InputError, match="partners"):
        cw.read(str(tmp_path))
    with pytest.raises(cw.InputError):
        cw.read(tmp_path / "notes.txt")
    (tmp_path / "book.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(cw.InputError, match=r"workbook|xlsx"):
        cw.read(tmp_path / "book.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"partner_id",
        b"\xff\xfe\x00",
        b'partner_id,name\n"a,b\n',
        b"partner_id,name\na\nb,c,d\n",
        b"\x00" * 100,
        b"name;partner_id\nx;a\n",
        b"partner_id\r\na\r\nb\r\n",
        "partner_id\né\n".encode("latin-1"),
    ],
)
def test_files_of_any_bytes_are_read_or_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "partners.csv").write_bytes(content)
    try:
        found = cw.read(tmp_path)
    except cw.InputError as error:
        assert "partners" in str(error)
    else:
        assert found.tables["partners"].height == max(content.count(b"\n") - 1, 0)


def test_input_errors_are_value_errors_and_pickle() -> None:
    import pickle

    with pytest.raises(ValueError, match="reciprocity") as error:
        net(directed=False).reciprocity()
    again = pickle.loads(pickle.dumps(error.value))
    assert str(again) == str(error.value)
    assert again.problems is None


def test_a_year_may_be_a_number() -> None:
    frame = {"g": ["x", "y"], "k": [1, 2], "n": [20, 30], "year": [2024, 2025]}
    o = cw.Outcomes.from_counts(frame, successes="k", total="n", by="g", period="year")
    assert o.rates(period=2024).equals(o.rates(period="2024"))
    p = cw.example()
    assert len(p.network("communication", wave=2025)) == 41
