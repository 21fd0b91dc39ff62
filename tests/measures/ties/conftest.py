"""A tiny lake, each figure of it made up by hand, so that every tie can be worked out on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from comity.sources.contract import Coverage, Parsed, SourceDescription, SourceFile
from comity.sources.tables import PARSED
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
from comity.store.query import Reading, reading

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class MadeUp:
    """Gives the rows that it is made with, as one file of one dataset."""

    dataset: str
    tables: Mapping[str, Rows]
    coverage: tuple[Coverage, ...]

    @property
    def description(self) -> SourceDescription:
        made = ["SYNTHETIC"] * 5
        return SourceDescription(
            self.dataset, *made, kind=next(iter(self.tables)), parser_version="1"
        )

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        given = {
            name: pa.Table.from_pylist(
                [{column: row.get(column) for column in PARSED[name].names} for row in rows],
                schema=PARSED[name],
            )
            for name, rows in self.tables.items()
        }
        records = sum(len(rows) for name, rows in self.tables.items() if name != "facts")
        yield Parsed(self.dataset, records, given, coverage=self.coverage)


def fact(code: str, one: str, other: str, year: int, value: float, **more: Any) -> dict[str, Any]:
    """A fact of one year of two states."""
    days = {"day": dt.date(year, 1, 1), "end_day": dt.date(year + 1, 1, 1)}
    return {"fact": code, "source": one, "target": other, **days, "value": value, **more}


def of_state(code: str, state: str, year: int, value: float) -> dict[str, Any]:
    days = {"day": dt.date(year, 1, 1), "end_day": dt.date(year + 1, 1, 1)}
    return {"fact": code, "state": state, **days, "value": value}


def named(*codes: str) -> Rows:
    return [{"fact": code, "title": code, "unit": "SYNTHETIC"} for code in codes]


def both_ways(rows: Rows) -> Rows:
    return [*rows, *({**row, "source": row["target"], "target": row["source"]} for row in rows)]


def years(dataset: str, table: str, first: int, last: int, **more: Any) -> tuple[Coverage, ...]:
    days = (dt.date(first, 1, 1), dt.date(last, 12, 31))
    return (Coverage(dataset, "made up", *days, table=table, **more),)


def member(organisation: str, state: str, status: str = "member") -> dict[str, Any]:
    """A membership from 1995 to 2002."""
    days = {"first_day": dt.date(1995, 1, 1), "end_day": dt.date(2003, 1, 1)}
    return {"organisation": organisation, "state": state, "status": status, **days, "evidence": ""}


def party(agreement: str, who: str, since: int, **more: Any) -> dict[str, Any]:
    """A party to an agreement that binds it since a 1 May."""
    given = {"title": f"Treaty {agreement}", "kind": "trade", "evidence": ""}
    return {"agreement": agreement, "party": who, "in_force": dt.date(since, 5, 1), **given, **more}


def pledge(kind: str, one: str, other: str) -> dict[str, Any]:
    """What one owes the other from 2000 to 2002."""
    days = {"day": dt.date(2000, 1, 1), "end_day": dt.date(2003, 1, 1)}
    return {"fact": f"alliance_{kind}", "source": one, "target": other, **days, "value": 1.0}


def atop() -> MadeUp:
    mutual = both_ways([pledge("defence", "KAZ", "RUS"), pledge("consultation", "KAZ", "RUS")])
    rows = [*mutual, pledge("nonaggression", "RUS", "UZB")]
    kinds = ("defence", "offence", "neutrality", "nonaggression", "consultation")
    codes = named(*(f"alliance_{kind}" for kind in kinds))
    return MadeUp(
        "atop", {"dyad_facts": rows, "facts": codes}, years("atop", "dyad_facts", 2000, 2002)
    )


def cow_igo() -> MadeUp:
    rows = [
        *(member("A", state) for state in ("KAZ", "RUS", "UZB")),
        *(member("B", state) for state in ("KAZ", "RUS")),
        member("B", "CHN", "observer"),
        member("C", "KAZ"),
        member("C", "RUS", "associate"),
        member("D", "CHN"),
    ]
    return MadeUp("cow_igo", {"memberships": rows}, years("cow_igo", "memberships", 1995, 2002))


def cow_trade() -> MadeUp:
    flows = {("KAZ", "RUS"): 30, ("RUS", "KAZ"): 50, ("KAZ", "CHN"): 20, ("RUS", "CHN"): 100}
    rows = [fact("exports_usd", *pair, 2001, float(v)) for pair, v in flows.items()]
    rows += [fact("exports_usd", "CHN", "RUS", 2001, 0.0)]
    tables = {"dyad_facts": rows, "facts": named("exports_usd")}
    return MadeUp("cow_trade", tables, years("cow_trade", "dyad_facts", 2001, 2001))


def migrants() -> MadeUp:
    day = {"day": dt.date(2000, 7, 1), "end_day": None}
    rows = [
        fact("migrant_stock", "KAZ", "RUS", 2000, 1_600_000.0) | day,
        fact("migrant_stock", "RUS", "KAZ", 2000, 800_000.0) | day,
        fact("migrant_stock", "KAZ", "DEU", 2000, 400_000.0) | day,
        fact("migrant_stock", "KAZ", "FRA", 2000, 1_000.0) | day,
    ]
    on = Coverage(
        "undesa_migrants",
        "made up",
        day["day"],
        day["day"],
        table="dyad_facts",  # type: ignore[arg-type]
    )
    return MadeUp("undesa_migrants", {"dyad_facts": rows, "facts": named("migrant_stock")}, (on,))


def visas() -> MadeUp:
    first, second = dt.date(2001, 3, 1), dt.date(2002, 3, 1)
    rows = [
        ("KAZ", "RUS", first, "visa_free"),
        ("RUS", "KAZ", first, "visa_free"),
        ("KAZ", "CHN", first, "visa_on_arrival"),
        ("CHN", "KAZ", first, "visa_required"),
        ("CHN", "KAZ", second, "visa_free"),
        ("KAZ", "DEU", first, "visa_free"),
        ("KAZ", "FRA", first, "e_visa"),
    ]
    listed = [
        {"fact": "visa", "source": i, "target": j, "day": day, "text": text}
        for i, j, day, text in rows
    ]
    on = [Coverage("passport_index", "made up", d, d, table="dyad_facts") for d in (first, second)]
    return MadeUp("passport_index", {"dyad_facts": listed, "facts": named("visa")}, tuple(on))


def places() -> MadeUp:
    """Borders and capitals since 2000, as the embedded table has them: without an end."""
    since = {"day": dt.date(2000, 1, 1), "end_day": None}
    rows = both_ways(
        [
            fact("border_land", "KAZ", "RUS", 2000, 1.0) | since,
            fact("border_land", "IND", "AFG", 2000, 1.0)
            | since
            | {"value": None, "text": "only through disputed land"},
            fact("distance_capitals_km", "KAZ", "RUS", 2000, 2271.0) | since,
            fact("distance_capitals_km", "KAZ", "DEU", 2000, 4000.0) | since,
            fact("distance_capitals_km", "KAZ", "FIN", 2000, 3000.0) | since,
        ]
    )
    days = (dt.date(2000, 1, 1), dt.date(2002, 12, 31))
    on = [
        Coverage("geography", part, *days, table="dyad_facts")
        for part in ("border_land", "distance_capitals_km")
    ]
    codes = named("border_land", "distance_capitals_km")
    return MadeUp("geography", {"dyad_facts": rows, "facts": codes}, tuple(on))


def treaties() -> MadeUp:
    rows = [
        *(party("one", who, 1998) for who in ("KAZ", "RUS")),
        *(party("two", who, 2001) for who in ("KAZ", "RUS", "UZB")),
        *(party("left", who, 1996, ended=dt.date(2000, 1, 1)) for who in ("KAZ", "RUS")),
        *(party("union", who, 1999) for who in ("KAZ", "EU")),
        party("signed", "KAZ", 2000, in_force=None),
        party("signed", "RUS", 2000),
    ]
    return MadeUp("desta", {"agreements": rows}, years("desta", "agreements", 1995, 2002))


def figures() -> tuple[MadeUp, MadeUp]:
    goods = [of_state("merchandise_trade_percent_of_gdp", "KAZ", 2001, 60.0)]
    people = [of_state("cow_tpop", "KAZ", 2000, 16_000.0)]
    return (
        MadeUp(
            "gapminder",
            {"state_facts": goods, "facts": named("merchandise_trade_percent_of_gdp")},
            years("gapminder", "state_facts", 2001, 2001),
        ),
        MadeUp(
            "cow_nmc",
            {"state_facts": people, "facts": named("cow_tpop")},
            years("cow_nmc", "state_facts", 2000, 2000),
        ),
    )


def made_lake(folder: Path, sources: tuple[MadeUp, ...]) -> Reading:
    """A lake of made-up sources, each from a file of its own."""
    lake = Lake(folder / "lake")
    for source in sources:
        path = folder / f"{source.dataset}.txt"
        path.write_text(source.dataset, encoding="utf-8")
        ingest_file(lake, source, source_file(path))
    return reading(lake.home)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Ties among KAZ, RUS, UZB, CHN and some members of the EU, about the year 2001."""
    makers = (atop, cow_igo, cow_trade, migrants, visas, places, treaties)
    sources = (*(make() for make in makers), *figures())
    return made_lake(tmp_path_factory.mktemp("tiny"), sources)


@pytest.fixture(scope="session")
def default(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


@pytest.fixture(scope="session")
def new_lake() -> Callable[[Path, tuple[MadeUp, ...]], Reading]:
    return made_lake


@pytest.fixture(scope="session")
def new_source() -> type[MadeUp]:
    return MadeUp
