"""A bar on standard error for long estimates, and how long they took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


@contextmanager
def progress_bar() -> Iterator[Callable[[float, str], None]]:
    """A callback for the share of the work that is done (0 to 1) and what it is.

    At the end the time taken is told: it is no part of a result, which is the same each time.
    """
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    columns = (
        *(TextColumn("{task.description}"), BarColumn()),
        *(TaskProgressColumn(), TimeElapsedColumn()),
    )
    began = time.perf_counter()
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as line:
        task = line.add_task("working", total=1.0)

        def told(share: float, what: str) -> None:
            line.update(task, completed=min(max(share, 0.0), 1.0), description=what)

        yield told
    console.print(f"Took {time.perf_counter() - began:.1f} s.", style="dim", markup=False)
