"""The console script: the same program as the Rust binary ``commonweal``."""

from __future__ import annotations

import signal
import sys

from commonweal._core import main as _main

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit with its code: 0 fine, 1 problems in the data, 2 usage."""
    # The engine knows nothing of Python's handler: Ctrl-C ends this program like any other.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_main(sys.argv))
