"""One measured piece of work in a process of its own, so that its peak memory is its own.

`python -m benchmarks.child module:function '{"argument": ...}'` prints seconds and result as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock seconds of the function alone, peak memory of its process, what it returned."""

    seconds: float
    peak_mb: float
    result: Any


def measure(function: str, **arguments: Any) -> Measured:
    """Run `module:function` in a new process. Ends the program where that fails."""
    command = [sys.executable, "-m", "benchmarks.child", function, json.dumps(arguments)]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{function} failed")
        out.seek(0)
        told = json.loads(out.read().splitlines()[-1])
    return Measured(told["seconds"], usage.ru_maxrss / 1024, told["result"])


def wall(command: list[str], environ: dict[str, str], times: int = 5) -> list[float]:
    """Wall-clock seconds of a command, start-up included, each of `times` runs after a first."""
    seconds = []
    for _ in range(times + 1):
        began = time.perf_counter()
        subprocess.run(
            command, env={**os.environ, **environ}, check=True, stdout=subprocess.DEVNULL
        )
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def _main() -> None:
    module, _, name = sys.argv[1].partition(":")
    function = getattr(importlib.import_module(module), name)
    arguments = json.loads(sys.argv[2])
    began = time.perf_counter()
    result = function(**arguments)
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"seconds": seconds, "result": result}) + "\n")


if __name__ == "__main__":
    _main()
