"""Counts for all 64 subsets of six dimensions beside polars, DuckDB, pandas and Fairlearn.

    make cube-peers                                        # 0.1, 1 and 10 million records in memory
    .venv/bin/python benches/cube_peers.py --rows 1000000
    .venv/bin/python benches/cube_peers.py --rows --file-rows 100000000 --markdown figures.md

Dimensions: race 8, gender 3, school 120, year 5 and two flags; one outcome, 1 % of it not recorded;
the same generated table for every tool, with the text columns dictionary-coded and as strings. Each
tool runs in a process of its own, so that peaks of memory are its own. A time is the best of
`--repeat` whole calls from frame to frame, wall clock; imports, reading the file and tidying the
answer for comparison are not timed. An answer that differs ends the run with an error, because a
fast wrong answer is no answer. The ratio is a tool's time over ours: above 1 we are faster.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from cube_tools import BY, FILE_TOOLS, TOOLS
from polars.testing import assert_frame_equal

LEVELS = {"race": 8, "gender": 3, "school": 120, "year": 5}
# From so many records on one answer takes minutes (Fairlearn: 400 s at a million).
SLOW = {"fairlearn, 21 MetricFrames": 200_000}
SLOW_STRINGS = {"fairlearn, 21 MetricFrames": 0, "pandas, 64 groupbys": 2_000_000}
OURS = "commonweal"


def table(rows: int, *, coded: bool) -> pl.DataFrame:
    """Generate records; the rate differs by race and school, so that wrong groups would show."""
    random = np.random.default_rng(20_260_101)
    race = random.choice(8, rows, p=[0.3, 0.25, 0.2, 0.1, 0.06, 0.05, 0.03, 0.01])
    school = random.integers(0, 120, rows)
    reads = random.random(rows) < 0.4 + 0.03 * race + 0.001 * school
    columns: dict[str, Any] = {}
    for name, codes in {
        "race": race,
        "gender": random.integers(0, 3, rows),
        "school": school,
    }.items():
        levels = [f"{name} {level}" for level in range(LEVELS[name])]
        # The codes are the physical values of an Enum.
        enum = pl.Series(codes.astype(np.uint8)).cat.to(pl.Enum(levels))
        columns[name] = enum if coded else enum.cast(pl.String)
    columns["year"] = pl.Series((2021 + random.integers(0, 5, rows)).astype(np.int16))
    columns["flag_a"] = pl.Series(random.random(rows) < 0.5)
    columns["flag_b"] = pl.Series(random.random(rows) < 0.15)
    frame = pl.DataFrame(columns)
    recorded = pl.Series(random.random(rows) >= 0.01)
    return frame.with_columns(reads=pl.when(recorded).then(pl.Series(reads)))


def file_of(rows: int, path: Path) -> None:
    """Write records that do not fit in memory: DuckDB generates and writes them in pieces."""
    import duckdb

    text = {"race": 8, "gender": 3, "school": 120}
    columns = [
        f"'{name} ' || (hash(8 * i + {at}) % {levels}) as {name}"
        for at, (name, levels) in enumerate(text.items())
    ]
    columns.append("(2021 + hash(8 * i + 3) % 5)::smallint as year")
    columns += [f"hash(8 * i + {4 + at}) % {2 + 3 * at} = 0 as flag_{'ab'[at]}" for at in range(2)]
    reads = "hash(8 * i + 7) % 100 < 40 + 3 * (hash(8 * i + 0) % 8)"
    columns.append(f"case when hash(8 * i + 6) % 100 > 0 then {reads} end as reads")
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(
        f"copy (select {', '.join(columns)} from range({rows}) t(i)) "
        f"to '{path}' (format parquet, row_group_size 1000000)"
    )


def best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Shortest wall time of up to `repeat` runs (until ten seconds are spent), and the answer."""
    shortest, answer, spent = float("inf"), None, 0.0
    for _ in range(repeat):
        start = time.perf_counter()
        answer = work()
        took = time.perf_counter() - start
        shortest, spent = min(shortest, took), spent + took
        if spent > 10:
            break
    return shortest, answer


