"""The workbench as the command line uses it: with a progress line on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from comity.workbench.bench import AsOf, Workbench


@contextmanager
def command_line_bench(as_of: AsOf = None) -> Iterator[Workbench]:
    """The workbench on the lake of COMITY_HOME; long steps show on standard error."""
    from comity.workbench.bench import open_workbench

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


class _NoPandas:
    """Says that there is no pandas to import."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def spare_pandas() -> None:
    """Let Arrow believe that there is no pandas, which no command needs and takes long to import.

    Arrow looks for it once, at the first list that it converts; a later `import pandas` works.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    refusing: Any = _NoPandas
    sys.meta_path.insert(0, refusing)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(refusing)
