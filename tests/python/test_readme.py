"""The Python of the README runs as printed, on the shipped tables of the example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import commonweal as cw
import pytest
from conftest import ROOT


def test_readme_python(
    tmp_path: Path, example_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ten_lines, engine, in_groups, outcomes = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mydata").symlink_to(example_folder, target_is_directory=True)
    names: dict[str, Any] = {}
    exec(compile(ten_lines, "README.md", "exec"), names)
    assert names["t"].children == 400
    assert (tmp_path / "report.html").stat().st_size > 50_000
    exec(compile(engine, "README.md", "exec"), {})
    assert len(cw.read_network("map.gexf")) == 41
    evidence: dict[str, Any] = {}
    exec(compile(in_groups, "README.md", "exec"), evidence)
    assert evidence["found"].verdicts["structure"] == "supported"
    found: dict[str, Any] = {}
    exec(compile(outcomes, "README.md", "exec"), found)
    assert found["t"].children == 400
    black = found["o"].concentration(
        goal="80%", by=found["cells"], within={"race_ethnicity": "Black"}
    )
    assert f"# {black.smallest} of {black.to_frame()['shortfall'].count()} schools" in outcomes
