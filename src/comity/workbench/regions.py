"""`regions`: groups of states that a desk looks at together, and the poles around them."""

from __future__ import annotations

import pyarrow as pa
from pydantic import Field

from comity.registry import regions as registered_regions
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result


class RegionsRequest(Request):
    """Which regions: all, or those that match a text."""

    search: str = Field("", description="part of a region's code or name, or a state's code")


class RegionsResult(Result):
    """`.table`: code, name, states, poles, description."""


def regions(_bench: Workbench, request: RegionsRequest) -> RegionsResult:
    """The regions that come with comity, their states and their poles."""
    wanted = request.search.casefold()
    rows = [
        {
            "code": region.code,
            "name": region.name,
            "states": ", ".join(region.states),
            "poles": ", ".join(region.poles),
            "description": region.description,
        }
        for region in registered_regions()
        if wanted in f"{region.code} {region.name}".casefold()
        or wanted.upper() in (*region.states, *region.poles)
    ]
    schema = pa.schema(
        [(name, pa.string()) for name in ("code", "name", "states", "poles", "description")]
    )
    table = pa.Table.from_pylist(rows, schema=schema)
    return RegionsResult(
        table=table, text="1 region." if len(rows) == 1 else f"{len(rows)} regions."
    )
