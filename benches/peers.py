"""Our kernels beside networkx, rustworkx, igraph and networkit: same arrays, one run.

    make peers                          # small networks: every tool, every kernel, a minute
    .venv/bin/python benches/peers.py --networks partnerships-20000 collaboration-16000
    .venv/bin/python benches/peers.py --networks partnerships-1000000 --only near-linear

Networks: `real` (those networkx brings), `partnerships-N`, `collaboration-N`, and `-reports` after
either for its directed form. Building and computing are timed apart. A time is the best of
`--repeat` runs, wall clock; importing a tool is not timed. The ratio is the fastest peer's time
over ours: above 1 we are faster. A kernel whose answers differ by more than its tolerance ends the
run with an error, because a fast wrong answer is no answer. Communities have no one right answer:
their modularity is printed instead.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import numpy as np
import peer_networks
from peer_kernels import QUALITY, TOOLS, Kernel
from peer_networks import Ties

TOLERANCE = 1e-9
# rustworkx and networkit iterate eigenvectors only so far.
LOOSER = {"eigenvector": 1e-6}
# Another number under the same name: timed, and the difference is printed.
OTHERWISE = {("pagerank", "networkit"): "loses the rank that partners without ties pass on"}
# A tool's kernels that take over ten minutes at this many partners times ties.
HOURS = {
    "networkx": {
        "harmonic closeness",
        "closeness",
        "betweenness",
        "edge betweenness",
        "constraint",
        "triad census",
        "louvain",
    }
}
TOO_MANY = 2e8
NEAR_LINEAR = {
    "clustering",
    "transitivity",
    "pagerank",
    "components",
    "coreness",
    "cut points",
    "bridges",
    "label propagation",
    "louvain",
    "leiden",
    "strong components",
}


def best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Shortest wall time of up to `repeat` runs (until two seconds are spent), and the answer."""
    shortest, answer, spent = float("inf"), None, 0.0
    for _ in range(repeat):
        start = time.perf_counter()
        answer = work()
        took = time.perf_counter() - start
        shortest, spent = min(shortest, took), spent + took
        if spent > 2:
            break
    return shortest, answer


def networks(names: list[str]) -> list[Ties]:
    """Find networks by name: `real`, `partnerships-N`, `collaboration-N`, or with `-reports`."""
    found: list[Ties] = []
    for name in names:
        if name == "real":
            found += peer_networks.real()
            continue
        plain = name.removesuffix("-reports")
        kind, _, n = plain.rpartition("-")
        make = {
            "partnerships": peer_networks.partners,
            "collaboration": peer_networks.collaboration,
        }.get(kind)
        if make is None or not n.isdecimal():
            message = f"no network {name!r}: real, partnerships-N, collaboration-N, N a number"
            raise SystemExit(message)
        ties = make(int(n))
        found.append(peer_networks.directed(ties) if plain != name else ties)
    return found


def modularity(ties: Ties, membership: np.ndarray) -> float:
    """Modularity of a partition, by igraph for everybody."""
    import igraph as ig

    edges = list(zip(ties.source.tolist(), ties.target.tolist(), strict=True))
    return float(ig.Graph(n=ties.n, edges=edges).modularity(membership.tolist()))


def agree(kernel: str, answers: dict[str, np.ndarray]) -> str:
    """End the run when a peer's numbers are not ours; return what is known to be another number."""
    ours, notes = answers["commonweal"], []
    for name, theirs in answers.items():
        apart = np.max(np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1.0), initial=0.0)
        # Not "above", so that NaN counts as a difference.
        if apart <= LOOSER.get(kernel, TOLERANCE):
            continue
        if (kernel, name) in OTHERWISE:
            notes.append(f"{name} {OTHERWISE[kernel, name]} ({apart:.0e} apart)")
        else:
            message = f"{kernel}: our answer and {name}'s differ by {apart:.1e}"
            raise SystemExit(message)
    return "; ".join(notes)


def row(title: str, seconds: dict[str, float], tools: list[str], note: str = "") -> str:
    """Return one line of the table: seconds, each peer's ratio, and that of the fastest."""
    ours = seconds["commonweal"]
    cells = [f"{ours:.4g}"] + [
        f"{seconds[name]:.4g} ({seconds[name] / ours:.1f})" if name in seconds else ""
        for name in tools[1:]
    ]
    peers = [seconds[name] for name in tools[1:] if name in seconds]
    ratio = f"**{min(peers) / ours:.1f}**" if peers else ""
    return f"| {title} | {' | '.join(cells)} | {ratio} | {note} |"


def compare(ties: Ties, tools: list[str], only: set[str], repeat: int) -> list[str]:
    """Time and compare every kernel on one network; print each line as soon as it is known."""
    lines = [
        f"\n### {ties}\n",
        f"| seconds (ratio to ours) | {' | '.join(tools)} | fastest peer | |",
        f"|---|{'--:|' * len(tools)}--:|---|",
    ]
    print("\n".join(lines), flush=True)

    def add(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    kernels: dict[str, dict[str, Kernel]] = {}
    seconds = {}
    for name in tools:
        seconds[name], kernels[name] = best(lambda tool=TOOLS[name]: tool(ties), repeat)
    add(row("building", seconds, tools))
    for kernel in kernels["commonweal"]:
        if only and kernel not in only:
            continue
        seconds, answers = {}, {}
        for name in tools:
            slow = ties.n * len(ties.source) > TOO_MANY and kernel in HOURS.get(name, ())
            if kernel not in kernels[name] or slow:
                continue
            asked = kernels[name][kernel]
            seconds[name], answer = best(asked.work, repeat)
            answers[name] = asked.finish(answer)
        note = ""
        if kernel in QUALITY:
            found = {name: modularity(ties, answer) for name, answer in answers.items()}
            note = "modularity " + ", ".join(f"{name} {q:.6f}" for name, q in found.items())
        else:
            note = agree(kernel, answers)
        add(row(kernel, seconds, tools, note))
    return lines


def main() -> None:
    """Read the options, run, print, and save the table where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--networks",
        nargs="+",
        default=["real", "partnerships-2000", "partnerships-2000-reports"],
        help="real, partnerships-N, collaboration-N (-reports: directed)",
    )
    parser.add_argument("--only", nargs="*", default=[], help="kernels, or near-linear")
    parser.add_argument("--repeat", type=int, default=5, help="runs of which the best counts")
    parser.add_argument("--skip", nargs="*", default=[], help="peers to leave out")
    parser.add_argument("--save", type=Path, help="write the tables to this Markdown file")
    options = parser.parse_args()

    tools = [name for name in TOOLS if name not in options.skip]
    for name in tools:
        import_module(name)
    only = {
        part for name in options.only for part in (NEAR_LINEAR if name == "near-linear" else {name})
    }
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in tools)
    head = (
        f"{versions}; {os.cpu_count()} cores, {platform.system()}, CPython "
        f"{platform.python_version()}; best of {options.repeat}."
    )
    print(head, flush=True)
    lines = [head]
    for ties in networks(options.networks):
        lines += compare(ties, tools, only, options.repeat)
    if options.save:
        options.save.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
