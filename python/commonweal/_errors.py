"""The exceptions of commonweal. The engine raises these very classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CommonwealError", "InputError"]


class CommonwealError(Exception):
    """Something went wrong that is not about the input: a file could not be written, say."""


class InputError(CommonwealError, ValueError):
    """Input or an option that cannot be used; the message says what was found and the cure.

    Attributes
    ----------
    problems : polars.DataFrame or None
        Where tables were read: every problem found, one row each, with the columns ``code``,
        ``severity``, ``table``, ``row``, ``column``, ``found``, ``expected`` and ``cure``.
    """

    problems: pl.DataFrame | None

    def __init__(self, message: str, problems: pl.DataFrame | None = None) -> None:
        super().__init__(message)
        self.problems = problems
