"""The workbench as the command line uses it: with a progress line on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from comity.workbench.bench import Workbench, open_workbench


@contextmanager
def command_line_bench(as_of: int | None = None) -> Iterator[Workbench]:
    """The workbench on the lake of COMITY_HOME; long steps show on standard error."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as line:
        task = line.add_task("working", total=None)

        def told(step: str, records: int) -> None:
            line.update(task, description=f"{step}: {records:,} records" if records else step)

        def waits(message: str) -> None:
            console.print(message, style="yellow", markup=False)

        yield open_workbench(as_of=as_of, progress=told, on_wait=waits)
