"""The compiled pledges of alliance against those of the ATOP project, version 5.1 (1992 to 2018).

Its file is read to check only. Where the two differ by rule, the rule is named; the rest is small.
"""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from comity.registry.organisations import memberships
from comity.registry.states import states
from comity.sources.alliances import SOURCE
from comity.sources.alliances.coverage import listed_states
from comity.sources.atop.source import parse_tidied
from comity.sources.contract import Parsed, SourceFile

EMBEDDED = Path(str(resources.files("comity.data"))) / "alliances" / "alliances.csv"
YEARS = range(1992, 2019)
DEFENCE = "alliance_defence"
# ATOP reads defence into the charters of the CIS and of the OAS, also after a denounced treaty.
CIS = {"ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
# It takes the Manila Pact for ended, and leaves out compacts and what Japan owes.
MANILA = {"AUS", "FRA", "GBR", "NZL", "PHL", "THA", "USA"}
COMPACTS = {"FSM", "MHL", "PLW"}

Pledge = tuple[str, str, str, int]


def pledges(parsed: Parsed) -> set[Pledge]:
    """Fact, who, to whom, and each year on a day of which it was owed."""
    found = set()
    for row in parsed.tables["dyad_facts"].to_pylist():
        for year in YEARS:
            ended = row["end_day"] is not None and row["end_day"] <= dt.date(year, 1, 1)
            if row["day"] < dt.date(year + 1, 1, 1) and not ended:
                found.add((row["fact"], row["source"], row["target"], year))
    return found


@pytest.fixture(scope="module")
def ours() -> set[Pledge]:
    file = SourceFile(EMBEDDED, EMBEDDED.name, "", EMBEDDED.stat().st_size)
    (parsed,) = SOURCE.parse(file, options={})
    return pledges(parsed)


@pytest.fixture(scope="module")
def theirs(mirror: Path) -> set[Pledge]:
    path = mirror / "structure" / "atop_alliances_dy.parquet"
    (parsed,) = parse_tidied(path, path.name)
    return pledges(parsed)


def of_members(code: str) -> set[str]:
    return {one.state for one in memberships() if one.organisation == code}


def both_listed(pledge: Pledge) -> bool:
    return {pledge[1], pledge[2]} <= set(listed_states())


def test_defence_is_owed_by_the_same_states_but_for_named_rules(
    ours: set[Pledge], theirs: set[Pledge]
) -> None:
    listed = set(listed_states())
    mine, atop = (
        {p for p in side if p[0] == DEFENCE and p[1] in listed} for side in (ours, theirs)
    )
    american = of_members("NATO") ^ {one.code for one in states()}
    left = {
        p
        for p in mine ^ atop
        if not (
            {p[1], p[2]} <= CIS
            or {p[1], p[2]} <= MANILA
            or p[2] in COMPACTS
            or p[1:3] == ("JPN", "USA")
            or (p[1] in ("USA", "MEX") and p[2] in american and p not in mine)
            or {p[1], p[2]} == {"USA", "MEX"}
        )
    }
    assert len(mine & atop) > 5_000
    # ATOP dates an accession by the year of its protocol, here it is the day of force.
    assert len(left) < 0.12 * len(mine & atop)
    shifted = {p for p in left if (*p[:3], p[3] + 3) in mine & atop or p[2] == "CUB"}
    assert len(left - shifted) < 0.03 * len(mine & atop)


def test_neutrality_is_pledged_by_the_same_pairs(ours: set[Pledge], theirs: set[Pledge]) -> None:
    mine, atop = (
        {p for p in side if p[0] == "alliance_neutrality" and both_listed(p)}
        for side in (ours, theirs)
    )
    assert len(mine & atop) > 800
    assert len(mine & atop) / len(mine | atop) > 0.8


def test_consultation_is_pledged_by_the_same_pairs(ours: set[Pledge], theirs: set[Pledge]) -> None:
    mine, atop = (
        {p for p in side if p[0] == "alliance_consultation" and both_listed(p)}
        for side in (ours, theirs)
    )
    assert len(mine & atop) > 3_500
    assert len(mine & atop) / len(atop) > 0.88


def test_nonaggression_differs_by_the_helsinki_final_act_and_communiques(
    ours: set[Pledge], theirs: set[Pledge]
) -> None:
    mine, atop = (
        {p for p in side if p[0] == "alliance_nonaggression" and both_listed(p)}
        for side in (ours, theirs)
    )
    osce = of_members("OSCE")
    missing = {p for p in atop - mine if not {p[1], p[2]} <= osce}
    assert len(mine & atop) > 9_000
    # Joint communiqués (China with the Baltic states, Ukraine, Southeast Asia) are no treaties.
    assert len(missing) <= 0.06 * len(mine & atop)
    assert len(mine - atop) <= 0.02 * len(mine & atop)
