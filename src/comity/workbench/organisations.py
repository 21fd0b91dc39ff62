"""`organisations`: organisations of states and who belongs to them on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from pydantic import Field

from comity.errors import BadValue, OutsideCoverage
from comity.registry import organisations as registered_organisations
from comity.store.query import Reading
from comity.vocabulary.organisation import Organisation
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

LISTED = pa.schema(
    [
        ("code", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("founded", pa.date32()),
        ("dissolved", pa.date32()),
        ("members", pa.int64()),
    ]
)
MEMBERS = pa.schema(
    [
        ("organisation", pa.string()),
        ("state", pa.string()),
        ("status", pa.string()),
        ("first_day", pa.date32()),
        ("end_day", pa.date32()),
        ("evidence", pa.string()),
    ]
)


class OrganisationsRequest(Request):
    """Which organisations; with `members`, who belongs to the one that is named."""

    search: str = Field("", description="a code, or part of a name")
    members: bool = Field(False, description="list the memberships of the organisation")
    day: dt.date | None = Field(None, description="with members: only those of this day")


class OrganisationsResult(Result):
    """`.table`: organisations with their number of members today in the lake, or memberships."""


def organisations(bench: Workbench, request: OrganisationsRequest) -> OrganisationsResult:
    """Organisations by code and name, or the dated memberships of one.

    Raises OutsideCoverage for the memberships of an organisation of which none are listed.
    """
    if request.day is not None and not request.members:
        raise BadValue(
            "A day was given, but no memberships were asked for.",
            next_step=f"`comity organisations EU --members --on {request.day.isoformat()}`.",
        )
    registry = registered_organisations()
    reading = bench.reading()
    if request.members:
        code = registry.find(request.search).code
        table, text = _memberships(reading, code, request.day)
    else:
        found = registry.search(request.search) if request.search else list(registry)
        table = _listed(reading, found)
        text = f"{table.num_rows} organisations."
    return OrganisationsResult(table=table, text=text, lake_version=reading.version.number)


def _memberships(reading: Reading, code: str, day: dt.date | None) -> tuple[pa.Table, str]:
    """The memberships of one organisation, and how many. Raises OutsideCoverage for none at all."""
    every = reading.query(
        "SELECT organisation, state, status, first_day, end_day, evidence FROM memberships "
        "WHERE organisation = $code AND dataset = 'memberships' ORDER BY first_day, state, status",
        {"code": code},
    ).cast(MEMBERS)
    if not every.num_rows:
        raise OutsideCoverage(
            f"No memberships of {code} are listed; that does not say that it has no members.",
            next_step="`comity organisations` shows a number of members where they are listed.",
        )
    if day is None:
        return every, f"{every.num_rows} memberships of {code}."
    held = every.filter(pa.array([_holds(row, day) for row in every.to_pylist()], pa.bool_()))
    return held, f"{held.num_rows} memberships of {code} on {day}."


def _holds(row: dict[str, Any], day: dt.date) -> bool:
    return bool(row["first_day"] <= day and (row["end_day"] is None or day < row["end_day"]))


def _listed(reading: Reading, found: list[Organisation]) -> pa.Table:
    """Organisations with their number of members; null where none are listed."""
    counts = reading.query(
        "SELECT organisation, count(DISTINCT state) AS n FROM memberships "
        "WHERE status = 'member' AND end_day IS NULL "
        "AND dataset = 'memberships' GROUP BY organisation"
    ).to_pylist()
    members = {row["organisation"]: row["n"] for row in counts}
    rows = [
        {
            "code": organisation.code,
            "name": organisation.name,
            "kind": organisation.kind,
            "founded": organisation.founded,
            "dissolved": organisation.dissolved,
            "members": members.get(organisation.code),
        }
        for organisation in found
    ]
    return pa.Table.from_pylist(rows, schema=LISTED)
