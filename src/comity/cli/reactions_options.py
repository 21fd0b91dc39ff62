"""What the commands about reactions share: the two uses of `--to`, and their options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from comity.cli import options
from comity.errors import BadInput, BadValue

Partner = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        metavar="PARTNER|DATE",
        help="The partner: a code (RUS) or a name (Russia). A date is the last day, included; "
        "both can be given.",
    ),
]
Toward = Annotated[
    list[str] | None, typer.Option("--toward", metavar="PARTNER", help="The partner, as --to.")
]
SeriesFile = Annotated[
    Path,
    typer.Option(
        "--series",
        metavar="FILE",
        help="CSV or Parquet with date, source, target, class, n; if given part, volume. A signed "
        "series: date, source, target, value.",
    ),
]
Classes = Annotated[
    str, typer.Option("--classes", metavar="NAMES", help="Only these classes, with commas.")
]
Gaps = Annotated[
    list[str] | None,
    typer.Option(
        "--gap",
        metavar="FROM:TO",
        help="Days on which nothing was observed, both included; can be given several times.",
    ),
]
Duplicates = Annotated[
    str,
    typer.Option(
        "--duplicates",
        metavar="RULE",
        help="Rows of the same date, source, target and class: refuse, or sum.",
    ),
]


@dataclass(frozen=True, slots=True)
class PartnerAndLastDay:
    """The two things that `--to` may say; an empty partner or None: it was not said."""

    partner: str
    last_day: dt.date | None


def split_to(
    values: Sequence[str] | None, toward: Sequence[str] | None = None
) -> PartnerAndLastDay:
    """The values of `--to` as partner and last day: one that begins with a digit is a date.

    `toward` are the values of `--toward`, which name the partner alone. A month or a year means
    its last day. Raises BadValue for two partners, for two last days, and for a date that is none.
    """
    given = [value.strip() for value in values or () if value.strip()]
    days = [value for value in given if value[0].isdigit()]
    partners = [value for value in given if not value[0].isdigit()]
    partners += [value.strip() for value in toward or () if value.strip()]
    for what, named in (("partners", partners), ("last days", days)):
        if len(named) > 1:
            raise BadValue(
                f"--to names two {what}: {named[0]} and {named[1]}.",
                hint="Name one state, and if you wish one last day: --to RUS --to 2022-12-31.",
                next_step="Take one away.",
            )
    partner = partners[0] if partners else ""
    return PartnerAndLastDay(partner, options.last(days[0]) if days else None)


def content_of(path: Path) -> bytes:
    """The bytes of a user's file. Raises BadInput where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path} can't be read: {error.strerror or error}.", next_step="Check the path."
        ) from error
