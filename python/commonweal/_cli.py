"""The console script: the same program as the Rust binary ``commonweal``."""

from __future__ import annotations

import sys

from commonweal._core import main as _main

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit with its code: 0 fine, 1 problems in the data, 2 usage."""
    sys.exit(_main(sys.argv))
