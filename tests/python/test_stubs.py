"""The committed stubs are the ones the built module generates, and they describe it truly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "python" / "commonweal"


def test_stubs_are_current(tmp_path: Path) -> None:
    maturin = Path(sys.executable).with_name("maturin")
    # Where the Makefile builds; a plain `pytest` would compile everything anew into the clone.
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    build = {"CARGO_TARGET_DIR": str(cache / "commonweal" / "target")}
    result = subprocess.run(
        [maturin, "generate-stubs", "--profile", "release", "--locked", "--out", tmp_path],
        cwd=ROOT,
        env=build | os.environ,
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    generated = next(tmp_path.rglob("_core.pyi"))
    assert generated.read_text() == (PACKAGE / "_core.pyi").read_text(), "run `make stubs`"


def test_stubs_describe_the_module(tmp_path: Path) -> None:
    allowed = tmp_path / "allow"
    allowed.write_text("")
    result = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "commonweal._core", "--allowlist", allowed],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout


def test_every_public_item_has_a_docstring() -> None:
    import commonweal
    from commonweal import _core

    bare = []
    for name in commonweal.__all__:
        item = getattr(commonweal, name)
        if name != "__version__" and not item.__doc__:
            bare.append(name)
        if isinstance(item, type) and item.__module__ == _core.__name__:
            bare += [
                f"{name}.{member}"
                for member, value in vars(item).items()
                if not member.startswith("_") and not value.__doc__
            ]
    assert bare == []
    assert shutil.which("commonweal", path=str(Path(sys.executable).parent))
