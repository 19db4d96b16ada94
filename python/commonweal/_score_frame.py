"""The frame of scores: a polars frame that says what its numbers mean."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ScoreFrame"]


class ScoreFrame(pl.DataFrame):
    """A ``polars.DataFrame`` of scores of partners or ties that says what its numbers mean.

    Printing it, also in a notebook, adds one line a measure: the convention, how much of the
    network was observed, and the caveats. `about` holds the same for code. Null is unknown, never
    zero. A frame derived from it (``filter``, ``join`` ...) is a plain polars frame.

    Attributes
    ----------
    about : tuple of dict
        For each score: ``measure, unit, direction, coverage, convention, caveats, citation``.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    >>> net.degree().about[0]["convention"]
    'ties of the partner, unnormalised'
    """

    about: tuple[Mapping[str, Any], ...] = ()

    def __init__(
        self, data: pl.DataFrame | None = None, about: Iterable[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(data)
        self.about = tuple(about)

    def _lines(self) -> list[str]:
        lines: list[str] = []
        for one in self.about:
            coverage = one["coverage"]
            seen = "" if coverage in (None, 1) else f"; {coverage:.1%} of the cells observed"
            lines.append(f"{one['measure']}: {one['convention']}{seen}.")
        # A caveat that several scores share is said once.
        lines += dict.fromkeys(caveat for one in self.about for caveat in one["caveats"])
        return lines

    def __str__(self) -> str:
        """Return the table, and under it what the numbers mean."""
        return "\n".join([super().__str__(), *self._lines()])

    def _repr_html_(self, *, _from_series: bool = False) -> str:
        lines = "<br>".join(escape(line) for line in self._lines())
        return f"{super()._repr_html_(_from_series=_from_series)}<small>{lines}</small>"
