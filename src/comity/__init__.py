"""comity: a workbench for relations and integration between states.

import comity
lake = comity.open()
weeks = lake.ledger("RUS", "UKR", period="week", first_day="2021-01-01")
print(weeks.text)
weeks.table, weeks.to_pandas(), weeks.to_polars()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.workbench.bench import AsOf
    from comity.workbench.session import Session

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(home: str | Path | None = None, *, as_of: AsOf = None) -> Session:
    """The workbench on the lake in `home` (default: COMITY_HOME, or the user's data folder).

    A lake that is not there yet is made from the embedded default at the first reading. `as_of`
    reads an older lake version: its number, or a day or time, for the newest one committed by then.
    """
    import os

    from comity.workbench.bench import default_home
    from comity.workbench.session import Session

    environ = dict(os.environ)
    where = Path(home).expanduser() if home is not None else default_home(environ)
    return Session(where, as_of, environ)
