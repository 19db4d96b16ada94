"""Where outside data lies, and what every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def outside() -> Path:
    """Folder of real data that is not part of the project; tests skip where it is absent."""
    folder = Path(os.environ.get("COMMONWEAL_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no outside data at {folder} (set COMMONWEAL_TEST_DATA)")
    return folder


@pytest.fixture(scope="session")
def example_folder() -> Path:
    """The shipped tables of the example partnership."""
    return ROOT / "python" / "commonweal" / "data" / "example"
