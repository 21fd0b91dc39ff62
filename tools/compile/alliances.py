"""Makes src/comity/data/alliances: one row a party of each treaty in facts/alliances.psv."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from comity.registry.organisations import memberships
from comity.sources.alliances.parties import COLUMNS
from comity.vocabulary.membership import MEMBERS

FACTS = Path(__file__).parent / "facts" / "alliances.psv"
FIELDS = ("id", "title", "pledges", "parties", "first_day", "day_is", "end_day", "evidence", "note")
ROLES = {"+": "gives", "-": "receives", "": "both"}
_PARTY = re.compile(r"([+-]?)([A-Z]{3})(?:\((.*?)\.\.(.*?)\))?$")

Spell = tuple[str, str, str, str, str]


def main() -> None:
    """Reads the list of treaties, writes one row a party, reports how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, help="not read: all is compiled from public record")
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/alliances"))
    path = parser.parse_args().out / "alliances.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [row for treaty in treaties() for row in party_rows(treaty)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
    count = len({row[0] for row in rows})
    sys.stdout.write(f"{count} treaties, {len(rows)} parties: {path.stat().st_size} bytes\n")


def treaties() -> Iterator[dict[str, str]]:
    for number, line in enumerate(FACTS.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) != len(FIELDS):
                raise SystemExit(f"{FACTS.name}, line {number}: {len(cells)} cells")
            yield dict(zip(FIELDS, cells, strict=True))


def party_rows(treaty: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows of a treaty, each party in the order of the list."""
    for state, role, first, end, day_is in spells(treaty):
        yield (
            *(treaty["id"], treaty["title"], treaty["pledges"], state, role, first, end, day_is),
            *(treaty["evidence"], treaty["note"]),
        )


def spells(treaty: dict[str, str]) -> Iterator[Spell]:
    """Party, role, first day, end day and what the first day is."""
    by_membership: list[tuple[str, str, str]] = []
    for word in treaty["parties"].split():
        if word.startswith("@"):
            by_membership += membership_days(word[1:], treaty["first_day"], treaty["end_day"])
            continue
        found = _PARTY.match(word)
        if not found:
            raise SystemExit(f"{treaty['id']}: {word!r} is no party")
        sign, state, first, end = found.groups(default="")
        first, end = first or treaty["first_day"], end or treaty["end_day"]
        yield state, ROLES[sign], first, end, treaty["day_is"]
    for state, first, end in merged(sorted(by_membership)):
        yield state, "both", first, end, "membership"


def membership_days(code: str, first_day: str, end_day: str) -> Iterator[tuple[str, str, str]]:
    """The days of membership in an organisation that lie in the treaty's own; "" is no end."""
    for one in memberships():
        if one.organisation == code and one.status in MEMBERS:
            first = max(one.first_day.isoformat(), first_day)
            ends = [end for end in (end_day, _text(one.end_day)) if end]
            end = min(ends, default="")
            if not end or first < end:
                yield one.state, first, end


def merged(rows: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Spells of one state that touch are one."""
    held: list[tuple[str, str, str]] = []
    for state, first, end in rows:
        if held and held[-1][0] == state and held[-1][2] == first:
            held[-1] = (state, held[-1][1], end)
        else:
            held.append((state, first, end))
    yield from held


def _text(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


if __name__ == "__main__":
    main()
