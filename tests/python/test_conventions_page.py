"""The pages of conventions name the tests that hold them, and the calls they name exist."""

from __future__ import annotations

import ast
import re
from functools import cache

import commonweal as cw
import pytest
from conftest import ROOT

TESTS = ROOT / "tests" / "python"
RUST = ROOT / "crates" / "equity" / "src"


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def rows(text: str) -> dict[int, str]:
    return {int(n): row for n, row in re.findall(r"^\| (\d+) \| (.*) \|$", text, re.MULTILINE)}


def named(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`([\w/]+\.(?:py|rs))::(\w+)`", text)


NETWORK, OUTCOMES = page("conventions.md"), page("outcomes.md")
NAMED = sorted({*named(NETWORK), *named(OUTCOMES)})
LATER: set[int] = set()


@cache
def functions(file: str) -> set[str]:
    if file.endswith(".rs"):
        source = (RUST / file).read_text(encoding="utf-8")
        return set(re.findall(r"^\s*(?:#\[test\]\s*)?fn (\w+)\(", source, re.MULTILINE))
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[f"{f}-{n}" for f, n in NAMED])
def test_a_named_test_exists(file: str, name: str) -> None:
    assert name in functions(file)


def test_every_trap_that_has_a_test_is_on_the_page_in_its_row() -> None:
    found = {
        (path.name, name)
        for path in TESTS.glob("test_*.py")
        for name in functions(path.name)
        if name.startswith("test_trap_")
    }
    assert found == {pair for pair in named(NETWORK) if pair[1].startswith("test_trap_")}
    for file, name in found:
        assert f"{file}::{name}" in rows(NETWORK)[int(name.split("_")[2])]


def test_every_row_has_a_test_or_says_why_not() -> None:
    assert sorted(rows(NETWORK)) == list(range(1, 48))
    for number, row in rows(NETWORK).items():
        assert ("::test_trap_" in row) == (number not in LATER), number
        assert row.count("Not built yet") == (number in LATER), number
    assert sorted(rows(OUTCOMES)) == list(range(1, 69))
    for number, row in rows(OUTCOMES).items():
        assert named(row), number


def test_every_call_on_the_page_exists() -> None:
    families = NETWORK.split("## Families, calls, cost")[1].split("## Unknown ties")[0]
    calls = [row.split(" | ")[1] for row in families.splitlines() if row.startswith("| ")][1:]
    names = {name for cell in calls for name in re.findall(r"`(\w+)`", cell)}
    assert len(names) > 60
    assert names <= set(vars(cw.Network))
    names = set(re.findall(r"`(?:t\.)?(\w+)\((?!`)", OUTCOMES))
    assert len(names) > 12
    assert names <= set(vars(cw.Outcomes)) | set(vars(cw.Target))