def peak() -> int:
    """Most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def child(name: str, path: Path, answer_path: Path, repeat: int) -> None:
    """Run one tool and print its figures."""
    tool = {**TOOLS, **FILE_TOOLS}[name]
    given = tool.prepare(path)
    before = peak()
    seconds, answer = best(lambda: tool.count(given), repeat)
    most = peak()
    tool.tidy(answer).write_parquet(answer_path)
    print(json.dumps({"seconds": seconds, "before": before, "peak": most}))


def measured(name: str, path: Path, folder: Path, repeat: int) -> tuple[dict[str, Any], Any]:
    answer = folder / "answer.parquet"
    run = subprocess.run(
        [sys.executable, __file__, "--child", name, str(path), str(answer), str(repeat)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(run.stdout.splitlines()[-1]), pl.read_parquet(answer)


def compare(name: str, depth: int, found: pl.DataFrame, expected: pl.DataFrame) -> None:
    split = pl.sum_horizontal(pl.col(name).is_not_null() for name in BY)
    if depth < len(BY):  # and no row for everyone
        expected = expected.filter(split.is_between(1, depth))
    try:
        assert_frame_equal(found, expected, check_exact=True)
    except AssertionError as error:
        raise SystemExit(f"{name} gives another answer: {error}") from error


def run(
    title: str, names: list[str], path: Path, folder: Path, repeat: int, lines: list[str]
) -> None:
    """Every tool on one table; figures as rows of a table in Markdown."""
    expected, ours = None, float("nan")
    lines += ["", title, "", "| tool | seconds | ratio | peak MB | of it for the call |"]
    lines.append("|---|---:|---:|---:|---:|")
    for name in names:
        tool = {**TOOLS, **FILE_TOOLS}[name]
        figures, answer = measured(name, path, folder, repeat)
        if expected is None:
            expected, ours = answer, figures["seconds"]
        compare(name, tool.depth, answer, expected)
        seconds, most = figures["seconds"], figures["peak"]
        label = f"{name} ({tool.note})" if tool.note else name
        more = most - figures["before"]
        lines.append(f"| {label} | {seconds:.3f} | {seconds / ours:.1f} | {most} | {more} |")
        print(lines[-1], flush=True)


def versions() -> str:
    tools = ["commonweal", "polars", "duckdb", "pandas", "fairlearn", "pyarrow"]
    return ", ".join(f"{tool} {metadata.version(tool)}" for tool in tools)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--file-rows", type=int, nargs="*", default=[])
    parser.add_argument("--only", nargs="*", help="tools to run beside ours")
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--markdown", type=Path, help="write the tables to this file as well")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        name, path, answer, repeat = options.child
        child(name, Path(path), Path(answer), int(repeat))
        return
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [f"{machine}; {versions()}."]
    print(lines[0])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = folder / "records.parquet"
        for rows in options.rows:
            for coded in (True, False):
                slow = SLOW if coded else SLOW_STRINGS
                names = [
                    name
                    for name in TOOLS
                    if rows < slow.get(name, rows + 1)
                    and (options.only is None or name in {OURS, *options.only})
                ]
                table(rows, coded=coded).write_parquet(path)
                kind = "dictionary-coded columns" if coded else "string columns"
                print(f"{rows:,} records, {kind}", flush=True)
                run(f"{rows:,} records, {kind}:", names, path, folder, options.repeat, lines)
        for rows in options.file_rows:
            file_of(rows, path)
            size = path.stat().st_size // 2**20
            title = f"{rows:,} records in a Parquet file of {size} MB, not held in memory:"
            print(title, flush=True)
            run(title, list(FILE_TOOLS), path, folder, 1, lines)
    if options.markdown:
        options.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
