"""Every example in a docstring runs and prints what it says."""

from __future__ import annotations

import doctest
from collections.abc import Iterator

import commonweal
import pytest


def documented() -> Iterator[tuple[str, str]]:
    yield "commonweal", commonweal.__doc__ or ""
    for name in commonweal.__all__:
        item = getattr(commonweal, name)
        if name == "__version__":
            continue
        yield name, item.__doc__ or ""
        if isinstance(item, type):
            for member, value in vars(item).items():
                if not member.startswith("_"):
                    yield f"{name}.{member}", getattr(value, "__doc__", None) or ""


EXAMPLES = [(name, text) for name, text in documented() if ">>>" in text]


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_docstring_example(name: str, text: str) -> None:
    example = doctest.DocTestParser().get_doctest(text, {"cw": commonweal}, name, name, 0)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=flags, verbose=False)
    runner.run(example, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


def test_most_public_methods_have_an_example() -> None:
    methods = [
        f"{name}.{member}"
        for name in commonweal.__all__
        if isinstance(item := getattr(commonweal, name), type)
        for member, value in vars(item).items()
        if not member.startswith("_") and callable(value)
    ]
    shown = {name for name, _ in EXAMPLES}
    assert len(methods) > 30
    assert sum(name in shown for name in methods) >= 0.6 * len(methods)
