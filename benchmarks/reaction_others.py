"""Other libraries on the same case, run by the interpreter of an environment that has them.

`python reaction_others.py LIBRARY EVENTS.npz DECAY...` prints a line of JSON: seconds, baseline and
answers by kernel (or in all). Needs nothing but numpy and the library. They model continuous time:
the acts of a day are spread over it beforehand, as a user of theirs would.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

Fit = Callable[[list[Any], float, list[float]], tuple[Any, Any, str]]


def hawkes_rs(events: list[Any], horizon: float, decays: list[float]) -> tuple[Any, Any, str]:
    """One kernel, its decay estimated too: the library has no other."""
    from hawkes import multivariate

    fit = multivariate.fit(events, horizon=horizon)
    note = f"one kernel of {1 / fit.parameters.decay:.2f} days, its length estimated; "
    note += "converged" if fit.converged else "not converged"
    return fit.parameters.baseline, fit.parameters.excitation, note


def intensify(events: list[Any], horizon: float, decays: list[float]) -> tuple[Any, Any, str]:
    """One kernel, its decay given: with a sum of kernels the library refuses several series."""
    import intensify as its

    series, decay = len(events), len(decays) / sum(1 / decay for decay in decays)
    cell = its.ExponentialKernel(0.1 / series, decay)
    model = its.MultivariateHawkes(
        n_dims=series,
        mu=[len(one) / horizon / 2 for one in events],
        kernel=[[cell] * series for _ in range(series)],
    )
    result = model.fit(events, T=horizon, fit_decay=False)
    return result.process.mu, result.connectivity_matrix(), _told(result)


def _told(result: Any) -> str:
    state = "converged" if result.convergence_info.get("success") else "not converged"
    return f"one kernel, its decay given; {state}"


def tick(events: list[Any], horizon: float, decays: list[float]) -> tuple[Any, Any, str]:
    """Least squares, not likelihood: what the library has for sums of kernels."""
    from tick.hawkes import HawkesSumExpKern

    learner = HawkesSumExpKern(decays=np.array(decays), penalty="none", max_iter=1000, tol=1e-8)
    learner.fit(events, end_times=horizon)
    return learner.baseline, learner.adjacency, "least squares"


def phawkes(events: list[Any], horizon: float, decays: list[float]) -> tuple[Any, Any, str]:
    """One kernel; its decay, which the library wants given, is the mean of the true ones."""
    from phawkes import HawkesExpMLE

    learner = HawkesExpMLE(decay=len(decays) / sum(1 / decay for decay in decays))
    learner.fit(events, end_time=horizon)
    note = "one kernel, " + ("converged" if learner.converged_ else "not converged")
    return learner.baseline_, learner.adjacency_, note


# By the name of the package that has each.
LIBRARIES: dict[str, Fit] = {
    "hawkes-rs": hawkes_rs,
    "intensify": intensify,
    "tick": tick,
    "phawkes": phawkes,
}


def peak_mb() -> float:
    """Of this process alone: the usual figure is handed down from the process that started it."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    name, path, *rest = sys.argv[1:]
    with np.load(path) as kept:
        horizon = float(kept["horizon"])
        events = [kept[f"series_{one}"] for one in range(int(kept["series"]))]
    began = time.perf_counter()
    baseline, answers, note = LIBRARIES[name](events, horizon, [float(one) for one in rest])
    seconds = time.perf_counter() - began
    told = {
        "seconds": seconds,
        "version": importlib.metadata.version(name),
        "peak_mb": peak_mb(),
        "baseline": np.asarray(baseline, float).tolist(),
        "answers": np.asarray(answers, float).tolist(),
        "note": note,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
