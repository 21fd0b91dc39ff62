"""`states`: the states that sources record, searchable."""

from __future__ import annotations

import pyarrow as pa
from pydantic import Field

from comity.registry import de_facto
from comity.registry import states as registered_states
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

NOTE = "A code says how sources record a party, not who is recognised."


class StatesRequest(Request):
    """Which states: all, or those that match a text (code, name in any language, demonym)."""

    search: str = Field("", description="a code, or part of a name")
    former: bool = Field(False, description="list states that no longer exist, too")


class StatesResult(Result):
    """`.table`: code, name, other codes, dates, status, note."""

    note: str = NOTE


def states(_bench: Workbench, request: StatesRequest) -> StatesResult:
    """States by code and name, best match first."""
    registry = registered_states()
    found = registry.search(request.search) if request.search else list(registry)
    rows: list[dict[str, object]] = [
        {
            "code": state.code,
            "alpha2": state.alpha2,
            "cow": state.cow,
            "gw": state.gw,
            "name": state.name,
            "official_name": state.official_name,
            "name_fr": state.name_fr,
            "name_ru": state.name_ru,
            "capital": state.capital,
            "status": state.status,
            "first_day": state.first_day,
            "end_day": state.end_day,
            "predecessors": ", ".join(state.predecessors),
            "note": state.note,
        }
        for state in found
        if request.former or request.search or state.end_day is None
    ]
    rows += _authorities(request)
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return StatesResult(table=table, text=f"{table.num_rows} found. {NOTE}")


SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("alpha2", pa.string()),
        ("cow", pa.int32()),
        ("gw", pa.int32()),
        ("name", pa.string()),
        ("official_name", pa.string()),
        ("name_fr", pa.string()),
        ("name_ru", pa.string()),
        ("capital", pa.string()),
        ("status", pa.string()),
        ("first_day", pa.date32()),
        ("end_day", pa.date32()),
        ("predecessors", pa.string()),
        ("note", pa.string()),
    ]
)


def _authorities(request: StatesRequest) -> list[dict[str, object]]:
    """De facto authorities that sources record, listed only when searched for."""
    if not request.search:
        return []
    return [
        {
            "code": authority.code,
            "name": authority.name,
            "status": "de facto authority, not a state",
            "first_day": authority.first_day,
            "end_day": authority.end_day,
            "note": authority.note,
        }
        for authority in de_facto().search(request.search)
    ]
