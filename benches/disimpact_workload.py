"""The workload of DisImpact's vignette "Scaling DI Calculations": 4,000,000 records, 180,498 rows.

    .venv/bin/python benches/disimpact_workload.py student_equity.parquet

The 20,000 synthetic students of the package (vinhdizzo/DisImpact, student_equity) are taken 200
times, as 200 colleges. Outcomes: Math, English and Transfer, each by its own cohort. Scenarios:
every subset of college, educational goal and college status; in each, by ethnicity, by gender, and
everyone: 72 group-bys. The vignette (R 4.0.2) reports 1,240.8 s for di_iterate and 201.3 s for
di_iterate_dt in one process, and 90.9 s for the latter in four.

Our calls, with three gap methods and counts only, stand beside a naive polars version that only
counts. Answers are compared: every row of counts, and each college must equal the table of the
20,000 students. Each runs in a process of its own, with
its peak memory. The time is that of the whole call, from a frame in memory.
"""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import commonweal as cw
import polars as pl
from polars.testing import assert_frame_equal

COLLEGES = 200
OUTCOMES = {"Math": "Cohort_Math", "English": "Cohort_English", "Transfer": "Cohort"}
WITHIN = ["College", "Ed_Goal", "College_Status"]
BY = ["Ethnicity", "Gender"]
# The methods of the vignette: percentage point gap, proportionality index, 80 percent.
RULES = ["ppg-2017", "proportionality", "80-percent"]
KEYS = [*WITHIN, *BY]
ROWS = 180_498


def students(path: Path, colleges: int) -> pl.DataFrame:
    """`colleges` copies of the students; text as dictionary codes, as R holds factors."""
    base = pl.read_parquet(path).with_columns(pl.col(pl.String).cast(pl.Categorical))
    names = pl.Series("College", [str(college) for college in range(1, colleges + 1)])
    copies = names.repeat_by(base.height).explode().cast(pl.Categorical)
    return pl.concat([base] * colleges, rechunk=True).with_columns(copies.alias("College"))


def subsets() -> list[tuple[str, ...]]:
    """Every scenario with each way of disaggregating: 8 × 3."""
    scenarios = [s for size in range(4) for s in itertools.combinations(WITHIN, size)]
    return [(*s, *by) for s in scenarios for by in ((), ("Ethnicity",), ("Gender",))]


def naive(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """72 group-bys of polars, counts only."""
    answers = []
    for outcome, cohort in OUTCOMES.items():
        counts = [pl.len().alias("n"), pl.col(outcome).sum().alias("successes")]
        recorded = frame.filter(pl.col(outcome).is_not_null())
        for keys in subsets():
            found = recorded.group_by(cohort, *keys).agg(counts)
            answers.append(layout(found.rename({cohort: "period"}), outcome))
    return answers


def cube(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """One pass over the records for the three outcomes, then every subset of five dimensions."""
    outcomes = cw.tabulate(frame, outcomes=OUTCOMES, by=KEYS)
    one = pl.col("Ethnicity").is_null() | pl.col("Gender").is_null()
    # The cube counts children without an outcome too; the vignette leaves them out.
    return [
        layout(counted.cube().filter(one, pl.col("n") > 0), outcome)
        for outcome, counted in outcomes.items()
    ]


def scan(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """What the vignette asks for: of every row and rule its reference, status and number needed."""
    outcomes = cw.tabulate(frame, outcomes=OUTCOMES, by=KEYS)
    return [
        counted.scan(by=BY, within=WITHIN, rules=RULES).with_columns(outcome=pl.lit(outcome))
        for outcome, counted in outcomes.items()
    ]


def counts_of(scanned: pl.DataFrame) -> pl.DataFrame:
    """The counts of a scan in the common layout, without groups in which nothing is recorded."""
    by = [
        pl.when(pl.col("disaggregation") == name).then(pl.col("group")).alias(name) for name in BY
    ]
    own = scanned.filter(pl.col("n") > 0).with_columns(by)
    return pl.concat([layout(own.filter(outcome=name), name) for name in OUTCOMES])


def layout(frame: pl.DataFrame, outcome: str) -> pl.DataFrame:
    found = set(frame.columns)
    year = pl.col("period").cast(pl.String).str.strip_suffix(".0")
    keys = [
        pl.col(key).cast(pl.String) if key in found else pl.lit(None, pl.String).alias(key)
        for key in KEYS
    ]
    counts = [pl.col(name).cast(pl.Int64) for name in ("n", "successes")]
    return frame.select(pl.lit(outcome).alias("outcome"), year, *keys, *counts)


SCAN = "commonweal, three gap methods"
WAYS: dict[str, Callable[[pl.DataFrame], list[pl.DataFrame]]] = {
    SCAN: scan,
    "commonweal, counts of every subset": cube,
    "polars, counts by 72 group-bys": naive,
}


def child(way: str, path: Path, answer: Path) -> None:
    frame = students(path, COLLEGES)
    before = peak()
    start = time.perf_counter()
    found = WAYS[way](frame)
    took = time.perf_counter() - start
    most = peak()
    order = ["outcome", "period", *KEYS]
    counts = counts_of(pl.concat(found)) if way == SCAN else pl.concat(found)
    counts.sort(order, nulls_last=True).write_parquet(answer)
    print(json.dumps({"seconds": took, "frame": before, "peak": most}))


def a_college(found: pl.DataFrame, college: int) -> pl.DataFrame:
    """The rows of one college without its name: those of the 20,000 students."""
    own = found.filter(pl.col("College") == str(college)).drop("College")
    return own.sort(["outcome", "period", *KEYS[1:]], nulls_last=True)


def peak() -> int:
    """Most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    if len(sys.argv) == 5 and sys.argv[1] == "--child":
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        return
    if len(sys.argv) != 2:
        raise SystemExit("Name the file student_equity.parquet of DisImpact.")
    path = Path(sys.argv[1])
    alone = a_college(pl.concat(naive(students(path, 1))), 1)
    with tempfile.TemporaryDirectory() as folder:
        answer, expected = Path(folder) / "answer.parquet", None
        for way in WAYS:
            run = subprocess.run(
                [sys.executable, __file__, "--child", way, str(path), str(answer)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            figures = json.loads(run.stdout.splitlines()[-1])
            found = pl.read_parquet(answer)
            if found.height != ROWS:
                raise SystemExit(f"{way}: {found.height} rows, expected {ROWS}.")
            if expected is not None:
                assert_frame_equal(found, expected, check_exact=True)
            expected = found
            for college in range(1, COLLEGES + 1):
                assert_frame_equal(a_college(found, college), alone, check_exact=True)
            print(
                f"{way}: {figures['seconds']:.2f} s, peak {figures['peak']} MB "
                f"({figures['peak'] - figures['frame']} MB above the frame)"
            )
    print(f"{ROWS:,} rows, equal in every way.")


if __name__ == "__main__":
    main()
