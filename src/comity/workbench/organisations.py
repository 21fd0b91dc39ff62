"""`organisations`: organisations of states and who belongs to them on a day."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from pydantic import Field

from comity.errors import BadValue
from comity.registry import organisations as registered_organisations
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
    """Organisations by code and name, or the dated memberships of one."""
    if request.day is not None and not request.members:
        raise BadValue(
            "A day was given, but no memberships were asked for.",
            next_step=f"`comity organisations EU --members --on {request.day.isoformat()}`.",
        )
    registry = registered_organisations()
    reading = bench.reading()
    if request.members:
        code = registry.find(request.search).code
        table = reading.query(
            "SELECT organisation, state, status, first_day, end_day, evidence FROM memberships "
            "WHERE organisation = $code AND ($day IS NULL OR (first_day <= $day "
            "AND (end_day IS NULL OR $day < end_day))) ORDER BY first_day, state, status",
            {"code": code, "day": request.day},
        ).cast(MEMBERS)
        text = f"{table.num_rows} memberships of {code}."
    else:
        found = registry.search(request.search) if request.search else list(registry)
        counts = reading.query(
            "SELECT organisation, count(DISTINCT state) AS n FROM memberships "
            "WHERE status = 'member' AND end_day IS NULL GROUP BY organisation"
        ).to_pylist()
        members = {row["organisation"]: row["n"] for row in counts}
        table = pa.Table.from_pylist(
            [
                {
                    "code": organisation.code,
                    "name": organisation.name,
                    "kind": organisation.kind,
                    "founded": organisation.founded,
                    "dissolved": organisation.dissolved,
                    "members": members.get(organisation.code),
                }
                for organisation in found
            ],
            schema=LISTED,
        )
        text = f"{table.num_rows} organisations."
    return OrganisationsResult(table=table, text=text, lake_version=reading.version.number)
