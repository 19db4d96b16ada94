"""Long calls can be stopped, let other threads run, show progress; threads change no answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import commonweal as cw
import pytest
from commonweal import _core

# Betweenness of this network takes several seconds on one core of today.
LONG = """
import sys, time
import commonweal as cw
from commonweal import _core
n = 60_000
net = cw.Network.from_arrays(n, *_core.generate_partners(n, 20, 1))
print("ready", flush=True)
try:
    net.betweenness(progress={progress})
except KeyboardInterrupt:
    print("stopped", time.monotonic(), flush=True)
    net.degree()  # and the network is still good
    sys.exit(7)
"""


def start(progress: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", LONG.format(progress=progress)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
@pytest.mark.parametrize("progress", ["None", "True"])
def test_ctrl_c_stops_a_long_call_within_a_second(progress: str) -> None:
    process = start(progress)
    time.sleep(1.6)
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 7, err
    stopped = float(out.split()[-1])  # the same clock in every process
    assert stopped - pressed < 1.0
    # A bar is drawn when asked for, and only then where nobody looks.
    assert ("betweenness" in err) == (progress == "True")


def test_other_threads_run_meanwhile() -> None:
    n = 15_000
    net = cw.Network.from_arrays(n, *_core.generate_partners(n, 20, 1))
    ticks: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    started = time.monotonic()
    net.betweenness(progress=False)
    ended = time.monotonic()
    done.set()
    thread.join()
    during = [t for t in ticks if started < t < ended]
    assert ended - started > 0.1  # long enough to tell
    # With the interpreter's lock held there would be none.
    assert len(during) > 10 * (ended - started)


def test_several_threads_may_share_a_network() -> None:
    net = cw.Network.from_arrays(500, *_core.generate_partners(500, 8, 3))
    expected = net.betweenness()
    found: list[bool] = []
    threads = [
        threading.Thread(target=lambda: found.append(net.betweenness().equals(expected)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


SAME = """
import hashlib
import commonweal as cw
from commonweal import _core
n = 3_000
source, target = _core.generate_partners(n, 12, 5)
weights = 1 / (1 + (source.astype("int64") * 7 + target) % 5)
digest = hashlib.sha256(source.tobytes() + target.tobytes())
for value in (None, weights):
    net = cw.Network.from_arrays(n, source, target, value)
    weighted = value is not None
    for frame in (
        net.betweenness(weighted=weighted),
        net.closeness(weighted=weighted),
        net.coreness(),
        net.degree(weighted=weighted),
        net.cohesion().select("value", "low", "high"),
    ):
        for column in frame.iter_columns():
            digest.update(column.to_frame().write_ipc(None).getvalue())
p = cw.example()
net = p.network("communication", wave="2025")
digest.update(net.plot(color="sector", seed=3).to_svg().encode())
print(digest.hexdigest())
"""


def test_the_same_bytes_for_any_number_of_threads() -> None:
    answers = set()
    for threads in ["1", "2", "4"]:
        result = subprocess.run(
            [sys.executable, "-c", SAME],
            env={**os.environ, "RAYON_NUM_THREADS": threads, "POLARS_MAX_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(result.stdout)
    assert len(answers) == 1


def test_a_bar_that_cannot_be_drawn_does_not_stop_the_work() -> None:
    code = """
import sys
import commonweal as cw
from commonweal import _core, _progress
class Broken(_progress.Bar):
    def show(self, done):
        raise OSError("no screen")
_progress.Bar = Broken
n = 9_000
source, target = _core.generate_partners(n, 20, 1)
net = cw.Network.from_arrays(n, source, target)
expected = net.betweenness(progress=False)
assert net.betweenness(progress=True).equals(expected)
sys.stderr = None  # as under pythonw
_progress.Bar = _progress.Bar.__mro__[1]
assert net.betweenness(progress=True).equals(expected)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
def test_ctrl_c_ends_the_command_line(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("commonweal")
    process = subprocess.Popen(
        [command, "generate", "partners", "--n", "3000000", "--mean-degree", "30"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)
    assert process.poll() is None, "it ended before it could be stopped"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=5) == -signal.SIGINT
    process.communicate()


def test_the_command_line_takes_names_that_are_not_utf8(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("commonweal")
    result = subprocess.run(
        [os.fsencode(command), b"check", os.fsencode(tmp_path) + b"/caf\xe9"],
        capture_output=True,
        check=False,
    )
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
