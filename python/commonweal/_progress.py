"""A progress bar for long calls, shown only where somebody looks."""

from __future__ import annotations

import sys
from typing import Any, TextIO

__all__ = ["Bar"]


class Bar:
    """One bar: `tqdm` where it is installed, a line on standard error otherwise.

    Nothing is shown when standard error is not a terminal and this is not a notebook, unless the
    caller asked for it with ``progress=True``.
    """

    def __init__(self, label: str, total: int, forced: bool) -> None:  # noqa: FBT001
        self._label = label
        self._total = total
        self._bar: Any = None
        in_notebook = "ipykernel" in sys.modules
        # Without a console (pythonw, some services) there is no standard error at all.
        stream: TextIO | None = sys.stderr
        self._stream = stream
        self._visible = stream is not None and (forced or in_notebook or stream.isatty())
        if self._visible:
            try:
                from tqdm.auto import tqdm  # pyright: ignore[reportMissingModuleSource]
            except ImportError:
                return
            self._bar = tqdm(total=total, desc=label, leave=False)

    def show(self, done: int) -> None:
        """Show that `done` of the total units are done."""
        if not self._visible:
            return
        if self._bar is not None:
            self._bar.n = done
            self._bar.refresh()
        else:
            share = min(100 * done // max(self._total, 1), 100)
            self._write(f"\r{self._label}: {share} %")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
        elif self._visible:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()
